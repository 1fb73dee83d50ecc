"""The installed command as a process of its own, in an environment as cron gives it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from os import PathLike
from typing import Any

Aduan = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs `aduan` with the arguments given and returns how it ended."""

_KEPT = ("PATH", "PYTHONDONTWRITEBYTECODE")


def clean_environment(home: str | PathLike[str]) -> dict[str, str]:
    """Return an environment as cron gives it: no settings of the desk, English, a home of its own."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HOME": str(home), "ADUAN_LANG": "en", "LANG": "C.UTF-8", "LOGNAME": "petugas"}


def runner(
    desk: str | PathLike[str],
    home: str | PathLike[str],
    start: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run,
) -> Aduan:
    """Return a function that runs `aduan` in a desk's folder as a process and returns how it ended.

    It takes the command's arguments, and by name what `subprocess.run` takes; `env` is added to the environment.
    `start` is what starts the process and waits for its end, as `subprocess.run` does.
    """

    def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {**clean_environment(home), **more.pop("env", {})}
        return start(
            [sys.executable, "-m", "aduan_cli", *arguments],
            cwd=more.pop("cwd", desk),
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=more.pop("timeout", 60),
            check=False,
            **more,
        )

    return run
