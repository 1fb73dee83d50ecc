"""A client's path, each command a process: read what a desk publishes, ask at an endpoint, see it done at both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import georeport
import pytest

from aduan_cli.testing import desk as desk_with
from georeport_server import CITY, KEY, GeoReportServer
from office import MANIFEST, RULES
from servers import closing, given_out

TABLES = """
[open311]
categories = ["sampah", "listrik"]
[open311.services]
"006" = "sampah"
[notifiers.kota]
type = "open311"
url = "URL"
jurisdiction = "CITY"
api_key_env = "KOTA_API_KEY"
[notifiers.kota.services]
"006" = "sampah"
"""
TOLD = RULES.replace('aliases = ["DINAS LH"]\n', 'aliases = ["DINAS LH"]\ntell = "kota"\n', 1)
pytestmark = pytest.mark.slow


class Walk:
    """A desk, with the commands that are given there one after the other."""

    def __init__(self, folder: Path, rules: str) -> None:
        self.folder = desk_with(folder, rules, {"bmsda": {"plugin.toml": MANIFEST}})

    def run(self, now: str, *more: str) -> str:
        """Run a command at a time; return what it printed."""
        line = [sys.executable, "-m", "aduan_cli", "--desk", str(self.folder), "--lang", "en", "--now", now, *more]
        done = subprocess.run(
            line, capture_output=True, encoding="utf-8", check=False, env={**os.environ, "KOTA_API_KEY": KEY}
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def status(self, ticket: str) -> str:
        """Return the state of a complaint."""
        return str(json.loads(self.run("2026-11-25 08:00", "show", ticket, "--format", "json"))["status"])


def read_by(address: str) -> dict[str, Any]:
    """Return the state of each request that a client of others' reads, by its id."""
    found: Any = georeport.GeoReport(address, output_format="json").get_service_requests()
    return {one["service_request_id"]: one["status"] for one in found}


def test_a_client_reads_asks_and_sees_it_done(tmp_path: Path) -> None:
    with closing(GeoReportServer()) as server:
        walk = Walk(tmp_path / "desk", TOLD + TABLES.replace("URL", server.url).replace("CITY", CITY))
        ours = walk.run("2026-11-23 14:05", "log", "Melaporkan sampah menumpuk di Margahayu")
        web = tmp_path / "web"
        walk.run("2026-11-23 14:06", "open311", "publish", str(web))
        with given_out(web) as address:
            assert read_by(address) == {ours: "open"}

            # It goes to the unit's own system, which gives a token first.
            server.batch = True
            walk.run("2026-11-23 14:10", "tick")
            server.ready = True
            walk.run("2026-11-24 14:10", "tick")
            (there,) = [str(one["service_request_id"]) for one in server.requests]
            assert there in walk.run("2026-11-24 14:11", "history", ours)

            # A citizen asks there; the request comes in, what was posted stays the complaint that it is.
            server._made(
                {"service_code": "006", "description": "Sampah di Teluk Pucung", "address_string": "Jl. Melati 2"}
            )
            pull = ("open311", "pull", server.url, "--jurisdiction", CITY)
            for _again in range(2):
                walk.run("2026-11-24 15:00", *pull)
            rows = json.loads(walk.run("2026-11-24 15:01", "list", "--format", "json"))
            (theirs,) = [one["ticket"] for one in rows if one["ticket"] != ours]
            assert [one["category"] for one in rows] == ["sampah", "sampah"]
            walk.run("2026-11-24 15:02", "open311", "publish", str(web))
            assert read_by(address) == {ours: "open", theirs: "open"}

            # Both are done there, are done here, and the client sees it.
            for one in server.requests:
                one |= {"status": "closed", "status_notes": "diangkut"}
            walk.run("2026-11-24 16:00", *pull)
            assert (walk.status(ours), walk.status(theirs)) == ("resolved", "closed")
            walk.run("2026-11-24 16:01", "open311", "publish", str(web))
            assert read_by(address) == {ours: "closed", theirs: "closed"}
