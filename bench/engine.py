"""Decisions per second over folded facts, against two other rule engines and a bare dict; and the worst text.

Bars in README.md.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import invented
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.model import Facts
from aduan_cli.rules.language.compile import Document, compile_rules
from aduan_cli.testing.on_disk import rules_of
from aduan_cli.text import Folded
from measure import ROOT, Bar, machine, report

SIZES = (10, 100, 1_000, 10_000)
CALLS = 400
WORST = 10.0
"""How often an ordinary text's time the worst text of its length may take."""
SIFTED, TIMED = 1_000, 8
"""Characters in which each pattern's worst texts are looked at once, and how many of the slowest are timed in full."""
SECONDS = 1.0
"""How long each engine decides, in turns."""
DISTRICTS = [f"Kecamatan {letter}" for letter in "ABCDEFGHIJKL"]
UNITS = [f"unit-{number}" for number in range(20)]
Call = dict[str, Any]
Rule = dict[str, Any]


def make_rules(size: int, chance: random.Random) -> list[Rule]:
    """Return so many rules, as a city has them: by category with a place, a word, or the hour."""
    categories = max(3, size // 20)
    rules: list[Rule] = []
    for number in range(size):
        rule: Rule = {"category": f"hal-{chance.randrange(categories)}", "to": UNITS[number % len(UNITS)]}
        if number % 3 != 1:
            rule["kecamatan"] = chance.choice(DISTRICTS)
        if number % 3 != 0:
            rule["text"] = [f"kata{chance.randrange(200)}", f"kata{chance.randrange(200)}"]
        if number % 3 == 2:
            start = chance.randrange(23)
            rule["hours"] = (start, chance.randrange(start + 1, 24))
        rules.append(rule)
    return rules


def make_calls(rules: list[Rule], chance: random.Random) -> list[Call]:
    """Return calls of which seven in ten are made to meet some rule, the others as they come."""
    categories = sorted({rule["category"] for rule in rules})
    calls = []
    for number in range(CALLS):
        rule = chance.choice(rules) if number % 10 < 7 else {}
        start, end = rule.get("hours", (0, 24))
        words = {f"kata{chance.randrange(200)}" for _ in range(4)} | set(rule.get("text", ())[:1])
        calls.append(
            {
                "category": rule.get("category") or chance.choice(categories),
                "kecamatan": rule.get("kecamatan") or chance.choice(DISTRICTS),
                "hour": chance.randrange(start, end),
                "words": sorted(words),
            }
        )
    return calls


# -- the engines: each returns a function that decides one call, and the calls in the form that it takes


def ours(rules: list[Rule]) -> Router:
    """Return this project's router on the rules, each a [[rule]] of `rules.toml`."""
    tables = []
    for rule in rules:
        table = dict(rule)
        if "hours" in rule:
            table["hours"] = "{:02d}:00-{:02d}:00".format(*rule["hours"])
        tables.append(table)
    city = {
        "desk": {"name": "x", "prefix": "X", "timezone": "UTC"},
        "kecamatan": {name: [] for name in DISTRICTS},
        "units": {unit: {"name": unit} for unit in [*UNITS, "lain"]},
        "categories": {name: {"unit": "lain"} for name in sorted({rule["category"] for rule in rules})},
        "rule": tables,
    }
    compiled = compile_rules([Document("rules.toml", "city", city)])
    assert not [problem for problem in compiled.problems if problem.severity == "error"], compiled.problems[:3]
    return Router({**compiled.rules, "zone": [[-(2**62), 0]]}, None)


def facts_of(call: Call, router: Router) -> Facts:
    """Return a call as folded facts."""
    facts = Facts()
    facts.category, facts.kecamatan, facts.minute = call["category"], call["kecamatan"], call["hour"] * 60
    facts.found = router.engine.find(Folded(" ".join(call["words"])))
    return facts


def report_of(call: Call) -> Report:
    """Return a call as an import gives it, with its text unread."""
    given = {"category": call["category"], "kecamatan": call["kecamatan"], "reported_at": call["hour"] * 3600}
    return Report(text=" ".join(call["words"]), **given)


def zen(rules: list[Rule]) -> Callable[[Call], str | None]:
    """Return GoRules' ZEN with the rules as one decision table, first hit."""
    from zen import ZenEngine

    names = ("category", "kecamatan", "hour", "words")
    rows = []
    for number, rule in enumerate(rules):
        start, end = rule.get("hours", (None, None))
        rows.append(
            {
                "_id": f"r{number}",
                "category": json.dumps(rule["category"]),
                "kecamatan": json.dumps(rule["kecamatan"]) if "kecamatan" in rule else "",
                "hour": f"[{start}..{end})" if start is not None else "",
                "words": " or ".join(f"contains($, {json.dumps(w)})" for w in rule["text"]) if "text" in rule else "",
                "unit": json.dumps(rule["to"]),
            }
        )
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": "unit", "name": "unit", "field": "unit"}],
        "rules": rows,
    }
    graph = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
        ],
    }
    decision = ZenEngine().create_decision(json.dumps(graph))

    def decide(call: Call) -> str | None:
        found: str | None = (decision.evaluate(call)["result"] or {}).get("unit")
        return found

    return decide


def rule_engine(rules: list[Rule]) -> Callable[[Call], str | None]:
    """Return PyPI's rule-engine: one expression for each rule, asked in order."""
    import rule_engine as engine

    made = []
    for rule in rules:
        parts = [f'category == "{rule["category"]}"']
        if "kecamatan" in rule:
            parts.append(f'kecamatan == "{rule["kecamatan"]}"')
        if "text" in rule:
            parts.append("(" + " or ".join(f'"{word}" in words' for word in rule["text"]) + ")")
        if "hours" in rule:
            parts.append("hour >= {} and hour < {}".format(*rule["hours"]))
        made.append((engine.Rule(" and ".join(parts)), rule["to"]))

    def decide(call: Call) -> str | None:
        for rule, unit in made:
            if rule.matches(call):
                return str(unit)
        return None

    return decide


def floor(rules: list[Rule]) -> Callable[[Call], str | None]:
    """Return a dict from category to unit: what deciding costs when nothing is decided."""
    units = {rule["category"]: rule["to"] for rule in rules}
    return lambda call: units.get(call["category"])


def rate(work: Callable[[Any], Any], items: list[Any], seconds: float) -> float:
    """Return how many items are worked through per second of processor: the best of three turns, over whole rounds."""
    best = 0.0
    for _turn in range(3):
        done = 0
        started = time.process_time()
        while (taken := time.process_time() - started) < seconds / 3:
            if done and taken * (done + len(items)) / done > seconds * 3:
                break
            for item in items:
                work(item)
            done += len(items)
        best = max(best, done / (time.process_time() - started))
    return best


def measure(size: int, seconds: float) -> tuple[dict[str, float], float]:
    """Return decisions per second of each engine, and the share of calls that meet a rule."""
    chance = random.Random(size)
    rules = make_rules(size, chance)
    calls = make_calls(rules, chance)
    router = ours(rules)
    facts = [facts_of(call, router) for call in calls]
    decided = [decision.unit if decision.step == "city" else None for decision in map(router.engine.decide, facts)]
    others = {"zen-engine": zen(rules), "rule-engine": rule_engine(rules)}
    for name, other in others.items():
        wrong = sum(other(call) != unit for call, unit in zip(calls, decided, strict=True))
        assert not wrong, f"{name} decides {wrong} of {len(calls)} calls otherwise"
    slow = max(1, min(CALLS, 400_000 // size))
    rates = {"dict": rate(floor(rules), calls, seconds), "aduan": rate(router.engine.decide, facts, seconds)}
    rates |= {name: rate(other, calls[:slow], seconds) for name, other in others.items()}

    def whole(call: Call) -> None:
        router._words.clear()  # no text is remembered: each is folded and matched
        decide(read(report_of(call), router), router)

    rates["aduan, text folded"] = rate(whole, calls, seconds)
    return rates, sum(unit is not None for unit in decided) / len(decided)


def worst_text(size: int) -> Bar:
    """Hold the worst text for the city's patterns against as many characters of ordinary calls.

    Thousands of patterns have two such texts each, so only the slowest of a short look are timed at full length.
    """
    engine = Router(rules_of(ROOT).rules, None).engine
    ordinary = " ".join(call.text for call in invented.calls(size // 20))[:size]
    # What a text has over and over, and its end.
    kinds = [(word, "") for word in ("a ", "t ", "tlp", "kel ")]
    for _number, words in engine.compiled["stars"]:
        # What the pattern wants, all but its end, over and over: in one word, and in many; then the end.
        *most, last = [piece for piece in "*".join(words).split("*") if piece]
        kinds += [(glue.join([*most, ""]), " " + last) for glue in ("", " ") if most]

    def text_of(kind: tuple[str, str], length: int) -> str:
        return (kind[0] * length)[:length] + kind[1]

    def once(kind: tuple[str, str]) -> float:
        folded = Folded(text_of(kind, SIFTED))
        started = time.process_time()
        engine.find(folded)
        return time.process_time() - started

    def seconds(text: str) -> float:
        folded = Folded(text)
        return 1 / rate(engine.find, [folded], 0.05)

    slowest = sorted(dict.fromkeys(kinds), key=once)[-TIMED:]
    worst = max((text_of(kind, size) for kind in slowest), key=seconds)
    print(f"worst text of {size:,} characters for the city's patterns: {worst[:24]!r}..., {seconds(worst):.4f} s")
    return Bar(f"worst / ordinary text of {size:,} characters", seconds(worst) / seconds(ordinary), WORST)


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each engine decides")
    given = parser.parse_args()
    bars = [worst_text(20_000)]
    try:
        import rule_engine  # noqa: F401
        import zen  # noqa: F401
    except ImportError as error:
        print(f"engine: the rest is skipped, {error.name} is missing: pip install -r requirements/bench.txt")
        return report(bars)
    print(f"decisions per second over the same folded facts and rules, first match; {machine()}")
    names = ("dict", "aduan", "zen-engine", "rule-engine", "aduan, text folded")
    print(f"{'rules':>7} {'matched':>8} " + " ".join(f"{name:>18}" for name in names))
    for size in SIZES:
        rates, matched = measure(size, given.seconds)
        assert matched >= 0.5, f"only {matched:.0%} of the calls meet a rule"
        print(f"{size:7,} {matched:8.0%} " + " ".join(f"{rates[name]:18,.0f}" for name in names), flush=True)
        if size >= 100:
            bars.append(Bar(f"zen-engine / aduan at {size:,} rules", rates["zen-engine"] / rates["aduan"], 1 / 3))
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
