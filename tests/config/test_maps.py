"""Import maps: what they may say, and how their faults are told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.config.maps import FIELDS, ImportMap, _Reader, known_maps, load_map, read_map
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.problems import Problems

GOOD = """\
key = "NO"
unit = "DINAS"
fields = ["KET"]
[columns]
text = "ISI"
reported_at = ["TGL", "JAM"]
answer = "JAWABAN"
caller.name = "NAMA"
[dates]
formats = ["%d/%m/%Y %H:%M"]
[statuses]
Selesai = "closed"
Buka = ""
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_map("uji", "maps/uji.toml", text.encode())
    return list(caught.value.problems)


def test_a_map_says_which_column_is_which_field() -> None:
    """Columns, keys, dates and words of a map arrive as they were written."""
    made = read_map("uji", "maps/uji.toml", GOOD.encode())
    assert made.key == ("NO",)
    assert made.columns == {
        "text": ("ISI",), "reported_at": ("TGL", "JAM"), "answer": ("JAWABAN",), "caller.name": ("NAMA",),
    }  # fmt: skip
    assert made.words["status"] == {"Selesai": "closed", "Buka": ""}
    assert (made.unit, made.units, made.missing, made.own) == ("DINAS", "names", "quarantine", False)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('key = "NO"', "key = 3", "maps/uji.toml:1: key: 3 can't stand here; the name of a column, or a list"),
        ('text = "ISI"', 'txt = "ISI"', "maps/uji.toml:5: columns.txt: 'txt' is no field; did you mean 'text'?"),
        ('text = "ISI"', "", "maps/uji.toml:4: columns: 'text' is missing"),
        ('caller.name = "NAMA"', 'caller.nama = "N"', "maps/uji.toml:8: columns.caller.nama: 'caller.nama' is no"),
        ('"%d/%m/%Y %H:%M"', '"%d/%m %H:%M"', "maps/uji.toml:10: dates.formats[1]: date format '%d/%m %H:%M': year"),
        ('"closed"', '"close"', "maps/uji.toml:12: statuses.Selesai: unknown value 'close'; did you mean 'closed'?"),
        ("[dates]", "[date]", "maps/uji.toml:9: date: unknown key; did you mean 'dates'?"),
        ('unit = "DINAS"', 'unit = "DINAS"\nunits = "id"', "maps/uji.toml:3: units: 'id' can't stand here; one of"),
        ('fields = ["KET"]', 'fields = ["KET", "DINAS"]', "maps/uji.toml:3: fields[2]: column 'DINAS' can't be used"),
        ('fields = ["KET"]', 'fields = ["jawaban"]', "maps/uji.toml:3: fields[1]: column 'jawaban' can't be used"),
        ('text = "ISI"', 'text = ["ISI", "DINAS"]', "maps/uji.toml:5: columns.text: column 'DINAS' can't be used"),
        ('text = "ISI"', 'text = "ISI"\ncategory = "DINAS"', "maps/uji.toml:6: columns.category: column 'DINAS'"),
    ],
)
def test_each_fault_is_told_with_its_place_and_what_would_be_right(old: str, new: str, sentence: str) -> None:
    """One fault gives a sentence that names file, line and path."""
    assert old in GOOD
    found = problems_of(GOOD.replace(old, new))
    assert any(problem.startswith(sentence) for problem in found), found


def test_all_faults_are_told_at_once() -> None:
    """Three faults give three sentences, not the first alone."""
    broken = GOOD.replace('"closed"', '"close"').replace('"%d/%m/%Y %H:%M"', '"%d"').replace("key =", "keys =")
    assert len(problems_of(broken)) == 3


def test_what_is_no_toml_or_no_text_is_told_with_its_line() -> None:
    """A syntax error and a byte that is no UTF-8 name their line."""
    assert problems_of(GOOD + "x = \n")[0].startswith("maps/uji.toml")
    with pytest.raises(ConfigError) as caught:
        read_map("uji", "uji.toml", b'key = "NO"\nunit = "\xe9"\n')
    assert caught.value.problems[0].startswith("uji.toml:2: not UTF-8")


def test_the_desk_s_own_map_wins_over_a_built_in_one(tmp_path: Path) -> None:
    """A map in the desk's folder is found by name, before one that ships."""
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "default.toml").write_text(GOOD)
    assert load_map("default", str(tmp_path)).unit == "DINAS"
    assert known_maps(str(tmp_path)) == ["default", "bekasi-1500444", "open311"]


def test_a_map_is_also_found_by_its_path(tmp_path: Path) -> None:
    """`--map FILE` needs no desk folder; its name is the file's."""
    (tmp_path / "lain.toml").write_text(GOOD)
    assert load_map(str(tmp_path / "lain.toml"), "/").name == "lain"


def test_an_unknown_map_names_the_known_ones(tmp_path: Path) -> None:
    """Who mistypes a map's name reads which there are."""
    with pytest.raises(NotFoundError, match="bekasi-1500444, default"):
        load_map("bekasi", str(tmp_path))


@pytest.mark.parametrize("name", ["bekasi-1500444", "default"])
def test_the_built_in_maps_are_valid(name: str, tmp_path: Path) -> None:
    """What ships loads without a problem and needs no unit to read a record."""
    made = load_map(name, str(tmp_path))
    assert made.unit is not None
    assert made.unit not in [column for columns in made.columns.values() for column in columns]


def test_the_map_of_the_boston_example_is_valid() -> None:
    """The example's map loads and slugs its queues."""
    example = Path(__file__).parents[2] / "examples" / "boston" / "maps" / "boston-311.toml"
    made = load_map(str(example), "/")
    assert (made.unit, made.units, made.key) == ("QUEUE", "slug", ("CASE_ENQUIRY_ID",))


def test_an_object_that_holds_the_unit_stays_hidden(tmp_path: Path) -> None:
    """A unit inside an object of a JSON line is not let in by keeping the object, or everything."""
    for kept in ('["meta"]', '["*"]'):
        text = f'unit = "meta.unit"\nfields = {kept}\n[columns]\ntext = "text"\n[dates]\nformats = ["%Y-%m-%d"]\n'
        with pytest.raises(ConfigError) as told:
            read_map("uji", "uji.toml", text.encode())
        assert "it holds the unit that the call went to" in "".join(told.value.problems)


def test_what_is_no_file_is_told_as_such_and_nothing_hangs(tmp_path: Path) -> None:
    """A pipe in the place of a map was said to be unknown, and named among those that are known."""
    (tmp_path / "maps").mkdir()
    os.mkfifo(tmp_path / "maps" / "pipa.toml")
    with pytest.raises(NotFoundError, match=r"maps/pipa\.toml: it is not a file"):
        load_map("pipa", str(tmp_path))


# -- each fault


FAULTS = {
    "key-of-a-number": ('key = "NO"', "key = [1]", "1: key: a list can't stand here; the name of a column, or a"),
    "key-empty": ('key = "NO"', 'key = " "', "1: key: ' ' can't stand here; the name of a column, or a list of names"),
    "unit-of-two": ('unit = "DINAS"', 'unit = ["A", "B"]', "2: unit: a list can't stand here; the name of one column"),
    "units-unknown": ('unit = "DINAS"', 'unit = "DINAS"\nunits = "ids"', "3: units: 'ids' can't stand here; one of"),
    "own-in-words": ('unit = "DINAS"', 'own = "ya"', "2: own: 'ya' can't stand here; true or false would be right"),
    "key-unknown": ('unit = "DINAS"', 'unti = "DINAS"', "2: unti: unknown key; did you mean 'unit'?"),
    "answers-no-table": ('key = "NO"', 'answers = "ISI"', "1: answers: 'ISI' can't stand here; a table would"),
    "text-empty": ('text = "ISI"', "text = []", "4: columns: 'text' is missing; the column that holds it would be"),
    "time-empty": ('reported_at = ["TGL", "JAM"]', "reported_at = []", "4: columns: 'reported_at' is missing; the"),
    "text-a-number": ('text = "ISI"', "text = 5", "5: columns.text: 5 can't stand here; the name of a column, or a"),
    "field-unknown": ('answer = "JAWABAN"', 'jawaban = "J"', "7: columns.jawaban: 'jawaban' is no field"),
    "date-key-unknown": ("formats =", "absen = 1\nformats =", "10: dates.absen: unknown key"),
    "date-without-month": ('"%d/%m/%Y %H:%M"', '"%d %Y"', "10: dates.formats[1]: date format '%d %Y': year, month"),
    "date-missing-how": ("formats =", 'missing = "skip"\nformats =', "10: dates.missing: 'skip' can't stand here;"),
    "dates-left-out": (
        '[dates]\nformats = ["%d/%m/%Y %H:%M"]\n', "", "1: dates: 'formats' is missing; how the file",
    ),
    "status-unknown": ('"closed"', '"tutup"', "12: statuses.Selesai: unknown value 'tutup'; one of 'acknowledged'"),
    "status-a-number": ('"closed"', "1", "12: statuses.Selesai: 1 can't stand here; a text would be right"),
    "default-unknown": ("[statuses]", '[defaults]\nunit = "dlh"\n[statuses]', "12: defaults.unit: 'unit' has no"),
    "default-value": (
        "[statuses]", '[defaults]\nkind = "komplain"\n[statuses]', "12: defaults.kind: unknown value 'komplain'; did",
    ),
    "default-empty": ("[statuses]", '[defaults]\nactor = ""\n[statuses]', "12: defaults.actor: '' can't stand here;"),
    "answer-of-a-number": ("[statuses]", "[answers]\ntinggi = 3\n[statuses]", "12: answers.tinggi: 3 can't stand"),
    "answer-is-the-unit": (
        'answer = "JAWABAN"', 'answer = ["JAWABAN", "DINAS"]',
        "7: columns.answer: column 'DINAS' can't be used here: it holds the unit that the call went to; routing must",
    ),
    "answer-column-is-the-unit": (
        "[statuses]", '[answers]\ntinggi = "dinas"\n[statuses]',
        "12: answers.tinggi: column 'dinas' can't be used here: it holds the unit that the call went to",
    ),
    "caller-is-the-answer": (
        'caller.name = "NAMA"', 'caller.name = "JAWABAN"',
        "8: columns.caller.name: column 'JAWABAN' can't be used here: it holds the officer's answer",
    ),
}  # fmt: skip
"""By its name what of the good map is another text, and how the one sentence begins."""


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_one_sentence(fault: str) -> None:
    """With its line; what comes of it elsewhere is not told as well."""
    old, new, begins = FAULTS[fault]
    assert old in GOOD
    (sentence,) = problems_of(GOOD.replace(old, new))
    assert sentence.startswith(f"maps/uji.toml:{begins}"), sentence


def test_answers_are_held_to_the_questions_that_the_desk_has() -> None:
    """By any spelling of their names; what is no question may be kept as a column."""
    text = GOOD + '[answers]\nTinggi_Air = "T"\ntingi-air = "U"\nwarna = "W"\n'
    with pytest.raises(ConfigError) as caught:
        read_map("uji", "uji.toml", text.encode(), ["tinggi-air"])
    assert [problem.partition(": ")[2] for problem in caught.value.problems] == [
        "answers.tingi-air: no question has that name; did you mean 'tinggi-air'?",
        "answers.warna: no question has that name; 'tinggi-air' would be right",
    ]
    assert read_map("uji", "uji.toml", text.encode()).answers == {"Tinggi_Air": "T", "tingi-air": "U", "warna": "W"}


@given(
    st.recursive(
        st.sampled_from(["NO", "ISI", "closed", "names", "%Y-%m-%d", "", 3, True, None, 2.5]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*FIELDS, "caller", "formats", "Selesai"]), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    st.sampled_from(["key", "unit", "units", "fields", "own", "columns", "answers", "dates", "statuses", "defaults"]),
)
def test_whatever_a_map_says_it_is_one_or_it_is_told(value: Any, key: str) -> None:
    """No value of a key ends otherwise; and a map that is one has what an import needs."""
    data = {"columns": {"text": "ISI", "reported_at": "TGL"}, "dates": {"formats": ["%Y-%m-%d"]}, key: value}
    made, problems = ImportMap("uji", "uji.toml"), Problems()
    _Reader(made, problems, None).read(data)
    if list(problems):
        return
    assert made.columns["text"]
    assert made.own or made.columns["reported_at"]
    assert made.units in ("names", "slug")
    assert all(value in STATUSES or value == "" for value in made.words["status"].values())
