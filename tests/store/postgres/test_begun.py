"""A connection that is begun while the store is loaded: used once, closed where nobody asked, as good as another."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from cutting import AFTER, BEFORE, cut_line

from aduan_cli.app.servers import store_on
from aduan_cli.database_url import Address
from aduan_cli.errors import StoreError
from aduan_cli.ports import Query, Store
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.postgres.begun import Begun
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import take
from database import Server
from office import Office

ASKED = [b"FROM version"]
"""What is in the question that is asked ahead, and in the one that is asked where that was lost."""


@pytest.fixture
def address(server: Server, tmp_path: Path) -> Address:
    """Return the address of a desk with a call, by whose folder a revision was accepted."""
    address = server.address()
    with closing(PostgresStore(address, desk=str(tmp_path))) as store:
        take(store, [call()])
        store.accept("a" * 12, {"rules.toml": "x"}, "rina", MORNING)
    return address


def test_what_was_asked_ahead_is_what_is_there(address: Address, tmp_path: Path) -> None:
    with closing(store_on(address, str(tmp_path))) as store:
        assert store.last_revision(own=True) == "a" * 12
        assert store.count(Query()) == 1
    with closing(store_on(address, str(tmp_path / "elsewhere"))) as store:
        assert store.last_revision(own=True) is None


def test_what_was_asked_ahead_counts_for_the_first_question_alone(address: Address, tmp_path: Path) -> None:
    """What others accepted since is seen by all that come after."""
    with (
        closing(store_on(address, str(tmp_path))) as store,
        closing(PostgresStore(address, desk=str(tmp_path))) as other,
    ):
        assert store.count(Query()) == 1
        other.accept("b" * 12, {"rules.toml": "y"}, "rina", MORNING)
        assert store.last_revision(own=True) == "b" * 12


def test_where_nothing_was_ever_stored_the_first_step_begins_the_desk(server: Server, tmp_path: Path) -> None:
    with closing(store_on(server.address(), str(tmp_path))) as store:
        assert store.last_revision(own=True) is None
        assert take(store, [call()])[0].state == "taken"


@pytest.mark.parametrize("cuts", [[BEFORE], [AFTER], [AFTER, BEFORE]])
def test_a_line_that_breaks_then_is_made_anew(
    server: Server, address: Address, tmp_path: Path, cuts: list[str]
) -> None:
    with cut_line(server.place, address.desk, ASKED) as (cutting, near):
        cutting.cuts = [*cuts]
        with closing(store_on(near, str(tmp_path))) as store:
            assert store.last_revision(own=True) == "a" * 12
            assert take(store, [call()])[0].state == "taken"
        assert cutting.cuts == []


def test_a_server_that_is_not_there_is_told_when_it_is_asked(tmp_path: Path) -> None:
    """And by nothing before: a command may end without a question. No password is told."""
    nowhere = Address(f"postgresql://aduan:rahasia@/aduan?host={tmp_path}")
    with closing(PostgresStore(nowhere, wait=0.1, begun=Begun(nowhere, str(tmp_path)))) as store:
        with pytest.raises(StoreError, match="can't be reached") as told:
            store.count(Query())
        assert "rahasia" not in str(told.value)
    closing_alone: Store = store_on(nowhere, str(tmp_path))
    closing_alone.close()


def test_an_address_that_cannot_be_read_shows_no_password(tmp_path: Path) -> None:
    wrong = Address("postgresql://aduan:rahasia@[/aduan")
    with closing(store_on(wrong, str(tmp_path))) as store:
        with pytest.raises(StoreError, match="can't be read") as told:
            store.count(Query())
        assert "rahasia" not in str(told.value)


def test_no_thread_to_spare_is_no_harm(address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("aduan_cli.store.postgres.begun.start_new_thread", refused)
    with closing(store_on(address, str(tmp_path))) as store:
        assert store.count(Query()) == 1


def test_a_command_has_one_connection(office: Office, server: Server) -> None:
    """The one that was begun is the one that is asked."""
    with cut_line(server.place, server.address().desk) as (cutting, near):
        store = ["--store", f"{near.url}#{near.desk}"]
        office.run(*store, "log", "Melaporkan sampah")
        for line in (["log", "Melaporkan sampah lagi"], ["ack", "1"], ["list", "--count"], ["show", "1"]):
            before = cutting.accepted
            assert office.run(*store, *line).code == 0, line
            assert cutting.accepted == before + 1, line
