"""Steps against a naive model on a server: conflicts, batches, links and who acts are the same there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from steps_machine import ACTING, StepsMachine

from aduan_cli.store.postgres import PostgresStore
from database import Server
from thorough import EXPLORES


@pytest.mark.slow
def test_steps_on_a_server_are_those_of_the_model(server: Server) -> None:
    """Several of one transaction among them, and such as were computed from an older version."""

    class PostgresStepsMachine(StepsMachine):
        def opened(self, folder: Path) -> Any:
            return PostgresStore(server.address())

        def acting(self) -> list[tuple[Any, ...]]:
            found: list[tuple[Any, ...]] = self.store._read(lambda session: session.rows(ACTING), [])
            return found

    run_state_machine_as_test(
        PostgresStepsMachine,
        settings=settings(max_examples=6 * (5 if EXPLORES else 1), stateful_step_count=30, deadline=None),
    )
