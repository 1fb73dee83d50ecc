"""What tests of the shipped units share: their code, a complaint to ask it about, its limits, and their data."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from hypothesis import strategies as st
from shipped import WEDNESDAY_MORNING, Desk

from aduan_cli import model
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.config.rule_files.loader import load
from aduan_cli.hookspecs import LONGEST, MOST, Complaint, Decision, Note
from aduan_cli.model import PRIORITIES

ROOT = Path(__file__).parents[3]
PLUGINS = ROOT / "plugins"
WIB = timezone(timedelta(hours=7))


@cache
def code_of(plugin: str) -> ModuleType:
    """Return a shipped unit's `plugin.py`, loaded from its path."""
    spec = importlib.util.spec_from_file_location(f"shipped_{plugin}", PLUGINS / plugin / "plugin.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def complaint(text: str, category: str, unit: str, **more: Any) -> Complaint:
    """Return a complaint as the core would hand it to a unit's code."""
    usual: dict[str, Any] = {
        "ticket": "BKS-250611-0001-0", "kind": "complaint", "status": "new", "priority": "normal", "support": (),
        "channel": "phone", "kecamatan": None, "kelurahan": None, "address": None, "shift": "pagi",
        "reported_at": datetime(2025, 6, 11, 10, 0, tzinfo=WIB), "answers": {}, "fields": {},
    }  # fmt: skip
    return Complaint(text=text, category=category, unit=unit, **{**usual, **more})


# -- the units' data


@cache
def shipped() -> Desk:
    """Return the shipped desk."""
    return Desk(load(str(ROOT)))


class Outcome(NamedTuple):
    """What the data make of a call; code is not asked."""

    category: str | None
    unit: str
    step: str
    rule: str | None
    priority: str
    support: tuple[str, ...]


def decided(text: str, answers: dict[str, Any] | None = None) -> Outcome:
    """Return what the desk's data decide about a call, with these answers to its questions."""
    category, made = decision_of(text, answers=answers or {})
    return Outcome(category, made.unit, made.step, made.rule, made.priority or "normal", tuple(sorted(made.support)))


def decision_of(text: str, **given: Any) -> tuple[str | None, model.Decision]:
    """Return the category of a call and what the desk's data decide about it, with all that was given with it."""
    router = shipped().router
    made = decide(read(Report(text=text, reported_at=WEDNESDAY_MORNING, **given), router), router)
    return made.complaint.category, made.decision


def questions(category: str) -> dict[str, list[str]]:
    """Return the questions that an officer is to ask for a category, with the answers that are possible."""
    return {entry[0]: entry[3] for entry in shipped().rules["questions"].get(category, [])}


# -- what code may answer


def check_decision(decision: Decision | None, scope: Iterable[str]) -> None:
    """Fail unless a router's answer keeps to the contract: in scope, of known words, not too long."""
    if decision is None:
        return
    assert decision.unit in scope
    assert set(decision.support) <= set(scope)
    assert len(decision.support) <= MOST
    assert decision.unit not in decision.support
    assert decision.priority is None or decision.priority in PRIORITIES
    assert decision.reason is None or 0 < len(decision.reason) <= LONGEST


def check_notes(notes: Sequence[Note]) -> None:
    """Fail unless a validator's answer keeps to the contract."""
    assert len(notes) <= MOST
    for note in notes:
        assert 0 < len(note.text) <= LONGEST


def texts(*words: str) -> st.SearchStrategy[str]:
    """Return a strategy of any text, and of sentences made of the words that the code looks for."""
    sentence = st.lists(st.sampled_from(words) | st.text(max_size=8), max_size=30)
    return st.text(max_size=300) | st.builds(" ".join, sentence) | st.builds("".join, sentence)


ANSWERS = st.dictionaries(
    st.sampled_from(["nomor-tiang", "bisa-dilewati", "air", "tinggi-air", "x"]),
    st.none() | st.booleans() | st.integers() | st.just(10**6000) | st.floats() | st.text(max_size=200),
    max_size=5,
)
"""What an answer may be at worst."""

HUGE = [
    "9" * 50_000, "a" * 100_000, "tiang nomor " * 9_000, "tiang nomor " + "1" * 50_000, "di jl sultan agung " * 6_000,
    "jl " * 33_000, "BKS-T " * 17_000, "0412, " * 17_000, "banjir setinggi " * 7_000,
    "setinggi " + "1" * 50_000 + " cm", "sampai " * 15_000, "ratusan warga " * 7_000, "sudah surut selutut " * 5_000,
    "1,5 " * 25_000, "tidak " * 17_000, "ratusan " * 13_000, "1." * 50_000, "/" * 100_000,
    " " * 100_000, "\n" * 100_000, "se" * 50_000, "di " * 33_000, "1 2 3 " * 17_000, "banjir " + "x " * 50_000,
]  # fmt: skip
"""Texts of 50,000 to 100,000 characters that a bad regular expression would not come back from."""


CALL = 0.25
"""Seconds of processor time that a hook may use. The shipped ones need a tenth of it for the worst of these texts."""


def seconds(function: Any, *arguments: Any) -> float:
    """Return the processor time of one call, the shorter of two."""
    took = []
    for _ in range(2):
        start = time.process_time()
        function(*arguments)
        took.append(time.process_time() - start)
    return min(took)
