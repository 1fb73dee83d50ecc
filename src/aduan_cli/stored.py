"""What the verbs of a store take and return, and what is told of unit code: records, apart from the Protocols.

A command needs some of them at work; the Protocols of `ports.py` are for people and type checkers.
"""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.record import Record, TupleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.attachments import Attached
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.errors import AduanError


TAKEN, KNOWN, CHANGED = "taken", "known", "changed"
DONE, CONFLICT, FORGOTTEN = "done", "conflict", "forgotten"
"""What became of a step. Of a new complaint: taken; there already, the same; there already, and differs. Of one that is
there: done; a conflict, because somebody else changed it since it was read, so that the step is computed anew; or
forgotten: it was erased, and the step would bring something of it back."""


class Outcome(TupleRecord):
    """What became of one step: the ticket of the complaint, one of the states above, and a new one as it is stored."""

    ticket: str
    state: str
    complaint: Complaint | None = None


def check_written(outcome: Outcome) -> None:
    """Raise `NotAllowedError` where a step of a complaint that is there was not written."""
    if outcome.state == FORGOTTEN:
        from aduan_cli.complaint.moves import forgotten

        raise forgotten(outcome.ticket)
    if outcome.state == CONFLICT:
        from aduan_cli.errors import NotAllowedError
        from aduan_cli.i18n import _

        sentence = _("{ticket}: somebody else changed it in the meantime; look at it again")
        raise NotAllowedError(sentence.format(ticket=outcome.ticket))


class Query(Record):
    """Which complaints, in which order. An empty tuple means: no filter. Times are seconds in UTC."""

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Pairs of a filter's name (`status`, `unit`, `phone`, ...) and the values, any of which fits.

    `unit` is the one that leads; `acting` that, or one that helps and whose part has not ended."""
    open_only: bool = False
    unanswered: bool = False
    """Only questions to which nobody noted an answer."""
    bounced: bool = False
    """Only what a leading unit gave back, once or more, or what is `given_back`."""
    since: int | None = None
    until: int | None = None
    sort: str = "reported_at"
    ascending: bool = False
    limit: int | None = None
    due: tuple[str, ...] = ()
    """Clocks of which one runs and is due before `due_before`; none: that isn't asked."""
    due_before: int = 0
    without: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The same pairs as of `where`; none of the values fits. What has no value has none of them."""
    escalated: bool = False
    """Only what is on the desk's list of what is late."""
    given_back: bool = False
    """Only where a unit that helps gave its part back, and nobody asked it again since."""

    @property
    def flags(self) -> list[str]:
        """The flags that must be set."""
        plain = [name for name in ("unanswered", "bounced", "escalated", "given_back") if getattr(self, name)]
        return ["open", *plain] if self.open_only else plain


class Shared(TupleRecord):
    """What complaints near a moment are to have in common: a filter's name, its value, and the seconds that are near.

    The filter is one of what stands on the complaint itself, so not `acting`. Of those before the moment and of those
    after it, the `most` nearest are wanted.
    """

    name: str
    value: str
    span: int
    most: int


def search_terms(words: str) -> Iterator[tuple[str, bool]]:
    """Yield what a person searches for, and whether it is only a beginning: words, `prefix*`, `"a phrase"`."""
    for number, part in enumerate(words.replace("“", '"').replace("”", '"').split('"')):
        for term in [part] if number % 2 else part.split():
            yield term.rstrip("*"), term.endswith("*")


class Harm(Record):
    """What a unit's code did to the file of the store, in words. `lost`: why nothing can be stored any more."""

    sentence: str
    lost: AduanError | None = None


class Rest(Record):
    """A store that is closed. `whole`: all that was stored is in the one file, nothing in its log alone.

    `event` is the newest one, its number and its hash; None where there is none, or it can't be read.
    """

    whole: bool
    event: tuple[int, bytes] | None


class Written(Record):
    """A rule file as the system knows it: whose it is, and when it was last written (seconds since 1970)."""

    file: str
    owner: str
    modified_at: int


class Acceptance(Record):
    """One time that rules came into force: which, when, by whom, over which before, and the files that differ.

    `noticed`: by whoever gave the next command, and not on purpose. `desk` is the folder of the desk that accepted
    them; None: an older version did, and didn't say.
    """

    revision: str
    at: int
    actor: str | None
    before: str | None
    files: tuple[str, ...]
    noticed: bool = False
    written: tuple[Written, ...] = ()
    desk: str | None = None


class DecisionCount(Record):
    """How many complaints were decided by a step, a rule of it, with a category."""

    step: str | None
    rule: str | None
    category: str | None
    complaints: int


class Filed(Record):
    """How many open complaints are at a unit, with a category, a state and the step that decided them."""

    unit: str
    category: str | None
    status: str
    step: str | None
    calls: int


class Break(TupleRecord):
    """A place where the chain of events does not verify: the event's number and what is wrong there."""

    event: int
    what: str


class Difference(Record):
    """Something in which the store is not what its events say: the ticket, the field, what they say, what stands there.

    `field` is one of the complaint, or a table of what hangs on it with the column after a dot (`phone.reported_at`).
    `ticket` None: it is of the desk (a day's numbers, accepted rules, a plugin), or belongs to no complaint that is
    there. `said` or `stands` None: nothing.
    """

    ticket: str | None
    field: str
    said: Any
    stands: Any
    why: str | None = None
    """What is wrong in words, of what no event says anything."""


class Erased(Record):
    """What is left to look at once a person was erased: tickets linked to it, its record in a file, its attachments."""

    ticket: str
    linked: tuple[str, ...]
    source_file: str | None
    source_row: int | None
    files: tuple[Attached, ...] = ()


class PluginRun(Record):
    """How a plugin's code did since it was told last. Times are in seconds.

    `in_row` counts the failures since the last success, all of them unless it `succeeded` once; `failure` is the last
    one, as `hook: kind`; `over` says why the plugin is to be set aside, whatever the row.
    """

    plugin: str
    calls: int
    failures: int
    in_row: int
    succeeded: bool
    seconds: float
    slowest: float
    failure: str | None = None
    over: str | None = None


class PluginState(Record):
    """How a plugin's code did so far, over all commands; `set_aside_at` None: it is asked."""

    plugin: str
    calls: int = 0
    failures: int = 0
    in_row: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    failure: str | None = None
    failed_at: int | None = None
    set_aside_at: int | None = None
    set_aside_why: str | None = None
