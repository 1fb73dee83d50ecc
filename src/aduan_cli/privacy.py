"""The role of a store that keeps persons' data no longer than they may be kept, and tells who saw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from aduan_cli.record import TupleRecord

if TYPE_CHECKING:
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.history import Event
    from aduan_cli.stored import Erased

CALLERS, TEXTS, ATTACHMENTS, QUARANTINE = PARTS = ("callers", "texts", "attachments", "quarantine")
"""What is kept for a time: who called; the wording, and with it all that is of a person; files; what was refused."""


class Ended(TupleRecord):
    """Which complaints are looked for: those that have ended, were reported before a time, and still have a part.

    `after`: `reported_at` and `id` of the one after which it goes on; None: from the first.
    """

    part: str
    before: int
    after: tuple[int, int] | None = None


class Privacy(Protocol):
    """What is told of persons' data, and what goes of them. Times are seconds in UTC."""

    def noted(self, types: Sequence[str], since: int | None = None) -> Iterator[tuple[str | None, Event]]:
        """Yield ticket (None: the desk's own) and event of some types, from a time on, in the order of the chain.

        It costs what happened since then, and a day before it.
        """

    def ended(self, wanted: Ended, limit: int) -> list[Complaint]:
        """Return a page of complaints that nothing is owed for (`moves.FINAL`), the first reported first.

        CALLERS: those of which something may still belong to the caller, also beside an event, or a phone in the key;
        TEXTS: those that still have words.
        """

    def forget(
        self, complaints: Sequence[Complaint], part: str, reason: str, actor: str | None, at: int
    ) -> list[Erased]:
        """Let callers be anonymous, or take wording and caller away, in one transaction, each with its event.

        What somebody changed meanwhile stays, and is left out of what is returned. The chain still verifies.
        """

    def tidy(self) -> None:
        """Bring what went out of where a store may still have it: old pages, the index of words, the log.

        In parts, so that nobody waits long. What another program still reads stays until the next time.
        """
