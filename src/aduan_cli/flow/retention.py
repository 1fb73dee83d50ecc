"""What of persons' data has been kept for long enough: found by the ages of `[retention]`, and taken away.

An age counts from the last thing that happened to a complaint. What is open or held, whose caller is to be rung back,
and what is merged into an open incident, is never due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from aduan_cli.complaint.anonymity import is_anonymous, tells_caller
from aduan_cli.complaint.attachments import Attached, files_of
from aduan_cli.complaint.callback import is_to_be_rung
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANONYMISED, FILES_REMOVED, RETAINED, REVEALED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.step import noting
from aduan_cli.due import BATCH, Bounds
from aduan_cli.privacy import ATTACHMENTS, CALLERS, PARTS, TEXTS, Ended
from aduan_cli.record import TupleRecord
from aduan_cli.tickets import parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Attachments, Store

RETAIN = "retain"
Ages = Mapping[str, Mapping[str, int]]
"""After how many days each part goes, by a state, a kind or `all`; 0: never."""
_ALL = "all"
_DAY = 86_400
_UNCOUNTED = (REVEALED, ANONYMISED, FILES_REMOVED)
"""Events by which nothing happened to a complaint: looking at it keeps nobody's data."""


class DueData(TupleRecord):
    """A part of a complaint whose time is over; of attachments the files."""

    part: str
    complaint: Complaint
    files: tuple[Attached, ...] = ()


def age_of(ages: Ages, complaint: Complaint, part: str) -> int:
    """Return after how many days a part of a complaint goes, by its state, else its kind, else the desk; 0: never."""
    for name in (complaint.status, complaint.kind, _ALL):
        if part in ages.get(name, {}):
            return ages[name][part]
    return 0


def _least(ages: Ages, part: str) -> int:
    """Return the shortest age of a part; 0: it never goes."""
    return min((table[part] for table in ages.values() if table.get(part)), default=0)


class Retention:
    """Finds what is due at a time in a store, and takes it away."""

    def __init__(self, store: Store, ages: Ages, at: int) -> None:
        self._store, self._ages, self._at = store, ages, at

    def due(self) -> Iterator[DueData]:
        """Yield all that is due, part by part, what goes with the texts once; the whole store is looked at."""
        yield from chain.from_iterable(self._pages(TEXTS))
        for one in chain(chain.from_iterable(self._pages(CALLERS)), self._with_files()):
            if not self._is_due(one.complaint, TEXTS):
                yield one

    def work_off(self, actor: str | None, bounds: Bounds, attachments: Attachments) -> tuple[dict[str, int], bool]:
        """Take away what is due, as far as the bounds allow; return how many of each part, and whether that is all."""
        done = dict.fromkeys(PARTS, 0)
        for part in (TEXTS, CALLERS):
            for page in self._pages(part):
                waiting = [one.complaint for one in page]
                while waiting:
                    room = bounds.room()
                    if not room:
                        return self._ended(done, whole=False)
                    done[part] += self._forget(waiting[:room], part, actor, bounds, attachments)
                    waiting = waiting[room:]
        for one in self._with_files():
            if not bounds.room():
                return self._ended(done, whole=False)
            self._remove_files(one, actor, attachments)
            bounds.spend(1)
            done[ATTACHMENTS] += 1
        return self._ended(done, whole=True)

    def _ended(self, done: dict[str, int], whole: bool) -> tuple[dict[str, int], bool]:
        if any(done.values()):
            self._store.privacy.tidy()
        return done, whole

    def _forget(
        self, complaints: Sequence[Complaint], part: str, actor: str | None, bounds: Bounds, attachments: Attachments
    ) -> int:
        count = 0
        for age in dict.fromkeys(age_of(self._ages, one, part) for one in complaints):
            of_age = [one for one in complaints if age_of(self._ages, one, part) == age]
            files = [file.sha256 for one in of_age if part == TEXTS for file in files_of(self._store.events(one))]
            with attachments.letting_go(files, self._store.head(), self._held) as going:
                gone = self._store.privacy.forget(of_age, part, f"retention: {part} {age}d", actor, self._at)
                going.update(file.sha256 for erased in gone for file in erased.files)
            bounds.spend(len(gone))
            count += len(gone)
        return count

    def _held(self) -> set[str]:
        """Return the hashes of the files that complaints have."""
        return {file.sha256 for _ticket, file in self._store.attached()}

    def _remove_files(self, one: DueData, actor: str | None, attachments: Attachments) -> None:
        reason = f"retention: {ATTACHMENTS} {age_of(self._ages, one.complaint, ATTACHMENTS)}d"
        removed = [file.sha256 for file in one.files]
        with attachments.letting_go(removed, self._store.head(), self._held):
            said = (FILES_REMOVED, {"removed": removed, "why": reason})
            self._store.commit([noting(one.complaint, (said,), actor, self._at)])

    def _pages(self, part: str) -> Iterator[list[DueData]]:
        """Yield what is due of a part, page by page of what may be."""
        least = _least(self._ages, part)
        wanted = Ended(part, self._at - least * _DAY)
        while least and (page := self._store.privacy.ended(wanted, BATCH)):
            yield [DueData(part, one) for one in page if self._is_due(one, part)]
            wanted = wanted._replace(after=(page[-1].reported_at, page[-1].id))

    def _with_files(self) -> Iterator[DueData]:
        """Yield the complaints whose files are due."""
        if not _least(self._ages, ATTACHMENTS):
            return
        for ticket in dict.fromkeys(ticket for ticket, _file in self._store.attached()):
            complaint = self._store.resolve(parse_ticket(ticket))
            if complaint is not None and self._is_due(complaint, ATTACHMENTS):
                yield DueData(ATTACHMENTS, complaint, tuple(files_of(self._store.events(complaint))))

    def _is_due(self, complaint: Complaint, part: str) -> bool:
        age = age_of(self._ages, complaint, part)
        if not age or complaint.status not in FINAL or is_to_be_rung(complaint):
            return False
        if complaint.reported_at > self._at - age * _DAY or self._waits_for_incident(complaint):
            return False
        begun = complaint.logged_at if complaint.source_file else 0  # That it was imported then is nothing of its own.
        events = self._store.events(complaint)
        if part == CALLERS and is_anonymous(complaint) and not any(tells_caller(one.private) for one in events):
            return False
        happened = (one.at for one in events if one.type not in _UNCOUNTED and one.at > begun)
        return max(happened, default=0) <= self._at - age * _DAY

    def _waits_for_incident(self, complaint: Complaint) -> bool:
        """Say whether it is merged into one that is open: its caller hears how that ends."""
        if complaint.merged_into is None:
            return False
        incident = self._store.resolve(parse_ticket(complaint.merged_into))
        return incident is not None and incident.status not in FINAL


def was_done(store: Store, since: int) -> bool:
    """Say whether all that was due was taken away since a time."""
    return next(store.privacy.noted((RETAINED,), since), None) is not None


def note_done(store: Store, done: Mapping[str, int], actor: str | None, at: int) -> None:
    """Note how many of each part were taken away, as an event of the desk; that nothing was is worth one too."""
    store.note_event(RETAINED, actor, at, dict(done))
