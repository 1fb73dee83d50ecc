"""A complaint that is encoded before it has a number is written just as one that is encoded when it has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.fields import FIELDS
from aduan_cli.complaint.step import Step, taking
from aduan_cli.store.common.chain import Chain, sealed
from aduan_cli.store.common.encoded import encode, written
from aduan_cli.store.common.event_bodies import logged, private_of
from aduan_cli.store.common.rows import row_of
from aduan_cli.tickets import make_ticket
from any_complaint import complaints

PREFIXES = st.sampled_from(["BKS", "UJI", 'A"\\', "Ü"])


def new(complaint: Complaint, prefix: str = "BKS") -> Complaint:
    """Return a complaint as it comes to the store: without number, its ticket the prefix."""
    changes: dict[str, Any] = {"import_key": None, "content_hash": None, "due_at": None}
    return copy_of(complaint, id=0, number=0, ticket=prefix, linked=(), **changes)


def stored(step: Step, number: int) -> Complaint:
    """Return what the store makes of a step."""
    one = step.complaint
    return copy_of(one, id=number + 7, number=number, ticket=make_ticket(one.ticket, one.day, number))


@given(complaints(), PREFIXES, st.integers(1, 120_000), st.none() | st.integers(0, 4 * 10**9))
def test_what_is_written_is_what_would_have_been(
    complaint: Complaint, prefix: str, number: int, due_at: int | None
) -> None:
    """The event of any complaint, with names and a due time that it gets only on its way."""
    one = new(complaint, prefix)
    named = copy_of(one, import_key="boston-311~00:1", content_hash="ff", due_at=due_at)
    step = taking(named, encoded=encode(one))
    there = stored(step, number)
    found = written(step, there.ticket)
    assert found is not None
    body, private, salt, structured = found
    assert row_of(there, written=structured) == row_of(there)
    assert (body, private) == sealed(logged(there, False), private_of(there), salt or b"")


@given(complaints())
def test_the_chain_goes_on_over_it_as_over_any_other(complaint: Complaint) -> None:
    """The hash is over the very body; what has nothing private has no salt."""
    one = copy_of(new(complaint), text="Lampu mati")
    step = taking(one, encoded=encode(one))
    found = written(step, stored(step, 1).ticket)
    assert found is not None
    body, private, salt, _structured = found
    assert salt is not None
    event = Chain(b"\1" * 32).append(8, body, private, salt)
    assert event[:4] == (8, body, private, salt)
    again = Chain(b"\1" * 32).append(8, body, private, salt)
    assert again == event != Chain(b"\2" * 32).append(8, body, private, salt)


@pytest.mark.parametrize(
    "name", [*sorted({field.name for field in FIELDS} - {"import_key", "content_hash", "due_at"}), "notes"]
)
def test_it_counts_only_while_the_complaint_is_the_same(name: str) -> None:
    """Whatever changes one on its way to the store: any of its fields, its notes, too."""
    one = Complaint(ticket="BKS", day=20261123, text="Lampu mati", unit="dlh", status="routed")
    other = copy_of(one, **{name: {"x": "y"} if isinstance(getattr(one, name), dict) else "another"})
    ticket = stored(taking(one), 1).ticket
    assert written(taking(one, encoded=encode(one)), ticket) is not None
    assert written(Step(other, 0, None, is_new=True, encoded=encode(one)), ticket) is None


def test_it_can_be_written_once_more() -> None:
    """A step that did not come through is numbered anew: nothing of the first number is left."""
    one = Complaint(ticket="BKS", day=20261123, text="Lampu mati", caller_name="Rina")
    step = taking(one, encoded=encode(one))
    first, second = (written(step, stored(step, number).ticket) for number in (4711, 12))
    assert first is not None
    assert second is not None
    assert stored(step, 12).ticket in second[0]
    assert second[0] == first[0].replace(stored(step, 4711).ticket, stored(step, 12).ticket)


def test_a_step_without_it_has_none() -> None:
    """Then the store encodes it itself."""
    one = Complaint(ticket="BKS", day=20261123, text="Lampu mati")
    assert written(taking(one), stored(taking(one), 1).ticket) is None
