"""Import maps: what they may say, and how their faults are told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.config.maps import known_maps, load_map, read_map
from aduan_cli.errors import ConfigError, NotFoundError

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
    assert known_maps(str(tmp_path)) == ["default", "bekasi-1500444"]


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
