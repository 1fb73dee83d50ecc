"""A plugin as a channel for messages: under its guard, and whatever it does, no message is lost and no call is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from trials import QUICK, Trial

from aduan_cli.outbox import Posted
from aduan_cli.testing.misbehaving import FAILS, NOTIFYING, PLUGIN, Misbehaviour

CHANNELS = """
[notifiers.nakal]
type = "plugin"
[notifiers.kotak]
type = "spool"
folder = "pesan"
"""
SENDS = """\
import os
from aduan_cli.hookspecs import Delivery, hookimpl

@hookimpl
def notify(message):
    with open(os.path.join(os.path.dirname(__file__), "terkirim"), "a") as file:
        file.write(f"{message.id} {message.ticket} {message.event} {message.repeated} {message.text!r}\\n")
    return Delivery("sent", "diterima")
"""
TEXT = "Melaporkan nakal di Margahayu"
CALLER = ("--name", "Sri Wahyuni", "--phone", "0812-0000-0001")


class Telling(Trial):
    """A desk whose unit `nakal` is told by its own plugin and by a spool."""

    def __init__(self, folder: Path, code: str, more: str = "") -> None:
        super().__init__(folder, {"plugin.py": code}, CHANNELS + more)
        manifest = self.code.with_name("plugin.toml")
        told = manifest.read_text(encoding="utf-8").replace("[unit]\n", '[unit]\ntell = ["nakal", "kotak"]\n', 1)
        manifest.write_text(told, encoding="utf-8")

    def posted(self) -> dict[str, Posted]:
        """Return the last message over each channel."""
        with self.store() as store:
            return {one.notifier: one for one in reversed(list(store.outbox.posted()))}

    @property
    def sent(self) -> list[str]:
        """The lines that the code wrote."""
        place = self.code.with_name("terkirim")
        return place.read_text(encoding="utf-8").splitlines() if place.exists() else []


@pytest.fixture
def place(tmp_path: Path, in_this_process: None) -> Path:
    """Return where a desk can be made whose commands run in this process."""
    return tmp_path / "desk"


def test_a_plugin_delivers_what_a_unit_is_told(place: Path) -> None:
    """Once, with the id of the message and without who called."""
    trial = Telling(place, SENDS)
    ticket = trial.run("log", TEXT, *CALLER).out.strip()
    done = trial.run("tick")
    assert (done.code, done.err) == (0, [])
    posted = trial.posted()
    assert (posted["nakal"].state, posted["nakal"].error, posted["kotak"].state) == ("sent", "diterima", "sent")
    (line,) = trial.sent
    assert line.startswith(f"{posted['nakal'].message_id} {ticket} routed False ")
    assert "Melaporkan nakal" in line
    assert "Sri Wahyuni" not in line
    assert "0812" not in line.replace(str(posted["nakal"].message_id), "")
    assert trial.run("tick").code == 0
    assert len(trial.sent) == 1
    assert trial.run("outbox", "test", "nakal").code == 0
    assert len(trial.sent) == 2
    trial.assert_sound()


@pytest.mark.parametrize("state", ["retry", "failed"])
def test_what_it_could_not_deliver_it_says(place: Path, state: str) -> None:
    """A receiver that is down is no failure of the code: nothing is set aside for it."""
    trial = Telling(place, SENDS.replace('"sent", "diterima"', f'"{state}", "tak ada sinyal"'))
    trial.run("log", TEXT)
    done = trial.run("tick")
    assert (done.code, done.failures) == (6, [])
    assert "tak ada sinyal" in "".join(done.err)
    one = trial.posted()["nakal"]
    assert (one.state, one.error, one.repeated) == ("failed" if state == "retry" else "dead", "tak ada sinyal", False)


def _some(number: int, one: Misbehaviour) -> object:
    return pytest.param(one, id=one.name, marks=[] if number % 3 == 0 else pytest.mark.slow)


@pytest.mark.parametrize("one", [_some(number, one) for number, one in enumerate(NOTIFYING)])
def test_whatever_it_does_nothing_is_lost_and_no_other_channel_waits(place: Path, one: Misbehaviour) -> None:
    """The failure is told and stands in the history; the message goes again, marked as one that may have arrived."""
    trial = Telling(place, one.code, QUICK)
    ticket = trial.run("log", TEXT).out.strip()
    assert trial.call(ticket).step == "code"
    done = trial.run("tick")
    posted = trial.posted()
    assert posted["kotak"].state == "sent"
    if one.outcome != FAILS:
        assert (done.code, done.err, posted["nakal"].state) == (0, [], "sent")
        assert (posted["nakal"].error or "").isprintable()
        return
    assert done.code == 6
    assert len(done.failures) == 1
    assert (posted["nakal"].state, posted["nakal"].repeated) == ("failed", True)
    failed = trial.events(trial.call(ticket), "plugin_failed")
    assert [event.data["hook"] for event in failed] == ["notify"]
    assert failed[0].data["kind"] in one.kinds
    trial.assert_sound()


def test_one_that_keeps_failing_is_set_aside_and_its_messages_wait(place: Path) -> None:
    """From then on a warning, exit 0; enabled and mended it delivers them."""
    trial = Telling(place, NOTIFYING[0].code)
    for _each in range(5):
        trial.run("log", TEXT)
    assert trial.run("tick").code == 6
    with trial.store() as store:
        assert store.plugin_states()[PLUGIN].set_aside_at is not None
        states = [one.state for one in store.outbox.posted() if one.notifier == "nakal"]
    assert sorted(states) == ["failed"] * 3 + ["queued"] * 2
    again = trial.run("tick")
    assert again.code == 0
    assert "set aside" in "".join(again.err)
    manifest = trial.code
    manifest.write_text(SENDS, encoding="utf-8")
    assert trial.run("plugin", "enable", PLUGIN).code == 0
    assert trial.run("tick").code == 0
    assert len(trial.sent) == 2


def test_a_plugin_without_code_or_hook_is_told(place: Path) -> None:
    trial = Telling(place, "from aduan_cli.hookspecs import hookimpl\n")
    trial.run("log", TEXT)
    done = trial.run("tick")
    assert done.code == 6
    assert "has no hook 'notify'" in "".join(done.err)
    trial.code.unlink()
    trial.run("outbox", "retry", str(trial.posted()["nakal"].id))
    done = trial.run("tick")
    assert done.code == 6
    assert "has no code that could send it" in "".join(done.err)
    assert trial.run("tick", "--no-plugins").code == 6


def test_without_plugins_its_messages_wait_and_nothing_is_said(place: Path) -> None:
    trial = Telling(place, SENDS)
    trial.run("log", TEXT, "--no-plugins")
    done = trial.run("tick", "--no-plugins")
    assert (done.code, done.err, trial.posted()["nakal"].state) == (0, [], "queued")


def test_a_notifier_of_a_plugin_that_is_not_enabled_is_told_with_its_line(place: Path) -> None:
    trial = Telling(place, SENDS, '[notifiers.wa]\ntype = "plugin"\nplugin = "naka"\n')
    done = trial.run("rules", "check")
    assert done.code == 3
    assert "plugin 'naka' is not enabled; did you mean 'nakal'?" in done.out + done.ended.stderr
