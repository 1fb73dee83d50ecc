"""Words by which complaints are found, held on a server against what they say: some at a time."""

from __future__ import annotations

from contextlib import closing

import pytest

from aduan_cli.store.postgres import PostgresStore, upkeep
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from database import Server

OTHERWISE = {1: "folded = ' lain '", 4: "words = 'lain'::tsvector", 7: "overlong = NOT overlong", 8: "folded = ''"}
"""What is done behind the desk's back, by the number of the complaint."""


@pytest.mark.parametrize(("many", "much"), [(500, 1_000_000), (3, 1_000_000), (500, 20), (4, 1)])
def test_every_complaint_that_is_found_by_other_words_is_told(
    server: Server, monkeypatch: pytest.MonkeyPatch, many: int, much: int
) -> None:
    """However many are asked about at once, the last ones too; a NUL and a quote are words' neighbours like others."""
    monkeypatch.setattr(upkeep, "_MANY", many)
    monkeypatch.setattr(upkeep, "_MUCH", much)
    texts = ["sampah", "", "lampu 'mati'", "a\0b", "Café É", "x" * 3_000, "jalan \\ rusak", "pohon"]
    with closing(PostgresStore(server.address())) as store:
        calls = [call(text=text) for text in texts]
        take(store, calls)
        assert list(store.differences()) == []
        for number, what in OTHERWISE.items():
            store._write(lambda session, n=number, w=what: session.count(f"UPDATE complaint SET {w} WHERE id = {n}"))
        told = [(one.ticket, one.field) for one in store.differences()]
        assert told == [(calls[number - 1].ticket, "words") for number in OTHERWISE]
