"""Roles of the database: a unit sees its own and moves its own, through aduan and through psql."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator

import psycopg2
import pytest

from aduan_cli.database_url import Address
from aduan_cli.ports import Query
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.postgres.steps import payload
from aduan_cli.testing.store_contract.calls import MORNING
from database import Server
from office import Office
from steps import changed

pytestmark = [pytest.mark.slow, pytest.mark.of_file]


class Roles:
    """A desk on a server with roles: an officer, a reader, a unit and another one."""

    def __init__(self, office: Office, server: Server) -> None:
        self.office, self.server = office, server
        self.address = server.address()
        self.names = {kind: f"{kind}_{self.address.desk}" for kind in ("petugas", "pembaca", "dlh", "damkar")}

    def run(self, kind: str | None, *line: str) -> tuple[int, str, str]:
        """Run aduan as a role; None: as the owner."""
        ran = self.office.run("--store", f"{self.url(kind)}#{self.address.desk}", *line)
        return ran.code, ran.out, ran.err

    def url(self, kind: str | None) -> str:
        """Return the server's address for a role."""
        return self.server.url.replace("aduan@", f"{self.names[kind]}@" if kind else "aduan@")

    def grant(self) -> None:
        """Run what `db grants` prints, as the administrator."""
        given = ["--officer", self.names["petugas"], "--reader", self.names["pembaca"]]
        given += ["--unit", f"dlh={self.names['dlh']}", "--unit", f"disdamkar={self.names['damkar']}"]
        code, sql, err = self.run(None, "db", "grants", *given)
        assert code == 0, err
        self.psql(None, sql)

    def psql(self, kind: str | None, sql: str, fails: bool = False) -> str:
        """Run SQL in psql as a role; return what it prints."""
        program = str(self.server.programs / "psql")
        path = f'SET search_path = "{self.address.desk}"; '
        line = [program, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.url(kind), "-f", "-"]
        ran = subprocess.run(
            line, input=path + sql, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]}
        )
        assert (ran.returncode != 0) is fails, ran.stderr
        return ran.stderr if fails else ran.stdout

    def tickets(self, kind: str | None) -> list[str]:
        """Return the tickets that a role's `list` shows."""
        code, out, err = self.run(kind, "list", "--format", "json", "--limit", "0")
        assert code == 0, err
        return [one["ticket"] for one in json.loads(out)]


@pytest.fixture
def roles(office: Office, server: Server) -> Iterator[Roles]:
    """Return a desk with a call of one unit, one of another, and one that both act on."""
    found = Roles(office, server)
    for text in ("Melaporkan sampah di Jl. Kenari", "Melaporkan listrik mati", "Melaporkan sampah lagi"):
        assert found.run(None, "log", text)[0] == 0
    assert found.run(None, "assign", "2", "disdamkar")[0] == 0
    assert found.run(None, "assign", "3", "disdamkar", "--support")[0] == 0
    found.grant()
    yield found
    found.psql(
        None,
        f'DROP SCHEMA "{found.address.desk}" CASCADE; '
        + "".join(f"DROP ROLE {name};" for name in found.names.values()),
    )


def short(tickets: list[str]) -> list[str]:
    """Return the numbers of tickets."""
    return sorted(ticket[11:15] for ticket in tickets)


def test_each_role_sees_what_is_its_own(roles: Roles) -> None:
    assert short(roles.tickets("petugas")) == short(roles.tickets("pembaca")) == ["0001", "0002", "0003"]
    assert short(roles.tickets("dlh")) == ["0001", "0003"]
    assert short(roles.tickets("damkar")) == ["0002", "0003"]
    count = (
        "SELECT count(*) FROM complaint; SELECT count(DISTINCT complaint_id) FROM event; SELECT count(*) FROM phone;"
    )
    assert roles.psql("dlh", count) == "2\n2\n0\n"
    assert roles.psql("pembaca", count) == "3\n3\n0\n"
    assert roles.run("dlh", "show", "2")[0] == 4
    assert roles.run("dlh", "history", "2")[0] == 4
    assert roles.run("dlh", "search", "listrik", "--format", "json")[1] == "[]\n"


def test_a_unit_moves_its_own_part_and_the_chain_goes_on(roles: Roles) -> None:
    """Two units and an officer at one complaint: the events of each are one chain with all others."""
    assert roles.run("dlh", "ack", "3")[0] == 0
    assert roles.run("damkar", "ack", "3", "--unit", "disdamkar")[0] == 0
    assert roles.run("petugas", "log", "Melaporkan sampah pagi ini")[0] == 0
    assert roles.run("dlh", "note", "3", "sedang dicek")[0] == 0
    for verb in (["start", "3"], ["resolve", "3", "--result", "sudah diangkut"]):
        assert roles.run("dlh", *verb)[0] == 0, verb
    assert roles.run("damkar", "return", "2", "--reason", "bukan wewenang")[0] == 0
    code, _out, err = roles.run(None, "db", "verify")
    assert code == 0, err
    assert short(roles.tickets("dlh")) == ["0001", "0003", "0004"]


@pytest.mark.parametrize(
    "line",
    [
        ["ack", "3"],
        ["log", "Melaporkan sampah"],
        ["edit", "3", "--text", "Lain"],
        ["assign", "2", "dlh"],
        ["close", "3"],
        ["person", "erase", "3", "--reason", "x", "--yes"],
        ["db", "copy", "--to", "NEW"],
    ],
)
def test_what_is_not_a_units_is_refused_with_a_sentence(roles: Roles, line: list[str]) -> None:
    """`ack` without --unit is the lead's, and disdamkar only helps there."""
    before = roles.run(None, "db", "head")[1]
    new = roles.office.folder / "baru.db"
    code, out, err = roles.run("damkar", *(str(new) if word == "NEW" else word for word in line))
    assert (code, out) == (5, ""), err
    assert "may not do that" in err or "is resolved" in err or "is routed" in err
    assert roles.run(None, "db", "head")[1] == before
    assert not new.exists()


def test_nothing_can_be_written_past_the_functions(roles: Roles) -> None:
    """What psql may not either: tables, functions that don't look, a table of its own in the place of the desk's."""
    for sql in (
        "UPDATE complaint SET text = 'x'",
        "INSERT INTO event VALUES (99, 1, '{}', NULL, NULL, '\\x00')",
        "UPDATE head SET event = 0",
        "SELECT secret FROM identity",
        "SELECT outcome FROM request",
        "SELECT commit_any_steps('x', '[]', false)",
        "SELECT apply_now('[]')",
        "SELECT tell_now(1, '{}', NULL, NULL)",
        "INSERT INTO member VALUES (session_user, 'disdamkar')",
        "SET ROLE aduan_officer",
    ):
        assert "denied" in roles.psql("dlh", f"{sql};", fails=True), sql
    assert "permission denied" in roles.psql("pembaca", "SELECT commit_steps('x', '[]', false);", fails=True)
    assert "must be owner" in roles.psql("petugas", "DROP TABLE event;", fails=True)
    assert "append-only" in roles.psql("petugas", "UPDATE event SET body = '{}';", fails=True)
    shadow = "CREATE TEMP TABLE member AS SELECT session_user::text AS role, 'disdamkar' AS unit;"
    assert roles.psql("dlh", f"{shadow} SELECT count(*) FROM complaint;") == "2\n"


def test_a_step_of_another_unit_is_refused_whatever_program_sends_it(roles: Roles) -> None:
    """A step as aduan would send it for disdamkar, sent by dlh; and dlh's own, with more in it than a unit may say."""
    store = PostgresStore(Address(roles.url(None), roles.address.desk))
    _first, second, third = sorted(store.find(Query()), key=lambda one: one.number)
    theirs = json.loads(
        payload([changed(second, {"status": "acknowledged"}, "acknowledged", "x", MORNING, {"unit": "disdamkar"})])
    )
    own = json.loads(
        payload([changed(third, {"status": "acknowledged"}, "acknowledged", "x", MORNING, {"unit": "dlh"})])
    )
    store.close()
    sent = {"of another": theirs}
    sent["text too"] = [{**own[0], "columns": {**own[0]["columns"], "text": "lain"}}]
    sent["unit too"] = [{**own[0], "columns": {**own[0]["columns"], "unit": "disdamkar"}}]
    sent["closed"] = [{**own[0], "columns": {"status": "closed", "open": 0}}]
    sent["other part"] = [{**own[0], "parts": {"moved": [["disdamkar", "support", "resolved"]]}}]
    sent["ended"] = [{**own[0], "parts": {"ended": [["disdamkar", "support"]]}}]
    sent["other event"] = [{**own[0], "events": [[own[0]["events"][0][0].replace('"dlh"', '"disdamkar"'), None, None]]}]
    sent["other ticket"] = [{**own[0], "events": [[own[0]["events"][0][0].replace("0003", "0002"), None, None]]}]
    sent["links"] = [{**own[0], "links": ["x"]}]
    connection = psycopg2.connect(roles.url("dlh"))
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f'SET search_path = "{roles.address.desk}"')
    for what, steps in sent.items():
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SELECT commit_steps(%s, %s, false)", (f"r-{what}", json.dumps(steps)))
    cursor.execute("SELECT commit_steps('r-own', %s, false)", (json.dumps(own),))
    assert cursor.fetchone()[0][0]["state"] == "done"  # type: ignore[index]
    connection.close()


def test_the_grants_can_be_run_again_and_change_nothing(roles: Roles) -> None:
    policies = "SELECT tablename, policyname, qual FROM pg_policies ORDER BY 1, 2; SELECT * FROM member ORDER BY 1, 2;"
    before = roles.psql(None, policies)
    roles.grant()
    assert roles.psql(None, policies) == before
    assert roles.run("dlh", "ack", "1")[0] == 0


def test_a_desk_in_a_file_has_no_roles(office: Office) -> None:
    ran = office.run("db", "grants")
    assert (ran.code, ran.out) == (5, "")
    assert "lie in a file" in ran.err


def test_what_is_no_unit_is_a_usage_error(roles: Roles) -> None:
    for given in ("dhl=x", "dlh", "=x"):
        assert roles.run(None, "db", "grants", "--unit", given)[0] == 2
