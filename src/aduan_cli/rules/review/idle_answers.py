"""Answers that are never read out first, or are right no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from aduan_cli.i18n import _
from aduan_cli.problems import Problem
from aduan_cli.rules.review.lint import Linter

READABLE = 500
"""Characters of an answer that somebody can listen to: half a minute."""

if TYPE_CHECKING:
    from aduan_cli.compiled import Answer, Rule, Rules
    from aduan_cli.rules.review.proofs import Box


def flaws_of_answers(compiled: Rules, today: str) -> Iterator[Problem]:
    """Yield the warnings on the answers. `today` is the local day as `2026-11-27`; "" looks at no date."""
    answers = compiled["answers"]
    written = [entry for entry in answers["entries"] if entry["number"] is not None]
    yield from _stale(written, today)
    yield from _long(written)
    own = {name: answers[name] for name in ("patterns", "longest", "stars", "words")}
    linter = Linter(cast("Rules", {**compiled, **own}))
    rules = [cast("Rule", {**entry, "continue": False}) for entry in written if entry["when"] is not None]
    found: list[tuple[Rule, list[Box] | None]] = [(rule, linter.boxes(rule)) for rule in rules]
    yield from linter.sequence("answer", found, [])


def _long(written: list[Answer]) -> Iterator[Problem]:
    for entry in written:
        if len(entry["text"]) > READABLE:
            what = _("the text has {count} characters: it is too long to be read out").format(count=len(entry["text"]))
            right = _("at most {most} would be right; the rest in an answer of its own").format(most=READABLE)
            yield Problem(entry["file"], ("answer", entry["number"] or 0, "text"), what, right, "warning")


def _stale(written: list[Answer], today: str) -> Iterator[Problem]:
    for entry in written:
        if (entry["valid_until"] or today) < today:
            what = _("the answer '{answer}' was right until {day}").format(answer=entry["id"], day=entry["valid_until"])
            right = _("ask anew and put a later day, or leave it out")
            yield Problem(entry["file"], ("answer", entry["number"] or 0, "valid_until"), what, right, "warning")
