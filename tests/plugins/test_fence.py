"""What unit code may change: nothing in the desk's folder, however the system is asked for it, but files of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from trials import Trial

from aduan_cli.testing.misbehaving import PLUGIN

CODE = """\
import json, os, socket, sqlite3, stat
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
    "socket": lambda folder, at: socket.socket(socket.AF_UNIX).bind(os.path.join(folder, "m")),
    "sqlite": lambda folder, at: sqlite3.connect(os.path.join(folder, "n")).execute("CREATE TABLE one (two)"),
    "attach": lambda folder, at: asked(f"ATTACH '{folder}/o' AS o", "CREATE TABLE o.one (two)"),
    "attach uri": lambda folder, at: asked(f"ATTACH 'file:{folder}/p?mode=rwc' AS p", "CREATE TABLE p.one (two)"),
    "vacuum into": lambda folder, at: asked("CREATE TABLE one (two)", f"VACUUM INTO '{folder}/q'"),
}

def asked(*statements):
    connection = sqlite3.connect("file::memory:", uri=True)
    try:
        for statement in statements:
            connection.execute(statement)
    except sqlite3.DatabaseError as error:
        raise PermissionError(str(error)) if "authori" in str(error) else OSError(str(error))

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
    sqlite3.connect("").execute("VACUUM")
    sqlite3.connect(":memory:").execute("ATTACH ':memory:' AS other")
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
    """No folder, file, pipe, node, link or socket, by a path or relative to an open folder, or by SQLite."""
    assert set(found["desk"].values()) == {"refused"}, found["desk"]
    assert not found["there"] & {*"abcdefghijklmnopq"}


KILLING = """\
import json, os, resource, signal, subprocess, sys
from aduan_cli.hookspecs import Decision, hookimpl

REACHES = {
    "kill": lambda: os.kill(os.getppid(), signal.SIGKILL),
    "ask": lambda: os.kill(os.getppid(), 0),
    "everybody": lambda: os.kill(-1, 0),
    "its group": lambda: os.kill(-os.getpgid(os.getppid()), 0),
    "killpg": lambda: os.killpg(os.getpgid(os.getppid()), 0),
    "prlimit": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE),
    "pidfd": lambda: os.pidfd_open(os.getppid()),
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    "priority of its group": lambda: os.setpriority(os.PRIO_PGRP, os.getpgid(os.getppid()), 19),
    "priority of its user": lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19),
    "processors": lambda: os.sched_setaffinity(os.getppid(), {0}),
    "scheduler": lambda: os.sched_setscheduler(os.getppid(), os.SCHED_BATCH, os.sched_param(0)),
}
OWN = {
    "kill": lambda child: os.kill(child.pid, 0),
    "terminate": lambda child: child.terminate(),
    "itself": lambda child: os.kill(os.getpid(), 0),
    "its group": lambda child: os.killpg(os.getpgrp(), 0),
    "pidfd": lambda child: os.close(os.pidfd_open(child.pid)),
    "priority": lambda child: os.setpriority(os.PRIO_PROCESS, child.pid, 19),
    "own priority": lambda child: os.setpriority(os.PRIO_PROCESS, 0, 1),
    "processors": lambda child: os.sched_setaffinity(0, os.sched_getaffinity(0)),
    "limits": lambda child: resource.prlimit(0, resource.RLIMIT_NOFILE),
}

def tried(reach, *arguments):
    try:
        reach(*arguments)
        return "done"
    except PermissionError:
        return "refused"

@hookimpl
def route(complaint):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(9)"], start_new_session=True)
    found = {
        "others": {name: tried(reach) for name, reach in REACHES.items()},
        "own": {name: tried(reach, child) for name, reach in OWN.items()},
    }
    child.kill()
    child.wait()
    with open(os.path.join(os.path.dirname(__file__), "found"), "w") as file:
        json.dump(found, file)
    return Decision("nakal-regu")
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux has descriptors of processes")
def test_code_ends_no_process_but_those_that_it_began(tmp_path: Path) -> None:
    """The command that asks it goes on: it has still to tell the officer what is to be done."""
    trial = Trial(tmp_path / "desk", {"plugin.py": KILLING})
    ended = trial.run("log", f"{PLUGIN} di Margahayu")
    assert (ended.code, ended.failures) == (0, [])
    found = json.loads((trial.code.parent / "found").read_text(encoding="utf-8"))
    assert set(found["others"].values()) == {"refused"}, found["others"]
    assert set(found["own"].values()) == {"done"}, found["own"]


ATTACHING = """\
import os, sqlite3
from aduan_cli.hookspecs import Decision, hookimpl

@hookimpl
def route(complaint):
    connection = sqlite3.connect(os.path.join(os.path.dirname(__file__), "own.db"))
    for name in ("'aduan.db'", "'file:aduan.db'", f"'{os.path.abspath('aduan.db')}'", "?"):
        try:
            connection.execute(f"ATTACH {name} AS desk", ("aduan.db",) if name == "?" else ())
            return None
        except sqlite3.DatabaseError as error:
            assert "not authorized" in str(error), error
    return Decision("nakal-regu")
"""


def test_a_database_of_its_own_attaches_none_of_the_desk(tmp_path: Path) -> None:
    """Whatever way its name is written."""
    trial = Trial(tmp_path / "desk", {"plugin.py": ATTACHING})
    ended = trial.run("log", f"{PLUGIN} di Margahayu")
    assert (ended.code, ended.failures) == (0, [])
    assert "nakal-regu" in " ".join(ended.err)


READING = """\
import os
from aduan_cli.hookspecs import Decision, hookimpl

KEPT = [
    "attachments", "attachments/foto", "quarantine/inbox/1.json", "backups/satu/aduan.db", ".aduan/rules.json",
    "aduan.db.lama",
    os.path.join(os.path.dirname(__file__), "..", "..", "attachments", "foto"),
]
OPEN = ["rules.toml", __file__, os.path.join(os.path.dirname(__file__), "attachments"), "plugins/nakal/plugin.toml"]

def tried(name):
    try:
        open(name, "rb").close()
        return "read"
    except PermissionError:
        return "refused"

@hookimpl
def route(complaint):
    assert {tried(name) for name in OPEN} == {"read"}, [tried(name) for name in OPEN]
    assert {tried(name) for name in KEPT} == {"refused"}, [(name, tried(name)) for name in KEPT]
    return Decision("nakal-regu")
"""


def test_what_the_desk_keeps_of_callers_is_not_read(tmp_path: Path) -> None:
    """Files that came with calls, records put aside, backups and what a database was before; rules are read."""
    trial = Trial(tmp_path / "desk", {"plugin.py": READING})
    for name in ("attachments/foto", "quarantine/inbox/1.json", "backups/satu/aduan.db", "aduan.db.lama"):
        path = Path(trial.folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Wulandari Rekaan")
    (trial.code.parent / "attachments").write_text("its own")
    ended = trial.run("log", f"{PLUGIN} di Margahayu")
    assert (ended.code, ended.failures) == (0, [])
    assert "nakal-regu" in " ".join(ended.err)


def test_in_its_own_folder_code_may_do_all_of_it(found: dict[str, Any]) -> None:
    """Relative to an open folder means that one, not the desk's; and what is only read is read."""
    not_everywhere = {"setxattr"}  # Some file systems have none.
    assert {name for name, became in found["own"].items() if became != "done"} <= not_everywhere
    assert "[" in found["rules"]
