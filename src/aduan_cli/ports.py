"""What the flow needs of the outside world, as Protocols. The composition root knows who fulfils them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from aduan_cli.due import Due as Due
from aduan_cli.figures import Figures as Figures
from aduan_cli.incidents import Incidents as Incidents
from aduan_cli.model import ANY_REVISION
from aduan_cli.outbox import Outbox as Outbox
from aduan_cli.privacy import Privacy as Privacy
from aduan_cli.stored import Acceptance as Acceptance
from aduan_cli.stored import DecisionCount as DecisionCount
from aduan_cli.stored import Difference as Difference
from aduan_cli.stored import Erased as Erased
from aduan_cli.stored import Filed as Filed
from aduan_cli.stored import PluginRun as PluginRun
from aduan_cli.stored import PluginState as PluginState
from aduan_cli.stored import Query as Query
from aduan_cli.stored import Shared as Shared
from aduan_cli.stored import Written as Written
from aduan_cli.transfer import Transfer as Transfer
from aduan_cli.upkeep import Upkeep as Upkeep

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from aduan_cli.complaint.assignments import Assignment
    from aduan_cli.complaint.attachments import Attached
    from aduan_cli.complaint.clocks import Run
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.file_record import FileRecord
    from aduan_cli.complaint.history import Event
    from aduan_cli.complaint.step import Encoded, Step
    from aduan_cli.model import Consulted
    from aduan_cli.stored import Harm, Outcome
    from aduan_cli.tickets import TicketRef


class Watch(Protocol):
    """Watches the file of the store while units' code runs."""

    def begin(self) -> None:
        """Bring the store to rest, and hold its file as it is now: code is about to run."""

    def harm(self) -> Harm | None:
        """Return what was done to the file since it was looked at last; what can be put back is."""


class UnitCode(Protocol):
    """The code of the units' plugins, behind its guard. Nothing that it does raises.

    Not to be asked inside a transaction: the store may be closed for a moment.
    """

    def exists(self, plugin: str) -> bool:
        """Say whether a plugin has code, asked or not."""

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        """Say whether a plugin has code that is asked in this command, and may have `hook`; its process is started."""

    def left_out(self, plugin: str) -> str | None:
        """Return why code that a plugin has is not asked in this command; None: it is, or there is none."""

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        """Call those of the hooks that the code has. `event` (type, time, actor) is what an observer is told."""

    def runs(self) -> list[PluginRun]:
        """Return how each plugin did since this was asked last, for the store to keep."""


# Each role of a store has its contract, a class of tests, in `testing/store_contract`.
class Steps(Protocol):
    """The one way in which complaints are written."""

    attend: Callable[[Sequence[Step]], Sequence[Step]] | None
    """What steps pass before they are written, if anything: what it makes of them is what is written."""
    encode: Callable[[Complaint], Encoded] | None
    """Returns, for its step, what is written of a new complaint as far as that is known before it has a number.

    Nothing is looked up, so that another process may do it. None: nothing is known before.
    """

    def commit(
        self, steps: Sequence[Step], runs: Sequence[PluginRun] = (), at: int = 0, together: bool = False
    ) -> list[Outcome]:
        """Write steps in one transaction, each wholly or, where it is a conflict, not at all.

        Returns what became of each, in their order. A new complaint gets its number, ticket and first event. `runs`
        say how unit code did meanwhile, up to the time `at`; a plugin that fails too often is set aside. `together`:
        where one of the steps is not written none is, and what became of that one is said of all.
        """

    def foresee(self, complaints: Sequence[Complaint]) -> list[Outcome]:
        """Return what `commit` would say of these complaints; nothing is stored."""


class Cases(Protocol):
    """The complaints, as they stand."""

    def by_key(self, key: str) -> Complaint | None:
        """Return the complaint that was logged under `--key`."""

    def resolve(self, ref: TicketRef) -> Complaint | None:
        """Return the complaint of a ticket or a short form of one."""

    def assignments(self, complaint: Complaint) -> list[Assignment]:
        """Return who must act on a complaint, and how far each unit is; the lead first."""

    def clocks(self, complaint: Complaint) -> list[Run]:
        """Return the clocks of a complaint for which something is set, also those that have stopped."""

    def find(self, query: Query) -> Iterator[Complaint]:
        """Yield complaints in the query's order."""

    def nearby(self, at: int, shared: Sequence[Shared]) -> list[Complaint]:
        """Return the complaints that have one of some things in common, the nearest to a moment, each once.

        In no order. The cost doesn't grow with what is stored.
        """

    def count(self, query: Query) -> int:
        """Return how many complaints fit; the query's limit is not looked at."""

    def search(self, words: str, limit: int | None) -> Iterator[Complaint]:
        """Yield complaints that contain the words, the newest reported first.

        A word is a run of letters and digits; case and diacritics don't count. What is searched for is what a person
        types: each word must be in the text, the answer or the address, whole; words in quotes one after the other in
        one of them; at the end of a word, or of what stands in quotes, `*` lets the last word go on. Other signs part
        words and mean nothing. Where no word is left nothing is found. `store/common/words.py` is the same as code.
        """

    def search_count(self, words: str) -> int:
        """Return how many complaints contain the words."""

    def pending(self, limit: int, after: tuple[int, int] | None = None) -> list[Complaint]:
        """Return a page of the complaints that wait in triage or were cut off before their decision, oldest first.

        `after` is where the page before ended: `reported_at` and `id` of its last complaint. None: the first page.
        """

    def awaiting_callback(self, limit: int | None) -> Iterator[Complaint]:
        """Yield at most so many complaints whose caller waits to be rung, the longest waiting first.

        Who has no phone is none of them. `limit` None: all.
        """

    def count_awaiting_callback(self) -> int:
        """Return how many callers wait to be rung."""

    def merged(self, complaint: Complaint) -> list[Complaint]:
        """Return what is merged into a complaint, in the order in which it was logged."""

    def units(self) -> list[str]:
        """Return the units that lead or help; the cost grows with the units, not with the complaints."""

    def states(self, units: Sequence[str]) -> dict[str, int]:
        """Return how many complaints some units lead, by state; those alone that there are."""

    def filed(self) -> list[Filed]:
        """Return where the open complaints are; those that are looked at are all open ones."""

    def decided(self) -> list[DecisionCount]:
        """Return how many complaints each step and rule decided, by category; the whole store is looked at."""


class History(Protocol):
    """What happened to complaints and to the desk."""

    def events(self, complaint: Complaint) -> list[Event]:
        """Return the complaint's history, oldest first."""

    def feed(self, after: int = 0, since: int | None = None) -> Iterator[tuple[str, Event]]:
        """Yield ticket and event of what happened to all complaints after an event's number, in the order of numbers.

        `since`: only from a time on. The cost grows with what is yielded, and with a day before it.
        """

    def attached(self) -> Iterator[tuple[str, Attached]]:
        """Yield ticket and file of all that complaints have which were not erased; the whole history is looked at."""

    def note_event(self, type_: str, actor: str | None, at: int, data: dict[str, Any]) -> None:
        """Append an event that belongs to the desk and to no single complaint."""


class Imports(Protocol):
    """Which records of files are there already."""

    def origin_of(self, import_key: str) -> tuple[str | None, int | None] | None:
        """Return the file and the row of the complaint with an import key; None when there is none."""

    def contents_of(self, import_keys: Sequence[str]) -> dict[str, str | None]:
        """Return by each of some import keys that a complaint has what tells its content; None: it was erased."""

    def marks_of(self, contents: Sequence[str]) -> list[str]:
        """Return what tells contents (`content_hash`) as `contents_of` returns it."""

    def has_imports(self) -> bool:
        """Say whether records were imported at all."""

    def imported_from(self, source_file: str, source_row: int) -> Complaint | None:
        """Return the complaint that came from a row of a file; of several the newest."""

    def has_older_imports(self) -> bool:
        """Say whether records were imported before their keys compared what cells mean."""


class Revisions(Protocol):
    """The rule files that were accepted."""

    def accepted(self) -> dict[str, str]:
        """Return the files (path → text) of the revision accepted last; empty when there is none."""

    def accepted_parted(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return of the revision accepted last path → text of what is whole, and path → hash of what isn't."""

    def last_by_events(self) -> str | None:
        """Return the revision that this desk accepted last by its events, where the tables say another; else None."""

    def last_revision(self, own: bool = False) -> str | None:
        """Return the name of the revision that this desk accepted last; None when there is none.

        `own`: by itself, not taken over from a desk before it."""

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

        On purpose its texts are then whole again.

        `written` says whose the files are, `noticed` that nobody accepted them on purpose.
        Raises `NotAllowedError` when another than `over` (None: none at all) was accepted last.
        """

    def acceptances(self) -> list[Acceptance]:
        """Return when which revision was accepted, the last one first."""

    def revision_files(self, name: str) -> dict[str, str]:
        """Return the files (path → text) of one revision; empty when it is not kept."""


class PluginHealth(Protocol):
    """How the units' code does."""

    def plugin_states(self) -> dict[str, PluginState]:
        """Return how each plugin's code did so far, by its name."""

    def enable_plugin(self, plugin: str, actor: str | None, at: int) -> bool:
        """Let a plugin that was set aside be asked again; False when it was not. What was counted begins anew."""


class Store(Steps, Cases, History, Imports, Revisions, PluginHealth, Upkeep, Protocol):
    """The desk's data. Every verb that writes is one transaction, durable when it returns.

    Raises `StoreError` when the data can't be read or written.
    """

    @property
    def due(self) -> Due:
        """What the job of cron looks for."""

    @property
    def figures(self) -> Figures:
        """What is counted."""

    @property
    def outbox(self) -> Outbox:
        """The messages to units."""

    @property
    def incidents(self) -> Incidents:
        """What many call about."""

    @property
    def privacy(self) -> Privacy:
        """Who saw persons' data, and how long they are kept."""

    @property
    def transfer(self) -> Transfer:
        """The desk as a whole, given away and taken in."""


class RecordSource(Protocol):
    """The records of one file, read by one import map.

    `each` raises `UsageError` when the file breaks off.
    """

    name: str
    """The file's name, as it is kept with each record; `-` is stdin."""
    map_name: str

    @property
    def done(self) -> int:
        """How many bytes of the file were read; 0 for a pipe."""

    def opening_remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file before its records."""

    def closing_remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file once it was read."""

    def each(self, work: Callable[[FileRecord], None]) -> Iterator[FileRecord]:
        """Yield the records in their order, each after `work` was done on it.

        It may be done ahead, in a process that begins at once: `work` changes nothing but the record.
        """


class Quarantine(Protocol):
    """Where the records of one file go that can't be taken. Raises `UsageError` when it can't be written."""

    path: str
    """The file; only known for sure once a record was put there."""

    def holds(self, cells: list[str], ticket: str = "") -> str | None:
        """Return the quarantine, of those in this folder, in which a row lies already.

        `ticket`: as another version of that complaint. A row that is there twice in a file must lie there twice.
        """

    def origins(self, cells: list[str]) -> list[tuple[str, int]]:
        """Return whence rows came (file and row) that lie in this folder and say the same but for day and time."""

    def put(self, cells: list[str], reason: str, source_file: str, source_row: int) -> None:
        """Write one record with what is wrong with it."""

    def put_version(
        self, cells: list[str], ticket: str, names: Sequence[str], source_file: str, source_row: int
    ) -> None:
        """Write one record that is another version of a complaint, with the names of what differs."""

    def sync(self) -> None:
        """See to it that what was put here is on the disk."""


class Ordinals(Protocol):
    """Tells equal keys of one file apart."""

    def number(self, keys: Sequence[int]) -> list[int]:
        """Return the ordinal, from 1, of each key among all so far."""


class Attachments(Protocol):
    """The files that belong to complaints, each kept once. Raises `StoreError` where none can be kept."""

    def taking(self) -> AbstractContextManager[None]:
        """Keep what is taken meanwhile from being dropped: until the step is committed that names it."""

    def take(self, path: str) -> Attached:
        """Keep a copy of a file, durable when it returns. Raises `UsageError` for what is no file, or too large."""

    def keep(self, name: str, data: bytes) -> Attached:
        """Keep what came along with a mail; as `take`."""

    def look(self, path: str) -> Attached:
        """Return what `take` would, and raise what it would; nothing is kept."""

    def state(self, file: Attached) -> str:
        """Return whether a file is still the one that was taken: a state of `complaint.attachments`."""

    def place(self, file: Attached) -> str:
        """Return where a file lies, as a person finds it in the desk."""

    def parts(self, digest: str, size: int) -> Iterator[bytes]:
        """Yield what lies under a SHA-256 (hex), `size` bytes at a time, whatever became of it. Raises `OSError`."""

    def bring(self, digest: str, parts: Iterable[bytes]) -> bool:
        """Keep what a desk brings along under a SHA-256 (hex), unverified, durable; say whether it lay not there."""

    def forget(self, digests: Iterable[str]) -> None:
        """Remove what was brought for nothing, while nothing is dropped."""

    def letting_go(
        self, digests: Iterable[str], newest: tuple[int, str], held: Callable[[], Collection[str]]
    ) -> AbstractContextManager[set[str]]:
        """Remove files, but those `held`, once the step is stored that lets them go; noted before, for `finish`."""

    def finish(self, is_known: Callable[[str, int], bool], held: Callable[[], Collection[str]]) -> list[str]:
        """Remove what killed commands had noted, where the event is known that was the newest then."""

    def unnamed(self, held: Callable[[], Collection[str]]) -> list[str]:
        """Return the hashes of the files that lie there and are not `held`."""
