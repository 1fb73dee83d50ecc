"""An incident comes back from its row as it was, and its event says all that tells it from another."""

from __future__ import annotations

from json import dumps, loads

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.incidents import Incident
from aduan_cli.store.common.incident_rows import incident_of, start_event_data, values_of

NAMES = st.lists(st.text(max_size=8), max_size=3).map(tuple)
INCIDENTS = st.builds(
    Incident,
    st.text(min_size=1, max_size=20),
    NAMES,
    NAMES,
    NAMES,
    st.none() | st.text(max_size=8),
    st.integers(0, 10**6),
    st.integers(0, 4 * 10**9),
)


@given(INCIDENTS, st.none() | st.integers(0, 4 * 10**9), st.integers(1, 10**6))
def test_it_comes_back_from_its_row(one: Incident, ended: int | None, number: int) -> None:
    row = (*values_of(one), ended, number)
    assert incident_of(row) == one._replace(ended_at=ended, id=number)
    assert all(isinstance(value, (str, int, type(None))) for value in row), "a row of any database"


@given(INCIDENTS, st.integers(1, 10**6))
def test_its_event_says_all_of_it(one: Incident, number: int) -> None:
    """But when, which the event itself says; and it is JSON without a change."""
    said = start_event_data(one, number)
    lists = [tuple(said[name]) for name in ("category", "kecamatan", "kelurahan")]  # type: ignore[arg-type]
    assert (said["name"], *lists, said["rule"], said["every"], said["incident"]) == (
        one.name, one.categories, one.kecamatan, one.kelurahan, one.rule, one.every, number,
    )  # fmt: skip
    assert loads(dumps(said)) == said
