"""How a column writes its days: proved by numbers that can't be months, else asked."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.date_forms import DateForms

WRITTEN = [
    "%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y %H.%M", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M", "%d-%m-%y",
    "%y-%m-%d",
]  # fmt: skip


def seen(*cells: str) -> DateForms:
    """Return what was seen of cells."""
    forms = DateForms()
    for cell in cells:
        forms.see(cell)
    return forms


@given(st.sampled_from(WRITTEN), st.lists(st.datetimes(datetime(2001, 1, 1), datetime(2068, 1, 1)), min_size=1))
def test_the_right_format_is_proved_or_asked_and_no_wrong_one_is_proved(form: str, days: list[datetime]) -> None:
    """For all days: what is beyond doubt reads every cell as the day that was meant."""
    cells = [day.strftime(form) for day in days]
    forms = seen(*cells)
    proved, asked = forms.proved(), [one for _example, several in forms.asked() for one in several]
    assert form in proved or form in asked
    assert forms.dates == forms.count == len(cells)
    for one in proved:
        assert [datetime.strptime(cell, one) for cell in cells] == [datetime.strptime(cell, form) for cell in cells]


@pytest.mark.parametrize(
    ("cells", "proved", "asked"),
    [
        (["03/04/2026", "13/04/2026"], ["%d/%m/%Y"], []),
        (["03/04/2026", "04/13/2026"], ["%m/%d/%Y"], []),
        (["03/04/2026"], [], ["%d/%m/%Y", "%m/%d/%Y"]),
        (["03/04/2026", "13/04/2026 14:05"], ["%d/%m/%Y", "%d/%m/%Y %H:%M"], []),
        (["13/04/2026", "04/13/2026"], [], ["%d/%m/%Y", "%m/%d/%Y"]),
        (["2026-11-24", "24 November 2026"], ["%Y-%m-%d", "%d %B %Y"], []),
        (["11-12-10"], [], ["%d-%m-%y", "%m-%d-%y", "%y-%m-%d"]),
        (["31-12-32"], ["%d-%m-%y"], []),
        (["99-12-31"], ["%y-%m-%d"], []),
        (["sampah", "081200000001", "1,5", "123/4/5"], [], []),
    ],
)
def test_what_proves_an_order_and_what_is_asked(cells: list[str], proved: list[str], asked: list[str]) -> None:
    """A day with a time and one without are of one column, so that either proves both; mixed orders are asked."""
    forms = seen(*cells)
    assert forms.proved() == proved
    assert [one for _example, several in forms.asked() for one in several] == asked
