"""Merging: every caller stays, nothing is half done, and taking out again brings back the very state before."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.assignments import Assignment
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moves import INCIDENT, MERGING
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.complaint.step import taking
from aduan_cli.errors import AduanError, NotAllowedError
from aduan_cli.flow.editing import note
from aduan_cli.flow.lifecycle import Moving
from aduan_cli.flow.merging import Joined, Merging
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing.store_contract.given import values
from aduan_cli.tickets import parse_ticket
from invented import MORNING, call

RULES = cast(
    Rules,
    {
        "units": {unit: {"parent": None, "name": unit} for unit in ("dlh", "bpbd", "bmsda")},
        "outside": {"pln": {"name": "PLN"}},
        "unit_names": {},
        "proof": {},
        "desk": {"triage": "triage"},
    },
)
PHONES = itertools.count(81_200_000_001)


class Desk:
    """A store with what is done there: moves and merges, each a second after the one before."""

    def __init__(self, path: Path) -> None:
        self.store = SqliteStore(str(path))
        self.at = MORNING

    def take(self, status: str = "routed", **more: Any) -> str:
        """Take a call, bring it by moves to a state, and return its ticket."""
        given = {"unit": "dlh", "kind": "complaint", "support": (), "caller_phone": f"+62{next(PHONES)}", **more}
        first = {"new": {"status": "new", "unit": "triage"}}.get(status, {"status": "routed"})
        (outcome,) = self.store.commit([taking(call(MORNING, logged_at=MORNING, **{**given, **first}))])
        for verb in PATHS.get(status, ()):
            self.move(outcome.ticket, AskedMove(verb, to=TO.get(verb), says={"result": "x"}))
        return outcome.ticket

    def move(self, ticket: str, asked: AskedMove) -> None:
        """Move a complaint."""
        self.at += 1
        Moving(self.store, RULES, "r1", "sari", self.at, dry_run=False).move(ticket, asked)

    def merge(self, *tickets: str, into: str) -> list[Joined]:
        """Merge complaints."""
        return self._merging().merge(tickets, into)

    def unmerge(self, *tickets: str) -> list[Joined]:
        """Take complaints out again."""
        return self._merging().unmerge(tickets)

    def _merging(self) -> Merging:
        self.at += 1
        return Merging(self.store, RULES, "r1", "rina", self.at, dry_run=False)

    def case(self, ticket: str) -> Complaint:
        """Return a complaint as it stands."""
        found = self.store.resolve(parse_ticket(ticket))
        assert found is not None
        return found

    def state(self, ticket: str) -> tuple[dict[str, Any], list[Assignment]]:
        """Return all of a complaint but its version, and who must act."""
        case = self.case(ticket)
        told = {name: value for name, value in values(case).items() if name != "version"}
        return told, self.store.assignments(case)

    def events(self, ticket: str) -> list[str]:
        """Return the types of a complaint's events."""
        return [event.type for event in self.store.events(self.case(ticket))]

    def awaiting_callback(self) -> list[str]:
        """Return whose caller waits to be rung."""
        return [one.ticket for one in self.store.awaiting_callback(None)]

    def assert_sound(self) -> None:
        """The chain verifies, and the tables are what the events say."""
        assert self.store.breaks() == []
        assert list(self.store.differences()) == []


PATHS = {
    "acknowledged": ("ack",), "in_progress": ("start",), "on_hold": ("hold",), "returned": ("return",),
    "resolved": ("resolve",), "closed": ("resolve", "close"), "rejected": ("reject",), "referred": ("refer",),
    "answered": ("answer",),
}  # fmt: skip
TO = {"refer": "pln"}
MERGEABLE = MERGING["merge"].before


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "aduan.db")
    yield desk
    desk.assert_sound()
    desk.store.close()


@given(
    st.lists(st.sampled_from(MERGEABLE), min_size=1, max_size=3),
    st.sampled_from(INCIDENT),
    st.lists(st.sampled_from(["ack", "start", "hold", "return", "resolve"]), max_size=2),
    st.booleans(),
    st.booleans(),
)
def test_taking_out_again_brings_back_the_very_state_before(
    statuses: Sequence[str], incident: str, parts: Sequence[str], linked: bool, noted: bool
) -> None:
    """For all states that may be merged, with units that help, however far; only history and version go on."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "aduan.db")
        into = desk.take(incident)
        tickets = [desk.take(one, linked=(into,) if linked else (), priority="high") for one in statuses]
        for ticket in tickets:
            if desk.case(ticket).status not in ("new", "returned"):
                desk.move(ticket, AskedMove("assign", to="bpbd", role="support"))
                for verb in parts:
                    try:
                        desk.move(ticket, AskedMove(verb, "bpbd", says={"result": "x"}))
                    except NotAllowedError:
                        pass
        before = {ticket: desk.state(ticket) for ticket in (*tickets, into)}
        phones = {ticket: desk.case(ticket).caller_phone for ticket in tickets}
        versions = {ticket: desk.case(ticket).version for ticket in (*tickets, into)}
        assert all(one.changed for one in desk.merge(*tickets, into=into))
        for ticket in tickets:
            case = desk.case(ticket)
            assert (case.status, case.merged_into, case.caller_phone) == ("rejected", into, phones[ticket])
            assert into in case.linked
            assert desk.store.assignments(case) == []
            if noted:
                note(desk.store, case, "catatan", "joko", desk.at)
        assert desk.case(into).duplicates == len(tickets)
        assert [one.ticket for one in desk.store.merged(desk.case(into))] == tickets
        assert all(one.changed for one in desk.unmerge(*tickets))
        assert {ticket: desk.state(ticket) for ticket in (*tickets, into)} == before
        assert {ticket: desk.case(ticket).version for ticket in versions} == {t: v + 2 for t, v in versions.items()}
        assert all(("noted" in desk.events(ticket)) == noted for ticket in tickets)
        desk.assert_sound()
        desk.store.close()


@pytest.mark.parametrize("status", STATUSES)
def test_what_may_be_merged_is_what_may_be_rejected(desk: Desk, status: str) -> None:
    """Of what is over nothing is merged, and nothing into it; the refusal changes nothing."""
    one, into = desk.take(status), desk.take()
    before = desk.state(one), desk.state(into)
    if status in MERGEABLE:
        desk.merge(one, into=into)
    else:
        with pytest.raises(NotAllowedError, match="merge is not possible"):
            desk.merge(one, into=into)
        assert (desk.state(one), desk.state(into)) == before
    two, over = desk.take(), desk.take(status)
    if status in INCIDENT:
        desk.merge(two, into=over)
    else:
        with pytest.raises(NotAllowedError, match=f"{over} is {status}"):
            desk.merge(two, into=over)


def test_chains_and_circles_are_refused_and_nothing_is_done(desk: Desk) -> None:
    a, b, c = (desk.take() for _each in range(3))
    with pytest.raises(NotAllowedError, match="into itself"):
        desk.merge(a, into=a)
    desk.merge(b, into=a)
    for tickets, into, words in (
        ((c,), b, f"itself merged into {a}"),
        ((a,), c, "no chain"),
        ((a,), b, "the other way round"),
        ((b,), c, f"{b} is merged into {a} already"),
        ((c, b), c, "into itself"),
    ):
        before = [desk.state(ticket) for ticket in (a, b, c)]
        with pytest.raises(NotAllowedError, match=words):
            desk.merge(*tickets, into=into)
        assert [desk.state(ticket) for ticket in (a, b, c)] == before


def test_one_that_cannot_be_merged_keeps_the_others_from_it(desk: Desk) -> None:
    into, one, over = desk.take(), desk.take(), desk.take("closed")
    for work in (lambda: desk.merge(one, over, into=into), lambda: desk.unmerge(one, over)):
        with pytest.raises(AduanError):
            work()
    assert (desk.case(one).status, desk.case(into).duplicates) == ("routed", None)


def test_the_same_again_changes_nothing(desk: Desk) -> None:
    into, one, two = desk.take(), desk.take(), desk.take()
    desk.merge(one, one, into=into)
    versions = [desk.case(ticket).version for ticket in (into, one)]
    assert [joined.changed for joined in desk.merge(one, into=into)] == [False]
    assert [desk.case(ticket).version for ticket in (into, one)] == versions
    assert [joined.changed for joined in desk.merge(one, two, into=into)] == [False, True]
    desk.move(into, AskedMove("resolve", says={"result": "beres"}))
    assert [joined.changed for joined in desk.merge(one, into=into)] == [False]
    desk.move(into, AskedMove("close", says={"by": "desk"}))
    assert [joined.changed for joined in desk.merge(one, into=into)] == [False]
    assert [joined.changed for joined in desk.unmerge(one)] == [True]
    assert [joined.changed for joined in desk.unmerge(one)] == [False]
    with pytest.raises(NotAllowedError, match="merged into no other one"):
        desk.unmerge(into)


def test_callers_of_a_merged_complaint_wait_for_what_becomes_of_the_incident(desk: Desk) -> None:
    """They are owed nothing until it is done, then each of them; opened again, nobody is, until it is done again."""
    into, one, two, other = (desk.take() for _each in range(4))
    desk.merge(one, two, into=into)
    assert desk.awaiting_callback() == []
    resolve = AskedMove("resolve", says={"result": "beres"})
    desk.move(into, resolve)
    assert desk.awaiting_callback() == [into, one, two]
    desk.merge(other, into=into)
    assert desk.awaiting_callback() == [into, one, two, other]
    desk.move(into, AskedMove("close", says={"by": "desk"}))
    assert desk.awaiting_callback() == [into, one, two, other]
    desk.unmerge(two)
    assert (desk.awaiting_callback(), desk.case(two).status) == ([into, one, other], "routed")
    desk.move(into, AskedMove("reopen", says={"reason": "belum"}))
    assert desk.awaiting_callback() == []
    desk.move(into, AskedMove("reject", says={"code": "hoax"}))
    assert desk.awaiting_callback() == [into, one, other]


def test_what_is_merged_moves_no_more_by_itself(desk: Desk) -> None:
    into, one = desk.take(), desk.take()
    desk.merge(one, into=into)
    for asked in (AskedMove("reopen", says={"reason": "x"}), AskedMove("ack"), AskedMove("close", says={"by": "desk"})):
        with pytest.raises(NotAllowedError, match="but unmerge"):
            desk.move(one, asked)


def test_two_officers_at_once_make_no_chain(desk: Desk) -> None:
    """Between somebody's look and write another one merges the incident elsewhere: then nothing is written."""
    a, b, c = (desk.take() for _each in range(3))
    looking = desk._merging()
    cases = looking._cases([a])
    joined, steps = looking._merge([a], b)
    assert (joined[0].changed, len(cases)) == (True, 1)
    desk.merge(b, into=c)
    assert {outcome.state for outcome in desk.store.commit(steps, together=True)} == {"conflict"}
    assert desk.case(a).status == "routed"
    with pytest.raises(NotAllowedError, match="itself merged"):
        looking.merge([a], b)


def test_what_was_erased_is_merged_and_taken_out_without_words(desk: Desk) -> None:
    into, one = desk.take(), desk.take()
    desk.store.erase(one, "rina")
    before = desk.state(one)
    desk.merge(one, into=into)
    desk.move(into, AskedMove("resolve", says={"result": "beres"}))
    assert desk.awaiting_callback() == [into]
    desk.unmerge(one)
    assert desk.state(one) == before


def test_a_unit_that_is_gone_meanwhile_leaves_it_in_triage_and_one_with_a_new_id_gets_it(desk: Desk) -> None:
    into, one, two = desk.take(), desk.take(unit="lama"), desk.take(unit="hilang")
    desk.merge(one, two, into=into)
    rules = cast(Rules, {**RULES, "unit_names": {"lama": "bpbd"}})
    Merging(desk.store, rules, "r2", "rina", desk.at, dry_run=False).unmerge([one, two])
    assert (desk.case(one).unit, desk.case(one).status) == ("bpbd", "routed")
    assert desk.store.assignments(desk.case(one)) == [Assignment("bpbd", "lead", "routed")]
    assert (desk.case(two).unit, desk.case(two).status) == ("triage", "new")
    assert desk.store.assignments(desk.case(two)) == []
