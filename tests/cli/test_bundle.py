"""The compiled modules of the daily commands in one file: made by itself, never older than the sources, not needed."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import aduan_cli

CALL = "Penelepon melaporkan sampah menumpuk di Kel. Margahayu"
PROBE = """\
import atexit, sys
sys.path.insert(0, sys.argv[1])
from aduan_cli.cli import main
sys.argv = ["aduan", *sys.argv[2:]]
try:
    main()
except SystemExit as end:
    sys.stderr.write(f"EXIT {end.code}\\n")
names = "aduan_cli.", "json", "sqlite3"
found = {name: getattr(m.__spec__, "cached", "") for name, m in sys.modules.items() if name.startswith(names)}
sys.stderr.write("LOOKED FOR " + " ".join(name for name, place in found.items() if not place.endswith(".bundle")))
"""
Log = Callable[..., tuple[str, set[str]]]
AHEAD = {"aduan_cli.cli", "aduan_cli.cli.bundle"}
"""What is loaded before there is a bundle."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the package as one that is installed by itself."""
    source = Path(aduan_cli.__file__).parent
    left_out = shutil.ignore_patterns("__pycache__", "testing", "misbehaving", "*.po", "postgres")
    return shutil.copytree(source, tmp_path / "site" / "aduan_cli", ignore=left_out)


@pytest.fixture
def log(package: Path, desk: Path) -> Log:
    """Return what logs a call with that package, and returns what it printed and the modules that were looked for."""

    def run(*more: str, expected: str = "UJI-", **variables: str) -> tuple[str, set[str]]:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **variables}
        line = [sys.executable, "-c", PROBE, str(package.parent), "--desk", str(desk), "log", CALL, *more]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=True)
        said, _marker, modules = done.stderr.partition("LOOKED FOR ")
        assert "EXIT 0" in said
        assert done.stdout.startswith(expected)
        return said, set(modules.split())

    return run


def bundle_of(package: Path) -> Path:
    """Return where a package has its bundle."""
    return package / "__pycache__" / f"daily.{sys.implementation.name}-{sys.hexversion:x}.bundle"


@pytest.fixture
def bundled(package: Path, log: Log) -> Path:
    """Return the bundle, as daily commands have left it."""
    for _number in range(2):
        log()
    return bundle_of(package)


def test_a_daily_command_leaves_its_modules_for_the_next(bundled: Path, log: Log) -> None:
    """Which finds all of them there, and leaves the file as it is."""
    before = bundled.stat()
    _said, looked_for = log()
    assert looked_for == AHEAD
    assert bundled.stat() == before or bundled.stat().st_mtime_ns == before.st_mtime_ns
    assert [file.name for file in bundled.parent.iterdir() if ".bundle" in file.name] == [bundled.name]


@pytest.mark.parametrize("umask", [0o000, 0o077])
@pytest.mark.parametrize("mode", [0o644, 0o600])
def test_who_reads_and_writes_the_source_reads_and_writes_it(package: Path, log: Log, umask: int, mode: int) -> None:
    """What is in it is run by everybody who uses the package, whatever the umask of who made it."""
    (package / "cli" / "bundling.py").chmod(mode)
    before = os.umask(umask)
    try:
        for _number in range(2):
            log()
    finally:
        os.umask(before)
    assert bundle_of(package).stat().st_mode & 0o777 == mode


def test_what_compiles_rules_is_no_daily_command(package: Path, log: Log) -> None:
    _said, looked_for = log()
    assert "aduan_cli.config.rule_files.loader" in looked_for
    assert not bundle_of(package).exists()


def test_a_source_that_changed_counts_at_once(bundled: Path, package: Path, log: Log) -> None:
    """Also where it has as many bytes as before. What it is now comes into the bundle."""
    source = package / "cli" / "understood.py"
    text = source.read_text(encoding="utf-8")
    assert text.count('"→') >= 1
    source.write_text(text.replace('"→', '"⇒'), encoding="utf-8")
    said, looked_for = log()
    assert "⇒" in said
    assert looked_for == AHEAD | {"aduan_cli.cli.understood"}
    said, looked_for = log()
    assert "⇒" in said
    assert looked_for == AHEAD


def test_where_somebody_may_have_put_modules_before_pythons_own_these_are_looked_for(
    bundled: Path, log: Log, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "bisect.py").write_text("from _bisect import *\nprint('MINE')\n", encoding="utf-8")
    _said, looked_for = log(PYTHONPATH=str(tmp_path / "mine"), expected="MINE")
    assert {"json", "json.decoder", "sqlite3"} <= looked_for
    assert "aduan_cli.cli.log_call" not in looked_for


def test_a_module_that_is_gone_is_gone(bundled: Path, package: Path) -> None:
    (package / "unseen.py").unlink()
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    code = (
        "from aduan_cli.cli.bundle import Bundle; print(Bundle().find_spec('aduan_cli.unseen'), bool(Bundle().codes))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == ["None", "True"]


@pytest.mark.parametrize("keep", [0, 3, 7, 9, 2_000, -1])
def test_half_a_bundle_is_none(bundled: Path, log: Log, keep: int) -> None:
    """The next command makes it anew."""
    whole = bundled.read_bytes()
    bundled.write_bytes(whole[:keep])
    _said, looked_for = log()
    assert "aduan_cli.cli.log_call" in looked_for
    assert log()[1] == AHEAD


@pytest.mark.parametrize("damage", [b"\0", b"i"], ids=["zeros", "numbers"])
def test_code_that_is_none_is_loaded_by_python(bundled: Path, log: Log, damage: bytes) -> None:
    """A call isn't lost by what a disk makes of a file that is only there to be quick."""
    whole = bundled.read_bytes()
    begin = 8 + int.from_bytes(whole[4:8], "little")
    bundled.write_bytes(whole[:begin] + damage * (len(whole) - begin))
    log()


def test_another_pythons_bundle_is_none(bundled: Path, log: Log) -> None:
    bundled.write_bytes(b"\0\0\0\0" + bundled.read_bytes()[4:])
    assert "aduan_cli.cli.log_call" in log()[1]


def test_none_is_made_where_python_writes_nothing(package: Path, log: Log) -> None:
    """By the wish of who runs it, or because it may not."""
    for _number in range(2):
        log(PYTHONDONTWRITEBYTECODE="1")
    assert not (package / "__pycache__").exists()


def test_a_disk_that_takes_no_bundle_keeps_no_call(bundled: Path, package: Path, log: Log) -> None:
    """Nor is half a file left."""
    bundled.unlink()
    limit = "\nimport resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
    with (package / "cli" / "bundling.py").open("a", encoding="utf-8") as file:
        file.write(limit)
    log()
    assert [file.name for file in bundled.parent.iterdir() if "bundle" in file.name] == []


def test_what_is_in_it_is_what_python_compiled(bundled: Path, package: Path) -> None:
    whole = bundled.read_bytes()
    begin = 8 + int.from_bytes(whole[4:8], "little")
    entries = marshal.loads(whole[8:begin])
    assert entries.keys() >= {"aduan_cli.cli.log_call", "aduan_cli.store.sqlite", "json.decoder", "sqlite3"}
    assert not {name.partition(".")[0] for name in entries} & {"_distutils_hack", "coverage", "click"}
    for name, (_mtime, size, is_package, first, end) in entries.items():
        folder = package.parent if name.startswith("aduan_cli") else Path(os.__file__).parent
        source = folder / Path(*name.split("."))
        source = source / "__init__.py" if is_package else source.with_suffix(".py")
        text = source.read_bytes()
        assert size == len(text)
        assert marshal.loads(whole[begin + first : begin + end]) == compile(text, source, "exec", dont_inherit=True)
