"""Signing in: for one terminal and one shift, whoever has the terminal's number later."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from aduan_cli.app import signing_in
from aduan_cli.app.signing_in import FOLDER, SignedIn, signed_in
from office import Office
from terminal import Terminal

ADUAN = f"{sys.executable} -m aduan_cli"


def on_a_terminal(desk: Path, *lines: str, **environment: str) -> list[str]:
    """Run command lines one after the other on a terminal of their own; return what it shows."""
    script = "; ".join(line.replace("aduan ", f"{ADUAN} --lang en ", 1) for line in lines)
    terminal = Terminal(
        desk, command=("sh", "-c", f"{script}; true"), on=("stdin", "stdout", "stderr"), LOGNAME="akun", **environment
    )
    code, _out, shown = terminal.end(60)
    assert code == 0
    return shown.splitlines()


def noted(desk: Path) -> list[Path]:
    return list((desk / FOLDER).iterdir())


def note(desk: Path, start: str, until: int) -> None:
    """Note of this very session that Rina signed in."""
    (desk / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    (desk / FOLDER / str(os.getsid(0))).write_text(f"{start}\n1\n{until}\npagi\nRina")


def test_who_signed_in_logs_moves_notes_and_has_what_is_mine(desk: Path) -> None:
    shown = on_a_terminal(
        desk,
        "aduan whoami --as 'Bu  Rina'",
        "aduan -q log 'Melaporkan sampah'",
        "aduan ack 1",
        "aduan note 1 catatan",
        "aduan whoami",
        "aduan list --mine --count",
        "aduan history 1 --format csv",
    )
    assert shown[0].startswith("Bu Rina · signed in on this terminal since ")
    assert [line.split(",")[2:4] for line in shown[-3:]] == [
        ["Bu Rina", "logged"], ["Bu Rina", "acknowledged"], ["Bu Rina", "noted"],
    ]  # fmt: skip
    assert "1" in shown


def test_another_terminal_is_not_touched(desk: Path) -> None:
    """Also where the first one is still there: each session has its own note, and a new one has none."""
    first = on_a_terminal(desk, "aduan whoami --as Rina", "sleep 1", "aduan whoami")
    second = on_a_terminal(desk, "aduan whoami")
    assert first[1].startswith("Rina · signed in")
    assert second == ["akun · the login name; aduan whoami --as NAME signs somebody in"]


def test_the_option_and_the_environment_win(desk: Path) -> None:
    shown = on_a_terminal(
        desk,
        "aduan whoami --as Rina",
        "aduan --actor Dewi whoami",
        "env ADUAN_ACTOR=Budi " + ADUAN + " --lang en whoami",
    )
    assert shown[1:] == ["Dewi · by --actor or ADUAN_ACTOR", "Budi · by --actor or ADUAN_ACTOR"]


def test_signing_out_and_signing_in_anew(desk: Path) -> None:
    shown = on_a_terminal(
        desk, "aduan whoami --as Rina", "aduan whoami --as Budi", "aduan whoami", "aduan whoami --out"
    )
    assert [line.partition(" · ")[0] for line in shown] == ["Rina", "Budi", "Budi", "akun"]
    assert noted(desk) == []


def test_without_a_terminal_nobody_signs_in(office: Office) -> None:
    ran = office.spawn("whoami", "--as", "Rina", start_new_session=True)
    assert (ran.code, "there is no terminal here" in ran.err) == (5, True)
    assert office.run("whoami", "--as", " ").code == 2
    assert office.run("whoami", "--as", "Rina", "--out").code == 2


def test_a_number_that_is_used_again_signs_nobody_in(desk: Path) -> None:
    """The session of this test has the number of one that is gone: its first process is another one."""
    later = int(time.time()) + 1000
    start = signing_in._start_of(os.getsid(0))
    if start is None:
        pytest.skip("the first process of this session is gone, or belongs to nobody that can be seen")
    note(desk, start, later)
    assert signed_in(str(desk)) == SignedIn("Rina", 1, later, "pagi")
    for other in (f"1{start}", start[:-1], "", "0"):
        note(desk, other, later)
        assert signed_in(str(desk)) is None


@pytest.mark.parametrize("text", ["", "x", "1\n2\n3\n4", "a\nb\nc\nd\ne", "\n" * 9, "\0"])
def test_a_note_that_says_nothing_signs_nobody_in(desk: Path, text: str) -> None:
    note(desk, "1", 1)
    noted(desk)[0].write_text(text)
    assert signed_in(str(desk)) is None


def test_a_note_that_everyone_may_write_signs_nobody_in(desk: Path) -> None:
    note(desk, signing_in._start_of(os.getsid(0)) or "1", int(time.time()) + 1000)
    noted(desk)[0].chmod(0o666)
    assert signed_in(str(desk)) is None


def test_with_the_shift_the_officer_goes(desk: Path) -> None:
    """It is told: what is logged from then on is in another name."""
    end = f"sed -i 3s/.*/{int(time.time()) - 1}/ {FOLDER}/*"
    shown = on_a_terminal(desk, "aduan whoami --as Rina", end, "aduan whoami", "aduan log 'Melaporkan sampah'")
    over = "Rina's shift is over; this is in the name of akun: aduan whoami --as NAME"
    assert shown[1:3] in ([over, "akun · the login name; aduan whoami --as NAME signs somebody in"],)
    assert over in shown[3:]


@pytest.mark.parametrize(("mode", "wanted"), [(0o700, 0o600), (0o2770, 0o660)])
def test_the_note_has_the_mode_of_the_desk(desk: Path, mode: int, wanted: int) -> None:
    desk.chmod(mode)
    on_a_terminal(desk, "aduan whoami --as Rina")
    (file,) = noted(desk)
    assert stat.S_IMODE(file.stat().st_mode) == wanted


def test_old_notes_are_removed_by_the_next_who_signs_in(desk: Path) -> None:
    (desk / FOLDER).mkdir(mode=0o700, parents=True)
    for name, age in (("1", 10), ("2", 3 * 86_400)):
        (desk / FOLDER / name).write_text("")
        os.utime(desk / FOLDER / name, (time.time() - age,) * 2)
    on_a_terminal(desk, "aduan whoami --as Rina")
    assert len(noted(desk)) == 2
    assert (desk / FOLDER / "1").exists()
