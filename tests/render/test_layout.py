"""How a table uses the columns of a terminal, for any columns, wishes and widths."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.layout import GAP, LEAST_TEXT, WHOLE, WORDY, Layout, Plan, planned

COLUMNS = st.lists(
    st.sampled_from([*sorted(WHOLE), *sorted(WORDY), "unit", "kecamatan", "category", "caller"]),
    min_size=1,
    max_size=8,
    unique=True,
)
TERMINALS = st.integers(8, 220)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[int], Layout]:
    """Return names of columns, what each would take, and what the table may do."""
    names = draw(COLUMNS)
    natural = [draw(st.integers(1, 12 if name in WHOLE else 120)) for name in names]
    # What says the most is never spared: the first column tells which row it is, the last is the text.
    spare = draw(st.permutations(names[1:-1]).map(tuple)) if len(names) > 2 else ()
    text = draw(st.sampled_from([None, names[-1], "absent"]))
    least = {name: draw(st.integers(1, 30)) for name in draw(st.sets(st.sampled_from(names)))}
    return names, natural, Layout(spare[: draw(st.integers(0, len(spare)))], text, draw(st.integers(1, 3)), least)


def taken(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def line(plan: Plan) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the columns that stand in one line, and their widths."""
    return (plan.shown[:-1], plan.widths[:-1]) if plan.below else (plan.shown, plan.widths)


@given(tables(), TERMINALS)
def test_a_line_fits_and_nothing_is_wider_than_it_need_be(
    table: tuple[list[str], list[int], Layout], most: int
) -> None:
    """No column takes more than its widest cell; what is never cut has all of it."""
    names, natural, layout = table
    plan = planned(names, natural, layout, most)
    if plan is None:
        return
    shown, widths = line(plan)
    assert taken(widths) <= most
    for column, width in zip(shown, widths, strict=True):
        assert 1 <= width <= natural[column]
        assert width == natural[column] or names[column] not in WHOLE


@given(tables(), TERMINALS)
def test_columns_go_in_the_order_in_which_they_can_be_spared(
    table: tuple[list[str], list[int], Layout], most: int
) -> None:
    """The first of them first, each for all of its rows; the others never, and all keep their order."""
    names, natural, layout = table
    plan = planned(names, natural, layout, most)
    if plan is None:
        return
    gone = [names[column] for column in range(len(names)) if column not in plan.shown]
    assert set(gone) == set(layout.spare[: len(gone)])
    assert list(plan.shown) == sorted(plan.shown)
    assert not plan.below or (layout.text in (None, names[-1]) and plan.shown[-1] == len(names) - 1)


@given(tables(), TERMINALS, st.integers(1, 60))
def test_a_wider_terminal_never_shows_less(table: tuple[list[str], list[int], Layout], most: int, more: int) -> None:
    """A table that fits still fits; a text that stood beside its row doesn't go below it."""
    narrow, wide = (planned(*table, columns) for columns in (most, most + more))
    if narrow is not None:
        assert wide is not None
        assert wide.below <= narrow.below
        if wide.below == narrow.below:
            assert set(narrow.shown) <= set(wide.shown)


@given(tables(), TERMINALS)
def test_what_is_shown_says_something(table: tuple[list[str], list[int], Layout], most: int) -> None:
    """Where the text stands beside its row it has room for some words, or for all that it says."""
    names, natural, layout = table
    plan = planned(names, natural, layout, most)
    if plan is not None and not plan.below and layout.text in (None, names[-1]):
        last = plan.shown[-1]
        wanted = (
            natural[last] if names[last] in WHOLE else min(natural[last], layout.least.get(names[last], LEAST_TEXT))
        )
        assert plan.widths[-1] >= wanted


@given(tables())
def test_enough_room_leaves_everything_as_it_is(table: tuple[list[str], list[int], Layout]) -> None:
    names, natural, layout = table
    assert planned(names, natural, layout, taken(natural)) == Plan(
        tuple(range(len(names))), tuple(natural), below=False
    )
