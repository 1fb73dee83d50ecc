"""Drafts of changes: told apart from files of rules, refused as a whole with each reason, never in other files."""

from __future__ import annotations

import pytest
import tomli

from aduan_cli.app.drafts import draft_in, is_draft, with_changes, with_file
from aduan_cli.errors import ConfigError
from aduan_cli.rules.learning.corrected import Change
from compiling import SMALLEST

DRAFT = """
[[change]]
file = "rules.toml"
before = "lain"
[change.cues]
complaint = ["rusak"]
[[change]]
file = "places/baru.toml"
[[change.place]]
name = "Griya Uji"
kind = "estate"
"""
TEXTS = {"rules.toml": SMALLEST + '\n[cues]\ncomplaint = ["lapor"]  # kept\n'}


def test_a_draft_says_which_file_gets_what() -> None:
    assert draft_in(DRAFT, "draft.toml") == [
        Change("rules.toml", {"cues": {"complaint": ["rusak"]}}, "lain"),
        Change("places/baru.toml", {"place": [{"name": "Griya Uji", "kind": "estate"}]}, None),
    ]


def test_changes_go_on_what_is_there_and_places_into_a_file_of_their_own() -> None:
    given = dict(TEXTS)
    made = with_changes(given, draft_in(DRAFT, "draft.toml"))
    assert given == TEXTS, "what was given stays"
    assert tomli.loads(made["rules.toml"])["cues"] == {"complaint": ["lapor", "rusak"]}
    assert "# kept" in made["rules.toml"]
    assert tomli.loads(made["places/baru.toml"]) == {"place": [{"name": "Griya Uji", "kind": "estate"}]}
    assert with_changes(made, draft_in(DRAFT, "draft.toml")) == made, "made twice they are there once"
    assert with_file(TEXTS, DRAFT, "draft.toml") == made


@pytest.mark.parametrize("file", ["plugins/x/plugin.toml", "../rules.toml", "places/../x.toml", "/etc/x.toml", ""])
def test_a_file_that_is_not_in_force_gets_nothing_and_every_reason_is_told(file: str) -> None:
    changes = [Change(file, {"a": 1}, None), Change("rules.toml", {"desk": {"prefix": "X"}}, None)]
    with pytest.raises(ConfigError) as raised:
        with_changes(TEXTS, changes)
    assert f"{file}: " in str(raised.value) + "".join(map(str, raised.value.args[1:])) + repr(vars(raised.value))
    assert "with another value" in repr(raised.value.args) + repr(vars(raised.value))


@pytest.mark.parametrize(
    "text",
    ["change = 5", "change = [5]", "[[change]]\nfile = 3", "[[change]]\ncues = {}",
     '[[change]]\nfile = "rules.toml"\nbefore = 3'],
)  # fmt: skip
def test_a_change_that_names_no_file_is_told_with_its_number(text: str) -> None:
    with pytest.raises(ConfigError, match=r"d\.toml: change\[1\]"):
        draft_in(text, "d.toml")


@pytest.mark.parametrize("text", ["", "x = ", SMALLEST, SMALLEST + "\n[[change]]\n"])
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"d\.toml"):
        draft_in(text, "d.toml")


def test_a_file_of_rules_is_no_draft_whatever_it_has_beside() -> None:
    assert is_draft({"change": []})
    assert not is_draft({"change": [], "desk": {}})
    assert not is_draft({"change": [], "plugin": {}})
    assert not is_draft({})
