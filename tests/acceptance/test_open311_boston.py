"""All cases of a large city go out as Open311 and come back, and its own endpoint's come in: every one accounted for.

Boston's file as it is; as its endpoint gives the same cases, page after page; and posted to an endpoint from here.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from aduan_cli.config.rule_files.loader import load
from aduan_cli.georeport import MOST, as_json, read_answer
from georeport_server import CITY, KEY, GeoReportServer

BOSTON = Path(__file__).parents[2] / "examples" / "boston"
DATA = os.environ.get("ADUAN_TEST_DATA")
NOW = "2015-07-01 12:00"
SAME = ("service_code", "status", "requested_datetime", "description", "address", "lat", "long")
"""What the other desk must say of a request as this one does."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA, reason="ADUAN_TEST_DATA does not name the folder with Boston's cases"),
]
Said = dict[str, Any]


def aduan(desk: Path, *more: str) -> str:
    """Run a command at a desk; return what it printed."""
    line = [sys.executable, "-m", "aduan_cli", "--desk", str(desk), "--lang", "en", "--now", NOW, "-q", *more]
    environment = {**os.environ, "KOTA_API_KEY": KEY}
    return subprocess.run(line, check=True, capture_output=True, encoding="utf-8", env=environment).stdout


def desk_at(folder: Path, more: str = "") -> Path:
    """Return a desk with the example's files, which publishes all its categories."""
    shutil.copytree(BOSTON, folder)
    categories = json.dumps([entry[0] for entry in load(str(folder)).rules["categories"]])
    table = f'[open311]\ncategories = {categories}\nwithin = "365d"\npublish = ["description", "address", "point"]\n'
    with (folder / "rules.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{more}\n{table}")
    return folder


def published(desk: Path) -> dict[str, Said]:
    """Publish all of a desk; return its requests by their ids, of all its days."""
    aduan(desk, "open311", "publish", str(desk / "web"))
    days = (desk / "web" / "days").glob("*.xml")
    return {one["service_request_id"]: one for day in days for one in read_answer(day.read_bytes()).records}


@contextmanager
def endpoint_with(requests: list[Said]) -> Iterator[str]:
    """Yield the address of an endpoint that gives requests in pages, as the specification has them."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])
            data = as_json(requests[(page - 1) * MOST : page * MOST])
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v2"
    server.shutdown()
    thread.join()
    server.server_close()


def cases() -> list[dict[str, str]]:
    """Return the city's cases."""
    with gzip.open(Path(str(DATA)) / "boston_311_2015_h1.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def taken(desk: Path) -> dict[str, Said]:
    """Return what a desk has, by the numbers that requests had elsewhere."""
    rows = [json.loads(line) for line in aduan(desk, "list", "--format", "jsonl", "--limit", "0").splitlines()]
    found = {row["fields"]["service_request_id"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_citys_file_goes_out_and_comes_back(tmp_path: Path) -> None:
    here, there = desk_at(tmp_path / "boston"), desk_at(tmp_path / "empty")
    aduan(here, "import", "--map", "boston-311", str(Path(str(DATA)) / "boston_311_2015_h1.csv.gz"))
    out = published(here)
    assert len(out) == len(cases())
    assert all(one["lat"] and one["long"] for one in out.values())
    with endpoint_with(list(out.values())) as url:
        for _again in range(2):
            aduan(there, "open311", "pull", url, "--endpoint", "boston")
    rows = taken(there)
    assert rows.keys() == out.keys()
    ids = {row["ticket"]: number for number, row in rows.items()}
    back = published(there)
    assert {ids[ticket] for ticket in back} == out.keys()
    differ = [ticket for ticket, one in back.items() for name in SAME if one[name] != out[ids[ticket]][name]]
    assert differ == []


def as_its_endpoint_says(case: dict[str, str]) -> Said:
    """Return a case as the city's own endpoint gives it: its numbers, its names, its times in UTC."""
    at = datetime.strptime(case["OPEN_DT"], "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZoneInfo("America/New_York"))
    return {
        "service_request_id": case["CASE_ENQUIRY_ID"],
        "status": case["CASE_STATUS"].lower(),
        "status_notes": case["CLOSURE_REASON"] or None,
        "service_name": case["TYPE"],
        "service_code": code_of(case),
        "agency_responsible": case["Department"],
        "requested_datetime": at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "address": case["Location"].strip() or None,
        "lat": float(case["LATITUDE"]),
        "long": float(case["LONGITUDE"]),
    }


def categories_of_services() -> str:
    """Return the table that says which category of the example each service of the endpoint is."""
    import tomli

    table = tomli.loads((BOSTON / "rules.toml").read_text(encoding="utf-8"))["categories"]
    by_type = {said: name for name, one in table.items() if isinstance(said := one["fields"]["TYPE"], str)}
    codes = {code_of(one): by_type[one["TYPE"]] for one in cases() if one["TYPE"] in by_type}
    return "[open311.services]\n" + "".join(f"{json.dumps(code)} = {json.dumps(of)}\n" for code, of in codes.items())


def code_of(case: dict[str, str]) -> str:
    """Return the code of a case's service, as the city's endpoint has them."""
    return f"{case['REASON']}:{case['TYPE']}"


NOTIFIER = """
[notifiers.kota]
type = "open311"
url = "URL"
jurisdiction = "CITY"
api_key_env = "KOTA_API_KEY"
share = ["description", "address", "point"]
[notifiers.kota.services]
"006" = "street-light-outages"
"""


def is_as_said(row: Said, one: Said) -> bool:
    """Say whether a complaint says what a request says; what has no words is called by its service."""
    at = datetime.fromisoformat(one["requested_datetime"].replace("Z", "+00:00"))
    return (
        (row["text"], row["address"], row["fields"]["service_code"])
        == (one["service_name"], one["address"], one["service_code"])
        and [float(part) for part in row["point"].split(",")] == [one["lat"], one["long"]]
        and datetime.fromisoformat(row["reported_at"]) == at
        and (row["status"] == "closed") == (one["status"] == "closed")
        and row["category"] is not None
    )


def test_what_its_endpoint_says_comes_in_and_goes_to_another_one(tmp_path: Path) -> None:
    said = {one["service_request_id"]: one for one in map(as_its_endpoint_says, cases())}
    server = GeoReportServer()
    notifier = NOTIFIER.replace("URL", server.url).replace("CITY", CITY)
    desk = desk_at(tmp_path / "boston", f"{notifier}\n{categories_of_services()}")
    with endpoint_with(list(said.values())) as url:
        aduan(desk, "open311", "pull", url, "--endpoint", "boston")
    rows = taken(desk)
    assert rows.keys() == said.keys()
    assert [number for number, row in rows.items() if not is_as_said(row, said[number])] == []
    dark = [row for row in rows.values() if row["category"] == "street-light-outages" and row["status"] == "routed"]
    sent = sorted(row["ticket"] for row in dark)[:40]
    aduan(desk, "open311", "push", *sent, "--to", "kota")
    assert sorted(one["description"].partition("]")[0][1:] for one in server.requests) == sent
    done = server.requests[0]
    done |= {"status": "closed", "status_notes": "lamp replaced"}
    aduan(desk, "open311", "pull", "kota")
    ticket = done["description"].partition("]")[0][1:]
    assert json.loads(aduan(desk, "show", ticket, "--format", "json"))["status"] == "resolved"
    server.close()
