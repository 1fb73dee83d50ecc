"""A unit whose code has a question of its own and chooses crews, in rules with an emergency and a hand-off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.model import Consulted, UnitAnswer
from aduan_cli.testing import NoCode
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"], "triage": "triage"},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "handoff": [{"id": "api", "text": ["terbakar"], "to": "bpbd", "say": "Sambungkan."}],
    "rule": [
        {"id": "tinggi", "answers": {"tinggi": ">= 3"}, "to": "bpbd", "priority": "emergency"},
        {"id": "gawat", "text": ["gawat"], "to": "bpbd", "priority": "emergency"},
    ],
    "plugins": {"enable": ["bmsda"]},
}
BMSDA: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "Regu PJU"}},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
    "question": [
        {"id": "tinggi", "category": ["pju"], "text": "Setinggi apa?", "type": "number"},
        {"id": "warna", "category": ["pju"], "text": "Warna apa?", "choices": ["merah", "biru"], "text_not": ["gelap"]},
    ],
}
ROUTER = router_of(CITY, bmsda=BMSDA)
AT = 1_763_946_000


TIANG = ("tiang", "Nomor tiang?", "text", ())
"""A question of the code."""


class Code(NoCode):
    """A unit's code with a question of its own, which chooses a crew where it is asked, and notes something."""

    def __init__(
        self, chooses: str | None = None, notes: tuple[str, ...] = (), asks: Any = TIANG, priority: str | None = None
    ) -> None:
        super().__init__()
        self._chooses, self._notes, self._asks, self._priority = chooses, notes, asks, priority
        self.asked: list[tuple[str, ...]] = []

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        return plugin == "bmsda"

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        self.asked.append(tuple(hooks))
        if "questions" in hooks:
            questions = (self._asks,) if self._asks else ()
            return Consulted(plugin, "ab" * 32, tuple(hooks), questions=questions)
        chosen = UnitAnswer(self._chooses, (), self._priority) if self._chooses and "route" in hooks else None
        return Consulted(plugin, "ab" * 32, tuple(hooks), answer=chosen, notes=self._notes)
