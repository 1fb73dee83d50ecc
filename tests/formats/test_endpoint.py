"""Another system's requests: page after page, each once; whatever its server says, somebody is told what is wrong."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.formats import endpoint, published
from aduan_cli.formats.endpoint import as_record, name_of, requests_of
from aduan_cli.formats.published import PublishedFolder
from any_complaint import TEXTS
from servers import RawServer, closing, given_out

Serving = Callable[[Callable[[str], bytes]], RawServer]


@pytest.fixture
def serving() -> Iterator[Serving]:
    """Return what begins a server; all are closed in the end."""
    begun: list[RawServer] = []

    def begin(says: Callable[[str], bytes]) -> RawServer:
        begun.append(RawServer(says))
        return begun[-1]

    yield begin
    for server in begun:
        server.close()


def page(records: Any, status: str = "200 OK") -> bytes:
    """Return a whole answer of HTTP with some records."""
    body = json.dumps(records).encode()
    return f"HTTP/1.0 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def request(number: int, **more: Any) -> dict[str, Any]:
    """Return a request as an endpoint lists it."""
    return {"service_request_id": str(number), "service_code": "006", "description": "sampah", **more}


def numbers(source: str, asked: Mapping[str, str] | None = None) -> list[str]:
    """Return the numbers of the requests of a source."""
    return [one["service_request_id"] for one in requests_of(source, asked)]


# -- pages


def test_pages_are_asked_for_until_one_has_nothing_new(serving: Serving) -> None:
    """Also where pages overlap, as they do while requests come in."""
    pages = {"": [1, 2], "page=2": [2, 3], "page=3": [3, 2]}
    server = serving(lambda asked: page([request(n) for n in pages[asked.partition("?")[2]]]))
    assert numbers(server.url + "/v2/") == ["1", "2", "3"]
    assert server.asked == [f"/v2/requests.json{more}" for more in ("", "?page=2", "?page=3")]


def test_a_static_file_of_the_web_that_looks_at_no_page_is_taken_once(serving: Serving) -> None:
    server = serving(lambda _asked: page([request(1), request(2)]))
    assert numbers(f"{server.url}/requests.json") == ["1", "2"]
    assert len(server.asked) == 2


def test_requests_without_a_number_are_told_apart_by_all_they_say(serving: Serving) -> None:
    server = serving(lambda _asked: page([{"service_code": "006", "description": word} for word in "aba"]))
    assert [one["description"] for one in requests_of(server.url)] == ["a", "b"]


@pytest.mark.parametrize("path", ["/v2", "/v2/", "/v2/requests.json"])
def test_what_an_address_asks_for_itself_is_asked_of_each_page(serving: Serving, path: str) -> None:
    """A key or a city of several stands in some addresses behind a question mark."""
    server = serving(lambda asked: page([] if "page=" in asked else [request(1)]))
    assert numbers(f"{server.url}{path}?jurisdiction_id=kota", {"api_key": "k&1"}) == ["1"]
    first = "/v2/requests.json?jurisdiction_id=kota&api_key=k%261"
    assert server.asked == [first, f"{first}&page=2"]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a list have three requests at the most."""
    for module in (endpoint, published):
        monkeypatch.setattr(module, "MOST", 3)


def publish(folder: Path, count: int) -> None:
    """Publish so many requests, two a day, as another desk does."""
    place = PublishedFolder(str(folder))
    with place.alone():
        days = [f"2026-11-{1 + n // 2:02}T08:00:00+07:00" for n in range(count)]
        told = [request(n, requested_datetime=at, status="open") for n, at in enumerate(days)]
        place.put_all(reversed(told))
        place.save_last_event(1, "hash", "rules")


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("count", [0, 2, 3, 4, 9])
@pytest.mark.parametrize("ending", ["", "/", "/requests.json", "/requests.xml"])
def test_of_what_another_desk_publishes_all_is_taken_however_many(tmp_path: Path, count: int, ending: str) -> None:
    """A static server has the newest alone in its list; the days have all."""
    publish(tmp_path, count)
    with given_out(tmp_path) as address:
        found = numbers(address + ending)
    assert sorted(found) == [str(n) for n in range(count)]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("days", [b"", page([]), page([{"day": "../x"}, {"no": 1}]), page({}, "404 Not Found")])
def test_a_full_list_of_a_server_that_has_no_days_is_all_that_there_is(serving: Serving, days: bytes) -> None:
    server = serving(lambda asked: days if "days" in asked else page([request(n) for n in range(3)]))
    assert numbers(server.url) == ["0", "1", "2"]
    assert server.asked == ["/requests.json", "/requests.json?page=2", "/days.json"]


@pytest.mark.usefixtures("few")
def test_a_day_that_is_named_and_not_to_be_had_is_told(serving: Serving) -> None:
    """Not all that there is must not look like all."""
    answers = {"/days.json": page([{"day": "2026-11-01"}]), "/days/2026-11-01.json": page({}, "500 Oops")}
    server = serving(lambda asked: answers.get(asked, page([request(n) for n in range(3)])))
    with pytest.raises(NotFoundError, match="500 Oops"):
        numbers(server.url)


# -- what a server may do


BROKEN: dict[str, bytes] = {
    "no HTTP": b"\x00\x01\x02 nothing\r\n\r\n",
    "nothing at all": b"",
    "a body cut off": b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n[{",
    "a chunk cut off": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n[{",
    "a chunk of no length": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n",
    "a line without an end": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000,
    "more heads than anybody reads": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: 1\r\n" % n for n in range(300)) + b"\r\n",
    "an error whose body is cut off": b"HTTP/1.1 500 Oops\r\nContent-Length: 5000\r\n\r\n[",
}


@pytest.mark.parametrize("said", BROKEN.values(), ids=list(BROKEN))
def test_a_server_that_breaks_off_or_speaks_something_else_is_told_of(serving: Serving, said: bytes) -> None:
    server = serving(lambda _asked: said)
    with pytest.raises((NotFoundError, UsageError), match=f"^{server.url}/requests.json: ."):
        numbers(server.url)


def test_a_second_page_that_fails_is_told_of_after_the_first_was_given(serving: Serving) -> None:
    """So what calls it takes nothing in before all is there, or knows that it isn't all."""
    server = serving(lambda asked: page({}, "503 Busy") if "page=2" in asked else page([request(1)]))
    found = requests_of(server.url)
    assert next(found)["service_request_id"] == "1"
    with pytest.raises(NotFoundError, match="503 Busy"):
        next(found)


def test_an_error_is_told_in_the_endpoints_words_where_it_has_some(serving: Serving) -> None:
    server = serving(lambda _asked: page([{"code": 403, "description": "api_key?"}], "403 Forbidden"))
    with pytest.raises(NotFoundError, match="403: api_key"):
        numbers(server.url)


# -- what people may type


@pytest.mark.parametrize(
    "source",
    [
        "http://kota lain.example/", "http://[::1", "http://127.0.0.1:pintu/v2", "http://127.0.0.1:1/jalan rusak",
        "https://127.0.0.1:1/jälan", "http://.example/", "http://" + "a" * 70 + ".example/", "http://\x7f/", "http://",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_told_and_has_a_name(source: str) -> None:
    """Its name is asked for before anybody is."""
    assert isinstance(name_of(source), str)
    with pytest.raises((NotFoundError, UsageError), match=r": .*\w"):
        numbers(source)


@given(st.sampled_from(["http://", "https://"]), TEXTS)
def test_whatever_is_typed_has_a_name_without_a_password(scheme: str, typed: str) -> None:
    assert "rahasia" not in name_of(f"{scheme}orang:rahasia@kota.example/{typed}").partition("/")[0]
    assert isinstance(name_of(scheme + typed), str)


def test_a_file_that_cant_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    for path in (tmp_path / "tidak ada", tmp_path):
        with pytest.raises(NotFoundError, match=str(path)):
            numbers(str(path))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://kota.example/v2/requests.json", "kota.example/v2"),
        ("http://kota.example/v2/requests.xml?jurisdiction_id=x", "kota.example/v2"),
        ("http://kota.example:8080/", "kota.example:8080"),
        ("https://orang:rahasia@kota.example/v2", "kota.example/v2"),
        ("/srv/lain/requests.json", "requests.json"),
        ("requests.xml", "requests.xml"),
    ],
)
def test_an_endpoint_has_the_same_name_however_it_is_asked(source: str, name: str) -> None:
    """What came is known again by it."""
    assert name_of(source) == name


# -- a request as a record


def test_a_record_has_the_desks_category_where_there_is_one() -> None:
    known, services = frozenset({"pju-mati", "sampah"}), {"006": "sampah"}

    def category(code: object) -> object:
        return as_record({"service_code": code}, "kota", services, known)["category"]

    assert [category(code) for code in ("006", " 006 ", "pju-mati", "lain", None)] == [
        "sampah", "sampah", "pju-mati", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-11-23T14:05:00.123Z", "2026-11-23T14:05:00+00:00"),
        ("2026-11-23T14:05:00.5+07:00", "2026-11-23T14:05:00+07:00"),
        ("2026-11-23T14:05:00.123456+0700", "2026-11-23T14:05:00+0700"),
        ("2026-11-23T14:05:00.5", "2026-11-23T14:05:00"),
        ("2026-11-23T14:05:00", "2026-11-23T14:05:00"),
        (None, None),
        (" ", None),
    ],
)
def test_a_moment_has_no_parts_of_a_second_and_an_offset_in_numbers(said: str | None, kept: str | None) -> None:
    assert as_record({"requested_datetime": said}, "kota", {}, frozenset())["requested_datetime"] == kept


@given(st.dictionaries(TEXTS, st.none() | st.integers() | TEXTS, max_size=5), TEXTS)
def test_a_record_has_a_text_or_nothing_under_each_name(said: dict[str, Any], words: str) -> None:
    """The words are the description; where there is none, what the service is called."""
    record = as_record({**said, "description": None, "service_name": words}, "kota", {}, frozenset())
    assert record["text"] == (words.strip() or None)
    assert all(value is None or (isinstance(value, str) and value) for value in record.values())


class DrippingPage(RawServer):
    """A server whose page comes sign by sign."""

    def _answer(self, line: socket.socket, stream: Any) -> None:
        super()._answer(line, stream)
        for _each in range(100):
            time.sleep(0.02)
            line.sendall(b" ")


@pytest.mark.parametrize(
    "begin", [b"HTTP/1.1 200 OK\r\n\r\n[", b"HTTP/1.1 200 OK\r\nX-More:", b"", b"HTTP/1.1 500 No\r\n\r\n["]
)
def test_a_page_that_comes_drop_by_drop_is_given_up(monkeypatch: pytest.MonkeyPatch, begin: bytes) -> None:
    """It is asked for by the job of cron as well, which has others to serve."""
    monkeypatch.setattr("aduan_cli.formats.endpoint._LONGEST", 0.2)
    began = time.monotonic()
    dripping = DrippingPage(lambda _path: begin)
    told = "500 No" if b"500" in begin else r"it took longer than 0\.2 seconds"
    with closing(dripping) as server, pytest.raises(NotFoundError, match=told):
        list(requests_of(server.url))
    assert time.monotonic() - began < 1.5


def test_a_page_of_any_length_comes_whole() -> None:
    """In as many pieces as the line makes of it, with its length told, in chunks, or to the end of the line."""
    many = [{"service_request_id": number, "description": "x" * 500} for number in range(2_000)]
    body = json.dumps(many).encode()
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:70_000], body[70_000:])) + b"0\r\n\r\n"
    for says in (
        b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked,
        b"HTTP/1.1 200 OK\r\n\r\n" + body,
    ):
        with closing(RawServer(lambda _path, says=says: says)) as server:  # type: ignore[misc]
            assert len(list(requests_of(server.url))) == 2_000


def test_a_page_that_breaks_off_is_told_though_what_came_is_one() -> None:
    cut = RawServer(lambda _path: b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[]")
    with closing(cut) as server, pytest.raises(NotFoundError):
        list(requests_of(server.url))
