"""What a desk says of files that belong to calls: the largest, and which categories ask for one as a proof."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames

USUAL_FILE, LARGEST_FILE = 25, 256
"""MB of the largest file that can be attached where the desk says nothing, and at most: it is read whole."""
PROOF = ("result", "file")
"""What `resolve` may be asked for."""


def largest_file(city: Source, problems: Problems) -> float:
    """Return how many MB a file may have that is attached."""
    most: float = city.data.get("desk", {}).get("largest_file", USUAL_FILE)
    if most <= LARGEST_FILE:
        return most
    right = _("{least} to {most} would be right").format(least=1, most=LARGEST_FILE)
    path: Path = ("desk", "largest_file")
    problems.error(city.file, path, _("{value} is out of range").format(value=most), right)
    return USUAL_FILE


def proof_of(sources: Iterable[Source], names: DeclaredNames) -> dict[str, list[str]]:
    """Return by category what `resolve` asks for, where that is not the usual: what was done, in words."""
    return {
        category: [name for name in PROOF if name in table["proof"]]
        for source in sources
        for category, table in source.data.get("categories", {}).items()
        if "proof" in table and names.categories[category] == source.file
    }
