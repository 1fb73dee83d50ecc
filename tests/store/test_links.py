"""Links between complaints: both ways, told on both sides once, and only to what is there."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.step import noting, taking
from aduan_cli.ports import Query
from aduan_cli.tickets import make_ticket, parse_ticket
from invented import MORNING, call
from steps import change, take

NO_TICKETS = (
    "", "-", "--", "1", "0001-5", "UJI-251124-0001", "UJI-251124-0002-0 ", "UJI-251124-٠٠٠٢-0", "UJI-251124-²-1",
    "UJI-251124-99999999999999999999-1", "UJI-251124-000000000000000002-0", "kata\0 penelepon", "x" * 10_000,
)  # fmt: skip
"""What stands in an export that somebody changed by hand, or that another program wrote."""


def linked(store: Any, *complaints: Complaint) -> list[tuple[str, ...]]:
    """Return the tickets that each is linked with, as it is stored."""
    found = [store.resolve(parse_ticket(one.ticket)) for one in complaints]
    return [one.linked for one in found]


def told(store: Any, complaint: Complaint) -> list[tuple[str, str]]:
    """Return type and ticket of each event of links."""
    return [(one.type, one.data["to"]) for one in store.events(complaint) if one.type in ("linked", "unlinked")]


def test_both_sides_have_it_and_tell_it_once_however_often_it_is_said(each_store: Any) -> None:
    first, second = call(), call()
    take(each_store, [first, second])
    for _time in range(2):
        change(each_store, [noting(first, (), None, MORNING)._replace(links=(second.ticket,) * 2)])
        change(each_store, [noting(second, (), None, MORNING)._replace(links=(first.ticket,))])
    assert linked(each_store, first, second) == [(second.ticket,), (first.ticket,)]
    assert told(each_store, first) == [("linked", second.ticket)]
    assert told(each_store, second) == [("linked", first.ticket)]


def test_a_link_that_is_taken_away_is_gone_on_both_sides(each_store: Any) -> None:
    first, second, third = call(), call(), call()
    take(each_store, [first, second, third])
    change(each_store, [noting(first, (), None, MORNING)._replace(links=(second.ticket, third.ticket))])
    for _time in range(2):
        change(each_store, [noting(second, (), None, MORNING)._replace(unlinks=(first.ticket,))])
    assert linked(each_store, first, second, third) == [(third.ticket,), (), (first.ticket,)]
    assert told(each_store, first)[-1] == ("unlinked", second.ticket)
    assert told(each_store, second) == [("linked", first.ticket), ("unlinked", first.ticket)]
    assert list(each_store.differences()) == []


def test_nothing_is_linked_with_itself(each_store: Any) -> None:
    one = call()
    take(each_store, [one])
    change(each_store, [noting(one, (), None, MORNING)._replace(links=(one.ticket,))])
    assert (linked(each_store, one), told(each_store, one)) == ([()], [])


@pytest.mark.parametrize("text", NO_TICKETS)
def test_what_is_no_ticket_that_is_there_is_left_out(each_store: Any, text: str) -> None:
    """The record that says it is taken all the same, with those before and after it in its batch."""
    outcomes = take(each_store, [call(), call(linked=(text,)), call()])
    assert [one.state for one in outcomes] == ["taken"] * 3
    found = list(each_store.find(Query()))
    assert [one.linked for one in found] == [()] * 3
    assert list(each_store.differences()) == []


def test_a_ticket_with_another_check_digit_or_prefix_is_another(each_store: Any) -> None:
    """A link is no short form that a person types: it is the ticket, or none."""
    one = call()
    take(each_store, [one])
    wrong = one.ticket[:-1] + str((int(one.ticket[-1]) + 1) % 10)
    other = one.ticket.replace("UJI", "BKS")
    taken = call(linked=(wrong, other, one.ticket.lower()))
    take(each_store, [taken])
    assert linked(each_store, taken) == [()]


def test_records_of_a_batch_are_linked_whichever_comes_first(each_store: Any) -> None:
    """An export names tickets that come later in it, and its own links come from both sides."""
    tickets = [make_ticket("UJI", 20251124, number) for number in (5, 6, 7)]
    batch = [
        call(ticket=ticket, number=number, linked=tuple(one for one in tickets if one != ticket))
        for number, ticket in zip((5, 6, 7), tickets, strict=True)
    ]
    take(each_store, batch)
    assert linked(each_store, *batch) == [tuple(one for one in tickets if one != each.ticket) for each in batch]
    assert all(len(told(each_store, one)) == 2 for one in batch)
    assert list(each_store.differences()) == []


def test_matters_of_one_call_are_linked_with_the_first_of_it(each_store: Any) -> None:
    """`log --also`: each further one beside the last that isn't, and a call that is there already counts as it."""
    first, also, other, more = (
        taking(call(key=key), beside=beside) for key, beside in (("a", False), (None, True), ("b", False), (None, True))
    )
    outcomes = each_store.commit([first, also, other, more])
    taken = [one.complaint for one in outcomes]
    assert linked(each_store, *taken) == [(taken[at].ticket,) for at in (1, 0, 3, 2)]
    again = each_store.commit([taking(call(key="a")), taking(call(), beside=True)])
    assert [one.state for one in again] == ["known", "taken"]
    assert linked(each_store, again[1].complaint) == [(taken[0].ticket,)]


def test_links_come_in_the_order_of_tickets_whichever_was_made_first(each_store: Any) -> None:
    """Days first, then numbers as numbers: 10000 comes after 9999."""
    numbers = [(20251125, 1), (20251124, 10_000), (20251124, 9_999), (20251124, 2)]
    others = [call(ticket=make_ticket("UJI", day, number), number=number, at=MORNING) for day, number in numbers]
    for one, (day, _number) in zip(others, numbers, strict=True):
        vars(one)["day"] = day
    take(each_store, others)
    hub = call(linked=tuple(one.ticket for one in others))
    take(each_store, [hub])
    assert linked(each_store, hub) == [tuple(one.ticket for one in (others[3], others[2], others[1], others[0]))]
