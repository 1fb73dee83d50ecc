"""Who is at the desk: who is named, who signed in on this terminal, or whose account it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from aduan_cli.app.signing_in import SignedIn, sign_in, sign_out, signed_in
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _
from aduan_cli.storable import storable

OPTION, SIGNED_IN, LOGIN = "option", "signed-in", "login"
"""By what it is known who is at the desk."""


class ActorAtDesk:
    """Who is at the desk in this command. `given` is `--actor` or `ADUAN_ACTOR`; `folder` finds the desk's folder."""

    def __init__(self, given: str | None, folder: Callable[[], str], tell: Callable[[str], None]) -> None:
        self._given, self._folder, self._tell = given, folder, tell
        self._looked = False
        self._officer: SignedIn | None = None

    @property
    def name(self) -> str:
        """Who it is, as it can be stored."""
        officer = self.officer
        return self._given or (officer.name if officer is not None else login_name())

    @property
    def by(self) -> str:
        """By what it is known."""
        return OPTION if self._given else LOGIN if self.officer is None else SIGNED_IN

    @property
    def officer(self) -> SignedIn | None:
        """Who signed in on this terminal and counts; None: nobody, or somebody else is named."""
        if not self._looked and not self._given:
            self._looked = True
            self._officer = self._signed_in()
        return self._officer

    def sign_in(self, name: str, until: int, shift: str | None) -> None:
        """Sign an officer in on this terminal. Raises `NotAllowedError`."""
        self._officer = sign_in(self._folder(), name, int(time.time()), until, shift)
        self._looked = True

    def sign_out(self) -> None:
        """Forget who signed in on this terminal. Raises `NotAllowedError`."""
        sign_out(self._folder())
        self._looked, self._officer = True, None

    def _signed_in(self) -> SignedIn | None:
        """Return who signed in; that the shift is over is told."""
        try:
            officer = signed_in(self._folder())
        except NotFoundError:
            return None  # There is no desk yet.
        if officer is None or officer.until > time.time():
            return officer
        sentence = _("{officer}'s shift is over; this is in the name of {actor}: aduan whoami --as NAME")
        self._tell(sentence.format(officer=officer.name, actor=login_name()))
        return None


def login_name() -> str:
    """Return the login name, as it can be stored; `?` where there is none (a bare container)."""
    return storable(os.environ.get("LOGNAME") or os.environ.get("USER") or _name_of_user())


def _name_of_user() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"
