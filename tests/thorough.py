"""How many examples a property is tried on: few in `make test`, for newcomers wait for it; all in `make check`."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("ADUAN_THOROUGH") == "1"
"""Set by `make check`."""


def examples(most: int) -> int:
    """Return how many examples to try of at most so many."""
    return most if THOROUGH else max(25, most // 4)
