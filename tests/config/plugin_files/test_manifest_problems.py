"""A plugin's manifest against its desk: as it stands, or as if it were enabled; no file is changed by looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.config.plugin_files.manifest_problems import Manifests, read_plugins
from aduan_cli.config.plugin_files.plugin_places import PluginPlace, locate_plugin
from aduan_cli.testing import RULES, manifest
from aduan_cli.testing import desk as make_desk

ENABLED = '\n[plugins]\nenable = ["satu"]\n'
WITHOUT_CREW = manifest("satu").replace('[crews.regu]\nname = "Regu satu"\n', "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a desk with one plugin that is enabled, and one that only lies there."""
    other = WITHOUT_CREW.replace("satu", "dua")
    files = {"satu": {"plugin.toml": WITHOUT_CREW}, "dua": {"plugin.toml": other}}
    return make_desk(tmp_path / "desk", RULES + ENABLED, files)


def looked_at(folder: Path, given: str | None = None) -> Manifests:
    """Look at one plugin, or at all; the files are as they were afterwards."""
    files = [folder / "rules.toml", *folder.glob("plugins/*/*")]
    before = [path.read_bytes() for path in files if path.exists()]
    place: PluginPlace | None = None if given is None else locate_plugin(str(folder), given)
    found = read_plugins(str(folder), {}, place)
    assert [path.read_bytes() for path in files if path.exists()] == before
    return found


def told(folder: Path, given: str | None = None) -> list[str]:
    return [str(problem) for problem in looked_at(folder, given).problems]


def write(folder: Path, name: str, more: str) -> None:
    text = WITHOUT_CREW.replace("satu", name)
    (folder / "plugins" / name / "plugin.toml").write_text(text + more, encoding="utf-8")


def test_what_is_right_is_not_spoken_of(folder: Path) -> None:
    for given in (None, "satu", "dua"):
        assert told(folder, given) == []


def test_all_are_those_that_are_enabled(folder: Path) -> None:
    """A fault in one that isn't is none of the desk's; asked about by name it is told."""
    write(folder, "dua", "x = 1\n")
    assert told(folder) == []
    assert told(folder, "dua") == ["plugins/dua/plugin.toml:10: categories.dua.x: unknown key"]
    assert [place.name for place in looked_at(folder).places] == ["satu"]


def test_a_fault_of_another_plugin_is_not_this_ones(folder: Path) -> None:
    write(folder, "satu", "x = 1\n")
    assert told(folder, "dua") == []
    assert len(told(folder, "satu")) == 1


def test_one_that_is_not_enabled_stands_last(folder: Path) -> None:
    """What others own already it can't have; the line is that of its own file."""
    write(folder, "dua", '[categories.satu]\nunit = "dua"\ntext = "lain"\n')
    (sentence,) = told(folder, "dua")
    assert sentence.startswith("plugins/dua/plugin.toml:10: categories.satu: category 'satu' is owned by")
    found = looked_at(folder, "dua")
    assert found.is_compiled(found.places[0])
    assert not found.is_complete(found.places[0])


def test_an_example_of_others_that_it_breaks_is_told(folder: Path) -> None:
    """One that fails anyhow isn't; the line in `rules.toml` is that of the file as it is."""
    rules = RULES + ENABLED
    rules += '[[example]]\ntext = "duabelas orang"\nexpect = { step = "triage" }\n'
    rules += '[[example]]\ntext = "sampah"\nexpect = { unit = "bpbd" }\n'
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    assert told(folder, "dua") == []
    write(folder, "dua", '[categories.orang]\nunit = "dua"\ntext = "orang"\n')
    line = rules.splitlines().index('expect = { step = "triage" }') + 1
    (sentence,) = told(folder, "dua")
    assert sentence.startswith(f"rules.toml:{line}: example[1].expect.step: ")


def test_one_that_lies_elsewhere_is_looked_at_as_if_it_lay_here(folder: Path, tmp_path: Path) -> None:
    """It is named as it was given; the desk's own of that name is left aside."""
    mine = tmp_path / "mine" / "dua"
    mine.mkdir(parents=True)
    (mine / "plugin.toml").write_text(WITHOUT_CREW.replace("satu", "dua") + "y = 2\n", encoding="utf-8")
    (sentence,) = told(folder, str(mine))
    assert sentence == f"{mine}/plugin.toml:10: categories.dua.y: unknown key"
    assert told(folder, "dua") == []


def test_one_that_others_can_write_is_not_believed(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "tiga"
    mine.mkdir(parents=True)
    (mine / "plugin.toml").write_text(WITHOUT_CREW.replace("satu", "tiga"), encoding="utf-8")
    (mine / "plugin.toml").chmod(0o666)
    assert "can be written by everyone" in told(folder, str(mine))[0]


@pytest.mark.parametrize("rules", [None, "= broken", "[desk\n"])
def test_without_rules_that_can_be_read_only_that_is_told(folder: Path, rules: str | None) -> None:
    """What a manifest names can't be judged then."""
    if rules is None:
        (folder / "rules.toml").unlink()
    else:
        (folder / "rules.toml").write_text(rules, encoding="utf-8")
    (sentence,) = told(folder, "dua")
    assert sentence.startswith("rules.toml")


def test_a_grant_to_it_is_looked_at_with_it(folder: Path) -> None:
    (folder / "rules.toml").write_text(RULES + '\n[grants]\nsatu = ["tiada"]\n' + ENABLED, encoding="utf-8")
    (sentence,) = told(folder, "satu")
    assert "unknown unit 'tiada'" in sentence
    assert told(folder, "dua") == []


def test_examples_go_to_whose_code_has_a_say(folder: Path) -> None:
    """Its own, whatever they expect; those of the city that expect code's step, by their category."""
    write(folder, "satu", '[[example]]\ntext = "satu"\nexpect = { unit = "satu" }\n')
    rules = RULES + ENABLED
    rules += '[[example]]\ntext = "satu lagi"\nexpect = { step = "code" }\n'
    rules += '[[example]]\ntext = "sampah"\nexpect = { step = "code" }\n'
    rules += '[[example]]\ntext = "sampah"\nexpect = { unit = "dlh" }\n'
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    shared = looked_at(folder).examples()
    texts = {owner: sorted(one.given["text"] for one in many) for owner, many in shared.items()}
    assert texts == {"satu": ["satu", "satu lagi"], None: ["sampah"]}
