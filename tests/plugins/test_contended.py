"""A call that others keep changing while its code is asked: what they did holds, and it is said when it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from others import Nobody, report_of
from trials import GOOD_NAKAL, Trial

from aduan_cli.app.desk import Desk
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.step import Step
from aduan_cli.errors import PartialError
from aduan_cli.flow.intake.call import Call, Intake
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.ports import PluginRun
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Outcome
from aduan_cli.testing import manifest
from aduan_cli.testing.misbehaving import PLUGIN
from aduan_cli.tickets import parse_ticket
from steps import change, changed


class Contended(SqliteStore):
    """A store where somebody else changes the complaint so many times, each time just before it is changed."""

    def __init__(self, path: str, times: int) -> None:
        super().__init__(path)
        self.times = times

    def commit(self, steps: Sequence[Step], runs: Sequence[PluginRun] = (), at: int = 0) -> list[Outcome]:
        """Let the other one be faster with what is there already, then write."""
        if self.times and steps and not steps[0].is_new:
            self.times -= 1
            other = SqliteStore(self.path)
            now = other.resolve(parse_ticket(steps[0].complaint.ticket or ""))
            assert now is not None
            self.meddle(other, now, at)
            other.close()
        return super().commit(steps, runs, at)

    def meddle(self, other: SqliteStore, now: Complaint, at: int) -> None:
        """Add an answer."""
        answers = {**now.answers, f"ke-{self.times}": self.times}
        change(other, [changed(now, {"answers": answers}, "answers_added", "joko", at, {"questions": []})])


class Erasing(Contended):
    """A store where somebody erases the caller meanwhile."""

    def meddle(self, other: SqliteStore, now: Complaint, at: int) -> None:
        """Erase the caller."""
        other.erase(now.ticket, "joko", at)


def take(trial: Trial, times: int, store_of: type[Contended] = Contended) -> Call:
    """Take a call at a desk whose store is contended."""
    desk = Desk(str(trial.folder), None, "rina", None, lambda _said: None, lambda _said: None)
    store = store_of(str(trial.folder / "aduan.db"), times)
    desk.keep_revision()
    try:
        intake = Intake(report_of(desk, "nakal"), desk.router, desk.code)
        return store_calls([intake], store, desk.clock, Nobody())[0]
    finally:
        store.close()
        desk.close()


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use whose plugin decides and notes."""
    trial = Trial(tmp_path / "desk", {"plugin.py": GOOD_NAKAL, "plugin.toml": manifest(PLUGIN)})
    trial.run("log", "sampah")
    return trial


@pytest.mark.parametrize("times", [1, 4])
def test_who_is_late_decides_by_what_the_others_left(trial: Trial, times: int) -> None:
    ticket = take(trial, times).complaint.ticket
    assert ticket is not None
    complaint = trial.call(ticket)
    assert (complaint.unit, complaint.step, complaint.status) == ("nakal-regu", "code", "routed")
    assert [event.type for event in trial.events(complaint)][-2:] == ["code_answered", "noted"]
    assert len(trial.events(complaint, "routed")) == 1
    trial.assert_sound()


def test_who_was_erased_meanwhile_stays_so(trial: Trial) -> None:
    """What was understood and answered before the erasure is not written after it; nothing is decided either."""
    ticket = take(trial, 1, Erasing).complaint.ticket
    assert ticket is not None
    complaint = trial.call(ticket)
    assert (complaint.text, complaint.address, complaint.answers, complaint.unit) == ("", None, {}, "triage")
    assert [event.type for event in trial.events(complaint)] == ["logged", "erased"]
    trial.assert_sound()


def test_who_is_late_each_time_says_which_ticket_is_to_be_looked_at(trial: Trial) -> None:
    """The call is stored and waits as new: `route --pending` finishes it."""
    with pytest.raises(PartialError, match=r"is stored, but others keep changing it; .* aduan show \S+$"):
        take(trial, 5)
    (waiting,) = (one for one in trial.calls() if one.category == PLUGIN)
    assert (waiting.status, waiting.unit) == ("new", "triage")
    assert trial.run("route", "--pending").code == 0
    assert trial.call(waiting.ticket or "").unit == "nakal-regu"
    trial.assert_sound()
