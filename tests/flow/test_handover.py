"""What a hand-over finds in a store, beyond what commands can bring about in a moment."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.events import RESOLVED
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.messages import DEAD, FAILED, Message
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.step import changing, taking
from aduan_cli.desk_time import Zone
from aduan_cli.figures import Item, Section
from aduan_cli.flow.handover import handover, sign
from aduan_cli.model import PRIORITIES
from aduan_cli.outbox import SendResult
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from invented import MORNING, call
from thorough import examples


def test_messages_that_failed_are_told_the_oldest_first(tmp_path: Path) -> None:
    """One that goes again and one that doesn't; what still waits, or was sent, is none."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    for number in range(4):
        store.commit([taking(call(MORNING + number))._replace(messages=(Message("routed", "kantor", "dlh"),))])
    leased = store.outbox.lease("kantor", MORNING + 60, MORNING + 120, 3)
    states = (FAILED, DEAD, "sent")
    settled = [
        SendResult(one.id, one.attempts, state, MORNING + 900 if state == FAILED else None, f"ditolak {state}")
        for one, state in zip(leased, states, strict=True)
    ]
    store.outbox.lease("kantor", MORNING + 61, MORNING + 120, 0, settled)
    found = {section.name: section for section in handover(store, MORNING + 70, [], Zone([[0, 0]]), 5).sections}
    assert found["messages"].count == 2
    assert [(one.ticket, one.at, one.words) for one in found["messages"].items] == [
        (leased[0].ticket, MORNING, "kantor ditolak failed"),
        (leased[1].ticket, MORNING + 1, "kantor ditolak dead"),
    ]
    store.close()


# -- against a naive count

SHIFTS = [["pagi", 420, 840], ["siang", 840, 1260], ["malam", 1260, 420]]
NOW = MORNING + 7 * 86_400
STATES = st.sampled_from(STATUSES)
CALLS = st.lists(
    st.fixed_dictionaries(
        {
            "status": STATES,
            "priority": st.sampled_from(PRIORITIES),
            "due_at": st.none() | st.integers(NOW - 90_000, NOW + 90_000),
            "owed_since": st.none() | st.integers(MORNING, NOW),
            "held_until": st.none() | st.integers(NOW - 90_000, NOW + 90_000),
            "caller_phone": st.none() | st.just("+6281200000001"),
        }
    ),
    max_size=8,
)


def sections_of(store: SqliteStore, most: int = 50) -> dict[str, Section]:
    """Return what is handed over at a moment, by its sort."""
    return {section.name: section for section in handover(store, NOW, SHIFTS, Zone([[0, 0]]), most).sections}


@given(CALLS, st.integers(1, 3))
@settings(max_examples=examples(30), deadline=None)
def test_each_sort_counts_what_anybody_would_count(drawn: list[dict[str, Any]], most: int) -> None:
    """Whatever is shown of it: the first few, the oldest first; and all that is open is handed over."""
    with TemporaryDirectory() as folder:
        store = SqliteStore(str(Path(folder) / "aduan.db"))
        kept = []
        for number, values in enumerate(drawn):
            held = values["held_until"] if values["status"] == "on_hold" else None
            one = call(MORNING + number, **{**values, "held_until": held}, unit="dlh", kind="complaint", support=())
            store.commit([taking(one)])
            kept.append(one)
        found = sections_of(store, most)
        naive = {
            "emergency": [one for one in kept if one.priority == "emergency" and is_open(one.status)],
            "unacknowledged": [one for one in kept if one.status == "routed"],
            "triage": [one for one in kept if one.status == "new"],
            "returned": [one for one in kept if one.status == "returned"],
            "callbacks": [one for one in kept if one.owed_since is not None and one.caller_phone],
        }
        for name, those in naive.items():
            assert found[name].count == len(those), name
            assert len(found[name].items) == min(most, len(those))
        told = handover(store, NOW, SHIFTS, Zone([[0, 0]]), most)
        assert len(told.open) == sum(is_open(one.status) for one in kept)
        assert told.counts == {section.name: section.count for section in told.sections} | {"open": len(told.open)}
        store.close()


def is_open(status: str) -> bool:
    """Say whether a state is one in which something is still to be done, or checked."""
    return status not in FINAL


@pytest.mark.parametrize(
    ("hour", "shift", "next_shift", "ends"),
    [(8, "pagi", "siang", 21), (15, "siang", "malam", 31), (23, "malam", "pagi", 38), (3, "malam", "pagi", 14)],
)
def test_what_is_due_is_looked_at_until_the_next_shift_ends(
    tmp_path: Path, hour: int, shift: str, next_shift: str, ends: int
) -> None:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    midnight = NOW // 86_400 * 86_400
    told = handover(store, midnight + hour * 3600, SHIFTS, Zone([[0, 0]]), 5)
    assert (told.shift, told.next_shift, told.until) == (shift, next_shift, midnight + ends * 3600)
    store.close()


def test_a_signature_has_both_names_the_counts_and_what_is_open_and_the_next_sees_what_moved(tmp_path: Path) -> None:
    """Twice in one minute is once; a minute later, or by another, it is a new one."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    for number in range(3):
        store.commit([taking(call(MORNING + number, unit="dlh", status="routed", kind="complaint", support=()))])
    zone = Zone([[0, 0]])
    first = handover(store, NOW, SHIFTS, zone, 5)
    assert (first.signed, first.moved, first.still_open) == (None, {}, 0)
    assert sign(store, first, "sari", "joko")
    assert not sign(store, handover(store, NOW + 20, SHIFTS, zone, 5), "sari", "joko")
    assert sign(store, handover(store, NOW + 20, SHIFTS, zone, 5), "sari", "rina")
    one = next(iter(store.find(Query())))
    store.commit([changing(one, {"status": "resolved"}, RESOLVED, {"result": "x"}, "dlh", NOW + 600)])
    later = handover(store, NOW + 900, SHIFTS, zone, 5)
    assert later.signed is not None
    assert (later.signed.actor, later.signed.to, len(later.signed.tickets)) == ("sari", "rina", 3)
    assert later.moved == {RESOLVED: 1}
    assert later.still_open == len(set(later.open) & set(later.signed.tickets))
    assert sign(store, later, "sari", "rina")
    assert store.breaks() == []
    store.close()


def test_what_waits_in_quarantine_is_shown_as_it_is_given(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    waiting = [Item(f"surat-{number}", NOW + number, None, "tidak jelas") for number in range(4)]
    told = handover(store, NOW, SHIFTS, Zone([[0, 0]]), 2, waiting)
    inbox = next(section for section in told.sections if section.name == "inbox")
    assert (inbox.count, inbox.items) == (4, tuple(waiting[:2]))
    store.close()
