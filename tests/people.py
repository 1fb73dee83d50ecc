"""Real users of the machine, two of them in one group, for tests of a desk that several people share.

Only root can make them; elsewhere the tests skip, saying so. The interpreter may lie where other users can't reach it:
they get it, and the packages, through open folders (`/proc/self/fd/N`). A process of unit code, which closes what is
open, has them not: these tests use desks without code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import aduan_cli
import warm
from aduan_cli.testing.commands import clean_environment

_TOOLS = ("useradd", "userdel", "groupadd", "groupdel")

KILLED_READER = """
import os
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
store = SqliteStore("aduan.db")
store.count(Query())
os.kill(os.getpid(), 9)
"""
KILLED_WRITER = """
import os
from aduan_cli.cli.entry import run
from aduan_cli.store.sqlite import SqliteStore
SqliteStore.close = lambda store: os.kill(os.getpid(), 9)
run(["log", "sampah di pasar"])
"""
"""Programs that end in the middle: what SQLite lays beside the database stays."""


class Interpreter:
    """This interpreter with its packages, for users who can't reach it by its path."""

    def __init__(self) -> None:
        self._open: list[int] = []
        base = self._reachable(sys.base_prefix)
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        self.path = f"{base}/bin/{version}"
        import click

        folders = [Path(module.__file__ or "").parents[1] for module in (aduan_cli, click)]
        # Through the folder above: beside `src` lies what `init` copies.
        packages = [f"{self._reachable(str(folder.parent))}/{folder.name}" for folder in folders]
        self.environment = {
            "PYTHONHOME": base,
            "PYTHONPATH": ":".join(packages),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    @property
    def open(self) -> tuple[int, ...]:
        """The folders that a process must inherit."""
        return tuple(self._open)

    def _reachable(self, folder: str) -> str:
        number = os.open(folder, os.O_PATH | os.O_DIRECTORY)
        self._open.append(number)
        return f"/proc/self/fd/{number}"

    def close(self) -> None:
        """Close the folders."""
        for number in self._open:
            os.close(number)


class Person(NamedTuple):
    """A user of the machine. `run` runs `aduan` as that user in a desk's folder."""

    name: str
    uid: int
    gid: int
    groups: tuple[int, ...]
    home: Path
    interpreter: Interpreter

    def run(
        self, desk: Path, *arguments: str, umask: int = 0o022, code: int | None = 0
    ) -> subprocess.CompletedProcess[str]:
        """Run `aduan` and return how it ended; with `code` that must be its exit code."""
        done = self.spawn([self.interpreter.path, "-m", "aduan_cli", *arguments], desk, umask)
        assert code is None or done.returncode == code, (self.name, arguments, done.returncode, done.stderr)
        return done

    def python(self, desk: Path, text: str, umask: int = 0o022, code: int = 0) -> None:
        """Run a piece of Python as the user; it must end with a code."""
        done = self.spawn([self.interpreter.path, "-c", text], desk, umask)
        assert done.returncode == code, done.stderr

    def spawn(self, line: list[str], folder: Path, umask: int, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run a command line as the user."""
        environment = {**clean_environment(self.home), **self.interpreter.environment, "LOGNAME": self.name}
        as_user: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": list(self.groups)}
        return warm.run(
            line,
            cwd=folder,
            env=environment,
            umask=umask,
            pass_fds=self.interpreter.open,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            **as_user,
            **more,
        )


class People(NamedTuple):
    """Two who share a group, one who does not, and root. `place` is a folder that all of them reach."""

    group: str
    sari: Person
    rina: Person
    stranger: Person
    root: Person
    place: Path

    def give(self, path: Path, person: Person | None = None) -> None:
        """Give a file to the group, or to a person."""
        if person is None:
            os.chown(path, -1, self.sari.groups[0])
        else:
            os.chown(path, person.uid, -1)


def _call(*line: str) -> None:
    """Run a command that changes the machine's users; another process may hold their files for a moment."""
    for attempt in range(100):
        done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
        if done.returncode == 0:
            return
        if "lock" not in done.stderr:
            break
        time.sleep(0.1 + attempt / 100)
    raise RuntimeError(f"{' '.join(line)}: {done.stderr}")


def _made(group: str, names: tuple[str, ...]) -> None:
    _call("groupadd", group)
    for name in names:
        more = ["-G", group] if name != names[-1] else []
        _call("useradd", "--no-create-home", "--user-group", *more, name)


@pytest.fixture(scope="session")
def everybody() -> Iterator[People]:
    """Make users and their group, and take them away again."""
    import grp
    import pwd

    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        pytest.skip("only root on Linux can make the users that this needs")
    lacking = [tool for tool in _TOOLS if shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/sbin") is None]
    if lacking:
        pytest.skip(f"users can't be made here: no {', '.join(lacking)}")
    group = f"aduan{os.getpid()}"
    names = (f"sari{os.getpid()}", f"rina{os.getpid()}", f"asing{os.getpid()}")
    place = Path(tempfile.mkdtemp(prefix="aduan-people-"))
    interpreter = Interpreter()
    try:
        _made(group, names)
        place.chmod(0o755)
        number = grp.getgrnam(group).gr_gid
        people = []
        for name in names:
            known = pwd.getpwnam(name)
            home = place / f"home-{name}"
            home.mkdir()
            os.chown(home, known.pw_uid, known.pw_gid)
            groups = (number,) if name != names[-1] else ()
            people.append(Person(name, known.pw_uid, known.pw_gid, groups, home, interpreter))
        (place / "home-root").mkdir()
        root = Person("root", 0, 0, (), place / "home-root", interpreter)
        if people[0].spawn([interpreter.path, "-c", "import aduan_cli.cli.entry"], place, 0o022).returncode != 0:
            pytest.skip("other users can't read this interpreter or its packages")
        yield People(group, people[0], people[1], people[2], root, place)
    finally:
        interpreter.close()
        for name in names:
            subprocess.run(["userdel", name], capture_output=True, check=False)
        subprocess.run(["groupdel", group], capture_output=True, check=False)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def people(everybody: People) -> Iterator[People]:
    """Return the users, with a folder of sari's for this test alone."""
    place = Path(tempfile.mkdtemp(dir=everybody.place))
    place.chmod(0o755)
    os.chown(place, everybody.sari.uid, everybody.sari.gid)
    yield everybody._replace(place=place)
    shutil.rmtree(place, ignore_errors=True)
