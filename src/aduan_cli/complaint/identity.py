"""What tells records of files apart, and a record from an earlier version of itself.

A key compares what cells mean: without the spaces around them, days as days and times as times however they are
written, whole numbers without the `.0` that a spreadsheet adds. So a sheet that was opened and saved again is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from aduan_cli.record import TupleRecord

APART = "\x1f"
"""Stands between cells."""
_BLANK = APART + " -"
_WHOLE = re.compile(rf"(?<![^{APART}])([0-9]+)[.,]00?(?![^{APART}])")
"""A whole number as a spreadsheet may write it. More zeros than two are thousands: `1.000`."""
_ZEROS = (".0", ",0", ".00", ",00")
_POINT, _COMMA, _POINT_TWO, _COMMA_TWO = (zeros + APART for zeros in _ZEROS)


class Identity(TupleRecord):
    """Digests (8 bytes each) of what tells a record from others, and of all of it that the map reads."""

    key: bytes
    content: bytes


def joined(cells: Sequence[str]) -> str:
    """Return cells as one text that is equal when they mean the same."""
    stripped = [*map(str.strip, cells)]
    if "-" in stripped:
        stripped = ["" if cell == "-" else cell for cell in stripped]
    text = APART.join(stripped)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Looked for without the pattern first: a file has a million records, and few with such a number.
    if _POINT in text or _COMMA in text or _POINT_TWO in text or _COMMA_TWO in text or text.endswith(_ZEROS):
        text = _WHOLE.sub(r"\1", text)
    return text


def same(one: object, other: object) -> bool:
    """Say whether two values of a complaint mean the same."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or joined([one]) == joined([other])
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return one == other


def identity(key: str, content: str) -> Identity:
    """Return the digests of a key and a content. A record whose key is empty is known by its content."""
    said = content.encode("utf-8", "replace")
    told = key.encode("utf-8", "replace") if key.strip(_BLANK) else said
    return Identity(blake2b(told, digest_size=8).digest(), blake2b(said, digest_size=8).digest())
