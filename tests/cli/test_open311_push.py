"""Complaints are posted to another system once, followed until they have a number, and come back closed as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from georeport_server import CITY, KEY, USUAL_NOTICE, GeoReportServer
from office import RULES, Office
from servers import closing

LATER = ("--now", "2026-11-23 15:30")
TEXT = "Melaporkan sampah menumpuk di depan rumah Siti di Margahayu"
CALLER = ("--name", "Ibu Siti Suprihatin", "--phone", "0812-5550-0101", "--caller-address", "Gang Rahasia 9")


def rules(server: GeoReportServer, more: str = "") -> str:
    told = RULES.replace('contact = "1500444"\n', 'contact = "1500444"\ntell = "kota"\n', 1)
    table = f'\n[notifiers.kota]\ntype = "open311"\nurl = "{server.url}"\njurisdiction = "{CITY}"\n'
    return f'{told}{table}api_key_file = "kunci"\n{more}[notifiers.kota.services]\n"006" = "sampah"\n'


@pytest.fixture
def server() -> Iterator[GeoReportServer]:
    with closing(GeoReportServer()) as one:
        yield one


@pytest.fixture
def posting(office: Office, server: GeoReportServer) -> Office:
    """Return a desk one of whose units has a system of its own."""
    office.write_rules(rules(server))
    (office.folder / "kunci").write_text(KEY + "\n")
    return office


def messages(office: Office) -> list[tuple[Any, Any]]:
    """Return state and last words of each message, the oldest first."""
    found = office.run("outbox", "list", "--format", "json", "--limit", "0").data
    return [(one["state"], one["error"]) for one in found[::-1]]


def pushed(office: Office) -> list[dict[str, Any]]:
    """Return what was noted of posting the first complaint."""
    found = office.run("history", "1", "--format", "json").data
    return [one["data"] for one in found if one["type"] == "pushed"]


def status(office: Office, ticket: str = "1") -> str:
    return str(office.run("show", ticket, "--format", "json").data["status"])


@pytest.mark.parametrize("format_", ["xml", "json"])
def test_what_comes_to_a_unit_is_posted_once_and_has_its_number_there(
    posting: Office, server: GeoReportServer, format_: str
) -> None:
    posting.write_rules(rules(server, f'format = "{format_}"\n'))
    ticket = posting.log(TEXT)
    for _each in range(2):
        ran = posting.run("tick")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    (form,) = server.forms
    assert form == {
        "api_key": [KEY],
        "jurisdiction_id": [CITY],
        "service_code": ["006"],
        "address_string": ["Margahayu, Bekasi Timur"],
        "description": [f"[{ticket}] sampah"],
    }
    assert messages(posting) == [("sent", "service_request_id 293944")]
    assert pushed(posting) == [
        {"notifier": "kota", "unit": "dlh", "request": "293944", "notice": USUAL_NOTICE},
    ]
    assert f"dlh (kota): 293944; {USUAL_NOTICE}" in posting.run("history", ticket).out


def test_nothing_of_a_person_is_posted_unless_the_table_shares_it(posting: Office, server: GeoReportServer) -> None:
    where = ("--address", "Jl. Mawar 3", "--point", "-6.2,107.0")
    posting.log(TEXT, *CALLER, *where)
    posting.run("tick")
    shared = 'share = ["description", "address", "point", "caller"]\nattributes = { WHAT = "jumlah" }\n'
    posting.write_rules(rules(server, shared))
    posting.log("Melaporkan sampah di Margahayu, hubungi 0812-5550-0101", *CALLER, *where, "--detail", "jumlah=3")
    posting.run("tick")
    bare, full = server.forms
    assert not any(word in json.dumps(bare) for word in ("Siti", "5550", "Rahasia", "Mawar", "-6.2"))
    assert (full["lat"], full["long"], full["attribute[WHAT]"]) == (["-6.2"], ["107.0"], ["3"])
    assert (full["first_name"], full["last_name"]) == (["Ibu"], ["Siti Suprihatin"])
    assert full["address_string"] == ["Jl. Mawar 3, Margahayu, Bekasi Timur"]
    assert "5550" not in full["description"][0]
    shown = [event["type"] for event in posting.run("history", "2", "--format", "json").data]
    assert shown.count("revealed") == 1


@pytest.mark.parametrize("mark", ["t", "a/b ?x=1&y#%2F-ä"])
def test_a_token_is_followed_until_there_is_a_number(posting: Office, server: GeoReportServer, mark: str) -> None:
    """Whatever signs the other system has put in it."""
    server.batch, server.mark = True, mark
    posting.log(TEXT)
    ran = posting.run("tick")
    assert (ran.code, ran.err, messages(posting)) == (0, "", [("queued", f"token {mark}293944: no number yet")])
    assert posting.run(*LATER, "tick").code == 0
    assert messages(posting)[0][0] == "queued"
    server.ready = True
    posting.run("--now", "2026-11-24 15:30", "tick")
    assert messages(posting) == [("sent", "service_request_id 293944")]
    assert [sorted({"token", "request"} & one.keys()) for one in pushed(posting)] == [["token"], ["request"]]
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("fate", "state", "said"),
    [
        ("400", "dead", "400: error 400"),
        ("404", "dead", "404: error 404"),
        ("409", "dead", "409: error 409"),
        ("401", "failed", "401: error 401"),
        ("403", "failed", "403: error 403"),
        ("429", "failed", "429: error 429"),
        ("500", "failed", "500: error 500"),
        ("503", "failed", "503: error 503"),
        ("page", "dead", "whether it has the request nobody knows"),
    ],
)
def test_errors_of_the_standard_say_whether_trying_again_makes_sense(
    posting: Office, server: GeoReportServer, fate: str, state: str, said: str
) -> None:
    server.fate = lambda: fate
    posting.log(TEXT)
    assert posting.run("tick").code == 6
    ((found, words),) = messages(posting)
    assert (found, said in words) == (state, True), words
    server.fate = lambda: ""
    posting.run(*LATER, "tick")
    assert len(server.requests) == (state == "failed")


def test_nobody_there_is_tried_again_and_posted_once(posting: Office, server: GeoReportServer) -> None:
    url = server.url
    posting.write_rules(rules(server).replace(url, "http://127.0.0.1:9/v2"))
    posting.log(TEXT)
    assert posting.run("tick").code == 6
    assert pushed(posting) == []
    posting.write_rules(rules(server))
    posting.run(*LATER, "tick")
    assert (len(server.forms), messages(posting)[0][0]) == (1, "sent")


def test_an_answer_that_was_lost_is_found_there_and_not_posted_again(posting: Office, server: GeoReportServer) -> None:
    posting.log("Melaporkan sampah lain di Margahayu")
    posting.run("tick")
    server.fate = lambda: "lose"
    ticket = posting.log(TEXT)
    assert posting.run("tick").code == 6
    server.fate = lambda: ""
    assert posting.run(*LATER, "tick").code == 0
    assert [one["description"] for one in server.requests].count(f"[{ticket}] sampah") == 1
    assert messages(posting)[1] == ("sent", "service_request_id 293945")


def test_a_line_cut_before_it_was_taken_is_posted_again(posting: Office, server: GeoReportServer) -> None:
    fates = iter(["refuse"])
    server.fate = lambda: next(fates, "")
    posting.log(TEXT)
    assert posting.run("tick").code == 6
    posting.run(*LATER, "tick")
    assert (len(server.requests), messages(posting)[0][0]) == (1, "sent")


def test_where_nothing_can_be_found_it_is_posted_twice_at_most(posting: Office, server: GeoReportServer) -> None:
    """The standard knows no key of ours: an endpoint that hides descriptions can't be asked."""
    server.fate, server.hides = (lambda: "lose"), True
    posting.log(TEXT)
    for day in (23, 24, 25, 26):
        posting.run("--now", f"2026-11-{day} 16:00", "tick")
    assert len(server.requests) == 2
    assert messages(posting) == [
        ("dead", "posted 2 times without an answer, and not found there; look, then outbox retry")
    ]


def test_a_run_that_died_after_the_answer_posts_nothing_again(
    posting: Office, server: GeoReportServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the answer and the note of it: the next run finds the request there."""
    from aduan_cli.app.pushing import Pushing

    class KilledError(BaseException):
        pass

    def killed(*_told: object, **_said: object) -> None:
        raise KilledError

    posting.log(TEXT)
    with monkeypatch.context() as patch:
        patch.setattr(Pushing, "_note", killed)
        with pytest.raises(KilledError):
            posting.run("tick")
    assert len(server.requests) == 1
    posting.run(*LATER, "tick")
    assert (len(server.requests), messages(posting)) == (1, [("sent", "service_request_id 293944")])


def test_a_system_that_gives_no_numbers_is_told_once(posting: Office, server: GeoReportServer) -> None:
    server.blackbox = True
    posting.log(TEXT)
    for _each in range(2):
        posting.run("tick")
    assert (len(server.requests), messages(posting)[0]) == (1, ("sent", "taken; it gives requests no number"))


def test_a_service_is_found_by_its_name_and_an_unknown_one_is_told(posting: Office, server: GeoReportServer) -> None:
    posting.write_rules(rules(server).replace('[notifiers.kota.services]\n"006" = "sampah"\n', ""))
    posting.log(TEXT)
    posting.run("tick")
    assert server.forms[0]["service_code"] == ["006"]
    extra = '[categories.lumpur]\nunit = "dlh"\ntext = ["lumpur"]\n'
    posting.write_rules(rules(server) + extra)
    posting.log("Melaporkan lumpur di Margahayu")
    posting.log("Melaporkan sampah entah di mana")
    assert posting.run("tick").code == 6
    assert "lumpur is none of its services" in messages(posting)[1][1]
    assert "no place is known" in messages(posting)[2][1]
    assert len(server.forms) == 1


def test_what_was_closed_there_its_unit_has_done_here(posting: Office, server: GeoReportServer) -> None:
    ticket = posting.log(TEXT)
    posting.run("tick")
    server.requests[0] |= {"status_notes": "Regu berangkat"}
    for said in ("0 moved, 1 more in the history, 0 known", "0 moved, 0 more in the history, 1 known"):
        assert said in posting.run("open311", "pull", "kota").err
    assert status(posting) == "routed"
    server.requests[0] |= {"status": "closed", "status_notes": "Sudah diangkut"}
    assert posting.run("open311", "pull", "kota").code == 0
    assert status(posting) == "resolved"
    assert "Sudah diangkut" in posting.run("history", ticket).out
    assert posting.run("list", "--count").out.strip() == "1"
    assert "no requests" in posting.run("open311", "pull", "kota").err


def test_pulling_all_of_an_endpoint_makes_no_second_complaint_of_what_went_there(
    posting: Office, server: GeoReportServer
) -> None:
    posting.log(TEXT)
    posting.run("tick")
    server._made({"service_code": "006", "description": "melaporkan yang lain"})
    server.requests[0]["status"] = "closed"
    for _each in range(2):
        assert posting.run("open311", "pull", server.url, "--jurisdiction", CITY).code == 0
    found = posting.run("list", "--format", "json").data
    assert sorted((one["status"], one["fields"].get("service_request_id")) for one in found) == [
        ("new", "293945"),
        ("resolved", None),
    ]


def test_what_is_open_again_is_another_request_and_the_old_one_closes_nothing(
    posting: Office, server: GeoReportServer
) -> None:
    posting.log(TEXT)
    posting.run("tick")
    server.requests[0]["status"] = "closed"
    posting.run("open311", "pull", "kota")
    posting.run("reopen", "1", "--reason", "masih ada")
    posting.run("tick")
    assert [one["service_request_id"] for one in server.requests] == [293944, 293945]
    posting.run("open311", "pull", server.url, "--jurisdiction", CITY)
    assert status(posting) == "routed"


def test_by_hand_it_is_shown_first_and_posted_once(posting: Office, server: GeoReportServer) -> None:
    posting.write_rules(rules(server).replace('tell = "kota"\n', "", 1))
    ticket = posting.log(TEXT)
    shown = posting.run("open311", "push", ticket, "--dry-run")
    assert (shown.code, server.forms, pushed(posting)) == (0, [], [])
    assert f"description=[{ticket}] sampah" in shown.out
    assert KEY not in shown.out
    for _each in range(2):
        (row,) = posting.run("open311", "push", ticket, "--format", "json").data
        assert (row["state"], row["request"]) == ("sent", "293944")
    assert len(server.forms) == 1
    (form,) = posting.run("open311", "push", ticket, "--dry-run", "--format", "json").data
    assert "293944" in form["why"]


def test_what_waits_is_posted_by_hand(posting: Office, server: GeoReportServer) -> None:
    posting.log(TEXT)
    assert posting.run("open311", "push", "--dry-run", "--format", "json").data[0]["form"]
    assert posting.run("open311", "push").code == 0
    assert [one["state"] for one in posting.run("open311", "push", "1", "--format", "json").data] == ["sent"]
    assert "nothing waits" in posting.run("open311", "push").err
    assert posting.run("open311", "push", "1", "--to", "lain").code == 4


def test_a_trial_posts_nothing_and_says_whether_anybody_is_there(posting: Office, server: GeoReportServer) -> None:
    ran = posting.run("outbox", "test", "kota")
    assert (ran.code, "2 services" in ran.out, server.forms) == (0, True, [])


def test_what_is_late_or_closed_meanwhile_is_no_request(posting: Office, server: GeoReportServer) -> None:
    posting.log(TEXT)
    posting.run("reject", "1", "--reason", "hoax")
    posting.run("tick")
    assert (server.forms, messages(posting)) == ([], [("skipped", "nothing is to be done any more")])
