"""How many examples a property is tried on: few in `make test`, for newcomers wait for it; all in `make check`."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("ADUAN_THOROUGH") == "1"
"""Set by `make check`."""

EXPLORES = os.environ.get("ADUAN_EXPLORE") == "1"
"""Set by `make explore`: examples that nobody has seen, five times as many."""


def examples(most: int) -> int:
    """Return how many examples to try of at most so many."""
    if EXPLORES:
        return most * 5
    return most if THOROUGH else min(most, max(25, most // 4))
