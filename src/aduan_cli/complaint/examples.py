"""Running `[[example]]`: each sentence goes through the very engine that serves, and must come out as expected.

Most examples are a matter of data alone. One that expects `step = "code"` holds only where the unit's code is asked
as well, which `aduan plugin check` does, under the guard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from aduan_cli.complaint.deciding import Consult, Decided, decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.desk_time import DAY, Zone
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import Facts
from aduan_cli.points import point_of
from aduan_cli.problems import Problem, quoted
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.examples import Example
from aduan_cli.typed_time import parse_time

if TYPE_CHECKING:
    from aduan_cli.compiled import Condition, Rules

USUAL_TIME = "2025-06-11 10:00"
"""When an example without `at` is reported: a Wednesday morning."""
GIVEN = ("kind", "category", "kecamatan", "kelurahan", "priority", "channel")


class Looked(NamedTuple):
    """One rule, category or the triage queue that the engine looked at."""

    step: str
    name: str | None
    condition: Condition | None
    held: bool


class Held(TypedDict):
    """A rule that held, with the words of its patterns that were found."""

    rule: str | None
    words: list[str]


class DecisionStep(TypedDict):
    """A step that was taken, how many rules it looked at, and those that held."""

    step: str
    looked: int
    held: list[Held]


class Reached(TypedDict):
    """A rule or a category, where it stands, and the number of examples that it held for."""

    step: str
    id: str
    file: str
    line: int | None
    examples: int


class ExampleOutcome(NamedTuple):
    """What came out of an example. `wrong` holds one problem for each expected value that did not come out."""

    example: Example
    got: dict[str, Any]
    looked: list[Looked]
    facts: Facts | None
    wrong: list[Problem]


def time_of(text: str, zone: Zone) -> int:
    """Return the time of an invented call, which may be any day's: a time alone is that of 1970-01-01."""
    return parse_time(text, 0, zone, ahead=DAY)


def needs_code(example: Example) -> bool:
    """Say whether an example can only hold where the unit's code is asked."""
    return example.expect.get("step") == "code"


def run_examples(rules: Rules, examples: Iterable[Example]) -> list[Problem]:
    """Return what came out wrong: one problem for each expected value. Examples that need code are left out.

    `rules` is a compiled form with `zone`.
    """
    router = Router(rules, None)
    by_data = (example for example in examples if not needs_code(example))
    return [problem for example in by_data for problem in run_example(router, example).wrong]


def run_example(router: Router, example: Example, consult: Consult | None = None) -> ExampleOutcome:
    """Take an example's call through the engine, and through the unit's code where `consult` asks it."""
    try:
        report = _report(example, router.zone)
    except UsageError as error:
        problem = Problem(example.file, (*example.path, "at"), str(error))
        return ExampleOutcome(example, {}, [], None, [problem])
    looked: list[Looked] = []
    understood = read(report, router)
    decided = decide(understood, router, consult, trace=lambda *seen: looked.append(Looked(*seen)))
    got = _got(decided)
    wrong = [*_unfit(router, example, report, got), *_wrong(example, got)]
    return ExampleOutcome(example, got, looked, understood.facts, wrong)


def _report(example: Example, zone: Zone) -> Report:
    """Return the call of an example. Raises `UsageError` for a time that can't be read."""
    given = {name: example.given[name] for name in (*GIVEN, "answers", "fields") if name in example.given}
    if "point" in example.given:
        given["point"] = point_of(example.given["point"])
    return Report(
        text=example.given.get("text", ""), reported_at=time_of(example.given.get("at", USUAL_TIME), zone), **given
    )


def _unfit(router: Router, example: Example, report: Report, got: dict[str, Any]) -> list[Problem]:
    """Return a problem for each answer that the question of the example's category doesn't allow."""
    if not report.answers:
        return []
    unfit = router.asked.fit(report.answers, got["category"]).unfit
    return [Problem(example.file, (*example.path, "answers", name), wrong) for name, wrong in unfit.items()]


def _wrong(example: Example, got: dict[str, Any]) -> Iterator[Problem]:
    given = example.given.get("text") or ", ".join(f"{name} {value}" for name, value in example.given.items())
    for key, wanted in example.expect.items():
        if key == "place":
            came_out, same = got["kelurahan"] or got["kecamatan"], wanted in (got["kelurahan"], got["kecamatan"])
        else:
            came_out, same = got[key], got[key] == (sorted(wanted) if key == "support" else wanted)
        if not same:
            what = _("{text} gave {got}").format(text=quoted(given), got=shown(came_out))
            right = _("{wanted} was expected").format(wanted=shown(wanted))
            yield Problem(example.file, (*example.path, "expect", key), what, right)


def _got(decided: Decided) -> dict[str, Any]:
    complaint, decision = decided.complaint, decided.decision
    return {
        "unit": decision.unit,
        "category": complaint.category,
        "kind": complaint.kind,
        "priority": complaint.priority,
        "kecamatan": complaint.kecamatan,
        "kelurahan": complaint.kelurahan,
        "address": complaint.address,
        "support": sorted(decision.support),
        "rule": decision.rule,
        "step": decision.step,
    }


def shown(value: object) -> str:
    """Return an expected value, or one that came out, for a sentence."""
    if isinstance(value, list):
        return ", ".join(f"'{item}'" for item in value) or _("nothing")
    return _("nothing") if value is None else quoted(value)


# -- what was looked at, and what never is


def trace(outcome: ExampleOutcome, compiled: Rules) -> list[DecisionStep]:
    """Return the steps that were taken: how many rules each looked at, and those that held, with their words."""
    steps: list[DecisionStep] = []
    for step, group in groupby(outcome.looked, key=lambda looked: looked.step):
        looked = list(group)
        held: list[Held] = [
            {"rule": one.name, "words": _matched(one.condition, outcome.facts, compiled)} for one in looked if one.held
        ]
        steps.append({"step": step, "looked": len(looked), "held": held})
    return steps


def _matched(condition: Condition | None, facts: Facts | None, compiled: Rules) -> list[str]:
    """Return the patterns of a condition that were found in the text, as they are written."""
    if condition is None or facts is None:
        return []
    if condition[0] in ("all", "any"):
        return list(dict.fromkeys(word for part in condition[1] for word in _matched(part, facts, compiled)))
    if condition[0] in ("text", "text_all"):
        return [compiled["words"][pattern] for pattern in condition[1] if pattern in facts.found]
    return []


def coverage(compiled: Rules, outcomes: Iterable[ExampleOutcome]) -> list[Reached]:
    """Return every rule and category with the number of examples that it held for."""
    reached: Counter[tuple[str, str | None]] = Counter()
    for outcome in outcomes:
        reached.update({(one.step, one.name) for one in outcome.looked if one.held and one.step != "category"})
        reached[("category", outcome.got.get("category"))] += 1
    steps = [("handoff", compiled["handoffs"]), ("city", compiled["city"])]
    steps += [("unit", rules) for rules in compiled["unit_rules"].values()]
    rows: list[Reached] = [
        {
            "step": step,
            "id": rule["id"],
            "file": rule["file"],
            "line": rule["line"],
            "examples": reached[(step, rule["id"])],
        }
        for step, rules in steps
        for rule in rules
    ]
    for entry in compiled["categories"]:
        file = manifest_path(entry[2]) if entry[2] else "rules.toml"
        rows.append(
            {"step": "category", "id": entry[0], "file": file, "line": 0, "examples": reached[("category", entry[0])]}
        )
    return rows
