"""What is told of a whole file: before its records are read, and of what was met in them."""

from __future__ import annotations

from sheets import GOOD, HEAD, MAP, row, sheet, table

WORDS = MAP.replace('caller.name = "NAMA"', 'caller.name = "NAMA"\nstatus = "STATUS"\nkecamatan = "KEC"')


def test_titles_above_the_head_are_told_as_passed_over() -> None:
    """Together in one sentence, cut where they go on for ever."""
    found = sheet("REKAP PANGGILAN,,\r\nBULAN NOVEMBER;;\r\n" + table([GOOD]))
    assert found.opening == ["log.csv: above the head, passed over: REKAP PANGGILAN; BULAN NOVEMBER"]
    (long,) = sheet("x" * 500 + "\r\n" + table([GOOD])).opening
    assert long.endswith("x" * 200 + "…")


def test_columns_that_the_map_names_in_vain_are_told() -> None:
    """The file is read without them."""
    head = [name for name in HEAD if name not in ("NAMA", "KET")]
    found = sheet(table([[value for name, value in zip(HEAD, GOOD, strict=True) if name in head]], head))
    assert found.opening == ["log.csv: without column 'NAMA', 'KET'"]
    assert found.states == ["call"]


def test_a_column_that_is_there_twice_says_which_counts() -> None:
    """In the same letters or others; of what the map keeps all, under names of their own."""
    found = sheet(table([[*GOOD, "lain"]], [*HEAD, "ISI"]))
    assert found.opening == ["log.csv: column 'ISI' is there 2 times; the first one counts as it"]
    text = MAP.replace('["KET"]', '["*"]')
    found = sheet(table([[*GOOD, "satu", "dua"]], [*HEAD, "LAIN", "lain"]), text)
    assert found.opening == ["log.csv: column 'LAIN' is there 2 times; they are kept as 'LAIN', 'lain (2)'"]
    report = found.records[0].report
    assert report is not None
    assert (report.fields["LAIN"], report.fields["lain (2)"]) == ("satu", "dua")


def test_unknown_units_are_told_with_what_would_help() -> None:
    """Ten of them at most; the calls are taken."""
    found = sheet(table([row(DINAS=f"Dinas {number}", NO=str(number)) for number in range(12)]))
    assert set(found.states) == {"call"}
    (sentence,) = found.closing
    assert sentence.startswith("log.csv: unknown units: 'Dinas 0', 'Dinas 1'")
    assert sentence.endswith("'Dinas 9'…; an alias in rules.toml says which unit is meant")


def test_unknown_words_are_told_with_how_often_and_where_they_are_explained() -> None:
    """The most frequent first; a table of the map explains a state, the rules a place."""
    head = [*HEAD, "STATUS", "KEC"]
    rows = [[*GOOD, status, place] for status, place in (("ANU", "Utara"), ("ITU", "Utara"), ("ITU", ""))]
    assert sheet(table(rows, head), WORDS).closing == [
        "log.csv: unknown words in 'STATUS': 'ITU' (2), 'ANU' (1); [statuses] in the map says what they mean",
        "log.csv: unknown places in 'KEC': 'Utara' (2); [spellings] in rules.toml says which are meant",
    ]


def test_phones_that_lost_their_digits_are_told_by_their_rows() -> None:
    """Neighbours as a range; what is left is kept beside the call, and nobody rings there."""
    found = sheet(table([row(HP="6,28123E+12"), row(HP="6.28E+12"), GOOD, row(HP="6,28123E+12")]))
    assert len(found.closing) == 1
    assert found.closing[0].startswith("log.csv row 1-2, 4: the phone lost its last digits")
    report = found.records[0].report
    assert report is not None
    assert (report.caller_phone, report.fields["HP"]) == (None, "6,28123E+12")


def test_days_of_the_row_above_and_days_without_a_time_are_counted() -> None:
    """One and several in their own words."""
    text = MAP.replace("[dates]\n", '[dates]\nmissing = "previous"\n')
    one = sheet(table([GOOD, row(TGL="")]), text)
    assert one.closing == ["log.csv: 1 record has no date; the day of the one above it counts"]
    more = sheet(table([row(JAM=""), row(JAM="-"), row(TGL=""), row(TGL="")]), text)
    assert more.closing == [
        "log.csv: 2 records have no date; the day of the one above them counts",
        "log.csv: 2 records have a day and no time; they count from 00:00",
    ]


def test_a_file_of_which_nothing_is_to_be_told_says_nothing() -> None:
    """Neither before nor after."""
    found = sheet(table([GOOD]))
    assert (found.opening, found.closing, found.said) == ([], [], [])
