"""A complaint is posted to another system once, whatever happens on the way, and what came of it is an event of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.pushing import Pushing
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import PUSHED, REOPENED, REVEALED
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.notify.outcomes import UnreadyError
from aduan_cli.outbox import AWAITED, FAILED, RETRY, SENT, UNWANTED, Delivered
from desk_here import HereDesk
from georeport_server import CITY, KEY, USUAL_NOTICE, GeoReportServer
from posting_desk import FIRST, desk_of, rules_of, taken
from servers import closing


@pytest.fixture
def server() -> Iterator[GeoReportServer]:
    with closing(GeoReportServer()) as one:
        yield one


def noted(desk: HereDesk, complaint: Complaint) -> list[dict[str, Any]]:
    """Return what was noted of posting a complaint, but for notifier and unit, which are always the same."""
    events = [event for event in desk.store.events(complaint) if event.type == PUSHED]
    found = [{**event.data, **(event.private or {})} for event in events]
    assert all((one["notifier"], one["unit"]) == ("kota", "dlh") for one in found)
    return [{name: value for name, value in one.items() if name not in ("notifier", "unit")} for one in found]


# -- once


def test_what_is_there_is_noted_before_anybody_is_told(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk)
    assert Pushing(desk, "kota").send(posted) == Delivered(SENT, f"service_request_id {FIRST}")
    assert noted(desk, complaint) == [{"request": str(FIRST), "notice": USUAL_NOTICE}]


def test_a_run_that_died_before_it_wrote_down_the_end_posts_nothing_again(
    tmp_path: Path, server: GeoReportServer
) -> None:
    """The event says that it is there; the message that was tried gets its number from it."""
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk)
    Pushing(desk, "kota").send(posted)
    again = Pushing(desk, "kota").send(posted._replace(attempts=2))
    assert again == Delivered(SENT, f"service_request_id {FIRST}")
    assert (len(server.requests), len(noted(desk, complaint))) == (1, 1)


def test_another_message_of_what_is_there_is_not_wanted(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    _complaint, posted = taken(desk)
    Pushing(desk, "kota").send(posted)
    assert Pushing(desk, "kota").send(posted._replace(attempts=1)).state == UNWANTED
    assert Pushing(desk, "kota").send(posted._replace(attempts=1, repeated=True)).state == SENT
    assert len(server.requests) == 1


def test_a_system_that_gives_no_numbers_has_it_all_the_same(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    server.blackbox = True
    complaint, posted = taken(desk)
    for attempts in (1, 2):
        done = Pushing(desk, "kota").send(posted._replace(attempts=attempts))
        assert done == Delivered(SENT, "taken; it gives requests no number")
    assert noted(desk, complaint) == [{"notice": USUAL_NOTICE}]
    assert len(server.requests) == 1


def test_what_is_open_again_is_another_request(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk)
    Pushing(desk, "kota").send(posted)
    desk.move(complaint, REOPENED, {"unit": "dlh"})
    assert Pushing(desk, "kota").send(posted._replace(attempts=1)).detail == f"service_request_id {FIRST + 1}"


# -- a request of which no answer came


def test_a_request_whose_answer_was_lost_is_looked_up_and_found(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk)
    server.fate = lambda: "lose"
    lost = Pushing(desk, "kota").send(posted)
    assert (lost.state, lost.doubtful) == (RETRY, True)
    server.fate = lambda: ""
    assert Pushing(desk, "kota").send(posted._replace(attempts=2, repeated=True)).state == SENT
    assert noted(desk, complaint) == [{"lost": True}, {"request": str(FIRST)}]
    assert len(server.requests) == 1


def test_where_it_is_looked_up_is_its_service_and_the_time_since_it_waits(
    tmp_path: Path, server: GeoReportServer
) -> None:
    """The other system's clock may be another one by some minutes; it is asked in the desk's zone."""
    desk = desk_of(tmp_path, server)
    _complaint, posted = taken(desk)
    Pushing(desk, "kota").send(posted._replace(repeated=True))
    (asked,) = [path for path in server.asked if "start_date" in path and "page" not in path]
    assert "service_code=006" in asked
    assert f"jurisdiction_id={CITY}" in asked
    assert "start_date=2026-11-23T13%3A55%3A00%2B07%3A00" in asked
    assert "end_date=2026-11-23T14%3A15%3A00%2B07%3A00" in asked


def test_a_long_wait_is_looked_up_for_the_ninety_days_that_the_standard_answers(
    tmp_path: Path, server: GeoReportServer
) -> None:
    desk = desk_of(tmp_path, server)
    _complaint, posted = taken(desk)
    later = HereDesk(Path(desk.folder), now="2027-06-01 09:00")
    Pushing(later, "kota").send(posted._replace(repeated=True))
    (asked,) = [path for path in server.asked if "start_date" in path and "page" not in path]
    assert "start_date=2027-03-04T08%3A50" in asked


def test_one_that_is_not_found_is_posted_once_more_and_then_a_person_has_to_look(
    tmp_path: Path, server: GeoReportServer
) -> None:
    """The other system may hide what it lists; nobody is to get the same request on and on."""
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk)
    server.fate, server.hides = lambda: "lose", True
    for attempts in (1, 2):
        done = Pushing(desk, "kota").send(posted._replace(attempts=attempts, repeated=attempts > 1))
        assert (done.state, done.doubtful) == (RETRY, True)
    done = Pushing(desk, "kota").send(posted._replace(attempts=3, repeated=True))
    assert (done.state, done.doubtful) == (FAILED, True)
    assert "posted 2 times without an answer" in (done.detail or "")
    assert (len(server.requests), noted(desk, complaint)) == (2, [{"lost": True}] * 2)


def test_while_nobody_can_be_asked_nothing_is_posted_again(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    _complaint, posted = taken(desk)
    server.fate = lambda: "lose"
    Pushing(desk, "kota").send(posted)
    rules = rules_of(server.url).replace(f'jurisdiction = "{CITY}"', 'jurisdiction = "lain.example"')
    (Path(desk.folder) / "rules.toml").write_text(rules)
    done = Pushing(HereDesk(Path(desk.folder)), "kota").send(posted._replace(attempts=2, repeated=True))
    assert (done.state, done.doubtful, done.down) == (RETRY, True, True)
    assert len(server.forms) == 1


# -- a number that comes later


def test_a_token_is_asked_with_until_there_is_a_number(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    server.batch, server.mark = True, "t/ ?"
    complaint, posted = taken(desk)
    for attempts in (1, 2):
        done = Pushing(desk, "kota").send(posted._replace(attempts=attempts))
        assert (done.state, done.detail) == (AWAITED, f"token t/ ?{FIRST}: no number yet")
    server.ready = True
    assert Pushing(desk, "kota").send(posted._replace(attempts=3)) == Delivered(SENT, f"service_request_id {FIRST}")
    assert noted(desk, complaint) == [{"token": f"t/ ?{FIRST}", "notice": USUAL_NOTICE}, {"request": str(FIRST)}]
    assert len(server.requests) == 1


def test_a_token_that_can_not_be_asked_with_now_is_asked_with_later(tmp_path: Path, server: GeoReportServer) -> None:
    """A complaint whose number isn't known isn't posted again, however the asking goes."""
    desk = desk_of(tmp_path, server)
    server.batch = True
    _complaint, posted = taken(desk)
    Pushing(desk, "kota").send(posted)
    server.close()
    done = Pushing(desk, "kota").send(posted._replace(attempts=2))
    assert (done.state, done.doubtful, done.down) == (RETRY, False, False)


# -- what is no request


@pytest.mark.parametrize("event", ["late", "revised", "acknowledged", "resolved"])
def test_what_the_standard_can_not_tell_is_not_posted(tmp_path: Path, server: GeoReportServer, event: str) -> None:
    desk = desk_of(tmp_path, server)
    _complaint, posted = taken(desk)
    assert Pushing(desk, "kota").send(posted._replace(event=event)).state == UNWANTED
    assert server.forms == []


@pytest.mark.parametrize("status", ["resolved", "closed", "rejected"])
def test_of_what_is_done_nothing_is_asked_of_anybody(tmp_path: Path, server: GeoReportServer, status: str) -> None:
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk)
    desk.move(complaint, status, {"unit": "dlh"}, status=status)
    done = Pushing(desk, "kota").send(posted)
    assert (done.state, done.detail) == (UNWANTED, "nothing is to be done any more")
    assert server.forms == []


def test_a_unit_that_has_it_no_longer_is_not_asked(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    _complaint, posted = taken(desk)
    done = Pushing(desk, "kota").send(posted._replace(unit="bpbd"))
    assert (done.state, done.detail) == (UNWANTED, "it is no longer at bpbd")
    assert server.forms == []


def test_a_category_that_has_no_service_there_is_never_a_request(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server, services='[notifiers.kota.services]\n"007" = "banjir"\n')
    _complaint, posted = taken(desk, "sampah di Margahayu")
    rules = (Path(desk.folder) / "rules.toml").read_text().replace("[categories.sampah]", "[categories.kotoran]")
    (Path(desk.folder) / "rules.toml").write_text(rules)
    now = HereDesk(Path(desk.folder))
    other = now.log("sampah di Margahayu")
    (waiting,) = now.store.outbox.posted((), other)
    done = Pushing(now, "kota").send(waiting)
    assert (done.state, done.down) == (FAILED, False)
    assert "category kotoran is none of its services; [notifiers.kota] services" in (done.detail or "")
    assert Pushing(desk, "kota").send(posted).state == SENT, "by the name of one that is offered"


def test_a_complaint_without_a_place_that_may_be_shared_is_none(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    _complaint, posted = taken(desk, "sampah menumpuk", address="Jl. Kenanga 7")
    done = Pushing(desk, "kota").send(posted)
    assert (done.state, "no place is known that may be shared" in (done.detail or "")) == (FAILED, True)
    assert server.forms == []


def test_services_that_can_not_be_had_now_are_asked_for_later(tmp_path: Path, server: GeoReportServer) -> None:
    """What it isn't known of how to post it waits, and so does all else that would go there."""
    desk = desk_of(tmp_path, server, services="")
    _complaint, posted = taken(desk)
    server.close()
    done = Pushing(desk, "kota").send(posted)
    assert (done.state, done.down, done.doubtful) == (RETRY, True, False)


def test_services_are_asked_for_once_a_run_and_only_where_the_table_lacks_one(
    tmp_path: Path, server: GeoReportServer
) -> None:
    desk = desk_of(tmp_path, server, services="")
    pushing = Pushing(desk, "kota")
    for text in ("sampah satu di Margahayu", "sampah dua di Duren Jaya"):
        _complaint, posted = taken(desk, text)
        assert pushing.send(posted).state == SENT
    assert [path.partition("?")[0] for path in server.asked] == ["/v2/services.xml"]
    assert [form["service_code"] for form in server.forms] == [["006"], ["006"]]


# -- who is shown, and with which key


CALLER = {"caller_name": "Budi Rekaan", "caller_phone": "+6281200000101"}


def test_that_a_caller_is_shown_stands_in_the_history_before_it_is_posted(
    tmp_path: Path, server: GeoReportServer
) -> None:
    """Also of a request that then didn't arrive: nobody knows who saw it."""
    desk = desk_of(tmp_path, server, 'share = ["caller"]\n')
    complaint, posted = taken(desk, **CALLER)
    server.fate = lambda: "refuse"
    Pushing(desk, "kota").send(posted)
    events = [(event.type, event.data) for event in desk.store.events(complaint)]
    assert (REVEALED, {"command": "open311", "to": "kota"}) in events


def test_where_no_caller_is_shared_nobody_is_noted_as_shown(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk, **CALLER)
    Pushing(desk, "kota").send(posted)
    assert REVEALED not in [event.type for event in desk.store.events(complaint)]
    assert "Budi" not in str(server.forms)


def test_without_a_key_that_is_asked_for_nothing_is_posted(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    (Path(desk.folder) / "kunci").write_text("")
    with pytest.raises(UnreadyError, match="kunci: the first line is empty"):
        Pushing(desk, "kota")


def test_a_form_has_no_key_and_what_is_posted_has(tmp_path: Path, server: GeoReportServer) -> None:
    """What is shown of a form (`open311 push --dry-run`) must not show it."""
    desk = desk_of(tmp_path, server)
    complaint, posted = taken(desk)
    pushing = Pushing(desk, "kota")
    assert KEY not in str(pushing.form(complaint))
    pushing.send(posted)
    assert server.forms[0]["api_key"] == [KEY]


def test_a_wrong_key_keeps_all_waiting(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    (Path(desk.folder) / "kunci").write_text("salah")
    complaint, posted = taken(desk)
    done = Pushing(desk, "kota").send(posted)
    assert (done.state, done.down, done.doubtful) == (RETRY, True, False)
    assert noted(desk, complaint) == []


# -- a trial, and several that go as one


def test_a_trial_asks_what_is_offered_and_posts_nothing(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    assert Pushing(desk, "kota").tried() == Delivered(SENT, "2 services there")
    assert server.forms == []
    server.close()
    done = Pushing(desk, "kota").tried()
    assert (done.state, done.down) == (RETRY, True)


def test_of_several_what_went_wrong_is_said_of_all_and_none_goes_twice(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server, "per_minute = 90\n")
    several = [taken(desk, text)[1] for text in ("sampah di Margahayu", "sampah entah di mana", "sampah di Duren Jaya")]
    way = Pushing(desk, "kota").way()
    assert (way.apart, way.rate.per_minute, way.rate.at_once) == (True, 90, None)
    assert way.prepared(several)().state == FAILED
    assert way.prepared(several)().state == FAILED
    assert len(server.requests) == 2
    assert way.prepared(several[:1])().state == UNWANTED


def test_a_call_that_has_no_category_has_no_form(tmp_path: Path, server: GeoReportServer) -> None:
    desk = desk_of(tmp_path, server)
    complaint = desk.log("entah apa di Margahayu")
    with pytest.raises(UsageError, match="category - is none of its services"):
        Pushing(desk, "kota").form(complaint)
    server.close()
    with pytest.raises(NotFoundError):
        Pushing(desk, "kota").form(complaint)
