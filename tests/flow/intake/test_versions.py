"""Another version of a record: what of it takes the place of what is stored, and when it is another call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.file_record import CALL, FileRecord
from aduan_cli.complaint.identity import identity
from aduan_cli.complaint.moves import FINAL
from aduan_cli.desk_time import Zone
from aduan_cli.flow.intake.entries import Entry
from aduan_cli.flow.intake.versions import RecordDifference, Versions
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import parse_ticket
from any_complaint import complaints
from invented import MORNING, call
from steps import change, changed, take

UTC = Zone([[-(2**62), 0]])
DONE = FINAL | {"resolved"}
LATER = MORNING + 7 * 86_400


def entry_of(complaint: Complaint, own: bool = False, is_numbered: bool = True) -> Entry:
    """Return a record of a file (or of our own exports) that says what a complaint is."""
    record = FileRecord(CALL, ["cells"])
    record.complaint, record.is_numbered, record.origin = complaint, is_numbered, ("log.csv", 7)
    record.identity = None if own else identity("key", complaint.text)
    entry = Entry(record)
    entry.status = complaint.status
    return entry


def another(stored: Complaint, said: tuple[str, ...] = (), **given: Any) -> Complaint:
    """Return a complaint as a file gives it: of `said` the file speaks itself."""
    return copy_of(stored, sources=dict.fromkeys(said, "import"), **given)


@given(complaints())
def test_the_same_record_differs_in_nothing(stored: Complaint) -> None:
    for own in (True, False):
        found = RecordDifference(stored, entry_of(another(stored, ("kind", "priority", "reported_at")), own))
        assert (found.columns, found.names, found.stays) == ({}, [], False)


@given(complaints(), complaints())
def test_what_a_file_does_not_say_is_left_as_it_is(stored: Complaint, other: Complaint) -> None:
    """What was read from the text, or is a default, is no word of the file's; where it came from neither."""
    unsaid = {name: getattr(other, name) for name in ("kind", "priority", "category", "unit")}
    given_as = another(stored, (), **unsaid)
    assert RecordDifference(stored, entry_of(given_as)).columns == {}
    for name in RecordDifference(stored, entry_of(other)).columns:
        assert name not in ("ticket", "day", "number", "version", "unit", "import_key", "source_row", "logged_at")


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES), st.booleans())
def test_a_file_moves_a_complaint_forward_only(before: str, said: str, own: bool) -> None:
    """What is done stays done, what is final stays as it is, what is in triage is nobody's yet."""
    stored = call(status=before)
    found = RecordDifference(stored, entry_of(another(stored, status=said), own))
    after = found.columns.get("status", before)
    assert after in (before, said)
    if before in FINAL:
        assert after == before
    if before == "resolved":
        assert after in ("resolved", "closed")
    if before in DONE:
        assert after in DONE
    if before == "new" and said not in DONE:
        assert after == "new"
    if said in DONE and before not in DONE:
        assert after == said
    assert not (found.stays and "status" in found.columns)
    assert ("status" in found.names) == (found.stays or "status" in found.columns)


@pytest.mark.parametrize(
    ("changes", "numbered", "is_another"),
    [
        ({}, True, False),
        ({"text": "lain sekali"}, True, False),  # mended
        ({"text": "lain sekali"}, False, True),
        ({"caller_name": "Budi"}, False, False),  # spelt otherwise: a minute has one call
        ({"caller_name": "Budi", "reported_at": MORNING + 3600}, False, True),
        ({"reported_at": MORNING + 3600}, False, False),
        ({"reported_at": MORNING + 3600}, True, False),
        ({"reported_at": MORNING + 3600, "text": "lain"}, True, True),
        ({"reported_at": LATER}, True, False),  # the day was mended
        ({"reported_at": LATER, "text": "lain"}, True, True),
        ({"reported_at": LATER, "caller_phone": "+6281200000009"}, True, True),
        ({"reported_at": LATER + 60}, True, True),
    ],
)
def test_a_key_that_comes_back_may_be_of_another_call(
    changes: dict[str, Any], numbered: bool, is_another: bool
) -> None:
    """Numbers begin anew each month: day, time, words and caller tell."""
    stored = call(caller_name="Sari", caller_phone="+6281200000001")
    entry = entry_of(another(stored, ("reported_at",), **changes), is_numbered=numbered)
    assert RecordDifference(stored, entry).is_another_call(entry, UTC) == is_another


@given(complaints(), complaints())
def test_a_key_of_the_callers_system_is_believed(stored: Complaint, other: Complaint) -> None:
    """And so is a ticket: neither comes back for another call."""
    stored, other = copy_of(stored, key="wa:1"), copy_of(other, key="wa:1")
    entry = entry_of(other)
    assert not RecordDifference(stored, entry).is_another_call(entry, UTC)
    own = entry_of(other, own=True)
    assert not RecordDifference(stored, own).is_another_call(own, UTC)


def test_what_a_spreadsheet_left_of_a_phone_replaces_none() -> None:
    """The column that held it neither; another column of the same record does."""
    stored = call(caller_phone="+6281200000001", fields={"HP": "081200000001", "RT": "4"})
    eaten = {"phone_original": "8,12E+10", "caller_phone": None}
    same_rest = another(stored, (), **eaten, fields={"HP": "8,12E+10", "RT": "4"})
    assert RecordDifference(stored, entry_of(same_rest)).columns == {}
    other_rest = another(stored, (), **eaten, fields={"HP": "8,12E+10", "RT": "5"})
    assert RecordDifference(stored, entry_of(other_rest)).columns == {"fields": {"HP": "081200000001", "RT": "5"}}
    stored = copy_of(stored, fields={"RT": "4"})
    assert RecordDifference(stored, entry_of(same_rest)).columns == {}


# -- with a store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    store.close()


def test_a_version_takes_the_place_of_what_is_stored(store: SqliteStore) -> None:
    """With an event that names what changed; unit and decision stay."""
    stored = call(text="pju mati")
    take(store, [stored])
    entry = entry_of(another(stored, ("priority",), text="pju mati total", priority="high", status="closed"))
    found = Versions(store, "sari", MORNING + 60).replace(stored.ticket, entry)
    assert found is not None
    after = store.resolve(parse_ticket(stored.ticket))
    assert after is not None
    assert (after.text, after.priority, after.status) == ("pju mati total", "high", "closed")
    assert (after.unit, after.version) == ("dlh", 2)
    event = store.events(after)[-1]
    assert (event.type, event.data["fields"]) == ("replaced", ["text", "priority", "status"])
    assert (event.data["source_file"], event.data["source_row"]) == ("log.csv", 7)
    assert store.breaks() == []


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "support": st.sampled_from([(), ("bmsda",), ("bmsda", "bpbd")]),
        "unit": st.sampled_from(["dlh", "bpbd"]),
        "status": st.sampled_from(["routed", "in_progress", "resolved"]),
        "text": st.sampled_from(["pju mati", "pju mati total"]),
        "answers": st.sampled_from([{}, {"tiang": 3}]),
        "caller_name": st.sampled_from([None, "Budi Contoh"]),
        "priority": st.sampled_from(["normal", "high"]),
    },
)


@given(changes=st.lists(CHANGES, max_size=6), taken=st.integers(0, 6), mended=CHANGES)
def test_an_export_of_this_desk_brought_in_again_changes_nothing(
    changes: list[dict[str, Any]], taken: int, mended: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whenever it was taken; what somebody mended in it counts, but where the desk changed the same since."""
    store = SqliteStore(str(tmp_path_factory.mktemp("desk") / "aduan.db"))
    take(store, [call(text="pju mati")])
    states = [next(store.find(Query()))]
    for columns in changes:
        change(store, [changed(states[-1], columns, "set", "rina", MORNING, {})])
        states.append(next(store.find(Query())))
    export, now = states[min(taken, len(changes))], states[-1]
    since = {name for columns in changes[taken:] for name in columns}
    versions = Versions(store, "sari", MORNING + 60)
    found = versions.difference(now.ticket, entry_of(export, own=True))
    assert found is not None
    assert (found.columns, found.names, found.stays) == ({}, [], False)
    versions.replace(now.ticket, entry_of(copy_of(export, **mended), own=True))
    after = next(store.find(Query()))
    for name, value in mended.items():
        if name in since or name != "status":
            assert getattr(after, name) == (getattr(now, name) if name in since else value)
    assert all(getattr(after, name) == getattr(now, name) for name in since - mended.keys())
    assert list(store.differences()) == []
    store.close()


def test_what_was_erased_or_is_not_there_is_not_replaced(store: SqliteStore) -> None:
    stored = call(text="pju mati")
    take(store, [stored])
    versions = Versions(store, "sari", MORNING + 60)
    assert versions.replace("UJI-261123-0001-9", entry_of(stored)) is None
    assert versions.difference("bukan tiket", entry_of(stored)) is None
    store.erase(stored.ticket, "sari", MORNING + 30)
    assert versions.replace(stored.ticket, entry_of(another(stored, text="lain"))) is None
