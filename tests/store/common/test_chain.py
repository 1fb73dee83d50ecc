"""The desk's history as one chain, without a store: any change of any event is found where it is."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from json import dumps, loads

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.chain import MANY, START, Chain, canonical, compact, encoded
from aduan_cli.store.common.verify import EventRow, breaks, walked

TEXTS = st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.lists(
    st.tuples(st.integers(1, 3), st.dictionaries(st.sampled_from("abc"), TEXTS.filter(bool)), st.booleans())
)


def ticket_of(complaint: int | None) -> str | None:
    return None if complaint is None else f"UJI-251124-000{complaint}-0"


def history(events: Sequence[tuple[int | None, dict[str, str], bool]], expected: int = 1) -> list[EventRow]:
    """Return the rows of a history: each event's complaint, its data, and whether these may have to be erased."""
    chain, rows = Chain(START, expected), []
    for number, (complaint, data, is_private) in enumerate(events, 1):
        body: dict[str, object] = {"type": "noted", "ticket": ticket_of(complaint), "data": {} if is_private else data}
        of, text, kept, salt, hashed = chain.link(complaint, body, dict(data) if is_private else None)
        rows.append((number, of, text, kept, salt, hashed, ticket_of(of)))
    return rows


def places(rows: Sequence[EventRow], end: int | None = None) -> list[int]:
    """Return the events that are told, which are the same whatever the parts in which the chain is walked."""
    found = list(breaks([walked(rows)], end))
    cuts = [[*range(len(rows) + 1)], *([0, cut, len(rows)] for cut in range(1, len(rows)))]
    for cut in cuts:
        walks = [walked(rows[at:to], *(rows[at - 1][0], rows[at - 1][5]) if at else ()) for at, to in pairwise(cut)]
        assert sorted(breaks(walks, end)) == sorted(found)
    return [one.event for one in found]


@given(EVENTS, st.sampled_from([1, MANY]))
def test_a_history_that_nobody_touched_verifies(events: list[tuple[int, dict[str, str], bool]], expected: int) -> None:
    """With either way to make hashes, which are the same; and its end is known."""
    rows = history(events, expected)
    assert places(rows, len(rows)) == []
    last = START
    for _number, _of, text, kept, salt, hashed, _ticket in rows:
        assert hashed == sha256(last + text.encode("utf-8", "replace")).digest()
        assert (kept is None) == (salt is None)
        last = hashed
    assert places(rows, len(rows) + 1) == [len(rows) + 1]


@given(EVENTS.filter(bool), st.data())
def test_a_changed_body_is_found_at_its_event(
    events: list[tuple[int, dict[str, str], bool]], data: st.DataObject
) -> None:
    """And with it nothing else: the ones behind it still follow the hash that stands there."""
    rows = history(events)
    at = data.draw(st.integers(0, len(rows) - 1))
    number, of, text, kept, salt, hashed, ticket = rows[at]
    rows[at] = (number, of, text.replace("noted", "moved"), kept, salt, hashed, ticket)
    assert places(rows) == [at + 1]


@given(EVENTS.filter(bool), st.data())
def test_a_hash_that_was_made_to_fit_is_found_at_the_next(
    events: list[tuple[int, dict[str, str], bool]], data: st.DataObject
) -> None:
    """Whoever forges an event must forge all behind it, and the mark that the desk keeps of its end."""
    rows = history([*events, (1, {"a": "x"}, False)])
    at = data.draw(st.integers(0, len(rows) - 2))
    number, of, text, kept, salt, _hashed, ticket = rows[at]
    before = rows[at - 1][5] if at else START
    forged = text.replace("noted", "moved")
    rows[at] = (number, of, forged, kept, salt, sha256(before + encoded(forged)).digest(), ticket)
    assert places(rows) == [at + 2]


@given(EVENTS.filter(bool), st.data())
def test_a_missing_event_is_found_where_it_was(
    events: list[tuple[int, dict[str, str], bool]], data: st.DataObject
) -> None:
    """Also the last, where the number is known that was given last."""
    rows = history(events)
    at = data.draw(st.integers(0, len(rows) - 1))
    found = places(rows[:at] + rows[at + 1 :], len(rows))
    assert found[0] == at + 1


@given(EVENTS.filter(bool), st.data())
def test_another_ticket_is_found(events: list[tuple[int, dict[str, str], bool]], data: st.DataObject) -> None:
    """An event that was put to another complaint, or to none."""
    rows = history(events)
    at = data.draw(st.integers(0, len(rows) - 1))
    number, _of, text, kept, salt, hashed, ticket = rows[at]
    other = data.draw(st.sampled_from([(9, ticket_of(9)), (None, None), (1, None), (None, ticket)]))
    rows[at] = (number, other[0], text, kept, salt, hashed, other[1])
    assert places(rows) == [at + 1]


@given(EVENTS.filter(bool), st.data())
def test_changed_words_are_found_though_the_body_has_none(
    events: list[tuple[int, dict[str, str], bool]], data: st.DataObject
) -> None:
    """Their digest is in the body; taken away without an erasure they are missed."""
    rows = history([*events, (1, {"a": "kata Budi"}, True)])
    private = [n for n, row in enumerate(rows) if row[3] is not None]
    at = data.draw(st.sampled_from(private))
    number, of, text, kept, salt, hashed, ticket = rows[at]
    for changed in ((kept or "") + " ", None):
        for salted in (salt, b"0" * 16, None):
            if (changed, salted) == (kept, salt):
                continue
            other = [*rows]
            other[at] = (number, of, text, changed, salted, hashed, ticket)
            assert places(other) == [at + 1]


def erased(rows: list[EventRow], complaint: int, attested: bool = True) -> list[EventRow]:
    """Return a history in which the words of a complaint were erased, and one body was replaced."""
    bare = [(*row[:3], None, None, *row[5:]) if row[1] == complaint else row for row in rows]
    n, of, _text, _kept, _salt, hashed, ticket = bare[0]
    replaced = canonical({"type": "noted", "ticket": ticket, "data": {}, "was": "-"})
    bare[0] = (n, of, replaced, None, None, hashed, ticket)
    digest = sha256(replaced.encode()).hexdigest() if attested else "0"
    body: dict[str, object] = {"type": "erased", "ticket": ticket_of(complaint), "data": {"bodies": {"1": digest}}}
    chain = Chain(rows[-1][5])
    of_, text, kept, salt, last = chain.link(complaint, body, None)
    return [*bare, (len(rows) + 1, of_, text, kept, salt, last, ticket_of(of_))]


@given(EVENTS)
def test_an_erasure_says_which_words_are_gone_and_what_took_their_place(
    events: list[tuple[int, dict[str, str], bool]],
) -> None:
    """Its complaint verifies without them; another complaint's that are gone are missed all the same."""
    rows = history([(1, {"a": "x"}, True), *events, (1, {"b": "y"}, True)])
    assert places(erased(rows, 1)) == []
    assert places(erased(rows, 1, attested=False)) == [1]
    others = history([(1, {"a": "x"}, True), (2, {"b": "y"}, True)])
    others[1] = (*others[1][:3], None, None, *others[1][5:])
    assert places(erased(others, 1)) == [2]


@given(VALUES, st.booleans())
def test_compact_json_is_what_the_standard_library_writes(value: object, sort_keys: bool) -> None:
    """The hashes rest on it: the faster way writes the very same text, on any Python."""
    wanted = dumps(value, sort_keys=sort_keys, ensure_ascii=False, separators=(",", ":"))
    assert compact(sort_keys)(value) == wanted


@given(st.text())
def test_what_is_hashed_is_utf_8_or_as_near_as_can_be(text: str) -> None:
    """Half of a surrogate pair, which no store can keep, becomes a question mark."""
    assert encoded(text).decode() == "".join("?" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def test_equal_words_have_other_digests_each_time() -> None:
    """So that nobody finds them by trying."""
    rows = history([(1, {"a": "x"}, True)] * 200)
    assert len({loads(row[2])["private"] for row in rows}) == 200
    assert len({row[4] for row in rows}) == 200
