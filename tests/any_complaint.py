"""Any complaint that a store can hold, drawn from the one table of fields."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import FIELDS, INTEGER, LIST, OBJECT, TIME, Field
from aduan_cli.complaint.moves import FINAL
from aduan_cli.points import point_at
from aduan_cli.tickets import make_ticket

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0*"), min_size=1, max_size=40) | st.text(
    "'=+-@\t\r\n\"\\,;| a\u3000", min_size=1, max_size=8
)
NAMES = st.sampled_from(["dlh", "bmsda-pju", "bpbd", "satpol-pp"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=3,
)
MOMENTS = st.integers(0, 4 * 10**9)
_BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    INTEGER: st.none() | st.integers(0, 2**63 - 1),
    TIME: MOMENTS,
    OBJECT: st.dictionaries(TEXTS, JSON, max_size=2),
}
_OF_ITSELF = ("ticket", "day", "number", "version", "sources")


def value_of(field: Field) -> st.SearchStrategy[Any]:
    """Return the values that a field can have."""
    if field.values:
        return st.sampled_from(field.values)
    if field.type == LIST:
        tickets = st.integers(1, 9999).map(lambda number: make_ticket("UJI", 20261123, number))
        return st.lists(tickets if field.name == "linked" else NAMES, max_size=3, unique=True).map(tuple)
    if field.name == "agreed":
        return st.dictionaries(TEXTS, TEXTS | st.just(""), max_size=2)
    if field.name == "point":
        return st.none() | st.builds(point_at, st.floats(-90, 90), st.floats(-180, 180))
    if field.name in ("unit", "recorded_unit", "rule", "category"):
        return st.none() | NAMES
    return _BY_TYPE.get(field.type, TEXTS if field.name == "text" else st.none() | TEXTS)


@st.composite
def complaints(draw: st.DrawFn) -> Complaint:
    """Return any complaint that a store can hold: a unit has whatever is neither new nor ended."""
    values = {field.name: draw(value_of(field)) for field in FIELDS if field.name not in _OF_ITSELF}
    if values["status"] not in FINAL and values["status"] != "new" and values["unit"] is None:
        values["unit"] = draw(NAMES)
    day, number = draw(st.sampled_from([20240229, 20261123])), draw(st.integers(1, 120_000))
    return Complaint(
        values,
        day=day,
        number=number,
        ticket=make_ticket("UJI", day, number),
        version=draw(st.integers(1, 40)),
        sources=draw(st.dictionaries(st.sampled_from(["kind", "category"]), st.sampled_from(["given", "text"]))),
    )
