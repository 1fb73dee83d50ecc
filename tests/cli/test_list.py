"""`aduan list`."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from office import RULES, Office
from steps import take

FULL = Path("/dev/full")
CALLS = (
    ("2026-11-20 08:00", "Melaporkan sampah menumpuk di Kel. Margahayu", "--phone", "0812 0000 0001"),
    ("2026-11-21 15:00", "Melaporkan pju mati di Kel. Teluk Pucung", "--actor", "joko"),
    ("2026-11-22 23:00", "jalan rusak depan pasar", "-p", "high", "--channel", "whatsapp"),
    ("2026-11-23 00:30", "menanyakan syarat ktp Kec. Bekasi Timur", "--phone", "021-80000002"),
    ("2026-11-23 09:00", "rumah terbakar di Kel. Duren Jaya", "--phone", "081200000001 / 081200000003"),
    ("2026-11-23 09:05", "listrik padam sejak pagi"),
    ("2026-11-23 10:00", "ada sesuatu yang aneh"),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the busy desk is kept for all tests of this file, once it was made."""
    return tmp_path_factory.mktemp("desks") / "busy"


@pytest.fixture
def busy(office: Office, shelf: Path) -> Office:
    """A desk with seven calls; `first` to `seventh` by the time at which they were reported. Each test has its own.

    On a server they are logged anew: what lies there isn't copied with the folder.
    """
    if shelf.exists() and "ADUAN_STORE" not in os.environ:
        copytree(shelf, office.folder, dirs_exist_ok=True)
        return office
    for at, *words in CALLS:
        office.log(*words, "--at", at)
    copytree(office.folder, shelf, dirs_exist_ok=True)
    return office


def numbers(office: Office, *arguments: str) -> list[int]:
    """Return which calls (1-7) are listed, in order."""
    texts = [call[1] for call in CALLS]
    return [texts.index(record["text"]) + 1 for record in office.run("list", *arguments, "--format", "json").data]


def test_of_an_empty_desk_is_empty_and_makes_no_file(office: Office) -> None:
    """An empty desk lists nothing, counts 0, exits 0 and leaves no file behind."""
    assert office.run("list", "--format", "json").out == "[]\n"
    assert office.run("list", "--format", "jsonl").out == ""
    assert office.run("list") == (0, "", "nothing was found\n")
    assert office.run("list", "--count").out == "0\n"
    assert office.run("list", "--reveal").code == 0
    assert not office.file.exists()


def test_newest_first(busy: Office) -> None:
    """Without options every state is listed, the newest report first."""
    assert numbers(busy) == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--status", "routed"], [5, 3, 2, 1]),
        (["--status", "new,referred"], [7, 6]),
        (["--status", "new", "--status", "answered"], [7, 4]),
        (["--status", "In-Progress"], []),
        (["--open"], [7, 5, 3, 2, 1]),
        (["--unit", "dlh"], [1]),
        (["--unit", "DINAS LH, dbmsda"], [3, 2, 1]),
        (["--unit", "bmsda-pju"], [2]),
        (["--unit", "triage"], [7]),
        (["--unit", "PLN UP3"], [6]),
        (["--unit", "kecamatan"], [4]),
        (["--unit", "bmsda", "--status", "routed"], [3, 2]),
        (["--category", "sampah,ktp"], [4, 1]),
        (["--kind", "information"], [4]),
        (["--kecamatan", "bekasitimur"], [5, 4, 1]),
        (["--kelurahan", "Teluk-Pucung"], [2]),
        (["--priority", "high,emergency"], [5, 3]),
        (["--channel", "whatsapp"], [3]),
        (["--shift", "malam"], [4, 3]),
        (["--actor", "joko"], [2]),
        (["--actor", "nobody"], []),
        (["--phone", "+6281200000001"], [5, 1]),
        (["--phone", "081200000001", "--phone", "0812-0000-0003"], [5, 1]),
        (["--phone", "(021) 80000002"], [4]),
        (["--since", "2026-11-23"], [7, 6, 5, 4]),
        (["--since", "2d"], [7, 6, 5, 4, 3, 2]),
        (["--until", "2026-11-21"], [2, 1]),
        (["--until", "21/11/2026"], [2, 1]),
        (["--until", "2026-11-21 15:00"], [1]),
        (["--until", "kemarin"], [3, 2, 1]),
        (["--since", "kemarin", "--until", "09:05"], [5, 4, 3]),
        (["--unit", "bmsda,dlh", "--kecamatan", "Bekasi Timur,Bekasi Utara"], [2, 1]),
    ],
)
def test_filter(busy: Office, filters: list[str], found: list[int]) -> None:
    """Each filter finds what fits, any of several values; --count says the same number."""
    assert numbers(busy, *filters) == found
    assert busy.run("list", *filters, "--count").out == f"{len(found)}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--status", "roted"], "unknown status 'roted'; did you mean 'routed'?"),
        (["--kind", "complant"], "unknown kind 'complant'; did you mean 'complaint'?"),
        (["--priority", "hi"], "unknown priority 'hi'; did you mean 'high'?"),
        (["--unit", "bmsad"], "unknown unit 'bmsad'; did you mean 'bmsda'?"),
        (["--category", "sampa"], "did you mean 'sampah'?"),
        (["--kelurahan", "Margahay"], "did you mean 'Margahayu'?"),
        (["--channel", "whatsap"], "did you mean 'whatsapp'?"),
        (["--shift", "sore"], "unknown shift 'sore'; known: malam, pagi, siang"),
        (["--phone", "budi"], "not one phone number"),
        (["--since", "besok"], "is still to come"),
        (["--since", "bila"], "can't be read"),
        (["--kind", "aduh"], "unknown kind 'aduh'"),
        (["--sort", "tikcet"], "unknown order 'tikcet'; did you mean 'ticket'?"),
        (["--columns", "tikcet"], "unknown column 'tikcet'; did you mean 'ticket'?"),
        (["--columns", ","], "--columns is empty"),
        (["--status", ","], "--status is empty"),
        (["--limit", "-1"], "--limit"),
        (["--format", "xml"], "--format"),
    ],
)
def test_unknown_value_is_a_usage_error(busy: Office, arguments: list[str], sentence: str) -> None:
    """A value that nothing has exits 2 with one sentence that says what would be right; stdout stays empty."""
    ran = busy.run("list", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err


def test_what_only_older_complaints_have_can_be_asked_for(busy: Office) -> None:
    """After a category, shift and channel left the rules, the complaints that have them are still found."""
    without = RULES.replace("[categories.sampah]", "[categories.kebersihan]").replace('"whatsapp"', '"wa"')
    busy.write_rules(without.replace("siang =", "sore ="))
    assert numbers(busy, "--category", "sampah") == [1]
    assert numbers(busy, "--channel", "whatsapp") == [3]
    assert numbers(busy, "--shift", "siang") == [2]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (["--sort", "reported_at"], [7, 6, 5, 4, 3, 2, 1]),
        (["--sort", "-reported_at"], [1, 2, 3, 4, 5, 6, 7]),
        (["--reverse"], [1, 2, 3, 4, 5, 6, 7]),
        (["--sort", "-reported_at", "--reverse"], [7, 6, 5, 4, 3, 2, 1]),
        (["--sort", "priority"], [5, 3, 7, 6, 4, 2, 1]),
        (["--sort", "-priority"], [7, 6, 4, 2, 1, 3, 5]),
        (["--sort", "unit"], [3, 2, 5, 1, 4, 6, 7]),
        (["--sort", "status"], [7, 5, 3, 2, 1, 6, 4]),
        (["--sort", "-status"], [4, 6, 5, 3, 2, 1, 7]),
        (["--sort", "ticket"], [7, 6, 5, 4, 3, 2, 1]),
        (["--sort", "kelurahan"], [5, 1, 2, 7, 6, 4, 3]),
        (["--sort", "-kelurahan"], [2, 1, 5, 7, 6, 4, 3]),
        (["--sort", "category", "--phone", "081200000001,081200000003"], [5, 1]),
        (["--sort", "priority", "--unit", "bmsda", "--open", "--since", "2026-11-01", "--until", "today"], [3, 2]),
    ],
)
def test_sort(busy: Office, order: list[str], found: list[int]) -> None:
    """Each order, also turned round, is its own; among equals the newest comes first, absent ones last."""
    assert numbers(busy, *order) == found


def test_numbers_past_9999_are_sorted_as_numbers(office: Office) -> None:
    """A day's ticket 10000 comes after 9999, though its text sorts before."""
    from aduan_cli.complaint.complaint import Complaint

    made = []
    for number in (9999, 10000):
        ticket = f"UJI-261123-{number}-0"
        made.append(Complaint(text=str(number), day=20261123, number=number, ticket=ticket))
    store = office.store()
    take(store, made)
    store.close()
    assert [r["text"] for r in office.run("list", "--sort", "ticket", "--format", "json").data] == ["10000", "9999"]


def test_limit_says_when_there_are_more(busy: Office) -> None:
    """--limit cuts and says so in one line on stderr, also with -q; --limit 0 leaves nothing to say."""
    ran = busy.run("list", "--limit", "3", "--format", "json")
    assert len(ran.data) == 3
    assert ran.err == "more than 3 were found; --limit 0 shows all\n"
    assert busy.run("list", "--limit", "7", "--format", "json").err == ""
    assert busy.run("-q", "list", "--limit", "3").err == ran.err
    assert len(busy.run("list", "--limit", "0", "--format", "jsonl").out.splitlines()) == 7


def test_limit_counts_complaints_and_not_phones(busy: Office) -> None:
    """A complaint that two of the phones asked for belong to is one of the rows, not two."""
    both = ("--phone", "081200000001,081200000003")
    assert numbers(busy, *both, "--limit", "2") == [5, 1]
    assert busy.run("list", *both, "--limit", "2").err == ""


def test_columns_choose_and_order(busy: Office) -> None:
    """--columns gives the fields named, in that order, in every format."""
    chosen = ("list", "--columns", "unit,ticket,caller.phone,place", "--limit", "1", "--unit", "dlh")
    expected = ["dlh", "UJI-261120-0001-2", "+6281******001", "Margahayu, Bekasi Timur"]
    record = busy.run(*chosen, "--format", "json").data[0]
    assert list(record.items()) == list(zip(["unit", "ticket", "caller.phone", "place"], expected, strict=True))
    rows = list(csv.reader(io.StringIO(busy.run(*chosen, "--format", "csv").out)))
    assert rows == [["unit", "ticket", "caller.phone", "place"], [*expected[:2], "'" + expected[2], expected[3]]]
    table = busy.run(*chosen).out.splitlines()
    assert table[0].split() == ["unit", "ticket", "caller.phone", "place"]
    assert table[2].split(maxsplit=3) == expected


def test_table_shows_what_an_officer_looks_for(busy: Office) -> None:
    """The table has ticket, local time, state, unit, category, place, text; a priority only if one isn't normal."""
    lines = busy.run("list", "--since", "2026-11-23 09:00").out.splitlines()
    assert lines[0].split() == ["ticket", "reported_at", "status", "priority", "unit", "category", "place", "text"]
    assert "! emergency" in lines[4]
    assert "2026-11-23 09:00" in lines[4]
    assert "priority" not in busy.run("list", "--unit", "dlh").out


@pytest.mark.of_file
def test_phone_is_masked_unless_reveal_which_is_recorded(busy: Office) -> None:
    """--reveal shows phones whole and leaves one event for the desk, that says how many and by which filter."""
    masked = busy.run("list", "--unit", "dlh", "--format", "json").data[0]["caller"]["phone"]
    whole = busy.run("list", "--phone", "081200000001", "--limit", "1", "--reveal", "--format", "json").data
    assert masked == "+6281******001"
    assert [record["caller"]["phone"] for record in whole] == ["+6281200000001;+6281200000003"]
    store = busy.store()
    assert store.breaks() == []
    store.close()
    import sqlite3

    connection = sqlite3.connect(busy.file)
    rows = connection.execute("SELECT body FROM event WHERE complaint_id IS NULL AND body LIKE '%revealed%'").fetchall()
    connection.close()
    assert len(rows) == 1
    body = json.loads(rows[0][0])
    assert (body["type"], body["actor"]) == ("revealed", "sari")
    assert body["data"] == {
        "command": "list",
        "count": 1,
        "format": "json",
        "where": {"phone": ["+6281******001"]},
    }


def test_control_characters_do_not_reach_a_terminal(office: Office) -> None:
    """Escape sequences and overrides of direction in a text are shown escaped in tables."""
    office.log("sampah \x1b[31mmerah\x07 \u202egnisiri|pipa")
    for format_ in ("table", "md"):
        out = office.run("list", "--format", format_).out
        assert "\x1b" not in out
        assert "\x07" not in out
        assert "\u202e" not in out
        assert ("x1b\\[31mmerah" if format_ == "md" else "\\x1b[31mmerah") in out
    assert "gnisiri\\|pipa" in out


def test_closed_pipe_is_silent(busy: Office) -> None:
    """When the reader has gone, the command ends with 0 and says nothing."""
    from aduan_cli.complaint.complaint import Complaint

    store = busy.store()
    many = []
    for number in range(3000):
        many.append(Complaint(text=f"panggilan {number}", day=20261101, ticket="UJI"))
    take(store, many)
    store.close()
    for format_ in ("json", "csv", "table"):
        command = [sys.executable, "-m", "aduan_cli", *busy.line("list", "--limit", "0", "--format", format_)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr is not None
            assert process.stderr.read() == b""
            assert process.wait(30) == 0


def test_as_a_process_without_a_locale(busy: Office) -> None:
    """The installed command prints UTF-8 JSON and a table also where the locale knows only ASCII."""
    busy.log("lampu jalan mati di café 你好")
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = busy.spawn("list", "--limit", "1", "--format", "json", env=plain)
    assert ran.data[0]["text"] == "lampu jalan mati di café 你好"
    table = busy.spawn("list", "--limit", "1", env=plain)
    assert table.code == 0
    assert "caf\\xe9 \\u4f60\\u597d" in table.out


def test_actor_is_a_filter_here_and_who_one_is_stands_before(busy: Office) -> None:
    """`--actor` after `list` filters; before it, it says who asks, which the event of --reveal shows."""
    assert numbers(busy, "--actor", "joko,sari") == [7, 6, 5, 4, 3, 2, 1]
    assert busy.run("--actor", "rina", "list", "--actor", "joko", "--count").out == "1\n"


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_own_exports_come_back_without_loss(busy: Office, format_: str, tmp_path: Path) -> None:
    """What `list` prints with --reveal is taken by another desk's `import`, and listed there the same."""
    for text in (
        "=1+1 sampah",
        "'=2 sampah",
        " - ",
        "+62 sampah",
        '@sampah, "ya"',
        "'satu'\r\ndua\ttiga",
        "sampah;ktp|x\\n",
    ):
        busy.log(text, "--name", text, "--phone", "0812 0000 0009 / tanya", "--answer", text, "--link", "1")
    busy.run("route", "1", "--to", "pln", "--reason", "coba")
    exported = busy.run("list", "--limit", "0", "--sort", "-logged_at", "--reveal", "--format", format_).out
    file = tmp_path / f"export.{format_}"
    file.write_text(exported, encoding="utf-8", newline="")
    (tmp_path / "second").mkdir()
    second = Office(tmp_path / "second", busy._capture)
    ran = second.run("import", str(file))
    assert ran.code == 0, ran.err
    everything = ("list", "--limit", "0", "--reveal", "--sort", "ticket", "--format", "json")
    assert second.run(*everything).data == busy.run(*everything).data


@pytest.mark.parametrize("command", [("list",), ("search", "sampah")])
def test_a_limit_beyond_all_numbers_means_all(busy: Office, command: tuple[str, ...]) -> None:
    """SQLite's integers end somewhere; that is not the officer's matter."""
    shown = busy.run(*command, "--limit", "9" * 30, "--format", "json").data
    assert shown == busy.run(*command, "--limit", "0", "--format", "json").data
    assert shown


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [("list", "--format", "json"), ("log", "Melaporkan sampah")])
def test_a_full_disk_behind_stdout_is_told_in_a_sentence(busy: Office, arguments: tuple[str, ...]) -> None:
    """What was stored before stays stored, so this is neither a bug nor a failed call."""
    with FULL.open("wb") as full:
        command = [sys.executable, "-m", "aduan_cli", *busy.line(*arguments)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 6
    left = "the call is stored as " if arguments[0] == "log" else "what was stored stays stored"
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"error: the output can't be written: No space left on device; {left}")
    if arguments[0] == "log":
        assert busy.run("show", last.split()[-1]).code == 0, "no ticket is lost for want of a place to print it"
    assert done.stderr.count("error") == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_as_good_as_devnull(busy: Office, closed: str) -> None:
    """A caller that closes stdin, stdout or stderr gets the exit code and no traceback."""
    for arguments, code in ((("list",), 0), (("log", "Melaporkan sampah"), 0), (("log", "-"), 2)):
        command = ["sh", "-c", f'exec "$0" "$@" {closed}', sys.executable, "-m", "aduan_cli", *busy.line(*arguments)]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert done.returncode == code
        assert "Traceback" not in done.stderr


def test_unanswered_are_questions_without_an_answer(office: Office) -> None:
    """A question without an answer says so when it is logged, with the cure; the filter finds it until it is cured."""
    plain = office.run("log", "menanyakan ktp di Margahayu")
    answered = office.run("log", "menanyakan nomor", "--answer", "021-1")
    office.log("terima kasih")
    ticket = plain.out.strip()
    assert (
        f"no answer noted: aduan answer {ticket} TEXT; to act: aduan route {ticket} --to UNIT --reason ..." in plain.err
    )
    assert "no answer" not in answered.err
    assert "triage: nothing claims it" not in answered.err
    assert [row["ticket"] for row in office.run("list", "--unanswered", "--format", "json").data] == [ticket]
    assert office.run("list", "--unanswered", "--unit", "kecamatan", "--sort", "unit", "--count").out == "1\n"
    office.run("route", ticket, "--to", "dlh", "--reason", "minta datang")
    assert office.run("list", "--unanswered", "--count").out == "0\n"
    assert [row["ticket"] for row in office.run("list", "--open", "--format", "json").data] == [ticket]


@pytest.mark.parametrize(
    ("spoken", "value"),
    [
        (["--unit", "triase"], ["--unit", "triage"]),
        (["--kind", "pengaduan,Informasi"], ["--kind", "complaint,information"]),
        (["--status", "menunggu"], ["--status", "routed"]),
        (["--priority", "darurat"], ["--priority", "emergency"]),
    ],
)
def test_a_filter_takes_the_words_of_the_screen(busy: Office, spoken: list[str], value: list[str]) -> None:
    """An Indonesian word stands for the value, which is what comes out."""
    assert busy.run("list", *spoken, "--format", "json").out == busy.run("list", *value, "--format", "json").out


def test_nothing_found_is_said(busy: Office) -> None:
    """On stderr, not with -q; a program gets what it got."""
    nothing = ("list", "--since", "2099-01-01")
    assert busy.run(*nothing).err == "nothing was found\n"
    assert busy.run("-q", *nothing) == (0, "", "")
    assert busy.run(*nothing, "--format", "json") == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("sort", "said"),
    [
        ("reported_at", "order: reported_at, the newest first"),
        ("-ticket", "order: ticket, the oldest first"),
        ("priority", "order: priority, the most urgent first"),
        ("unit", "order: unit, from A on"),
    ],
)
def test_verbose_says_what_an_order_begins_with(busy: Office, sort: str, said: str) -> None:
    assert busy.run("-v", "list", "--sort", sort).err == f"{said}\n"


def test_a_time_of_day_is_the_last_one_past(office: Office) -> None:
    """At half past six "22:00" is last night's, and a part of a day ends where it ends."""
    for at in ("21:30", "22:30", "2026-11-23 05:45"):
        office.log("sampah", "--at", at, "--now", "2026-11-23 06:30")

    def count(*arguments: str) -> str:
        return office.run("--now", "2026-11-23 06:30", "list", "--count", *arguments).out.strip()

    assert count("--since", "22:00") == count("--since", "semalam jam 10") == "2"
    assert count("--since", "22:00", "--until", "tadi jam 5") == "1"
    assert count("--since", "semalam", "--until", "semalam") == "2"
    assert count("--until", "minggu") == "2"
    assert count("--since", "tadi pagi") == count("--since", "senin") == "1"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("--status", "!routed"), [7, 6, 4]),
        (("--status", "!menunggu,!answered"), [7, 6]),
        (("--status", "! routed", "--status", "!baru"), [6, 4]),
        (("--status", "new,answered,!baru"), [4]),
        (("--unit", "!bmsda"), [7, 6, 5, 4, 1]),
        (("--unit", "!DBMSDA,!dlh", "--open"), [7, 5]),
        (("--unit", "!bmsda", "--sort", "ticket", "--reverse"), [1, 4, 5, 6, 7]),
        (("--kelurahan", "!margahayu"), [7, 6, 5, 4, 3, 2]),
        (("--category", "!sampah,!ktp", "--kind", "!complaint"), []),
        (("--phone", "!0812-0000-0001"), [7, 6, 4, 3, 2]),
        (("--actor", "!joko", "--priority", "!normal"), [5, 3]),
        (("--channel", "!phone"), [3]),
        (("--kecamatan", "!bekasi timur", "--shift", "!pagi"), [3, 2]),
    ],
)
def test_what_stands_behind_an_exclamation_mark_is_left_out(
    busy: Office, filters: tuple[str, ...], found: list[int]
) -> None:
    """In any spelling; a unit with its crews. What has no place, no phone, ... has none of the values."""
    assert numbers(busy, *filters) == found
    assert busy.run("list", *filters, "--count").out == f"{len(found)}\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("!", "--status !: a value stands behind the !"),
        ("routed,! ", "--status !: a value stands behind the !"),
        ("!klosed", "unknown status 'klosed'; did you mean 'closed'?"),
    ],
)
def test_an_exclamation_mark_wants_a_known_value(busy: Office, given: str, said: str) -> None:
    assert busy.run("list", "--status", given) == (2, "", f"error: {said}\n")


@pytest.mark.of_file
def test_what_is_left_out_is_told_where_callers_are_revealed(busy: Office) -> None:
    """The phone masked."""
    assert busy.run("list", "--reveal", "--phone", "!0812-0000-0001", "--unit", "!dlh").code == 0
    import sqlite3

    connection = sqlite3.connect(busy.file)
    (row,) = connection.execute("SELECT body FROM event WHERE body LIKE '%revealed%'").fetchall()
    connection.close()
    assert json.loads(row[0])["data"]["without"] == {"unit": ["dlh"], "phone": ["+6281******001"]}
