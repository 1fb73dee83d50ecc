"""One complaint whole, for people."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import Assignment
from aduan_cli.complaint.attachments import MISSING, SAME, Attached
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import parted
from aduan_cli.complaint.history import Event
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import choose
from aduan_cli.render.whole import file_line, lines, size, write_whole
from any_complaint import complaints
from screens import screen

JAKARTA = Zone([[-(2**62), 7 * 3600]])
AT = JAKARTA.epoch(2026, 11, 23, 14, 5)


def call(**given: Any) -> Complaint:
    """Return a call of Monday afternoon."""
    usual = {
        "ticket": "UJI-261123-0001-6", "kind": "complaint", "status": "routed", "unit": "dlh", "step": "category",
        "text": "sampah menumpuk", "reported_at": AT, "logged_at": AT + 60, "actor": "sari",
    }  # fmt: skip
    return Complaint(usual, given)


def event(type_: str, **data: Any) -> Event:
    plain, private = parted(type_, data)
    return Event(1, AT, "sari", type_, plain, private or None)


def printed(made: Complaint, *events: Event, **more: Any) -> list[str]:
    out = io.StringIO()
    write_whole(made, events, JAKARTA, AT, lambda unit: f"{unit} (Dinas)", stream=out, **more)
    return out.getvalue().splitlines()


def told(made: Complaint, **more: Any) -> dict[str, object]:
    return {label: value for label, value in lines(made, JAKARTA, AT, str.upper, **more) if value not in (None, "")}


def test_a_bare_call_has_only_what_is_known_of_it() -> None:
    """Label by label, then its history; nothing that nobody said."""
    assert printed(call(), event("logged", unit="dlh", rule=None, step="category")) == [
        "Ticket      UJI-261123-0001-6",
        "Status      routed",
        "Kind        complaint",
        "Priority    normal",
        "Unit        dlh (Dinas)",
        "Decided by  category",
        "Text        sampah menumpuk",
        "Reported    2026-11-23 14:05",
        "Logged      2026-11-23 14:06 · sari",
        "Version     1",
        "",
        "History",
        "  2026-11-23 14:05  logged  sari  → dlh (category)",
    ]


def test_who_helps_says_how_far_each_is() -> None:
    """One below the other; of one whose part has ended nothing is said."""
    helping = [Assignment("dlh", "lead", "routed"), Assignment("bpbd", "support", "in_progress")]
    found = told(call(support=("bpbd", "bmsda")), helping=helping)
    assert found["Support"] == "BPBD · in_progress\nBMSDA"


def test_the_caller_is_masked_unless_revealed() -> None:
    """Name, phone and home; the place of the complaint and its wording stay."""
    made = call(
        caller_name="Siti", caller_phone="+6281200000001", caller_address="Jl. Mawar 1", caller_kelurahan="Margahayu",
        kelurahan="Margahayu", kecamatan="Bekasi Timur", address="Jl. Melati",
    )  # fmt: skip
    hidden, shown = told(made), told(made, reveal=True)
    assert (hidden["Caller"], hidden["Phone"], hidden["Caller's address"]) == (
        "S***",
        "+6281******001",
        "***, Margahayu",
    )
    assert (shown["Caller"], shown["Phone"]) == ("Siti", "+6281200000001")
    assert shown["Caller's address"] == "Jl. Mawar 1, Margahayu"
    assert hidden["Place"] == shown["Place"] == "Margahayu, Bekasi Timur"
    assert hidden["Address"] == "Jl. Melati"


def test_details_and_kept_columns_stand_below_each_other() -> None:
    """Texts as they are, anything else as JSON."""
    found = told(call(answers={"tiang": "12", "mati": [1, 2]}, fields={"KET": True}))
    assert found["Details"] == "tiang = 12\nmati = [1, 2]"
    assert found["Fields"] == "KET = true"


def test_what_merging_waiting_and_coming_back_did_is_told() -> None:
    made = call(merged_into="UJI-261123-0009-0", duplicates=3, owed_since=AT, bounces=2, due_at=AT + 3600)
    assert "To ring back" not in told(made)  # Nobody can ring, and no list names it.
    made = copy_of(made, caller_phone="+6281200000001")
    found = told(made)
    assert (found["Merged into"], found["Merged here"], found["Came back"]) == ("UJI-261123-0009-0", "3", "2")
    assert found["To ring back"] == "since 2026-11-23 14:05"
    assert str(found["Due"]).startswith("2026-11-23 15:05")
    late = dict(lines(made, JAKARTA, AT + 7200, str.upper))["Due"]
    assert "late" in str(late)
    assert "late" not in str(found["Due"])


def test_a_question_that_nobody_answered_says_so() -> None:
    """`answered` alone would say that somebody did."""
    assert told(call(kind="information", status="answered"))["Status"] == "unanswered"
    assert told(call(kind="information", status="answered", answer="08-16"))["Status"] == "answered"


def test_labels_and_values_are_in_the_language_in_use() -> None:
    """Names of units are the desk's own."""
    choose("id")
    ticket, status, *_others = printed(call())
    assert ticket.split() == ["Tiket", "UJI-261123-0001-6"]
    assert status.split() == ["Status", "menunggu"]


def test_a_unit_whose_code_changes_nothing_is_not_in_the_history() -> None:
    """It would be in every one."""
    silent = event("code_answered", plugin="bmsda", sha256="0", answer=None)
    assert printed(call(), silent)[-1] == "History"
    said = {"unit": "bmsda-pju", "support": [], "priority": None}
    assert "bmsda → bmsda-pju" in printed(call(), event("code_answered", plugin="bmsda", sha256="0", answer=said))[-1]


def test_state_and_priority_are_coloured_and_nothing_else() -> None:
    with screen(100, colours=True) as out:
        write_whole(call(priority="emergency"), [], JAKARTA, AT, str, stream=out)
    coloured = [line for line in out.getvalue().splitlines() if "\x1b[" in line]
    assert [line.split()[0] for line in coloured] == ["Status", "Priority"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ((Attached("a" * 64, 1_500_000, "foto pju.jpg"), "attachments/aa", SAME), "foto pju.jpg · 1.5 MB · same"),
        ((Attached("a" * 64, 999, "a\n b"), "attachments/aa", "changed"), "a b · 999 B · changed"),
        ((Attached("a" * 64, 1_000, None), "attachments/aa", MISSING), "? · 1.0 kB · erased"),
        ((Attached("a" * 64, 1_000, None), "attachments/aa", SAME), "? · 1.0 kB · same"),
    ],
)
def test_a_file_says_how_large_it_is_and_whether_it_is_the_same(file: Any, line: str) -> None:
    """Where it lies stands below; one that was erased lies nowhere."""
    first, *below = file_line(file).split("\n")
    assert first == line
    assert below == ([] if "erased" in line else ["  attachments/aa"])


@given(st.integers(0, 10**12))
def test_a_size_is_told_to_a_tenth_of_its_unit(count: int) -> None:
    number, unit = size(count).split()
    factor = {"B": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}[unit]
    assert abs(float(number) * factor - count) <= factor * 0.0501
    assert factor == 1 or count >= factor


@given(complaints(), st.integers(40, 120))
def test_any_complaint_is_told_and_nothing_in_it_reaches_the_terminal(made: Complaint, columns: int) -> None:
    """No control character of whoever said or imported something, and its ticket stands first."""
    with screen(columns) as out:
        write_whole(made, [], JAKARTA, AT, lambda unit: unit, stream=out)
    shown = out.getvalue()
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n"]
    assert shown.split()[:2] == ["Ticket", made.ticket]
