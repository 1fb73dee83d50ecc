"""What a city calls its two levels of places: `[places] levels = ["district", "ward"]`.

In its files and on its screens they have these words; the fields of a complaint stay `kecamatan` and `kelurahan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")

LEVELS = ("kecamatan", "kelurahan")
"""The fields of a complaint for the two levels, the larger first; the words of a city that says nothing else."""
Levels = Mapping[str, str]
"""Field → the city's word for it; empty when the fields' own names are the words."""


def heads(levels: Levels) -> Levels:
    """Return what stands above the columns of a table for people: field, also a caller's → the city's word."""
    return {f"{of}{field}": f"{of}{word}" for field, word in levels.items() for of in ("", "caller.")}


def written(data: Mapping[str, T], levels: Levels) -> dict[str, T]:
    """Return a table, or one of conditions, with its keys as the city writes them."""
    return {levels.get(key, key): value for key, value in data.items()}
