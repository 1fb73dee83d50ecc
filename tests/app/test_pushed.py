"""What became elsewhere of our complaints: what is closed there is done here, once, as the word of whose it is now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.app.push_by_hand import WantedPush, push
from aduan_cli.app.pushed import Following, PushedRequest, PushedUpdates, asked_of, divided, notifiers_at, pushed_to
from aduan_cli.app.sending import send
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import PUSHED, RECEIVED, REOPENED, RESOLVED, ROUTED
from aduan_cli.due import Bounds
from aduan_cli.errors import NotFoundError
from aduan_cli.tickets import make_ticket
from desk_here import HereDesk
from georeport_server import CITY, GeoReportServer
from posting_desk import FIRST, desk_of, notifier, taken
from servers import closing


@pytest.fixture
def server() -> Iterator[GeoReportServer]:
    with closing(GeoReportServer()) as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, server: GeoReportServer) -> HereDesk:
    """Return a desk of which one complaint is a request at `kota`."""
    made = desk_of(tmp_path, server)
    taken(made)
    send(made, Bounds())
    return made


OURS = PushedRequest("", "dlh", "kota")


def the_one(desk: HereDesk) -> Complaint:
    """Return the complaint as it is now."""
    (one,) = desk.all()
    return one


def said(status: str, notes: str | None = None, number: object = FIRST) -> dict[str, Any]:
    """Return what the endpoint says of a request."""
    return {"service_request_id": number, "status": status, "status_notes": notes}


def take(desk: HereDesk, request: dict[str, Any], dry_run: bool = False, unit: str = "dlh") -> PushedUpdates:
    """Take what the endpoint says of the one complaint."""
    one = OURS._replace(ticket=the_one(desk).ticket, unit=unit)
    return Following(desk, dry_run).take([(one, request)])


def types(desk: HereDesk) -> list[str]:
    """Return what happened to the complaint."""
    return [event.type for event in desk.store.events(the_one(desk))]


# -- which are ours


def test_an_endpoint_is_known_by_its_name_and_by_its_address_whatever_the_scheme(
    desk: HereDesk, server: GeoReportServer
) -> None:
    host = server.url.removeprefix("http://")
    for name in ("kota", host):
        assert notifiers_at(desk, name) == ["kota"]
    for name in ("surat", "", host + "/", server.url + "3"):
        assert notifiers_at(desk, name) == []


def test_of_what_was_posted_the_number_there_is_the_key(desk: HereDesk) -> None:
    ticket = the_one(desk).ticket
    assert pushed_to(desk, ["kota"]) == {str(FIRST): PushedRequest(ticket, "dlh", "kota")}
    assert pushed_to(desk, ["surat"]) == pushed_to(desk, []) == {}


def test_what_is_still_to_go_has_no_number_there(desk: HereDesk) -> None:
    taken(desk, "sampah lagi di Duren Jaya")
    assert list(pushed_to(desk, ["kota"])) == [str(FIRST)]


@given(st.lists(st.sampled_from(["1", "2", "3", 1, 2, None, ""]), max_size=8))
def test_requests_are_ours_or_others_and_none_is_lost(numbers: list[Any]) -> None:
    """In the order in which they came; a number is the same as text and as a number."""
    pushed = {"1": OURS, "3": OURS._replace(ticket="x")}
    ours: list[dict[str, Any]] = []
    requests = [{"service_request_id": number} for number in numbers]
    others = list(divided(requests, pushed, lambda _one, request: ours.append(request)))
    assert others == [one for one in requests if str(one["service_request_id"]) not in pushed]
    assert ours == [one for one in requests if str(one["service_request_id"]) in pushed]


# -- asking


def test_only_what_is_open_here_is_asked_for(desk: HereDesk, server: GeoReportServer) -> None:
    taken(desk, "sampah lagi di Duren Jaya")
    send(desk, Bounds())
    first = next(one for one in desk.all() if one.number == 1)
    desk.move(first, RESOLVED, {"unit": "dlh"}, status="resolved")
    server.asked.clear()
    found = list(asked_of(desk, "kota", pushed_to(desk, ["kota"])))
    assert [one["service_request_id"] for one in found] == [str(FIRST + 1)]
    assert f"service_request_id={FIRST + 1}" in server.asked[0]
    assert f"jurisdiction_id={CITY}" in server.asked[0]


def test_many_are_asked_for_some_at_once_and_each_once(desk: HereDesk, server: GeoReportServer) -> None:
    ticket = the_one(desk).ticket
    pushed = {str(number): PushedRequest(ticket, "dlh", "kota") for number in range(120)}
    server.asked.clear()
    assert list(asked_of(desk, "kota", pushed)) == []
    firsts = [path for path in server.asked if "page=" not in path]
    asked = [path.partition("service_request_id=")[2].replace("%2C", ",").split(",") for path in firsts]
    assert [len(one) for one in asked] == [50, 50, 20]
    assert [number for one in asked for number in one] == list(pushed)


def test_where_nothing_is_open_nobody_is_asked(desk: HereDesk, server: GeoReportServer) -> None:
    desk.move(the_one(desk), RESOLVED, {"unit": "dlh"}, status="resolved")
    server.asked.clear()
    assert list(asked_of(desk, "kota", pushed_to(desk, ["kota"]))) == []
    assert server.asked == []


def test_an_endpoint_that_is_not_there_is_told(desk: HereDesk, server: GeoReportServer) -> None:
    server.close()
    with pytest.raises(NotFoundError):
        list(asked_of(desk, "kota", pushed_to(desk, ["kota"])))


# -- what is done


def test_what_is_closed_there_its_unit_has_done_with_the_words_from_there(desk: HereDesk) -> None:
    assert take(desk, said("closed", "Sudah\n diangkut ")) == PushedUpdates(moved=1)
    event = desk.store.events(the_one(desk))[-1]
    assert (the_one(desk).status, event.type) == ("resolved", RESOLVED)
    assert {**event.data, **(event.private or {})}["result"] == "Sudah diangkut"
    assert event.data["unit"] == "dlh"


def test_without_words_it_is_said_where_it_was_closed(desk: HereDesk) -> None:
    take(desk, said("CLOSED"))
    event = desk.store.events(the_one(desk))[-1]
    assert {**event.data, **(event.private or {})}["result"] == f"closed at kota: {FIRST}"


@pytest.mark.parametrize("number", [FIRST, str(FIRST)])
def test_the_same_again_changes_nothing(desk: HereDesk, number: object) -> None:
    take(desk, said("closed", "diangkut"))
    before = types(desk)
    assert take(desk, said("closed", "diangkut", number)) == PushedUpdates(known=1)
    assert types(desk) == before


def test_words_of_what_is_open_there_are_kept_once_and_move_nothing(desk: HereDesk) -> None:
    """Each new word of it, though, is another."""
    assert take(desk, said("open", "Petugas di jalan")) == PushedUpdates(kept=1)
    assert take(desk, said("open", "Petugas di jalan")) == PushedUpdates(known=1)
    assert take(desk, said("open", "Petugas sudah sampai")) == PushedUpdates(kept=1)
    assert (the_one(desk).status, types(desk).count(RECEIVED)) == ("routed", 2)


@pytest.mark.parametrize("request_", [said("open"), said("open", "  "), said(""), {"service_request_id": FIRST}])
def test_where_nothing_is_said_nothing_is_kept(desk: HereDesk, request_: dict[str, Any]) -> None:
    before = types(desk)
    assert take(desk, request_) == PushedUpdates()
    assert types(desk) == before


def test_a_trial_counts_and_changes_nothing(desk: HereDesk) -> None:
    before = types(desk)
    assert take(desk, said("closed", "diangkut"), dry_run=True).moved == 1
    assert take(desk, said("open", "Petugas di jalan"), dry_run=True).kept == 1
    assert (types(desk), the_one(desk).status) == (before, "routed")


def test_what_was_closed_before_it_was_opened_again_closes_nothing(desk: HereDesk) -> None:
    """It is another request there now; the older one goes on saying that it is closed."""
    take(desk, said("closed", "diangkut"))
    desk.move(the_one(desk), REOPENED, {"unit": "dlh"}, status="routed")
    assert take(desk, said("closed", "diangkut, sungguh")) == PushedUpdates()
    assert the_one(desk).status == "routed"


def test_a_request_that_is_none_of_the_notifiers_is_left(desk: HereDesk) -> None:
    assert take(desk, said("closed", "x", FIRST + 7)) == PushedUpdates()
    assert the_one(desk).status == "routed"


def test_a_complaint_that_is_not_there_is_left(desk: HereDesk) -> None:
    one = OURS._replace(ticket=make_ticket("UJI", 20261123, 99))
    assert Following(desk, False).take([(one, said("closed"))]) == PushedUpdates()


def test_it_is_the_word_of_who_has_it_now_and_is_told_there(desk: HereDesk, server: GeoReportServer) -> None:
    """The unit that had it when it was posted, where that is told there no longer by what the rules say."""
    rules = Path(desk.folder) / "rules.toml"
    bpbd = 'name = "Badan Penanggulangan Bencana Daerah"'
    rules.write_text(rules.read_text().replace(bpbd, bpbd + '\ntell = "kota"'))
    now = HereDesk(Path(desk.folder))
    complaint = the_one(now)
    now.move(complaint, ROUTED, {"from": "dlh", "to": "bpbd"}, unit="bpbd")
    now.move(the_one(now), PUSHED, {"notifier": "kota", "unit": "dlh", "request": str(FIRST)})
    take(now, said("closed", "surut"))
    assert now.store.events(the_one(now))[-1].data["unit"] == "bpbd"


def test_one_that_can_not_be_taken_is_told_with_its_ticket_and_the_others_are_taken(
    desk: HereDesk, server: GeoReportServer
) -> None:
    """The unit that posted it has it no longer, and who has it now is not told there."""
    second, _posted = taken(desk, "sampah lagi di Duren Jaya")
    send(desk, Bounds())
    first = next(one for one in desk.all() if one.number == 1)
    desk.move(first, ROUTED, {"from": "dlh", "to": "bpbd"}, unit="bpbd")
    both = [
        (OURS._replace(ticket=first.ticket), said("closed", "a")),
        (OURS._replace(ticket=second.ticket), said("closed", "b", FIRST + 1)),
    ]
    done = Following(desk, False).take(both)
    assert (done.moved, len(done.refused)) == (1, 1)
    assert done.refused[0].startswith(f"{first.ticket}: ")
    assert "\n" not in done.refused[0]
    assert sorted(one.status for one in desk.all()) == ["resolved", "routed"]


def test_two_notifiers_at_one_endpoint_are_both_named(tmp_path: Path, server: GeoReportServer) -> None:
    """One of another type at the same address posts no requests there."""
    other = f'[notifiers.kabar]\ntype = "webhook"\nurl = "{server.url}"\n'
    made = desk_of(tmp_path, server, services=notifier("lain", server.url) + other)
    assert notifiers_at(made, server.url.removeprefix("http://")) == ["kota", "lain"]
    assert notifiers_at(made, "lain") == ["lain"]


def test_the_units_observers_hear_of_what_was_closed_there(tmp_path: Path, server: GeoReportServer) -> None:
    writes = "open(os.path.join(os.path.dirname(__file__), 'dengar'), 'a').write(event.type + chr(10))"
    code = f"import os\nfrom aduan_cli.hookspecs import hookimpl\n\n@hookimpl\ndef observe(event):\n    {writes}\n"
    services = '[notifiers.kota.services]\n"006" = "lampu"\n'
    made = desk_of(tmp_path, server, services=services, plugins={"lampu": code})
    one = made.log("lampu mati di Margahayu")
    push(made, [WantedPush(one, "kota")])
    assert take(made, said("closed", "menyala"), unit="lampu").moved == 1
    assert (Path(made.folder) / "plugins" / "lampu" / "dengar").read_text() == "resolved\n"
