"""Where a record says that it is: one column `LAT,LON`, or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aduan_cli.points import point_of


class PointCells:
    """Reads the columns that a map names: `point`, or `lat` and `long`. Each is given by its place in a row."""

    def __init__(self, point: Sequence[int], lat: Sequence[int], long: Sequence[int]) -> None:
        self._places = tuple(point[:1]) or ((lat[0], long[0]) if lat and long else ())

    def read(self, cells: Sequence[str], given: dict[str, Any], sources: dict[str, str]) -> str:
        """Put the point of a record into what it gives; return what stands there that is none, and is kept as it is.

        Zeros say nothing.
        """
        parts = [cells[at].strip() for at in self._places]
        if len(parts) == 2:  # A sheet of a country with decimal commas.
            parts = [part.replace(",", ".") for part in parts]
        said = ",".join(parts)
        found = point_of(said)
        if found:
            given["point"], sources["point"] = found, "import"
        elif set(said) - set("0.,- "):
            given["fields"]["point"] = said
            return said
        return ""
