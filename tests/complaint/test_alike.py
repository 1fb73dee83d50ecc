"""Reports that are alike in what is looked at: what comes is what deciding each by itself gives."""

from __future__ import annotations

from typing import Any

import pytest
from generated import TOKENS, compiled_of, desks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.complaint import alike
from aduan_cli.complaint.alike import Alike
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.points import Area, Areas
from compiling import router_of, rules_of

MONDAY = 1_795_392_000 - 1_795_392_000 % 86_400
"""Midnight of some day."""
DESK = {"name": "x", "prefix": "X", "timezone": "UTC", "channels": ["phone", "app"]}
CITY: dict[str, Any] = {
    "desk": DESK,
    "kecamatan": {"Utara": ["Kali"], "Timur": ["Rawa"]},
    "areas": {"pasar": ["-6.1,106.9", "-6.1,107.0", "-6.2,107.0", "-6.2,106.9"]},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "cues": {"information": ["tanya"]},
    "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}},
    "rule": [
        {"id": "pasar", "area": "pasar", "to": "bpbd"},
        {"id": "tol", "place": {"body": "bpbd"}, "to": "bpbd"},
        {"id": "besar", "fields": {"muatan": "truk"}, "priority": "high", "continue": True},
        {"id": "siang", "text": ["siang"], "hours": "09:00-15:00", "days": ["mon", "tue"], "to": "bpbd"},
        {"id": "satu", "fields": {"satu": [2, "1"]}, "to": "bpbd"},
        {"id": "banyak", "fields": {"jumlah": ">= 5"}, "priority": "emergency", "continue": True},
    ],
}
PLACES = [{"name": "Jl. Tol Uji", "kind": "street", "kecamatan": ["Timur"], "body": "bpbd"}]
MAP = Areas([Area(("Timur", "Rawa"), [[[(-6.5, 106.5), (-6.5, 106.6), (-6.6, 106.6), (-6.6, 106.5)]]])])


def by_itself(report: Report, rules: Router) -> dict[str, Any]:
    """Return the complaint that a report is, decided without looking at any other."""
    return vars(decide(read(report, rules), rules).complaint)


def of_file(**given: Any) -> Report:
    """Return a report as a map makes one, of what is given."""
    sources = {"reported_at": "import", **({"priority": "default"} if "priority" in given else {})}
    return Report("import", sources, **{name: value for name, value in given.items() if value is not None})


def no_code(_category: str | None) -> bool:
    """Say that no category's unit has code."""
    return False


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.lists(st.sampled_from(TOKENS[:5]), min_size=1, max_size=2).map(" ".join),
    "reported_at": st.builds(
        lambda day, minute: MONDAY + day * 86_400 + minute * 60,
        st.integers(0, 6),
        st.sampled_from([0, 299, 300, 420, 840, 1260]),
    ),
    "kind": st.sampled_from([None, *KINDS]),
    "status": st.sampled_from([None, "closed", "in_progress"]),
    "priority": st.sampled_from([None, *PRIORITIES]),
    "kecamatan": st.sampled_from([None, "Utara", "Timur"]),
    "address": st.sampled_from([None, "Jl. Satu", "Jl. Dua"]),
    "answer": st.sampled_from([None, "Sudah."]),
    "shift": st.sampled_from([None, "pagi"]),
    "answers": st.sampled_from([None, None, {"a": "1"}]),
    "fields": st.dictionaries(
        st.sampled_from(["a", "b", "c"]), st.sampled_from([1, 2, "1", True, "x", "X", "y"]), min_size=1, max_size=2
    ),
}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(desks(), st.fixed_dictionaries(VALUES), st.lists(st.fixed_dictionaries(VALUES), min_size=1, max_size=4))
def test_what_is_decided_once_is_decided_for_each(
    desk: tuple[dict[str, Any], dict[str, Any]], one: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    """Reports that differ in one thing, whatever the rules look at: words, fields, places, hours, days, under any."""
    rules = Router(compiled_of(*desk), "rev")
    deciding = Alike(rules, no_code)
    nearly = [{**one, name: other[name]} for other in others for name in VALUES]
    for values in [one, *nearly, *others, one]:
        report = of_file(**values)
        made = deciding.decided(report)
        assert made is not None
        assert vars(made) == by_itself(report, rules)


def test_what_a_map_says_for_all_records_is_not_what_a_record_says() -> None:
    """A priority that a record has is nobody's to change; that of a map is no more than a beginning."""
    rules = router_of(CITY, places=PLACES)
    deciding = Alike(rules, no_code)
    for sources in ({"priority": "default"}, {}, {"priority": "default"}):
        report = Report("import", sources, text="sampah", reported_at=MONDAY, priority="low")
        made = deciding.decided(report)
        assert made is not None
        assert vars(made) == by_itself(report, rules)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("point", ["-6.15,106.95", "-6.55,106.55", "-7.0,107.0"]),
        ("answer", [None, "Sudah"]),
        ("reported_at", [MONDAY + day * 86_400 + hour * 3_600 for day in range(7) for hour in (8, 9, 14, 15)]),
        ("address", ["Jl. Tol Uji km 3", "Jl. Lain"]),
        ("fields", [{"satu": True}, {"satu": 1}, {"satu": "1"}, {"satu": 1.0}]),
        ("fields", [{"muatan": "Truk"}, {"muatan": "mobil"}, {"jumlah": "4"}, {"jumlah": "5"}, {"jumlah": ["5"]}]),
        ("caller_name", ["Ani", "Budi"]),
        ("source_row", [1, 2]),
    ],
)
def test_what_makes_another_decision_makes_another_kind(name: str, values: list[Any]) -> None:
    """Points in areas, and on maps; streets of the city's files; what fields are held against; and what is nobody's."""
    rules = Router(rules_of(CITY, PLACES), "rev", lambda: MAP)
    deciding = Alike(rules, no_code)
    for value in [*values, *values]:
        report = of_file(
            **{"text": "tanya siang" if name == "answer" else "sampah siang", "reported_at": MONDAY, name: value}
        )
        made = deciding.decided(report)
        assert made is not None
        assert vars(made) == by_itself(report, rules)


def count_decided(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """Return a list that is filled with the reports that are read."""
    seen: list[Report] = []
    monkeypatch.setattr(alike, "read", lambda report, rules: seen.append(report) or read(report, rules))
    return seen


def test_reports_that_are_alike_are_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no rule looks at differs: row, day, hour, address, a field, a word of a field that no rule names."""
    seen, deciding = (
        count_decided(monkeypatch),
        Alike(router_of(CITY | {"rule": [CITY["rule"][2], CITY["rule"][-1]], "areas": {}}), no_code),
    )
    for row in range(50):
        report = of_file(
            text="sampah", reported_at=MONDAY + row * 9_999, source_row=row, address=f"Jl. {row}",
            fields={"lain": f"{row}", "muatan": f"{row}"},
        )  # fmt: skip
        made = deciding.decided(report)
        assert made is not None
        assert vars(made) == by_itself(report, deciding._rules)
    assert len(seen) == 1


def test_what_code_is_asked_of_is_left_to_it_each_time() -> None:
    """That it is left is known of all that are alike."""
    deciding = Alike(router_of(CITY, places=PLACES), lambda category: category == "sampah")
    for _again in range(3):
        assert deciding.decided(of_file(text="sampah", reported_at=MONDAY)) is None
        assert isinstance(deciding.decided(of_file(text="lain", reported_at=MONDAY)), Complaint)


def test_of_a_file_in_which_few_are_alike_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """And never more than so many kinds, for memory doesn't grow with a file."""
    monkeypatch.setattr(alike, "_MOST", 10)
    differing, again = (Alike(router_of(CITY, places=PLACES), no_code) for _each in range(2))
    for number in range(40):
        differing.decided(of_file(text=f"sampah {number}", reported_at=MONDAY))
        again.decided(of_file(text=f"sampah {number // 3}", reported_at=MONDAY))
        assert max(len(differing._found), len(again._found)) <= 10
    assert (differing._counts, again._counts) == (False, True)
    assert differing._found == {}


def test_a_condition_that_is_not_known_here_makes_all_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who adds one is not surprised by what was decided of another call."""
    monkeypatch.setattr(alike, "_KNOWN", alike._KNOWN - {"text"})
    seen, deciding = count_decided(monkeypatch), Alike(router_of(CITY, places=PLACES), no_code)
    for _again in range(3):
        deciding.decided(of_file(text="sampah", reported_at=MONDAY))
    assert len(seen) == 3
