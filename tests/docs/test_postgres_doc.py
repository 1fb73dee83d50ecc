"""What docs/postgres.md says is run as it stands: on a server of its own, over TLS, by roles with passwords."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session

from database import Server

pytestmark = [pytest.mark.slow, pytest.mark.of_file]
PAGE = DOCS / "postgres.md"
ROLES = ("meja", "rina", "budi", "kantor_dlh", "kantor_bmsda", "inspektorat")
NOT_RUN = "pip install '.[postgres]'"
"""It is installed where the tests run."""


def test_every_session_runs_as_shown(tls_server: tuple[Server, int, Path], tmp_path: Path) -> None:
    """On a desk that `init` made, whose `rules.toml` gets the page's `[store]`; only the install is left out."""
    server, port, shown = tls_server
    folder = tmp_path / "meja"
    folder.mkdir()
    shell = Shell(folder)
    assert shell.run("aduan init .").returncode == 0
    passwords = tmp_path / ".pgpass"
    passwords.write_text("".join(f"127.0.0.1:{port}:*:{role}:rahasia-{role}\n" for role in ROLES))
    passwords.chmod(0o600)
    shell.environment |= {
        "PATH": f"{shell.environment['PATH']}:{server.programs}", "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": str(shown),
    }  # fmt: skip
    administrator = {"PGHOST": str(server.place), "PGPORT": str(port), "PGUSER": "aduan"}
    ran = 0
    for language, _more, text in blocks(PAGE):
        if language == "toml":
            said = text.replace("db.example", f"127.0.0.1:{port}")
            rules = folder / "rules.toml"
            rules.write_text(f"{rules.read_text(encoding='utf-8')}\n{said}", encoding="utf-8")
            continue
        assert language == "console"
        for command, lines in session(text):
            if command == NOT_RUN:
                continue
            is_administrators = re.match(r"(createuser|createdb|psql -v)", command) is not None
            kept, shell.environment = (
                shell.environment,
                {**shell.environment, **(administrator if is_administrators else {})},
            )
            shell.expect(command.replace("db.example", f"127.0.0.1:{port}"), lines)
            if is_administrators:
                shell.expect(f"psql -qd postgres <<'END'\n{_passwords()}\nEND", [])
            shell.environment = kept
            ran += 1
    assert ran > 15
    assert shell.run("aduan db verify").returncode == 0
    plain = shell.run(f"PGSSLMODE=disable ADUAN_STORE='postgresql://rina@127.0.0.1:{port}/aduan#bekasi' aduan list")
    assert (plain.returncode, "rahasia" in plain.stderr) == (7, False)


def _passwords() -> str:
    """Return SQL that gives each role that is there its password."""
    return "\n".join(
        f"DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN"
        f" ALTER ROLE {role} PASSWORD 'rahasia-{role}'; END IF; END $$;"
        for role in ROLES
    )
