"""Steps against a naive model: whatever is done in whatever order, a store says and keeps the same."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from naive_store import NaiveStore

from aduan_cli.complaint.assignments import renamed
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import NOTED, ROUTED
from aduan_cli.complaint.fields import STATUSES, STORED
from aduan_cli.complaint.step import Step, changing, noting, taking
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from invented import DAY, MORNING, UNITS, call

UNIT = st.sampled_from(UNITS)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "unit": UNIT,
        "support": st.lists(UNIT, max_size=2, unique=True).map(tuple),
        "status": st.sampled_from(STATUSES),
        "priority": st.sampled_from(["low", "normal", "high", "emergency"]),
        "text": st.sampled_from(["banjir di pasar", "sampah lagi"]),
        "answers": st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 3), max_size=2),
        "caller_phone": st.sampled_from([None, "+6281200000001", "+6281200000002"]),
    },
)


ACTING = "SELECT complaint_id, unit, role, status FROM assignment WHERE ended_at IS NULL ORDER BY id"


class StepsMachine(RuleBasedStateMachine):
    """Drives a real store and the model side by side, several steps in one transaction among it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = self.opened(Path(self.folder.name))
        self.model = NaiveStore()
        self.seen: list[Complaint] = []
        """Complaints as somebody read them once: some in an older version by now."""
        self.clock = MORNING

    def opened(self, folder: Path) -> Any:
        """Return the store that is driven."""
        return SqliteStore(str(folder / "aduan.db"))

    def acting(self) -> list[tuple[Any, ...]]:
        """Return who acts: number of the complaint, unit, role, state."""
        found: list[tuple[Any, ...]] = self.store._file.open(write=False).execute(ACTING).fetchall()
        return found

    def _commit(self, steps: list[Step]) -> None:
        """Give the same steps to both; each tells the same of what became of them."""
        ours, theirs = self.store.commit(steps, (), self.clock), self.model.commit(steps, (), self.clock)
        assert [outcome[:2] for outcome in ours] == [outcome[:2] for outcome in theirs]
        assert [one.complaint and vars(one.complaint) for one in ours] == [
            one.complaint and vars(one.complaint) for one in theirs
        ]

    def _case(self, number: int) -> Complaint:
        return self.model.cases[1 + number % len(self.model.cases)]

    @rule(
        key=st.sampled_from([None, None, "k1", "k2"]),
        day=st.integers(0, 2),
        unit=UNIT,
        status=st.sampled_from(STATUSES),
        link=st.integers(0, 9) | st.none(),
    )
    def take(self, key: str | None, day: int, unit: str, status: str, link: int | None) -> None:
        """Take a new call, maybe one that is there already, maybe linked."""
        self.clock += 1
        linked = () if link is None or not self.model.cases else (self._case(link).ticket,)
        new = call(MORNING + day * DAY, key=key, unit=unit, status=status, logged_at=self.clock, linked=linked)
        self._commit([taking(new, ((NOTED, {"plugin": "dlh"}),))])

    @precondition(lambda self: self.model.cases)
    @rule(number=st.integers(0, 50))
    def look(self, number: int) -> None:
        """Read a complaint, to change it later."""
        self.seen.append(self._case(number))

    @precondition(lambda self: self.model.cases)
    @rule(number=st.integers(0, 50), changes=CHANGES.filter(bool), older=st.booleans())
    def change(self, number: int, changes: dict[str, Any], older: bool) -> None:
        """Change a complaint as it is, or as it was once: then it may be a conflict."""
        self.clock += 1
        case = self.seen[number % len(self.seen)] if older and self.seen else self._case(number)
        self._commit([changing(case, changes, ROUTED, {"to": changes.get("unit")}, "rina", self.clock)])

    @precondition(lambda self: len(self.model.cases) > 1)
    @rule(numbers=st.lists(st.integers(0, 50), min_size=2, max_size=4), unit=UNIT)
    def batch(self, numbers: list[int], unit: str) -> None:
        """Change several in one transaction, the same one twice among it: the second is a conflict."""
        self.clock += 1
        cases = [self._case(number) for number in numbers]
        self._commit([changing(case, {"unit": unit}, ROUTED, {"to": unit}, None, self.clock) for case in cases])

    @precondition(lambda self: self.model.cases)
    @rule(number=st.integers(0, 50))
    def note(self, number: int) -> None:
        """Only tell something: no version, no conflict."""
        self.clock += 1
        self._commit([noting(self._case(number), ((NOTED, {"plugin": "dlh", "notes": ["lihat"]}),), None, self.clock)])

    @precondition(lambda self: self.model.cases)
    @rule(number=st.integers(0, 50))
    def rename(self, number: int) -> None:
        """Give a unit another id: who acts stays the same."""
        self.clock += 1
        before = self._case(number)
        after = copy_of(before, unit=f"{(before.unit or 'dlh').removesuffix('-baru')}-baru")
        if after.unit == before.unit or before.unit in before.support:
            return
        step = Step(before, self.clock, None, ((ROUTED, {"to": after.unit}),), {"unit": after.unit})
        self._commit([step._replace(assignments=renamed(before, after, [(before.unit or "", str(after.unit))]))])

    @invariant()
    def same(self) -> None:
        """Both have the same complaints, events and acting units."""
        found = {case.id: case for case in self.store.find(Query())}
        assert found.keys() == self.model.cases.keys()
        for number, case in self.model.cases.items():
            for name in (*STORED, "linked"):
                assert getattr(found[number], name) == getattr(case, name), name
            types = [event.type for event in self.store.events(case)]
            assert types == [event.type for event in self.model.events(case)]
        if found:
            acting = sorted((number, *one) for number, several in self.model.acting.items() for one in several)
            assert sorted(self.acting()) == acting

    def teardown(self) -> None:
        """The chain verifies, and the tables are what the events say."""
        if self.model.cases:
            assert self.store.breaks() == []
            assert list(self.store.differences()) == []
        self.store.close()
        self.folder.cleanup()
