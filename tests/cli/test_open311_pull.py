"""What another system says by GeoReport v2 becomes complaints, each once; what can't be taken waits with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aduan_cli.georeport import as_json, as_xml
from office import RULES, Office
from servers import running

TABLE = '[open311]\ncategories = ["sampah"]\nservices = { "006" = "sampah" }\n'


def request(number: object, **more: object) -> dict[str, Any]:
    usual = {
        "service_request_id": number,
        "status": "open",
        "service_name": "Trash",
        "service_code": "006",
        "description": "melaporkan tumpukan di jalan",
        "requested_datetime": "2026-11-20T06:37:38-08:00",
        "address": "Kel. Margahayu",
        "lat": "-6.25",
        "long": 107.01,
    }
    return {**usual, **more}


@pytest.fixture
def pulling(office: Office) -> Office:
    """Return a desk that knows the codes of another system."""
    office.write_rules(RULES + TABLE)
    return office


def written(office: Office, requests: list[dict[str, Any]], name: str = "requests.json") -> str:
    path = office.folder / name
    path.write_bytes(as_json(requests) if name.endswith(".json") else as_xml("service_requests", requests))
    return str(path)


def rows(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(office.run("list", "--format", "json", "--limit", "0").out)
    return found


@pytest.mark.parametrize("name", ["requests.json", "requests.xml"])
def test_a_request_becomes_a_complaint_with_all_that_it_says(pulling: Office, name: str) -> None:
    assert pulling.run("open311", "pull", written(pulling, [request(638344)], name)).code == 0
    (row,) = rows(pulling)
    assert (row["category"], row["kelurahan"], row["point"]) == ("sampah", "Margahayu", "-6.250000,107.010000")
    assert row["reported_at"] == "2026-11-20T21:37:38+07:00"
    assert (row["text"], row["fields"]["service_request_id"]) == ("melaporkan tumpukan di jalan", "638344")


def test_the_same_requests_again_are_known_also_from_another_format(pulling: Office) -> None:
    several = [request(1), request(2)]
    pulling.run("open311", "pull", written(pulling, several), "--endpoint", "kota")
    done = pulling.run("open311", "pull", written(pulling, several, "r.xml"), "--endpoint", "kota")
    assert done.code == 0
    assert len(rows(pulling)) == 2
    pulling.run("open311", "pull", written(pulling, several), "--endpoint", "provinsi")
    assert len(rows(pulling)) == 4


def test_what_was_closed_there_is_closed_here_and_never_opened_again(pulling: Office) -> None:
    for status in ("open", "closed", "open"):
        pulling.run("open311", "pull", written(pulling, [request(1, status=status)]))
    (row,) = rows(pulling)
    assert row["status"] == "closed"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"requested_datetime": "soon"}, "soon"),
        ({"requested_datetime": None}, "date"),
        ({"description": None, "service_name": None}, "no text"),
    ],
)
def test_what_cant_be_taken_waits_in_the_quarantine_with_the_others_taken(
    pulling: Office, change: dict[str, Any], reason: str
) -> None:
    done = pulling.run("open311", "pull", written(pulling, [request(1, **change), request(2)]))
    assert done.code == 6
    assert len(rows(pulling)) == 1
    (kept,) = (pulling.folder / "quarantine").iterdir()
    assert reason in kept.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"<html><body>404</body></html>", 2, "no requests of Open311"),
        (b"{", 2, "no requests of Open311"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><errors>&b;</errors>', 2, "document type"),
        (as_xml("errors", [{"code": "403", "description": "Invalid api_key"}]), 2, "403: Invalid api_key"),
        (b'[{"code": 400, "description": "jurisdiction_id was not found"}]', 2, "400: jurisdiction_id"),
        (b"[]", 0, "no requests"),
    ],
)
def test_what_is_no_answer_is_told_and_nothing_is_stored(pulling: Office, content: bytes, code: int, said: str) -> None:
    (pulling.folder / "answer").write_bytes(content)
    done = pulling.run("open311", "pull", str(pulling.folder / "answer"))
    assert (done.code, said in done.err) == (code, True), done.err


class Endpoint(BaseHTTPRequestHandler):
    """Gives twelve requests in pages of five, to one city only."""

    def do_GET(self) -> None:
        """Answer as the specification says."""
        asked = parse_qs(urlsplit(self.path).query)
        page = int(asked.get("page", ["1"])[0])
        known = asked.get("jurisdiction_id") == ["example.org"]
        numbers = range(page * 5 - 4, min(page * 5, 12) + 1)
        wrong = [{"code": 404, "description": "jurisdiction_id provided was not found"}]
        body = as_json([request(number) for number in numbers] if known else wrong)
        self.send_response(200 if known else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    with running(Endpoint) as address:
        yield f"{address}/v2"


def test_all_pages_of_an_endpoint_are_taken_once(pulling: Office, endpoint: str) -> None:
    for _again in range(2):
        assert pulling.run("open311", "pull", endpoint, "--jurisdiction", "example.org").code == 0
    found = {row["fields"]["service_request_id"] for row in rows(pulling)}
    assert (len(rows(pulling)), found) == (12, {str(number) for number in range(1, 13)})


def test_the_errors_of_an_endpoint_are_told_in_its_words(pulling: Office, endpoint: str) -> None:
    done = pulling.run("open311", "pull", endpoint)
    assert done.code == 4
    assert "404: jurisdiction_id provided was not found" in done.err


def test_nobody_at_an_address_is_told(pulling: Office) -> None:
    done = pulling.run("open311", "pull", "http://127.0.0.1:9/v2")
    assert done.code == 4
    assert "127.0.0.1:9" in done.err


def test_what_one_desk_publishes_another_one_takes_and_nothing_is_lost(pulling: Office, tmp_path: Path) -> None:
    for number in range(7):
        pulling.run("log", f"sampah menumpuk nomor {number} di Kel. Margahayu")
    web = tmp_path / "web"
    pulling.run("open311", "publish", str(web))
    other = ("--store", str(pulling.folder / "other.db"))
    assert pulling.run(*other, "open311", "pull", str(web / "requests.xml")).code == 0
    here, there = rows(pulling), json.loads(pulling.run(*other, "list", "--format", "json").out)
    assert sorted(row["ticket"] for row in here) == sorted(row["fields"]["service_request_id"] for row in there)
    assert {(row["category"], row["kelurahan"]) for row in there} == {("sampah", "Margahayu")}
