"""What every test may use: a small invented desk, and the installed command as a process."""

from __future__ import annotations

import sys

# What pytest makes of modules is kept, whatever the environment says: before the first that it rewrites is imported,
# Hypothesis among them. It is most of what each worker needs to begin.
sys.dont_write_bytecode = False

import compileall
import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import aduan_cli
from aduan_cli.i18n import choose
from aduan_cli.render import colour
from aduan_cli.store.sqlite import SqliteStore
from processes import Aduan, runner
from thorough import EXPLORES, THOROUGH, examples

pytest_plugins = [
    "aduan_cli.testing.fixtures",
    "compiled_once",
    "database",
    "in_process",
    "office",
    "desk_in_use",
    "people",
]

IN_MEMORY = Path("/dev/shm")
"""Where the desks of an ordinary run are made: a disk is waited for thousands of times. `make check` is on the disk."""

ROOM_OF_DESKS = 2_000_000_000
"""In bytes; more than the folders of three runs take, which is what pytest keeps."""

# Before any of them is imported: pytest then explains failed assertions in what test modules share.
pytest.register_assert_rewrite("invented")

# The same examples in every run, so that a change is judged by what it changed; `make explore` draws others each time.
settings.register_profile("aduan", deadline=None, max_examples=examples(100), derandomize=not EXPLORES)
settings.load_profile("aduan")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once, before any worker starts.

    The tests run it as a process thousands of times. Where the environment forbids Python to write what it compiled,
    each would compile every module anew; a package in a folder that can't be written stays as it is.
    """
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(aduan_cli.__file__).parent, quiet=2)
        if not THOROUGH and "TMPDIR" not in os.environ and _holds_desks(IN_MEMORY):
            os.environ["TMPDIR"], tempfile.tempdir = str(IN_MEMORY), None


def _holds_desks(folder: Path) -> bool:
    """Tell whether the desks of a run have room in a folder, and programs may be run there."""
    try:
        system = os.statvfs(folder)
    except OSError:
        return False
    return (
        os.access(folder, os.W_OK)
        and not system.f_flag & os.ST_NOEXEC
        and system.f_bavail * system.f_frsize >= ROOM_OF_DESKS
    )


@pytest.fixture
def desk(aduan_desk: Path) -> Path:
    """Return the folder of a small invented desk. Nothing has been stored there yet."""
    return aduan_desk


@pytest.fixture
def aduan(aduan_desk: Path, tmp_path: Path) -> Aduan:
    """Return a function that runs `aduan` in the desk's folder as a process and returns how it ended."""
    return runner(aduan_desk, tmp_path)


@pytest.fixture(scope="session", autouse=True)
def tests_are_no_garbage() -> Iterator[None]:
    """Keep what was collected out of every look for garbage: half a million objects, looked through again and again.

    A command leaves what there is for good, too, for its process ends soon; here that would keep its garbage.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("freeze", "unfreeze"):
            patch.setattr(gc, name, lambda: None)
        yield


@pytest.fixture(autouse=True)
def closed_stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every store that a test opened and left open: Python 3.13 warns of one that is collected open.

    One that is closed is let go at once, with the rules that hang on it: some tests run thousands of commands.
    """
    opened: dict[int, SqliteStore] = {}
    make, close = SqliteStore.__init__, SqliteStore.close

    def made(store: SqliteStore, *arguments: Any, **more: Any) -> None:
        make(store, *arguments, **more)
        opened[id(store)] = store

    def closed(store: SqliteStore) -> None:
        close(store)
        opened.pop(id(store), None)

    monkeypatch.setattr(SqliteStore, "__init__", made)
    monkeypatch.setattr(SqliteStore, "close", closed)
    yield
    for store in list(opened.values()):
        store.close()


@pytest.fixture(autouse=True)
def language_and_colour_of_the_environment() -> None:
    """Begin each test in the environment's language and colours: one that runs a command here has chosen others."""
    choose(None)
    colour.choose("auto")
