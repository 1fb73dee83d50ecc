"""`aduan import`: what is taken, what is told, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from city_files import put_city
from invented import assert_sound
from terminal import Terminal
from thorough import THOROUGH

Aduan = Callable[..., "subprocess.CompletedProcess[str]"]
DATA = os.environ.get("ADUAN_TEST_DATA")
needs_data = pytest.mark.skipif(not DATA, reason="ADUAN_TEST_DATA names no folder of test data")
MAP = """\
key = ["no"]
unit = "dinas"
[columns]
text = "isi"
reported_at = "tgl"
[dates]
formats = ["%Y-%m-%d"]
"""


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


def many(path: Path, count: int) -> Path:
    """Write a log of many invented calls."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["no", "tgl", "isi", "dinas"])
        writer.writerows([n, f"2024-03-{n % 28 + 1:02}", f"melaporkan sampah nomor {n}", "DLH"] for n in range(count))
    return path


@pytest.fixture
def log(desk: Path) -> Path:
    """Return a small log beside a map that reads it."""
    (desk / "maps").mkdir()
    (desk / "maps" / "uji.toml").write_text(MAP)
    return many(desk / "log.csv", 3)


def test_the_summary_stands_on_stderr_and_stdout_stays_empty(aduan: Aduan, log: Path) -> None:
    """Read, taken, and how often routing agrees; nothing but data may go to stdout."""
    done = aduan("import", "log.csv", "--map", "uji")
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 records read · 3 taken" in done.stderr
    assert "3 of 3 (100.0 %)" in done.stderr
    assert "\r" not in done.stderr
    again = aduan("import", "log.csv", "--map", "uji")
    assert (again.returncode, "0 taken · 3 known" in again.stderr) == (0, True)


def test_quiet_is_quiet(aduan: Aduan, log: Path) -> None:
    """With -q a good import says nothing at all."""
    done = aduan("-q", "import", "log.csv", "--map", "uji")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_quiet_still_tells_why_something_was_not_taken(aduan: Aduan, log: Path, dry: list[str]) -> None:
    """With -q the reasons and where it waits are said, for a dry run nowhere else; what is only useful is not."""
    aduan("import", "log.csv", "--map", "uji")
    text = log.read_text().replace("nomor 1", "nomor satu") + "9,besok,sampah,ENTAH\n"
    log.write_text("REKAP,,,\n" + text + "8,2024-03-04,jalan rusak,ENTAH\n")
    done = aduan("-q", "import", "log.csv", "--map", "uji", *dry)
    assert done.returncode == 6
    told = done.stderr.splitlines()
    assert "log.csv row 2: differs from" in told[0] or "log.csv row 2: differs from" in told[1]
    assert any("log.csv row 4: the date 'besok' can't be read" in line for line in told)
    assert "above the head" not in done.stderr
    assert "unknown units" not in done.stderr


def test_something_quarantined_exits_6_and_names_the_file(aduan: Aduan, desk: Path, log: Path) -> None:
    """The quarantine lies in the desk, named after the file, and can be imported when mended."""
    log.write_text("no,tgl,isi,dinas\n1,2024-03-01,sampah,\n2,besok,banjir,\n")
    done = aduan("--now", "2024-03-05 10:00", "import", "log.csv", "--map", "uji")
    assert done.returncode == 6
    (quarantine,) = (desk / "quarantine").iterdir()
    assert quarantine.name == "log-20240305-100000.csv"
    assert str(quarantine) in done.stderr
    assert "log.csv row 2: the date 'besok' can't be read" in done.stderr
    quarantine.write_text(quarantine.read_text(encoding="utf-8-sig").replace("besok", "2024-03-02"))
    assert aduan("import", str(quarantine), "--map", "uji").returncode == 0
    found = json.loads(aduan("list", "--format", "json").stdout)
    assert sorted((c["source_file"], c["source_row"]) for c in found) == [("log.csv", 1), ("log.csv", 2)]


def test_the_quarantine_may_be_elsewhere_but_never_over_another_file(aduan: Aduan, desk: Path, log: Path) -> None:
    """`--quarantine FILE` names a new file; one that is there is left alone, and nothing is taken."""
    log.write_text("no,tgl,isi,dinas\n1,2024-03-01,,\n")
    assert aduan("import", "log.csv", "--map", "uji", "--quarantine", "buruk.csv").returncode == 6
    before = (desk / "buruk.csv").read_bytes()
    refused = aduan("import", "log.csv", "--map", "uji", "--quarantine", "buruk.csv")
    assert refused.returncode == 2
    assert (desk / "buruk.csv").read_bytes() == before


def test_a_changed_record_exits_6(aduan: Aduan, log: Path) -> None:
    """A script notices that the file and the desk differ."""
    aduan("import", "log.csv", "--map", "uji")
    log.write_text(log.read_text().replace("nomor 1", "nomor satu"))
    done = aduan("import", "log.csv", "--map", "uji")
    assert done.returncode == 6
    assert "1 changed (not replaced)" in done.stderr
    assert re.search(r"log.csv row 2: differs from UJI-240302-0001-\d \(text\), which was left", done.stderr)
    (quarantine,) = (log.parent / "quarantine").iterdir()
    assert f"1 changed (not replaced) → {quarantine}" in done.stderr
    done = aduan("import", str(quarantine), "--map", "uji", "--replace")
    assert (done.returncode, "1 replaced" in done.stderr) == (0, True)
    assert "nomor satu" in aduan("show", "240302-1").stdout
    assert aduan("import", "log.csv", "--map", "uji").returncode == 0


def test_stdin_is_a_file_named_with_a_dash(aduan: Aduan, log: Path) -> None:
    """A pipe can be imported; its records say so."""
    done = aduan("import", "-", "--map", "uji", input=log.read_text())
    assert done.returncode == 0
    assert {c["source_file"] for c in json.loads(aduan("list", "--format", "json").stdout)} == {"-"}


def test_a_dry_run_touches_nothing(aduan: Aduan, desk: Path, log: Path) -> None:
    """Neither the data nor a quarantine comes to be."""
    log.write_text(log.read_text() + "9,,tanpa tanggal,\n")
    done = aduan("import", "log.csv", "--map", "uji", "--dry-run")
    assert done.returncode == 6
    assert "4 records read · 3 would be taken · 1 quarantined" in done.stderr
    assert not (desk / "aduan.db").exists()
    assert not (desk / "quarantine").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["no.csv"], 4, "no such file"),
        (["."], 2, "is a folder"),
        (["empty.csv"], 2, "the file is empty"),
        (["binary.csv"], 2, "no text file"),
        (["log.csv"], 2, "no column 'text', which the map 'default' needs"),
        (["log.csv", "--map", "ujo"], 4, "known: rusak, uji, bekasi-1500444, default"),
        (["log.csv", "--map", "rusak"], 3, "maps/rusak.toml:1: kunci: unknown key"),
        (["log.csv", "--map", "uji", "--encoding", "utf-99"], 2, "unknown encoding"),
        (["-", "-"], 2, "only once"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence_and_nothing_is_stored(
    aduan: Aduan, desk: Path, log: Path, arguments: list[str], code: int, sentence: str
) -> None:
    """Each failure has its exit code, no traceback, and leaves the desk as it was, also the good file beside."""
    (desk / "empty.csv").write_bytes(b"")
    (desk / "binary.csv").write_bytes(bytes(range(256)) * 40)
    (desk / "maps" / "rusak.toml").write_text('kunci = 3\n[columns]\ntext = "a"\n')
    done = aduan("import", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (desk / "aduan.db").exists()


def test_the_map_that_would_fit_is_named(aduan: Aduan, log: Path) -> None:
    """Who forgets --map reads which one has the file's columns."""
    assert "did you mean --map uji?" in aduan("import", "log.csv").stderr


def test_a_bad_second_file_is_noticed_before_the_first_is_taken(aduan: Aduan, desk: Path, log: Path) -> None:
    """Files are looked at before any record is stored."""
    (desk / "lain.csv").write_text("a,b\n1,2\n")
    assert aduan("import", "log.csv", "lain.csv", "--map", "uji").returncode == 2
    assert not (desk / "aduan.db").exists()


def _export(desk: Path, format_: str) -> bytes:
    """Return what a desk exports, byte for byte."""
    running = _started(desk, "list", "--limit", "0", "--format", format_, "--reveal", "--sort", "ticket", text=False)
    out, said = running.communicate(timeout=240)
    assert running.returncode == 0, said
    return bytes(out)


NAUGHTY = ["=1+1 sampah", "'=x banjir", "''+1", "-", "a\r\nb\tc", 'kata "kutip"; titik', "\x1b[31mmerah", "🚮 ﷽ é"]


@pytest.mark.of_file
@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_our_own_exports_come_back_without_loss(
    aduan: Aduan, desk: Path, tmp_path: Path, log: Path, format_: str
) -> None:
    """Tickets, decisions, links, sources, times and naughty texts are the same in another desk."""
    first = aduan("log", "sampah di Kel. Margahayu", "--phone", "0812 0000 0001", "--name", "Budi").stdout.strip()
    for text in NAUGHTY:
        done = aduan(
            "log", f"sampah {text}", "--answer", text, "--name", text, "--link", first, "--detail", "tinggi=2",
            "--key", text, "--at", "2024-02-03 04:05",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    aduan("import", "log.csv", "--map", "uji")
    exported = _export(desk, format_)
    whole = _export(desk, "jsonl")
    other = tmp_path / "lain"
    other.mkdir()
    # Rules that would decide otherwise: nothing may be decided again.
    rules = (desk / "rules.toml").read_text().replace('unit = "dlh"', 'unit = "bpbd"')
    (other / "rules.toml").write_text(rules)
    (other / f"ekspor.{format_}").write_bytes(exported)
    done = aduan("import", f"ekspor.{format_}", cwd=other)
    assert done.returncode == 0, done.stderr
    found = _export(other, "jsonl")
    assert [json.loads(line) for line in found.splitlines()] == [json.loads(line) for line in whole.splitlines()]
    again = aduan("import", f"ekspor.{format_}", cwd=other)
    assert "0 taken · 12 known" in again.stderr
    assert len(assert_sound(other / "aduan.db")) == 12


def test_our_own_export_with_tabs_is_refused(aduan: Aduan, desk: Path) -> None:
    """Its line ends, backslashes and quotes would come in as other signs."""
    aduan("log", 'sampah "besar"\ndi \\Margahayu')
    (desk / "ekspor.tsv").write_bytes(_export(desk, "tsv"))
    done = aduan("import", "ekspor.tsv")
    assert (done.returncode, "--format jsonl or csv would be right" in done.stderr) == (2, True)


def test_a_ticket_that_is_somebody_else_s_is_told(aduan: Aduan, desk: Path, log: Path) -> None:
    """A record whose number is taken by another call is reported, not mixed up with it."""
    aduan("log", "sampah", "--at", "2024-02-03 04:05")
    exported = _export(desk, "csv").decode().replace("sampah", "banjir")
    done = aduan("import", "-", input=exported)
    assert (done.returncode, "1 changed" in done.stderr) == (6, True)


@pytest.mark.of_file
def test_one_ticket_twice_in_one_file_is_one_complaint(aduan: Aduan, desk: Path, tmp_path: Path, log: Path) -> None:
    """The second record of a ticket is known or changed, never an error of the store."""
    aduan("log", "sampah", "--at", "2024-02-03 04:05")
    exported = _export(desk, "jsonl").decode()
    other = tmp_path / "lain"
    other.mkdir()
    (other / "rules.toml").write_text((desk / "rules.toml").read_text())
    done = aduan("import", "-", input=exported * 2 + exported.replace("sampah", "banjir"), cwd=other)
    assert "3 records read · 1 taken · 1 known · 1 changed" in done.stderr
    assert done.returncode == 6


def test_new_calls_may_come_in_our_own_columns(aduan: Aduan, log: Path) -> None:
    """Records without a ticket are calls like any other; columns of their own stay in `fields`."""
    line = {"text": "melaporkan sampah", "caller": {"phone": "0812 0000 0001"}, "blok": "C", "unit": None}
    done = aduan("import", "-", input=json.dumps(line) + "\n")
    assert done.returncode == 0, done.stderr
    (record,) = json.loads(aduan("list", "--format", "json", "--reveal").stdout)
    assert (record["unit"], record["caller"]["phone"], record["fields"]) == ("dlh", "+6281200000001", {"blok": "C"})
    assert "0 taken · 1 known" in aduan("import", "-", input=json.dumps(line) + "\n").stderr


def _started(desk: Path, *arguments: str, **more: Any) -> subprocess.Popen[Any]:
    environment = {**os.environ, "ADUAN_LANG": "en", "LOGNAME": "petugas"}
    return subprocess.Popen(
        [sys.executable, "-m", "aduan_cli", *arguments],
        cwd=desk,
        env=environment,
        text=more.pop("text", True),
        stdout=subprocess.PIPE,
        stderr=more.pop("stderr", subprocess.PIPE),
        **more,
    )


def _wait_for_some(aduan: Aduan) -> None:
    for _attempt in range(200):
        if int(aduan("list", "--count").stdout or 0):
            return
        time.sleep(0.02)
    pytest.fail("the import stored nothing")


@pytest.mark.slow
def test_ctrl_c_leaves_whole_batches_and_the_rest_comes_with_the_next_run(aduan: Aduan, desk: Path, log: Path) -> None:
    """What was said to be taken is there, complete, and running it again goes on."""
    many(log, 60_000)
    running = _started(desk, "import", "log.csv", "--map", "uji")
    _wait_for_some(aduan)
    running.send_signal(signal.SIGINT)
    _out, said = running.communicate(timeout=240)
    assert running.returncode == 130
    match = re.search(r"(\d+) taken", said)
    assert match is not None, said
    tickets = assert_sound(desk / "aduan.db")
    assert 0 < len(tickets) < 60_000
    assert len(tickets) == int(match[1])
    assert "the same command again goes on" in said
    again = aduan("import", "log.csv", "--map", "uji")
    assert f"{60_000 - len(tickets)} taken · {len(tickets)} known" in again.stderr


@pytest.mark.slow
def test_others_log_meanwhile(aduan: Aduan, desk: Path, log: Path) -> None:
    """While a long import runs, calls are taken beside it, each with its number."""
    many(log, 40_000)
    running = _started(desk, "import", "log.csv", "--map", "uji")
    _wait_for_some(aduan)
    logged = [aduan("log", "melaporkan banjir") for _call in range(5)]
    still = running.poll() is None
    running.communicate(timeout=240)
    assert still
    assert [done.returncode for done in logged] == [0] * 5
    assert len(assert_sound(desk / "aduan.db")) == 40_005


def test_a_terminal_gets_a_progress_bar(desk: Path, log: Path) -> None:
    """On a terminal stderr shows how far the import is."""
    _code, _out, shown = Terminal(desk, "import", "log.csv", "--map", "uji", on=("stderr",)).end(240)
    assert "100%" in shown
    assert "3 taken" in shown


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="nothing here says what memory a process had")
def test_memory_does_not_grow_with_the_file(desk: Path, log: Path) -> None:
    """Once SQLite's cache of 64 MB is full, 200,000 records need hardly more memory than 60,000."""
    code = (
        "import sys\nfrom aduan_cli.cli.entry import run\n"
        "try:\n run(sys.argv[1:])\nexcept SystemExit:\n pass\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    used = []
    for count in (60_000, 200_000):
        many(log, count)
        store = str(desk / f"{count}.db")
        command = [sys.executable, "-c", code, "--store", store, "-q", "import", "log.csv", "--map", "uji"]
        used.append(int(subprocess.run(command, cwd=desk, capture_output=True, check=True, text=True).stdout))
    assert used[1] < used[0] * 1.1


@needs_data
def test_every_naughty_string_is_taken_as_text_name_and_phone(aduan: Aduan, desk: Path, log: Path) -> None:
    """The public list of naughty strings goes in and comes out unchanged, or stands in the quarantine as empty."""
    strings = json.loads((Path(str(DATA)) / "robust" / "blns.json").read_text(encoding="utf-8"))
    text = io.StringIO()
    csv.writer(text).writerows([["text", "caller.name", "caller.phone"], *([s, s, s] for s in strings)])
    (desk / "nakal.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    done = aduan("import", "nakal.csv")
    assert done.returncode in (0, 6), done.stderr
    found = json.loads(aduan("list", "--limit", "0", "--format", "json", "--reveal").stdout)
    empty = sum(not s.strip().strip("-") for s in strings)
    assert len(found) >= len(strings) - empty - 1
    by_row = {c["source_row"]: c for c in found}
    for number, string in enumerate(strings, 1):
        if number in by_row:
            assert by_row[number]["text"] == string.replace("\0", "␀").strip()


@needs_data
def test_the_real_log_is_taken_whole(aduan: Aduan, desk: Path) -> None:
    """All 408 records of the call log are taken, and a second time known."""
    path = str(Path(str(DATA)) / "bekasi_calls_dev.csv")
    done = aduan("import", path, "--map", "bekasi-1500444")
    assert "408 records read · 408 taken" in done.stderr
    assert "0 taken · 408 known" in aduan("import", path, "--map", "bekasi-1500444").stderr


@pytest.mark.slow
@needs_data
@pytest.mark.of_file
def test_routing_of_the_real_log_sees_neither_unit_nor_answer(aduan: Aduan, desk: Path, tmp_path: Path) -> None:
    """With OPD and JAWABAN misleading, or blank (`make check`), the city's own rules decide each of the 408 the same.

    Only a question that nothing claims waits where nobody noted an answer.
    """
    with (Path(str(DATA)) / "bekasi_calls_dev.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    decided: list[dict[int, list[object]]] = []
    blank, misleading = {"OPD": "", "JAWABAN": "-"}, {"OPD": "DINAS LH", "JAWABAN": "kebakaran, hubungi Disdamkar"}
    for hide in ({}, blank, misleading) if THOROUGH else ({}, misleading):
        folder = tmp_path / f"desk{len(decided)}"
        put_city(folder)
        with (folder / "log.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows({**row, **hide} for row in rows)
        done = aduan("import", "log.csv", "--map", "bekasi-1500444", cwd=folder)
        assert "408 taken" in done.stderr, done.stderr
        found = json.loads(aduan("list", "--limit", "0", "--format", "json", cwd=folder).stdout)
        names = ("kind", "category", "unit", "support", "rule", "step", "priority", "kecamatan", "kelurahan")
        decided.append({c["source_row"]: [c[name] for name in names] for c in found})
    assert len(decided[0]) == 408
    assert all(one == decided[0] for one in decided[1:])


@needs_data
@pytest.mark.slow
def test_the_boston_cases_are_taken_whole(aduan: Aduan, desk: Path) -> None:
    """All 58,119 packed cases go in by the example's map, chained and searchable."""
    example = Path(__file__).parents[2] / "examples" / "boston" / "maps" / "boston-311.toml"
    path = str(Path(str(DATA)) / "boston_311_2015_h1.csv.gz")
    done = aduan("import", path, "--map", str(example), timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(assert_sound(desk / "aduan.db")) == 58_119
