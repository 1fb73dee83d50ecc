"""One report under one revision is decided alike, whoever decides it: log, import, example, route, backtest, why."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import hooks_for
from aduan_cli.complaint.examples import USUAL_TIME, run_example, time_of
from aduan_cli.complaint.file_record import CALL, FileRecord
from aduan_cli.complaint.identity import Identity
from aduan_cli.complaint.moves import BY_RULES
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.report import Report
from aduan_cli.flow.intake.call import Intake
from aduan_cli.flow.intake.entries import consult, decided
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.flow.routing.explaining import explain
from aduan_cli.flow.routing.redeciding import again
from aduan_cli.model import KINDS, Consulted, Decision, UnitAnswer
from aduan_cli.rules.language.examples import Example
from aduan_cli.store.sqlite.store import SqliteStore
from aduan_cli.stored import PluginRun
from aduan_cli.testing import NoCode
from compiling import router_of
from desk_here import Nobody

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone", "wa"]},
    "cues": {"information": ["menanyakan"], "complaint": ["melaporkan"], "feedback": ["terima kasih"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"], "Bekasi Utara": ["Teluk Pucung"]},
    "units": {"dlh": {"name": "DLH"}, "kecamatan": {"name": "Kecamatan", "each": "kecamatan"}},
    "outside": {"pln": {"name": "PLN", "referral": "Hubungi PLN."}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "ktp": {"unit": "kecamatan", "text": ["ktp"]},
        "listrik": {"unit": "pln", "text": ["listrik"]},
    },
    "handoff": [{"id": "api", "text": ["kebakaran"], "to": "dlh", "say": "Sambungkan."}],
    "rule": [
        {"id": "tinggi", "answers": {"tinggi": ">= 3"}, "to": "dlh"},
        {"id": "gawat", "text": ["bahaya"], "priority": "high", "support": ["dlh"], "continue": True},
        {"id": "wa", "channel": "wa", "category": "sampah", "to": "kecamatan"},
    ],
    "plugins": {"enable": ["bmsda"]},
}
BMSDA: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "PJU"}},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
    "rule": [{"id": "tiang", "text": ["tiang"], "to": "bmsda-pju"}],
    "question": [{"id": "tinggi", "category": ["pju"], "text": "Setinggi apa?", "type": "number"}],
}
RULES = router_of(CITY, bmsda=BMSDA)
WORDS = (
    "sampah", "ktp", "listrik", "pju", "pju dekat gardu", "pju dekat gardu", "tiang", "bahaya", "kebakaran",
    "menanyakan", "melaporkan", "terima kasih", "di Margahayu", "Kec. Bekasi Utara",
)  # fmt: skip
GIVEN = st.fixed_dictionaries(
    {"text": st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)},
    optional={
        "kind": st.sampled_from(KINDS),
        "category": st.sampled_from(["sampah", "ktp", "listrik", "pju"]),
        "priority": st.sampled_from(["low", "emergency"]),
        "channel": st.sampled_from(["phone", "wa"]),
        "kecamatan": st.sampled_from(["Bekasi Timur", "Bekasi Utara"]),
        "answers": st.sampled_from([{"tinggi": 5}, {"tinggi": 1}]),
    },
)
AT = time_of(USUAL_TIME, RULES.zone)


class Code(NoCode):
    """A unit's code that decides by a word of the text, always alike."""

    def exists(self, plugin: str) -> bool:
        return True

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        return plugin == "bmsda"

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        said = UnitAnswer("bmsda-pju", (), "emergency", "gardu") if "gardu" in complaint.text else None
        return Consulted(plugin, "ab" * 32, tuple(hooks), said if "route" in hooks else None)

    def consult(self, plugin: str, complaint: Complaint, decision: Decision) -> Consulted:
        """Answer as `plugin check` has it asked."""
        return self.ask(plugin, complaint, hooks_for(decision))

    def runs(self) -> list[PluginRun]:
        return []


def logged(given: dict[str, Any], code: NoCode) -> tuple[Complaint, dict[str, Any]]:
    """Return a call as `log` stores it, and what `why` says of it."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(f"{folder}/aduan.db")
        report = Report(**given, reported_at=AT, logged_at=AT)
        store_calls([Intake(report, RULES, code)], store, lambda: AT, Nobody())
        (stored,) = (
            store.find_all() if hasattr(store, "find_all") else list(store.search(given["text"].split()[0], None))
        )
        told = explain(stored, RULES, RULES, store.events(stored))
        store.close()
    return stored, told


def of_file(given: dict[str, Any], code: NoCode) -> Complaint:
    """Return the same as a file says it."""
    record = FileRecord(CALL, [])
    record.report = Report("import", {"reported_at": "import"}, **given, reported_at=AT)
    record.identity = Identity(b"", b"")
    entry = decided(record, RULES, code)
    consult(entry, RULES, code)
    assert entry.complaint is not None
    return entry.complaint


def shape(complaint: Complaint) -> tuple[object, ...]:
    """Return what a decision says of a complaint."""
    c = complaint
    return c.unit, c.support, c.step, c.rule, c.priority, c.status, c.kind, c.category, c.kecamatan, c.kelurahan


@settings(deadline=None, max_examples=60)
@given(GIVEN, st.sampled_from([Code(), NoCode()]))
@example({"text": "pju mati dekat gardu"}, Code())
@example({"text": "pju mati", "answers": {"tinggi": 5}}, Code())
@example({"text": "menanyakan pju dekat gardu"}, Code())
def test_all_ways_decide_alike(given: dict[str, Any], code: NoCode) -> None:
    """Whatever is reported, with code or without: what `log` stores, nobody who looks at it again decides otherwise."""
    stored, told = logged(given, code)
    foreseen = Intake(Report(**given, reported_at=AT, logged_at=AT), RULES, code).foresee()
    assert shape(foreseen.complaint) == shape(stored)
    assert shape(of_file(given, code)) == shape(stored)
    assert (told["replayed"]["same"], told["today"]["same"]) == (True, True)

    asked = code.consult if isinstance(code, Code) else None
    got = run_example(RULES, Example("x", (), given, {}), asked).got
    assert {name: got[name] for name in ("unit", "step", "rule", "priority", "kind", "category")} == {
        name: getattr(stored, name) for name in ("unit", "step", "rule", "priority", "kind", "category")
    }

    foretold = predict(stored, RULES, code.exists)
    assert (foretold.unit, foretold.support, foretold.step) == (stored.unit, stored.support, stored.step)
    if stored.status in BY_RULES:
        assert not again(stored, RULES, code).changed
