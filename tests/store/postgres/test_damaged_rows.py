"""Rows on a server that somebody changed so that nothing can be read of them: a sentence that names them, no bug."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.stored import Query
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from database import Server

CASES: dict[str, tuple[str, Callable[[PostgresStore], Any], str]] = {
    "list of a complaint": (
        "complaint SET support = '[1'",
        lambda s: list(s.find(Query())),
        "-8: support can't be read",
    ),
    "object of a complaint": (
        "complaint SET answers = '{'",
        lambda s: list(s.find(Query())),
        "-8: answers can't be read",
    ),
    "body of an event": ("event SET body = '{\"a\":?}'", lambda s: list(s.feed(0, None)), "event 1 can't be read"),
    "what lies beside one": ("event SET private = 'x'", lambda s: list(s.feed(0, None)), "event 1 can't be read"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_can_not_be_read_is_named(server: Server, case: str) -> None:
    """And it is found by whoever looks for all that is wrong."""
    what, look, sentence = CASES[case]
    with closing(PostgresStore(server.address())) as store:
        complaint = call(text="sampah")
        take(store, [complaint])
        forged = f"SET LOCAL aduan.erasing = 'on'; UPDATE {what} WHERE id = 1"
        store._write(lambda session: session.execute(forged))
        with pytest.raises(StoreError, match=sentence):
            look(store)
        assert [*store.breaks(), *store.differences()] != []
