"""What of persons' data has been kept long enough, told the same by looking and by taking away; and what never goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANONYMISED, CALLED_BACK, CLOSED, ERASED, FILES_REMOVED, NOTED, REVEALED
from aduan_cli.complaint.moves import FINAL, is_erased
from aduan_cli.due import Bounds
from aduan_cli.flow.attaching import attach
from aduan_cli.flow.retention import Retention, age_of, note_done, was_done
from aduan_cli.privacy import ATTACHMENTS, CALLERS, TEXTS
from desk_here import HereDesk, desk_here

DAY = 86_400
AGES = {"all": {CALLERS: 30, TEXTS: 90, ATTACHMENTS: 60}}
CALLER = {"caller_name": "Budi Rekaan", "caller_phone": "+6281200000101", "caller_address": "Gang Melati 3"}


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path)


def ended(desk: HereDesk, text: str = "sampah menumpuk", **given: Any) -> Complaint:
    """Take a call and close it, nothing owed; return it."""
    return close(desk, desk.log(text, **{**CALLER, **given}))


def close(desk: HereDesk, one: Complaint, **changes: Any) -> Complaint:
    """Close a call and ring its caller back; return it."""
    desk.move(now(desk, one), CLOSED, {"was": "routed", "status": "closed"}, **{"status": "closed", **changes})
    desk.move(now(desk, one), CALLED_BACK, owed_since=None)
    return now(desk, one)


def now(desk: HereDesk, one: Complaint) -> Complaint:
    """Return a complaint as it is stored."""
    return next(each for each in desk.all() if each.ticket == one.ticket)


def due(desk: HereDesk, days: float, ages: Any = AGES) -> list[tuple[str, str]]:
    """Return part and ticket of what is due so many days and a second later."""
    found = Retention(desk.store, ages, int(desk.clock() + days * DAY) + 1).due()
    return [(one.part, one.complaint.ticket) for one in found]


def work_off(desk: HereDesk, days: float, bounds: Bounds | None = None) -> tuple[dict[str, int], bool]:
    """Take away what is due so many days and a second later; return the counts that aren't 0, and if that is all."""
    retention = Retention(desk.store, AGES, int(desk.clock() + days * DAY) + 1)
    done, whole = retention.work_off("cron", bounds or Bounds(), desk.attachments)
    return {part: count for part, count in done.items() if count}, whole


# -- for how long


TABLES = st.dictionaries(
    st.sampled_from(["closed", "answered", "complaint", "information", "all"]),
    st.dictionaries(st.sampled_from([CALLERS, TEXTS]), st.integers(0, 400), max_size=2),
    max_size=4,
)


@given(TABLES, st.sampled_from(["closed", "answered", "rejected"]), st.sampled_from(["complaint", "information"]))
def test_an_age_is_that_of_the_state_else_of_the_kind_else_of_all(ages: Any, status: str, kind: str) -> None:
    """A 0 says that it never goes, and isn't passed over for what stands behind it."""
    one = Complaint({"status": status, "kind": kind})
    said = [ages[name][CALLERS] for name in (status, kind, "all") if CALLERS in ages.get(name, {})]
    assert age_of(ages, one, CALLERS) == (said[0] if said else 0)


# -- what is due


def test_each_part_is_due_in_the_second_in_which_its_age_is_over(desk: HereDesk) -> None:
    one = ended(desk)
    second = 2 / DAY
    assert due(desk, 30 - second) == []
    assert due(desk, 30) == [(CALLERS, one.ticket)]
    assert due(desk, 90 - second) == [(CALLERS, one.ticket)]
    assert due(desk, 90) == [(TEXTS, one.ticket)], "who called goes with the words, and is told once"


@pytest.mark.parametrize("status", ["routed", "acknowledged", "on_hold", "resolved", "new"])
def test_what_is_not_over_is_never_due(desk: HereDesk, status: str) -> None:
    one = desk.log("sampah", **CALLER)
    desk.move(one, NOTED, {"note": "x"}, status=status)
    assert status not in FINAL
    assert due(desk, 5_000) == []


def test_whose_caller_is_still_to_be_rung_is_never_due(desk: HereDesk) -> None:
    one = ended(desk)
    desk.move(one, NOTED, {"note": "x"}, owed_since=desk.clock())
    assert due(desk, 5_000) == []


def test_the_age_counts_from_the_last_thing_that_happened(desk: HereDesk) -> None:
    one = ended(desk)
    later = HereDesk(Path(desk.folder), now="2026-12-13 14:05")
    later.move(one, NOTED, {"note": "masih ditanyakan"})
    assert due(desk, 30) == []
    assert due(desk, 50) == [(CALLERS, one.ticket)]


def test_who_looked_at_it_keeps_nobodys_data(desk: HereDesk) -> None:
    one = ended(desk)
    later = HereDesk(Path(desk.folder), now="2026-12-13 14:05")
    later.move(one, REVEALED, {"command": "show"})
    assert due(desk, 30) == [(CALLERS, one.ticket)]


def test_of_an_old_call_that_was_imported_the_import_is_nothing_that_happened(desk: HereDesk) -> None:
    """It counts from when it was reported; what happened after the import counts."""
    report = {"source_file": "2024.csv", "source_row": "1"}
    one = desk.log("sampah lama", **{**CALLER, **report})
    long_ago = desk.clock() - 400 * DAY
    close(desk, one, reported_at=long_ago)
    assert due(desk, 0) == [(TEXTS, one.ticket)]
    later = HereDesk(Path(desk.folder), now="2026-11-24 14:05")
    later.move(now(later, one), NOTED, {"note": "x"})
    assert due(later, 0) == []


def test_what_is_merged_into_what_is_open_waits_for_it(desk: HereDesk) -> None:
    """Its caller is to hear how that ends."""
    incident, mine = desk.log("sampah besar"), ended(desk)
    desk.move(mine, "merged", {"into": incident.ticket}, status="rejected", merged_into=incident.ticket)
    assert now(desk, mine).owed_since is None
    assert due(desk, 5_000) == []
    close(desk, incident)
    assert (CALLERS, mine.ticket) in due(desk, 40)


def test_who_is_not_known_is_nobody_to_forget(desk: HereDesk) -> None:
    ended(desk, caller_name=None, caller_phone=None, caller_address=None)
    assert due(desk, 40) == []


def test_files_are_due_by_an_age_of_their_own(desk: HereDesk, tmp_path: Path) -> None:
    one = desk.log("sampah", **{**CALLER, "caller_name": None, "caller_phone": None, "caller_address": None})
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(b"isi")
    attach(desk.store, desk.attachments, one, [str(photo)], "sari", desk.clock())
    close(desk, one)
    assert due(desk, 59) == []
    assert due(desk, 60) == [(ATTACHMENTS, one.ticket)]
    assert due(desk, 60, {"all": {CALLERS: 30}}) == []


def test_a_desk_that_keeps_everything_looks_for_nothing(desk: HereDesk) -> None:
    ended(desk)
    assert due(desk, 5_000, {}) == []
    assert due(desk, 5_000, {"all": {CALLERS: 0, TEXTS: 0, ATTACHMENTS: 0}}) == []


def test_a_state_that_keeps_for_longer_than_the_rest_is_kept(desk: HereDesk) -> None:
    """Pages are looked for by the shortest age of all, and each call by its own."""
    one, other = ended(desk), ended(desk, "sampah lain")
    desk.move(other, NOTED, {"note": "x"}, status="rejected")
    ages = {"all": {CALLERS: 30}, "rejected": {CALLERS: 0}}
    assert due(desk, 400, ages) == [(CALLERS, one.ticket)]
    assert due(desk, 400, {"rejected": {CALLERS: 10}}) == [(CALLERS, other.ticket)]


@pytest.mark.parametrize("over", [[], [True], [False], [True, False, True, True]])
@pytest.mark.parametrize(("days", "part"), [(29, None), (30, CALLERS), (89, CALLERS), (90, TEXTS), (900, TEXTS)])
def test_of_several_just_those_that_are_over_are_due(
    desk: HereDesk, over: list[bool], days: int, part: str | None
) -> None:
    made = [ended(desk) if is_over else desk.log("sampah", **CALLER) for is_over in over]
    expected = [(part, one.ticket) for one, is_over in zip(made, over, strict=True) if is_over and part]
    assert sorted(due(desk, days)) == sorted(expected)


# -- taking it away


def test_who_called_goes_and_what_was_said_stays(desk: HereDesk) -> None:
    one, other = ended(desk), desk.log("sampah lagi", **CALLER)
    assert work_off(desk, 30) == ({CALLERS: 1}, True)
    gone = now(desk, one)
    assert (gone.caller_name, gone.caller_phone, gone.caller_address) == (None, None, None)
    assert gone.text == "sampah menumpuk"
    assert now(desk, other).caller_name == "Budi Rekaan"
    event = desk.store.events(gone)[-1]
    assert (event.type, event.actor, event.data["why"]) == (ANONYMISED, "cron", "retention: callers 30d")
    assert desk.store.breaks() == []
    assert list(desk.store.differences()) == []


def test_with_the_words_goes_all_that_is_of_a_person_and_its_files(desk: HereDesk, tmp_path: Path) -> None:
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(b"isi rahasia")
    one = desk.log("sampah di depan rumah Budi", **CALLER)
    attach(desk.store, desk.attachments, one, [str(photo)], "sari", desk.clock())
    close(desk, one)
    assert work_off(desk, 90)[0][TEXTS] == 1
    gone = now(desk, one)
    assert is_erased(gone)
    assert desk.store.events(gone)[-1].type == ERASED
    kept = b"".join(path.read_bytes() for path in Path(desk.folder).rglob("*") if path.is_file())
    assert b"rumah Budi" not in kept
    assert b"isi rahasia" not in kept


def test_files_go_alone_and_one_that_another_call_has_stays(desk: HereDesk, tmp_path: Path) -> None:
    mine, shared = tmp_path / "a.jpg", tmp_path / "b.jpg"
    mine.write_bytes(b"milik satu"), shared.write_bytes(b"milik dua")
    one, other = desk.log("sampah", **CALLER), desk.log("sampah lagi", **CALLER)
    attach(desk.store, desk.attachments, one, [str(mine), str(shared)], "sari", desk.clock())
    attach(desk.store, desk.attachments, other, [str(shared)], "sari", desk.clock())
    close(desk, one)
    assert work_off(desk, 60) == ({CALLERS: 1, ATTACHMENTS: 1}, True)
    event = desk.store.events(now(desk, one))[-1]
    assert (event.type, len(event.data["removed"]), event.data["why"]) == (
        FILES_REMOVED,
        2,
        "retention: attachments 60d",
    )
    left = [path.read_bytes() for path in (Path(desk.folder) / "attachments").iterdir() if path.name[0] != "."]
    assert left == [b"milik dua"]
    assert [ticket for ticket, _file in desk.store.attached()] == [other.ticket]


def test_what_was_taken_away_is_not_due_again(desk: HereDesk) -> None:
    ended(desk), ended(desk, "sampah lain")
    for days, done in ((30, {CALLERS: 2}), (30, {}), (90, {TEXTS: 2}), (90, {})):
        assert work_off(desk, days) == (done, True)
    assert due(desk, 5_000) == []


def test_a_bounded_run_says_that_something_is_left_and_the_next_goes_on(desk: HereDesk) -> None:
    several = [ended(desk, f"sampah {number}") for number in range(5)]
    assert work_off(desk, 30, Bounds(limit=2)) == ({CALLERS: 2}, False)
    assert work_off(desk, 30, Bounds(limit=3)) == ({CALLERS: 3}, True)
    assert [now(desk, one).caller_name for one in several] == [None] * 5


def test_more_than_a_page_goes_in_one_run(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aduan_cli.flow.retention.BATCH", 2)
    for number in range(5):
        ended(desk, f"sampah {number}")
    assert len(due(desk, 30)) == 5
    assert work_off(desk, 30) == ({CALLERS: 5}, True)


def test_calls_of_different_ages_each_say_by_which_they_went(desk: HereDesk) -> None:
    one, other = ended(desk), ended(desk, "sampah lain")
    desk.move(other, NOTED, {"note": "x"}, status="rejected")
    ages = {"all": {CALLERS: 30}, "rejected": {CALLERS: 10}}
    Retention(desk.store, ages, desk.clock() + 40 * DAY).work_off("cron", Bounds(), desk.attachments)
    whys = [desk.store.events(now(desk, each))[-1].data["why"] for each in (one, other)]
    assert whys == ["retention: callers 30d", "retention: callers 10d"]


# -- once a day


def test_that_it_was_done_is_remembered_also_where_there_was_nothing(desk: HereDesk) -> None:
    desk.log("sampah")
    at = desk.clock()
    assert not was_done(desk.store, 0)
    note_done(desk.store, {}, "cron", at)
    assert was_done(desk.store, at)
    assert not was_done(desk.store, at + 1)
