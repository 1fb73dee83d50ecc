"""Messages against a naive model: the outbox of a file does with them what a plain list does."""

from __future__ import annotations

from hypothesis import settings
from outbox_machine import OutboxMachine

from thorough import examples

OutboxMachine.TestCase.settings = settings(max_examples=examples(30), stateful_step_count=30, deadline=None)
TestOutbox = OutboxMachine.TestCase
