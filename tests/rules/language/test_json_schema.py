"""The JSON Schema is made from the loader's own tables: what ships fits it, and what the loader refuses does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from aduan_cli.rules.language.json_schema import FILES, json_schema
from aduan_cli.rules.language.schema import TABLES

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = [
    ROOT / "rules.toml",
    *sorted((ROOT / "src" / "aduan_cli" / "config").glob("empty.*.toml")),
    *sorted((ROOT / "examples").glob("*/rules.toml")),
    *sorted((ROOT / "plugins").glob("*/plugin.toml")),
]


def validator(file: str) -> Draft202012Validator:
    """Return a validator for one kind of file."""
    return Draft202012Validator(json_schema(file))


@pytest.mark.parametrize("file", FILES)
def test_it_is_a_schema_of_draft_2020_12(file: str) -> None:
    """The schema itself is valid."""
    Draft202012Validator.check_schema(json_schema(file))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_fits(path: Path) -> None:
    """An editor that knows the schema finds nothing wrong with the files of this repository."""
    kind = "plugin.toml" if path.name == "plugin.toml" else "rules.toml"
    data = tomli.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in validator(kind).iter_errors(data)] == []


DESK: dict[str, Any] = {"name": "x", "prefix": "X", "timezone": "UTC"}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"desk": {**DESK, "prefix": "kecil"}},
        {"desk": {**DESK, "name": "  "}},
        {"desk": DESK, "rulle": []},
        {"desk": DESK, "rule": [{"too": "x"}]},
        {"desk": DESK, "rule": [{"to": "x", "priority": "urgent"}]},
        {"desk": DESK, "rule": [{"to": "x", "kind": []}]},
        {"desk": DESK, "rule": [{"to": "x", "any": []}]},
        {"desk": DESK, "rule": [{"to": "x", "not": {"not": {"txt": "x"}}}]},
        {"desk": DESK, "rule": [{"to": "x", "hours": "7-14"}]},
        {"desk": DESK, "shifts": {"Pagi": "07:00-14:00"}},
        {"desk": DESK, "cues": {"complaints": ["x"]}},
        {"desk": DESK, "categories": {"x": {"text": "x"}}},
    ],
)
def test_what_the_loader_refuses_does_not_fit(wrong: dict[str, Any]) -> None:
    """Missing and unknown keys, wrong values and shapes, at any depth."""
    assert list(validator("rules.toml").iter_errors(wrong))


def test_every_key_says_what_it_is_for() -> None:
    """An editor shows the very sentence that the loader's tables have."""
    schema = json_schema("rules.toml")
    for name, table in TABLES.items():
        if name in schema["$defs"]:
            shown = {key: value.get("description") for key, value in schema["$defs"][name]["properties"].items()}
            assert shown == {key: wanted.about for key, wanted in table.items()}
