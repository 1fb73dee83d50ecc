"""What a desk's plugins are by their manifests, whatever these say."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.config.plugin_files.listing import IN_FORCE, LEFT_OUT, NOT_ENABLED, Listed, listed
from aduan_cli.config.rule_files.loader import load
from aduan_cli.testing import RULES, manifest
from aduan_cli.testing import desk as make_desk
from thorough import examples

CODE = "from aduan_cli.hookspecs import hookimpl\n"


def found(folder: Path, accepted: dict[str, str] | None = None) -> list[Listed]:
    return listed(str(folder), load(str(folder), accepted))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a desk with two plugins that count, and one that only lies there."""
    more = '[commands.tiang]\nhelp = "Tiang."\n[commands.antrean]\nhelp = "Antrean."\n'
    owned = manifest("dua").replace('name = "dua"\napi', 'name = "dua"\nowner = "URC Dua"\napi', 1) + more
    made = make_desk(
        tmp_path / "desk",
        RULES + '\n[plugins]\nenable = ["dua", "satu"]\n',
        {"satu": {}, "dua": {"plugin.toml": owned, "plugin.py": CODE}, "awal": CODE},
    )
    (made / "plugins" / "catatan.txt").write_text("", encoding="utf-8")
    return made


def test_those_that_count_come_first_in_their_order(folder: Path) -> None:
    """Then the other folders by name; a file among them is none."""
    place = str(folder / "plugins")
    assert found(folder) == [
        Listed("dua", IN_FORCE, f"{place}/dua", "URC Dua", "dua", 1, "plugin.py", ("tiang", "antrean")),
        Listed("satu", IN_FORCE, f"{place}/satu", "Dinas satu", "satu", 1, None, ()),
        Listed("awal", NOT_ENABLED, f"{place}/awal", "Dinas awal", "awal", 1, "plugin.py", ()),
    ]


def test_one_with_a_fault_is_known_by_what_counts_of_it(folder: Path) -> None:
    """Its last accepted text stays in force; without one, what can be read of its file is told."""
    accepted = load(str(folder)).accepted
    path = folder / "plugins" / "satu" / "plugin.toml"
    path.write_text(manifest("satu").replace('id = "satu"', 'id = "lain"'), encoding="utf-8")
    assert [(one.name, one.state, one.unit) for one in found(folder, accepted)][1] == ("satu", LEFT_OUT, "satu")
    assert [(one.name, one.state, one.unit) for one in found(folder)][1] == ("satu", LEFT_OUT, "lain")
    path.write_text("= broken", encoding="utf-8")
    assert found(folder)[1][3:6] == (None, None, None)
    path.unlink()
    assert found(folder, accepted)[1][1:6] == (LEFT_OUT, str(path.parent), "Dinas satu", "satu", 1)


def test_where_no_rules_count_none_of_them_does(folder: Path) -> None:
    """They are told in the order of the file on disk, or by name where nobody can read it."""
    (folder / "rules.toml").write_text('[desk]\n[plugins]\nenable = ["satu", "dua"]\n', encoding="utf-8")
    assert [(one.name, one.state) for one in found(folder)] == [
        ("satu", LEFT_OUT), ("dua", LEFT_OUT), ("awal", NOT_ENABLED),
    ]  # fmt: skip
    (folder / "rules.toml").write_text("= broken", encoding="utf-8")
    assert [(one.name, one.state) for one in found(folder)] == [(name, NOT_ENABLED) for name in ("awal", "dua", "satu")]


VALUES = st.sampled_from(
    ['"x"', "7", "[]", "{}", "true", '["a"]', '{ a = "b" }', "{ id = 7 }", '{ owner = [], id = "y" }']
)
TABLES = st.dictionaries(st.sampled_from(["plugin", "unit", "categories", "commands", "crews", "x"]), VALUES)


@settings(max_examples=examples(60))
@given(TABLES.map(lambda given: "".join(f"{name} = {value}\n" for name, value in given.items())) | st.text(max_size=30))
def test_no_manifest_raises(text: str) -> None:
    """Whatever its tables hold, the plugin is listed, with what can be told of it."""
    with tempfile.TemporaryDirectory() as place:
        folder = make_desk(place, plugins={"satu": {"plugin.toml": text}})
        (one,) = found(folder)
        assert (one.name, one.state) == ("satu", LEFT_OUT)
        assert all(value is None or isinstance(value, str) for value in (one.owner, one.unit))
