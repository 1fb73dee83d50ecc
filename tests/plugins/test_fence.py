"""What unit code may change: nothing in the desk's folder, however the system is asked for it, but files of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from trials import Trial

from aduan_cli.testing.misbehaving import PLUGIN

CODE = """\
import json, os, stat
from aduan_cli.hookspecs import Decision, hookimpl

OWN = os.path.dirname(__file__)
DESK = os.path.join(OWN, "..", "..")
CHANGES = {
    "mkdir": lambda folder, at: os.mkdir(os.path.join(folder, "a")),
    "mkdir at": lambda folder, at: os.mkdir("b", dir_fd=at),
    "makedirs": lambda folder, at: os.makedirs(os.path.join(folder, "c", "d")),
    "open at": lambda folder, at: os.close(os.open("e", os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=at)),
    "mkfifo": lambda folder, at: os.mkfifo(os.path.join(folder, "g")),
    "mkfifo at": lambda folder, at: os.mkfifo("h", 0o600, dir_fd=at),
    "mknod": lambda folder, at: os.mknod(os.path.join(folder, "i"), 0o600 | stat.S_IFREG),
    "mknod at": lambda folder, at: os.mknod("j", dir_fd=at),
    "symlink at": lambda folder, at: os.symlink(__file__, "k", dir_fd=at),
    "link at": lambda folder, at: os.link(os.path.join(OWN, "own"), "l", dst_dir_fd=at),
    "setxattr": lambda folder, at: os.setxattr(at, "user.nakal", b"x"),
}

def tried(change, folder):
    at = os.open(folder, os.O_RDONLY)
    try:
        change(folder, at)
        return "done"
    except PermissionError:
        return "refused"
    except OSError as error:
        return str(error)
    finally:
        os.close(at)

@hookimpl
def route(complaint):
    open(os.path.join(OWN, "own"), "w").close()
    os.mkdir(os.path.join(OWN, "mine"))
    found = {
        where: {name: tried(change, folder) for name, change in CHANGES.items()}
        for where, folder in {"desk": DESK, "own": os.path.join(OWN, "mine")}.items()
    }
    with open("rules.toml", opener=lambda name, flags: os.open(os.path.join(DESK, name), flags)) as file:
        found["rules"] = file.read()
    with open(os.path.join(OWN, "found"), "w") as file:
        json.dump(found, file)
    return Decision("nakal-regu")
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what became of each change, in the desk's folder and in one of the plugin's own; and what stands there."""
    trial = Trial(tmp_path_factory.mktemp("fence") / "desk", {"plugin.py": CODE})
    ended = trial.run("log", f"{PLUGIN} di Margahayu")
    assert (ended.code, ended.failures) == (0, [])
    whole: dict[str, Any] = json.loads((trial.code.parent / "found").read_text(encoding="utf-8"))
    return {**whole, "there": {entry.name for entry in Path(trial.folder).iterdir()}}


def test_nothing_is_made_in_the_desks_folder(found: dict[str, Any]) -> None:
    """Neither folders, files, pipes, nodes nor links, by a path or relative to an open folder."""
    assert set(found["desk"].values()) == {"refused"}, found["desk"]
    assert not found["there"] & {*"abcdefghijkl"}


def test_in_its_own_folder_code_may_do_all_of_it(found: dict[str, Any]) -> None:
    """Relative to an open folder means that one, not the desk's; and what is only read is read."""
    not_everywhere = {"setxattr"}  # Some file systems have none.
    assert {name for name, became in found["own"].items() if became != "done"} <= not_everywhere
    assert "[" in found["rules"]
