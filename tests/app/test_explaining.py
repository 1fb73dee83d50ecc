"""`why` is told by the rules that decided and by those of today, with their patterns as they were written."""

from __future__ import annotations

from pathlib import Path

from aduan_cli.app.explaining import engines
from aduan_cli.testing import RULES
from compiling import category_of
from desk_here import HereDesk, desk_here

CHANGED = RULES.replace('text = ["sampah"]', 'text = ["sampah", "kotoran"]')


def test_while_nothing_changed_both_are_the_same(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    one = desk.log("sampah")
    then, today = engines(desk, one.revision)
    assert then is today
    assert today.revision == one.revision


def test_what_decided_is_told_by_the_rules_of_then(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    one = desk.log("kotoran")
    (Path(desk.folder) / "rules.toml").write_text(CHANGED)
    now = HereDesk(Path(desk.folder))
    other = now.log("kotoran")
    then, today = engines(now, one.revision)
    assert (then.revision, today.revision) == (one.revision, other.revision)
    assert then.revision != today.revision
    assert (category_of(then, "kotoran"), category_of(today, "kotoran")) == (None, "sampah")


def test_patterns_are_at_hand_as_they_were_written(tmp_path: Path) -> None:
    """The cache of daily commands has them folded away; `why` shows them."""
    desk = desk_here(tmp_path)
    desk.log("sampah")
    for now in (desk, HereDesk(Path(desk.folder))):
        _then, today = engines(now, None)
        assert {"sampah", "banjir"} <= {str(word) for word in today.compiled["words"]}


def test_a_revision_that_is_not_kept_is_told_by_todays_rules(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.log("sampah")
    then, today = engines(desk, "tidak-ada")
    assert then is today


def test_a_call_that_nothing_decided_is_told_by_todays_rules(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.log("sampah")
    then, today = engines(desk, None)
    assert then is today
    assert today.revision == desk.revision
