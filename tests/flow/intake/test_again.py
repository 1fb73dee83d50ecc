"""Files that come again: saved anew, further written, changed, from another month. Nothing twice, nothing swallowed."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_office import NOW, Office, counts

from aduan_cli.complaint.identity import joined
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.intake import bulk
from aduan_cli.store.sqlite.salted_keys import salting_of
from invented import assert_sound
from steps import change, changed

MAP = """\
key = ["NO", "TANGGAL"]
fields = ["KET", "CATATAN"]
[columns]
text = "ISI"
reported_at = ["TANGGAL", "JAM"]
status = "KET"
caller.name = "NAMA"
caller.phone = "HP"
[dates]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%d/%m/%Y"]
[statuses]
Selesai = "closed"
Proses = "in_progress"
"""
HEADER = ["NO", "TANGGAL", "JAM", "ISI", "NAMA", "HP", "KET", "CATATAN"]


def row(number: int, text: str = "melaporkan sampah", **cells: str) -> list[str]:
    given = {"NO": str(number), "TANGGAL": "2026-11-01", "JAM": "08:00", "ISI": text, **cells}
    return [given.get(name, "") for name in HEADER]


def _office(desk: Path, map_text: str = MAP) -> Office:
    return Office(desk, map_text, HEADER)


@pytest.fixture
def office(desk: Path) -> Office:
    return _office(desk)


# -- saved again


@pytest.mark.parametrize(
    "again",
    [
        {"TANGGAL": "01/11/2026"}, {"TANGGAL": "2026-11-01 00:00:00"}, {"TANGGAL": "46327"}, {"JAM": "08:00:00"},
        {"NO": "1.0"}, {"NO": " 1 "}, {"ISI": " melaporkan sampah\u00a0"}, {"JAM": "0,333333333"}, {"NO": "1,0"},
        {"HP": "'8120000001"}, {"HP": "8120000001.0"}, {"CATATAN": "-"}, {"TANGGAL": "Minggu, 1 November 2026"},
    ],
)  # fmt: skip
def test_a_sheet_that_was_saved_again_is_known(office: Office, again: dict[str, str]) -> None:
    """Whatever a spreadsheet made of the cells: they mean the same, so nothing is taken twice or said to differ."""
    office.rows(row(1, HP="08120000001"), row(2))
    assert counts(office.rows(row(1, **{"HP": "08120000001", **again}), row(2))) == (0, 2, 0, 0, 0)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1f"), max_size=8)


@given(st.lists(cells, min_size=1, max_size=4), st.integers(0, 99), st.sampled_from(["", " ", "\u00a0", "\t"]))
def test_cells_are_compared_by_what_they_mean(row: list[str], number: int, space: str) -> None:
    """Spaces around cells, other line ends and `.0` behind a whole number change nothing; other numbers do."""
    meant = joined([*row, f"{number}"])
    assert joined([*(f"{space}{cell}{space}" for cell in row), f"{number}.0"]) == meant
    assert joined([cell.replace("\r\n", "\n") for cell in [*row, f"{number},00"]]) == meant
    assert joined([*row, f"{number}.5"]) != meant
    assert joined([*row, f"{number}.000"]) != meant, "those are thousands"


# -- the same number, another call


def test_a_number_that_begins_anew_each_month_is_another_call(desk: Path) -> None:
    """February's call 1 is taken beside January's, is known the next time, and no order of files takes any twice."""
    office = _office(desk, MAP.replace('["NO", "TANGGAL"]', '["NO"]'))
    january = [row(n, f"sampah ke-{n}", TANGGAL="2026-01-05", JAM=f"0{n}:00") for n in (1, 2)]
    february = [row(n, f"banjir ke-{n}", TANGGAL="2026-02-05", JAM=f"1{n}:00") for n in (1, 2)]
    march = [row(n, f"jalan ke-{n}", TANGGAL="2026-03-05", JAM=f"1{n}:00") for n in (1, 2)]
    assert counts(office.rows(*january, name="jan.csv")) == (2, 0, 0, 0, 0)
    tally = office.rows(*february, name="feb.csv")
    assert (counts(tally), tally.apart) == ((2, 0, 0, 0, 0), 2)
    assert any("feb.csv row 1: has the key of " in said for said in office.said)
    assert counts(office.rows(*february, name="feb.csv")) == (0, 2, 0, 0, 0)
    assert counts(office.rows(*march, *january, name="both.csv")) == (2, 2, 0, 0, 0)
    assert counts(office.rows(*february, *january, *march, name="all.csv")) == (0, 6, 0, 0, 0)
    assert len(assert_sound(desk / "aduan.db")) == 6


def test_rows_below_a_merged_date_are_of_their_day(desk: Path) -> None:
    """Where days are merged cells, the day from above is in the key and in what is kept of a changed record."""
    office = _office(desk, MAP.replace("[dates]", '[dates]\nmissing = "previous"'))
    november = [row(1), row(2, "jalan rusak", TANGGAL="", JAM="09:00"), row(3, TANGGAL="")]
    december = [row(1, TANGGAL="2026-12-01"), row(2, "lampu mati", TANGGAL="", JAM="09:00"), row(3, TANGGAL="")]
    assert counts(office.rows(*november, name="nov.csv")) == (3, 0, 0, 0, 0)
    assert counts(office.rows(*december, name="dec.csv")) == (3, 0, 0, 0, 0)
    assert counts(office.rows(*november, *december, name="all.csv")) == (0, 6, 0, 0, 0)
    november[1][HEADER.index("KET")] = "Selesai"
    tally = office.rows(*november, name="nov.csv")
    assert counts(tally) == (0, 2, 1, 0, 0)
    assert counts(office.take(Path(tally.quarantines[0]), replace=True)) == (0, 0, 0, 1, 0)
    assert [c.status for c in office.stored()].count("closed") == 1


def test_a_correction_is_no_other_call(office: Office) -> None:
    """Another wording at the same time, or another time of the same words, is a version of the record."""
    office.rows(row(1, NAMA="Budi"), row(2, NAMA="Sari"))
    tally = office.rows(row(1, "melaporkan banjir", NAMA="Adi"), row(2, JAM="09:00", NAMA="Sari"))
    assert counts(tally) == (0, 0, 2, 0, 0)


_CALLS = st.tuples(
    st.sampled_from(["2026-01-05", "2026-02-05", "2026-03-06"]), st.sampled_from(["08:00", "09:15"]),
    st.sampled_from(["melaporkan sampah", "melaporkan banjir"]), st.sampled_from(["Anonim", "Budi"]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_CALLS, second=_CALLS)
def test_replace_overwrites_no_other_call(
    desk: Path, tmp_path_factory: pytest.TempPathFactory, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    """Same number, whatever they share: what the table calls another call stays beside the first under --replace."""
    fresh = copytree(desk, tmp_path_factory.mktemp("desks") / "desk")
    office = _office(fresh, MAP.replace('["NO", "TANGGAL"]', '["NO"]'))
    for name, (day, time, text, caller) in (("a.csv", first), ("b.csv", second)):
        office.rows(row(1, text, TANGGAL=day, JAM=time, NAMA=caller), name=name, replace=True)
    day, time, text, caller = (one != other for one, other in zip(first, second, strict=True))
    other = (text and (day or time)) or (day and (time or caller))
    assert len(office.stored()) == 1 + other


# -- changed


def test_what_differs_is_kept_and_can_be_taken(office: Office) -> None:
    """The other version lies in the quarantine as `changed`; `--replace` puts it in the place of what is stored."""
    office.rows(row(1, KET="Proses"), row(2, KET="Proses"))
    ticket = office.stored()[1].ticket
    tally = office.rows(row(1, KET="Proses"), row(2, "melaporkan sampah dan tikus", KET="Selesai"))
    assert counts(tally) == (0, 1, 1, 0, 0)
    (kept,) = office.quarantined(tally)
    assert kept["_reason"] == f"changed: {ticket}: text, fields, status"
    assert (kept["ISI"], kept["_source_file"], kept["_source_row"]) == ("melaporkan sampah dan tikus", "log.csv", "2")
    again = office.take(Path(tally.quarantines[0]))
    assert counts(again) == (0, 0, 1, 0, 0), "without --replace it stays where it is"
    assert [said.endswith("(row 3 of the sheet)") for said in office.said if "differs" in said] == [True, False]
    replaced = office.take(Path(tally.quarantines[0]), replace=True)
    assert counts(replaced) == (0, 0, 0, 1, 0)
    first, second = office.stored()
    assert (first.text, first.status) == ("melaporkan sampah", "in_progress")
    assert (second.text, second.status, second.ticket) == ("melaporkan sampah dan tikus", "closed", ticket)
    event = office.store.events(second)[-1]
    assert (event.type, event.actor, event.data["fields"]) == ("replaced", "petugas", ["text", "fields", "status"])
    assert office.store.breaks() == []


def test_the_file_itself_may_replace_and_is_known_afterwards(office: Office) -> None:
    """`--replace` with the newer file: what changed is taken, and a third time nothing differs."""
    office.rows(*(row(n, KET="Proses") for n in range(1, 15)))
    newer = [row(n, KET="Selesai") for n in range(1, 15)]
    assert counts(office.rows(*newer)) == (0, 0, 14, 0, 0)
    assert counts(office.rows(*newer, replace=True)) == (0, 0, 0, 14, 0)
    assert {c.status for c in office.stored()} == {"closed"}
    assert counts(office.rows(*newer)) == (0, 14, 0, 0, 0)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("routed", "Selesai", "closed"), ("routed", "Proses", "in_progress"), ("acknowledged", "Proses", "in_progress"),
        ("on_hold", "Proses", "on_hold"), ("resolved", "Proses", "resolved"), ("resolved", "Selesai", "closed"),
        ("closed", "Proses", "closed"), ("rejected", "Proses", "rejected"), ("answered", "Selesai", "answered"),
        ("in_progress", "", "in_progress"), ("returned", "Selesai", "closed"),
    ],
)  # fmt: skip
def test_replacing_reopens_nothing(office: Office, before: str, said: str, after: str) -> None:
    """What is at work or done at the desk moves forward with a file, never back; the rest of the record is taken."""
    office.rows(row(1))
    (stored,) = office.stored()
    change(office.store, [changed(stored, {"status": before}, "routed", "petugas", NOW, {})])
    assert counts(office.rows(row(1, "melaporkan banjir", KET=said), replace=True)) == (0, 0, 0, 1, 0)
    (stored,) = office.stored()
    assert (stored.text, stored.status) == ("melaporkan banjir", after)


def test_a_kept_version_without_its_reason_is_a_call_of_its_own(office: Office) -> None:
    """Who sees that the two are not the same empties `_reason`, and the record is taken as a call."""
    office.rows(row(1))
    tally = office.rows(row(1, "melaporkan banjir"), name="lain.csv")
    (kept,) = office.quarantined(tally)
    kept["_reason"] = ""
    mended = office.write([list(kept.values())], "mended.csv", list(kept))
    assert counts(office.take(mended)) == (1, 0, 0, 0, 0)
    assert counts(office.take(mended)) == (0, 1, 0, 0, 0)
    assert [c.text for c in office.stored()] == ["melaporkan sampah", "melaporkan banjir"]


def test_a_version_of_a_ticket_that_is_not_here_waits(office: Office) -> None:
    """A quarantine of another desk replaces nothing; the sentence says how to take it."""
    header = [*HEADER, "_reason", "_source_file", "_source_row"]
    path = office.write([[*row(1), "changed: UJI-261101-0007-9: text", "log.csv", "1"]], "lain.csv", header)
    assert counts(office.take(path, replace=True)) == (0, 0, 0, 0, 1)
    assert any("without its _reason it is a call of its own" in said for said in office.said)


def test_a_version_that_waits_already_is_not_written_once_more(office: Office) -> None:
    """The same changed sheet day after day makes one quarantine, which is named each time, until nobody keeps it."""
    office.rows(row(1), row(2))
    sheet = [row(1, "=banjir", KET="-"), row(2)]
    first = office.rows(*sheet)
    (path,) = first.quarantines
    for again in (office.rows(*sheet), office.rows(*sheet, name="lain.csv"), office.take(Path(path))):
        assert (again.taken, again.changed, again.quarantines) == (0, 1, [path])
    assert len(list(Path(path).parent.iterdir())) == 1
    other = office.rows(row(1, "kebakaran", KET="-"), row(2, "jalan rusak"))
    assert (other.changed, len(office.quarantined(other))) == (2, 2), "other versions are written"
    Path(path).unlink()
    assert office.quarantined(office.rows(*sheet))[0]["ISI"] == "'=banjir"


@pytest.mark.parametrize("replace", [True, False])
def test_who_was_erased_does_not_come_back_with_a_version(office: Office, replace: bool) -> None:
    """A version that waits in a quarantine when its caller is erased is neither taken nor written down once more."""
    office.rows(row(1, NAMA="Sari", HP="08120000001"))
    tally = office.rows(row(1, "melaporkan banjir", NAMA="Sari", HP="08120000001"))
    (stored,) = office.stored()
    office.store.erase(stored.ticket, "petugas")
    again = office.take(Path(tally.quarantines[0]), replace=replace)
    assert (counts(again), again.quarantines) == ((0, 1, 0, 0, 0), [])
    (erased,) = office.stored()
    assert (erased.text, erased.caller_name, erased.caller_phone) == ("", None, None)
    assert any(f"{stored.ticket} was erased" in said for said in office.said)


def test_no_change_brings_back_who_was_erased(office: Office) -> None:
    """The store itself refuses words and persons of an erased complaint; its status goes on as ever."""
    office.rows(row(1, NAMA="Sari"))
    (stored,) = office.stored()
    office.store.erase(stored.ticket, "petugas")
    (erased,) = office.stored()
    for columns in ({"text": "banjir"}, {"caller_name": "Sari"}, {"answers": {"ya": "1"}, "status": "closed"}):
        with pytest.raises(NotAllowedError, match=stored.ticket):
            change(office.store, [changed(erased, columns, "replaced", "petugas", NOW, {})])
    change(office.store, [changed(erased, {"status": "closed", "address": None}, "closed", "petugas", NOW, {})])
    assert office.store.breaks() == []


# -- still being written


def test_a_last_line_that_is_still_being_written_is_taken_when_it_is_whole(office: Office) -> None:
    """A line without its end that lacks cells waits in the quarantine; the whole one is taken by the next run."""
    whole = office.write([row(1), row(2, "melaporkan kebakaran di pasar", HP="0812 0000 0001")]).read_bytes()
    path = office.desk / "log.csv"
    path.write_bytes(whole[: whole.index(b"kebak") + 5])
    tally = office.take(path)
    assert counts(tally) == (1, 0, 0, 0, 1)
    (kept,) = office.quarantined(tally)
    assert (kept["ISI"], "ends in this record" in kept["_reason"]) == ("melaporkan kebak", True)
    path.write_bytes(whole)
    assert counts(office.take(path)) == (1, 1, 0, 0, 0)
    assert office.stored()[1].text == "melaporkan kebakaran di pasar"


@pytest.mark.parametrize("replace", [True, False])
def test_what_was_cut_off_never_takes_the_place_of_the_whole_record(office: Office, replace: bool) -> None:
    """Its old quarantine is refused again as long as its reason stands; once somebody mended it, it is taken."""
    whole = office.write([row(1), row(2, "melaporkan kebakaran di pasar", HP="0812 0000 0001")]).read_bytes()
    path = office.desk / "log.csv"
    path.write_bytes(whole[: whole.index(b"kebak") + 5])
    old = Path(office.take(path).quarantines[0])
    path.write_bytes(whole)
    office.take(path)
    ticket = office.stored()[1].ticket
    office.said.clear()
    assert counts(office.take(old, replace)) == (0, 0, 0, 0, 1)
    (told,) = [line for line in office.said if ticket in line]
    assert told.startswith("log.csv row 2: ")
    assert "empty its _reason where it was mended" in told
    assert office.stored()[1].text == "melaporkan kebakaran di pasar"
    assert [file.name for file in old.parent.iterdir()] == [old.name]
    with old.open(encoding="utf-8-sig", newline="") as file:
        head, cells = csv.reader(file)
    cells[head.index("_reason")] = ""
    cells[head.index("ISI")] = "melaporkan kebakaran di pasar baru"
    with old.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, cells])
    assert counts(office.take(old, True)) == (0, 0, 0, 1, 0)
    assert office.stored()[1].text == "melaporkan kebakaran di pasar baru"


def test_every_cut_of_a_file_ends_with_all_records_stored_or_kept(desk: Path) -> None:
    """Wherever a file was cut when it was read first: afterwards each record is stored as it is, or kept as changed."""
    whole = _office(desk).write([row(1), row(2, "melaporkan kebakaran di pasar", NAMA="Sari", HP="081200000001")])
    data = whole.read_bytes()
    for size in range(data.index(b"\n2,") + 2, len(data), 5):
        (desk / "aduan.db").unlink(missing_ok=True)
        office = _office(desk)
        whole.write_bytes(data[:size])
        office.take(whole)
        whole.write_bytes(data)
        tally = office.take(whole)
        assert tally.quarantined == 0
        assert tally.taken + tally.known + tally.changed == 2
        kept = office.quarantined(tally) if tally.changed else []
        texts = [c.text for c in office.stored()] + [line["ISI"] for line in kept]
        assert "melaporkan kebakaran di pasar" in texts
        office.store.close()


# -- stores of older versions


def _as_an_older_version_wrote(path: Path, rows: list[list[str]], key_columns: list[str]) -> None:
    """Give the records of a store the keys of version 5 of its tables: of the cells as they stand."""
    connection = sqlite3.connect(path, isolation_level=None)
    salted = salting_of(connection)
    seen: Counter[str] = Counter()
    for number, cells in enumerate(rows, 1):
        read = [name != "NO" or "NO" in key_columns for name in HEADER]  # the map names all but the number
        content = "\x1f".join(cell for cell, is_read in zip(cells, read, strict=True) if is_read)
        key = "\x1f".join(cells[HEADER.index(name)] for name in key_columns)
        told = key if key.strip("\x1f -") else content
        seen[told] += 1
        digests = [blake2b(text.encode(), digest_size=8).hexdigest() for text in (told, content)]
        connection.execute(
            "UPDATE complaint SET import_key = ?, content_hash = ? WHERE id = ?",
            (salted(f"uji:{digests[0]}:{seen[told]}"), salted(digests[1]), number),
        )
    connection.execute("DROP INDEX complaint_source")
    connection.execute("DROP TABLE older_imports")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0006%'")
    connection.execute("PRAGMA user_version = 5")
    connection.close()


@pytest.mark.parametrize("size", [1, 3, 200])
@pytest.mark.parametrize("key_columns", [["NO"], ["NO", "TANGGAL"], ["TANGGAL", "JAM"], ["ISI"], []])
def test_whatever_the_key_what_an_older_version_took_is_known(
    desk: Path, monkeypatch: pytest.MonkeyPatch, key_columns: list[str], size: int
) -> None:
    """One column, several, of dates or none, equal rows, however they fall into batches: nothing is taken twice."""
    for name in ("FIRST_BATCH", "SMALLEST_BATCH", "LARGEST_BATCH"):
        monkeypatch.setattr(bulk, name, size)
    map_text = MAP.replace('key = ["NO", "TANGGAL"]', f"key = {json.dumps(key_columns)}")
    rows = [row(1), row(2, "jalan rusak"), row(1), row(3, "banjir", JAM="09:00"), row(1), row(3, "banjir", JAM="09:00")]
    office = _office(desk, map_text)
    assert office.rows(*rows).taken == len(rows)
    office.store.close()
    _as_an_older_version_wrote(desk / "aduan.db", rows, key_columns)
    office = _office(desk, map_text)
    assert counts(office.rows(*rows)) == (0, len(rows), 0, 0, 0)
    newer = [*rows, row(1), row(7, "lampu mati", JAM="10:00"), row(7, "lampu mati", JAM="10:00")]
    taken = office.rows(*newer, name="newer.csv").taken
    assert taken == 3
    monkeypatch.setattr(bulk, "FIRST_BATCH", 2)
    assert counts(office.rows(*newer)) == (0, len(newer), 0, 0, 0)


def test_records_that_an_older_version_took_are_known(desk: Path) -> None:
    """Keys of the older form are recognised beside those of today, also where the content was written otherwise."""
    office = _office(desk)
    rows = [row(1, KET="Proses"), row(2), row(2)]
    office.rows(*rows)
    office.store.close()
    _as_an_older_version_wrote(desk / "aduan.db", rows, ["NO", "TANGGAL"])
    office = _office(desk)
    assert counts(office.rows(*rows, row(3))) == (1, 3, 0, 0, 0)
    assert counts(office.rows(*([*r[:2], "08:00:00", *r[3:]] for r in rows))) == (0, 3, 0, 0, 0)
    assert counts(office.rows(row(1, KET="Selesai"), replace=True)) == (0, 0, 0, 1, 0)
    assert counts(office.rows(row(1, KET="Selesai"))) == (0, 1, 0, 0, 0)
