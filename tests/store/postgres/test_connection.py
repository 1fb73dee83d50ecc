"""A server that can't be reached: what may pass is waited for, what never will is told at once. No server is needed."""

from __future__ import annotations

import time

import pytest

from aduan_cli.database_url import parsed
from aduan_cli.errors import StoreError
from aduan_cli.store.postgres import connection
from aduan_cli.store.postgres.connection import ServerConnection


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return how long was waited between tries; nobody waits for it."""
    waited: list[float] = []
    monkeypatch.setattr(connection.time, "sleep", waited.append)
    return waited


def opened(url: str, wait: float = 0.3) -> str:
    """Return what is told of a server that can't be reached."""
    until = time.monotonic() + wait
    with pytest.raises(StoreError) as raised:
        ServerConnection(parsed(url), wait)._open(until)
    return str(raised.value)


@pytest.mark.parametrize("what", [":no-port/x", ":1/x?sslmode=sometimes", ":99999999/x"])
def test_an_address_at_which_nobody_can_be_is_told_at_once(pauses: list[float], what: str) -> None:
    """A slip of who typed it; waiting would mend nothing."""
    assert "can't be reached: invalid " in opened(f"postgresql://sari:rahasia@127.0.0.1{what}")
    assert pauses == []


def test_an_option_that_there_is_none_of_is_told_without_the_address(pauses: list[float]) -> None:
    """It may have a password in it."""
    said = opened("postgresql://sari:rahasia@127.0.0.1/x?tidak=1")
    assert (said.endswith("postgresql://USER@HOST/DATABASE would be right"), "rahasia" in said, pauses) == (
        True,
        False,
        [],
    )


def test_a_server_that_begins_is_waited_for_and_asked_less_and_less_often(pauses: list[float]) -> None:
    """It refuses connections meanwhile, as one that isn't there does."""
    said = opened("postgresql://sari:rahasia@127.0.0.1:1/x")
    assert "rahasia" not in said
    assert len(pauses) > 2
    assert pauses == sorted(pauses)
    assert max(pauses) <= 1
