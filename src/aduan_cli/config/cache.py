"""The compiled rules as the last command left them, so that the daily commands parse no TOML.

`.aduan/rules.json` holds the compiled form with the state of every file that it was made from. It counts only
while each of these files is what it was; it is written as a whole, and done without when it can't be.
"""

from __future__ import annotations

import json
import os
from typing import Any

FORMAT = 1
"""Raised whenever the compiled form changes its meaning."""


def _path(desk: str) -> str:
    return os.path.join(desk, ".aduan", "rules.json")


def stamp(path: str) -> list[int] | None:
    """Return what tells one state of a file from another; None when it is not there."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return [
        found.st_mtime_ns,
        found.st_ctime_ns,
        found.st_size,
        found.st_ino,
        found.st_mode,
        found.st_uid,
        found.st_gid,
    ]


def read(desk: str, version: str) -> dict[str, Any] | None:
    """Return the cached rules when every file is as it was, else None. Any damage means None."""
    try:
        with open(_path(desk), encoding="utf-8") as file:
            cached = json.load(file)
        if cached["format"] != FORMAT or cached["aduan"] != version:
            return None
        for path, state in cached["stamps"].items():
            if stamp(os.path.join(desk, path)) != state:
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return dict(cached)


def write(desk: str, version: str, cached: dict[str, Any]) -> None:
    """Keep the rules for the next command. A desk that can't be written does without."""
    path = _path(desk)
    temporary = f"{path}.{os.getpid()}"
    # The patterns as they were written explain a decision, they don't make one; they'd be a third of the file.
    rules = {name: value for name, value in cached["rules"].items() if name != "words"}
    kept = {"format": FORMAT, "aduan": version, **cached, "rules": rules}
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(kept, file, separators=(",", ":"), ensure_ascii=False)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            pass
