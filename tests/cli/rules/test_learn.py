"""`aduan rules learn`: from an old spreadsheet to a file that a desk can use, with honest figures."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import tomli

from office import Office

MAP = """\
key = ["no"]
unit = "dinas"
units = "slug"
fields = ["jenis"]
[columns]
text = "isi"
reported_at = "waktu"
[dates]
formats = ["%Y-%m-%d"]
[defaults]
status = "closed"
"""
EMPTY = '[desk]\nname = "Kota Baru"\nprefix = "KB"\ntimezone = "Asia/Jakarta"\n'
CALLS = (
    ("lampu", "lampu padam sejak kemarin", "Dinas Terang"),
    ("sampah", "sampah belum diangkut", "Dinas Bersih"),
    ("jalan", "jalan berlubang besar", "Dinas Jalan"),
    ("lain", "mohon bantuan", "Dinas Bersih"),
)


@pytest.fixture
def office(office: Office, tmp_path: Path) -> Office:
    """Return a desk that knows nothing but an old spreadsheet; the last calls are partly odd."""
    office.write_rules(EMPTY)
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "lama.toml").write_text(MAP, encoding="utf-8")
    rows = []
    for number in range(100):
        kind, text, unit = CALLS[number % 4]
        if number > 70 and number % 7 == 0:
            unit = "Dinas Jalan"
        rows.append((number, f"2025-{1 + number // 25:02}-{1 + number % 25:02}", kind, text, unit))
    for name, part in (("semua", rows), ("akhir", rows[70:])):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("no", "waktu", "jenis", "isi", "dinas"), *part])
    assert office.run("import", str(tmp_path / "semua.csv"), "--map", "lama").code == 0
    return office


@pytest.mark.parametrize("inputs", ["text", "jenis", "text,jenis"])
def test_the_printed_share_is_what_a_desk_with_the_file_reaches(office: Office, tmp_path: Path, inputs: str) -> None:
    """The held-out calls, imported under the learned rules, agree exactly as often as was said."""
    file = tmp_path / "learned.toml"
    ran = office.run("rules", "learn", "--inputs", inputs, "--output", str(file))
    assert (ran.code, ran.out) == (0, "")
    printed = re.search(r"these rules +([0-9.]+) %", ran.err)
    assert printed is not None
    assert "of the last 30, which were held out:" in ran.err
    assert float(printed[1]) > 50
    office.write_rules(file.read_text(encoding="utf-8"))
    other = ("--store", str(tmp_path / "akhir.db"))
    imported = office.run("import", str(tmp_path / "akhir.csv"), "--map", "lama", *other)
    assert imported.code == 0, imported.err
    assert f"({printed[1]} %)" in imported.err
    assert office.run("rules", "check").code == 0


def test_the_file_goes_to_stdout_with_figures_beside_each_category(office: Office) -> None:
    """Data on stdout, figures on stderr, support and precision as a comment."""
    ran = office.run("rules", "learn", "--inputs", "jenis")
    assert ran.code == 0
    data = tomli.loads(ran.out)
    assert data["categories"]["lampu"] == {"unit": "dinas-terang", "fields": {"jenis": "lampu"}}
    assert data["desk"]["name"] == "Kota Baru"
    assert re.search(
        r"^# complaints: 18, 100\.0 % right; held out: 7, [0-9.]+ %\n\[categories\.lampu\]$", ran.out, re.M
    )
    assert "the commonest unit by fields.jenis" in ran.err
    assert "lampu" not in ran.err


def test_quiet_says_nothing_and_the_result_is_the_same(office: Office) -> None:
    """Twice the same command, twice the same file."""
    first, second = (office.run("-q", "rules", "learn", "--inputs", "text,jenis") for _time in range(2))
    assert first.out == second.out
    assert first.err == ""


def test_learning_stores_and_accepts_nothing(office: Office) -> None:
    """The desk's data and rules are as they were."""
    before = office.file.read_bytes(), (office.folder / "rules.toml").read_bytes()
    assert office.run("rules", "learn").code == 0
    assert (office.file.read_bytes(), (office.folder / "rules.toml").read_bytes()) == before


def test_no_more_rules_than_asked_for(office: Office) -> None:
    """`--max-rules` counts categories and rules together."""
    data = tomli.loads(office.run("rules", "learn", "--inputs", "jenis", "--max-rules", "2").out)
    assert len(data["categories"]) + len(data.get("rule", [])) <= 2


def test_relearn_writes_what_all_complaints_teach(office: Office) -> None:
    """The figures stay those of the held-out part; the comments count all complaints."""
    ran = office.run("rules", "learn", "--inputs", "jenis", "--relearn")
    assert "learned again from all 100:" in ran.err
    assert "held out: " not in ran.out.split("[desk]")[1]
    assert "# complaints: 25," in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--inputs", "jens"], 2, "no complaint has 'fields.jens'; known: fields.jenis"),
        (["--inputs", " , "], 2, "--inputs is empty"),
        (["--holdout", "1"], 2, "--holdout"),
        (["--max-rules", "0"], 2, "--max-rules"),
        (["--from", "unit"], 4, "no complaint has a unit"),
        (["--output", "{there}"], 2, "is there already"),
        (["--output", "{there}/no/such"], 2, "Not a directory"),
    ],
)
def test_what_can_not_be_is_said_in_one_sentence(
    office: Office, tmp_path: Path, arguments: list[str], code: int, sentence: str
) -> None:
    """With its exit code, and without a traceback."""
    there = str(tmp_path / "semua.csv")
    ran = office.run("rules", "learn", *(argument.replace("{there}", there) for argument in arguments))
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err


def test_a_unit_that_is_there_under_another_name_keeps_its_id(office: Office) -> None:
    """Before, a second unit was proposed for each spelling that the old records had."""
    office.write_rules(EMPTY + '[units.bersih]\nname = "Kebersihan"\naliases = ["DINAS BERSIH"]\n')
    data = tomli.loads(office.run("rules", "learn", "--inputs", "text,jenis").out)
    assert sorted(data["units"]) == ["bersih", "dinas-jalan", "dinas-terang"]
    assert data["units"]["bersih"]["aliases"] == ["DINAS BERSIH"]
    assert "bersih" in {table["unit"] for table in data["categories"].values()}


def test_what_is_not_taken_over_is_said_in_the_file_and_beside_it(office: Office) -> None:
    """Before, an answer of the counter and its like were gone from the draft without a word."""
    plain = office.run("rules", "learn")
    assert "not taken over" not in plain.out + plain.err
    answer = '[[answer]]\nid = "jam"\ntitle = "Jam buka"\ntext = "Pukul delapan."\nwords = ["jam buka"]\n'
    office.write_rules(EMPTY + '[reasons.reject]\nhoax = "iseng"\n' + answer)
    ran = office.run("rules", "learn")
    sentence = "not taken over from the present rules.toml: answer; copy by hand what still holds"
    assert f"# {sentence}\n" in ran.out
    assert sentence in ran.err
    assert tomli.loads(ran.out)["reasons"] == {"reject": {"hoax": "iseng"}}
