"""`aduan rules check`, `test`, `show` and `schema`: what an admin asks before and after a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from office import MANIFEST, RULES, Office

EXAMPLES = """
[[example]]
text = "ada sampah di Margahayu"
expect = { unit = "dlh", place = "Bekasi Timur" }
[[example]]
text = "terjadi kebakaran"
expect = { step = "handoff", rule = "api", priority = "emergency" }
"""
WRONG = '[[example]]\ntext = "lampu pju mati"\nexpect = { unit = "dlh" }\n'


@pytest.fixture
def office(office: Office) -> Office:
    """Return the invented desk, with two examples."""
    office.write_rules(RULES + EXAMPLES)
    return office


def test_nothing_wrong_is_silence(office: Office) -> None:
    """No problem: nothing is said, exit code 0; JSON of nothing is an empty list."""
    assert office.run("rules", "check") == (0, "", "")
    assert office.run("rules", "check", "--strict", "--format", "json").data == []


def test_all_problems_at_once_each_with_its_place(office: Office) -> None:
    """Two files, the loader's errors, a failing example and a warning; exit code 3."""
    office.write_rules(RULES + EXAMPLES + WRONG + '[[rule]]\ntext = "x"\ntext_not = "x"\nto = "dlh"\n')
    lines = (office.folder / "rules.toml").read_text(encoding="utf-8").splitlines()
    example, rule = (max(n for n, text in enumerate(lines, 1) if text == t) for t in ("[[example]]", "[[rule]]"))
    ran = office.run("rules", "check")
    assert ran.out.splitlines() == [
        f"rules.toml:{example + 2}: example[3].expect.unit: 'lampu pju mati' gave 'bmsda-pju'; 'dlh' was expected",
        f"rules.toml:{rule}: rule[3]: it never holds: 'x' is asked for and ruled out; leave it in one place only"
        " (warning)",
    ]
    assert (ran.code, ran.err) == (3, "error: 1 error, 1 warning\n")
    manifest = office.folder / "plugins" / "bmsda" / "plugin.toml"
    manifest.write_text(MANIFEST.replace("bmsda-pju", "bmsda-pjju") + "colour = 1\n", encoding="utf-8")
    sentences = [row["what"] for row in json.loads(office.run("rules", "check", "--format", "json").out)]
    assert "unknown unit 'bmsda-pjju'" in sentences
    assert "unknown key" in sentences


def test_warnings_alone_fail_only_when_strict(office: Office) -> None:
    """Exit code 0 with warnings, 3 with --strict."""
    office.write_rules(RULES + '[units.rsud]\nname = "RSUD"\n')
    ran = office.run("rules", "check")
    assert (ran.code, ran.err) == (0, "0 errors, 1 warning\n")
    assert "units.rsud: nothing leads to 'rsud'" in ran.out
    assert office.run("rules", "check", "--strict").code == 3


def test_what_only_seems_wrong_beside_an_error_is_not_told(office: Office) -> None:
    """A category that was left out for an error is not a reason to call its unit unreachable."""
    office.write_rules(RULES.replace('text = ["listrik padam"]', "text = [7]"))
    ran = office.run("rules", "check")
    assert ran.code == 3
    assert "nothing leads to" not in ran.out


def test_a_map_that_is_left_out_is_told_before_a_call_comes_in(office: Office) -> None:
    """Not beside an error, which may leave the city's places out."""
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "kota.geojson").write_text("{}", encoding="utf-8")
    ran = office.run("rules", "check")
    assert (ran.code, ran.out.startswith("maps/kota.geojson:1: no GeoJSON;")) == (0, True)
    assert office.run("rules", "check", "--strict").code == 3
    office.write_rules(RULES + EXAMPLES + "[desk]\n")
    assert "kota.geojson" not in office.run("rules", "check").out


def test_no_file_of_rules_is_a_problem_too(office: Office) -> None:
    """It can't be parsed: one sentence with the line, exit code 3."""
    office.write_rules("[desk\n")
    ran = office.run("rules", "check")
    assert ran.code == 3
    assert ran.out.startswith("rules.toml:1: not TOML")


def test_the_examples_hold(office: Office) -> None:
    """Those beside the rules and those in files of their own; the count goes to stderr."""
    (office.folder / "examples").mkdir()
    more = '[[example]]\ncategory = "sampah"\nfields.X = 1\nexpect = { unit = "dlh", step = "category" }\n'
    (office.folder / "examples" / "lain.toml").write_text(more, encoding="utf-8")
    assert office.run("rules", "test") == (0, "", "all 3 examples hold\n")
    rows = office.run("rules", "test", "--format", "json").data
    assert [(row["file"], row["passed"]) for row in rows] == [
        ("rules.toml", True), ("rules.toml", True), ("examples/lain.toml", True),
    ]  # fmt: skip


def test_a_failing_example_shows_expected_got_and_the_way_there(office: Office, tmp_path: Path) -> None:
    """Of a file that is named only its own examples are run."""
    file = tmp_path / "cases.toml"
    file.write_text(WRONG, encoding="utf-8")
    ran = office.run("rules", "test", str(file))
    assert (ran.code, ran.err) == (3, "error: 1 of 1 example fails\n")
    sentence, *steps = ran.out.splitlines()
    assert sentence == f"{file}:3: example[1].expect.unit: 'lampu pju mati' gave 'bmsda-pju'; 'dlh' was expected"
    assert [line.split(None, 1) for line in steps] == [
        ["handoff", "its one rule does not hold"],
        ["city", "none of 2 rules holds"],
        ["category", "pju-mati (“pju”)"],
    ]
    (row,) = json.loads(office.run("rules", "test", str(file), "--format", "json").out)
    assert (row["passed"], row["expect"], row["got"]) == (False, {"unit": "dlh"}, {"unit": "bmsda-pju"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[example]]\ntext = "x"\nexpect = { unit = "dhl" }\n', "unknown unit 'dhl'; did you mean 'dlh'?"),
        ('[[example]]\nexpect = { unit = "dlh" }\n', "nothing is given"),
        ('[[rule]]\nto = "dlh"\n', "unknown key"),
        ("[[example]\n", "not TOML"),
        ('[[example]]\ntext = "x"\nexpect = { place = "Bandung" }\n', "unknown place 'Bandung'"),
    ],
)
def test_an_example_that_cannot_be_run_is_an_error(office: Office, tmp_path: Path, text: str, sentence: str) -> None:
    """Nothing is run; the sentence has the file and the line; exit code 3."""
    file = tmp_path / "cases.toml"
    file.write_text(text, encoding="utf-8")
    ran = office.run("rules", "test", str(file))
    assert (ran.code, ran.out) == (3, "")
    assert sentence in ran.err
    assert f"{file}:" in ran.err


def test_a_file_that_is_not_there_is_not_found(office: Office) -> None:
    """Exit code 4."""
    assert office.run("rules", "test", "nothing.toml").code == 4


def test_one_sentence_is_tried_with_its_way(office: Office) -> None:
    """The decision and the steps; the time of the call is given with --at; nothing is stored."""
    ran = office.run("rules", "test", "--text", "ada sampah di sekolah", "--at", "2026-11-23 23:00")
    assert ran.code == 0
    told = dict(line.split(None, 1) for line in ran.out.splitlines())
    assert (told["unit"], told["priority"], told["city"]) == ("dlh", "high", "sekolah (“sekolah”)")
    data = office.run("rules", "test", "--text", "ada sampah", "--format", "json").data
    assert (data["unit"], data["step"]) == ("dlh", "category")
    assert data["trace"][-1] == {"step": "category", "looked": 1, "held": [{"rule": "sampah", "words": ["sampah"]}]}
    assert not office.file.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--at", "10:00"),
        ("--text", "x", "--coverage"),
        ("--text", "x", "f"),
        ("--text", "x", "--at", "?"),
        ("--text", " "),
    ],
)
def test_options_that_do_not_go_together_are_refused(office: Office, arguments: tuple[str, ...]) -> None:
    """A usage error, exit code 2."""
    assert office.run("rules", "test", *arguments).code == 2


def test_coverage_lists_what_no_example_reaches(office: Office) -> None:
    """Rules and categories, with file and line."""
    rows = office.run("rules", "test", "--coverage", "--format", "json").data
    assert [(row["step"], row["id"]) for row in rows] == [
        ("city", "sekolah"), ("city", "pju-di-pohon"), ("category", "listrik"), ("category", "ktp"),
        ("category", "pju-mati"), ("category", "jalan-rusak"),
    ]  # fmt: skip
    lines = (office.folder / "rules.toml").read_text(encoding="utf-8").splitlines()
    assert lines[rows[2]["line"] - 1] == "[categories.listrik]"
    assert office.run("rules", "test", "--coverage").err == "3 of 9 rules and categories are reached by an example\n"


def test_show_tells_the_rules_in_force_and_how_often_each_decided(office: Office) -> None:
    """By step, in the order in which they are looked at; the file on disk that is bad is not in force."""
    for text in ("sampah", "sampah lagi", "kebakaran", "tanya saja"):
        office.log(text)
    office.write_rules("[desk\n")
    rows = office.run("rules", "show", "--format", "json").data
    counts = {(row["step"], row["id"]): row["count"] for row in rows}
    assert counts[("category", "sampah")] == 2
    assert counts[("handoff", "api")] == 1
    assert counts[("city", "sekolah")] is None
    assert counts[("triage", None)] == 1
    assert [row["step"] for row in rows] == sorted(
        (row["step"] for row in rows), key=["handoff", "city", "unit", "category", "triage"].index
    )


def test_show_narrows_to_a_unit_or_a_category(office: Office) -> None:
    """A unit stands for its crews; an unknown name is a usage error."""
    rows = office.run("rules", "show", "--unit", "DBMSDA", "--format", "json").data
    assert [row["id"] for row in rows] == ["pju-di-pohon", "pju-mati", "jalan-rusak"]
    rows = office.run("rules", "show", "--category", "pju-mati", "--format", "json").data
    assert [row["id"] for row in rows] == ["sekolah", "pju-di-pohon", "pju-mati"]
    assert office.run("rules", "show", "--category", "pju").code == 2
    assert office.run("rules", "show", "--dot", "--format", "csv").code == 2
    drawn = office.run("rules", "show", "--unit", "dlh", "--dot")
    assert '"category:sampah" -> "to:dlh";' in drawn.out


def test_the_schema_is_printed(office: Office) -> None:
    """That of rules.toml unless another is named."""
    assert office.run("rules", "schema").data["title"] == "rules.toml"
    assert "unit" in office.run("rules", "schema", "plugin.toml").data["required"]
    assert office.run("rules", "schema", "other.toml").code == 2


def test_a_misspelt_command_of_the_group_is_named(office: Office) -> None:
    """As at the root: the nearest one."""
    ran = office.run("rules", "chek")
    assert ran.code == 2
    assert "did you mean 'check'?" in ran.err
