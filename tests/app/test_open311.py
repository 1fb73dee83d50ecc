"""A folder that is published says what the desk knows, and what others say becomes records and news of our calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.open311 import Published, publish, pulled
from aduan_cli.app.sending import send
from aduan_cli.due import Bounds
from aduan_cli.errors import ConfigError, NotFoundError, UsageError
from aduan_cli.georeport import as_json, as_xml, read_answer
from aduan_cli.testing import RULES
from desk_here import HereDesk, at_another_time, desk_here
from georeport_server import GeoReportServer
from posting_desk import FIRST, desk_of, taken
from servers import closing

PUBLISHING = '[open311]\ncategories = ["sampah", "banjir"]\n'


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk that publishes."""
    return desk_here(tmp_path, RULES + PUBLISHING)


def web(desk: HereDesk) -> Path:
    """Return the folder that is published."""
    return Path(desk.folder) / "web"


def run(desk: HereDesk, anew: bool = False) -> Published:
    """Publish."""
    return publish(desk, str(web(desk)), anew)


def requests(desk: HereDesk) -> list[dict[str, Any]]:
    """Return the list that is published, the same in both formats."""
    said = read_answer((web(desk) / "requests.json").read_bytes())
    assert [one["service_request_id"] for one in read_answer((web(desk) / "requests.xml").read_bytes()).records] == [
        one["service_request_id"] for one in said.records
    ]
    return said.records


def tree(desk: HereDesk) -> dict[str, bytes]:
    """Return all that is published but when it was looked at."""
    files = {
        path.relative_to(web(desk)).as_posix(): path.read_bytes() for path in web(desk).rglob("*") if path.is_file()
    }
    return {name: data for name, data in files.items() if not name.startswith((".", "discovery"))}


# -- published


def test_a_desk_that_names_nothing_publishes_nothing(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    with pytest.raises(ConfigError, match="names no categories"):
        run(desk)
    assert not web(desk).exists()


def test_a_desk_where_nothing_happened_publishes_empty_lists(desk: HereDesk) -> None:
    done = run(desk)
    assert (done.anew, done.changed) == (True, 0)
    assert requests(desk) == []
    services = read_answer((web(desk) / "services.json").read_bytes()).records
    assert [one["service_code"] for one in services] == ["sampah", "banjir"]


def test_what_did_not_change_is_not_written_again(desk: HereDesk) -> None:
    desk.log("sampah di Margahayu"), desk.log("banjir di Margahayu")
    assert run(desk).anew
    before = tree(desk)
    again = run(desk)
    assert (again.anew, again.changed, again.removed) == (False, 0, 0)
    assert tree(desk) == before


def test_a_run_that_goes_on_says_what_one_that_begins_anew_says(desk: HereDesk) -> None:
    """After calls came, moved, were answered and corrected into what is not published."""
    one, two = desk.log("sampah di Margahayu"), desk.log("banjir di Margahayu")
    run(desk)
    later = at_another_time(desk, "2026-11-23 15:00")
    later.log("sampah baru di Duren Jaya"), later.log("entah apa")
    later.act(one, "resolve", result="diangkut")
    later.move(later.all()[1], "corrected", {"changes": {}}, kind="information")
    done = run(later)
    assert (done.anew, done.removed > 0) == (False, True)
    went_on = tree(later)
    assert run(later, anew=True).anew
    assert tree(later) == went_on
    numbers = [request["service_request_id"] for request in requests(later)]
    assert one.ticket in numbers
    assert two.ticket not in numbers
    assert len(numbers) == 2


def test_each_request_stands_under_its_ticket_in_both_formats(desk: HereDesk) -> None:
    one = desk.log("sampah di Margahayu")
    run(desk)
    for ending in ("json", "xml"):
        (found,) = read_answer((web(desk) / "requests" / f"{one.ticket}.{ending}").read_bytes()).records
        assert found["service_request_id"] == one.ticket


def test_other_settings_publish_everything_anew(desk: HereDesk) -> None:
    desk.log("sampah di Margahayu")
    run(desk)
    rules = Path(desk.folder) / "rules.toml"
    rules.write_text(rules.read_text() + 'publish = ["description"]\n')
    now = HereDesk(Path(desk.folder))
    assert run(now).anew
    assert "sampah" in requests(now)[0]["description"]


def test_the_folder_of_another_desk_is_made_anew(desk: HereDesk, tmp_path: Path) -> None:
    desk.log("sampah di Margahayu")
    run(desk)
    other = desk_here(tmp_path / "lain", RULES + PUBLISHING)
    other.log("banjir di Duren Jaya"), other.log("banjir di Margahayu")
    done = publish(other, str(web(desk)))
    assert done.anew
    assert {request["service_code"] for request in requests(desk)} == {"banjir"}


def test_what_grows_too_old_is_taken_out(desk: HereDesk) -> None:
    one = desk.log("sampah di Margahayu")
    run(desk)
    much_later = at_another_time(desk, "2027-11-23 14:05")
    fresh = much_later.log("banjir di Margahayu")
    run(much_later)
    assert [request["service_request_id"] for request in requests(much_later)] == [fresh.ticket]
    assert not (web(desk) / "requests" / f"{one.ticket}.json").exists()


def test_nothing_of_a_caller_is_in_any_file(desk: HereDesk) -> None:
    rules = Path(desk.folder) / "rules.toml"
    rules.write_text(rules.read_text() + 'publish = ["description", "address"]\n')
    now = HereDesk(Path(desk.folder))
    caller = {"caller_name": "Wulandari Rekaan", "caller_phone": "+6281200000101", "caller_address": "Gang Melati 3"}
    now.log("sampah di Jl. Mawar 7 dekat rumah saya Gang Melati 3, kata Wulandari, hubungi 0812-0000-0101", **caller)
    run(now)
    kept = b"".join(tree(now).values())
    for secret in (b"Wulandari", b"Melati 3", b"0000-0101", b"81200000101"):
        assert secret not in kept
    assert requests(now)[0]["address"].startswith("Jl. Mawar 7")


def test_a_folder_that_can_not_be_written_is_told(desk: HereDesk) -> None:
    desk.log("sampah di Margahayu")
    web(desk).write_text("")
    with pytest.raises(UsageError):
        run(desk)


# -- pulled


SAID = [
    {
        "service_request_id": "K-1",
        "service_code": "sampah",
        "description": "Sampah menumpuk",
        "status": "open",
        "requested_datetime": "2026-11-22T09:00:00Z",
        "address": "Jl. Mawar 3, Margahayu, Bekasi Timur",
    },
    {"service_request_id": "K-2", "service_code": "999", "service_name": "Lainnya", "status": "open"},
]


def records(desk: HereDesk, source: str, endpoint: str | None = None) -> list[dict[str, Any]]:
    """Return what is pulled, as it is imported."""
    with pulled(desk, source, endpoint, None) as found:
        lines = Path(found.path).read_text(encoding="utf-8").splitlines()
        assert found.number == len(lines)
        assert found.ours == []
        path = Path(found.path)
    assert not path.exists(), "words of callers are left nowhere"
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("ending", ["json", "xml"])
def test_requests_of_a_file_become_records_with_their_place(desk: HereDesk, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"requests.{ending}"
    file.write_bytes(as_json(SAID) if ending == "json" else as_xml("service_requests", SAID))
    first, second = records(desk, str(file))
    assert (first["category"], first["text"], first["endpoint"]) == ("sampah", "Sampah menumpuk", file.name)
    assert (first["kecamatan"], first["kelurahan"], first["address"]) == ("Bekasi Timur", "Margahayu", "Jl. Mawar 3")
    assert first["requested_datetime"] == "2026-11-22T09:00:00+00:00"
    assert (second["category"], second["text"]) == (None, "Lainnya")
    assert "kecamatan" not in second


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Jl. Mawar 3, Margahayu", "Jl. Mawar 3"),
        ("Margahayu, Bekasi Timur", None),
        ("Jl. Margahayu Raya 5, Margahayu", "Jl. Margahayu Raya 5"),
        ("jalan tanpa nama", "jalan tanpa nama"),
        ("Jl. Mawar 3, MARGAHAYU, bekasi timur", "Jl. Mawar 3"),
    ],
)
def test_of_an_address_the_street_is_left(desk: HereDesk, tmp_path: Path, address: str, street: str | None) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(as_json([{**SAID[0], "address": address}]))
    (record,) = records(desk, str(file))
    assert record["address"] == street


def test_an_endpoint_may_be_given_a_name_for_good(desk: HereDesk, tmp_path: Path) -> None:
    """So that a request is known when it comes again from another address; the name is no path."""
    file = tmp_path / "r.json"
    file.write_bytes(as_json(SAID))
    assert {record["endpoint"] for record in records(desk, str(file), "kota/../lain")} == {"kota/../lain"}


@pytest.mark.parametrize("data", [b"", b"{", b"<html/>", b"[1]"])
def test_what_is_no_answer_is_told_and_nothing_is_left(desk: HereDesk, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(data)
    with pytest.raises(UsageError, match="no requests of Open311"):
        records(desk, str(file))


def test_a_file_that_is_not_there_is_told(desk: HereDesk, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        records(desk, str(tmp_path / "tidak-ada.json"))


@pytest.fixture
def server() -> Iterator[GeoReportServer]:
    with closing(GeoReportServer()) as one:
        yield one


def test_by_a_notifiers_name_only_what_went_there_is_asked_for(tmp_path: Path, server: GeoReportServer) -> None:
    posting = desk_of(tmp_path, server)
    complaint, _posted = taken(posting)
    send(posting, Bounds())
    server.requests.append({**server.requests[0], "service_request_id": 7, "description": "milik orang lain"})
    with pulled(posting, "kota", None, None) as found:
        assert (found.number, Path(found.path).read_text()) == (0, "")
        ((one, request),) = found.ours
    assert (one.ticket, one.notifier, request["service_request_id"]) == (complaint.ticket, "kota", str(FIRST))


def test_by_its_address_others_are_records_and_ours_are_news(tmp_path: Path, server: GeoReportServer) -> None:
    posting = desk_of(tmp_path, server)
    complaint, _posted = taken(posting)
    send(posting, Bounds())
    server.requests.append({**server.requests[0], "service_request_id": 7, "description": "milik orang lain"})
    with pulled(posting, server.url, None, "kota.example") as found:
        assert [one.ticket for one, _request in found.ours] == [complaint.ticket]
        lines = [json.loads(line) for line in Path(found.path).read_text().splitlines()]
    assert [line["text"] for line in lines] == ["milik orang lain"]
