"""A call that others decide while the caller is still asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.report import Report
from aduan_cli.flow.intake.call import Call, Intake
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.flow.routing.redeciding import by_hand, store_decision
from aduan_cli.model import Consulted
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.testing import NoCode
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "rule": [{"id": "tinggi", "answers": {"tinggi": ">= 3"}, "to": "dlh", "priority": "emergency"}],
    "plugins": {"enable": ["bmsda"]},
}
BMSDA: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
    "question": [{"id": "tinggi", "category": ["pju"], "text": "Setinggi apa?", "type": "number"}],
}
ROUTER = router_of(CITY, bmsda=BMSDA)
AT = 1_763_946_000


class Code(NoCode):
    """A unit's code that has a question of its own, and never decides."""

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        return plugin == "bmsda"

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        questions = (("tiang", "Nomor tiang?", "text", ()),) if "questions" in hooks else ()
        return Consulted(plugin, "ab" * 32, tuple(hooks), questions=questions)


class Officer:
    """Answers all that is asked; while the first question is asked a colleague sends the call elsewhere."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.asked: list[str] = []

    def ask(self, questions: Sequence[Any]) -> dict[str, Any]:
        if not self.asked:
            (stored,) = self._store.find(Query())
            store_decision(self._store, NoCode(), by_hand(stored, ROUTER, "bpbd"), "rina", AT, "sudah di sana")
        self.asked += [question[0] for question in questions]
        return {"tinggi": 5} if self.asked == ["tinggi"] else {"tiang": "A7"}

    def ask_place(self, ticket: str, exactly: bool) -> str | None:
        """Nobody knows."""
        return None

    def stored(self, call: Call) -> None:
        """Be told."""

    def turn_to(self, call: Call) -> None:
        """Be told."""

    def urge(self, call: Call) -> None:
        """Be told."""


def test_what_a_colleague_decided_meanwhile_holds_whatever_is_answered(tmp_path: Path) -> None:
    """The answers are kept, all of them; neither an emergency that they make nor the code moves the call away."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    officer = Officer(store)
    intake = Intake(Report(text="pju roboh", reported_at=AT, logged_at=AT), ROUTER, Code())
    (call,) = store_calls([intake], store, lambda: AT, officer)
    assert officer.asked == ["tinggi", "tiang"]
    assert call.overtaken
    (stored,) = store.find(Query())
    assert (stored.unit, stored.step, stored.answers) == ("bpbd", "manual", {"tinggi": 5, "tiang": "A7"})
    assert (call.complaint.unit, call.complaint.version) == ("bpbd", stored.version)
    store.close()
