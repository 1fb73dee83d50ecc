"""`aduan log`: one sentence is enough, every option overrides, nothing that can be mended later stops a call."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from processes import Aduan

NOW = ("--now", "2026-11-23 14:05")


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


def record(aduan: Aduan, *arguments: str, **more: Any) -> dict[str, Any]:
    """Log a call and return its record."""
    done = aduan("log", *arguments, "--format", "json", *NOW, **more)
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def test_stdout_is_the_ticket_and_nothing_else(aduan: Aduan) -> None:
    """A script can take the ticket from stdout; what was understood is said on stderr."""
    done = aduan("log", "Warga melaporkan sampah menumpuk di Kel. Margahayu", *NOW)
    assert done.returncode == 0
    assert done.stdout == "UJI-261123-0001-6\n"
    assert done.stderr.splitlines() == ["→ dlh (Dinas Lingkungan Hidup) · complaint/sampah · Margahayu, Bekasi Timur"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("sampah di jl raya jatiwaringin", "jl raya jatiwaringin"),
        ("sampah di rusunawa bekasi jaya", "rusunawa bekasi jaya"),
        ("sampah di Jl. Duku RT 4 Kel. Margahayu", "Jl. Duku RT 4, Margahayu, Bekasi Timur"),
        ("sampah di jalan bau busuk", "place not named"),
    ],
)
def test_the_street_is_shown_as_understood(aduan: Aduan, text: str, where: str) -> None:
    """What was understood of the place is all there to be checked, and never said to be missing."""
    done = aduan("log", text, *NOW)
    assert done.stderr.splitlines() == [f"→ dlh (Dinas Lingkungan Hidup) · complaint/sampah · {where}"]


def test_the_hint_for_triage_names_the_ticket(aduan: Aduan) -> None:
    """Its line can be copied; where nothing is stored it stands for any ticket."""
    done = aduan("log", "entah apa", *NOW)
    assert f"decide by hand: aduan route {done.stdout.strip()} --to UNIT --reason" in done.stderr
    for arguments in (("log", "entah apa", "--dry-run"), ("route", "--text", "entah apa")):
        assert "aduan route TICKET --to UNIT" in aduan(*arguments, *NOW).stderr


def test_kind_category_and_place_come_from_the_text_with_their_source(aduan: Aduan) -> None:
    """What was derived says from where; what nothing says has a default."""
    made = record(aduan, "Penelepon menanyakan jadwal sampah di Teluk Pucung")
    assert (made["kind"], made["status"], made["unit"]) == ("information", "answered", "dlh")
    assert (made["kecamatan"], made["kelurahan"]) == ("Bekasi Utara", "Teluk Pucung")
    assert made["sources"] == {
        "kind": "text", "category": "text", "kecamatan": "text", "kelurahan": "text",
        "channel": "default", "priority": "default", "reported_at": "default",
    }  # fmt: skip


def test_every_option_overrides_the_text(aduan: Aduan) -> None:
    """What the officer gives wins, and its source is `given`."""
    made = record(
        aduan, "Penelepon menanyakan sampah di Teluk Pucung", "-c", "banjir", "--kind", "complaint", "-p", "high",
        "--channel", "whatsapp", "--kelurahan", "duren jaya", "--address", "Jl. Contoh 1", "--name", "Ibu Contoh",
        "--phone", "0812 0000 0001", "--caller-address", "Jl. Rumah 2", "--at", "2026-11-22 03:00", "--answer", "Baik",
        "--detail", "tinggi=60", "--detail", "dalam=lutut", "--key", "k1",
    )  # fmt: skip
    assert made["ticket"] == "UJI-261122-0001-8"
    assert (made["category"], made["kind"], made["priority"], made["unit"]) == ("banjir", "complaint", "high", "bpbd")
    assert (made["kecamatan"], made["kelurahan"], made["address"]) == ("Bekasi Timur", "Duren Jaya", "Jl. Contoh 1")
    assert (made["shift"], made["channel"], made["answers"]) == ("malam", "whatsapp", {"tinggi": 60, "dalam": "lutut"})
    assert made["caller"]["name"] == "I***"
    assert made["caller"]["address"] == "***"
    assert made["caller"]["phone"].startswith("+6281")
    assert "*" in made["caller"]["phone"]
    assert {made["sources"][name] for name in ("kind", "category", "priority", "kelurahan", "reported_at")} == {"given"}


def test_the_same_key_stores_once_and_prints_the_same_ticket(aduan: Aduan) -> None:
    """A script that runs again after a break does no harm."""
    first = aduan("log", "sampah", "--key", "a", *NOW)
    again = aduan("log", "sampah", "--key", "a", *NOW)
    assert again.stdout == first.stdout
    assert again.returncode == 0
    assert aduan("list", "--count").stdout.strip() == "1"


def test_two_matters_of_one_call_are_linked_both_ways(aduan: Aduan) -> None:
    """`--link` takes any short form, and both tickets show the other."""
    aduan("log", "sampah menumpuk", *NOW)
    second = record(aduan, "banjir juga", "--link", "1")
    assert second["linked"] == ["UJI-261123-0001-6"]
    first = json.loads(aduan("list", "--format", "json", "--category", "sampah").stdout)[0]
    assert first["linked"] == [second["ticket"]]
    told = json.loads(aduan("history", "1", "--format", "json").stdout)[-1]
    assert (told["type"], told["data"]) == ("linked", {"linked": second["ticket"]})
    assert told["unit"] == first["unit"]
    assert f"with {second['ticket']}" in aduan("history", "1").stdout
    assert f"dengan {second['ticket']}" in aduan("--lang", "id", "show", "1").stdout


def test_dry_run_stores_nothing_and_prints_only_when_a_format_is_asked_for(aduan: Aduan, desk: Path) -> None:
    """The officer sees how it would be understood; no file is made."""
    done = aduan("log", "banjir di Duren Jaya", "--dry-run", *NOW)
    assert done.stdout == ""
    assert "bpbd" in done.stderr
    assert json.loads(aduan("log", "banjir", "--dry-run", "--format", "json", *NOW).stdout)["unit"] == "bpbd"
    assert not (desk / "aduan.db").exists()


def test_what_nothing_claims_waits_in_triage(aduan: Aduan) -> None:
    """Never nowhere: status new, unit triage, and the officer is told how to help."""
    made = record(aduan, "ada sesuatu yang aneh")
    assert (made["status"], made["unit"], made["step"]) == ("new", "triage", "triage")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x", "-c", "sampa"), "did you mean 'sampah'?"),
        (("x", "--channel", "fax"), "known: phone, whatsapp"),
        (("x", "--kecamatan", "Bekasi Timor"), "did you mean 'Bekasi Timur'?"),
        (("x", "--kelurahan", "Nirgendwo"), "unknown kelurahan"),
        (("x", "--at", "25:99"), "'25:99' can't be read"),
        (("x", "--at", "2099-12-31"), "still to come"),
        (("x", "--detail", "tinggi"), "QUESTION=VALUE"),
        (("   ",), "there is no text"),
        ((), "there is no text"),
        (("x", "--kind", "rumour"), "unknown kind 'rumour'"),
    ],
)
def test_an_unknown_value_is_a_usage_error_and_nothing_is_stored(
    aduan: Aduan, desk: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Exit 2, one sentence with what would be right."""
    done = aduan("log", *arguments, stdin=-3)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert not (desk / "aduan.db").exists()


def test_a_place_that_can_not_be_is_noted_and_stored(aduan: Aduan) -> None:
    """Kelurahan and kecamatan that don't belong together stand as said; the officer and the history say so."""
    done = aduan("log", "sampah di Kel. Margahayu Kec. Bekasi Utara")
    assert done.returncode == 0
    assert "look again: Margahayu is not in Bekasi Utara" in done.stderr
    assert "place-contradiction" in aduan("show", "1").stdout


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "look again: Griya Kembar is in several places (Margahayu, Bekasi Timur; Teluk Pucung, Bekasi Utara), "),
        ("id", "periksa lagi: Griya Kembar ada di beberapa tempat (Margahayu, Bekasi Timur; Teluk Pucung, Bekasi "),
    ],
)
def test_a_name_in_several_places_is_said_when_it_is_taken(aduan: Aduan, desk: Path, lang: str, line: str) -> None:
    """While the caller can still be asked; nothing is guessed, nothing said once the caller says which."""
    (desk / "places").mkdir()
    entry = '[[place]]\nname = "Griya Kembar"\nkind = "estate"\nkelurahan = "{}"\n'
    both = entry.format("Margahayu") + entry.format("Teluk Pucung")
    (desk / "places" / "kota.toml").write_text(both, encoding="utf-8")
    done = aduan("--lang", lang, "log", "sampah di griya kembar", "--format", "json", *NOW)
    assert [json.loads(done.stdout)[name] for name in ("kecamatan", "kelurahan")] == [None, None]
    assert line in done.stderr
    assert "several-places: Griya Kembar" in aduan("show", "1").stdout
    assert "Griya Kembar" not in aduan("--lang", lang, "log", "sampah di griya kembar, margahayu", *NOW).stderr
    settled = aduan("log", "sampah di griya kembar", "--kecamatan", "Bekasi Utara", "--format", "json", *NOW)
    assert "Griya Kembar" not in settled.stderr
    assert json.loads(settled.stdout)["kelurahan"] == "Teluk Pucung"
    assert aduan("edit", "1", "--kecamatan", "Bekasi Timur").returncode == 0
    shown = json.loads(aduan("show", "1", "--format", "json").stdout)
    assert (shown["kelurahan"], shown["sources"]["kelurahan"]) == ("Margahayu", "gazetteer")


def test_a_bare_time_still_to_come_was_yesterday(aduan: Aduan) -> None:
    """`--at 23:50`, typed ten minutes after midnight, is the evening before."""
    done = aduan("log", "sampah", "--at", "23:50", "--format", "json", "--now", "2026-11-23 00:10")
    assert json.loads(done.stdout)["reported_at"] == "2026-11-22T23:50:00+07:00"


def test_a_terminal_without_utf8_loses_nothing(aduan: Aduan) -> None:
    """In an ASCII locale the bytes of a letter arrive one by one; they are stored as the letter."""
    aduan("log", "-", input="ignored")
    done = aduan("log", "Caf\u00e9 bising", env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert json.loads(aduan("list", "--format", "json", "--limit", "1").stdout)[0]["text"] == "Café bising"


def test_a_missing_ticket_to_link_stores_nothing(aduan: Aduan) -> None:
    """Exit 4, and the call is not there."""
    assert aduan("log", "x", "--link", "7").returncode == 4
    assert aduan("list", "--count").stdout.strip() == "0"


@pytest.mark.parametrize(
    "text", ["pju \0 mati", "\x1b[31mmerah", "x" * 10_000_000, "🚒 kebakaran\u202e", "'; DROP TABLE x--"]
)
def test_any_text_from_stdin_is_stored_as_it_is(aduan: Aduan, text: str) -> None:
    """NUL, escapes, ten megabytes: kept whole."""
    assert aduan("log", "-", input=text).returncode == 0
    assert json.loads(aduan("list", "--format", "json").stdout)[0]["text"] == text


def test_bytes_that_are_no_text_are_kept_readably(aduan: Aduan) -> None:
    """A binary file as stdin is stored with its odd bytes written out, never refused, never a traceback."""
    done = aduan("log", "sampah", "--name", os.fsdecode(b"Ibu \xff"))
    assert done.returncode == 0
    assert json.loads(aduan("list", "--reveal", "--format", "json").stdout)[0]["caller"]["name"] == "Ibu \\udcff"


def test_global_options_stand_before_or_after_the_command(aduan: Aduan, desk: Path, tmp_path: Path) -> None:
    """`--desk` and the like work on either side; the later one wins."""
    away = tmp_path / "away"
    away.mkdir()
    for arguments in (("--desk", str(desk), "log", "sampah"), ("log", "sampah", "--desk", str(desk))):
        assert aduan(*arguments, cwd=away).returncode == 0
    assert aduan("--desk", "/nowhere", "list", "--count", "--desk", str(desk), cwd=away).stdout == "2\n"


def test_actor_option_wins_over_environment_over_login(aduan: Aduan) -> None:
    """Who logged it is never in doubt."""
    assert record(aduan, "a")["actor"] == "petugas"
    assert record(aduan, "b", env={"ADUAN_ACTOR": "rina"})["actor"] == "rina"
    assert record(aduan, "c", "--actor", "joko", env={"ADUAN_ACTOR": "rina"})["actor"] == "joko"


def test_indonesian_on_request(aduan: Aduan) -> None:
    """`--lang id` and ADUAN_LANG give Indonesian sentences."""
    assert "teks kosong" in aduan("log", "   ", "--lang", "id").stderr
    assert "teks kosong" in aduan("log", "   ", env={"ADUAN_LANG": "id"}).stderr


@pytest.mark.of_file
def test_the_revision_that_decided_is_kept_with_its_texts(aduan: Aduan, desk: Path) -> None:
    """The record names it, and the store has the files it was made of."""
    made = record(aduan, "sampah")
    connection = sqlite3.connect(desk / "aduan.db")
    rows = connection.execute(
        "SELECT r.name, f.path, t.text FROM revision r JOIN revision_file f ON f.revision_id = r.id"
        " JOIN file_text t ON t.hash = f.hash"
    ).fetchall()
    connection.close()
    assert rows == [(made["revision"], "rules.toml", (desk / "rules.toml").read_text())]


def test_an_unknown_command_names_the_nearest(aduan: Aduan) -> None:
    """`lgo` is probably `log`."""
    done = aduan("lgo")
    assert done.returncode == 2
    assert "did you mean 'log'?" in done.stderr


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (("log", "x", "--chanel", "phone"), ["--channel"]),
        (("--langg", "id", "list"), ["--lang"]),
        (("log", "x", "--to", "dlh"), []),
        (("log", "x", "--kelas", "a"), []),
    ],
)
def test_an_unknown_option_names_what_was_surely_meant(aduan: Aduan, line: tuple[str, ...], meant: list[str]) -> None:
    """Where nothing is near nothing is offered: `--to` is no `--actor`."""
    done = aduan(*line)
    assert (done.returncode, "No such option" in done.stderr) == (2, True)
    assert re.findall("--[a-z]+", done.stderr.partition("Did you mean")[2]) == meant


def test_a_misspelt_question_is_told_and_kept(desk: Path, aduan: Aduan) -> None:
    """The call is stored; a name that is like none may be what code or a rule asks for."""
    question = '[[question]]\nid = "tinggi-air"\ncategory = "sampah"\ntext = "Berapa?"\ntype = "number"\n'
    with (desk / "rules.toml").open("a", encoding="utf-8") as file:
        file.write(question)
    done = aduan("log", "sampah", "--detail", "tinggi-ari=3", "--detail", "warna=biru", *NOW)
    assert done.returncode == 0
    assert "--detail tinggi-ari: no question has that name; did you mean 'tinggi-air'?" in done.stderr
    assert "warna" not in done.stderr


def test_a_group_by_itself_is_told_in_the_users_language(aduan: Aduan) -> None:
    assert "Plugin milik unit" in aduan("--lang", "id", "plugin").stderr + aduan("--lang", "id", "plugin").stdout


@pytest.mark.parametrize("phone", ["0812abc", "08111"])
def test_a_phone_that_is_none_is_told(aduan: Aduan, phone: str) -> None:
    """It is kept as it was given, with a warning; words that hold a number are no reason for one."""
    done = aduan("log", "sampah", "--phone", phone, *NOW)
    assert done.returncode == 0
    assert f"warning: --phone {phone}: no number can be read in it, so it is kept as it is" in done.stderr
    assert f'"phone": "{phone}"' in aduan("show", "1", "--reveal", "--format", "json").stdout
    assert "warning" not in aduan("log", "sampah", "--phone", "WA 0812-0000-0101", *NOW).stderr


def test_values_may_be_said_in_indonesian(aduan: Aduan) -> None:
    """What is stored is the value itself."""
    made = record(aduan, "sampah", "--kind", "pengaduan", "-p", "Darurat")
    assert (made["kind"], made["priority"]) == ("complaint", "emergency")
    done = aduan("log", "sampah", "-p", "gawat", *NOW)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown priority 'gawat'" in done.stderr
