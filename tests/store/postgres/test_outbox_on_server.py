"""Messages against the naive model on a server: whoever leases and settles them, in whatever order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from outbox_machine import OutboxMachine

from aduan_cli.store.postgres import PostgresStore
from database import Server
from thorough import EXPLORES


@pytest.mark.slow
def test_messages_on_a_server_are_those_of_the_model(server: Server) -> None:
    class PostgresOutboxMachine(OutboxMachine):
        def opened(self, folder: Path) -> Any:
            return PostgresStore(server.address())

    run_state_machine_as_test(
        PostgresOutboxMachine,
        settings=settings(max_examples=8 * (5 if EXPLORES else 1), stateful_step_count=30, deadline=None),
    )
