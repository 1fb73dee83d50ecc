"""An invented unit with code, for the tests of `aduan plugin`: its manifest, its code, and a desk with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aduan_cli.testing import RULES, desk

MANIFEST = """\
[plugin]
name = "lampu"
api = 1
owner = "URC Lampu"
[unit]
id = "lampu"
name = "Dinas Penerangan"
[crews.tiang]
name = "Regu Tiang"
[categories.lampu-mati]
unit = "lampu-tiang"
text = ["lampu jalan"]
[[example]]
text = "lampu jalan mati"
expect = { unit = "lampu-tiang", category = "lampu-mati" }
[[example]]
text = "lampu jalan mati semua"
expect = { unit = "lampu", step = "code", priority = "high" }
"""
CODE = '''\
"""The unit's code."""
from aduan_cli.hookspecs import Complaint, Decision, Note, hookimpl


@hookimpl
def route(complaint: Complaint) -> Decision | None:
    return Decision("lampu", priority="high") if "semua" in complaint.text else None


@hookimpl
def validate(complaint: Complaint) -> list[Note]:
    return [Note("di mana?")] if complaint.kelurahan is None else []
'''
ENABLED = RULES + '\n[plugins]\nenable = ["lampu"]\n'
DISABLED = RULES + "\n[plugins]\nenable = []\n"
CALL = "lampu jalan mati di Margahayu"


def line(part: str, text: str = CODE) -> int:
    """Return the line of a text in which a part of it stands first; 0 for none."""
    return next((number for number, one in enumerate(text.splitlines(), 1) if part in one), 0)


def lamps(folder: Path, code: str | None = CODE, manifest: str = MANIFEST, rules: str = ENABLED) -> Path:
    """Write a desk with the unit in it, enabled or not."""
    files: dict[str, Any] = {"plugin.toml": manifest, **({} if code is None else {"plugin.py": code})}
    return desk(folder, rules, {"lampu": files})
