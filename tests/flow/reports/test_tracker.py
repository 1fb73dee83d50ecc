"""What a citizen may look up by the ticket alone: the states of the calls of some weeks, and nothing else of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.flow.reports.tracker import tracker_pages
from aduan_cli.sites import TRACKED_DAYS, TRACKER, SitePage
from aduan_cli.store.sqlite import SqliteStore
from invented import DAY, MORNING, call
from steps import change, changed, take


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(str(tmp_path / "aduan.db"))


def pages(store: SqliteStore, now: int = MORNING) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """Return what each page tells, by its place."""
    found = list(tracker_pages(store.figures, now))
    assert all(isinstance(page, SitePage) for page in found)
    return {page.key: [dict(row.values) for row in page.tables[TRACKER].rows] for page in found}


def test_a_desk_without_calls_has_the_page_of_the_days_and_no_day(store: SqliteStore) -> None:
    take(store, [call(MORNING - (TRACKED_DAYS + 1) * DAY)])
    assert pages(store) == {(): []}


def test_each_day_has_a_page_with_its_tickets_and_their_states_the_newest_first(store: SqliteStore) -> None:
    first, second, third = (
        one.ticket for one in take(store, [call(MORNING - DAY), call(MORNING - DAY), call(MORNING)])
    )
    found = pages(store)
    today, yesterday = (key for key in found if key)
    assert [day[TRACKER] for day in found[()]] == [today[0], yesterday[0]]
    assert [row["ticket"] for row in found[today]] == [third]
    assert sorted(row["ticket"] for row in found[yesterday]) == sorted([first, second])


def test_a_line_has_a_ticket_and_a_state_and_not_a_word_of_the_call(store: SqliteStore) -> None:
    take(store, [call(MORNING, text="sampah di rumah Budi", caller_name="Budi", caller_phone="+6281200000101")])
    told = pages(store)
    (key,) = (key for key in told if key)
    (row,) = told[key]
    assert set(row) == {"ticket", "status"}
    assert "Budi" not in str(told)
    assert "81200000101" not in str(told)


def test_a_state_is_that_of_now(store: SqliteStore) -> None:
    one = take(store, [call(MORNING)])[0].complaint
    assert one is not None
    change(store, [changed(one, {"status": "resolved"}, "resolved", "sari", MORNING, {})])
    (row,) = next(rows for key, rows in pages(store).items() if key)
    assert row == {"ticket": one.ticket, "status": "resolved"}


@pytest.mark.parametrize(("age", "told"), [(TRACKED_DAYS * DAY, 1), (TRACKED_DAYS * DAY + 1, 0), (0, 1), (-1, 0)])
def test_it_goes_back_for_a_number_of_days_to_the_second(store: SqliteStore, age: int, told: int) -> None:
    take(store, [call(MORNING - age)])
    assert len(pages(store)[()]) == told
