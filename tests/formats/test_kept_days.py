"""A column that a map keeps says a day in one way, whatever the file writes."""

from __future__ import annotations

import pytest

from aduan_cli.desk_time import Zone
from aduan_cli.formats.moments import Moments

JAKARTA = Zone([[-(2**62), 7 * 3600]])


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("05/10/2026", "2026-10-05"), ("2026-10-05", "2026-10-05"), ("05/10/2026 10:30", "2026-10-05 10:30"),
        ("05/10/2026 00:00", "2026-10-05"),
        ("7", "7"), ("7,5", "7,5"), ("RT 05/10", "RT 05/10"), ("32/13/2026", "32/13/2026"), ("", ""), ("-", "-"),
    ],
)  # fmt: skip
def test_a_day_is_kept_as_a_workbook_gives_it(cell: str, kept: str) -> None:
    assert Moments(["%d/%m/%Y %H:%M", "%d/%m/%Y"], JAKARTA, False, 2_000_000_000).cell_kept(cell) == kept
