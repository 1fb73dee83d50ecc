"""What happened to a complaint, one line for each event, whatever somebody wrote in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.events import PLAIN, parted
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.history import Event, with_units
from aduan_cli.desk_time import Zone
from aduan_cli.render.history import COLUMNS, event_line, gist, in_largest_unit, is_shown, rows

JAKARTA = Zone([[-(2**62), 7 * 3600]])
AT = 1_763_946_000
TEXTS = st.text(max_size=20)


def event(type_: str, number: int = 1, **data: Any) -> Event:
    """Return an event as a store gives it: what may have to be erased stands apart."""
    plain, private = parted(type_, data)
    return Event(number, AT, "sari", type_, plain, private or None)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (event("routed", **{"from": "triage", "to": "dlh", "rule": "got", "step": "city"}), "triage → dlh (got)"),
        (event("routed", **{"from": None, "to": "dlh", "rule": None, "step": "category"}), "- → dlh (category)"),
        (
            event("routed", **{"from": "dlh", "to": "bpbd", "step": "manual", "rule": None, "reason": "banjir"}),
            "dlh → bpbd (manual): banjir",
        ),
        (event("corrected", corrected={"category": [None, "banjir"]}), "category - → banjir"),
        (event("corrected", corrected={"priority": ["high", "high"]}), "priority high"),
        (event("logged", unit="dlh", rule=None, step="category", notes=["lihat lagi"]), "→ dlh (category)"),
        (event("answers_added", questions=["tiang", "warna"]), "tiang, warna"),
        (event("noted", plugin="bmsda", notes=["satu", "dua"]), "bmsda: satu; dua"),
        (
            event("plugin_failed", plugin="bmsda", hook="route", kind="raised", message="ups", sha256="0"),
            "bmsda, route, raised: ups",
        ),
        (event("code_left_out", plugin="bmsda", why="set_aside"), "bmsda was not asked: it was set aside"),
        (event("linked", to="UJI-261123-0001-2"), "with UJI-261123-0001-2"),
        (event("erased", key_digest="0f", bodies={"1": "0f"}), ""),
        (event("no such type"), ""),
    ],
)
def test_the_gist_of_an_event(told: Event, said: str) -> None:
    assert gist(told, JAKARTA).startswith(said)


@given(st.sampled_from(["routed", "corrected", "logged", "noted", "linked", "revealed"]), TEXTS, TEXTS)
def test_any_event_is_one_line(type_: str, words: str, reason: str) -> None:
    """Line breaks in an officer's words make no line that could be taken for another event."""
    data: dict[str, Any] = dict.fromkeys(("from", "to", "unit"), words)
    data |= {"reason": reason, "plugin": "x", "notes": [words]}
    line = event_line(event(type_, **data), JAKARTA)
    assert len(line.splitlines()) <= 1
    assert line.startswith("2025-11-24 08:00  ")


OF_CALLS = [type_ for type_ in sorted(PLAIN) if not type_.startswith("code_")]


@given(st.sampled_from(OF_CALLS), st.dictionaries(st.sampled_from(PRIVATE), TEXTS.filter(bool), min_size=1))
def test_what_belongs_to_a_caller_is_in_no_row(type_: str, private: dict[str, str]) -> None:
    """Nor the wording of the complaint; what the caller was told is, where telling it was the event."""
    plain: dict[str, Any] = {"plugin": "x", "hook": "x", "kind": "x", "questions": [], "notes": []}
    if type_ == "escalated":
        plain |= {"clock": "resolve", "level": "head", "since": AT, "due": AT}
    if type_ == "redated":
        plain["due"] = {"resolve": AT}
    if type_ == "woken":
        plain["until"] = AT
    told = Event(1, AT, "sari", type_, plain, dict(private))
    (row,) = rows(with_units("UJI-261123-0001-2", [told]), JAKARTA)
    shown = set(private) & set(row["data"])
    assert shown <= ({"answer"} if type_ == "answered" else set())


@given(st.lists(st.sampled_from(["dlh", "bpbd", None]), max_size=6))
def test_each_row_says_who_had_it_then(units: list[str | None]) -> None:
    """An event that names nobody leaves it where it was; who only helps doesn't have it."""
    events = [event("routed", n, **({} if unit is None else {"to": unit})) for n, unit in enumerate(units)]
    events += [event("erased", 98, key_digest="0f"), event("acknowledged", 99, unit="bmsda", role="support")]
    events.append(event("linked", 100, to="UJI-261123-0002-6"))
    found = list(rows(with_units("UJI-261123-0001-2", events), JAKARTA))
    last: str | None = None
    for row, unit in zip(found, units, strict=False):
        last = unit or last
        assert row["unit"] == last
    assert (found[-2]["unit"], found[-1]["unit"]) == ("bmsda", last)
    assert (found[-3]["data"], found[-1]["data"]) == ({}, {"linked": "UJI-261123-0002-6"})
    assert all(list(row)[: len(COLUMNS)] == list(COLUMNS) for row in found)


@given(st.integers(0, 10**7))
def test_a_length_of_time_is_told_in_the_largest_unit_that_it_is_whole_in(seconds: int) -> None:
    """So that nothing of it is lost: `36 h`, not a day and a half."""
    count, unit = in_largest_unit(seconds).split()
    lengths = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
    assert int(count) * lengths[unit] == seconds
    larger = [length for length in lengths.values() if length > lengths[unit]]
    assert not seconds or all(seconds % length for length in larger)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (event("reported_back", unit="dlh", result="diangkut", took=7200), "dlh: diangkut; took 2 h"),
        (event("reported_back", unit="dlh", took_text="2 jam lebih"), "dlh: took 2 jam lebih"),
        (event("reported_back", result="diangkut"), "diangkut"),
        (event("attached", files=[{"sha256": "ab" * 32, "size": 3}], names=["foto.jpg"]), "foto.jpg"),
        (event("attached", files=[{"sha256": "ab" * 32, "size": 3}]), "abababababab"),
        (event("merged", into="UJI-261123-0002-6"), "into UJI-261123-0002-6"),
        (event("unmerged", into="UJI-261123-0002-6", status="routed"), "out of UJI-261123-0002-6: routed"),
        (event("followed", into="UJI-261123-0002-6", state="closed"), "UJI-261123-0002-6: closed"),
        (event("duplicate_added", duplicate="UJI-261123-0003-4"), "UJI-261123-0003-4"),
        (event("called_back", note="sudah tahu"), "sudah tahu"),
        (
            event(
                "edited", fields=["text", "caller_name"], before={"text": "lama"}, text="baru", caller_name="Ani Wijaya"
            ),
            "text lama → baru; caller.name - → A***",
        ),
        (
            event(
                "edited",
                fields=["caller_phone", "caller_address", "agreed"],
                before={"caller_phone": "+6281200000101", "caller_address": "Jl. A 1", "agreed": {"email": "a@b.id"}},
                caller_phone="+6281200000202",
                agreed={"sms": ""},
            ),
            "caller.phone +6281******101 → +6281******202; caller.address *** → -; agreed email *** → sms",
        ),
        (
            event("edited", fields=["reported_at"], before={"reported_at": AT})._replace(
                became={"reported_at": AT + 60}
            ),
            "reported_at 2025-11-24 08:00 → 2025-11-24 08:01",
        ),
        (event("edited", fields=["text", "caller_name"]), "text; caller.name"),
        (
            event("edited", fields=["text", "caller_name"], before={"text": "lama"}, text="baru"),
            "text lama → baru; caller.name",
        ),
        (
            event(
                "answers_added",
                questions=["tinggi", "telp"],
                before={"tinggi": 40},
                answers={"tinggi": 50, "telp": "081200000101", "x": 1},
            ),
            "tinggi = 40 → 50, telp = +6281******101",
        ),
        (event("routed", **{"from": "dlh", "to": "dlh", "step": "city", "rule": "got"}), "stays with dlh (got)"),
        (
            event("routed", **{"from": "dlh", "to": "dlh", "corrected": {"category": ["got", "sampah"]}}),
            "category got → sampah",
        ),
        (
            event("corrected", corrected={}, support=["bpbd"], support_was=[], reason="ikut"),
            "support - → bpbd: ikut",
        ),
        (event("message_queued", message=1, event="routed", notifier="mail", unit="dlh"), "dlh (mail): routed"),
        (event("noted", notes=["satu", "dua"]), "satu; dua"),
        (event("logged", unit=None, step=None, rule=None), ""),
    ],
)
def test_what_happened_is_said_in_few_words(told: Event, said: str) -> None:
    """What is not there leaves no sign behind."""
    assert gist(told, JAKARTA) == said


def test_what_a_person_corrected_and_left_at_its_unit_went_nowhere() -> None:
    """People read that it was corrected; a program reads the event's own type."""
    stayed = event("routed", **{"from": "dlh", "to": "dlh", "corrected": {"category": [None, "got"]}})
    went = event("routed", **{"from": "dlh", "to": "bpbd", "corrected": {"category": [None, "got"]}})
    found = list(rows(with_units("T", [stayed, went]), JAKARTA))
    assert [(row["type"], row["event"]) for row in found] == [("routed", "corrected"), ("routed", "routed")]


@pytest.mark.parametrize(("answer", "is_there"), [(None, False), ({"unit": "dlh"}, True)])
def test_code_that_changes_nothing_tells_nobody_anything(answer: dict[str, str] | None, is_there: bool) -> None:
    assert is_shown(event("code_answered", plugin="x", sha256="0", answer=answer)) is is_there
