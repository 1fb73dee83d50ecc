"""A pipe, a device, a socket or a folder in the place of any file of the desk: one sentence at once, nothing hangs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from aduan_cli.testing import desk as make_desk
from aduan_cli.testing import manifest
from processes import runner

CODE = """\
from aduan_cli.hookspecs import Decision, hookimpl

@hookimpl
def route(complaint):
    return Decision("uji-regu")
"""
MAP = 'name = "x"\n[columns]\ntext = "ISI"\nreported_at = "TGL"\n'
EVERY = (("log", "uji di Margahayu"), ("list",), ("rules", "check"))
FILES: dict[str, tuple[tuple[str, ...], ...]] = {
    "rules.toml": (*EVERY, ("rules", "diff"), ("plugin", "disable", "uji")),
    "libur.csv": EVERY,
    "plugins/uji/plugin.toml": (*EVERY, ("plugin", "check", "uji"), ("plugin", "doctor")),
    "plugins/uji/plugin.py": (("log", "uji di Margahayu"), ("plugin", "check", "uji"), ("plugin", "list")),
    "examples/a.toml": (("rules", "test"), ("rules", "check")),
    "maps/x.toml": (("import", "log.csv", "--map", "x"),),
    "aduan.db": (("log", "uji di Margahayu"), ("list",), ("show", "1")),
    ".aduan": (*EVERY, ("plugin", "disable", "uji")),
    ".aduan/rules.json": EVERY,
    ".aduan/lock": (("plugin", "disable", "uji"),),
    ".aduan/store.json": EVERY[:2],
    ".aduan/installed.json": (("plugin", "list"), ("rules", "check")),
    "quarantine": (("import", "log.csv", "--map", "x"),),
}
"""Each file of a desk, with commands that read or write it."""


def _socket(path: Path) -> None:
    bound = socket.socket(socket.AF_UNIX)
    here = os.open(path.parent, os.O_RDONLY)
    try:
        bound.bind(f"/proc/self/fd/{here}/{path.name}")
    finally:
        bound.close()
        os.close(here)


KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": lambda path: os.mkfifo(path),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "terminal": lambda path: path.symlink_to("/dev/tty"),
    "folder": lambda path: path.mkdir(),
    "socket": _socket,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk in use that has every file there can be."""
    folder = make_desk(
        tmp_path_factory.mktemp("whole") / "desk", plugins={"uji": {"plugin.py": CODE, "plugin.toml": manifest("uji")}}
    )
    rules = folder / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("[plugins]\n", '[holidays]\nfile = "libur.csv"\n\n[plugins]\n', 1), encoding="utf-8")
    (folder / "libur.csv").write_text("date,name\n2026-12-25,Natal\n", encoding="utf-8")
    (folder / "log.csv").write_text("ISI,TGL\nuji di Margahayu,2026-11-20\nuji,kapan-kapan\n", encoding="utf-8")
    for name, content in (
        ("maps/x.toml", MAP),
        ("examples/a.toml", '[[example]]\ntext = "sampah"\nexpect = { unit = "dlh" }\n'),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    aduan = runner(folder, folder.parent)
    for command in (("log", "uji di Margahayu"), ("log", "uji"), ("plugin", "list"), ("rules", "check")):
        done = aduan(*command)
        assert (done.returncode, done.stderr) == (0, done.stderr), done.stderr
    return folder


@pytest.mark.parametrize(
    "kind", [kind if kind == "pipe" else pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS]
)
@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_hangs_no_command(whole: Path, tmp_path: Path, name: str, kind: str) -> None:
    """Each command ends by itself, with a sentence instead of a traceback."""
    folder = tmp_path / "desk"
    shutil.copytree(whole, folder)
    place = folder / name
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    KINDS[kind](place)
    for command in FILES[name]:
        done = runner(folder, tmp_path)("--desk", str(folder), *command, timeout=60, stdin=subprocess.DEVNULL)
        assert "Traceback" not in done.stderr
        assert "bug:" not in done.stderr
        assert done.returncode in (0, 3, 4, 5, 6, 7), (command, done.stderr)
        assert done.returncode == 0 or done.stderr, command
