"""A new plugin: whatever it is called, what is made holds in its desk at once, and nothing there is taken away."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.config.plugin_files.new_plugin import Wanted, new_distribution, new_plugin
from aduan_cli.config.rule_files.desk_problems import check, read_desk
from aduan_cli.errors import UsageError
from aduan_cli.hookspecs import RESERVED
from aduan_cli.i18n import choose
from aduan_cli.rules.language.values import SLUG
from aduan_cli.testing import RULES
from aduan_cli.testing import desk as make_desk
from thorough import examples

SLUGS = st.from_regex(r"[a-z]{2,6}[0-9]?(-[a-z]{2,5}){0,2}", fullmatch=True).filter(lambda one: one not in RESERVED)
WORDS = st.sampled_from(
    ["sampah", "banjir", "pasar-sampah", "melaporkan", "bekasi-timur", "rumah", "perbaikan", "dlh-2"]
)
NAMES = SLUGS | WORDS
UNITS = NAMES.filter(lambda unit: unit not in ("dlh", "bpbd", "triage"))


def written(folder: Path, name: str, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        place = folder / "plugins" / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


@settings(max_examples=examples(60))
@given(NAMES, UNITS, st.booleans(), st.sampled_from(["id", "en"]))
def test_what_is_made_holds_at_once(name: str, unit: str, code: bool, language: str) -> None:
    """Enabled as it is, nothing is wrong with it, its example comes out, and the desk's calls go where they went."""
    with tempfile.TemporaryDirectory() as place:
        folder = make_desk(place, RULES + '\n[[example]]\ntext = "melaporkan sampah"\nexpect = { unit = "dlh" }\n')
        choose(language)
        try:
            files = new_plugin(Wanted(name, unit, place, code))
        finally:
            choose(None)
        assert sorted(files) == ["plugin.py", "plugin.toml"][not code :]
        written(folder, name, files)
        make_desk(folder, (folder / "rules.toml").read_text(encoding="utf-8") + f'\n[plugins]\nenable = ["{name}"]\n')
        found = read_desk(place, {})
        wrong = [problem for problem in check(found) if problem.severity == "error"]
        assert [str(problem) for problem in wrong if "step" not in str(problem)] == []
        manifest = tomli.loads(files["plugin.toml"].decode())
        assert (manifest["plugin"]["name"], manifest["unit"]["id"]) == (name, unit)
        assert unit in found.loaded.rules["units"]


@given(st.text(max_size=12) | st.sampled_from(sorted(RESERVED)))
def test_a_name_that_can_not_be_had_is_told(name: str) -> None:
    """No slug, or a command's; nothing is made."""
    if re.fullmatch(SLUG, name) and name not in RESERVED:
        return
    with pytest.raises(UsageError) as caught:
        new_plugin(Wanted(name, "unit-baru", None))
    assert name in str(caught.value)


def test_names_that_are_there_already_are_told_with_their_place(tmp_path: Path) -> None:
    """A folder, a unit of the city or of a plugin that isn't enabled, the desk's own queue."""
    folder = make_desk(tmp_path, RULES)
    written(folder, "satu", new_plugin(Wanted("satu", "satu", str(folder))))
    line = RULES.splitlines().index("[units.dlh]") + 1
    for name, unit, sentence in (
        ("satu", "baru", "plugins/satu is there already"),
        ("dua", "dlh", f"unit 'dlh' is declared already, in rules.toml:{line}"),
        ("dua", "satu", "unit 'satu' is declared already, in plugins/satu/plugin.toml:"),
        ("dua", "satu-field", "unit 'satu-field' is declared already, in plugins/satu/plugin.toml:"),
        ("dua", "triage", "'triage' is the desk's own queue"),
    ):
        with pytest.raises(UsageError) as caught:
            new_plugin(Wanted(name, unit, str(folder)))
        assert str(caught.value).startswith(sentence)


@settings(max_examples=examples(40))
@given(SLUGS, st.booleans(), st.sampled_from(["id", "en"]))
def test_a_distribution_is_whole(name: str, code: bool, language: str) -> None:
    """It declares the very package that it has, its manifest lies in it, and no mark of a template is left."""
    choose(language)
    try:
        files = new_distribution(Wanted(name, name, None, code))
    finally:
        choose(None)
    project = tomli.loads(files["pyproject.toml"].decode())
    package = project["project"]["entry-points"]["aduan"][name]
    assert {f"src/{package}/plugin.toml", f"src/{package}/__init__.py", "README.md"} <= set(files)
    assert ("tests/test_code.py" in files) == code
    for path, content in files.items():
        text = content.decode()
        assert "@name@" not in text, path
        if path.endswith(".py"):
            compile(text, path, "exec")
        if path.endswith(".toml"):
            tomli.loads(text)
