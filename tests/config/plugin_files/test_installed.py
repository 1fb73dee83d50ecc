"""Which installed distributions are plugins: found without being imported."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from aduan_cli.config.plugin_files import installed


def test_a_package_inside_another_is_no_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To find it, the outer one would have to be imported."""
    entry = SimpleNamespace(name="x", value="email.mime", dist=SimpleNamespace(name="x", version="1"))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [entry])
    assert installed.refresh(str(tmp_path)) == {}
