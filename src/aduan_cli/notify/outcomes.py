"""What the built-in ways have in common: what became of one message, in a line, and secrets from outside the rules."""

from __future__ import annotations

import os
from collections.abc import Mapping

from aduan_cli.i18n import _
from aduan_cli.outbox import RETRY, Delivered

_LONGEST = 200
"""Characters that are kept of what a server or a program said."""


class UnreadyError(Exception):
    """A way that can't be gone now, and why: a secret that isn't there."""


def line(said: object, longest: int = _LONGEST) -> str:
    """Return what somebody said on one line of so many signs at most, without those that a terminal obeys."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def down(error: object) -> Delivered:
    """Return what became of a message where nobody could be reached: it surely did not arrive, nor would others."""
    return Delivered(RETRY, line(getattr(error, "strerror", None) or error), down=True)


def secret_of(table: Mapping[str, object], name: str, folder: str, environment: Mapping[str, str]) -> str | None:
    """Return the secret that `NAME_env` or `NAME_file` tells of; None: neither does. Raises `UnreadyError`.

    A path counts from the desk's folder. Of a file the first line is taken.
    """
    variable, file = table.get(f"{name}_env"), table.get(f"{name}_file")
    if variable is not None:
        value = environment.get(str(variable))
        if not value:
            raise UnreadyError(_("the variable {name} of the environment is not set").format(name=variable))
        return value
    if file is None:
        return None
    path = os.path.join(folder, os.path.expanduser(str(file)))
    try:
        with open(path, encoding="utf-8") as opened:
            value = opened.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadyError(f"{path}: {line(getattr(error, 'strerror', None) or error)}") from error
    if not value:
        raise UnreadyError(_("{path}: the first line is empty").format(path=path))
    return value
