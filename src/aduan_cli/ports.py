"""What the flow needs of the outside world, as Protocols. The composition root knows who fulfils them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.step import Change
from aduan_cli.errors import AduanError
from aduan_cli.model import ANY_REVISION, Consulted
from aduan_cli.record import Record
from aduan_cli.tickets import TicketRef


class Taken(NamedTuple):
    """What became of one complaint that was given to the store."""

    ticket: str
    state: str
    """`taken`; `known`: it was there already, the same; `changed`: it was there already, and differs."""


class Query(Record):
    """Which complaints, in which order. An empty tuple means: no filter. Times are seconds in UTC."""

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Pairs of a filter's name (`status`, `unit`, `phone`, ...) and the values, any of which fits."""
    open_only: bool = False
    unanswered: bool = False
    """Only questions to which nobody noted an answer."""
    since: int | None = None
    until: int | None = None
    sort: str = "reported_at"
    ascending: bool = False
    limit: int | None = None


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


class Watch(Protocol):
    """Watches the file of the store while units' code runs."""

    def begin(self) -> None:
        """Bring the store to rest, and hold its file as it is now: code is about to run."""

    def harm(self) -> Harm | None:
        """Return what was done to the file since it was looked at last; what can be put back is."""


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


class Tally(Record):
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


class Difference(Record):
    """Something in which the store is not what its events say: the ticket, the field, what they say, what stands there.

    `ticket` None: a day's numbers. `said` or `stands` None: nothing.
    """

    ticket: str | None
    field: str
    said: Any
    stands: Any


class Erased(Record):
    """What is left to look at once a person was erased: tickets linked to it, and the record that it came from."""

    ticket: str
    linked: tuple[str, ...]
    source_file: str | None
    source_row: int | None


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


class UnitCode(Protocol):
    """The code of the units' plugins, behind its guard. Nothing that it does raises.

    Not to be asked inside a transaction: the store may be closed for a moment.
    """

    def exists(self, plugin: str) -> bool:
        """Say whether a plugin has code, asked or not."""

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        """Say whether a plugin has code that is asked in this command; its process is then started.

        With `hook`: and whether it may have that one; what was never imported may have any.
        """

    def left_out(self, plugin: str) -> str | None:
        """Return why code that a plugin has is not asked in this command; None: it is, or there is none."""

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        """Call those of the hooks that the code has. `event` (type, time, actor) is what an observer is told."""

    def runs(self) -> list[PluginRun]:
        """Return how each plugin did since this was asked last, for the store to keep."""


class Store(Protocol):
    """The desk's data. Every verb that writes is one transaction, durable when it returns.

    Raises `StoreError` when the data can't be read or written.
    """

    def take(self, complaints: Sequence[Complaint], runs: Sequence[PluginRun] = ()) -> list[Taken]:
        """Store new complaints with number, ticket, events and assignments; all or none. See `change` for `runs`."""

    def foresee(self, complaints: Sequence[Complaint]) -> list[Taken]:
        """Return what `take` would say of these complaints; nothing is stored."""

    def origin_of(self, import_key: str) -> tuple[str | None, int | None] | None:
        """Return the file and the row of the complaint with an import key; None when there is none."""

    def imported(self, import_keys: Sequence[str]) -> set[str]:
        """Return those of some import keys that a complaint has."""

    def imported_from(self, source_file: str, source_row: int) -> Complaint | None:
        """Return the complaint that came from a row of a file; of several the newest."""

    def has_older_imports(self) -> bool:
        """Say whether records were imported before their keys compared what cells mean."""

    def change(self, changes: Sequence[Change], runs: Sequence[PluginRun] = (), at: int = 0) -> None:
        """Write changes with their events; raises `NotAllowedError` when somebody else was faster.

        `runs` say how unit code did meanwhile, up to the time `at`; a plugin that fails too often is set aside.
        """

    def plugin_states(self) -> dict[str, PluginState]:
        """Return how each plugin's code did so far, by its name."""

    def enable_plugin(self, plugin: str, actor: str | None, at: int) -> bool:
        """Let a plugin that was set aside be asked again; False when it was not. What was counted begins anew."""

    def note_event(self, type_: str, actor: str | None, at: int, data: dict[str, Any]) -> None:
        """Append an event that belongs to the desk and to no single complaint."""

    def skip_numbers(self, day: int, past: int, actor: str | None, at: int) -> bool:
        """Let the next number of a day (yyyymmdd) be the one after `past`, with an event of the desk.

        False when it is behind that already: numbers never go back. Raises `UsageError` for a number beyond those that
        a ticket should have, or a day that it can't say.
        """

    def rest(self) -> Rest:
        """Bring the log into the file, and close both; the same object is returned until it is opened again."""

    def begin_anew(self, reason: str, actor: str | None, at: int) -> list[str]:
        """Go on without data that are lost or damaged; its first event says who said so.

        Returns the names that what is left of them was given. Raises `NotAllowedError` when nothing is lost.
        """

    def by_key(self, key: str) -> Complaint | None:
        """Return the complaint that was logged under `--key`."""

    def resolve(self, ref: TicketRef) -> Complaint | None:
        """Return the complaint of a ticket or a short form of one."""

    def find(self, query: Query) -> Iterator[Complaint]:
        """Yield complaints in the query's order."""

    def count(self, query: Query) -> int:
        """Return how many complaints fit; the query's limit is not looked at."""

    def search(self, words: str, limit: int | None) -> Iterator[Complaint]:
        """Yield complaints that contain the words, the newest reported first."""

    def search_count(self, words: str) -> int:
        """Return how many complaints contain the words."""

    def pending(self) -> Iterator[Complaint]:
        """Yield complaints that wait in triage or were cut off before their decision, oldest first."""

    def units(self) -> list[str]:
        """Return the units that complaints are at; the cost grows with the units, not with the complaints."""

    def filed(self) -> list[Filed]:
        """Return where the open complaints are; those that are looked at are all open ones."""

    def decided(self) -> list[Tally]:
        """Return how many complaints each step and rule decided, by category; the whole store is looked at."""

    def events(self, complaint: Complaint) -> list[Event]:
        """Return the complaint's history, oldest first."""

    def differences(self) -> Iterator[Difference]:
        """Yield everything in which complaints, links and numbers are not what the events say.

        Raises `StoreError` when there is no store, or nothing was ever stored in it.
        """

    def erase(self, ticket: str, actor: str | None, at: int | None = None) -> Erased:
        """Erase the person behind a complaint and the wording, everywhere; the chain of events still verifies.

        Raises `NotFoundError` when there is no such ticket.
        """

    def accepted(self) -> dict[str, str]:
        """Return the files (path → text) of the revision accepted last; empty when there is none."""

    def last_revision(self, own: bool = False) -> str | None:
        """Return the name of the revision that this desk accepted last; None when there is none.

        `own`: by itself, not taken over from a desk before it.
        """

    def other_desks(self) -> list[str]:
        """Return the folders of other desks that have their calls here too; each goes by its own accepted rules."""

    def accept(
        self,
        name: str,
        files: dict[str, str],
        actor: str | None,
        at: int,
        over: str | None = ANY_REVISION,
        written: Sequence[Written] = (),
        noticed: bool = False,
    ) -> bool:
        """Keep a revision with its texts, and the event; False when it is the last one already.

        `written` says whose the files are, `noticed` that nobody accepted them on purpose.
        Raises `NotAllowedError` when another than `over` (None: none at all) was accepted last.
        """

    def acceptances(self) -> list[Acceptance]:
        """Return when which revision was accepted, the last one first."""

    def revision_files(self, name: str) -> dict[str, str]:
        """Return the files (path → text) of one revision; empty when it is not kept."""

    def close(self) -> None:
        """Give back what the store holds open."""
