"""A desk with two plugins, one that behaves and one that doesn't, and what must be true of it after each command."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.history import Event
from aduan_cli.errors import PARTIAL
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing import RULES, desk, runner
from aduan_cli.testing.commands import Aduan
from aduan_cli.testing.desks import Files
from aduan_cli.testing.misbehaving import CREW, FAILS, HARMLESS, PLUGIN, Misbehaviour
from aduan_cli.tickets import parse_ticket
from in_process import runner_here
from invented import assert_sound

GOOD = """\
from aduan_cli.hookspecs import Decision, Note, hookimpl


@hookimpl
def route(complaint):
    return Decision("baik-regu", priority="high", reason="dari kode")


@hookimpl
def validate(complaint):
    return [Note("lihat lagi")]
"""
GOOD_NAKAL = GOOD.replace("baik", PLUGIN)
QUICK = "[plugins.limits]\ncall = 0.3\nimport = 0.8\n"
"""Limits, in seconds, for plugins that take all the time that they are given."""
LONGEST = 7.5
"""Seconds that a command may take at the very most, on a busy machine."""
MAP = 'key = ["ISI"]\n[columns]\ntext = "ISI"\nreported_at = "TGL"\n[dates]\nformats = ["%Y-%m-%d"]\n'
_MARK = "LC_ADUAN_TEST_OF"
"""What the environment of every process of one desk has, however far it has gone."""


class Timed(NamedTuple):
    """How a command ended, and how many seconds it took."""

    ended: CompletedProcess[str]
    seconds: float

    @property
    def code(self) -> int:
        """Its exit code."""
        return self.ended.returncode

    @property
    def out(self) -> str:
        """What it printed."""
        return self.ended.stdout

    @property
    def err(self) -> list[str]:
        """What it said on stderr, line by line."""
        return self.ended.stderr.splitlines()

    @property
    def failures(self) -> list[str]:
        """The lines that name a failure of a plugin."""
        return [line for line in self.err if " failed (" in line]


class Trial:
    """A desk with the plugins `baik` and, where it is given, `nakal`; `folder` is its place.

    With a `capture` (fixture `in_this_process`) commands run in the tests' process, several at once in their own.
    """

    capture: Any = None

    def __init__(self, folder: Path, nakal: Files | None = None, rules: str = "") -> None:
        plugins: dict[str, Any] = {"baik": GOOD} if nakal is None else {"baik": GOOD, PLUGIN: nakal}
        enabled = "[plugins]\nenable = [{}]\n".format(", ".join(f'"{name}"' for name in plugins))
        self.folder = desk(folder, RULES + enabled + rules, plugins)
        self.code = self.folder / "plugins" / PLUGIN / "plugin.py"
        self.mark = {_MARK: str(self.folder)}
        self._processes = runner(self.folder, folder.parent)
        self._run = runner_here(self.folder, folder.parent, self.capture) if self.capture else self._processes

    def write_code(self, code: str) -> None:
        """Put code in the place of the misbehaving plugin's, and forget how it did so far."""
        self.code.write_text(code, encoding="utf-8")
        connection = sqlite3.connect(self.folder / "aduan.db", timeout=10)
        connection.execute("DELETE FROM plugin")
        connection.commit()
        connection.close()

    def run(self, *arguments: str, **more: Any) -> Timed:
        """Run a command; whatever happens, it is no bug."""
        return self._timed(self._run, *arguments, **more)

    def _timed(self, run: Aduan, *arguments: str, **more: Any) -> Timed:
        environment = {**self.mark, **more.pop("env", {})}
        started = time.monotonic()
        ended = run(*arguments, env=environment, **more)
        timed = Timed(ended, time.monotonic() - started)
        assert "Traceback" not in ended.stderr, ended.stderr
        assert "bug:" not in ended.stderr, ended.stderr
        return timed

    def at_once(self, *commands: tuple[str, ...]) -> list[Timed]:
        """Run several commands at the same time."""
        with ThreadPoolExecutor(len(commands)) as pool:
            return list(pool.map(lambda command: self._timed(self._processes, *command), commands))

    # -- what is stored

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        """Open the desk's store."""
        store = SqliteStore(str(self.folder / "aduan.db"))
        try:
            yield store
        finally:
            store.close()

    def calls(self) -> list[Complaint]:
        """Return everything that was stored, the first first."""
        with self.store() as store:
            return sorted(store.find(Query()), key=lambda complaint: complaint.id)

    def call(self, ticket: str) -> Complaint:
        """Return the call of a ticket as a command printed it."""
        with self.store() as store:
            found = store.resolve(parse_ticket(ticket.strip()))
        assert found is not None
        return found

    def assert_sound(self) -> None:
        """Assert that the file is whole, every call complete, and that the chain of events verifies."""
        assert_sound(self.folder / "aduan.db")

    def events(self, complaint: Complaint, type_: str | None = None) -> list[Event]:
        """Return a call's history, or the events of one type."""
        with self.store() as store:
            return [event for event in store.events(complaint) if type_ in (None, event.type)]

    def desk_events(self) -> list[str]:
        """Return the types of the events that belong to no complaint, but for those of the rules."""
        connection = sqlite3.connect(self.folder / "aduan.db")
        rows = connection.execute("SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id").fetchall()
        connection.close()
        types = [json.loads(body)["type"] for (body,) in rows]
        return [name for name in types if name != "rules_accepted"]

    def enable(self) -> bool:
        """Let the plugin be asked again."""
        with self.store() as store:
            return store.enable_plugin(PLUGIN, "rina", int(time.time()))

    def write_records(self, *texts: str) -> tuple[str, ...]:
        """Write records of calls, and the map to import them; return the arguments of `import`."""
        (self.folder / "maps").mkdir(exist_ok=True)
        (self.folder / "maps" / "uji.toml").write_text(MAP, encoding="utf-8")
        with (self.folder / "log.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["ISI", "TGL"], *([text, "2026-11-20"] for text in texts)])
        return "import", "log.csv", "--map", "uji"

    # -- processes

    def processes(self) -> list[int]:
        """Return the processes that commands of this desk have left."""
        mark = f"{_MARK}={self.folder}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                environment = (place / "environ").read_bytes()
            except OSError:
                continue
            # A command in this process lets the system show what its code may see, the mark among it.
            if mark in environment.split(b"\0") and int(place.name) != os.getpid():
                found.append(int(place.name))
        return found

    def assert_nothing_is_left(self, seconds: float = 2) -> None:
        """Assert that no process of this desk is there any more, in so many seconds at most."""
        until = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < until, left
            time.sleep(0.02)

    def end_what_is_left(self) -> int:
        """End the processes that a plugin left in sessions of their own; return how many there were."""
        left = self.processes()
        for number in left:
            os.kill(number, signal.SIGKILL)
        return len(left)


def assert_decided(trial: Trial, one: Misbehaviour, complaint: Complaint) -> None:
    """Assert that a call went where it had to: where the code said, or the next step, and that its failure is kept."""
    by_code = one.outcome == HARMLESS or one.decides
    wanted = (CREW, "code", PLUGIN) if by_code else (PLUGIN, "category", None)
    assert (complaint.unit, complaint.step, complaint.rule, complaint.status) == (*wanted, "routed")
    failures = trial.events(complaint, "plugin_failed")
    assert len(failures) == (one.outcome == FAILS)
    for failure in failures:
        assert failure.data["plugin"] == PLUGIN
        assert failure.data["hook"] == one.hook
        assert failure.data["kind"] in one.kinds
        assert failure.private is not None
        assert failure.private["message"]
        assert "traceback" not in failure.data
        assert failure.data["kind"] != "raised" or failure.private["traceback"].strip()


def assert_ended(one: Misbehaviour, timed: Timed, failures: int = 1) -> None:
    """Assert a command's exit code, and that it named each failure in one line on stderr."""
    expected = failures if one.outcome == FAILS else 0
    assert timed.code == (PARTIAL if expected else 0), timed.ended
    assert len(timed.failures) == expected, timed.err
    for line in timed.failures:
        assert line.startswith(f"warning: plugin '{PLUGIN}' failed ({one.hook}): ")
        assert line.isprintable()
    assert timed.seconds < LONGEST
