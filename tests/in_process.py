"""Whole commands in the tests' own process, for tests in which a process of its own is not the point.

The same line, environment, folder and streams as `processes.runner` gives; the interpreter and its modules are there
already, which is most of what a command takes. Code of units is asked in a child all the same.
"""

from __future__ import annotations

import gc
import os
from itertools import count
from os import PathLike
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from aduan_cli.cli.entry import run as run_line
from aduan_cli.i18n import choose
from aduan_cli.render import colour
from aduan_cli.testing.commands import Aduan, clean_environment, runner

_RUNS = count(1)


def runner_here(desk: str | PathLike[str], home: str | PathLike[str], capture: Any) -> Aduan:
    """Return a function that runs `aduan` in a desk's folder and returns how it ended, as `runner` does.

    `capture` is what a test gets as `capfd`. Where more than `cwd` and `env` is asked for, it is a process after all.
    """

    def run(*arguments: str, **more: Any) -> Any:
        if more.keys() - {"cwd", "env"}:
            return runner(desk, home)(*arguments, **more)
        environment = {**clean_environment(home), **more.get("env", {})}
        with pytest.MonkeyPatch.context() as patch:
            for name in os.environ:
                patch.delenv(name)
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.chdir(more.get("cwd", desk))
            choose(None)
            colour.choose("auto")
            capture.readouterr()
            try:
                with pytest.raises(SystemExit) as ended:
                    run_line(list(arguments))
            finally:
                # A command looks for no garbage, for its process ends soon. Ours goes on.
                gc.enable()
                if next(_RUNS) % 25 == 0:
                    gc.collect()
            out, err = capture.readouterr()
        return CompletedProcess(["aduan", *arguments], int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def aduan_here(aduan_desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Aduan:
    """Return a function that runs `aduan` in the desk's folder, in this process, and returns how it ended."""
    return runner_here(aduan_desk, tmp_path, capfd)
