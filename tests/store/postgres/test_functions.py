"""What a schema's functions make is what this program makes: tickets, digests, texts in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from json import dumps, loads
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.store.common.salting import padded, salting
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.postgres.session import Session
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import take
from aduan_cli.tickets import make_ticket, parse_ticket
from database import Server
from thorough import examples

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
FEW = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def session(server: Server) -> Iterator[Session]:
    """Return a session at a desk with a call."""
    address = server.address()
    with closing(PostgresStore(address)) as store:
        take(store, [call()])
    with closing(Session(address.url, address.desk)) as session:
        yield session


@FEW
@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), number=st.integers(1, 999_999_999))
def test_a_ticket_is_the_one_that_is_made_here(session: Session, day: Any, number: int) -> None:
    """With its check digit, and as many digits as it needs."""
    as_number = day.year * 10_000 + day.month * 100 + day.day
    made = session.value("SELECT ticket_of('UJI', %s, %s)", (as_number, number))
    assert made == make_ticket("UJI", as_number, number)
    assert session.value("SELECT number_in(%s)", (made,)) == parse_ticket(made).number == number


@pytest.mark.parametrize("text", ["", "-", "UJI", "UJI-251124-0001", "UJI-251124-1234567890-1", "UJI-251124-x-1"])
def test_what_is_no_ticket_has_no_number(session: Session, text: str) -> None:
    assert session.value("SELECT number_in(%s)", (text,)) in (None, 251124), "of a ticket without its end the date"


@FEW
@given(text=TEXTS, secret=st.binary(min_size=32, max_size=32))
def test_a_salted_digest_is_the_hmac_that_is_made_here(session: Session, text: str, secret: bytes) -> None:
    """A record that was imported into a file is known again on a server, whatever its key."""
    session.begin()
    try:
        inner, outer = padded(secret)
        session.execute("UPDATE identity SET secret = %s, inner_key = %s, outer_key = %s", (secret, inner, outer))
        assert session.value("SELECT salted(%s)", (text,)) == salting(secret)(text)
    finally:
        session.rollback()


@FEW
@given(text=TEXTS)
def test_a_text_in_the_middle_of_a_body_stands_there_as_json(session: Session, text: str) -> None:
    """The ticket's prefix is the desk's own word: what it puts into a body must not end the string there."""
    inside = session.value("SELECT in_json(%s)", (text,))
    assert loads(f'"{inside}"') == text


class TestEventsStay:
    """Whoever has the tables, by whatever program: a history is only added to."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE event SET body = '{}' WHERE id = 1",
            "UPDATE event SET hash = '\\x00' WHERE id = 1",
            "UPDATE event SET id = 9 WHERE id = 1",
            "UPDATE event SET complaint_id = NULL WHERE id = 1",
            "DELETE FROM event WHERE id = 1",
            "SET LOCAL aduan.erasing = 'on'; DELETE FROM event WHERE id = 1",
            "SET LOCAL aduan.erasing = 'on'; UPDATE event SET id = 9 WHERE id = 1",
        ],
    )
    def test_no_event_is_changed_or_taken_away(self, session: Session, statement: str) -> None:
        before = session.rows("SELECT * FROM event ORDER BY id")
        with pytest.raises(Exception, match="events are append-only"):
            session.execute(statement)
        assert session.rows("SELECT * FROM event ORDER BY id") == before

    def test_what_stands_beside_it_may_go(self, session: Session) -> None:
        session.begin()
        session.execute("UPDATE event SET private = NULL, salt = NULL WHERE id = 1")
        assert session.rows("SELECT private, salt FROM event WHERE id = 1") == [(None, None)]
        session.rollback()


class TestSession:
    def test_settings_hold_for_a_statement_alone(self, session: Session) -> None:
        """A pool gives the connection to somebody else after it."""
        assert session.value("SELECT current_setting('jit')") == "off"
        session._cursor.execute("SELECT current_setting('search_path')")
        assert session._cursor.fetchone() == ('"$user", public',)

    def test_rows_come_in_lots_and_in_their_order(self, session: Session) -> None:
        session.begin()
        found = [number for (number,) in session.each("SELECT generate_series(1, %s)", (1_203,))]
        session.rollback()
        assert found == list(range(1, 1_204))

    def test_bytes_come_back_as_they_were(self, session: Session) -> None:
        every = bytes(range(256))
        assert session.value("SELECT %s::bytea", (every,)) == every
        assert session.value("SELECT NULL::bytea") is None

    def test_where_there_is_no_row_there_is_nothing(self, session: Session) -> None:
        nothing = "SELECT 1 WHERE false"
        assert (session.value(nothing), session.row(nothing), session.rows(nothing)) == (None, None, [])

    def test_a_percent_sign_in_a_value_is_one(self, session: Session) -> None:
        assert session.value("SELECT %s", ("100 %s 'kutip' \\",)) == "100 %s 'kutip' \\"
        assert session.value("SELECT '100 %'") == "100 %", "without values nothing is put in"

    def test_a_transaction_is_open_until_it_was_asked_to_end(self, session: Session) -> None:
        assert not session.is_open
        session.begin()
        assert session.is_open
        session.execute("INSERT INTO desk VALUES ('/srv/meja', 'r1')")
        session.rollback()
        assert not session.is_open
        assert session.rows("SELECT * FROM desk") == []

    def test_what_was_asked_ahead_counts_until_something_else_is_asked(self, session: Session) -> None:
        session.ask_ahead("/srv/meja")
        assert session.told is not None
        assert session.told[2] is None
        session.value("SELECT 1")
        assert session.told is None

    def test_where_it_cannot_be_asked_ahead_nothing_is_known(self, server: Server) -> None:
        """There is no desk yet: the command finds out by itself."""
        address = server.address()
        with closing(Session(address.url, address.desk)) as nothing:
            nothing.ask_ahead("/srv/meja")
            assert nothing.told is None
            assert nothing.value("SELECT 1") == 1


def test_a_body_in_two_halves_is_what_is_hashed(session: Session) -> None:
    """The event of the call that was stored: its ticket was put in by the server, and it is canonical JSON."""
    (body,) = session.rows("SELECT body FROM event WHERE id = 1")[0]
    said = loads(body)
    assert said["ticket"] == make_ticket("UJI", 20251124, 1)
    assert said["at"] == MORNING
    assert body == dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
