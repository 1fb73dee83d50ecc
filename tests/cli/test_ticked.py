"""What a monitor reads of a desk: thresholds as it takes them, one line that it can parse, and a code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.app.tick_preview import Status
from aduan_cli.cli.ticked import CRITICAL, OK, USUAL, WARNING, _code, _pair, _perfdata, _sentence
from aduan_cli.errors import UsageError

BOUNDS = st.none() | st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("name", "given_", "pair"),
    [
        ("late", "1,20", (1, 20)),
        ("late", "1,", (1, None)),
        ("late", ",20", (None, 20)),
        ("late", "5", (5, None)),
        ("late", ",", (None, None)),
        ("late", " 3 , 3 ", (3, 3)),
        ("late", "0,0", (0, 0)),
        ("age", "15m,1h", (900, 3_600)),
        ("age", "90,2d", (90, 172_800)),
        ("age", "30s,", (30, None)),
    ],
)
def test_two_numbers_of_which_either_may_lack(name: str, given_: str, pair: tuple[int | None, int | None]) -> None:
    assert _pair(name, given_) == pair


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("late", "a"), ("late", "1,b"), ("late", "20,1"), ("late", "-1,"), ("late", "1.5,"), ("late", "1,2,3"),
        ("late", "15m,"), ("age", "1h,15m"), ("age", "m"), ("age", "1w,"), ("late", "²,"), ("late", "٣,"),
        ("late", "9" * 5_000),
    ],
)  # fmt: skip
def test_what_is_no_threshold_is_refused_with_one_that_would_be(name: str, given_: str) -> None:
    """One that a monitor never reaches would keep it silent for ever."""
    with pytest.raises(UsageError, match=f"--{name} .*would be right"):
        _pair(name, given_)


def test_what_nobody_gives_is_a_threshold() -> None:
    assert all(_pair(name, usual) != (None, None) for name, usual in USUAL.items())


@given(st.integers(0, 10**6), BOUNDS, BOUNDS)
def test_a_figure_that_reaches_a_threshold_is_told(figure: int, warning: int | None, critical: int | None) -> None:
    code = _code(figure, (warning, critical))
    assert (code == CRITICAL) is (critical is not None and figure >= critical)
    assert (code == OK) is all(bound is None or figure < bound for bound in (warning, critical))


@given(BOUNDS, BOUNDS)
def test_a_tick_that_never_ran_is_critical_unless_nobody_minds(warning: int | None, critical: int | None) -> None:
    assert _code(None, (warning, critical)) == (OK if warning is critical is None else CRITICAL)


@given(st.sampled_from([*USUAL]), st.none() | st.integers(0, 10**9), BOUNDS, BOUNDS)
def test_a_monitor_can_parse_each_figure(
    name: str, figure: int | None, warning: int | None, critical: int | None
) -> None:
    """`'label'=value[UOM];[warn];[crit];[min]` of the Monitoring Plugins guidelines; `U` is unknown."""
    told = _perfdata(name, figure, (warning, critical))
    found = re.fullmatch(r"([a-z]+)=(?:(U)|(\d+)(s?));(\d*);(\d*);0", told)
    assert found is not None
    assert found[1] == name
    assert (found[2] == "U") is (figure is None)
    assert figure is None or (int(found[3]), found[4]) == (figure, "s" if name == "age" else "")
    assert [found[5], found[6]] == ["" if bound is None else str(bound) for bound in (warning, critical)]


def status(**more: int | None) -> Status:
    """Return how a desk does where all is well."""
    fields: dict[str, int | None] = {"late": 0, "emergencies": 0, "dead": 0, "waiting": 0, "quarantined": 0, "age": 60}
    return Status(**{**fields, **more})  # type: ignore[arg-type]


def test_a_person_reads_what_is_wrong_and_when_it_was_looked_at() -> None:
    assert _sentence(status()) == "0 late, 0 emergencies that nobody has in time, last tick 60 s ago"
    assert _sentence(status(age=None, late=2)).startswith("2 late, ")
    assert _sentence(status(age=None)).endswith("tick never ran")
    told = _sentence(status(dead=3, waiting=1, quarantined=4))
    assert (
        "3 messages that will not arrive, 1 message waiting for an hour and more, 4 answers of units in the quarantine"
        in told
    )


def test_a_code_is_the_worst_of_all() -> None:
    assert max(OK, WARNING, CRITICAL) == CRITICAL
