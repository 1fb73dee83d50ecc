"""Who saw persons' data, took them out or away: told by who and when, without what only verifying needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.events import ANONYMISED, ERASED, FILES_REMOVED, NOTED, RETAINED, REVEALED
from aduan_cli.flow.attaching import erase
from aduan_cli.flow.audit import Audited, audited
from desk_here import HereDesk, desk_here

CALLER = {"caller_name": "Budi Rekaan", "caller_phone": "+6281200000101"}


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path)


def told(desk: HereDesk, since: int | None = None, *by: str) -> list[tuple[str | None, str, str | None, int]]:
    """Return who, what, of which ticket, and of how many."""
    found = audited(desk.store, since, by)
    return [(one.event.actor, one.event.type, one.ticket, one.count) for one in found]


def note(desk: HereDesk, actor: str, at: int, **data: Any) -> None:
    """Note that somebody saw the data of many."""
    desk.store.note_event(REVEALED, actor, at, data)


def test_what_is_about_nobodys_data_is_not_told(desk: HereDesk) -> None:
    one = desk.log("sampah", **CALLER)
    desk.move(one, NOTED, {"note": "x"})
    assert told(desk) == []


def test_who_looked_at_one_is_told_with_its_ticket_and_who_at_many_with_their_number(desk: HereDesk) -> None:
    one = desk.log("sampah", **CALLER)
    desk.move(one, REVEALED, {})
    note(desk, "rina", desk.clock(), command="list", count=17, format="csv")
    first, second = audited(desk.store, None)
    assert (first.command, first.count, first.format, first.ticket) == ("list", 17, "csv", None)
    assert (second.command, second.count, second.format, second.ticket) == ("show", 1, None, one.ticket)


def test_the_same_person_stands_together_in_order_of_time(desk: HereDesk) -> None:
    at = desk.clock()
    for number, (actor, after) in enumerate([("sari", 30), ("rina", 20), ("sari", 10), ("rina", 40)]):
        note(desk, actor, at + after, command="list", count=number)
    assert [(one.event.actor, one.count) for one in audited(desk.store, None)] == [
        ("rina", 1),
        ("rina", 3),
        ("sari", 2),
        ("sari", 0),
    ]


def test_in_one_second_it_is_the_order_in_which_it_happened(desk: HereDesk) -> None:
    for number in range(3):
        note(desk, "sari", desk.clock(), command="list", count=number)
    assert [one.count for one in audited(desk.store, None)] == [0, 1, 2]


def test_it_is_told_from_a_time_on_and_of_those_who_are_asked_for(desk: HereDesk) -> None:
    at = desk.clock()
    note(desk, "sari", at - 1, command="list", count=1)
    note(desk, "sari", at, command="list", count=2)
    note(desk, "rina", at, command="list", count=3)
    desk.store.note_event(REVEALED, None, at, {"command": "list", "count": 4})
    assert [one[3] for one in told(desk, at)] == [4, 3, 2]
    assert [one[3] for one in told(desk, at, "sari")] == [2]
    assert [one[3] for one in told(desk, at, "rina", "sari")] == [3, 2]
    assert told(desk, at, "siapa") == []
    assert [one[3] for one in told(desk, at, "")] == [4], "what nobody's name stands at"


def test_what_only_verifying_needs_is_not_told(desk: HereDesk) -> None:
    one = desk.log("sampah", **CALLER)
    erase(desk.store, desk.attachments, one.ticket, "sari", desk.clock(), "surat 12/2026")
    (found,) = audited(desk.store, None)
    assert (found.event.type, found.ticket, found.count, found.command) == (ERASED, one.ticket, 1, None)
    assert "surat 12/2026" in found.more.values()
    assert not {"kept", "bodies", "key_digest", "removed"} & found.more.keys()


def test_of_files_it_is_told_how_many_went(desk: HereDesk) -> None:
    one = desk.log("sampah")
    desk.move(one, FILES_REMOVED, {"removed": ["a" * 64, "b" * 64], "why": "retention"})
    (found,) = audited(desk.store, None)
    assert dict(found.more) == {"files": 2, "why": "retention"}


def test_what_went_by_its_age_is_told_by_its_parts(desk: HereDesk) -> None:
    desk.store.note_event(RETAINED, "cron", desk.clock(), {"callers": 3, "texts": 0})
    (found,) = audited(desk.store, None)
    assert isinstance(found, Audited)
    assert (dict(found.more), found.count) == ({"callers": 3, "texts": 0}, 0)


def test_types_may_be_chosen(desk: HereDesk) -> None:
    one = desk.log("sampah", **CALLER)
    desk.move(one, REVEALED, {})
    desk.move(desk.all()[0], ANONYMISED, {"why": "x"})
    assert [found.event.type for found in audited(desk.store, None)] == [REVEALED, ANONYMISED]
