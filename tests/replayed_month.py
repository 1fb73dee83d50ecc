"""A month at a desk, minute by minute: calls come, units act or don't, cron runs, shifts change; what must come of it.

What must come of it is counted here anew and naively, minute by minute, without a line of what is tested.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NamedTuple

from aduan_cli.testing.commands import Aduan
from servers import MailServer

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OPENS, CLOSES = 8 * 60, 16 * 60
"""Minutes of a working day from which and until when offices work: Monday to Friday, but for holidays."""
ACKNOWLEDGE, RESOLVE, HANDOFF, URGENT = 2 * 60, 3, 5, 4 * 60
"""What is promised: minutes, working days; minutes round the clock of emergencies."""
PROMISES = """
[calendars.kantor]
hours = { mon-fri = "08:00-16:00" }
[deadlines]
calendar = "kantor"
handoff = "5m"
acknowledge = "2h"
resolve = "3wd"
[deadlines.emergency]
resolve = "4h"
[[escalation]]
id = "belum-disambungkan"
clock = "handoff"
at = "due"
tell = "piket"
[[escalation]]
id = "belum-diterima"
clock = "acknowledge"
at = "due"
tell = "unit"
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
tell = "unit.head"
[[escalation]]
id = "terlambat-sehari"
clock = "resolve"
at = "+1d"
tell = ["unit.head", "asisten"]
list = true
"""
OFFICERS = {"07:00": ("rina", "sari"), "14:00": ("sari", "joko"), "21:00": ("joko", "rina")}
"""By the minute at which a shift ends: who leaves, and who comes."""
OTHERS = ("dlh", "satpol-pp", "disdamkar")
"""Units that are given what nobody claims, and what another gave back."""
HOLD = ("hold", "--reason", "cuaca")


class Call(NamedTuple):
    """A call that comes: when, and what is said."""

    at: datetime
    text: str


class Clock:
    """One clock of a complaint as the naive count has it."""

    def __init__(self, name: str, start: datetime, unit: str, urgent: bool) -> None:
        self.name, self.start, self.unit, self.urgent = name, start, unit, urgent
        self.pauses: list[tuple[datetime, datetime]] = []
        self.stopped: datetime | None = None
        self.told: dict[str, str] = {}
        """What was told of it by when it ended: the level, and to which unit it belonged then."""


class Offices:
    """When offices are open, minute by minute."""

    def __init__(self, holidays: Sequence[str]) -> None:
        self._holidays = frozenset(holidays)

    def works_on(self, day: datetime) -> bool:
        """Say whether a day is a working day."""
        return day.weekday() < 5 and f"{day:%Y-%m-%d}" not in self._holidays

    def is_open(self, at: datetime) -> bool:
        """Say whether the minute that begins then is open."""
        return self.works_on(at) and OPENS <= at.hour * 60 + at.minute < CLOSES

    def begins(self, at: datetime) -> datetime:
        """Return the first open minute from a moment on."""
        while not self.is_open(at):
            at += MINUTE
        return at

    def after(self, at: datetime, minutes: int) -> datetime:
        """Return when so many open minutes are over."""
        while minutes:
            minutes -= self.is_open(at)
            at += MINUTE
        return at

    def between(self, begin: datetime, until: datetime) -> int:
        """Return how many open minutes lie between two moments."""
        return sum(self.is_open(begin + number * MINUTE) for number in range(int((until - begin) / MINUTE)))

    def days_on(self, at: datetime, days: int) -> datetime:
        """Return the same time so many working days on."""
        while days:
            at += DAY
            days -= self.works_on(at)
        return at

    def due(self, clock: Clock) -> datetime:
        """Return when a clock is due, its pauses put behind."""
        if clock.name == "handoff":
            return clock.start + HANDOFF * MINUTE
        if clock.urgent:
            due = clock.start + (URGENT if clock.name == "resolve" else ACKNOWLEDGE) * MINUTE
            return due + sum((until - begin for begin, until in clock.pauses if begin < due), timedelta())
        begins = self.begins(clock.start)
        if clock.name == "acknowledge":
            return self.after(begins, ACKNOWLEDGE)
        due = self.days_on(begins, RESOLVE)
        for begin, until in clock.pauses:
            if begin < due:
                due = self.after(due, self.between(max(begin, begins), until))
        return due

    def levels(self, clock: Clock) -> Iterator[tuple[str, datetime]]:
        """Yield each level of escalation of a clock, and when it is reached."""
        due = self.due(clock)
        if clock.name == "resolve":
            yield "terlambat", due
            yield "terlambat-sehari", due + DAY
        else:
            yield {"handoff": "belum-disambungkan", "acknowledge": "belum-diterima"}[clock.name], due


class Matter:
    """A complaint as the naive count has it: its unit, its clocks, and what is still to be done to it."""

    def __init__(self, record: dict[str, Any], at: datetime) -> None:
        self.ticket, self.unit, self.urgent = record["ticket"], record["unit"], record["priority"] == "emergency"
        self.status = record["status"]
        self.clocks: list[Clock] = []
        self.is_question = record["kind"] == "information"
        if self.is_question:
            return  # Nothing is owed but an answer.
        if self.status in ("new", "routed"):
            self.begin("resolve", at)
        if self.status == "routed":
            self.begin_at_unit(at)

    def begin(self, name: str, at: datetime) -> None:
        """Let a clock begin."""
        self.clocks.append(Clock(name, at, self.unit, self.urgent))

    def begin_at_unit(self, at: datetime) -> None:
        """Let the clocks begin that a unit has that was given it."""
        self.begin("acknowledge", at)
        if self.urgent:
            self.begin("handoff", at)

    def runs(self, name: str) -> Clock | None:
        """Return a clock that runs."""
        return next((clock for clock in self.clocks if clock.name == name and clock.stopped is None), None)

    def stop(self, at: datetime, *names: str) -> None:
        """Stop clocks."""
        for name in names:
            clock = self.runs(name)
            if clock is not None:
                clock.stopped = at


class Desk:
    """A desk whose every unit is told by mail, and the month that passes over it."""

    def __init__(self, folder: Path, run: Aduan, server: MailServer) -> None:
        self.folder, self._run, self.server = folder, run, server
        self.now = datetime(2000, 1, 1)
        self.failed_ticks: list[datetime] = []
        self.logged: Counter[str] = Counter()
        self.signed = 0
        self.parents: dict[str, str | None] = {}

    def set_up(self, holidays: str) -> None:
        """Write what is promised into the rules, and who is told of what."""
        (self.folder / "libur.csv").write_text(holidays, encoding="utf-8")
        units = json.loads(self.run("unit", "list", "--format", "json").stdout)
        self.parents = {row["id"]: row["parent"] for row in units}
        tops = [unit for unit, parent in self.parents.items() if parent is None]
        for file in (self.folder / "rules.toml", *self.folder.glob("plugins/*/plugin.toml")):
            text = file.read_text(encoding="utf-8")
            for unit in tops:
                told = f'tell = ["kantor-{unit}"]\nhead = ["kepala-{unit}"]\n'
                text = text.replace(f"[units.{unit}]\n", f"[units.{unit}]\n{told}")
                text = re.sub(rf'\[unit\]\nid = "{unit}"\n', rf"\g<0>{told}", text)
            file.write_text(text, encoding="utf-8")
        names = [*(f"{sort}-{unit}" for unit in tops for sort in ("kantor", "kepala")), "asisten", "piket"]
        more = PROMISES + "".join(self.server.notifier(name) for name in names)
        with (self.folder / "rules.toml").open("a", encoding="utf-8") as rules:
            rules.write('\n[holidays]\nfile = "libur.csv"\n' + more)
        checked = self.run("rules", "check", code=None)
        assert checked.returncode == 0, checked.stderr

    def run(self, *line: str, by: str = "rina", code: int | None = 0) -> CompletedProcess[str]:
        """Give a command now; its exit code must be the one given."""
        done = self._run("--now", f"{self.now:%Y-%m-%d %H:%M}", "--actor", by, *line)
        assert code is None or done.returncode == code, (line, self.now, done.stderr)
        return done

    def rows(self, *line: str) -> Any:
        """Give a command and return its JSON."""
        return json.loads(self.run(*line, "--format", "json").stdout)

    def top(self, unit: str) -> str:
        """Return the unit that a crew or an office is a part of."""
        while (parent := self.parents.get(unit)) is not None:
            unit = parent
        return unit


class Units:
    """What units do with what comes to them, or don't: by chance, but the same in each run."""

    def __init__(self, desk: Desk, offices: Offices, silent: str) -> None:
        self.desk, self.offices, self.silent = desk, offices, silent
        self.chance = random.Random(1500444)
        self.plans: list[tuple[datetime, Matter, str]] = []
        self.matters: list[Matter] = []

    def take(self, call: Call) -> None:
        """Log a call; its unit plans what it will do."""
        number = len(self.matters)
        line = ("log", call.text, "--phone", f"0812-0000-{number % 10_000:04}", "--name", f"Pelapor {number}")
        matter = Matter(self.desk.rows(*line), call.at)
        self.matters.append(matter)
        self._plan(matter)

    def _plan(self, matter: Matter) -> None:
        """Plan the next step: of what waits in triage the desk's."""
        now = self.desk.now
        if matter.is_question:
            return
        if matter.status == "new":
            self.plans.append((now + self.chance.randint(10, 60) * MINUTE, matter, "triage"))
        elif matter.status == "routed" and self.desk.top(matter.unit) != self.silent:
            if matter.urgent:
                at = now + self.chance.randint(*((1, 5) if self.chance.random() < 0.6 else (130, 300))) * MINUTE
            else:
                at = self.offices.after(now, self.chance.randint(5, 240))
            self.plans.append((at, matter, "return" if self.chance.random() < 0.1 else "ack"))

    def act(self) -> None:
        """Do what is planned for now."""
        for plan in [plan for plan in self.plans if plan[0] <= self.desk.now]:
            self.plans.remove(plan)
            getattr(self, f"_{plan[2]}")(plan[1])

    def _after(self, matter: Matter, step: str, least: int, most: int) -> None:
        at = self.offices.after(self.desk.now, self.chance.randint(least, most))
        self.plans.append((at, matter, step))

    def _triage(self, matter: Matter) -> None:
        self._given(matter, self._other(matter))

    def _other(self, matter: Matter) -> str:
        """Return another unit that answers."""
        mine = self.desk.top(matter.unit)
        return next(unit for unit in OTHERS if unit in self.desk.parents and unit not in (self.silent, mine))

    def _given(self, matter: Matter, unit: str) -> None:
        self.desk.run("assign", matter.ticket, unit)
        matter.unit, matter.status = unit, "routed"
        promise = matter.runs("resolve")
        assert promise is not None
        promise.unit = unit
        matter.begin_at_unit(self.desk.now)
        self._plan(matter)

    def _return(self, matter: Matter) -> None:
        self.desk.run("return", matter.ticket, "--reason", "bukan kami", by=f"petugas {matter.unit}")
        matter.stop(self.desk.now, "acknowledge", "handoff")
        matter.status = "returned"
        self._after(matter, "again", 1, 60)

    def _again(self, matter: Matter) -> None:
        self._given(matter, self._other(matter))

    def _ack(self, matter: Matter) -> None:
        self.desk.run("ack", matter.ticket, "--by", "Pak Dedi", by=f"petugas {matter.unit}")
        matter.stop(self.desk.now, "acknowledge", "handoff")
        matter.status = "acknowledged"
        self._after(matter, "hold" if self.chance.random() < 0.3 else "resolve", 30, 2200)

    def _hold(self, matter: Matter) -> None:
        until = self.desk.now + self.chance.randint(60, 4 * 1440) * MINUTE
        verb, *reason = HOLD
        line = (verb, matter.ticket, *reason, "--until", f"{until:%Y-%m-%d %H:%M}")
        self.desk.run(*line, by=f"petugas {matter.unit}")
        promise = matter.runs("resolve")
        assert promise is not None
        promise.pauses.append((self.desk.now, until))
        self.plans.append((max(self.offices.after(until, self.chance.randint(30, 900)), until), matter, "resolve"))

    def _resolve(self, matter: Matter) -> None:
        self.desk.run("resolve", matter.ticket, "--result", "Sudah ditangani", by=f"petugas {matter.unit}")
        matter.stop(self.desk.now, "resolve", "acknowledge", "handoff")
        matter.status = "resolved"
        self._after(matter, "reopen" if self.chance.random() < 0.1 else "close", 60, 480)

    def _close(self, matter: Matter) -> None:
        self.desk.run("close", matter.ticket)
        matter.status = "closed"

    def _reopen(self, matter: Matter) -> None:
        self.desk.run("reopen", matter.ticket, "--reason", "belum")
        matter.status = "routed"
        matter.begin("resolve", self.desk.now)
        matter.begin_at_unit(self.desk.now)
        self._plan(matter)


class Replay:
    """A month that passes: `every` so many minutes cron runs; `down` are the days without a mail server.

    `tick` runs the job of cron; it may be another process.
    """

    def __init__(self, units: Units, every: int, down: Sequence[str], tick: Callable[[Desk], int]) -> None:
        self.units, self.desk, self.every, self.down, self._tick = units, units.desk, every, down, tick

    def pass_over(self, calls: Sequence[Call], first: datetime, days: int) -> None:
        """Let so many days pass."""
        waiting = sorted(calls)
        for minute in range(days * 1440):
            now = self.desk.now = first + minute * MINUTE
            self._mail_server(now)
            if minute % self.every == 0 and self._tick(self.desk):
                self.desk.failed_ticks.append(now)
            while waiting and waiting[0].at <= now:
                self.desk.logged[f"{now:%Y-%m-%d}"] += 1
                self.units.take(waiting.pop(0))
            self.units.act()
            self._shift(now)

    def _mail_server(self, now: datetime) -> None:
        if (now.hour, now.minute) != (0, 0):
            return
        is_down = f"{now:%Y-%m-%d}" in self.down
        if is_down and self.desk.server.is_open:
            self.desk.server.close()
        elif not is_down and not self.desk.server.is_open:
            self.desk.server.open()

    def _shift(self, now: datetime) -> None:
        """At the end of a shift it is handed over under both names; at the end of a day the account adds up."""
        at = f"{now:%H:%M}"
        if at in OFFICERS:
            leaves, comes = OFFICERS[at]
            told = self.desk.rows("handover")
            kept = sum(
                matter.status not in ("closed", "answered", "referred", "rejected") for matter in self.units.matters
            )
            assert told["counts"]["open"] == kept, (now, told["counts"])
            self.desk.run("handover", "sign", "--to", comes, by=leaves)
            self.desk.signed += 1
        if at == "23:59":
            day = f"{now:%Y-%m-%d}"
            account = self.desk.rows("report", "day", day)
            assert account["adds_up"], (day, account)
            (whole,) = [row for row in account["lines"] if (row["scope"], row["kind"]) == ("whole", None)]
            assert whole["received"] == self.desk.logged[day]


class Level(NamedTuple):
    """A level of escalation of one clock of a complaint: since when that runs, and whose time it is."""

    ticket: str
    level: str
    since: str
    unit: str


def expected(units: Units, every: int, until: datetime) -> list[Level]:
    """Return whom the month must have told of what."""
    found = []
    for matter in units.matters:
        for clock in matter.clocks:
            for level, reached in units.offices.levels(clock):
                tick = _first_tick(reached, clock, every)
                if tick < until and (clock.stopped is None or tick <= clock.stopped):
                    found.append(Level(matter.ticket, level, f"{clock.start:%Y-%m-%d %H:%M}", clock.unit))
    return found


def _first_tick(reached: datetime, clock: Clock, every: int) -> datetime:
    """Return when cron sees that a level is reached: not while its clock stands still."""
    minute = int((reached - reached.replace(hour=0, minute=0)) / MINUTE)
    tick = reached + (-minute % every) * MINUTE
    while any(begin < tick < until for begin, until in clock.pauses):
        tick += every * MINUTE
    return tick
