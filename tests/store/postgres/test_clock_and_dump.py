"""A clock that goes back a day, and an older dump put back under newer rules: nothing told is lost, nothing is half."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from aduan_cli.database_url import Address
from database import Server, rows_in
from office import Office, Ran

pytestmark = [pytest.mark.slow, pytest.mark.of_file]

LATER, BEFORE = "2026-11-24 09:00", "2026-11-23 09:00"
MORE = """
[categories.lampu]
unit = "dlh"
text = ["lampu"]
"""


@pytest.fixture
def at_server(office: Office, server: Server, monkeypatch: pytest.MonkeyPatch) -> tuple[Address, Callable[..., Ran]]:
    """Return the address of a desk on a server, and what runs a command there at a time."""
    address = server.address()
    where = f"{address.url}#{address.desk}"
    monkeypatch.setenv("ADUAN_STORE", where)  # For `rows_in`.

    def run(now: str, *line: str) -> Ran:
        return office.run("--store", where, "--now", now, *line)

    return address, run


def number(ran: Ran) -> str:
    """Return the day and the number of the ticket that a call got."""
    assert ran.code == 0, ran.err
    return ran.out[4:15]


def test_a_clock_that_goes_back_a_day_gives_that_days_next_number_and_breaks_nothing(
    at_server: tuple[Address, Callable[..., Ran]],
) -> None:
    _address, run = at_server
    assert number(run(LATER, "log", "sampah menumpuk")) == "261124-0001"
    assert number(run(BEFORE, "log", "banjir")) == "261123-0001"
    for line in (["ack", "261124-0001"], ["tick"], ["list", "--count"]):
        assert run(BEFORE, *line).code == 0, line
    assert number(run(LATER, "log", "banjir lagi")) == "261124-0002"
    assert run(LATER, "tick").code == 0
    told = json.loads(run(LATER, "history", "261124-0001", "--format", "json").out)
    assert [one["type"] for one in told][:2] == ["logged", "acknowledged"]
    assert (run(LATER, "db", "verify").code, run(BEFORE, "db", "verify").code) == (0, 0)


def put_back(server: Server, address: Address, dump: Path) -> None:
    """Put an older dump in the place of a desk."""
    with closing(psycopg2.connect(address.url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f'DROP SCHEMA "{address.desk}" CASCADE')
    server.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump), address.url)


def test_an_older_dump_under_newer_rules_decides_by_rules_that_it_knows_and_is_told_by_who_kept_the_head(
    office: Office, server: Server, at_server: tuple[Address, Callable[..., Ran]]
) -> None:
    """The cache has rules that were accepted after the dump: they are accepted anew. What came since is gone, and only
    who kept the newest hash can tell: a server has no mark, so a number may be given again."""
    address, run = at_server
    run(LATER, "log", "sampah menumpuk")
    old_head = run(LATER, "db", "head").out.split()[0]
    dump = server.place / "dump.sql"
    server.run("pg_dump", f"--schema={address.desk}", "-f", str(dump), address.url)
    rules = office.folder / "rules.toml"
    rules.write_text(rules.read_text() + MORE)
    assert number(run(LATER, "log", "lampu mati")) == "261124-0002"
    new_head = run(LATER, "db", "head").out.split()[0]

    put_back(server, address, dump)
    assert number(run(LATER, "log", "lampu mati lagi")) == "261124-0002"
    shown = json.loads(run(LATER, "show", "261124-0002", "--format", "json").out)
    assert shown["category"] == "lampu"
    kept = rows_in(office.folder, "SELECT count(*) FROM complaint WHERE revision NOT IN (SELECT name FROM revision)")
    assert kept == [(0,)]
    assert run(LATER, "db", "verify").code == 0
    assert run(LATER, "db", "verify", "--since", old_head).code == 0
    assert run(LATER, "db", "verify", "--since", new_head).code == 3


def test_an_older_dump_is_noticed_by_the_next_tick_and_its_numbers_are_not_given_again(
    office: Office, server: Server, at_server: tuple[Address, Callable[..., Ran]]
) -> None:
    """As far as `tick` has seen the desk; it tells once, and `db verify` until then."""
    address, run = at_server
    run(LATER, "log", "sampah menumpuk")
    dump = server.place / "noticed.sql"
    server.run("pg_dump", f"--schema={address.desk}", "-f", str(dump), address.url)
    assert number(run(LATER, "log", "lampu mati")) == "261124-0002"
    assert "older state" not in run(LATER, "tick").err
    assert "older state" not in run(LATER, "tick").err
    assert run(LATER, "db", "verify").code == 0
    put_back(server, address, dump)
    verified = run(LATER, "db", "verify")
    assert (verified.code, "older state" in verified.out) == (3, True), verified.err
    ticked = run(LATER, "tick")
    assert (ticked.code, "UJI-261124-0002" in ticked.err) == (0, True), ticked.err
    assert "older state" not in run(LATER, "tick").err
    assert number(run(LATER, "log", "lampu mati lagi")) == "261124-0003"
    assert run(LATER, "db", "verify").code == 0


def test_what_is_of_a_file_says_that_a_server_has_its_own_tools_for_it(
    at_server: tuple[Address, Callable[..., Ran]],
) -> None:
    _address, run = at_server
    run(LATER, "log", "sampah menumpuk")
    for line in (["backup"], ["drill"], ["restore", "backups", "--yes"], ["compact"], ["migrate"]):
        ran = run(LATER, "db", *line)
        assert (ran.code, "by its own tools" in ran.err) == (5, True), (line, ran.err)
