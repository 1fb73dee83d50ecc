"""What `aduan rules ...` does on one desk: texts by their revision, what changes, what is tried, what is put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app import rulebook
from aduan_cli.app.desk import Desk
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.testing import RULES
from aduan_cli.testing import desk as make_desk

CHANGED = RULES.replace('"sampah"', '"sampah", "limbah"', 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert CHANGED != RULES
    return make_desk(tmp_path / "desk")


def at(folder: Path) -> Desk:
    return Desk(str(folder), None, "sari", None, lambda _sentence: None, lambda _sentence: None)


def accepted(folder: Path) -> tuple[str, str]:
    """Accept the rules as they are, then changed ones; return the names of both revisions."""
    names = []
    for text in (RULES, CHANGED):
        (folder / "rules.toml").write_text(text)
        names.append(str(at(folder).accept().revision))
    return names[0], names[1]


def test_texts_are_named_by_a_revision_by_disk_or_are_the_last_accepted(folder: Path) -> None:
    with pytest.raises(NotFoundError, match="no rules were accepted yet"):
        rulebook.texts_named(at(folder), None)
    first, second = accepted(folder)
    (folder / "rules.toml").write_text(RULES)
    desk = at(folder)
    assert rulebook.texts_named(desk, first[:6]).texts["rules.toml"] == RULES
    assert rulebook.texts_named(desk, None)[:2] == (second, {"rules.toml": CHANGED})
    assert rulebook.texts_named(desk, rulebook.DISK).texts["rules.toml"] == RULES


def test_what_two_texts_say_differently_and_what_cant_be_read(folder: Path) -> None:
    """A text that can't be parsed takes nothing away: it is told apart."""
    found, broken = rulebook.changes({"rules.toml": RULES}, {"rules.toml": CHANGED})
    assert ([one.added for one in found], broken) == ([("limbah",)], [])
    found, broken = rulebook.changes({"rules.toml": RULES}, {"rules.toml": "[desk\n"})
    assert found == []
    assert broken[0].startswith("rules.toml:1")


def test_the_files_are_checked_with_their_examples(folder: Path) -> None:
    assert rulebook.checked(at(folder)).problems == []
    (folder / "rules.toml").write_text(RULES + '\n[[example]]\ntext = "sampah"\nexpect = { unit = "pln" }\n')
    assert [problem.severity for problem in rulebook.checked(at(folder)).problems] == ["error"]


def test_only_what_has_no_errors_can_be_tried(folder: Path) -> None:
    assert rulebook.trial(at(folder), None).sentence("sampah", None).got["category"] is not None
    with pytest.raises(NotFoundError, match="no such file"):
        rulebook.trial(at(folder), str(folder / "tidak-ada.toml"))
    (folder / "rules.toml").write_text("[desk\n")
    with pytest.raises(ConfigError, match="the rules have errors"):
        rulebook.trial(at(folder), None)


def test_tested_are_the_files_on_disk_a_revision_or_a_file_in_their_place(folder: Path) -> None:
    first, second = accepted(folder)
    current, tested, name = rulebook.to_compare(at(folder), None, first)
    assert (current.revision, tested.revision, name) == (second, first, first)
    current, tested, name = rulebook.to_compare(at(folder), None, None)
    assert current is tested
    proposal = folder / "usul.toml"
    proposal.write_text(RULES)
    current, tested, name = rulebook.to_compare(at(folder), str(proposal), None)
    assert (current.revision, tested.revision, name) == (second, first, str(proposal))
    for wrong, told in ((b"[desk\n", "can't be tested"), (b"\xff\xfe", "it is not UTF-8")):
        proposal.write_bytes(wrong)
        with pytest.raises(ConfigError, match=told):
            rulebook.to_compare(at(folder), str(proposal), None)
    with pytest.raises(NotFoundError, match="it can't be read"):
        rulebook.to_compare(at(folder), str(folder / "tidak-ada.toml"), None)


def test_what_is_written_back_has_a_copy_of_what_was_there_and_an_event(folder: Path) -> None:
    """Where nothing differs nothing is written, and nothing told."""
    first, _second = accepted(folder)
    desk = at(folder)
    files, copies = rulebook.restore(desk, {"rules.toml": RULES}, first)
    assert files == ["rules.toml"]
    assert (folder / str(copies) / "rules.toml").read_text() == CHANGED
    assert (folder / "rules.toml").read_text() == RULES
    assert rulebook.restore(desk, {"rules.toml": RULES}, first) == ([], None)


def test_the_rules_in_force_have_their_words_and_the_citys_data(folder: Path) -> None:
    accepted(folder)
    (folder / "rules.toml").write_text("[desk\n")
    desk = at(folder)
    assert "limbah" in rulebook.rules_in_force(desk)["words"]
    assert "desk" in rulebook.city_in_force(desk)
