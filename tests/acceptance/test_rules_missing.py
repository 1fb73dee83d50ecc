"""A desk whose rules.toml isn't there for a moment: an editor is saving it, or it was moved away."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_desk import Office


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """Return a desk whose rules are in force, inside another desk."""
    (tmp_path / "rules.toml").write_text('[desk]\nname = "Luar"\nprefix = "LUA"\n', encoding="utf-8")
    office = Office(tmp_path, capsys)
    office.log("sampah")
    return office


def test_calls_are_taken_by_the_last_accepted_rules_with_one_warning(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither "no desk here", nor silently at the outer desk, nor in triage."""
    (office.folder / "rules.toml").rename(office.folder / "rules.toml~")
    monkeypatch.chdir(office.folder)
    monkeypatch.delenv("ADUAN_DESK", raising=False)
    ran = office.spawn("log", "sampah di pasar", "--format", "json", cwd=office.folder)
    assert ran.data["unit"] == "dlh"
    assert ran.data["ticket"].startswith("UJI-")
    assert ran.err.count("warning") == 1
    assert "aduan rules restore" in ran.err
    assert not (office.folder.parent / "aduan.db").exists()
    (office.folder / "rules.toml~").rename(office.folder / "rules.toml")
    assert "warning" not in office.spawn("log", "sampah").err


def test_they_can_be_written_back(office: Office) -> None:
    """As the warning says: the revision in force is restored."""
    (office.folder / "rules.toml").unlink()
    revision = office.store().last_revision()
    assert office.run("rules", "restore", str(revision)).code == 0
    assert (office.folder / "rules.toml").exists()
    assert "warning" not in office.run("log", "sampah").err
