"""A desk in a folder, as a command composes it, without a command: for tests of what is composed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aduan_cli.app.desk import Desk
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.step import Step, changing
from aduan_cli.flow.attaching import attach
from aduan_cli.flow.intake.call import Call, Intake
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.flow.lifecycle import Moving
from aduan_cli.stored import Query
from aduan_cli.testing import RULES
from aduan_cli.testing import desk as make_desk

NOW = "2026-11-23 14:05"
"""A Monday afternoon, in the desk's time."""


class Nobody:
    """An officer who can't be asked."""

    ask = None

    def ask_place(self, ticket: str, exactly: bool) -> str | None:
        """Nobody knows."""
        return None

    def stored(self, call: Call) -> None:
        """Be told."""

    def turn_to(self, call: Call) -> None:
        """Be told."""

    def urge(self, call: Call) -> None:
        """Be told."""


class HereDesk(Desk):
    """A desk that remembers what it warned of and what it told."""

    def __init__(self, folder: Path, now: str | None = NOW, **more: Any) -> None:
        self.warned: list[str] = []
        self.said: list[str] = []
        store, actor = more.pop("store", None), more.pop("actor", "sari")
        super().__init__(str(folder), store, actor, now, self.warned.append, self.said.append, **more)

    def log(self, text: str, **given: Any) -> Complaint:
        """Take a call, as `aduan log` does."""
        at = self.clock()
        self.keep_revision()
        report = Report(text=text, reported_at=at, logged_at=at, actor=self.actor, **given)
        (call,) = store_calls([Intake(report, self.router, self.code)], self.store, self.clock, Nobody())
        return call.complaint

    def move(self, complaint: Complaint, type_: str, data: dict[str, Any] | None = None, **changes: Any) -> None:
        """Change a complaint that is stored."""
        step: Step = changing(complaint, changes, type_, data or {}, self.actor, self.clock())
        self.store.commit([step])

    def act(self, complaint: Complaint, verb: str, unit: str | None = None, **says: Any) -> Complaint:
        """Move a complaint by one of the verbs of its life, as the command does; return it as it is then."""
        moving = Moving(self.store, self.rules, self.revision, self.actor, self.clock(), False)
        to = says.pop("to", None)
        return moving.move(complaint.ticket, AskedMove(verb, unit, to, says=says)).complaint

    def all(self) -> list[Complaint]:
        """Return all that is stored, the first first."""
        return list(self.store.find(Query(ascending=True)))


def desk_here(folder: Path, rules: str = RULES, plugins: Any = None, **more: Any) -> HereDesk:
    """Make a desk with these rules in a new folder."""
    return HereDesk(make_desk(folder / "desk", rules, plugins or {}), **more)


def at_another_time(desk: HereDesk, now: str) -> HereDesk:
    """Return the same desk at another time; the one that was there is closed."""
    desk.close()
    return HereDesk(Path(desk.folder), now=now)


def desk_with_photo(folder: Path) -> HereDesk:
    """Return a desk with two calls, the first of which has a photo."""
    made = desk_here(folder)
    first = made.log("sampah menumpuk")
    made.log("banjir")
    photo = folder / "lubang.jpg"
    photo.write_bytes(b"jpeg")
    attach(made.store, made.attachments, first, [str(photo)], "sari", made.clock())
    return made
