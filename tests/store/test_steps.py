"""Steps against a naive model: the store in a file does with them what a list and a dictionary do."""

from __future__ import annotations

from hypothesis import settings
from steps_machine import StepsMachine

from thorough import examples

StepsMachine.TestCase.settings = settings(max_examples=examples(60), stateful_step_count=25, deadline=None)
TestSteps = StepsMachine.TestCase
