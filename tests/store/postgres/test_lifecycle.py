"""Moves against a naive model on a server: what a move means is the same there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from aduan_cli.store.postgres import PostgresStore
from database import Server
from life_machine import Busy, LifeMachine
from thorough import EXPLORES


class BusyPostgres(Busy, PostgresStore):
    """A desk on a server, with others at it."""


@pytest.mark.slow
def test_moves_on_a_server_are_those_of_the_model(server: Server) -> None:
    """Same states, same events, same refusals, whoever moves whatever in whatever order."""

    class PostgresLifeMachine(LifeMachine):
        def opened(self, folder: Path) -> Any:
            return BusyPostgres(server.address())

    run_state_machine_as_test(
        PostgresLifeMachine,
        settings=settings(max_examples=5 * (5 if EXPLORES else 1), stateful_step_count=40, deadline=None),
    )
