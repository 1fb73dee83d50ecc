"""`aduan route --pending` where many calls wait: page by page, each a transaction of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import weakref

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.routing import redeciding
from office import RULES, Office
from processes import clean_environment
from steps import take

CLAIMED = RULES + '\n[categories.aneh]\nunit = "disdamkar"\ntext = ["aneh"]\n'
"""The rules with a category that claims what waited in triage before."""


def fill(office: Office, count: int, text: str = "aneh {}") -> None:
    """Let so many calls wait in triage, several of the same moment."""
    made = []
    for number in range(count):
        logged = {"text": text.format(number), "ticket": "UJI", "day": 20261123, "reported_at": number // 7}
        made.append(Complaint(logged, unit="triage", step="triage"))
    store = office.store()
    take(store, made)
    store.close()


def count(office: Office, condition: str) -> int:
    """Return how many complaints, or events, fit; others may be writing."""
    return int(office.rows(f"SELECT count(*) FROM {condition}")[0][0])


def assert_each_decided_once(office: Office, wanted: int) -> None:
    """Assert that so many calls went to the unit, with one event each, and that the history holds."""
    assert count(office, "complaint WHERE unit = 'disdamkar' AND version = 2") == wanted
    assert count(office, "event WHERE body LIKE '%\"routed\"%'") == wanted
    store = office.store()
    assert store.breaks() == []
    store.close()


def test_hundreds_are_all_decided_each_once(office: Office) -> None:
    fill(office, 450)
    office.write_rules(CLAIMED)
    assert "decided: 450; still in triage: 0" in office.run("route", "--pending").err
    assert_each_decided_once(office, 450)


def test_what_stays_in_triage_is_looked_at_once_and_counted(office: Office) -> None:
    """What no rule claims is passed by from page to page, and what is held for a hand is counted with it."""
    fill(office, 250, "tidak jelas {}")
    office.run("route", "--pending")  # they are understood, and stay
    fill(office, 250)
    ticket = office.log("masih tidak jelas")
    office.run("route", ticket, "--to", "triage", "--reason", "menunggu kabar")
    office.write_rules(CLAIMED)
    assert "decided: 250; still in triage: 251" in office.run("route", "--pending").err
    assert count(office, "complaint WHERE status = 'new'") == 251


def test_no_more_than_two_pages_are_held(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many wait, memory stays as it is."""
    fill(office, 5 * redeciding.BATCH)
    office.write_rules(CLAIMED)
    alive: weakref.WeakSet[Complaint] = weakref.WeakSet()
    most = 0
    real = redeciding.again

    def watched(complaint: Complaint, *rest: object) -> object:
        nonlocal most
        alive.add(complaint)
        most = max(most, len(alive))
        return real(complaint, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(redeciding, "again", watched)
    assert f"decided: {5 * redeciding.BATCH}" in office.run("route", "--pending").err
    assert redeciding.BATCH <= most <= 2 * redeciding.BATCH


@pytest.mark.of_file
def test_a_run_that_is_killed_goes_on_next_time(office: Office) -> None:
    """What its pages had stored stays decided; the next run takes the rest, and none twice."""
    fill(office, 5 * redeciding.BATCH)
    office.write_rules(CLAIMED)
    command = [sys.executable, "-m", "aduan_cli", "--desk", str(office.folder), "route", "--pending"]
    with subprocess.Popen(command, env=clean_environment(office.folder), stderr=subprocess.PIPE) as routing:
        until = time.monotonic() + 60
        while not count(office, "complaint WHERE status = 'routed'") and time.monotonic() < until:
            time.sleep(0.001)
        routing.send_signal(signal.SIGKILL)
    left = count(office, "complaint WHERE status = 'new'")
    assert 0 < left < 5 * redeciding.BATCH
    assert left % redeciding.BATCH == 0
    assert f"decided: {left}; still in triage: 0" in office.run("route", "--pending").err
    assert_each_decided_once(office, 5 * redeciding.BATCH)
