"""`open311 push`: what a person posts, over which notifier, what would be posted, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aduan_cli.app.push_by_hand import WantedPush, foreseen, push, wanted
from aduan_cli.app.sending import send
from aduan_cli.complaint.events import MESSAGE_QUEUED
from aduan_cli.complaint.messages import DEAD, FAILED, QUEUED, SENT, SKIPPED
from aduan_cli.due import Bounds
from aduan_cli.errors import NotFoundError, UsageError
from desk_here import HereDesk, desk_here
from georeport_server import KEY, GeoReportServer
from posting_desk import FIRST, SERVICES, desk_of, notifier, rules_of, taken
from servers import closing


@pytest.fixture
def server() -> Iterator[GeoReportServer]:
    with closing(GeoReportServer()) as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, server: GeoReportServer) -> HereDesk:
    return desk_of(tmp_path, server)


def tickets(several: list[WantedPush]) -> list[tuple[str, str]]:
    """Return what is wanted, short."""
    return [(one.complaint.ticket, one.notifier) for one in several]


# -- what is wanted


def test_without_a_complaint_all_that_waits_is_wanted_the_oldest_first_each_once(desk: HereDesk) -> None:
    several = [taken(desk, f"sampah {name} di Margahayu")[0] for name in ("satu", "dua", "tiga")]
    desk.log("banjir di Margahayu")
    assert tickets(wanted(desk, [], None)) == [(one.ticket, "kota") for one in several]
    assert tickets(wanted(desk, [], "kota")) == tickets(wanted(desk, [], None))
    send(desk, Bounds(limit=2))
    assert tickets(wanted(desk, [], None)) == [(several[2].ticket, "kota")]


def test_where_several_could_be_meant_the_unit_says_which_else_somebody_must(
    tmp_path: Path, server: GeoReportServer
) -> None:
    desk = desk_of(tmp_path, server, services=SERVICES + notifier("lain", server.url))
    of_unit, of_nobody = desk.log("sampah di Margahayu"), desk.log("banjir di Margahayu")
    assert tickets(wanted(desk, [of_unit], None)) == [(of_unit.ticket, "kota")]
    assert tickets(wanted(desk, [of_nobody], "lain")) == [(of_nobody.ticket, "lain")]
    with pytest.raises(UsageError, match="--to is needed: one of kota, lain"):
        wanted(desk, [of_unit, of_nobody], None)


def test_the_only_one_is_meant_also_for_a_unit_that_is_not_told_there(desk: HereDesk) -> None:
    other = desk.log("banjir di Margahayu")
    assert tickets(wanted(desk, [other], None)) == [(other.ticket, "kota")]


def test_a_notifier_of_another_type_or_of_none_posts_nothing(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, rules_of("http://127.0.0.1:1").replace('"open311"', '"webhook"').split("jurisd")[0])
    one = desk.log("sampah di Margahayu")
    with pytest.raises(NotFoundError, match="no notifier 'kota' of type open311; there are: -"):
        wanted(desk, [one], "kota")
    with pytest.raises(UsageError, match="no notifier is of type open311"):
        wanted(desk, [one], None)
    assert wanted(desk, [], None) == []


def test_an_unknown_name_is_told_with_those_that_are_there(desk: HereDesk) -> None:
    with pytest.raises(NotFoundError, match="no notifier 'kotta' of type open311; there are: kota"):
        wanted(desk, [], "kotta")


# -- what would be posted


def test_what_is_foreseen_is_what_is_posted_but_for_the_key(desk: HereDesk, server: GeoReportServer) -> None:
    complaint, _posted = taken(desk)
    (one,) = foreseen(desk, [WantedPush(complaint, "kota")])
    assert (one.ticket, one.notifier, one.url, one.why) == (
        complaint.ticket,
        "kota",
        f"{server.url}/requests.xml",
        None,
    )
    assert server.forms == []
    push(desk, [WantedPush(complaint, "kota")])
    assert {name: [value] for name, value in [("api_key", KEY), *one.form]} == server.forms[0]


def test_nothing_is_stored_of_what_is_only_foreseen(desk: HereDesk) -> None:
    complaint, _posted = taken(desk)
    before = [event.id for event in desk.store.events(complaint)]
    foreseen(desk, [WantedPush(complaint, "kota")])
    assert [event.id for event in desk.store.events(complaint)] == before


def test_why_one_would_not_be_posted_is_told_beside_the_others(desk: HereDesk, server: GeoReportServer) -> None:
    there, _posted = taken(desk)
    push(desk, [WantedPush(there, "kota")])
    placeless, fine = desk.log("sampah entah di mana"), desk.log("sampah di Duren Jaya")
    found = foreseen(desk, [WantedPush(one, "kota") for one in (there, placeless, fine)])
    assert [one.why for one in found] == [
        f"it is there already: {FIRST}",
        "no place is known that may be shared, and Open311 takes no request without one",
        None,
    ]
    assert [bool(one.form) for one in found] == [True, False, True]


@pytest.mark.parametrize(("batch", "blackbox", "number"), [(True, False, f"t{FIRST}"), (False, True, "-")])
def test_what_is_there_without_a_number_is_there(
    desk: HereDesk, server: GeoReportServer, batch: bool, blackbox: bool, number: str
) -> None:
    server.batch, server.blackbox = batch, blackbox
    complaint, _posted = taken(desk)
    push(desk, [WantedPush(complaint, "kota")])
    (one,) = foreseen(desk, [WantedPush(complaint, "kota")])
    assert one.why == f"it is there already: {number}"


def test_without_its_key_nothing_is_foreseen_or_posted(desk: HereDesk) -> None:
    complaint, _posted = taken(desk)
    (Path(desk.folder) / "kunci").unlink()
    for act in (foreseen, push):
        with pytest.raises(UsageError, match=r"^kota: .*kunci: No such file"):
            act(desk, [WantedPush(complaint, "kota")])


# -- what is posted


def test_what_waits_goes_now_and_is_the_same_message(desk: HereDesk, server: GeoReportServer) -> None:
    complaint, posted = taken(desk)
    (done,) = push(desk, [WantedPush(complaint, "kota")])
    assert (done.ticket, done.state, done.request) == (complaint.ticket, SENT, str(FIRST))
    (message,) = desk.store.outbox.posted((), complaint)
    assert (message.id, message.state, len(server.forms)) == (posted.id, SENT, 1)


def test_what_is_there_is_not_posted_again(desk: HereDesk, server: GeoReportServer) -> None:
    complaint, _posted = taken(desk)
    first = push(desk, [WantedPush(complaint, "kota")])
    assert push(desk, [WantedPush(complaint, "kota")]) == first
    assert (len(server.forms), len(list(desk.store.outbox.posted((), complaint)))) == (1, 1)


def test_a_unit_that_is_told_otherwise_gets_a_message_for_it(desk: HereDesk, server: GeoReportServer) -> None:
    """Of a call that nobody has, it is the desk's own queue's."""
    flood, nobodys = desk.log("banjir di Margahayu"), desk.log("entah apa di Margahayu")
    rules = (Path(desk.folder) / "rules.toml").read_text()
    (Path(desk.folder) / "rules.toml").write_text(rules.replace('"006" = "sampah"', '"006" = "banjir"'))
    now = HereDesk(Path(desk.folder))
    done, failed = push(now, [WantedPush(flood, "kota"), WantedPush(nobodys, "kota")])
    assert (done.state, done.request) == (SENT, str(FIRST))
    assert (failed.state, failed.request) == (DEAD, None)
    assert "category - is none of its services" in (failed.detail or "")
    units = [[message.unit for message in now.store.outbox.posted((), one)] for one in (flood, nobodys)]
    assert units == [["bpbd"], ["triage"]]
    assert [event.type for event in now.store.events(flood)].count(MESSAGE_QUEUED) == 1


@pytest.mark.parametrize(("fate", "state"), [("500", FAILED), ("400", DEAD)])
def test_what_failed_or_died_goes_again_when_a_person_wants_it(
    desk: HereDesk, server: GeoReportServer, fate: str, state: str
) -> None:
    server.fate = lambda: fate
    complaint, posted = taken(desk)
    (done,) = push(desk, [WantedPush(complaint, "kota")])
    assert (done.state, done.request, done.detail) == (state, None, f"{fate}: error {fate}")
    server.fate = lambda: ""
    (done,) = push(desk, [WantedPush(complaint, "kota")])
    assert (done.state, done.request) == (SENT, str(FIRST))
    assert [one.id for one in desk.store.outbox.posted((), complaint)] == [posted.id]


def test_what_somebody_skipped_goes_when_a_person_wants_it(desk: HereDesk) -> None:
    complaint, posted = taken(desk)
    desk.store.outbox.set_message(posted.id, SKIPPED, desk.actor, desk.clock())
    (done,) = push(desk, [WantedPush(complaint, "kota")])
    assert (done.state, done.request) == (SENT, str(FIRST))


def test_one_that_waits_for_its_number_is_not_posted_again(desk: HereDesk, server: GeoReportServer) -> None:
    server.batch = True
    complaint, _posted = taken(desk)
    for _time in range(2):
        (done,) = push(desk, [WantedPush(complaint, "kota")])
        assert (done.state, done.request, done.detail) == (QUEUED, None, f"token t{FIRST}: no number yet")
    assert len(server.forms) == 1


def test_what_is_pushed_by_hand_is_all_that_waits_over_that_notifier(desk: HereDesk, server: GeoReportServer) -> None:
    """Others that wait go along: the run is one of the outbox. What goes another way stays."""
    first, second = taken(desk)[0], taken(desk, "sampah lagi di Duren Jaya")[0]
    (done,) = push(desk, [WantedPush(second, "kota")])
    assert done.ticket == second.ticket
    assert [one.state for one in desk.store.outbox.posted((), first)] == [SENT]
