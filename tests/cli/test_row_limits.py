"""No more rows than asked for: exactly so many are looked at, and whether there were more is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.cli.row_limits import MOST, SHOWN, Limited, most_rows
from aduan_cli.complaint.complaint import Complaint
from office import Office


@given(st.integers(0, 30), st.none() | st.integers(0, 30))
def test_one_more_than_asked_for_is_looked_at_and_no_other(count: int, limit: int | None) -> None:
    """A list of a million rows costs no more than what is shown of it."""
    looked_at = 0

    def complaints() -> Iterator[Complaint]:
        nonlocal looked_at
        for _number in range(count):
            looked_at += 1
            yield Complaint()

    limited = Limited(complaints(), limit)
    assert len(list(limited)) == (count if limit is None else min(count, limit))
    assert limited.more == (limit is not None and count > limit)
    assert looked_at == (count if limit is None else min(count, limit + 1))


@pytest.mark.parametrize("format_", [None, "table", "json", "jsonl", "csv", "tsv", "md"])
@pytest.mark.parametrize(("limit", "rows"), [(0, None), (1, 1), (500, 500), (10**30, MOST)])
def test_a_limit_holds_for_every_format(format_: str | None, limit: int, rows: int | None) -> None:
    """0 is all."""
    assert most_rows(limit, format_) == rows


@pytest.mark.parametrize(("format_", "rows"), [(None, SHOWN), ("table", SHOWN), ("csv", None), ("md", None)])
def test_without_one_a_person_sees_a_screen_and_a_program_all(format_: str | None, rows: int | None) -> None:
    assert most_rows(None, format_) == rows


@pytest.mark.parametrize("named", ["{}/salah.db", "file:{}/salah.db"])
def test_a_file_that_was_named_and_is_not_there_is_told(office: Office, named: str) -> None:
    """Somebody mistyped it: an empty list would say that there is no such call. Nothing is made."""
    office.log("sampah di pasar")
    store = named.format(office.folder)
    for arguments in (("list",), ("search", "sampah")):
        said = office.run(*arguments, "--store", store)
        assert said == (0, "", f"nothing was found; {office.folder}/salah.db: there is no such file\n")
    assert office.run("list", "--store", store, "--format", "json") == (0, "[]\n", "")
    assert not (office.folder / "salah.db").exists()


@pytest.mark.of_file
def test_a_file_that_is_there_and_the_desks_own_are_not_told_of(office: Office) -> None:
    """An empty desk has no file yet; what was named and is there just has no such call."""
    assert office.run("list").err == "nothing was found\n"
    office.log("sampah di pasar")
    assert office.run("search", "banjir", "--store", str(office.file)).err == "nothing was found\n"
