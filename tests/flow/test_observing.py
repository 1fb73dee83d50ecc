"""Telling the units' observers what happened: after it was stored, only who must act, and what fails is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.observing import tell
from aduan_cli.model import Consulted
from aduan_cli.store.sqlite import SqliteStore
from compiling import router_of
from invented import MORNING, call
from steps import take

CITY = {"desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"}, "plugins": {"enable": ["bmsda"]},
        "units": {"dlh": {"name": "DLH"}}, "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}}}  # fmt: skip
BMSDA = {
    "plugin": {"name": "bmsda", "api": 1}, "unit": {"id": "bmsda", "name": "BMSDA"},
    "categories": {"pju-mati": {"unit": "bmsda", "text": ["pju"]}},
}  # fmt: skip
ROUTER = router_of(CITY, bmsda=BMSDA)
EVENT = ("logged", MORNING + 60, "sari")


class Code:
    """A unit's code that observes, and fails at some texts."""

    def __init__(self, ready: bool = True) -> None:
        self._ready = ready
        self.told: list[tuple[str, str]] = []

    def ready(self, plugin: str, hook: str | None = None) -> bool:
        assert hook == "observe"
        return self._ready

    def ask(self, plugin: str, complaint: Complaint, hooks: Any, event: Any) -> Consulted:
        assert (tuple(hooks), event) == (("observe",), EVENT)
        self.told.append((plugin, complaint.text))
        return Consulted(plugin, None, asked=("observe",), notes=("gagal",) if "gagal" in complaint.text else ())

    def runs(self) -> list[Any]:
        return []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    store.close()


def calls(store: SqliteStore) -> list[Complaint]:
    made = [
        call(text="pju satu", category="pju-mati", unit="bmsda"),
        call(text="sampah", category="sampah"),
        call(text="pju gagal", category="pju-mati", unit="bmsda"),
        call(text="pju ditanya", category="pju-mati", unit="bmsda", status="answered"),
        call(text="lain", category=None, unit="triage", status="new"),
    ]
    take(store, made)
    return made


def test_who_owns_the_category_is_told_of_what_must_be_acted_on(store: SqliteStore) -> None:
    """Nobody of a question that was answered, nor of what no plugin owns."""
    code: Any = Code()
    tell(store, code, ROUTER, calls(store), EVENT)
    assert code.told == [("bmsda", "pju satu"), ("bmsda", "pju gagal")]


def test_what_it_leaves_is_an_event_of_that_call_alone(store: SqliteStore) -> None:
    """It changes nothing of the call: no version, no state."""
    code: Any = Code()
    made = calls(store)
    tell(store, code, ROUTER, made, EVENT)
    events = {one.text: [event.type for event in store.events(one)] for one in made}
    assert {text: types[1:] for text, types in events.items() if types[1:]} == {"pju gagal": ["noted"]}
    assert store.breaks() == []
    assert list(store.differences()) == []


def test_nobody_is_told_where_no_code_observes(store: SqliteStore) -> None:
    code: Any = Code(ready=False)
    made = calls(store)
    tell(store, code, ROUTER, made, EVENT)
    assert code.told == []
    assert all(len(store.events(one)) == 1 for one in made)
