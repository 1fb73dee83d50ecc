"""The fixtures as a plugin author turns them on: in a `conftest.py` of their own, with nothing of ours around."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = 'pytest_plugins = ["aduan_cli.testing.fixtures"]\n'
TESTS = """\
from pathlib import Path

from aduan_cli.testing import desk, load_plugin, complaint
from aduan_cli.testing.misbehaving import KIT, PLUGIN


def test_the_command_works_in_the_desk(aduan, aduan_desk: Path, fake_clock) -> None:
    logged = aduan("log", "sampah di Margahayu", "--now", fake_clock.text)
    assert (logged.returncode, logged.stdout) == (0, "UJI-261123-0001-6\\n"), logged
    assert (aduan_desk / "aduan.db").exists()


def test_a_plugin_is_added_to_the_desk(aduan, aduan_desk: Path) -> None:
    one = next(one for one in KIT if one.name == "raises")
    desk(aduan_desk, plugins={PLUGIN: one.files()})
    logged = aduan("log", "nakal")
    assert logged.returncode == 6
    assert "failed (route): ValueError" in logged.stderr


def test_each_test_has_a_desk_of_its_own(aduan_desk: Path) -> None:
    assert [path.name for path in aduan_desk.iterdir()] == ["rules.toml"]
"""


@pytest.mark.slow
def test_an_authors_tests_run_with_one_line_in_their_conftest(tmp_path: Path) -> None:
    """Warnings are errors there, too."""
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_mine.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "3 passed" in done.stdout, done.stdout + done.stderr
