"""What another system's answer to a request means: it is there, may be there, will never be, or comes later."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.georeport import as_json, as_xml
from aduan_cli.notify.open311 import Open311Endpoint, Receipt, awaited, endpoint_of, request_line
from aduan_cli.outbox import AWAITED, FAILED, RETRY, SENT, Delivered
from servers import RawServer, closing


@pytest.fixture
def server() -> Iterator[RawServer]:
    with closing(RawServer(lambda _path: http(200, b"[]"))) as one:
        yield one


FORM = [("service_code", "006"), ("description", "[UJI-261123-0001-6] sampah & lalat, 100%")]


def http(status: int, body: bytes, *headers: str) -> bytes:
    """Return a whole answer of HTTP."""
    lines = [f"HTTP/1.1 {status} {'OK' if status < 300 else 'Tidak'}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def receipt(says: bytes, format_: str = "json") -> Receipt:
    """Return what becomes of a request where an endpoint says something."""
    with closing(RawServer(lambda _path: says)) as server:
        return Open311Endpoint(f"{server.url}/v2/", format_, 5.0).post(FORM)


def of_record(**record: Any) -> Receipt:
    """Return what becomes of a request of which an endpoint says this, the same in both formats."""
    as_is = receipt(http(201, as_json([record])))
    assert receipt(http(201, as_xml("service_requests", [record])), "xml") == as_is
    return as_is


# -- where it is, and what is posted there


@pytest.mark.parametrize(("url", "format_"), [("http://kota.test/v2", "xml"), ("http://kota.test/v2/", "json")])
def test_an_address_has_one_slash_and_says_its_format(url: str, format_: str) -> None:
    endpoint = Open311Endpoint(url, format_)
    assert endpoint.address("requests") == f"http://kota.test/v2/requests.{format_}"


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=30)), min_size=1, max_size=4))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_form_arrives_as_it_was_whatever_is_in_it(server: RawServer, form: list[tuple[str, str]]) -> None:
    Open311Endpoint(server.url, "json", 5.0).post(form)
    body = server.bodies[-1]
    assert parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=10) == form


@pytest.mark.parametrize("status", [300, 302, 307])
def test_an_endpoint_that_takes_the_request_in_another_place_is_not_followed(status: int) -> None:
    """Nor is it taken for one that has it, whatever stands in its answer."""
    done = receipt(http(status, as_json([{"service_request_id": 1}]), "Location: http://127.0.0.1:1/masuk"))
    assert (done.delivered.state, done.request) == (FAILED, None)


def test_a_table_leads_to_its_endpoint() -> None:
    table: Any = {"type": "open311", "url": "http://kota.test/v2"}
    assert endpoint_of(table) == Open311Endpoint("http://kota.test/v2", "xml")
    assert endpoint_of({**table, "format": "json", "timeout": 3}) == Open311Endpoint(table["url"], "json", 3)


# -- it is there


def test_a_number_says_that_it_is_there() -> None:
    assert of_record(service_request_id="293944", service_notice="Diperiksa\ndalam 24 jam") == Receipt(
        Delivered(SENT, request_line("293944")), "293944", None, "Diperiksa dalam 24 jam"
    )


def test_a_number_is_a_text_whatever_it_looks_like() -> None:
    assert of_record(service_request_id=638344).request == "638344"
    assert of_record(service_request_id="00-12/A").request == "00-12/A"
    assert of_record(service_request_id=" 12 ").request == "12"


def test_with_a_number_a_token_is_nothing_to_wait_for() -> None:
    assert of_record(service_request_id="1", token="t").token is None


def test_a_token_is_what_to_ask_with_later() -> None:
    done = of_record(token="a/b c", account_id=7)
    assert done == Receipt(awaited("a/b c"), None, "a/b c", None)
    assert done.delivered.state == AWAITED


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_without_number_or_token_it_is_there_all_the_same(empty: object) -> None:
    """The specification lets an endpoint give none; what is posted again would be there twice."""
    done = of_record(service_request_id=empty, token=empty, service_notice=empty, account_id=3)
    assert (done.delivered.state, done.request, done.token, done.notice) == (SENT, None, None, None)


def test_of_several_records_the_first_is_ours() -> None:
    assert receipt(http(200, as_json([{"service_request_id": 1}, {"service_request_id": 2}]))).request == "1"


@pytest.mark.parametrize(
    "body",
    [
        b'\xef\xbb\xbf [{"service_request_id": 5}]',
        b'{"service_requests": [{"service_request_id": 5}]}',
        b'{"service_request_id": "5"}',
        b'<service_requests type="array"><request><service_request_id>5</service_request_id></request>'
        b"</service_requests>",
        b"<request><service_request_id>5</service_request_id></request>",
    ],
)
def test_the_shapes_that_endpoints_really_have_are_understood(body: bytes) -> None:
    assert receipt(http(200, body)).request == "5"


# -- nobody knows, never, or later


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"ok",
        b"<html><body>Masuk dahulu</body></html>",
        b"[]",
        b"{}",
        b"null",
        b"[1, 2]",
        b"<service_requests/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><service_requests/>',
        b"[" * 100_000,
        b"<errors>" * 30_000,
        b"\xff\xfe\x00",
    ],
)
def test_a_success_without_a_request_in_it_is_one_that_a_person_has_to_look_at(body: bytes) -> None:
    """It is not posted again by itself: it may be there."""
    done = receipt(http(200, body))
    assert (done.delivered.state, done.delivered.doubtful, done.request) == (FAILED, True, None)
    assert "whether it has the request nobody knows" in (done.delivered.detail or "")


def test_an_error_that_comes_as_a_success_is_an_error() -> None:
    said = as_json([{"code": 400, "description": "jurisdiction_id"}, {"code": 403, "description": "api_key"}])
    assert receipt(http(200, said)) == Receipt(Delivered(FAILED, "400: jurisdiction_id; 403: api_key"))


ERROR = [{"code": "006", "description": "layanan tidak ada"}]


@pytest.mark.parametrize(
    ("status", "state", "down", "doubtful"),
    [
        (400, FAILED, False, False),
        (401, RETRY, True, False),
        (403, RETRY, True, False),
        (404, FAILED, False, False),
        (405, FAILED, False, False),
        (408, RETRY, False, False),
        (422, FAILED, False, False),
        (429, RETRY, False, False),
        (500, RETRY, False, False),
        (502, RETRY, False, True),
        (503, RETRY, False, False),
        (504, RETRY, False, True),
    ],
)
@pytest.mark.parametrize("format_", ["json", "xml"])
def test_an_error_is_told_in_the_endpoints_words(
    status: int, state: str, down: bool, doubtful: bool, format_: str
) -> None:
    body = as_json(ERROR) if format_ == "json" else as_xml("errors", ERROR)
    assert receipt(http(status, body), format_) == Receipt(
        Delivered(state, "006: layanan tidak ada", doubtful=doubtful, down=down)
    )


def test_a_place_that_is_not_there_is_a_wrong_table_and_all_requests_wait() -> None:
    """A page of a web server that knows no such path isn't the endpoint's word about the request."""
    done = receipt(http(404, b"<html>404</html>")).delivered
    assert (done.state, done.down, done.detail) == (RETRY, True, "404 Tidak <html>404</html>")


def test_an_endpoint_says_when_it_wants_to_be_asked_again() -> None:
    assert receipt(http(429, b"", "Retry-After: 300")).delivered.after == 300
    assert receipt(http(400, b"", "Retry-After: 300")).delivered.after is None


def test_an_error_without_words_is_told_by_its_status() -> None:
    assert receipt(http(500, as_json([]))).delivered.detail == "500 Tidak []"


def test_words_of_any_length_are_one_short_line() -> None:
    said = json.dumps([{"code": 400, "description": "salah\n" * 5_000}]).encode()
    detail = receipt(http(400, said)).delivered.detail or ""
    assert len(detail) == 200
    assert detail.startswith("400: salah salah ")


def test_who_is_not_there_was_not_asked_and_who_hangs_up_may_have_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    gone = Open311Endpoint(f"http://127.0.0.1:{port}").post(FORM).delivered
    assert (gone.state, gone.down, gone.doubtful) == (RETRY, True, False)
    silent = receipt(b"").delivered
    assert (silent.state, silent.down, silent.doubtful) == (RETRY, False, True)


@given(st.binary(max_size=60) | st.text('<>/[]{}":,a1 \n', max_size=40).map(str.encode), st.sampled_from([200, 404]))
@settings(max_examples=30)
def test_whatever_an_endpoint_says_something_becomes_of_the_request(body: bytes, status: int) -> None:
    done = receipt(http(status, body)).delivered
    assert done.state in (SENT, RETRY, FAILED, AWAITED)
    assert done.detail
