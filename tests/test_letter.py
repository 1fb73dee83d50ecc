"""A letter as it is handed over."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.outbox import Letter

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(timezone(timedelta(hours=7))))


@given(TEXTS, TEXTS, TIMES, st.booleans(), st.none() | TEXTS)
def test_a_letter_is_one_line_of_json_that_says_all_of_it(
    subject: str, body: str, at: datetime, again: bool, html: str | None
) -> None:
    """Whatever a template made of a caller's words; the time with the desk's offset; HTML where the template has it."""
    letter = Letter("a" * 32, "routed", "UJI-261123-0001-6", "dlh", subject, body, at, again, html=html)
    written = letter.as_json()
    assert "\n" not in written
    assert "\r" not in written
    found = json.loads(written)
    assert datetime.fromisoformat(found.pop("at")) == at
    said = letter._asdict() | {"messages": []}
    skipped = {"at"} if html is not None else {"at", "html"}
    assert found == {name: value for name, value in said.items() if name not in skipped}


@given(st.lists(st.sampled_from(["T1", "T2", "T3"]), max_size=5))
def test_a_letter_of_several_messages_names_each_ticket_once(tickets: list[str]) -> None:
    """In the order in which they come; of one message it is that one's."""
    at = datetime(2026, 11, 23, tzinfo=timezone.utc)
    messages = tuple({"id": f"{n:032}", "event": "routed", "ticket": ticket} for n, ticket in enumerate(tickets))
    letter = Letter("a" * 32, "several", "T9", "dlh", "x", "y", at, messages=messages)
    assert letter.tickets == (tuple(dict.fromkeys(tickets)) or ("T9",))
    assert [one["ticket"] for one in json.loads(letter.as_json())["messages"]] == tickets
