"""What a hand-over finds in a store, beyond what commands can bring about in a moment."""

from __future__ import annotations

from pathlib import Path

from aduan_cli.complaint.messages import DEAD, FAILED, Message
from aduan_cli.complaint.step import taking
from aduan_cli.desk_time import Zone
from aduan_cli.flow.handover import handover
from aduan_cli.outbox import Settled
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call


def test_messages_that_failed_are_told_the_oldest_first(tmp_path: Path) -> None:
    """One that goes again and one that doesn't; what still waits, or was sent, is none."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    for number in range(4):
        store.commit([taking(call(MORNING + number))._replace(messages=(Message("routed", "kantor", "dlh"),))])
    leased = store.outbox.lease("kantor", MORNING + 60, MORNING + 120, 3)
    states = (FAILED, DEAD, "sent")
    settled = [
        Settled(one.id, one.attempts, state, MORNING + 900 if state == FAILED else None, f"ditolak {state}")
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
