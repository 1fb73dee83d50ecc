"""Running `[[example]]`: each sentence goes through the very engine that serves, and must come out as expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from aduan_cli.desk_time import parse_time
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import Complaint, Decision
from aduan_cli.rules.compile import Example
from aduan_cli.rules.problems import Problem, quoted
from aduan_cli.rules.router import Router

USUAL_TIME = "2025-06-11 10:00"
"""When an example without `at` is reported: a Wednesday morning."""


def run_examples(rules: dict[str, Any], examples: Iterable[Example]) -> list[Problem]:
    """Return what came out wrong: one problem for each expected value. `rules` is a compiled form with `zone`."""
    router = Router(rules, None)
    return [problem for example in examples for problem in _run(router, example)]


def _run(router: Router, example: Example) -> Iterator[Problem]:
    given = example.given
    complaint = Complaint()
    complaint.text, complaint.kind, complaint.priority, complaint.status = given["text"], "", "", ""
    complaint.channel = given.get("channel")
    complaint.answers = dict(given.get("answers", {}))
    complaint.fields = dict(given.get("fields", {}))
    try:
        complaint.reported_at = parse_time(given.get("at", USUAL_TIME), 0, router.zone)
    except UsageError as error:
        yield Problem(example.file, (*example.path, "at"), str(error))
        return
    facts = router.understand(complaint)
    came_out = _outcome(complaint, router.decide(facts))
    for key, wanted in example.expect.items():
        got = came_out[key]
        if got != (sorted(wanted) if key == "support" else wanted):
            what = _("{text} gave {got}").format(text=quoted(given["text"]), got=_shown(got))
            right = _("{wanted} was expected").format(wanted=_shown(wanted))
            yield Problem(example.file, (*example.path, "expect", key), what, right)


def _outcome(complaint: Complaint, decision: Decision) -> dict[str, Any]:
    return {
        "unit": decision.unit,
        "category": complaint.category,
        "kind": complaint.kind,
        "priority": decision.priority or "normal",
        "kecamatan": complaint.kecamatan,
        "kelurahan": complaint.kelurahan,
        "address": complaint.address,
        "support": sorted(decision.support),
        "rule": decision.rule,
        "step": decision.step,
    }


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(f"'{item}'" for item in value) or _("nothing")
    return _("nothing") if value is None else quoted(value)
