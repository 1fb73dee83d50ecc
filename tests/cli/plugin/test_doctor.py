"""`aduan plugin doctor`: how the code is doing, asked under the guard and by what was counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lamps import CALL, CODE, MANIFEST, lamps

from aduan_cli.digest import sha256
from aduan_cli.testing import Aduan

BROKEN = CODE.replace('"semua" in complaint.text', "1 / 0")
NOW = "2026-11-23 14:05"


@pytest.fixture
def code(desk: Path) -> Path:
    """Return the code of the enabled plugin in the desk."""
    return lamps(desk) / "plugins" / "lampu" / "plugin.py"


def row(aduan: Aduan, *arguments: str, code: int = 0) -> Any:
    """Return what the doctor says of the one plugin."""
    done = aduan(*arguments, "plugin", "doctor", "--format", "json")
    assert done.returncode == code, done.stderr
    (found,) = json.loads(done.stdout)
    return found


def test_before_any_call(code: Path, aduan: Aduan) -> None:
    """The code's hash, its hooks, nothing counted; asking makes no store."""
    found = row(aduan)
    assert found == {
        "name": "lampu", "state": "in_force", "folder": str(code.parent), "revision": found["revision"],
        "code": sha256(code.read_bytes()).hexdigest()[:12], "hooks": ["route", "validate"], "problem": None,
        "calls": 0, "failures": 0, "in_row": 0, "mean_ms": None, "slowest_ms": None, "last_failure": None,
        "last_failure_at": None, "set_aside_at": None, "set_aside_why": None,
    }  # fmt: skip
    assert len(found["revision"]) == 12
    assert not (code.parents[2] / "aduan.db").exists()
    assert f"revision {found['revision']} is in force" in aduan("plugin", "doctor").stderr


def test_what_was_counted(code: Path, aduan: Aduan) -> None:
    """Calls and their times, the last failure and when."""
    assert aduan("log", CALL).returncode == 0
    code.write_text(BROKEN, encoding="utf-8")
    assert aduan("--now", NOW, "log", CALL).returncode == 6
    found = row(aduan)
    assert (found["calls"], found["failures"], found["in_row"]) == (2, 1, 1)
    assert 0 < found["mean_ms"] <= found["slowest_ms"]
    assert (found["last_failure"], found["last_failure_at"]) == ("route: raised", "2026-11-23T14:05:00+07:00")
    assert found["state"] == "in_force"


def test_a_plugin_that_is_set_aside_is_ill(code: Path, aduan: Aduan) -> None:
    """Since when and why, in words too; exit code 6. Its code is imported all the same."""
    code.write_text(BROKEN, encoding="utf-8")
    for _number in range(3):
        aduan("--now", NOW, "log", CALL)
    found = row(aduan, code=6)
    assert (found["state"], found["hooks"]) == ("set_aside", ["route", "validate"])
    assert (found["set_aside_at"], found["set_aside_why"]) == ("2026-11-23T14:05:00+07:00", "3 failures in a row")
    done = aduan("plugin", "doctor")
    assert (
        "warning: plugin 'lampu' is set aside since 2026-11-23 14:05 (3 failures in a row); aduan plugin enable lampu"
        in done.stderr
    )
    assert "error: 1 plugin is ill" in done.stderr
    assert "set_aside" in done.stdout
    aduan("plugin", "enable", "lampu")
    assert row(aduan)["state"] == "in_force"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("1 / 0", "ZeroDivisionError"), ("def (", "SyntaxError"), ("import os\nos._exit(3)", "exit code 3")],
)
def test_code_that_cannot_be_imported_is_ill(code: Path, aduan: Aduan, text: str, problem: str) -> None:
    """As it stands now, whatever was counted before; exit code 6."""
    code.write_text(text, encoding="utf-8")
    found = row(aduan, code=6)
    assert found["hooks"] is None
    assert problem in found["problem"]
    assert "its code can't be imported" in aduan("plugin", "doctor").stderr


def test_unsafe_code_is_ill(code: Path, aduan: Aduan) -> None:
    """It is not even read."""
    code.chmod(0o666)
    found = row(aduan, code=6)
    assert found["code"] is None
    assert "can be written by everyone" in found["problem"]


def test_no_plugins_leaves_code_alone(code: Path, aduan: Aduan, tmp_path: Path) -> None:
    """It is hashed, not imported."""
    code.write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n", encoding="utf-8")
    found = row(aduan, "--no-plugins")
    assert found["hooks"] is None
    assert found["code"]
    assert not (tmp_path / "ran").exists()


def test_manifests_alone_are_well(desk: Path, aduan: Aduan) -> None:
    """A plugin without code has nothing that could fail."""
    lamps(desk, code=None, manifest=MANIFEST.rpartition("[[example]]")[0])
    found = row(aduan)
    assert (found["code"], found["hooks"], found["problem"]) == (None, None, None)
