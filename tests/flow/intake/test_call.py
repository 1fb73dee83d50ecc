"""One report on its way: what it would become is told without storing it, and what is stored is that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking_unit import AT, ROUTER, Code

from aduan_cli.complaint.report import Report
from aduan_cli.flow.intake.call import Intake
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.testing import NoCode
from desk_here import Nobody


def intake(text: str, code: Any = None, **given: Any) -> Intake:
    """Return a report on its way."""
    return Intake(Report(text=text, reported_at=AT, logged_at=AT, **given), ROUTER, code or NoCode())


@pytest.mark.parametrize("text", ["pju mati", "pju terbakar", "pju gawat", "entah apa", "pju mati di Margahayu"])
@pytest.mark.parametrize("code", [NoCode(), Code(asks=None), Code("bmsda-pju", asks=None)])
def test_what_is_foreseen_is_what_is_stored(tmp_path: Path, text: str, code: Any) -> None:
    """By the data, by the unit's code, and where that says nothing; nothing is stored by looking."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    seen = intake(text, code).foresee()
    assert list(store.find(Query())) == []
    (call,) = store_calls([intake(text, code)], store, lambda: AT, Nobody())
    for name in ("unit", "support", "priority", "status", "step", "rule", "category", "kelurahan", "answers"):
        assert getattr(call.complaint, name) == getattr(seen.complaint, name), name
    assert call.decision == seen.decision


def test_notes_of_the_code_are_foreseen(tmp_path: Path) -> None:
    assert intake("pju mati", Code("bmsda-pju", ("periksa tiang",), asks=None)).foresee().notes == ("periksa tiang",)
    assert intake("entah apa", Code("bmsda-pju", ("periksa tiang",), asks=None)).foresee().notes == ()


def test_of_an_emergency_the_code_is_asked_for_its_notes_once_it_is_decided() -> None:
    """Who goes there waits for nobody's remarks; also where the code itself makes an emergency of it."""
    notes = ("jaga jarak",)
    plain, urgent = Code(notes=notes, asks=None), Code(notes=notes, asks=None)
    assert (intake("pju mati", plain).foresee().notes, plain.asked) == (notes, [("route", "validate")])
    assert (intake("pju gawat", urgent).foresee().notes, urgent.asked) == (notes, [("validate",)])
    making = Code("bmsda-pju", notes, asks=None, priority="emergency")
    call = intake("pju mati", making).foresee()
    assert (call.complaint.priority, call.notes, making.asked[-1]) == ("emergency", notes, ("validate",))


def test_answers_are_brought_into_the_form_of_the_codes_questions() -> None:
    code = Code(asks=("jumlah", "Berapa?", "number", ()))
    assert intake("pju mati", code, answers={"jumlah": "7"}).foresee().complaint.answers == {"jumlah": 7}
    assert code.asked[0] == ("questions",)
    plain = Code()
    intake("pju mati", plain, answers={"tinggi": 1}).foresee()
    assert ("questions",) not in plain.asked, "the manifest's own questions are known without the code"


@pytest.mark.parametrize(
    ("text", "given", "lacks"),
    [
        ("pju gawat", {}, True),
        ("pju terbakar", {}, True),
        ("pju gawat di Jl. Mawar 3", {}, False),
        ("pju gawat", {"address": "Jl. Mawar 3"}, False),
        ("pju gawat di Margahayu", {}, True),
        ("pju mati", {}, False),
    ],
)
def test_an_emergency_lacks_a_place_where_no_street_is_known(text: str, given: dict[str, Any], lacks: bool) -> None:
    one = intake(text, **given)
    assert one.lacks_place(one.decided.complaint) is lacks


def test_a_question_lacks_no_place_and_asks_no_code() -> None:
    code = Code("bmsda-pju")
    one = intake("pju gawat", code, kind="information")
    assert not one.is_open
    assert not one.lacks_place(one.decided.complaint)
    one.foresee()
    assert code.asked == []


def test_a_report_under_a_key_that_is_there_is_the_call_that_was_stored(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    (first,) = store_calls([intake("pju mati", key="telp-1")], store, lambda: AT, Nobody())
    (again,) = store_calls([intake("sampah lain sama sekali", key="telp-1")], store, lambda: AT, Nobody())
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.complaint.ticket, again.complaint.text) == (first.complaint.ticket, "pju mati")
    assert store.count(Query()) == 1


def test_why_code_was_not_asked_is_told_where_the_decision_was_left_to_it() -> None:
    class Aside(NoCode):
        """Code that is left out."""

        def left_out(self, plugin: str) -> str | None:
            return "no_plugins"

    left, by_voice = intake("pju mati", Aside()), intake("pju terbakar", Aside())
    assert left.skipped(left.decided.decision).left_out == "no_plugins"
    assert by_voice.skipped(by_voice.decided.decision).left_out is None
