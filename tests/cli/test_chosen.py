"""The filters of `--where`: each means what the option of `list` of its name means; a slip is told with what would be
right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aduan_cli.cli import chosen, filters
from aduan_cli.errors import UsageError
from aduan_cli.model import FILTERS
from aduan_cli.stored import Query
from desk_here import HereDesk, desk_here

NOTHING: dict[str, Any] = {
    **dict.fromkeys(FILTERS, ()),
    **dict.fromkeys(("open", "unanswered", "bounced", "escalated", "mine"), False),
    **dict.fromkeys(("since", "until", "due_before", "late")),
    "sort": "reported_at",
    "reverse": True,
}
"""The options of `list` where none is given, the oldest first."""


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk in which somebody called."""
    desk = desk_here(tmp_path)
    desk.log("sampah di Margahayu")
    return desk


def listed(desk: HereDesk, helping: bool = False, **options: Any) -> Query:
    """Return the query of options as `list` takes them."""
    return filters.query(desk, {**NOTHING, **options}, helping)


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ([], {}),
        (["open"], {"open": True}),
        ([" OPEN "], {"open": True}),
        (["unanswered", "bounced", "escalated"], {"unanswered": True, "bounced": True, "escalated": True}),
        (["mine"], {"mine": True}),
        (["unit=dlh"], {"unit": ("dlh",)}),
        (["unit = dlh"], {"unit": ("dlh",)}),
        (["unit=dlh", "unit=bpbd"], {"unit": ("dlh", "bpbd")}),
        (["unit=dlh,bpbd"], {"unit": ("dlh,bpbd",)}),
        (["status=routed", "category=sampah"], {"status": ("routed",), "category": ("sampah",)}),
        (["status=!closed"], {"status": ("!closed",)}),
        (["prioritas=tinggi"], {"priority": ("tinggi",)}),
        (["since=2026-11-01", "until=2026-11-02"], {"since": "2026-11-01", "until": "2026-11-02"}),
        (["due-before=2026-12-01"], {"due_before": "2026-12-01"}),
        (["late"], {"late": "any"}),
        (["late=resolve"], {"late": "resolve"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("helping", [False, True])
def test_a_filter_means_what_the_option_of_list_means(
    desk: HereDesk, given: list[str], options: dict[str, Any], helping: bool
) -> None:
    assert chosen.query(desk, given, helping) == listed(desk, helping, **options)


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("open=yes", "open would be right"),
        ("bounced=", "bounced would be right"),
        ("unit", "unit=... would be right"),
        ("unit=", "unit=... would be right"),
        ("unit= ", "unit=... would be right"),
        ("since", "since=... would be right"),
        ("late=", "late=... would be right"),
    ],
)
def test_a_filter_that_lacks_its_value_or_has_one_too_many_is_told(desk: HereDesk, given: str, right: str) -> None:
    with pytest.raises(UsageError) as error:
        chosen.query(desk, [given], False)
    assert right in str(error.value)
    assert given.strip() in str(error.value)


@pytest.mark.parametrize("given", ["unti=dlh", "sort=ticket", "reverse", "reverse=1", "", "=dlh", "due_before=1"])
def test_what_is_no_filter_is_told_with_those_that_are(desk: HereDesk, given: str) -> None:
    """Orders are none: complaints are moved the oldest first."""
    with pytest.raises(UsageError, match="filter"):
        chosen.query(desk, [given], False)


def test_a_slip_is_told_with_what_was_meant(desk: HereDesk) -> None:
    with pytest.raises(UsageError, match="did you mean 'category'"):
        chosen.query(desk, ["categry=sampah"], False)


def test_every_filter_that_is_offered_is_one(desk: HereDesk) -> None:
    """Those which a shell completes, each with a value that fits."""
    values = {
        "status": "new", "kind": "complaint", "priority": "high", "phone": "0812-0000-0001", "incident": "1",
        "since": "2026-11-01", "until": "2026-11-01", "due-before": "2026-12-01", "unit": "dlh", "category": "sampah",
        "channel": "phone", "kecamatan": "Bekasi Timur", "kelurahan": "Margahayu", "shift": "pagi",
    }  # fmt: skip
    for name in chosen.NAMES:
        given = f"{name}{values.get(name[:-1], 'sari')}" if name.endswith("=") else name
        assert chosen.query(desk, [given], False).ascending
