"""`aduan deadlines`: what is promised, what it would have meant for what is stored, and what was promised elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from office import RULES, Office

PROMISES = """
[calendars.kantor]
hours = { mon-fri = "08:00-16:00" }
[deadlines]
calendar = "kantor"
resolve = "3wd"
[deadlines.emergency]
resolve = "4h"
[categories.sampah.deadlines]
resolve = "1wd"
[reasons.hold]
cuaca = { say = "menunggu cuaca", stops_clock = true }
"""
MAP = """
key = ["NO"]
fields = ["BATAS"]
[columns]
text = "ISI"
reported_at = "TANGGAL"
status = "STATUS"
closed_at = "SELESAI"
[dates]
formats = ["%d/%m/%Y %H:%M"]
[statuses]
Selesai = "closed"
Buka = ""
"""
HEAD = "NO,TANGGAL,ISI,STATUS,SELESAI,BATAS\n"
EACH = ["ticket", "source_row", "unit", "category", "reported_at", "due_at", "closed_at", "kept"]
NOW = "2026-11-30 12:00"
WHOLE = {"unit": None, "category": None}


@pytest.fixture
def promising(office: Office) -> Office:
    """Return a desk that promises something, with an import map that keeps when complaints were done."""
    office.write_rules(RULES + PROMISES)
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "lama.toml").write_text(MAP, encoding="utf-8")
    return office


def take(office: Office, folder: Path, *records: str) -> None:
    """Import records of an older desk."""
    file = folder / "lama.csv"
    file.write_text(HEAD + "".join(record + "\n" for record in records), encoding="utf-8")
    ran = office.run("--now", NOW, "import", "--map", "lama", str(file))
    assert ran.code == 0, ran.err


def test_records_of_a_file_are_judged_by_when_it_says_that_they_were_done(promising: Office, tmp_path: Path) -> None:
    take(
        promising,
        tmp_path,
        "1,23/11/2026 09:00,Melaporkan sampah menumpuk,Selesai,24/11/2026 09:00,24/11/2026 09:00",
        "2,23/11/2026 09:00,Melaporkan sampah berserakan,Selesai,24/11/2026 09:01,24/11/2026 09:04",
        "3,23/11/2026 17:00,Melaporkan sampah busuk,Buka,,25/11/2026 08:06",
        "4,30/11/2026 09:00,Melaporkan sampah liar,Buka,,-",
        "5,23/11/2026 10:00,Menanyakan nomor telepon pemadam,Selesai,23/11/2026 10:05,",
        "6,23/11/2026 09:00,Melaporkan sampah basah,Selesai,kemarin,",
    )
    ran = promising.run("--now", NOW, "deadlines", "backtest", "--each", "--format", "json")
    assert all(list(row) == EACH for row in ran.data)
    assert [(row["source_row"], row["due_at"], row["kept"]) for row in ran.data] == [
        (1, "2026-11-24T09:00:00+07:00", True),
        (2, "2026-11-24T09:00:00+07:00", False),
        (3, "2026-11-25T08:00:00+07:00", False),
        (4, "2026-12-01T09:00:00+07:00", None),
    ]
    assert ran.data[0]["closed_at"] == "2026-11-24T09:00:00+07:00"
    assert "of 1 nobody knows when they were done" in ran.err
    rows = promising.run("--now", NOW, "deadlines", "backtest", "--against", "BATAS", "--format", "json").data
    (group, whole) = rows
    assert (group["unit"], group["category"]) == ("dlh", "sampah")
    assert {**group, **WHOLE} == whole
    assert (whole["complaints"], whole["kept"], whole["late"], whole["compared"], whole["within"]) == (4, 1, 2, 3, 2)
    assert (whole["target"], whole["median"], whole["p90"], whole["target_p90"]) == ("1wd", 86_400, 86_460, "2wd")
    told = promising.run("--now", NOW, "deadlines", "backtest", "--since", "2026-11-30", "--lang", "id").out
    assert "semua" in told


def test_what_the_desk_did_is_judged_by_its_history_with_its_pauses(promising: Office) -> None:
    promising.run("--now", "2026-11-23 09:00", "log", "Melaporkan sampah menumpuk")
    promising.run("--now", "2026-11-23 10:00", "hold", "1", "--reason", "cuaca")
    promising.run("--now", "2026-11-25 10:00", "start", "1")
    promising.run("--now", "2026-11-26 08:30", "resolve", "1", "--result", "diangkut")
    (row,) = promising.run("deadlines", "backtest", "--each", "--format", "json").data
    assert (row["due_at"], row["closed_at"], row["kept"]) == (
        "2026-11-26T09:00:00+07:00", "2026-11-26T08:30:00+07:00", True,
    )  # fmt: skip
    whole = promising.run("deadlines", "backtest", "--format", "json").data[-1]
    assert (whole["median"], whole["target_p90"]) == (86_400 - 1800, "1wd")


def test_people_read_times_without_a_zone_and_whose_a_target_is_in_their_language(promising: Office) -> None:
    promising.log("Melaporkan sampah menumpuk")
    shown = promising.run("deadlines", "backtest", "--each").out
    assert "+07:00" not in shown
    assert "T" not in shown.splitlines()[-1].split("sampah")[1]
    whose = [line.split("  ")[0] for line in promising.run("deadlines", "show", "--lang", "id").out.splitlines()[2:]]
    assert "meja" in whose


def test_what_a_unit_took_counts_from_the_report(office: Office, tmp_path: Path) -> None:
    office.write_rules(RULES + '[deadlines]\nresolve = "3d"\n')
    file = tmp_path / "log.csv"
    file.write_text(
        "NO,TANGGAL,JAM,NAMA,ALAMAT,HP/TLP,PERMASALAHAN,PETUGAS,JAWABAN,OPD,TINDAK LANJUT,JAM_TL,KET\n"
        "1,2026-11-10,08:00,-,-,-,Melaporkan sampah menumpuk,Rina,-,DLH,diangkut,3 hari,Selesai\n"
        "2,2026-11-10,09:00,-,-,-,Melaporkan sampah basah,Rina,-,DLH,diangkut,1 minggu,Selesai\n",
        encoding="utf-8",
    )
    assert office.run("import", "--map", "bekasi-1500444", str(file)).code == 0
    rows = office.run("deadlines", "backtest", "--each", "--format", "json").data
    assert [(row["closed_at"], row["kept"]) for row in rows] == [
        ("2026-11-13T08:00:00+07:00", True),
        ("2026-11-17T09:00:00+07:00", False),
    ]


def test_what_was_promised_elsewhere_is_learned_and_can_be_put_into_the_rules(
    promising: Office, tmp_path: Path
) -> None:
    starts = ["20/11/2026 09:00", "20/11/2026 17:30", "21/11/2026 10:00", "24/11/2026 11:00"]
    dues = ["24/11/2026 09:00", "25/11/2026 08:00", "25/11/2026 08:00", "28/12/2026 00:00"]
    take(
        promising,
        tmp_path,
        *(
            f"{n},{start},Melaporkan sampah nomor {n},Buka,,{due}"
            for n, (start, due) in enumerate(zip(starts, dues, strict=True))
        ),
    )
    text = promising.run("deadlines", "learn", "--against", "BATAS").out
    assert "# due times: 4; within five minutes of them: 3 (75.00 %)" in text
    assert '[categories.sampah.deadlines]\ncalendar = "kantor"\nresolve = "2wd"\n' in text
    promising.write_rules(RULES + PROMISES.replace('[categories.sampah.deadlines]\nresolve = "1wd"\n', "") + text)
    whole = promising.run("deadlines", "backtest", "--against", "BATAS", "--format", "json").data[-1]
    assert (whole["compared"], whole["within"], whole["target"]) == (4, 3, "2wd")


def test_a_column_without_times_is_told(promising: Office, tmp_path: Path) -> None:
    take(promising, tmp_path, "1,23/11/2026 09:00,Melaporkan sampah menumpuk,Selesai,24/11/2026 09:00,segera")
    for verb in ("backtest", "learn"):
        unknown = promising.run("deadlines", verb, "--against", "TENGGAT")
        assert (unknown.code, "no complaint has it" in unknown.err, unknown.out) == (2, True, "")
        unread = promising.run("deadlines", verb, "--against", "BATAS")
        assert (unread.code, "1 value, none a time" in unread.err, unread.out) == (2, True, "")


def test_the_targets_in_force_are_shown_with_whose_they_are(promising: Office) -> None:
    rows = promising.run("deadlines", "show", "--format", "json").data
    assert [tuple(row.values()) for row in rows] == [
        ("desk", "resolve", None, "3wd", "kantor"),
        ("desk", "resolve", "emergency", "4h", "always"),
        ("category sampah", "resolve", None, "1wd", "kantor"),
    ]
    rows = promising.run("deadlines", "show", "sampah", "--format", "json").data
    assert [(row["priority"], row["whose"], row["target"]) for row in rows] == [
        ("low", "category sampah", "1wd"),
        ("normal", "category sampah", "1wd"),
        ("high", "category sampah", "1wd"),
        ("emergency", "category sampah", "1wd"),
    ]
    assert promising.run("deadlines", "show", "DBMSDA", "--format", "json").data[0]["whose"] == "desk"
    assert promising.run("deadlines", "show", "nirgends").code == 2


def test_a_desk_that_promises_nothing_says_so(office: Office) -> None:
    ran = office.run("deadlines", "show", "--format", "json")
    assert (ran.code, ran.data) == (0, [])
    assert "nothing is promised" in ran.err
    assert office.run("deadlines", "backtest", "--format", "json").data == []
