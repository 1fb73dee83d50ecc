"""The report on the rules: what each decided, what came back, what officers corrected, and what triage got."""

from __future__ import annotations

from collections import Counter
from typing import Any

from aduan_cli.complaint.corrections import Decided, decided_and_corrected
from aduan_cli.flow.reports.ground import Ground
from aduan_cli.report_tables import SHARE, TEXT, ReportColumn, ReportRow, ReportTable, ReportTime, share

COUNTS = ("decided", "came_back", "corrected")
COLUMNS = (
    *(ReportColumn(name, TEXT) for name in ("step", "rule", "category")),
    *map(ReportColumn, COUNTS),
    ReportColumn("stands_share", SHARE),
)
_BY_CATEGORY = ("category", "code", "unit")
"""Steps whose decisions are told apart by what the call is about."""


def by_rule(ground: Ground, time: ReportTime) -> ReportTable:
    """Return what each rule decided of the calls of a time, before anybody corrected it; most corrected first."""
    groups: dict[Decided, Counter[str]] = {}
    for one in ground.figures.counted(("step", "rule", "category"), *time, ground.now, ("came_back",)):
        group = groups.setdefault(_key(*one.of), Counter())
        group["decided"] += one.calls
        group["came_back"] += one.calls if one.came_back else 0
    for call in ground.figures.handled(*time):
        decided, correction = decided_and_corrected(call.events)
        stood, was = _key(call.step, call.rule, call.category), _key(*decided)
        for name in ("decided", *(("came_back",) if call.came_back else ())):
            groups[stood][name] -= 1
            groups.setdefault(was, Counter())[name] += 1
        groups[was]["corrected"] += correction is not None
    found = [(key, group) for key, group in groups.items() if group["decided"]]
    found.sort(key=lambda item: (-item[1]["corrected"], -item[1]["decided"], tuple(part or "" for part in item[0])))
    rows = [ReportRow(key, _values(key, group)) for key, group in found]
    whole = Counter({name: sum(group[name] for _key, group in found) for name in COUNTS})
    triage = sum(group["decided"] for key, group in found if key[0] == "triage")
    notes = {"triage": triage, "triage_share": share(triage, whole["decided"])}
    return ReportTable("rules", time, COLUMNS, tuple(rows), ReportRow((), _values((None, None, None), whole)), notes)


def _key(step: str | None, rule: str | None, category: str | None) -> Decided:
    return step, rule, category if step in _BY_CATEGORY and rule is None else None


def _values(key: Decided, group: Counter[str]) -> dict[str, Any]:
    stands = share(group["decided"] - group["corrected"], group["decided"])
    return dict(zip((column.name for column in COLUMNS), (*key, *(group[n] for n in COUNTS), stands), strict=True))
