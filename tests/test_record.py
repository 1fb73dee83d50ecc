"""Records: as cheap as slots, as safe as a tuple."""

from __future__ import annotations

import copy
import pickle

import pytest

from aduan_cli.record import Record, TupleRecord


class Point(Record):
    """A record with a default."""

    x: int
    y: int = 0


class Named(Point):
    """A record that adds a field to another's."""

    name: str = "?"


def test_fields_by_place_and_by_name() -> None:
    """As with a dataclass; what is left out has its default."""
    assert (Point(1).x, Point(1).y, Point(y=2, x=1).y) == (1, 0, 2)
    assert repr(Named(1, 2, "a")) == "Named(x=1, y=2, name='a')"
    assert Named(1, name="a")._asdict() == {"x": 1, "y": 0, "name": "a"}


@pytest.mark.parametrize(
    ("values", "named", "said"),
    [
        ((), {}, "'x' is missing"),
        ((1, 2, 3), {}, "3 values for 2 fields"),
        ((1,), {"x": 1}, "'x'"),
        ((1,), {"z": 1}, "'z'"),
    ],
)
def test_wrong_fields_are_refused(values: tuple[int, ...], named: dict[str, int], said: str) -> None:
    """With the name of the record and of the field."""
    with pytest.raises(TypeError, match=f"Point.*{said}"):
        Point(*values, **named)


def test_a_record_never_changes() -> None:
    """A copy with other values is another record."""
    point = Point(1, 2)
    for change in (lambda: setattr(point, "x", 3), lambda: delattr(point, "x"), lambda: setattr(point, "z", 3)):
        with pytest.raises(AttributeError, match="can't be changed"):
            change()
    assert (point._replace(x=3), point) == (Point(3, 2), Point(1, 2))


def test_records_are_compared_by_value() -> None:
    """Of one type; they may stand in sets, be copied and pickled."""
    assert Point(1) == Point(1, 0) != Point(2)
    assert Point(1) != Named(1)
    assert len({Point(1), Point(1, 0), Named(1)}) == 2
    assert copy.copy(Named(1)) == copy.deepcopy(Named(1)) == pickle.loads(pickle.dumps(Named(1))) == Named(1)


# -- records that are tuples as well


class Span(TupleRecord):
    """A record with a default, and what it adds."""

    first: int
    last: int = 9

    @property
    def length(self) -> int:
        return self.last - self.first


def test_a_tuple_record_is_a_tuple_with_names() -> None:
    """By place, by name, with defaults; it can be unpacked, compared and used as a key as any tuple."""
    span = Span(1, 5)
    assert (span.first, span.last, span.length) == (1, 5, 4)
    assert span == (1, 5) == Span(last=5, first=1)
    first, last = span
    assert {span: "a"}[first, last] == "a"
    assert Span(1) == (1, 9)
    assert (span._replace(last=7), span) == (Span(1, 7), Span(1, 5))
    assert (span._asdict(), repr(span)) == ({"first": 1, "last": 5}, "Span(first=1, last=5)")
    assert copy.copy(span) == pickle.loads(pickle.dumps(span)) == span
    assert type(pickle.loads(pickle.dumps(span))) is Span


def test_a_tuple_record_never_changes_and_takes_no_wrong_field() -> None:
    span = Span(1)
    for name in ("first", "other"):
        with pytest.raises(AttributeError):
            setattr(span, name, 2)
    for values, named in (((), {}), ((1, 2, 3), {}), ((1,), {"first": 1}), ((1,), {"z": 1})):
        with pytest.raises(TypeError, match="Span"):
            Span(*values, **named)
