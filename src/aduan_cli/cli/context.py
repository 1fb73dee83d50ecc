"""What every command gets: the desk, the options of everywhere, and the one way to say something."""

from __future__ import annotations

import os
import sys

from aduan_cli.cli import streams
from aduan_cli.cli.streams import tell_line, tell_urgent
from aduan_cli.i18n import _, bind_click, choose
from aduan_cli.model import SECOND_UNIT_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    from aduan_cli.app.desk import Desk
    from aduan_cli.cli.pager import Pager

    class Everywhere(TypedDict, total=False):
        """The options of everywhere (`declared.EVERYWHERE`) as they are kept."""

        desk: str
        store: str
        actor: str
        now: str
        lang: str
        color: str
        no_plugins: bool
        no_pager: bool
        quiet: bool
        verbose: bool
        debug: bool


class Context:
    """What every command gets: the desk, how talkative to be, and the one way to say something on stderr.

    `stored` is the ticket of a call that is stored already, so that what goes wrong later leaves it half done.
    """

    def __init__(self, printed: streams.Printed | None = None) -> None:
        self.options: Everywhere = {}
        self._desk: Desk | None = None
        self._printed = printed
        self._held: list[str] | None = None
        self._pager: Pager | None = None
        self.stored = ""

    @property
    def names_second(self) -> bool:
        """Whether the desk has weights by which a second unit may be named; `beside` reads them."""
        return os.path.exists(os.path.join(self.desk.folder, SECOND_UNIT_FILE))

    @property
    def desk(self) -> Desk:
        """The desk, made when it is first asked for."""
        if self._desk is None:
            from aduan_cli.app.desk import Desk

            given = self.options
            self._desk = Desk(
                given.get("desk"),
                given.get("store"),
                given.get("actor"),
                given.get("now"),
                self.warn,
                self.say,
                plugins=not given.get("no_plugins"),
            )
        return self._desk

    def keep(self, name: str, value: object) -> None:
        """Keep the value of an option of everywhere, and go by it."""
        self.options[name] = value  # type: ignore[literal-required]
        if name == "color":
            from aduan_cli.render import colour

            colour.choose(self.options["color"])
        if name == "lang":
            choose(self.options["lang"])
            bind_click()

    @property
    def quiet(self) -> bool:
        """Whether only warnings, errors and what must not be missed are to be said."""
        return bool(self.options.get("quiet"))

    @property
    def verbose(self) -> bool:
        """Whether to say more."""
        return bool(self.options.get("verbose"))

    def say(self, sentence: str) -> None:
        """Say something useful on stderr, unless `-q`."""
        if not self.quiet:
            self.tell(sentence)

    def warn(self, sentence: str) -> None:
        """Say something that must not be missed on stderr."""
        self.tell(_("warning: {sentence}").format(sentence=sentence))

    def tell(self, sentence: str) -> None:
        """Say something on stderr, also with `-q`: one line, whatever is in it."""
        if self._held is None:
            tell_line(sentence)
        else:
            self._held.append(sentence)

    def urge(self, sentence: str) -> None:
        """Say what must be done at once on stderr, also with `-q`, before anything that is held."""
        tell_urgent(sentence)

    def hold(self) -> None:
        """Keep what is said from here on until `release`: a reader of stderr who is slow keeps no call from storing."""
        self._held = []

    def page(self, format_: str | None = None) -> None:
        """Let what is printed from here on go through a pager where it is long, for a person at a terminal.

        What is said meanwhile is said when the pager is left.
        """
        if self._printed is None or self.options.get("no_pager") or format_ not in (None, "table", "md"):
            return
        if sys.stdout.isatty():
            from aduan_cli.cli import pager

            self._pager = pager.begin(self._printed)
            if self._pager is not None:
                self.hold()

    def release(self) -> None:
        """Say what was held, once what was printed is seen."""
        pager, self._pager = self._pager, None
        if pager is not None:
            pager.finish()
        held, self._held = self._held, None
        for sentence in held or ():
            tell_line(sentence)

    def stop_when_unread(self) -> None:
        """Let the command end as soon as nobody reads stdout: it has nothing else to do."""
        if self._printed is not None:
            self._printed.stops = True

    def only_looks(self) -> None:
        """Let the command end as soon as nobody reads stdout, and look at a copy of the store where there is one."""
        self.desk.looks = True
        self.stop_when_unread()

    def close(self) -> None:
        """Give back what was opened."""
        if self._desk is not None:
            self._desk.close()
