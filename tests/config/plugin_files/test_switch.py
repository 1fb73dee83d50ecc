"""Enabling a plugin writes `rules.toml` as a whole, or leaves it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.config.plugin_files.switch import Switch
from aduan_cli.errors import ConfigError, NotAllowedError, StoreError
from aduan_cli.testing import RULES, desk

LISTED = RULES + '[plugins]\nenable = ["a"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a desk with two plugins, one of them enabled."""
    return desk(tmp_path / "desk", LISTED, {"a": {}, "b": {}})


def text(folder: Path) -> str:
    return (folder / "rules.toml").read_text(encoding="utf-8")


def test_a_change_in_two_steps(folder: Path) -> None:
    """What is rehearsed is what is written."""
    change = Switch(str(folder), "b", enable=True)
    assert change.changes
    change.rehearse({})
    assert text(folder) == LISTED
    change.write()
    assert text(folder) == LISTED.replace('["a"]', '["a", "b"]')
    assert not Switch(str(folder), "b", enable=True).changes


def test_somebody_elses_change_meanwhile_is_not_overwritten(folder: Path) -> None:
    """Whoever saves between reading and writing wins."""
    change = Switch(str(folder), "b", enable=True)
    (folder / "rules.toml").write_text(LISTED + "# baru\n", encoding="utf-8")
    with pytest.raises(NotAllowedError, match="was changed meanwhile"):
        change.write()
    assert text(folder) == LISTED + "# baru\n"


def test_a_full_disk_leaves_the_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new text is written beside it first."""

    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("aduan_cli.files.os.replace", full)
    with pytest.raises(StoreError, match=r"rules\.toml: it can't be written: No space left on device"):
        Switch(str(folder), "b", enable=True).write()
    assert text(folder) == LISTED
    assert sorted(path.name for path in folder.iterdir()) == ["plugins", "rules.toml"]


def test_other_texts_in_force_count_too(folder: Path) -> None:
    """A manifest that is left out keeps its last good text in force: the new plugin must get on with that as well."""
    manifest = folder / "plugins" / "a" / "plugin.toml"
    accepted = {"rules.toml": LISTED, "plugins/a/plugin.toml": manifest.read_text(encoding="utf-8")}
    manifest.write_text("[plugin\n", encoding="utf-8")
    other = folder / "plugins" / "b" / "plugin.toml"
    other.write_text(other.read_text(encoding="utf-8").replace("[categories.b]", "[categories.a]"), encoding="utf-8")
    with pytest.raises(ConfigError, match="can't be enabled; nothing was changed") as raised:
        Switch(str(folder), "b", enable=True).rehearse(accepted)
    assert "category 'a' is owned by plugins/a/plugin.toml already" in raised.value.problems[0]


@pytest.mark.parametrize("data", [None, b"\xff"])
def test_rules_that_cannot_be_read(folder: Path, data: bytes | None) -> None:
    """No file, or no text."""
    (folder / "rules.toml").unlink()
    if data is not None:
        (folder / "rules.toml").write_bytes(data)
    with pytest.raises(ConfigError, match=r"rules\.toml"):
        Switch(str(folder), "b", enable=True)
