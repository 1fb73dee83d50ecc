"""Where a plugin lies: in the desk before one installed, and a folder that somebody names is looked at as it is."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from aduan_cli.config.plugin_files import installed
from aduan_cli.config.plugin_files.plugin_places import enabled, locate_plugin, missing, place_named, text_of
from aduan_cli.errors import NotFoundError
from aduan_cli.testing import RULES, manifest
from aduan_cli.testing import desk as make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a desk with one plugin that is enabled, and nothing installed."""
    rules = RULES + '[plugins]\nenable = ["satu"]\n'
    return make_desk(tmp_path / "desk", rules, {"satu": {"plugin.toml": manifest("satu")}})


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no distribution of this environment be found."""
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [])


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, package: str, with_manifest: bool = True) -> Path:
    """Let a distribution be there whose package is a plugin."""
    place = folder / package
    place.mkdir(parents=True)
    (place / "__init__.py").write_text("raise AssertionError('imported')")
    if with_manifest:
        (place / "plugin.toml").write_text(manifest(name))
    entry = SimpleNamespace(name=name, value=package, dist=SimpleNamespace(name=f"aduan-{name}", version="1.2"))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [entry])
    monkeypatch.syspath_prepend(str(folder))
    return place


# -- by name


def test_a_folder_of_the_desk_is_a_plugin_whether_it_is_enabled_or_not(desk: Path) -> None:
    (desk / "plugins" / "dua").mkdir()
    for name in ("satu", "dua"):
        found = place_named(str(desk), name)
        assert found is not None
        assert (found.name, found.shown, found.package, found.in_desk) == (name, f"plugins/{name}", False, True)
    assert place_named(str(desk), "tiga") is None


@pytest.mark.parametrize("name", ["", "..", "satu/../satu", "SATU", "a_b", "/etc", "satu\n", "-satu"])
def test_what_can_be_no_name_is_looked_for_nowhere(desk: Path, name: str) -> None:
    """Nothing outside of plugins/ is reached by a name."""
    assert place_named(str(desk), name) is None


def test_an_installed_one_is_found_without_being_imported(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its package lies, with its distribution; and it is remembered."""
    place = install(monkeypatch, tmp_path / "site", "lain", "paket_lain")
    found = place_named(str(desk), "lain")
    assert found is not None
    assert (found.folder, found.package, found.in_desk) == (str(place), True, True)
    assert "paket_lain" not in sys.modules
    kept = installed.remembered(str(desk))
    assert kept is not None
    assert kept["lain"] == installed.Installed("lain", "paket_lain", str(place), "aduan-lain", "1.2")


def test_a_folder_of_the_desk_comes_before_one_installed(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path / "site", "satu", "paket_satu")
    found = place_named(str(desk), "satu")
    assert found is not None
    assert found.shown == "plugins/satu"


def test_what_was_installed_since_it_was_looked_for_last_is_found(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installed.refresh(str(desk)) == {}
    install(monkeypatch, tmp_path / "site", "lain", "paket_baru")
    assert installed.known(str(desk)) == {}
    assert place_named(str(desk), "lain") is not None


# -- what is remembered of those installed


def test_a_package_without_a_manifest_is_no_plugin(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path / "site", "lain", "paket_polos", with_manifest=False)
    assert installed.refresh(str(desk)) == {}


@pytest.mark.parametrize("value", ["tidak_ada_paket", "os.path", "1paket", "paket:objek", "sys"])
def test_an_entry_that_leads_to_no_package_is_none(desk: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    entry = SimpleNamespace(name="x", value=value, dist=SimpleNamespace(name="x", version="1"))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [entry])
    assert installed.refresh(str(desk)) == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', '{"format": 1, "python": "x", "found": {}}', "null"])
def test_a_note_that_says_nothing_is_looked_for_anew(desk: Path, text: str) -> None:
    """Or one of another program, or of another Python."""
    installed.refresh(str(desk))
    (desk / installed.KEPT).write_text(text)
    assert installed.remembered(str(desk)) is None
    assert installed.known(str(desk)) == {}
    assert installed.remembered(str(desk)) == {}


def test_another_python_looks_for_itself(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed.refresh(str(desk))
    monkeypatch.setattr(sys, "prefix", "/elsewhere")
    assert installed.remembered(str(desk)) is None


# -- by folder


def outside(folder: Path, name: str = "luar", file: str = "plugin.py") -> Path:
    """Make a plugin's folder that lies in no desk."""
    folder.mkdir(parents=True)
    (folder / "plugin.toml").write_text(manifest(name))
    (folder / file).write_text("")
    return folder


def test_a_folder_that_lies_in_no_desk_is_called_as_its_manifest_says(desk: Path, tmp_path: Path) -> None:
    given = outside(tmp_path / "Kerja_Saya")
    found = locate_plugin(str(desk), str(given))
    assert (found.name, found.folder, found.package, found.in_desk) == ("luar", str(given), False, False)


@pytest.mark.parametrize("text", ["", "[plugin]\nname = 3\n", "no toml", '[plugin]\nname = "Bukan Nama"\n'])
def test_one_whose_manifest_has_no_name_is_called_as_its_folder(desk: Path, tmp_path: Path, text: str) -> None:
    given = outside(tmp_path / "Kerja_Saya")
    (given / "plugin.toml").write_text(text)
    assert locate_plugin(str(desk), str(given)).name == "kerja-saya"


@pytest.mark.parametrize("inner", ["src/paket", "paket"])
def test_a_distribution_s_own_folder_is_looked_into(desk: Path, tmp_path: Path, inner: str) -> None:
    """One package with a manifest in it, beside pyproject.toml or in src/."""
    root = tmp_path / "dist"
    place = outside(root / inner, "paketku", "__init__.py")
    with pytest.raises(NotFoundError, match=r"there is no plugin\.toml in it"):
        locate_plugin(str(desk), str(root))
    (root / "pyproject.toml").write_text("")
    found = locate_plugin(str(desk), str(root))
    assert (found.name, found.folder, found.package) == ("paketku", str(place), True)


def test_a_folder_of_the_desk_s_own_is_the_plugin_of_that_name(desk: Path) -> None:
    found = locate_plugin(str(desk), str(desk / "plugins" / "satu"))
    assert (found.name, found.shown, found.in_desk) == ("satu", "plugins/satu", True)


@pytest.mark.parametrize("given_", ["dua", "plugins/dua"])
def test_a_folder_without_a_manifest_is_told_as_one(desk: Path, given_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "plugins" / "dua").mkdir()
    monkeypatch.chdir(desk)
    with pytest.raises(NotFoundError, match=r"plugins/dua: there is no plugin\.toml in it"):
        locate_plugin(str(desk), given_)


def test_one_that_is_enabled_and_gone_is_told_as_gone(desk: Path) -> None:
    (desk / "rules.toml").write_text(RULES + '[plugins]\nenable = ["hilang"]\n')
    with pytest.raises(NotFoundError, match=r"plugins/hilang/plugin\.toml: there is no such file"):
        locate_plugin(str(desk), "hilang")


def test_what_is_nowhere_names_the_nearest_that_there_is(desk: Path) -> None:
    with pytest.raises(NotFoundError, match="no plugin 'sattu'; did you mean 'satu'"):
        locate_plugin(str(desk), "sattu")
    with pytest.raises(NotFoundError, match="aduan plugin list and aduan plugin discover show those that there are"):
        raise missing("xyzzy", [])


# -- what rules.toml enables


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[plugins]\nenable = ["b", "a", "b"]\n', ["b", "a"]),
        ('[plugins]\nenable = ["a", 3, ["b"]]\n', ["a"]),
        ('[plugins]\nenable = "a"\n', []),
        ("plugins = 3\n", []),
        ("[plugins]\n", []),
        ("", []),
        ("no toml at all", []),
    ],
)
def test_what_is_enabled_is_read_even_where_the_file_is_wrong(text: str, names: list[str]) -> None:
    """Each once, in order; what is no name is none."""
    assert enabled(text) == names


def test_a_file_that_can_not_be_read_has_no_text(tmp_path: Path) -> None:
    """Not there, a folder, no UTF-8."""
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    (tmp_path / "good").write_text("café", encoding="utf-8")
    assert [text_of(str(tmp_path / name)) for name in ("none", ".", "latin", "good")] == [None, None, None, "café"]
