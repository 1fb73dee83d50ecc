"""Complaints as a table: what of a cell is seen where there is little room."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.render.calls import _cut_unit, gists, short_ticket, write_complaints
from aduan_cli.render.search_matches import terms
from aduan_cli.render.widths import CUT, width
from aduan_cli.tickets import make_ticket, parse_ticket
from aduan_cli.unseen import UNSEEN
from any_complaint import complaints
from reports import JAKARTA, MIDNIGHT

UNIT = st.from_regex(r"[a-z]{1,12}(-[a-z]{1,12}){0,2}", fullmatch=True)


@given(lead=UNIT, helpers=st.lists(UNIT, max_size=3), most=st.integers(12, 60))
def test_of_who_leads_and_who_helps_something_is_always_seen(lead: str, helpers: list[str], most: int) -> None:
    """Whole where there is room; else the beginning of both, and never more than there is room for."""
    text = " ".join([lead, *(f"+{unit}" for unit in helpers)])
    shown = _cut_unit(text, most)
    assert width(shown) <= most
    if width(text) <= most:
        assert shown == text
    else:
        assert CUT in shown
        assert shown.startswith(lead[:2])
        if helpers:
            assert f" +{helpers[0][:2]}" in shown


# -- tickets


@given(st.integers(1, 9999), st.integers(0, 2), st.sampled_from(["UJI", "BKS", "A1"]))
def test_a_ticket_that_is_shown_short_is_taken_for_the_one_that_it_is(number: int, days: int, prefix: str) -> None:
    """Whoever reads it on the screen types it: it means the same day and the same number."""
    day = 20261123 - days
    ticket = make_ticket(prefix, day, number)
    short = short_ticket(ticket, 20261123)
    meant, same = parse_ticket(short), parse_ticket(ticket)
    assert meant.number == same.number
    assert meant.day in (same.day, None if not days else same.day)
    assert len(short) < len(ticket)


@pytest.mark.parametrize("odd", ["", "-", "x", "UJI-261123-0001"])
def test_what_is_no_ticket_is_shown_as_it_is(odd: str) -> None:
    assert short_ticket(odd, 20261123) == odd


# -- what texts begin with

WORDS = st.sampled_from(["penelepon", "melaporkan", "sampah", "lampu", "Penelepon", "di", "pasar"])
TEXTS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=12)


@given(TEXTS)
def test_of_a_text_only_its_beginning_is_left_out_and_that_is_marked(texts: list[str]) -> None:
    """At most two words, never all of it, nothing of a short one."""
    for text, told in zip(texts, gists(texts), strict=True):
        if told == text:
            continue
        assert told.startswith(CUT)
        rest = told[len(CUT) :]
        assert rest
        assert text.endswith(rest)
        assert len(text[: -len(rest)].split()) in (1, 2)
        assert len(text) > 24


@given(TEXTS, WORDS)
def test_a_word_that_was_looked_for_is_never_left_out(texts: list[str], word: str) -> None:
    for text, told in zip(texts, gists(texts, terms(word)), strict=True):
        assert (word.casefold() in told.casefold()) is (word.casefold() in text.casefold())


def test_what_many_begin_with_is_left_out_and_what_few_do_is_not() -> None:
    same = [f"Penelepon melaporkan sampah menumpuk nomor {n}" for n in range(5)]
    other = ["Lampu padam di depan sekolah sejak kemarin"]
    found = gists([*same, *other])
    assert found[:5] == [f"…sampah menumpuk nomor {n}" for n in range(5)]
    assert found[5] == other[0]
    assert gists(same[:2]) == same[:2], "two that begin alike are no habit"


# -- tables


class CallsTerminal(io.StringIO):
    """A terminal, as far as it is asked whether it is one."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def call(number: int = 1, **more: Any) -> Complaint:
    """Return a call of today."""
    given_ = {"unit": "dlh", "status": "routed", "category": "sampah", "kelurahan": "Margahayu", "kecamatan": "Timur"}
    values = {**given_, "text": f"sampah {number}", "reported_at": MIDNIGHT + 3600, "priority": "normal", **more}
    return Complaint(values, ticket=make_ticket("UJI", 20261123, number), day=20261123, number=number)


def table(*calls: Complaint, columns: int | None = None, **more: Any) -> list[list[str]]:
    """Return the cells of each line of the table in a terminal of so many columns; None: in a file."""
    out = io.StringIO() if columns is None else CallsTerminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns or ""))
        patch.setenv("NO_COLOR", "1")
        count = write_complaints(calls, "table", JAKARTA, MIDNIGHT + 7200, stream=out, **more)
    assert count == len(calls)
    return [re.split(r" {2,}", line.strip()) for line in out.getvalue().splitlines() if not line.startswith("-")]


def test_in_a_file_a_table_has_whole_tickets_days_and_places() -> None:
    head, row = table(call())
    assert head == ["ticket", "reported_at", "status", "unit", "category", "place", "text"]
    assert row[:2] == [call().ticket, "2026-11-23 01:00"]
    assert row[5:] == ["Margahayu, Timur", "sampah 1"]


@pytest.mark.parametrize(("columns", "place", "ticket"), [(90, False, "0001-6"), (120, True, None), (170, True, None)])
def test_the_narrower_the_terminal_the_shorter_ticket_and_time(columns: int, place: bool, ticket: str | None) -> None:
    head, row = table(call(), columns=columns)
    assert row[0] == (ticket or call().ticket)
    assert ("place" in head) is place
    assert row[1] == ("01:00" if columns < 160 else "2026-11-23 01:00")


def test_a_priority_has_a_column_only_where_one_is_not_normal() -> None:
    assert "priority" not in table(call())[0]
    lines = table(call(), call(2, priority="emergency"))
    at = lines[0].index("priority")
    assert lines[2][at].endswith("emergency")
    assert "!" in table(call(), call(2, priority="high"), columns=120)[0]


def test_who_helps_stands_beside_who_leads_only_where_they_were_looked_for() -> None:
    helped = call(support=("bmsda", "disdamkar"))
    assert table(helped)[1][3] == "dlh"
    assert table(helped, helping=("bmsda",))[1][3] == "dlh +bmsda"
    assert table(call(), helping=("bmsda",))[1][3] == "dlh"


def test_whose_one_in_triage_may_be_stands_in_the_units_place() -> None:
    waiting = call(2, unit=None, status="new")
    lines = table(call(), waiting, perhaps=lambda one: "? 1 dlh 71 %" if one.unit is None else None)
    assert [row[3] for row in lines[1:]] == ["dlh", "? 1 dlh 71 %"]


def test_by_when_they_are_due_stands_in_the_place_of_when_they_came() -> None:
    head, row = table(call(due_at=MIDNIGHT + 7200), due=True)
    assert head[1] == "due_at"
    assert row[1] == "2026-11-23 02:00"
    assert table(call(due_at=MIDNIGHT + 7200), due=True, columns=120)[1][1] == "23/11 02:00"


def test_a_search_names_the_field_in_which_it_found_the_word() -> None:
    answered = call(text="menanyakan jam buka", answer="kantor buka jam delapan pagi")
    assert "answer: kantor buka" in " ".join(table(answered, searched="delapan", columns=120)[1])
    assert "answer:" not in " ".join(table(answered, searched="menanyakan", columns=120)[1])


def test_columns_that_are_asked_for_are_there_though_they_are_empty() -> None:
    out = io.StringIO()
    write_complaints([call()], "table", JAKARTA, MIDNIGHT, columns=("ticket", "answer", "text"), stream=out)
    head_line, _rule, row = out.getvalue().splitlines()
    assert head_line.split() == ["ticket", "answer", "text"]
    assert row.split()[0] == call().ticket


@settings(max_examples=25, deadline=None)
@given(st.lists(complaints(), min_size=1, max_size=3), st.integers(30, 200))
def test_no_line_of_any_calls_is_wider_than_its_terminal(made: list[Complaint], columns: int) -> None:
    out = CallsTerminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("NO_COLOR", "1")
        assert write_complaints(made, "table", JAKARTA, MIDNIGHT, stream=out) == len(made)
    assert all(width(line) <= columns for line in out.getvalue().split("\n"))
    assert re.search(UNSEEN, out.getvalue().replace("\n", "")) is None


def test_where_the_words_are_in_the_text_no_other_field_is_told() -> None:
    both = call(text="sampah di pasar lama", answer="sampah diangkut besok")
    assert "answer:" not in " ".join(table(both, searched="sampah", columns=120)[1])


def test_a_search_that_found_the_address_tells_the_address() -> None:
    one = call(text="lampu padam", answer="regu berangkat", address="Jl. Kenari 9")
    assert "address: Jl. Kenari 9" in " ".join(table(one, searched="kenari", columns=120)[1])
    assert "address:" not in " ".join(table(one, searched="gang", columns=120)[1])


def test_in_a_file_no_text_loses_its_beginning() -> None:
    """Many begin alike; whoever opens the file reads what the caller said."""
    texts = [f"Penelepon melaporkan sampah menumpuk nomor {n}" for n in range(5)]
    calls = [call(n, text=text) for n, text in enumerate(texts, 1)]
    assert [row[-1] for row in table(*calls)[1:]] == texts
    assert table(*calls, columns=150)[1][-1].startswith("…sampah")
