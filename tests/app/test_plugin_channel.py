"""Messages over the code of a plugin: what it says became of one, and that a failure loses none and is told."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from aduan_cli.app.plugin_channel import LeftOutError, PluginNotifier
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import PLUGIN_FAILED
from aduan_cli.notify.outcomes import UnreadyError
from aduan_cli.outbox import Letter
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

HEAD = """\
import os
from aduan_cli.hookspecs import Delivery, hookimpl

@hookimpl
def notify(message):
"""
WRITES = """\
    with open(os.path.join(os.path.dirname(__file__), "surat"), "a") as file:
        file.write(f"{message.id}|{message.ticket}|{message.unit}|{message.subject}|{message.repeated}|{message.to}")
    return Delivery("sent", "diterima\\n oleh server")
"""


def desk_of(folder: Path, body: str, **more: object) -> HereDesk:
    """Return a desk with a plugin whose code delivers messages."""
    return desk_here(folder, RULES, {"lampu": HEAD + body}, **more)


def letter(ticket: str, **more: object) -> Letter:
    """Return a letter about a complaint."""
    at = datetime(2026, 11, 23, 14, 5, tzinfo=timezone.utc)
    told = ({"id": "a" * 32, "event": "routed", "ticket": ticket},)
    return Letter("a" * 32, "routed", ticket, "lampu", "Judul", "isi", at, messages=told, **more)  # type: ignore[arg-type]


def failures(desk: HereDesk, one: Complaint) -> list[tuple[str, str]]:
    """Return of which kind and in which hook code failed, by the history of a complaint."""
    found = [event for event in desk.store.events(one) if event.type == PLUGIN_FAILED]
    return [(event.data["kind"], event.data["hook"]) for event in found]


def test_the_code_gets_the_letter_and_says_what_became_of_it_on_one_line(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, WRITES)
    one = desk.log("lampu mati")
    done = PluginNotifier(desk, "lampu").send(letter(one.ticket, repeated=True, to="0812"))
    assert (done.state, done.detail, done.doubtful, done.down) == ("sent", "diterima oleh server", False, False)
    written = (Path(desk.folder) / "plugins" / "lampu" / "surat").read_text()
    assert written == f"{'a' * 32}|{one.ticket}|lampu|Judul|True|0812"
    assert failures(desk, one) == []


@pytest.mark.parametrize("state", ["retry", "failed"])
def test_a_receiver_that_is_down_or_refuses_is_no_failure_of_the_code(tmp_path: Path, state: str) -> None:
    desk = desk_of(tmp_path, f"    return Delivery({state!r}, None)\n")
    one = desk.log("lampu mati")
    done = PluginNotifier(desk, "lampu").send(letter(one.ticket))
    assert (done.state, done.detail, done.doubtful) == (state, None, False)
    assert failures(desk, one) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [("    raise ValueError('gagal')\n", "raised"), ("    return 7\n", "refused"), ("    os._exit(3)\n", "ended")],
)
def test_of_one_with_which_the_code_failed_nobody_knows_whether_it_arrived(
    tmp_path: Path, body: str, kind: str
) -> None:
    """It goes again as one that may have; what failed is an event of the complaint."""
    desk = desk_of(tmp_path, body)
    one = desk.log("lampu mati")
    done = PluginNotifier(desk, "lampu").send(letter(one.ticket))
    assert (done.state, done.doubtful) == ("retry", True)
    assert (done.detail or "").startswith(f"{kind}: ")
    assert failures(desk, one) == [(kind, "notify")]
    assert desk.store.breaks() == []


@pytest.mark.parametrize(("code", "kind"), [("import nothing_of_this_name\n", LeftOutError), ("X = 1\n", UnreadyError)])
def test_code_that_was_set_aside_or_has_no_such_hook_is_no_channel(
    tmp_path: Path, code: str, kind: type[Exception]
) -> None:
    """All its messages wait. Of code that failed when the call was taken the user was told then."""
    desk = desk_here(tmp_path, RULES, {"lampu": code})
    one = desk.log("lampu mati")
    with pytest.raises(UnreadyError) as error:
        PluginNotifier(desk, "lampu").send(letter(one.ticket))
    assert type(error.value) is kind


def test_a_trial_that_fails_is_no_event_of_any_complaint(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, "    raise ValueError('gagal')\n")
    one = desk.log("lampu mati")
    trial = letter("-")._replace(messages=())
    assert PluginNotifier(desk, "lampu").send(trial).state == "retry"
    assert failures(desk, one) == []


def test_where_there_is_no_code_it_can_not_be_a_channel(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, WRITES)
    (Path(desk.folder) / "plugins" / "lampu" / "plugin.py").unlink()
    with pytest.raises(UnreadyError, match="plugin 'lampu' has no code that could send it"):
        PluginNotifier(desk, "lampu")


def test_where_code_is_not_asked_the_user_knows_why_already(tmp_path: Path) -> None:
    made = desk_of(tmp_path, WRITES)
    without = HereDesk(Path(made.folder), plugins=False)
    with pytest.raises(LeftOutError) as error:
        PluginNotifier(without, "lampu")
    assert str(error.value) == ""
