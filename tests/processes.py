"""An invented desk's rules, and the installed command as a process, for tests of whole commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

RULES = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
triage = "triage"
channels = ["phone", "whatsapp"]

[shifts]
pagi = "07:00-14:00"
siang = "14:00-21:00"
malam = "21:00-07:00"

[cues]
complaint = ["melaporkan"]
information = ["menanyakan"]

[kecamatan]
"Bekasi Timur" = ["Margahayu", "Duren Jaya"]
"Bekasi Utara" = ["Teluk Pucung"]

[units.dlh]
name = "Dinas Lingkungan Hidup"
[units.bpbd]
name = "Badan Penanggulangan Bencana Daerah"

[categories.sampah]
unit = "dlh"
text = ["sampah"]
[categories.banjir]
unit = "bpbd"
text = ["banjir"]
"""

Aduan = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs `aduan` with the arguments given and returns how it ended."""


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment as cron gives it: no settings of ours, English, a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONDONTWRITEBYTECODE") if name in os.environ}
    return {**kept, "HOME": str(home), "ADUAN_LANG": "en", "LANG": "C.UTF-8", "LOGNAME": "petugas"}


def runner(desk: Path, home: Path) -> Aduan:
    """Return a function that runs `aduan` in a desk's folder as a process and returns how it ended."""

    def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {**clean_environment(home), **more.pop("env", {})}
        return subprocess.run(
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
