"""Tickets: printed, read back from what people type, and refused when a digit was misheard."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.tickets import (
    TicketRef,
    check_digit,
    damm,
    day_and_number,
    make_ticket,
    parse_ticket,
    refuse_misheard,
    wrong_check,
)

days = st.integers(0, 36_524).map(lambda n: int((date(2000, 1, 1) + timedelta(n)).strftime("%Y%m%d")))
numbers = st.integers(1, 999_999_999)
prefixes = st.from_regex(r"[A-Z][A-Z0-9]{0,7}", fullmatch=True)


def test_the_check_digit_is_the_one_of_the_published_example() -> None:
    """572 has the check digit 4 in the description of the algorithm, and 5724 then checks to 0."""
    assert damm("572") == 4
    assert damm("5724") == 0


def test_a_ticket_is_printed_with_four_digits_or_more() -> None:
    """The number is filled to four digits, and grows past them without being cut."""
    assert make_ticket("BKS", 20261123, 42) == f"BKS-261123-0042-{damm('2611230042')}"
    assert make_ticket("ADU", 20240101, 12345) == f"ADU-240101-12345-{damm('24010112345')}"


@pytest.mark.parametrize("day", [19991231, 21000101])
def test_a_year_that_two_digits_cannot_say_is_refused(day: int) -> None:
    """A ticket of 1999 would be read back as one of 2099."""
    with pytest.raises(UsageError, match="2000 to 2099"):
        make_ticket("BKS", day, 1)


@given(st.integers(20_000_000, 20_999_999))
def test_a_ticket_is_made_of_days_of_the_calendar_alone(day: int) -> None:
    """What is none could never be typed: six digits that form no date are a number."""
    try:
        date(day // 10_000, day // 100 % 100, day % 100)
    except ValueError:
        with pytest.raises(UsageError, match="no day of the calendar"):
            make_ticket("BKS", day, 1)
    else:
        assert parse_ticket(make_ticket("BKS", day, 1)).day == day


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("BKS-261123-0042-4", TicketRef("BKS", 20261123, 42, 4)),
        ("bks-261123-0042-4", TicketRef("BKS", 20261123, 42, 4)),
        ("  BKS 261123 0042 4 ", TicketRef("BKS", 20261123, 42, 4)),
        ("BKS\u2013261123\u20130042\u20134", TicketRef("BKS", 20261123, 42, 4)),
        ("112-261123-0042-4", TicketRef("112", 20261123, 42, 4)),
        ("BKS-261123-0042", TicketRef("BKS", 20261123, 42, None)),
        ("BKS-42", TicketRef("BKS", None, 42, None)),
        ("261123-0042-4", TicketRef(None, 20261123, 42, 4)),
        ("261123-42-4", TicketRef(None, 20261123, 42, 4)),
        ("261123-42", TicketRef(None, 20261123, 42, None)),
        ("261123-7", TicketRef(None, 20261123, 7, None)),
        ("261345-7", TicketRef(None, None, 261345, 7)),
        ("240229-7", TicketRef(None, 20240229, 7, None)),
        ("250229-7", TicketRef(None, None, 250229, 7)),
        ("0042-7", TicketRef(None, None, 42, 7)),
        ("42", TicketRef(None, None, 42, None)),
        ("#42", TicketRef(None, None, 42, None)),
        ("12345", TicketRef(None, None, 12345, None)),
    ],
)
def test_every_short_form_is_read(typed: str, expected: TicketRef) -> None:
    """Full or short, in any case and with any usual separator; six digits that form a date are a date."""
    assert parse_ticket(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "-", "#", "abc", "0", "0000-0", "261123", "0042-77", "261123-0042-77", "261323-0042-4",
     "00042", "112-261123-42", "BKS-261323-0042-4", "BKS-BKS-42", "TOOLONGPREFIX-42", "1-2-3-4-5", "9" * 5000,
     "\u0664\u0662", "4\x002"],
)  # fmt: skip
def test_what_cannot_be_a_ticket_is_not_found(typed: str) -> None:
    """The sentence shows forms that are right, and never more than a line of what was typed."""
    with pytest.raises(NotFoundError, match=r"can't be read; write it like BKS-261123-0042-7") as caught:
        parse_ticket(typed)
    assert len(str(caught.value)) < 160
    assert str(caught.value).isprintable()


def test_a_wrong_check_digit_has_its_own_sentence() -> None:
    """A misheard digit is told from a ticket that doesn't exist."""
    with pytest.raises(NotFoundError) as caught:
        parse_ticket("BKS-261123-0042-5")
    assert str(caught.value) == "ticket 'BKS-261123-0042-5': the check digit is wrong; was a digit misheard?"
    assert str(wrong_check("0042-5")) == "ticket '0042-5': the check digit is wrong; was a digit misheard?"


@given(prefixes, days, numbers)
def test_what_is_printed_is_read_back(prefix: str, day: int, number: int) -> None:
    """Printing and reading are inverse, whatever the prefix, day and number, and in lower case too."""
    ticket = make_ticket(prefix, day, number)
    assert parse_ticket(ticket) == TicketRef(prefix, day, number, check_digit(day, number))
    assert parse_ticket(ticket.lower()) == parse_ticket(ticket)


@given(days, numbers)
def test_every_single_wrong_digit_is_refused(day: int, number: int) -> None:
    """No digit of date, number or check digit can be replaced by another and still be read."""
    digits = make_ticket("BKS", day, number).removeprefix("BKS-")
    for at, right in enumerate(digits):
        for wrong in "0123456789" if right != "-" else "":
            if wrong != right:
                with pytest.raises(NotFoundError):
                    parse_ticket(digits[:at] + wrong + digits[at + 1 :])


@given(days, numbers)
def test_every_swap_of_neighbours_is_refused(day: int, number: int) -> None:
    """No two neighbouring digits, across a hyphen as well, can be swapped and still be read."""
    digits = make_ticket("BKS", day, number).removeprefix("BKS-")
    places = [at for at, character in enumerate(digits) if character != "-"]
    for left, right in pairwise(places):
        swapped = list(digits)
        swapped[left], swapped[right] = swapped[right], swapped[left]
        if "".join(swapped) != digits:
            with pytest.raises(NotFoundError):
                parse_ticket("".join(swapped))


@given(
    st.builds(make_ticket, st.from_regex(r"[A-Za-z0-9#. ]{0,9}", fullmatch=True), days, st.integers(0, 10**10)),
    st.integers(0, 30),
    st.text(st.sampled_from("0123456789-_ \u0663\u2013Aa#"), max_size=2),
)
def test_a_stored_ticket_says_the_same_read_the_short_way(ticket: str, at: int, put: str) -> None:
    """Whole ones, and whatever else stands where one should, are read as everywhere, or found as little."""
    for text in (ticket, ticket[:at] + put + ticket[at:], ticket[:at] + put + ticket[at + 1 :]):
        try:
            ref = parse_ticket(text)
        except NotFoundError as error:
            with pytest.raises(NotFoundError, match="^" + re.escape(str(error))):
                day_and_number(text)
        else:
            assert day_and_number(text) == (ref.day, ref.number)


@given(st.text())
def test_no_text_does_more_than_not_being_found(typed: str) -> None:
    """Whatever is typed is a reference with a number from 1, or NotFoundError."""
    try:
        ref = parse_ticket(typed)
    except NotFoundError:
        return
    assert ref.number >= 1


def test_a_misheard_date_before_a_number_that_looks_like_a_date_is_refused() -> None:
    """`001301` is no date, and the number after it isn't taken for one because it could be."""
    digits = make_ticket("BKS", 20000101, 311002).removeprefix("BKS-000101")
    with pytest.raises(NotFoundError):
        parse_ticket("001301" + digits)


@given(day=days, number=numbers, check=st.integers(0, 9))
def test_a_misheard_check_digit_names_no_other_ticket(day: int, number: int, check: int) -> None:
    """A number alone fits the day that it is found on only with that day's check digit, or none."""
    ticket = make_ticket("UJI", day, number)
    refuse_misheard(TicketRef(None, None, number, None), ticket, day)
    ref = TicketRef(None, None, number, check)
    if check == check_digit(day, number):
        refuse_misheard(ref, ticket, day)
    else:
        with pytest.raises(NotFoundError, match=ticket):
            refuse_misheard(ref, ticket, day)


def test_another_prefix_names_no_other_ticket() -> None:
    ticket = make_ticket("UJI", 20251124, 7)
    refuse_misheard(TicketRef("uji", None, 7, None), ticket, 20251124)
    with pytest.raises(NotFoundError):
        refuse_misheard(TicketRef("UJ", None, 7, None), ticket, 20251124)
