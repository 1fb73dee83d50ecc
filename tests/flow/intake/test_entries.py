"""Records as entries of an import: decided by the data ahead, by code where that has to be asked, and told so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import CODE_ANSWERED, CODE_LEFT_OUT, NOTED, REPORTED_BACK
from aduan_cli.complaint.file_record import CALL, EMPTY, FileRecord
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.report import Report
from aduan_cli.flow.intake.entries import DecidingAhead, Entry, consult, decided
from aduan_cli.model import Consulted, UnitAnswer
from aduan_cli.testing import NoCode
from compiling import router_of
from promising import waiting
from told import AT

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "units": {"dlh": {"name": "DLH"}},
    "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}},
    "plugins": {"enable": ["bmsda"]},
}
PLUGIN: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "PJU"}},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
}
ROUTER = router_of(CITY, "rev", bmsda=PLUGIN)


class Code(NoCode):
    """Code that sends to its crew and notes something."""

    def __init__(self, ready: bool = True) -> None:
        super().__init__()
        self.is_ready, self.asked = ready, []  # type: ignore[var-annotated]

    def exists(self, _plugin: str) -> bool:
        return True

    def ready(self, _plugin: str | None, _hook: str | None = None) -> bool:
        return self.is_ready

    def left_out(self, _plugin: str) -> str | None:
        return None if self.is_ready else "set_aside"

    def ask(self, plugin: str, _complaint: Complaint, hooks: Sequence[str], _event: Any = None) -> Consulted:
        self.asked.append(tuple(hooks))
        notes = ("periksa tiang",) if "validate" in hooks else ()
        return Consulted(plugin, "ab" * 32, tuple(hooks), UnitAnswer("bmsda-pju", (), None, "dekat"), notes)


def record(text: str, status: str = "", **more: Any) -> FileRecord:
    """Return a record of a file that says a call."""
    made = FileRecord(CALL, [text])
    made.report = Report("import", text=text, reported_at=AT, logged_at=AT, status=status or None, **more)
    made.status = status
    return made


# -- ahead


@pytest.mark.parametrize(
    ("text", "has_code", "ahead"),
    [("sampah", True, True), ("pju", True, False), ("pju", False, True), ("entah", True, True)],
)
def test_what_no_code_has_to_be_asked_of_is_decided_in_the_reading_process(
    text: str, has_code: bool, ahead: bool
) -> None:
    made = record(text)
    DecidingAhead(ROUTER, lambda _plugin: has_code)(made)
    assert (made.complaint is not None, made.report is None) == (ahead, ahead)


def test_a_record_that_is_decided_ahead_is_decided_as_it_is_otherwise() -> None:
    """Whichever process does it."""
    for text in ("sampah", "entah", "sampah pju"):
        ahead, here = record(text), record(text)
        DecidingAhead(ROUTER, lambda _plugin: False)(ahead)
        entry = decided(here, ROUTER, NoCode())
        assert ahead.complaint is not None
        assert entry.complaint is not None
        assert vars(ahead.complaint) == vars(entry.complaint)


def test_what_is_no_call_is_left_as_it_is() -> None:
    empty = FileRecord(EMPTY, [""])
    DecidingAhead(ROUTER, lambda _plugin: True)(empty)
    assert (empty.complaint, decided(empty, ROUTER, Code()).complaint) == (None, None)


# -- by code


def test_code_that_is_ready_is_asked_later_and_one_that_is_not_is_told() -> None:
    waits = decided(record("pju"), ROUTER, Code())
    assert (waits.undecided is not None, waits.events) == (True, ())
    left = decided(record("pju"), ROUTER, Code(ready=False))
    assert (left.undecided, [type_ for type_, _data in left.events]) == (None, [CODE_LEFT_OUT])
    assert decided(record("sampah"), ROUTER, Code(ready=False)).events == ()


def test_what_code_says_is_the_decision_and_is_told() -> None:
    code = Code()
    entry = decided(record("pju"), ROUTER, code)
    consult(entry, ROUTER, code)
    assert entry.complaint is not None
    assert (entry.complaint.unit, entry.complaint.step, code.asked) == ("bmsda-pju", "code", [("route", "validate")])
    assert [type_ for type_, _data in entry.events] == [CODE_ANSWERED, NOTED]


@pytest.mark.parametrize("status", ["closed", "routed", "in_progress"])
def test_of_what_is_closed_already_nobody_needs_notes(status: str) -> None:
    """Whose it is is asked all the same."""
    code = Code()
    entry = decided(record("pju", status), ROUTER, code)
    consult(entry, ROUTER, code)
    assert code.asked == [("route",) if status in FINAL else ("route", "validate")]


def test_what_data_decided_is_not_asked_of_code() -> None:
    entry, code = decided(record("sampah"), ROUTER, Code()), Code()
    before = entry.complaint
    consult(entry, ROUTER, code)
    assert (entry.complaint, code.asked) == (before, [])


# -- what an entry is


def test_what_names_a_record_is_on_its_complaint_once_it_is_known() -> None:
    entry = decided(record("sampah"), ROUTER, NoCode())
    assert entry.named is entry.complaint
    entry.import_key, entry.content_hash = "k1", "h1"
    assert entry.named is not None
    assert (entry.named.import_key, entry.named.content_hash) == ("k1", "h1")
    assert entry.complaint is not None
    assert entry.complaint.import_key is None
    bare = Entry(FileRecord(EMPTY, []))
    bare.import_key = "k1"
    assert bare.named is None


@pytest.mark.parametrize(
    ("done", "unit", "told"),
    [
        ({}, "dlh", ()),
        (
            {"result": "ditambal", "took": 3600},
            "DINAS LH",
            ((REPORTED_BACK, {"unit": "DINAS LH", "result": "ditambal", "took": 3600}),),
        ),
        ({"took_text": "lama"}, None, ((REPORTED_BACK, {"took_text": "lama"}),)),
    ],
)
def test_what_a_unit_did_is_told_beside_the_call(done: dict[str, Any], unit: str | None, told: Any) -> None:
    """And changes nothing of what is decided of it."""
    made = FileRecord(CALL, [])
    made.complaint, made.done = waiting(recorded_unit=unit), done
    assert Entry(made).reported_back == told
    made.complaint = None
    assert Entry(made).reported_back == ()
