"""An invented desk with two units, crews and a hand-off, and ways to run commands there."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import warm
from aduan_cli.cli.entry import run
from aduan_cli.testing import desk
from database import kept_in, rows_in, store_of
from steps import change, changed

NOW = "2026-11-23 14:05"
"""A Monday."""

RULES = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
triage = "triage"
channels = ["phone", "whatsapp"]

[shifts]
pagi = "07:00-14:00"
siang = "14:00-21:00"
malam = "21:00-07:00"

[cues]
complaint = ["melaporkan"]
information = ["menanyakan"]
feedback = ["terima kasih"]

[kecamatan]
"Bekasi Timur" = ["Margahayu", "Duren Jaya"]
"Bekasi Utara" = ["Teluk Pucung"]

[units.dlh]
name = "Dinas Lingkungan Hidup"
aliases = ["DINAS LH"]
contact = "1500444"
[units.disdamkar]
name = "Pemadam Kebakaran"
[units.kecamatan]
name = "Kantor Kecamatan"
each = "kecamatan"

[outside.pln]
name = "PLN"
aliases = ["PLN UP3"]
referral = "Hubungi PLN di 123."

[categories.sampah]
unit = "dlh"
text = ["sampah"]
[categories.listrik]
unit = "pln"
text = ["listrik padam"]
[categories.kebakaran]
unit = "disdamkar"
text = ["kebakaran", "terbakar"]
[categories.ktp]
unit = "kecamatan"
text = ["ktp"]

[[handoff]]
id = "api"
category = "kebakaran"
kind = "complaint"
to = "disdamkar"
say = "Sambungkan ke pemadam sekarang."

[[rule]]
id = "sekolah"
text = ["sekolah"]
priority = "high"
continue = true

[[rule]]
id = "pju-di-pohon"
category = "pju-mati"
text = ["pohon"]
to = "dlh"
support = ["bmsda"]
reason = "Pohon dahulu."

[plugins]
enable = ["bmsda"]
"""

MANIFEST = """\
[plugin]
name = "bmsda"
api = 1
[unit]
id = "bmsda"
name = "Dinas Bina Marga"
aliases = ["DBMSDA"]
[crews.pju]
name = "Regu PJU"
[crews.jalan]
name = "Regu Jalan"
[categories.pju-mati]
unit = "bmsda-pju"
text = ["pju", "lampu jalan mati"]
[categories.jalan-rusak]
unit = "bmsda-jalan"
text = ["jalan rusak", "berlubang"]
"""


class Ran(NamedTuple):
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it printed, as JSON."""
        assert self.code == 0, self.err
        return json.loads(self.out)


class Office:
    """A desk in a folder of its own. `run` works in this process, `spawn` in a new one."""

    def __init__(self, folder: Path, capture: Any) -> None:
        self.folder = desk(folder / "desk", RULES, {"bmsda": {"plugin.toml": MANIFEST}})
        self._capture = capture

    def write_rules(self, text: str) -> None:
        """Put another `rules.toml` into the folder."""
        (self.folder / "rules.toml").write_text(text, encoding="utf-8")

    def line(self, *arguments: str) -> list[str]:
        """Return the whole command line; an option given again among the arguments wins."""
        return ["--desk", str(self.folder), "--lang", "en", "--now", NOW, "--actor", "sari", *arguments]

    def run(self, *arguments: str) -> Ran:
        """Run a command in this process."""
        self._capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(self.line(*arguments))
        said = self._capture.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    def spawn(self, *arguments: str, **more: Any) -> Ran:
        """Run the installed command as a process of its own."""
        done = warm.run(
            [sys.executable, "-m", "aduan_cli", *self.line(*arguments)],
            capture_output=True,
            env={**os.environ, "PYTHONWARNINGS": "error", **more.pop("env", {})},
            timeout=60,
            check=False,
            **more,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def log(self, *arguments: str) -> str:
        """Log a call and return its ticket."""
        ran = self.run("log", *arguments)
        assert ran.code == 0, ran.err
        return ran.out.strip()

    @property
    def file(self) -> Path:
        """The desk's data."""
        return self.folder / "aduan.db"

    def store(self) -> Any:
        """Return the desk's store, opened anew."""
        return store_of(self.folder)

    def rows(self, select: str, *values: object) -> list[tuple[Any, ...]]:
        """Return rows of the store's own tables, which are called the same wherever the data lie."""
        return rows_in(self.folder, select, values)

    def kept(self) -> bytes:
        """Return all that is stored."""
        return kept_in(self.folder)

    def events(self, ticket: str) -> list[tuple[str, str | None, dict[str, Any]]]:
        """Return the history of a ticket: type, actor, data; a reason, which may be erased later, is among them."""
        from aduan_cli.tickets import parse_ticket

        store = self.store()
        complaint = store.resolve(parse_ticket(ticket))
        assert complaint is not None
        found = [
            (
                event.type,
                event.actor,
                {**event.data, **{k: v for k, v in (event.private or {}).items() if k == "reason"}},
            )
            for event in store.events(complaint)
        ]
        assert store.breaks() == []
        store.close()
        return found

    def set_status(self, ticket: str, status: str) -> None:
        """Bring a complaint into a state, as the commands of its life will do."""
        from aduan_cli.tickets import parse_ticket

        store = self.store()
        complaint = store.resolve(parse_ticket(ticket))
        assert complaint is not None
        change(store, [changed(complaint, {"status": status}, status, "sari", complaint.logged_at, {})])
        store.close()


@pytest.fixture
def fresh_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """Return the invented desk, in which nothing has been done yet."""
    return Office(tmp_path, capsys)


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return the desk of a test; whole files of tests put more into it by a fixture of this name."""
    return fresh_office
