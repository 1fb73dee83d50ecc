"""Proposals are tried on rules that are compiled with little done twice, and come out as if all were done anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.drafts import with_changes
from aduan_cli.app.proposals import trying
from aduan_cli.config.rule_files import in_force
from aduan_cli.config.rule_files.texts import compile_texts, on_disk
from aduan_cli.flow.rulebook.proposing import TriedRules
from aduan_cli.rules.learning.corrected import Change

ROOT = Path(__file__).resolve().parents[2]
WORDS = Change("rules.toml", {"categories": {"kabel-telekomunikasi": {"text": ["kavling abadi"]}}})
EXCEPTION = Change("plugins/dlh/plugin.toml", {"categories": {"sampah": {"text_not": ["kavling abadi"]}}})
RULE = Change("rules.toml", {"rule": [{"id": "layangan", "text": ["benang gelasan"], "to": "satpol-pp"}]})
CATEGORY = Change("rules.toml", {"categories": {"gelasan": {"unit": "satpol-pp", "text": ["gelasan"]}}})
PLACE = Change("places/corrected.toml", {"place": [{"name": "Uji", "kind": "landmark", "kelurahan": "Kranji"}]})
UNLIKE = Change("rules.toml", {"rule": [{"id": "semua", "text": ["kavling rembulan"], "to": "satpol-pp"}]})
WRONG = Change("rules.toml", {"rule": [{"id": "salah", "text": ["salah"], "to": "tidak-ada"}]})


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Return the texts of the repository's own desk."""
    return on_disk(str(ROOT)).texts


def test_what_is_tried_is_what_accepting_it_would_bring_into_force(texts: dict[str, str]) -> None:
    """To the last number, of every kind of change, one upon the other, also after one that has errors."""
    rules_with = trying(texts)
    changes: list[Change] = []
    for change in (EXCEPTION, WRONG, WORDS, RULE, CATEGORY, PLACE):
        found, anew = rules_with(changes, [change]), compile_texts(with_changes(texts, [*changes, change]))
        if change is WRONG:
            assert found is None
            continue
        assert found is not None
        assert found.router.compiled == anew.rules
        assert found.router.revision == anew.revision
        assert found.failing == ()
        changes.append(change)


def test_an_example_of_its_file_that_fails_is_told(texts: dict[str, str]) -> None:
    """For so it would never come into force."""
    example = '\n[[example]]\ntext = "lampu pju mati di kavling rembulan"\nexpect = { unit = "bmsda-pju" }\n'
    rules_with = trying({**texts, "rules.toml": texts["rules.toml"] + example})
    assert "'lampu pju mati di kavling rembulan' gave 'satpol-pp'" in failing(rules_with([], [UNLIKE]))[0]
    assert failing(rules_with([], [RULE])) == ()
    assert failing(trying(texts)([], [UNLIKE])) == ()


def failing(tried: TriedRules | None) -> tuple[str, ...]:
    """Return the examples that fail under rules without errors."""
    assert tried is not None
    return tried.failing


def test_files_in_which_nothing_changes_are_parsed_once(texts: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = in_force.parse

    def counted(path: str, text: str) -> Any:
        parsed.append(path)
        return parse(path, text)

    monkeypatch.setattr(in_force, "parse", counted)
    rules_with = trying(texts)
    for change in (EXCEPTION, WORDS, RULE):
        assert rules_with([], [change]) is not None
    assert len(parsed) == len(texts) + 2 + 1  # rules.toml twice, and the manifest as it was
