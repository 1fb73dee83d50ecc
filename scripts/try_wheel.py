"""Builds the wheel, installs it into an empty environment and takes calls with it, from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUST_HOLD = (
    "aduan_cli/py.typed",
    "aduan_cli/cli/tab_key.json",
    "aduan_cli/starter/rules.toml",
    "aduan_cli/starter/places/streets.toml",
    "aduan_cli/starter/plugins/bmsda/plugin.toml",
    "aduan_cli/schema/complaint.schema.json",
    "aduan_cli/locale/id/LC_MESSAGES/messages.mo",
    "aduan_cli/config/builtin_maps/bekasi-1500444.toml",
    "aduan_cli/config/empty.en.toml",
    "aduan_cli/config/empty.id.toml",
    "aduan_cli/config/plugin_files/templates/en/plugin.toml.template",
    "aduan_cli/config/plugin_files/templates/id/plugin.toml.template",
    "aduan_cli/config/plugin_files/templates/id/distribution/pyproject.toml.template",
)
CALL = "Penelepon melaporkan lampu PJU mati di Jl. Kenari Kel. Bekasi Jaya"


def build(folder: Path) -> Path:
    """Build the wheel and return it. Exits when something that must ship is missing."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    manual = "aduan-{}.data/data/share/man/man1/{}.1"
    version = wheel.name.split("-")[1]
    wanted = [*MUST_HOLD, *(manual.format(version, page) for page in ("aduan", "aduan-log", "aduan-db-verify"))]
    missing = [name for name in wanted if name not in names]
    strays = [name for name in names if not name.startswith(("aduan_cli/", "aduan-"))]
    if missing or strays:
        sys.exit(f"{wheel.name}: missing: {missing}; not ours: {strays}")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel into an environment that has nothing else; return its command."""
    venv.EnvBuilder(with_pip=True).create(folder)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run(pip, check=True)
    return folder / "bin" / "aduan"


class Trial:
    """Runs the installed command as cron would: hardly any environment, from its own folder."""

    def __init__(self, command: Path, folder: Path) -> None:
        self._command = command
        self._folder = folder
        self._environment = {"HOME": str(folder), "PATH": os.defpath, "ADUAN_LANG": "en"}

    def run(self, *arguments: str, code: int = 0, says: str = "") -> str:
        """Run a command; exits when its exit code or what it prints is not as wanted. Returns its stdout."""
        done = subprocess.run(
            [str(self._command), *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
        )
        shown = f"aduan {' '.join(arguments)}"
        if done.returncode != code or says not in done.stdout or "Traceback" in done.stderr:
            sys.exit(f"{shown}: exit {done.returncode}, wanted {code} and {says!r}\n{done.stdout}{done.stderr}")
        print(f"  ok: {shown}")
        return done.stdout


def read_manual(environment: Path) -> None:
    """Ask `man`, where there is one, for a page beside the installed command; exit where it finds none."""
    if shutil.which("man") is None:
        return
    ask = ["man", "-M", str(environment / "share" / "man"), "aduan-log"]
    done = subprocess.run(ask, env={"PATH": os.defpath, "MANPAGER": "cat"}, capture_output=True, encoding="utf-8")
    if done.returncode or "Log a call" not in done.stdout:
        sys.exit(f"{' '.join(ask)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    print("  ok: man aduan-log")


def main() -> int:
    """Build, install, try."""
    with tempfile.TemporaryDirectory(prefix="aduan-wheel-") as name:
        folder = Path(name)
        wheel = build(folder)
        empty = folder / "empty"
        empty.mkdir()
        trial = Trial(install(wheel, folder / "env"), empty)
        trial.run("--version", says="aduan ")
        read_manual(folder / "env")
        trial.run("--lang", "id", "--help", says="log")
        trial.run("list", code=4)
        trial.run("init", "desk")
        desk = ("--desk", "desk")
        ticket = trial.run(*desk, "log", CALL).strip()
        trial.run(*desk, "list", "--format", "json", says=ticket)
        trial.run(*desk, "why", ticket, says="pju-mati")
        log = str(ROOT / "examples" / "demo" / "calls.csv")
        trial.run(*desk, "import", log, "--map", "bekasi-1500444", code=6)
        trial.run(*desk, "list", "--count", says="30")
    return 0


if __name__ == "__main__":
    sys.exit(main())
