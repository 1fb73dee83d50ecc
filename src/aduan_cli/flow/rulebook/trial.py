"""Rules that aren't in force yet, tried: the examples, one sentence, and what no example reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.complaint.examples import DecisionStep, ExampleOutcome, Reached, coverage, needs_code, run_example, trace
from aduan_cli.complaint.router import Router
from aduan_cli.errors import UsageError
from aduan_cli.problems import Path, Problem, located
from aduan_cli.rules.language.examples import Example

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


class Results(NamedTuple):
    """What came out of examples; `left` are those that only a unit's code can make hold."""

    outcomes: list[ExampleOutcome]
    left: int


class Trial:
    """Rules with their examples; `lines` are those of each file."""

    def __init__(self, rules: Rules, examples: Sequence[Example], lines: Mapping[str, Mapping[Path, int]]) -> None:
        self.rules = rules
        self._examples = examples
        self._lines = lines
        self._router = Router(rules, None)

    def results(self) -> Results:
        """Run the examples, but those that need code."""
        outcomes = [run_example(self._router, example) for example in self._examples if not needs_code(example)]
        return Results(outcomes, len(self._examples) - len(outcomes))

    def sentence(self, text: str, at: str | None) -> ExampleOutcome:
        """Return what the rules make of one sentence. Raises `UsageError` for a time that is none."""
        given = {"text": text} if at is None else {"text": text, "at": at}
        outcome = run_example(self._router, Example("--text", (), given, {}))
        if outcome.wrong:
            raise UsageError(outcome.wrong[0].what)
        return outcome

    def coverage(self) -> list[Reached]:
        """Return every rule and category, with its line and the number of examples that it held for."""
        rows = coverage(self.rules, [run_example(self._router, example) for example in self._examples])
        for row in rows:
            row["line"] = row["line"] or self._lines.get(row["file"], {}).get(("categories", row["id"]))
        return rows

    def trace(self, outcome: ExampleOutcome) -> list[DecisionStep]:
        """Return the steps that an example took."""
        return trace(outcome, self.rules)

    def line(self, example: Example) -> int:
        """Return the line of an example; 0 when it isn't known."""
        return self._lines.get(example.file, {}).get(example.path, 0)

    def wrong(self, outcome: ExampleOutcome) -> list[Problem]:
        """Return what came out wrong, each with its line."""
        return [located(problem, self._lines.get(problem.file, {})) for problem in outcome.wrong]
