"""All that is wrong with a desk's files as they stand, each with its line, and the examples that lie beside them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.config.rule_files.desk_problems import check, read_desk, ready
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.testing import RULES, manifest
from aduan_cli.testing import desk as make_desk

GOOD = '[[example]]\ntext = "sampah"\nexpect = { unit = "dlh" }\n'
MANIFEST = manifest("satu").replace('[crews.regu]\nname = "Regu satu"\n', "")
BAD = '[[example]]\ntext = "banjir"\nexpect = { unit = "dlh" }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a desk with a plugin, and examples in a folder of their own."""
    made = make_desk(tmp_path / "desk", plugins={"satu": {"plugin.toml": MANIFEST}})
    (made / "examples").mkdir()
    return made


def told(folder: Path, files: list[str] | None = None, accepted: dict[str, str] | None = None) -> list[str]:
    """Return everything that is told of a desk."""
    return [str(problem) for problem in check(read_desk(str(folder), accepted or {}, files))]


def test_examples_of_the_desk_are_read_in_the_order_of_their_names(folder: Path) -> None:
    """Only files of TOML directly in the folder; each is counted where it stands."""
    (folder / "examples" / "b.toml").write_text(GOOD + "\n" + BAD, encoding="utf-8")
    (folder / "examples" / "a.toml").write_text("\n" + BAD, encoding="utf-8")
    (folder / "examples" / "c.txt").write_text("= no TOML", encoding="utf-8")
    (folder / "examples" / "inner").mkdir()
    (folder / "examples" / "inner" / "d.toml").write_text(BAD, encoding="utf-8")
    found = read_desk(str(folder), {})
    assert [(one.file, found.loaded.lines[one.file][one.path]) for one in found.loaded.examples] == [
        ("examples/a.toml", 2), ("examples/b.toml", 1), ("examples/b.toml", 5),
    ]  # fmt: skip
    sentences = told(folder)
    assert [sentence.split(": ")[0] for sentence in sentences] == ["examples/a.toml:4", "examples/b.toml:7"]
    assert all("unit" in sentence and "bpbd" in sentence for sentence in sentences)


def test_what_an_error_leaves_out_fails_no_example_as_well(folder: Path) -> None:
    """The error is told alone; once it is mended examples are run again, those of other files as well."""
    (folder / "examples" / "a.toml").write_text(GOOD + BAD, encoding="utf-8")
    rules = (folder / "rules.toml").read_text(encoding="utf-8")
    assert [sentence.split(" ")[1] for sentence in told(folder)] == ["example[2].expect.unit:"]
    (folder / "rules.toml").write_text(rules.replace('unit = "dlh"', 'unit = "dhl"'), encoding="utf-8")
    assert [sentence.split(" ", 1)[1] for sentence in told(folder)] == [
        "categories.sampah.unit: unknown unit 'dhl'; did you mean 'dlh'?"
    ]


def test_a_bad_file_of_places_keeps_no_unit_from_being_told_as_unknown(folder: Path) -> None:
    """It declares none: what rules name wrong is an error all the same, and not a row of examples that fail."""
    (folder / "places").mkdir()
    (folder / "places" / "kota.toml").write_text("= no TOML", encoding="utf-8")
    rules = (folder / "rules.toml").read_text(encoding="utf-8")
    (folder / "rules.toml").write_text(rules.replace('unit = "dlh"', 'unit = "dhl"'), encoding="utf-8")
    assert [(one.file, one.severity) for one in read_desk(str(folder), {}).problems] == [
        ("places/kota.toml", "error"),
        ("rules.toml", "error"),
    ]


def test_a_file_whose_name_keeps_it_from_being_read_is_told(folder: Path) -> None:
    """As Windows and its editors name them; what another machine left beside a file, or a backup, is nothing."""
    (folder / "places").mkdir()
    for name in ("places/Pasar.TOML", "places/jalan.toml.txt", "examples/a.Toml"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    for name in ("places/._pasar.toml", "examples/._a.toml", "places/catatan.txt", "places/jalan.toml~"):
        (folder / name).write_bytes(b"\0\5\x16\7")
    assert told(folder) == [
        "places/Pasar.TOML:1: a file of this name is not read; 'Pasar.toml' would be right",
        "places/jalan.toml.txt:1: a file of this name is not read; 'jalan.toml' would be right",
        "examples/a.Toml:1: a file of this name is not read; 'a.toml' would be right",
    ]


def test_files_that_are_named_stand_for_those_of_the_desk(folder: Path, tmp_path: Path) -> None:
    """They are named as they were given, may lie anywhere, and may be a pipe."""
    (folder / "examples" / "a.toml").write_text(BAD, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    assert told(folder, [str(tmp_path / "mine.toml")]) == []
    reading, writing = os.pipe()
    os.write(writing, BAD.encode())
    os.close(writing)
    (sentence,) = told(folder, [f"/dev/fd/{reading}"])
    os.close(reading)
    assert sentence.startswith(f"/dev/fd/{reading}:3: ")
    with pytest.raises(NotFoundError, match=r"tiada\.toml: no such file"):
        read_desk(str(folder), {}, [str(tmp_path / "tiada.toml")])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[[example]\n", "examples/a.toml:1: "),
        (b"\n\xff\n", "examples/a.toml:2: "),
        (b'[[rule]]\nto = "dlh"\n', "examples/a.toml:1: rule: unknown key"),
        (b'[[example]]\nexpect = { unit = "dlh" }\n', "examples/a.toml:1: example[1]: "),
        (b'[[example]]\ntext = "x"\nexpect = { unit = "dhl" }\n', "examples/a.toml:3: example[1].expect.unit: unknown"),
    ],
)
def test_an_example_file_with_a_fault_is_told_and_the_others_run(folder: Path, content: bytes, sentence: str) -> None:
    (folder / "examples" / "a.toml").write_bytes(content)
    (folder / "examples" / "b.toml").write_text(BAD, encoding="utf-8")
    first, *others = told(folder)
    assert first.startswith(sentence)
    assert [other.split(": ")[0] for other in others if "a.toml" not in other] == ["examples/b.toml:3"]


def test_a_folder_in_the_place_of_an_example_file_is_told(folder: Path) -> None:
    """It can't be read; the rules are no worse for it."""
    (folder / "examples" / "a.toml").mkdir()
    (sentence,) = told(folder)
    assert sentence.startswith("examples/a.toml:1: it can't be read: ")


def test_of_a_desk_without_rules_only_that_is_told(folder: Path) -> None:
    """Its examples would all be wrong for one reason."""
    (folder / "examples" / "a.toml").write_text(GOOD, encoding="utf-8")
    (folder / "rules.toml").unlink()
    assert told(folder) == ["rules.toml: there is no such file; aduan init makes one"]
    restorable = told(folder, accepted={"rules.toml": RULES})
    assert restorable == ["rules.toml: there is no such file; put it back, or: aduan rules restore REV"]


def test_what_can_not_come_into_force_is_not_tried(folder: Path) -> None:
    """The errors are told, each with its line; warnings alone keep nothing back."""
    found = read_desk(str(folder), {})
    assert ready(found) is found
    lamps = '[categories.lampu]\nunit = "satu"\ntext = ["lampu", "lampu"]\n'
    (folder / "plugins" / "satu" / "plugin.toml").write_text(MANIFEST + lamps, encoding="utf-8")
    assert ready(read_desk(str(folder), {})).errors == []
    (folder / "plugins" / "satu" / "plugin.toml").write_text(MANIFEST + "x = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        ready(read_desk(str(folder), {}))
    assert caught.value.problems == ("plugins/satu/plugin.toml:10: categories.satu.x: unknown key",)


def test_warnings_wait_until_the_files_hold(folder: Path) -> None:
    """Of rules that were left out for an error nothing is proved; what is well formed is looked at all the same."""
    rules = RULES + '\n[plugins]\nenable = ["satu"]\n[[rule]]\ntext = "got"\nto = "dlh"\n'
    again = rules + '[[rule]]\ntext = "got"\nto = "bpbd"\n'
    (folder / "rules.toml").write_text(again, encoding="utf-8")
    (sentence,) = told(folder)
    assert "never" in sentence
    (folder / "rules.toml").write_text(again + '[[rule]]\ntext = "x"\nto = "tiada"\n', encoding="utf-8")
    assert len(told(folder)) == 2
