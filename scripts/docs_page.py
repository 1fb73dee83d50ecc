"""Documents that are made from the code: written anew, or held against what the code says today."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def write_or_check(page: Path, text: Callable[[], str], arguments: list[str]) -> int:
    """Write a page (`write`), or return 1 when the one that is there differs (`check`)."""
    wanted = text()
    if arguments == ["write"]:
        page.write_text(wanted, encoding="utf-8")
        return 0
    if page.is_file() and page.read_text(encoding="utf-8") == wanted:
        return 0
    print(f"{page.relative_to(DOCS.parent)} is out of step with the code; make docs would be right", file=sys.stderr)
    return 1
