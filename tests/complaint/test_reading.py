"""From a report to what is understood: what was given wins, the rest comes from the words, each with its source."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import PLACE_CONTRADICTION, Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.reading import as_stored, is_of_alarm, read, read_again, says_none, with_answers, with_place
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.model import KINDS, PRIORITIES, Facts
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone", "wa"]},
    "cues": {"information": ["menanyakan"], "complaint": ["melaporkan"], "feedback": ["terima kasih"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu", "Duren Jaya"], "Bekasi Utara": ["Teluk Pucung"]},
    "shifts": {"pagi": "07:00-14:00", "malam": "14:00-07:00"},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "banjir": {"unit": "bpbd", "text": ["banjir"]},
        "tinggi": {"unit": "bpbd", "answers": {"tinggi-air": ">= 100"}},
    },
    "question": [{"id": "tinggi-air", "category": ["banjir"], "text": "Setinggi apa?", "type": "number"}],
}
NAMES = ("kind", "category", "kecamatan", "kelurahan", "priority", "channel", "shift", "minute", "weekday", "holiday")
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(KINDS),
        "category": st.sampled_from(["sampah", "banjir"]),
        "priority": st.sampled_from(PRIORITIES),
        "channel": st.just("wa"),
        "kecamatan": st.sampled_from(["Bekasi Timur", "Bekasi Utara"]),
        "kelurahan": st.sampled_from(["Margahayu", "Teluk Pucung"]),
        "address": st.just("Jl. Melati 3"),
        "answers": st.just({"tinggi-air": "120"}),
    },
)
WORDS = (
    "sampah",
    "banjir",
    "menanyakan",
    "melaporkan",
    "terima kasih",
    "di Margahayu",
    "Jl. Mawar RT 1",
    "Teluk Pucung",
)
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


RULES = router_of(CITY)
TWICE = {"Bekasi Timur": ["Margahayu", "Duren Jaya", "Sukamaju"], "Bekasi Utara": ["Teluk Pucung", "Sukamaju"]}
PLACES = [
    *(
        {"name": "Griya Kembar", "kind": "estate", "kelurahan": one}
        for one in ("Margahayu", "Duren Jaya", "Teluk Pucung")
    ),
    {"name": "Jl. Panjang", "kind": "street", "kecamatan": ["Bekasi Timur", "Bekasi Utara"]},
]
NAMESAKES = router_of(CITY | {"kecamatan": TWICE}, places=PLACES)


def seen(facts: Facts) -> dict[str, Any]:
    """Return what rules see of facts."""
    return {name: getattr(facts, name) for name in (*NAMES, "answers", "fields", "found")}


@given(TEXT, GIVEN, st.sampled_from(["given", "import"]))
def test_what_was_given_wins_and_every_field_has_its_source(text: str, values: dict[str, Any], source: str) -> None:
    """Whatever the words say: a given value is understood as it is, and `sources` says of each where it is from."""
    understood = read(Report(source, text=text, **values), RULES)
    facts, sources = understood.facts, understood.sources
    for name in ("kind", "category", "priority", "channel", "kecamatan", "kelurahan"):
        if name in values:
            assert (getattr(facts, name), sources[name]) == (values[name], source)
        elif name not in ("kecamatan", "kelurahan"):
            assert sources.get(name) in ("text", "default", None)
        assert (name in sources) == (getattr(facts, name) is not None)
    assert understood.address == values.get("address", understood.address)


@given(TEXT, GIVEN, st.sampled_from(["given", "import"]))
def test_what_is_stored_is_read_again_as_it_was_read(text: str, values: dict[str, Any], source: str) -> None:
    """Under the same rules another reading of a stored complaint sees what the first one saw, with the same sources."""
    first = read(Report(source, text=text, reported_at=1_749_610_800, **values), RULES)
    stored = decide(first, RULES).complaint
    for understood in (read_again(stored, RULES), as_stored(stored, RULES)):
        assert seen(understood.facts) == seen(first.facts)
        assert (understood.address, understood.day) == (first.address, first.day)
        assert dict(understood.sources) == dict(first.sources)


@given(TEXT, st.sampled_from(STATUSES), st.sampled_from(KINDS), st.sampled_from(["text", "default", "given"]))
def test_no_reading_makes_a_question_of_what_somebody_waits_for(text: str, status: str, kind: str, source: str) -> None:
    """What is open as a complaint stays one; what was answered stays of its kind; what was given stays in any case."""
    stored = Complaint(text=text, status=status, kind=kind, revision="then", sources={"kind": source})
    again = read_again(stored, RULES).facts.kind
    if source == "given" or status == "answered":
        assert again == kind
    elif status in ("new", "routed") and kind == "complaint":
        assert again == "complaint"
    else:
        assert again == read(Report(text=text), RULES).facts.kind


def test_a_kelurahan_brings_its_kecamatan() -> None:
    """A given ward needs no district; of a given district the ward may come from the text, of another's it may not."""
    understood = read(Report(text="sampah", kelurahan="Teluk Pucung"), RULES)
    assert (understood.facts.kecamatan, understood.sources["kecamatan"]) == ("Bekasi Utara", "given")
    understood = read(Report(text="sampah di Margahayu", kecamatan="Bekasi Timur"), RULES)
    assert (understood.facts.kelurahan, understood.sources["kelurahan"]) == ("Margahayu", "text")
    assert read(Report(text="sampah di Margahayu", kecamatan="Bekasi Utara"), RULES).facts.kelurahan is None


def test_places_that_contradict_each_other_are_noted_unless_the_place_was_given() -> None:
    text = "sampah di Kel. Margahayu Kec. Bekasi Utara"
    assert read(Report(text=text), RULES).notes == (PLACE_CONTRADICTION,)
    assert read(Report(text=text, kecamatan="Bekasi Timur"), RULES).notes == ()


@pytest.mark.parametrize(
    ("text", "given", "noted"),
    [
        ("sampah di griya kembar", {}, "Griya Kembar: Margahayu, Bekasi Timur; Duren Jaya, Bekasi Timur; Teluk Pucung"),
        ("sampah di griya kembar, bekasi timur", {}, "Griya Kembar: Margahayu, Bekasi Timur; Duren Jaya, Bekasi Timur"),
        ("sampah di griya kembar", {"kecamatan": "Bekasi Timur"}, "Griya Kembar: Margahayu, Bekasi Timur; Duren Jaya"),
        ("sampah di kel. sukamaju", {}, "Sukamaju: Bekasi Timur; Bekasi Utara"),
        ("sampah di griya kembar, bekasi utara", {}, None),
        ("sampah di griya kembar", {"kecamatan": "Bekasi Utara"}, None),
        ("sampah di griya kembar, margahayu", {}, None),
        ("sampah di griya kembar", {"kelurahan": "Margahayu"}, None),
        ("sampah di sukamaju, bekasi utara", {}, None),
        ("sampah di jl panjang", {}, None),
        ("orangnya kabur ke griya kembar", {}, None),
    ],
)
def test_a_name_in_several_places_is_noted_unless_something_says_which(
    text: str, given: dict[str, str], noted: str | None
) -> None:
    """A kelurahan of two kecamatan likewise; a street that runs through several is one place."""
    notes = read(Report(text=text, **given), NAMESAKES).notes
    assert (bool(notes), "".join(notes).startswith(f"several-places: {noted}")) == (noted is not None,) * 2


@pytest.mark.parametrize(
    ("text", "given", "ward", "source"),
    [
        ("sampah di griya kembar", {"kecamatan": "Bekasi Utara"}, "Teluk Pucung", "gazetteer"),
        ("sampah di griya kembar, Bekasi Utara", {}, "Teluk Pucung", "gazetteer"),
        ("sampah di griya kembar, Bekasi Timur", {"kecamatan": "Bekasi Utara"}, None, None),
        ("sampah di griya kembar", {"kecamatan": "Bekasi Timur"}, None, None),
        ("sampah di Sukamaju", {"kecamatan": "Bekasi Utara"}, "Sukamaju", "text"),
        ("sampah di Teluk Pucung, griya kembar", {"kecamatan": "Bekasi Timur"}, None, None),
        ("sampah di Kel. Margahayu Kec. Bekasi Utara", {"kecamatan": "Bekasi Timur"}, "Margahayu", "text"),
        ("sampah di Kel. Margahayu Kec. Bekasi Utara", {"kecamatan": "Bekasi Utara"}, None, None),
    ],
)
def test_the_kecamatan_says_which_of_several_places_it_is(
    text: str, given: dict[str, Any], ward: str | None, source: str | None
) -> None:
    """Whether it was given or the text names it; where one alone is left that isn't against the text's own words."""
    understood = read(Report(text=text, **given), NAMESAKES)
    assert (understood.facts.kelurahan, understood.sources.get("kelurahan")) == (ward, source)


@pytest.mark.parametrize(
    ("text", "kecamatan", "source"),
    [("sampah", None, None), ("sampah, Kec. Bekasi Utara", "Bekasi Utara", "text"), ("di Margahayu", None, None)],
)
def test_a_kelurahan_of_several_kecamatan_is_in_the_one_that_the_text_names(
    text: str, kecamatan: str | None, source: str | None
) -> None:
    """Where it names none of them, nothing is guessed, and it is told."""
    understood = read(Report(text=text, kelurahan="Sukamaju"), NAMESAKES)
    assert (understood.facts.kecamatan, understood.sources.get("kecamatan")) == (kecamatan, source)
    assert understood.facts.kelurahan == "Sukamaju"
    assert bool(understood.notes) == (kecamatan is None)


def test_the_place_that_was_asked_says_which_of_several_places_the_text_means() -> None:
    understood = with_place(read(Report(text="sampah di griya kembar"), NAMESAKES), "Bekasi Utara", NAMESAKES)
    assert (understood.facts.kelurahan, understood.sources["kelurahan"]) == ("Teluk Pucung", "gazetteer")
    assert understood.notes == ()


def test_what_was_asked_of_the_caller_ends_the_note_or_begins_it() -> None:
    first = read(Report(text="sampah di griya kembar"), NAMESAKES)
    assert with_place(first, "yang di Teluk Pucung", NAMESAKES).notes == ()
    assert with_place(read(Report(text="sampah"), NAMESAKES), "griya kembar", NAMESAKES).notes == first.notes != ()
    gone = Report("given", {"kecamatan": "given", "kelurahan": "given"}, text="sampah di griya kembar")
    assert read(gone, NAMESAKES).notes == ()


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("sampah di Kec. Jatiasih", {}, "Sukamaju"),
        ("sampah di Jatirasa", {}, "yang di Sukamaju"),
        ("sampah di stasiun", {}, "Kel. Sukamaju"),
        ("sampah", {"kecamatan": "Jatiasih"}, "Sukamaju"),
    ],
)
def test_a_kelurahan_that_is_said_last_takes_a_kecamatan_away_that_has_none(
    text: str, given: dict[str, Any], said: str
) -> None:
    """Two others have one: which of them is to be asked, and no place is stored that there isn't."""
    more = {**TWICE, "Jatiasih": ["Jatirasa"]}
    rules = router_of(
        CITY | {"kecamatan": more}, places=[{"name": "Stasiun", "kind": "station", "kelurahan": "Jatirasa"}]
    )
    first = read(Report(text=text, **given), rules)
    assert first.facts.kecamatan == "Jatiasih"
    found = with_place(first, said, rules)
    assert (found.facts.kecamatan, found.facts.kelurahan) == (None, "Sukamaju")
    assert "kecamatan" not in found.sources
    assert found.notes == ("several-places: Sukamaju: Bekasi Timur; Bekasi Utara",)
    utara = with_place(found, "Bekasi Utara", rules)
    assert (utara.facts.kecamatan, utara.facts.kelurahan, utara.notes) == ("Bekasi Utara", "Sukamaju", ())


def test_answers_are_fitted_to_the_category_and_noted_where_they_do_not_fit() -> None:
    """Also where there is no category yet: its conditions may look at them."""
    understood = read(Report(text="banjir", answers={"Tinggi_Air": "50"}), RULES)
    assert (understood.facts.answers, understood.notes) == ({"tinggi-air": 50}, ())
    understood = read(Report(text="banjir", answers={"tinggi-air": "selutut"}), RULES)
    assert (understood.facts.answers, understood.notes) == ({"tinggi-air": "selutut"}, ("unfit-answer: tinggi-air",))
    assert read(Report(text="air", answers={"tinggi-air": "120"}), RULES).facts.category == "tinggi"


def test_what_a_map_says_for_all_records_is_a_default() -> None:
    report = Report("import", {"channel": "default", "reported_at": "default"}, text="sampah", channel="wa")
    understood = read(report, RULES)
    assert (understood.facts.channel, understood.sources["channel"]) == ("wa", "default")
    assert understood.sources["reported_at"] == "default"


def test_other_answers_change_nothing_that_was_understood_before() -> None:
    understood = read(Report(text="banjir"), RULES)
    other = with_answers(understood, {"tinggi-air": 1})
    assert (understood.facts.answers, other.facts.answers) == ({}, {"tinggi-air": 1})
    assert seen(other.facts) == seen(understood.facts) | {"answers": {"tinggi-air": 1}}


def test_shift_and_day_stay_as_they_were_logged() -> None:
    """Also where the shifts begin at other hours now: no reading moves a call into another shift."""
    stored = decide(read(Report(text="sampah", reported_at=1_749_636_000), RULES), RULES).complaint
    assert stored.shift == "pagi"
    later = router_of({**CITY, "shifts": {"pagi": "07:00-09:00", "malam": "09:00-07:00"}})
    assert read_again(stored, later).facts.shift == "pagi"
    assert read_again(copy_of(stored, shift=None), later).facts.shift == "malam"


# -- a place that is asked for


@pytest.mark.parametrize(
    ("text", "said", "place", "address"),
    [
        ("sampah", "Margahayu", ("Bekasi Timur", "Margahayu"), None),
        ("sampah", "Jl. Mawar 3, Margahayu", ("Bekasi Timur", "Margahayu"), "Jl. Mawar 3"),
        ("sampah di Margahayu", "Jl. Mawar 3", ("Bekasi Timur", "Margahayu"), "Jl. Mawar 3"),
        ("sampah di Margahayu", "Bekasi Utara", ("Bekasi Utara", None), None),
        ("sampah di Margahayu", "Duren Jaya", ("Bekasi Timur", "Duren Jaya"), None),
        ("sampah di Margahayu", "Bekasi Timur", ("Bekasi Timur", "Margahayu"), None),
        ("sampah", "belakang warung Bu Ani", (None, None), "belakang warung Bu Ani"),
        ("sampah", "depan masjid di Margahayu", ("Bekasi Timur", "Margahayu"), "depan masjid di Margahayu"),
    ],
)
def test_what_somebody_says_who_is_asked_where_it_is_is_given(
    text: str, said: str, place: tuple[str | None, str | None], address: str | None
) -> None:
    """District and ward stay where no others are named; what is no street by its looks still leads there."""
    found = with_place(read(Report(text=text), RULES), said, RULES)
    assert (found.facts.kecamatan, found.facts.kelurahan) == place
    assert found.address == address
    for name, value in (("address", address),):
        assert (found.sources.get(name) == "given") is (value is not None)


def test_a_place_that_contradicts_itself_is_noted_as_it_is_said() -> None:
    found = with_place(read(Report(text="sampah"), RULES), "Kel. Margahayu Kec. Bekasi Utara", RULES)
    assert found.notes == (PLACE_CONTRADICTION,)


def test_asking_where_it_is_changes_nothing_else() -> None:
    """The first understanding stays as it was, too."""
    first = read(Report(text="banjir", answers={"tinggi-air": "30"}), RULES)
    before = seen(first.facts)
    found = with_place(first, "Jl. Mawar 3, Margahayu", RULES)
    assert seen(first.facts) == before
    assert seen(found.facts) == before | {"kecamatan": "Bekasi Timur", "kelurahan": "Margahayu"}


def test_a_place_that_was_taken_away_is_not_read_back_from_the_text() -> None:
    """Given as none stays none, the ward alone as well as the whole place."""
    text = "sampah di Jl. Mawar 3, Margahayu"
    gone = {"kecamatan": "given", "kelurahan": "given", "address": "given"}
    found = read(Report("given", gone, text=text), RULES)
    assert (found.facts.kecamatan, found.facts.kelurahan, found.address, found.notes) == (None, None, None, ())
    ward = read(Report("given", {"kelurahan": "given"}, text=text), RULES)
    assert (ward.facts.kecamatan, ward.facts.kelurahan) == ("Bekasi Timur", None)


@pytest.mark.parametrize(
    ("at", "minute", "weekday", "holiday"),
    [(1_749_610_800, 180, 2, False), (1_749_610_800 + 86_400, 180, 3, True)],
)
def test_rules_see_the_local_minute_the_day_and_whether_it_is_a_holiday(
    at: int, minute: int, weekday: int, holiday: bool
) -> None:
    router = Router({**RULES.compiled, "holidays": ["2025-06-12"]}, None)
    facts = read(Report(text="sampah", reported_at=at), router).facts
    assert (facts.minute, facts.weekday, facts.holiday) == (minute, weekday, holiday)


# -- what a person said of an emergency


@pytest.mark.parametrize(
    ("step", "rule", "priority", "source", "alarm", "none"),
    [
        ("handoff", "api", "emergency", "default", True, False),
        ("city", "tenggelam", "emergency", "default", True, False),
        ("city", "biasa", "normal", "given", False, True),
        ("city", "tidak-ada", "low", "given", False, True),
        ("category", "tenggelam", "low", "given", False, True),
        ("city", "biasa", "emergency", "given", False, False),
        ("city", "biasa", "low", "text", False, False),
        ("handoff", "api", "low", "given", True, False),
    ],
)
def test_a_lower_priority_says_that_it_is_none_unless_an_alarm_decided_since(
    step: str, rule: str, priority: str, source: str, alarm: bool, none: bool
) -> None:
    """What was given with the call is older than what the rules made of it."""
    urgent = [
        {"id": "tenggelam", "text": ["tenggelam"], "to": "bpbd", "priority": "emergency", "say": "x"},
        {"id": "biasa", "text": ["biasa"], "to": "bpbd"},
    ]
    compiled = router_of({**CITY, "rule": urgent}).compiled
    stored = Complaint(step=step, rule=rule, priority=priority, sources={"priority": source})
    assert (is_of_alarm(stored, compiled), says_none(stored, compiled)) == (alarm, none)
