"""What `rules corrections` and `rules learn --from corrections` find on one desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aduan_cli.app.drafts import with_changes
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.in_force import ParsedTexts
from aduan_cli.config.rule_files.loader import own_examples
from aduan_cli.config.rule_files.sources import parsed
from aduan_cli.config.rule_files.texts import compile_texts
from aduan_cli.errors import ConfigError
from aduan_cli.flow.rulebook.corrections import CorrectionRow, SharedWords, cases, latest, rows
from aduan_cli.flow.rulebook.drafting import DraftedChanges
from aduan_cli.flow.rulebook.placed import PlacedCase, place_rows, placed_cases
from aduan_cli.flow.rulebook.placing import PlaceProposal, Placing
from aduan_cli.flow.rulebook.proposing import Evidence, Proposed, Proposing, RulesWith, TriedRules
from aduan_cli.model import RULES_FILE
from aduan_cli.rules.language.compile import Compiled
from aduan_cli.rules.language.levels import levels_of
from aduan_cli.rules.learning.corrected import Change, Files
from aduan_cli.rules.review.agreement import Agreement

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk


LEARNED_PLACES = "places/corrected.toml"
"""Where places stand that officers' corrections tell."""


def correction_rows(desk: Desk, since: int | None, until: int | None, still: bool) -> list[CorrectionRow]:
    """Return what was corrected in a time, by what it has in common; `still`: what would be decided or placed so again.

    A call of which both its place and its decision were corrected stands in two rows.
    """
    agreement, router = Agreement(desk.rules), Router(desk.rules, desk.revision)
    found = cases(desk.store, router, desk.code.exists, since, until)
    placed = placed_cases(desk.store, router, since, until)
    if still:
        found = [case for case in found if not case.is_met(case.now, agreement)]
        placed = [case for case in placed if not case.is_met(case.now)]
    if not found and not placed:
        return []
    words = SharedWords((*latest(desk.store), *(one.complaint for one in found), *(one.complaint for one in placed)))
    return sorted((*rows(found, agreement, words), *place_rows(placed, words)), key=lambda row: -row["cases"])


def proposed(desk: Desk, since: int | None, until: int | None, wish: Evidence) -> DraftedChanges:
    """Propose changes of the files in force from what was corrected in a time: places first, then words."""
    texts = desk.store.accepted()
    router, has_code = Router(desk.rules, desk.revision), desk.code.exists
    found = cases(desk.store, router, has_code, since, until)
    placed = placed_cases(desk.store, router, since, until)
    if not found and not placed:
        return DraftedChanges([], [], Proposed([], [], [], []))
    stored, files, rules_with = list(latest(desk.store)), files_of(texts), trying(texts)
    places, unplaced = list[PlaceProposal](), list[PlacedCase]()
    if placed:
        placing = Placing(placed, stored, router, files, rules_with, wish)
        places, unplaced = placing.run()
        router = placing.router
    if not found:
        return DraftedChanges(places, unplaced, Proposed([], [], [], []))
    proposing = Proposing(found, stored, router, files, rules_with, has_code, wish)
    return DraftedChanges(places, unplaced, proposing.run([place.change for place in places]))


def trying(texts: Mapping[str, str]) -> RulesWith:
    """Return what compiles some texts with changes added, and tells which examples fail; None where that has errors.

    Files in which nothing changes are parsed and cleaned once.
    """
    proposed_so_far = (0, dict(texts))
    known = ParsedTexts()

    def rules_with(changes: Sequence[Change], more: Sequence[Change]) -> TriedRules | None:
        nonlocal proposed_so_far
        count, made = proposed_so_far
        try:
            if len(changes) > count:
                proposed_so_far = len(changes), with_changes(made, changes[count:])
            loaded = compile_texts(with_changes(proposed_so_far[1], more), known)
        except ConfigError:
            return None
        wrong = any(problem.severity == "error" for problem in loaded.problems)
        if wrong or loaded.revision is None:
            return None
        changed = {change.file for change in (*changes, *more)}
        compiled = Compiled(loaded.rules, [], loaded.examples)
        failing = tuple(str(problem) for problem in own_examples(compiled, changed))
        return TriedRules(Router(loaded.rules, loaded.revision), failing)

    return rules_with


def files_of(texts: Mapping[str, str]) -> Files:
    """Return where categories and rules stand in a desk's texts."""
    categories: dict[str, tuple[str, str]] = {}
    rules: dict[str, str] = {}
    last: list[str] = []
    for path, text in texts.items():
        data = parsed(text) or {}
        own = data.get("unit")
        default = own.get("id") if isinstance(own, dict) else None
        for category, table in (data.get("categories") or {}).items():
            if isinstance(table, dict):
                categories.setdefault(category, (path, str(table.get("unit") or default or "")))
                if table.get("specific") == "last":
                    last.append(category)
        for rule in data.get("rule") or ():
            if isinstance(rule, dict) and isinstance(rule.get("id"), str):
                rules.setdefault(rule["id"], path)
    return Files(RULES_FILE, LEARNED_PLACES, levels_of(parsed(texts.get(RULES_FILE, ""))), categories, rules, last)
