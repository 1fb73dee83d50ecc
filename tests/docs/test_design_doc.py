"""docs/design.md tells the house as it is: what it names is there, under that name and in that place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "aduan_cli"
PAGE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([^`\s]+)`", PAGE)))
PATHS = [name for name in NAMED if "/" in name or name.endswith((".py", ".md", ".json", ".toml"))]
MEMBERS = [tuple(name.split(".")) for name in NAMED if re.fullmatch(r"[a-z_]+\.[A-Za-z_]+", name) and name not in PATHS]
HOW_TO = PAGE.split("## How to add")[1]


def places() -> Iterator[Path]:
    """Yield where a path of the page may lie: in the source, or in the project."""
    yield from (SOURCE, ROOT, ROOT / "docs", SOURCE / "complaint")


@pytest.mark.parametrize("path", PATHS)
def test_each_file_and_folder_it_names_is_there(path: str) -> None:
    assert any((place / path).exists() for place in places()), path


@pytest.mark.parametrize(("module", "name"), MEMBERS)
def test_what_it_names_of_a_module_is_in_it(module: str, name: str) -> None:
    """`due.Work` is a class of a module `due`, `app.Desk` one of a room."""
    files = [*SOURCE.rglob(f"{module}.py"), *SOURCE.glob(f"{module}/*.py")]
    declared = re.compile(rf"^(?:class|def) {name}\b|^{name} = ", re.M)
    assert any(declared.search(file.read_text(encoding="utf-8")) for file in files), f"{module}.{name}"


@pytest.mark.parametrize(("name", "path"), re.findall(r"`([A-Z_]+)` (?:in|of) `([^`]+\.py)`", HOW_TO))
def test_each_table_to_add_a_line_to_is_where_it_says(name: str, path: str) -> None:
    assert re.search(rf"^{name} = ", (SOURCE / path).read_text(encoding="utf-8"), re.M), f"{name} in {path}"


@pytest.mark.parametrize(
    ("room", "told"),
    [(room, told) for room, told in re.findall(r"^\| `(\w+)/` \| (.*?) \|", PAGE, re.M) if "`" in told],
)
def test_each_room_has_the_modules_that_its_row_names(room: str, told: str) -> None:
    there = {path.stem for path in (SOURCE / room).rglob("*.py")} | {
        path.name for path in (SOURCE / room).iterdir() if path.is_dir()
    }
    names = {name.split("/")[-1].removesuffix(".py") for name in re.findall(r"`([\w/.]+)`", told)}
    words = {"rules", "plugin", "desk", "import", "tick", "why"}  # Commands that a row speaks of.
    assert names - there - words == set()


@pytest.mark.parametrize(
    "what", ["A field", "An event", "A move", "A clock", "A command", "A stage", "A store", "A way to units",
             "A source of records", "A format of output"],
)  # fmt: skip
def test_how_to_add_each_thing_is_told_by_something_that_is_there(what: str) -> None:
    """Each names at least one file of the source."""
    (told,) = re.findall(rf"^- \*\*{what}[^*]*\*\*: (.*?)(?=^- |^`scripts)", HOW_TO, re.M | re.S)
    assert [path for path in re.findall(r"`([^`\s]+)`", told) if any((place / path).exists() for place in places())]


def test_an_event_a_move_and_a_way_to_units_are_found_in_each_place_that_the_page_sends_to() -> None:
    """The examples: `corrected`, `start` and `spool`."""
    said = {
        "CORRECTED": ("complaint/events.py", "render/history.py"), '"corrected"': ("value_words.py",),
        '"start"': ("complaint/moves.py", "cli/move_complaints.py"), "spool": ("model.py", "notify/making.py",
        "rules/language/message_tables.py"),
    }  # fmt: skip
    missing = [
        f"{name} in {path}"
        for name, paths in said.items()
        for path in paths
        if name not in (SOURCE / path).read_text(encoding="utf-8")
    ]
    assert missing == []
    assert [path for paths in said.values() for path in paths if f"`{path}`" not in HOW_TO] == []
