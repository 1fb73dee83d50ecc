"""Taking whole files: every record taken or quarantined, none twice, routed as if nobody knew the answer."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intake_office import NOW, Office

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.intake.bulk import LARGEST_BATCH
from aduan_cli.flow.intake.tally import Tally
from aduan_cli.tickets import make_ticket

MAP = """\
key = ["NO"]
unit = "DINAS"
fields = ["KET"]
[columns]
text = "ISI"
reported_at = ["TGL", "JAM"]
answer = "JAWABAN"
status = "KET"
kecamatan = "KEC"
category = "JENIS"
actor = "PETUGAS"
caller.name = "NAMA"
caller.phone = "HP"
caller.address = "ALAMAT"
[answers]
tinggi = "TINGGI"
[dates]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
[statuses]
Selesai = "closed"
Proses = "in_progress"
[defaults]
channel = "whatsapp"
"""
HEADER = [
    "NO", "TGL", "JAM", "ISI", "NAMA", "HP", "ALAMAT", "PETUGAS", "JAWABAN", "DINAS", "KET", "KEC", "JENIS", "TINGGI",
]  # fmt: skip


def row(number: int, text: str = "melaporkan sampah", **cells: str) -> list[str]:
    """Return a record of the invented log."""
    given = {"NO": str(number), "TGL": "2024-03-01", "JAM": "08:00", "ISI": text, **cells}
    return [given.get(name, "") for name in HEADER]


class Bench(Office):
    """An office that keeps this log."""

    def __init__(self, desk: Path, map_text: str = MAP) -> None:
        super().__init__(desk, map_text, HEADER)

    def one(self, *cells: Any, **named: str) -> Complaint:
        """Import one record and return what became of it."""
        assert self.take(self.write([row(1, *cells, **named)])).taken == 1
        return self.stored()[-1]


@pytest.fixture
def bench(desk: Path) -> Bench:
    return Bench(desk)


def counts(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.read, tally.taken, tally.known, tally.changed, tally.quarantined


def test_a_record_becomes_a_complaint_that_is_understood_and_decided(bench: Bench) -> None:
    """Columns, translations and defaults arrive; the rest comes from the text, as with a live call."""
    c = bench.one(
        "melaporkan sampah di Kel. Margahayu", NAMA="Budi", HP="0812 0000 0001", PETUGAS="Rina", JAWABAN="diteruskan",
        ALAMAT="Bekasi Utara", DINAS="Dinas Lingkungan Hidup", KET="Proses", TINGGI="2 m",
    )  # fmt: skip
    assert (c.text, c.answer, c.actor) == ("melaporkan sampah di Kel. Margahayu", "diteruskan", "Rina")
    assert (c.kind, c.category, c.unit, c.step, c.status) == ("complaint", "sampah", "dlh", "category", "in_progress")
    assert (c.kecamatan, c.kelurahan) == ("Bekasi Timur", "Margahayu")
    assert (c.caller_name, c.caller_phone, c.phone_original) == ("Budi", "+6281200000001", "0812 0000 0001")
    assert (c.recorded_unit, c.channel) == ("dlh", "whatsapp")
    assert (c.answers, c.fields) == ({"tinggi": "2 m"}, {"KET": "Proses"})
    assert (c.source_file, c.source_row, c.logged_at, c.day) == ("log.csv", 1, NOW, 20240301)
    assert c.sources["channel"] == "default"
    assert c.sources["reported_at"] == "import"


def test_where_the_caller_lives_is_never_the_place_of_the_incident(bench: Bench) -> None:
    """A kecamatan in the caller's address goes to the caller alone."""
    c = bench.one("melaporkan sampah", ALAMAT="Bekasi Utara")
    assert (c.kecamatan, c.kelurahan, c.address) == (None, None, None)
    assert (c.caller_address, c.caller_kecamatan) == ("Bekasi Utara", "Bekasi Utara")


def test_a_final_status_opens_no_assignment(bench: Bench) -> None:
    """Closed records owe nothing, open ones are at their unit."""
    bench.take(bench.write([row(1, KET="Selesai"), row(2)]))
    assert [c.status for c in bench.stored()] == ["closed", "routed"]
    connection = sqlite3.connect(bench.store.path)
    assert connection.execute("SELECT complaint_id, unit, status FROM assignment").fetchall() == [(2, "dlh", "routed")]
    connection.close()


def test_an_information_call_stays_answered_whatever_its_status(bench: Bench) -> None:
    """`closed` of the log means nothing for what was answered on the phone."""
    assert bench.one("menanyakan jadwal sampah", KET="Selesai").status == "answered"


def test_what_nobody_claims_waits_in_triage_though_the_log_says_at_work(bench: Bench) -> None:
    """A status that needs a unit does not count where there is none."""
    c = bench.one("melaporkan hal lain", KET="Proses")
    assert (c.unit, c.status) == ("triage", "new")


def test_an_empty_cell_and_a_dash_hold_nothing(bench: Bench) -> None:
    """Both are null in every column."""
    c = bench.one(NAMA="-", HP=" - ", ALAMAT="", JAWABAN="-", DINAS="-", KET="-")
    assert (c.caller_name, c.caller_phone, c.caller_address, c.answer, c.recorded_unit) == (None,) * 5
    assert c.fields == {}


def test_unknown_names_never_quarantine(bench: Bench) -> None:
    """An unknown unit keeps its slug; an unknown place, category and status stay readable in `fields`."""
    c = bench.one(DINAS="Dinas Baru & BPBD", KET="Aneh", KEC="Atlantis", JENIS="Naga")
    assert c.recorded_unit == "dinas-baru;bpbd"
    assert c.fields == {"KET": "Aneh", "KEC": "Atlantis", "JENIS": "Naga"}
    assert (c.kecamatan, c.category, c.status) == (None, "sampah", "routed")


def test_no_text_or_no_readable_date_is_quarantined_and_nothing_is_lost(bench: Bench) -> None:
    """Each record is taken or stands in the quarantine, whole, with its row."""
    undated = [row(3, TGL="32/13/2024"), row(4, TGL=""), row(5, TGL="1999-01-01")]
    tally = bench.take(bench.write([row(1), row(2, "-"), *undated, [*row(6), "lebih"]]))
    assert counts(tally) == (6, 1, 0, 0, 5)
    with Path(tally.quarantines[0]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [*HEADER, "_reason", "_source_file", "_source_row"]
    assert [line[16] for line in rows[1:]] == ["2", "3", "4", "5", "6"]
    assert [line[0] for line in rows[1:]] == ["2", "3", "4", "5", "6"]
    assert rows[5][17:] == ["lebih"]
    assert "no text" in rows[1][14]
    assert "32/13/2024" in rows[2][14]


def test_short_rows_lack_their_last_cells_and_empty_rows_are_none(bench: Bench) -> None:
    """Missing cells are null; a row of empty cells keeps its number and is no record."""
    tally = bench.take(bench.write([row(1)[:4], [""] * len(HEADER), row(3)]))
    assert (counts(tally), tally.empty) == ((3, 2, 0, 0, 0), 1)
    assert [c.source_row for c in bench.stored()] == [1, 3]


def test_unknown_words_are_told_once_each_with_their_counts(bench: Bench) -> None:
    """Who reads it can give the map a line; where places are meant, rules.toml; what is known is not in it."""
    states = ["Beres", "Selesai", "Beres", "Tunda", "", "-"]
    bench.take(bench.write([row(n, KET=state, KEC="Atlantis") for n, state in enumerate(states)]))
    assert [said for said in bench.said if "unknown" in said] == [
        "log.csv: unknown words in 'KET': 'Beres' (2), 'Tunda' (1); [statuses] in the map says what they mean",
        "log.csv: unknown places in 'KEC': 'Atlantis' (6); [spellings] in rules.toml says which are meant",
    ]


def test_what_a_spreadsheet_left_of_a_phone_is_no_phone(bench: Bench) -> None:
    """It is told, kept as a detail, and takes the place of no number that is known; with all digits it is one."""
    bench.take(bench.write([row(1, HP="6,28123E+12"), row(2, HP="6,281200000001E+12"), row(3, HP="0812 0000 0003")]))
    first, second, _third = bench.stored()
    assert (first.caller_phone, first.fields) == (None, {"HP": "6,28123E+12"})
    assert (second.caller_phone, second.fields) == ("+6281200000001", {})
    (told,) = [said for said in bench.said if "last digits" in said]
    assert told.startswith("log.csv row 1: the phone lost its last digits")
    again = bench.take(bench.write([row(1, HP="6,28123E+12"), row(3, HP="6,2812E+12"), row(2, HP="0812 0000 0001")]))
    assert counts(again) == (3, 0, 3, 0, 0)


def test_a_time_that_cannot_be_read_is_quarantined_like_a_date(bench: Bench) -> None:
    """A record is never taken at a moment that nobody said; the reason says what would be right."""
    tally = bench.take(bench.write([row(1, JAM="pagi"), row(2, JAM="8"), row(3, JAM="14:30 - 15:00"), row(4)]))
    assert counts(tally) == (4, 1, 0, 0, 3)
    assert any("the time 'pagi' can't be read; write it like 14:30" in said for said in bench.said)


FILLED = MAP.replace("[dates]", '[dates]\nmissing = "previous"')


def moments(bench: Bench) -> list[str]:
    """Return when each record that was taken was reported, on the desk's clock."""
    return [bench.router.zone.iso(c.reported_at)[:16] for c in bench.stored()]


def test_a_missing_date_may_be_that_of_the_record_before(desk: Path) -> None:
    """With `missing = "previous"` a call is where it stands in the log, and says so."""
    bench = Bench(desk, FILLED)
    tally = bench.take(bench.write([row(1, TGL="", JAM=""), row(2, JAM="10:30"), row(3, TGL="", JAM="")]))
    assert counts(tally) == (3, 2, 0, 0, 1)
    before, after = bench.stored()
    assert after.reported_at == before.reported_at
    assert after.sources["reported_at"] == "default"
    assert "log.csv: 1 record has no date; the day of the one above it counts" in bench.said


def test_a_record_without_a_date_keeps_its_own_time(desk: Path) -> None:
    """Where cells of days are merged, the day comes from above and the hour from the row."""
    bench = Bench(desk, FILLED)
    bench.take(bench.write([row(1, JAM="10:30"), row(2, TGL="", JAM="11.45 WIB"), row(3, TGL="-", JAM="sore")]))
    assert moments(bench) == ["2024-03-01T10:30", "2024-03-01T11:45"]


@pytest.mark.parametrize("unread", [{"TGL": "besok"}, {"JAM": "pagi"}, {"TGL": "Selasa, 1 Maret 2024"}])
def test_no_date_is_filled_in_over_one_that_could_not_be_read(desk: Path, unread: dict[str, str]) -> None:
    """A row below an unreadable date doesn't get the date of the row before that; both wait for somebody to mend."""
    bench = Bench(desk, FILLED)
    rows = [row(1), row(2, **unread), row(3, TGL="", JAM=""), row(4, TGL="2024-03-05"), row(5, TGL="")]
    assert counts(bench.take(bench.write(rows))) == (5, 3, 0, 0, 2)
    assert [said for said in bench.said if "that of the record above it could not be read" in said]
    assert moments(bench) == ["2024-03-01T08:00", "2024-03-05T08:00", "2024-03-05T08:00"]


def test_rows_of_a_quarantine_never_fill_in_from_rows_that_stood_elsewhere(desk: Path) -> None:
    """Two rows that a quarantine puts below each other were not neighbours in their file."""
    bench = Bench(desk, FILLED)
    header = [*HEADER, "_reason", "_source_file", "_source_row"]
    rows = [[*row(1), "", "a.csv", "4"], [*row(2, TGL=""), "", "a.csv", "5"], [*row(3, TGL=""), "", "a.csv", "9"]]
    assert counts(bench.take(bench.write(rows, "mended.csv", header))) == (3, 2, 0, 0, 1)


def test_a_day_without_a_time_is_told(bench: Bench) -> None:
    """Nobody believes that these calls came at midnight."""
    bench.take(bench.write([row(1, JAM=""), row(2, JAM="-"), row(3)]))
    assert "log.csv: 2 records have a day and no time; they count from 00:00" in bench.said


def test_the_same_file_again_takes_nothing(bench: Bench) -> None:
    """Importing twice leaves one of each, equal records included."""
    path = bench.write([row(1), row(1), row(2)])
    assert counts(bench.take(path)) == (3, 3, 0, 0, 0)
    assert counts(bench.take(path)) == (3, 0, 3, 0, 0)
    assert len(bench.stored()) == 3


def test_a_changed_record_is_told_and_not_replaced(bench: Bench) -> None:
    """The ticket is named, the desk's record stays as it was."""
    bench.take(bench.write([row(1), row(2)]))
    tally = bench.take(bench.write([row(1), row(2, "melaporkan banjir"), row(3)]))
    assert counts(tally) == (3, 1, 1, 1, 0)
    assert any(bench.stored()[1].ticket in said for said in bench.said)
    assert [c.text for c in bench.stored()] == ["melaporkan sampah"] * 3


def test_a_record_without_any_key_is_known_by_its_content(bench: Bench) -> None:
    """Two calls without a number are two calls, also from two files."""
    bench.take(bench.write([row(1, NO=""), row(1, "melaporkan banjir", NO="-")]))
    tally = bench.take(bench.write([row(1, NO=""), row(1, "melaporkan sampah lagi", NO="")], "lain.csv"))
    assert counts(tally) == (2, 1, 1, 0, 0)


def test_a_mended_quarantine_is_imported_with_its_old_row_numbers(bench: Bench) -> None:
    """What was mended is taken once, under the row of the first file, and what was not stays quarantined."""
    first = bench.take(bench.write([row(1), row(1, "-"), row(2, TGL="kemarin"), row(3, "", HP="+62 812")]))
    with Path(first.quarantines[0]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][3], rows[2][1] = "melaporkan banjir", "2024-03-02"
    mended = bench.write(rows[1:], "mended.csv", rows[0])
    assert counts(bench.take(mended)) == (3, 2, 0, 0, 1)
    assert [(c.source_file, c.source_row) for c in bench.stored()] == [("log.csv", n) for n in (1, 2, 3)]
    again = bench.take(mended)
    assert (counts(again), again.quarantines) == ((3, 0, 2, 0, 1), first.quarantines), "it lies there already"


def test_an_equal_record_that_was_quarantined_keeps_its_turn(bench: Bench) -> None:
    """Of two equal keys the second stays the second when the first is mended in the file itself."""
    bench.take(bench.write([row(1, "-"), row(1, "melaporkan banjir")]))
    tally = bench.take(bench.write([row(1, "melaporkan sampah"), row(1, "melaporkan banjir")]))
    assert counts(tally) == (2, 1, 1, 0, 0)


def test_routing_never_sees_the_unit_nor_the_answer(bench: Bench) -> None:
    """With both columns blank the decisions are the same."""
    texts = ["melaporkan sampah", "menanyakan banjir", "melaporkan hal lain", "sampah dan banjir"]

    def decided(name: str, **cells: str) -> list[tuple[Any, ...]]:
        rows = [row(number, text, NO=f"{name}{number}", **cells) for number, text in enumerate(texts)]
        assert bench.take(bench.write(rows, f"{name}.csv")).taken == len(texts)
        taken = [c for c in bench.stored() if c.source_file == f"{name}.csv"]
        return [(c.kind, c.category, c.unit, c.support, c.priority, c.step, c.rule, c.status) for c in taken]

    assert decided("full", DINAS="BPBD", JAWABAN="banjir, sudah ke bpbd") == decided("blank")


def test_agreement_counts_units_and_their_parents(bench: Bench) -> None:
    """The summary says how often the decision is the unit that the log names; of several names one suffices."""
    tally = bench.take(bench.write([row(1, DINAS="DLH"), row(2, DINAS="BPBD"), row(3), row(4, DINAS="BPBD & DLH")]))
    assert (tally.recorded, tally.agreed) == (3, 2)


def test_a_dry_run_says_the_same_and_stores_nothing(bench: Bench) -> None:
    """Counts are those of the real run; neither desk nor quarantine is touched."""
    path = bench.write([row(1), row(1), row(2, "-")])
    dry = bench.take(path, dry=True)
    assert not (bench.desk / "quarantine").exists()
    assert not (bench.desk / "aduan.db").exists()
    assert counts(dry) == counts(bench.take(path)) == (3, 2, 0, 0, 1)
    assert counts(bench.take(path, dry=True)) == (3, 0, 2, 0, 1)


def test_what_was_quarantined_is_on_the_disk_before_the_batch_is_stored(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import that is cut off while it stores has lost no bad record."""
    on_disk: list[str] = []
    commit: Callable[..., Any] = bench.store.commit

    def watched(steps: Any, runs: Any, at: int) -> Any:
        on_disk.append((bench.desk / "quarantine" / "log.csv").read_text(encoding="utf-8-sig"))
        return commit(steps, runs, at)

    monkeypatch.setattr(bench.store, "commit", watched)
    bench.take(bench.write([row(1, "-"), row(2)]))
    assert "no text" in on_disk[0]


def test_batches_are_whole_transactions_of_limited_size(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long file is many transactions, so that others get their turn between them."""
    sizes: list[int] = []
    commit: Callable[..., Any] = bench.store.commit

    def watched(steps: Any, runs: Any, at: int) -> Any:
        sizes.append(len(steps))
        return commit(steps, runs, at)

    monkeypatch.setattr(bench.store, "commit", watched)
    assert bench.take(bench.write([row(number) for number in range(3_000)])).taken == 3_000
    assert len(sizes) > 2
    assert max(sizes) <= LARGEST_BATCH


def test_values_are_translated_and_those_that_say_nothing_leave_it_to_routing(desk: Path) -> None:
    """Kinds and priorities of a file become ours in any case of letters; an empty translation is no word."""
    words = '[kinds]\nTanya = "information"\n[priorities]\nGawat = "emergency"\nBiasa = ""\n'
    columns = MAP.replace("[columns]", '[columns]\nkind = "JENIS"\npriority = "KEC"').replace(
        'kecamatan = "KEC"\ncategory = "JENIS"\n', ""
    )
    bench = Bench(desk, columns + words)
    bench.take(bench.write([row(1, JENIS="TANYA", KEC="gawat"), row(2, KEC="Biasa"), row(3, JENIS="complaint")]))
    assert [(c.kind, c.priority, c.status) for c in bench.stored()] == [
        ("information", "emergency", "answered"),
        ("complaint", "normal", "routed"),
        ("complaint", "normal", "routed"),
    ]
    assert all(c.fields == {} for c in bench.stored())


def test_agreement_takes_a_parent_and_its_crews_for_one(desk: Path) -> None:
    """A decision for a crew agrees with a record that names the parent, and the other way round."""
    rules = (desk / "rules.toml").read_text(encoding="utf-8")
    crews = '[units.dlh-angkut]\nname = "Regu Angkut"\nparent = "dlh"\n'
    rules = rules.replace("[categories.sampah]", crews + "[categories.sampah]").replace(
        'unit = "dlh"', 'unit = "dlh-angkut"'
    )
    (desk / "rules.toml").write_text(rules, encoding="utf-8")
    bench = Bench(desk)
    tally = bench.take(bench.write([row(1, DINAS="DLH"), row(2, DINAS="dlh-angkut"), row(3, DINAS="BPBD")]))
    assert [c.unit for c in bench.stored()] == ["dlh-angkut"] * 3
    assert (tally.recorded, tally.agreed) == (3, 2)


def test_a_quarantined_json_line_comes_back_from_its_quarantine(desk: Path) -> None:
    """Lines that are no JSON, or lack what a call needs, are kept whole and can be mended there."""
    bench = Bench(desk, 'own = true\nfields = ["*"]\n[columns]\ntext = "text"\n[dates]\nformats = ["%Y-%m-%d"]\n')
    path = desk / "log.jsonl"
    path.write_text('{"text": "sampah"}\n{"text": "banjir"\n{"text": null, "blok": "C"}\n', encoding="utf-8")
    assert counts(bench.take(path)) == (3, 1, 0, 0, 2)
    quarantine = desk / "quarantine" / "log.csv"
    text = quarantine.read_text(encoding="utf-8-sig").replace('""banjir""', '""banjir""}').replace("null", '""sampah""')
    mended = desk / "mended.csv"
    mended.write_text(text, encoding="utf-8")
    assert counts(bench.take(mended)) == (2, 2, 0, 0, 0)
    assert [(c.source_file, c.source_row) for c in bench.stored()] == [("log.jsonl", n) for n in (1, 2, 3)]
    assert bench.stored()[2].fields == {"blok": "C"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "sampah"', "no JSON from character 18 on; a whole object"),
        ('{"text": "sampah", "n": NaN}', "no JSON: NaN is no number that can be kept"),
        ('{"n": ' + "9" * 5000 + "}", "no JSON: 999999999999… is no number"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_line_that_is_no_json_says_where(desk: Path, line: str, reason: str) -> None:
    """The sentence is ours, in the reader's language, not a parser's."""
    bench = Bench(desk, 'own = true\n[columns]\ntext = "text"\n[dates]\nformats = ["%Y-%m-%d"]\n')
    (desk / "log.jsonl").write_text('{"text": "sampah"}\n' + line + "\n", encoding="utf-8")
    tally = bench.take(desk / "log.jsonl")
    assert (tally.taken, [kept["_reason"].startswith(reason) for kept in bench.quarantined(tally)]) == (1, [True])


def test_an_export_that_somebody_broke_is_quarantined_record_by_record(desk: Path) -> None:
    """A ticket misread, a time nobody can read, a routed call without unit: each is told, the rest is taken."""
    bench = Bench(desk, 'own = true\n[columns]\ntext = "text"\n[dates]\nformats = ["%Y-%m-%d"]\n')
    header = ["ticket", "text", "status", "unit", "reported_at"]
    good = ["UJI-240301-0001-2", "sampah", "routed", "dlh", "2024-03-01T08:00:00+07:00"]
    ticket = make_ticket("UJI", 20240301, 1)
    rows = [[ticket if n == 0 else cell for n, cell in enumerate(good)] for _ in range(4)]
    rows[1][0] = "UJI-240301-0002-0" if make_ticket("UJI", 20240301, 2)[-1] != "0" else "UJI-240301-0002-1"
    rows[2][0], rows[2][4] = make_ticket("UJI", 20240301, 3), "kemarin"
    rows[3][0], rows[3][3] = make_ticket("UJI", 20240301, 4), ""
    tally = bench.take(bench.write(rows, "ekspor.csv", header))
    assert counts(tally) == (4, 1, 0, 0, 3)
    assert [c.ticket for c in bench.stored()] == [ticket]


def test_what_is_said_is_said_after_it_is_stored(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens while somebody is told of a record, the batch is stored and the record quarantined."""

    class Gone(Exception):
        pass

    def gone(_sentence: str) -> None:
        raise Gone

    monkeypatch.setattr(bench, "said", type("Deaf", (), {"append": staticmethod(gone)})())
    with pytest.raises(Gone):
        bench.take(bench.write([row(1), row(2, "-"), row(3)]))
    assert [c.source_row for c in bench.stored()] == [1, 3]
    assert "no text" in (bench.desk / "quarantine" / "log.csv").read_text(encoding="utf-8-sig")
