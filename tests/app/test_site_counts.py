"""What a site remembers of its weeks gives the pages that a fresh count gives, whatever happened in between."""

from __future__ import annotations

import fcntl
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_desk import ASKED, CALL, CALLS, RULES, ZONE, happen, opened, taken

from aduan_cli.app.site_counts import SiteCounts
from aduan_cli.complaint.events import EDITED
from aduan_cli.flow.reports import stretches
from aduan_cli.flow.reports.ground import Ground
from aduan_cli.flow.reports.site import SiteOf, gather
from aduan_cli.report_tables import ReportTime
from aduan_cli.sites import SitePage
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import parse_ticket
from invented import DAY, MORNING
from steps import change, changed
from thorough import examples

LONG = ReportTime(MORNING - 9 * DAY, MORNING + 12 * DAY)
LATER = ReportTime(MORNING - 2 * DAY, MORNING + 19 * DAY)
SHORT = ReportTime(MORNING + DAY // 2, MORNING + 4 * DAY)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from([None, "banjir", "sampah"]),
        "kelurahan": st.sampled_from([None, "Margahayu"]),
        "reported_at": st.integers(MORNING - 3 * DAY, MORNING + 6 * DAY),
        "shift": st.sampled_from(["pagi", "malam"]),
    },
).filter(bool)
ACTIONS = st.lists(
    st.tuples(
        st.one_of(
            ASKED, st.integers(0, 6), CALL, EDITS.map(lambda edit: {"edit": edit}), st.sampled_from(["erase", ""])
        ),
        st.integers(0, 6),
        st.sampled_from([0, 60, 3 * 3600, DAY]),
        st.sampled_from([LONG, LONG, LATER, SHORT]),
    ),
    min_size=1,
    max_size=8,
)
"""What is done, to which call, how much later, and of which time a site is made then."""


def act(store: SqliteStore, tickets: list[str], asked: Any, which: int, at: int) -> None:
    """Do one of `ACTIONS`."""
    if asked == "":
        return
    if isinstance(asked, dict) and "edit" not in asked:
        tickets += taken(store, [asked])
    elif isinstance(asked, (dict, str)):
        one = store.resolve(parse_ticket(tickets[which % len(tickets)]))
        assert one is not None
        if asked == "erase":
            store.erase(one.ticket, "sari", at)
        elif changes := {name: value for name, value in asked["edit"].items() if getattr(one, name) != value}:
            change(store, [changed(one, changes, EDITED, "sari", at, {"fields": sorted(changes)})])
    else:
        happen(store, tickets, which, asked, at)


def pages(store: SqliteStore, folder: str, now: int, time: ReportTime, anew: bool = False) -> list[SitePage]:
    """Return the pages of a site of a time."""
    weeks, whole = SiteCounts(store, folder, now, anew).of(time, stretches.pieces(time, ZONE)[1])
    gathered = gather(RULES, time, weeks, whole, public=False)
    ground = Ground(store.figures, RULES, ZONE, now)._replace(figures=gathered)  # type: ignore[arg-type]
    return list(SiteOf(ground, gathered, time, public=False).pages())


@settings(max_examples=examples(25), deadline=None)
@given(calls=CALLS, actions=ACTIONS)
def test_what_is_remembered_gives_the_pages_of_a_fresh_count(calls: Any, actions: Any) -> None:
    """After calls, moves, merging, opening again, edits, erasing, and while promises run out, in any order."""
    with opened() as store, tempfile.TemporaryDirectory() as kept, tempfile.TemporaryDirectory() as fresh:
        tickets = taken(store, calls)
        now = MORNING + 5 * DAY
        pages(store, kept, now, LONG)
        for asked, which, later, time in actions:
            now += later
            act(store, tickets, asked, which, now)
            assert pages(store, kept, now, time) == pages(store, fresh, now, time, anew=True)


CALLED = [{"at": at, "kind": "complaint", "unit": "dlh", "place": (None, None), "lives": (None, None), "step": "city"}
          for at in (0, 2 * DAY)]  # fmt: skip


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / ".aduan" / "figures").iterdir()}


def test_what_no_site_asked_for_in_forty_days_is_forgotten_and_nothing_lies_about(tmp_path: Path) -> None:
    """A site of the last days leaves its parts of weeks behind each day; the one of a month finds its own."""
    with opened() as store:
        taken(store, [{**one, "kind": "information"} for one in CALLED])
        pages(store, str(tmp_path), MORNING, LONG)
        first = names(tmp_path)
        (tmp_path / ".aduan" / "figures" / "all-1-2.json").write_text("of an older release")
        for day in range(1, 60):
            pages(store, str(tmp_path), MORNING + day * DAY, ReportTime(MORNING + day * DAY, MORNING + (day + 1) * DAY))
            if day == 39:
                assert first <= names(tmp_path)
        assert names(tmp_path).isdisjoint(first - {"index.json", "whole.json", ".lock"})
        assert len(names(tmp_path)) == 3 + 40 * 2 * 2  # Each of those times lies in two days.


def test_while_another_run_counts_nothing_is_believed_and_nothing_written(tmp_path: Path) -> None:
    with opened() as store:
        taken(store, CALLED)
        told = pages(store, str(tmp_path), MORNING + 3 * DAY, LONG)
        folder = tmp_path / ".aduan" / "figures"
        for path in folder.glob("week-*"):
            path.write_bytes(b"a half")
        before = {path: path.read_bytes() for path in folder.iterdir()}
        with (folder / ".lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            assert pages(store, str(tmp_path), MORNING + 3 * DAY, LONG) == told
            assert {path: path.read_bytes() for path in folder.iterdir()} == before
        assert pages(store, str(tmp_path), MORNING + 3 * DAY, LONG) == told
        assert {path: path.read_bytes() for path in folder.iterdir()} != before


@pytest.mark.parametrize("place", ["figures", "figures/index.json"])
def test_no_link_is_followed_to_what_is_not_the_desks(tmp_path: Path, place: str) -> None:
    """Neither is anything taken away elsewhere, nor is it written or believed."""
    desk, elsewhere = tmp_path / "desk", tmp_path / "elsewhere"
    (desk / ".aduan" / "figures").mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    if place == "figures":
        (desk / ".aduan" / "figures").rmdir()
        (desk / ".aduan" / "figures").symlink_to(elsewhere)
    else:
        (desk / ".aduan" / place).symlink_to(elsewhere / "mine.txt")
    with opened() as store:
        taken(store, CALLED)
        assert pages(store, str(desk), MORNING, LONG) == pages(store, str(desk), MORNING, LONG)
    assert {path.name: path.read_text() for path in elsewhere.iterdir()} == {"mine.txt": "mine"}
