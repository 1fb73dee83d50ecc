"""Sheets without numbers, or with the same ones: rows are known by what they say, wherever they stand now."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_office import Office, counts
from test_again import HEADER, MAP, row

from aduan_cli.flow.intake import bulk

DAILY = MAP.replace("[dates]", '[dates]\nmissing = "previous"')


@pytest.fixture
def office(desk: Path) -> Office:
    return Office(desk, MAP, HEADER)


def unnumbered(text: str, time: str = "", **cells: str) -> list[str]:
    return row(0, text, **{"NO": "", "JAM": time, **cells})


def mended(office: Office, waiting: list[dict[str, str]], **cells: str) -> Path:
    """Write a quarantine elsewhere with some cells mended."""
    rows = [list({**kept, **cells}.values()) for kept in waiting]
    return office.write(rows, "mended.csv", list(waiting[0]))


@pytest.mark.parametrize("size", [2, 200])
@pytest.mark.parametrize("time", ["", "08:00"])
def test_a_row_inserted_above_rows_without_numbers_takes_none_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch, time: str, size: int
) -> None:
    """Only the new row is taken, however the rows fall into batches; the next time all are known."""
    for name in ("FIRST_BATCH", "SMALLEST_BATCH", "LARGEST_BATCH"):
        monkeypatch.setattr(bulk, name, size)
    rows = [unnumbered("lampu mati", time), unnumbered("jalan rusak", time), unnumbered("banjir", time)]
    office.rows(*rows)
    more = [unnumbered("pohon tumbang", time), *rows]
    assert counts(office.rows(*more)) == (1, 3, 0, 0, 0)
    assert counts(office.rows(*more)) == (0, 4, 0, 0, 0)
    assert [c.text for c in office.stored()] == ["lampu mati", "jalan rusak", "banjir", "pohon tumbang"]


_WORDS = st.sampled_from(["lampu mati", "jalan rusak", "banjir", "sampah"])
_NUMBERS, _TIMES = st.sampled_from(["", "1", "2"]), st.sampled_from(["", "08:00", "09:00"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(_NUMBERS, _WORDS, _TIMES), max_size=6), data=st.data())
def test_a_sorted_sheet_is_known_whole(
    desk: Path,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str]],
    data: st.DataObject,
) -> None:
    """Numbers or none, equal ones, equal rows: in any order nothing is taken, and nothing is said to differ."""
    office = Office(copytree(desk, tmp_path_factory.mktemp("desks") / "desk"), MAP, HEADER)
    cells = [row(0, text, NO=number, JAM=time) for number, text, time in rows]
    office.rows(*cells)
    assert counts(office.rows(*data.draw(st.permutations(cells)))) == (0, len(cells), 0, 0, 0)


def test_a_row_that_changed_in_a_sorted_sheet_is_a_version_of_its_own_call(office: Office) -> None:
    """Of two calls with one number and moment it differs from the one that the sheet no longer has as it was."""
    office.rows(row(1, "lampu mati"), row(1, "jalan rusak"))
    first, _second = office.stored()
    tally = office.rows(row(1, "jalan rusak"), row(1, "lampu mati semua"))
    assert counts(tally) == (0, 1, 1, 0, 0)
    assert first.ticket in office.quarantined(tally)[0]["_reason"]


def test_equal_rows_of_another_month_are_all_taken(desk: Path) -> None:
    """Two equal rows that only have the number of other calls are two calls, and known the next time."""
    office = Office(desk, MAP.replace('["NO", "TANGGAL"]', '["NO"]'), HEADER)
    office.rows(row(1, "sampah"), row(1, "banjir"))
    march = [row(1, "pohon", TANGGAL="2026-12-05")] * 2
    assert counts(office.rows(*march, name="des.csv")) == (2, 0, 0, 0, 0)
    assert counts(office.rows(*march, name="des.csv")) == (0, 2, 0, 0, 0)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        # key of the number alone; what neither says agrees with nothing
        (row(1, JAM=""), row(1, JAM="", TANGGAL="2026-12-01"), "other"),
        (row(1, JAM="", NAMA="Anonim"), row(1, JAM="", TANGGAL="2026-12-01", NAMA="Anonim"), "other"),
        (row(1, JAM=""), row(1, "melaporkan banjir", JAM=""), "changed"),
        (row(1, JAM=""), row(1, "melaporkan banjir", JAM="08:00"), "changed"),
        (row(1), row(1, TANGGAL="2026-12-01"), "changed"),
        # no number at all: the words tell calls apart, and of equal words moment and caller
        (unnumbered("sampah", "08:00"), unnumbered("banjir", "08:00"), "other"),
        (unnumbered("sampah", ""), unnumbered("banjir", ""), "other"),
        (unnumbered("sampah", "08:00"), unnumbered("sampah", "08:00", KET="Selesai"), "changed"),
        (unnumbered("sampah", "", NAMA="Budi"), unnumbered("sampah", "", NAMA="Sari"), "other"),
        (unnumbered("sampah", "", NAMA="Budi"), unnumbered("sampah", "", NAMA="Budi", KET="Selesai"), "changed"),
        (unnumbered("sampah", ""), unnumbered("sampah", "", KET="Selesai"), "other"),
        (unnumbered("sampah", "08:00", NAMA="Budi"), unnumbered("sampah", "09:00", NAMA="Budi"), "changed"),
        (unnumbered("sampah", "08:00"), unnumbered("sampah", "09:00"), "other"),
    ],
)
def test_what_is_another_call(desk: Path, first: list[str], second: list[str], outcome: str) -> None:
    """The table of docs/import.md, where times, callers or numbers are not said."""
    key = '["NO"]' if first[0] else '["NO", "TANGGAL"]'
    office = Office(desk, MAP.replace('["NO", "TANGGAL"]', key), HEADER)
    office.rows(first)
    tally = office.rows(second, name="lain.csv")
    assert counts(tally) == ((1, 0, 0, 0, 0) if outcome == "other" else (0, 0, 1, 0, 0))


def test_what_was_told_to_be_another_call_is_known_in_its_file(office: Office) -> None:
    """Its `_reason` emptied and imported, the original file has nothing more to say."""
    office.rows(row(1))
    other = [row(1, "melaporkan banjir"), row(2)]
    tally = office.rows(*other, name="lain.csv")
    assert counts(office.take(mended(office, office.quarantined(tally), _reason=""))) == (1, 0, 0, 0, 0)
    again = office.rows(*other, name="lain.csv")
    assert (counts(again), again.quarantines) == ((0, 2, 0, 0, 0), [])


def test_a_row_below_a_merged_date_is_known_after_it_was_told_apart(desk: Path) -> None:
    """The same where its date came from the row above, at its own time or without one."""
    office = Office(desk, DAILY, HEADER)
    office.rows(row(1), row(2, JAM="09:00"))
    other = [row(7), row(2, "banjir", TANGGAL="", JAM="09:00")]
    tally = office.rows(*other, name="lain.csv")
    assert counts(tally) == (1, 0, 1, 0, 0)
    assert counts(office.take(mended(office, office.quarantined(tally), _reason=""))) == (1, 0, 0, 0, 0)
    assert counts(office.rows(*other, name="lain.csv")) == (0, 2, 0, 0, 0)


def test_the_same_refused_rows_make_one_quarantine(office: Office) -> None:
    """Day after day the file that has them is named; a row that is there twice lies there twice."""
    bad = [row(1, TANGGAL="besok"), row(1, TANGGAL="besok"), row(2, "-")]
    first = office.rows(row(3, "jalan rusak"), *bad)
    assert len(office.quarantined(first)) == 3
    for name in ("log.csv", "lain.csv"):
        again = office.rows(*bad[:2], row(3, "jalan rusak"), bad[2], name=name)
        assert (again.quarantined, again.quarantines) == (3, first.quarantines)
    third = office.rows(*bad, bad[0])
    assert third.quarantined == 4
    assert len(list((office.desk / "quarantine").iterdir())) == 2, "only the third of its kind is new"
    assert sum(path.read_text().count("\n") - 1 for path in (office.desk / "quarantine").iterdir()) == 4


@pytest.mark.parametrize("in_place", [True, False])
def test_a_mended_row_is_known_by_what_it_says(office: Office, in_place: bool) -> None:
    """Also under another name of the file and in another row; another call with the same words still waits."""
    bad = row(2, "melaporkan banjir", TANGGAL="besok", NAMA="Sari")
    first = office.rows(row(1), bad)
    path = mended(office, office.quarantined(first), TANGGAL="2026-11-02")
    if in_place:
        path = path.replace(first.quarantines[0])
    assert office.take(path).taken == 1
    sheet = [row(8), row(1), bad]
    again = office.rows(*sheet, name="lain.csv")
    assert (again.taken, again.known, again.mended, again.quarantined, again.quarantines) == (1, 1, 1, 0, [])
    twice = office.rows(*sheet, bad, row(2, "melaporkan banjir", TANGGAL="besok", NAMA="Budi"), name="lain.csv")
    assert (twice.mended, twice.quarantined) == (1, 2)
