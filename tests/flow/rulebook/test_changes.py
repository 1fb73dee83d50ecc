"""Two sets of rule files line by line: what `patch` would make of the one is the other."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.flow.rulebook.changes import unified

NAMES = ("lama", "baru")
LINES = st.lists(st.sampled_from(["[desk]", 'name = "Meja"', "# catatan", "", "-- x", "++ y", "ñ = 1"]), max_size=6)
TEXTS = LINES.map(lambda lines: "".join(f"{line}\n" for line in lines))


def test_the_same_files_say_nothing() -> None:
    assert unified({}, {}, NAMES) == ""
    assert unified({"rules.toml": "a\n"}, {"rules.toml": "a\n"}, NAMES) == ""


def test_the_citys_own_file_stands_first_and_the_others_by_their_names() -> None:
    before = dict.fromkeys(("plugins/a/plugin.toml", "places/z.toml", "rules.toml"), "a\n")
    after = dict.fromkeys(before, "b\n")
    heads = [line[4:].partition("\t")[0] for line in unified(before, after, NAMES).splitlines() if line[:4] == "+++ "]
    assert heads == ["rules.toml", "places/z.toml", "plugins/a/plugin.toml"]


def test_each_side_is_named_and_a_file_that_is_not_there_is_none() -> None:
    told = unified({"rules.toml": "a\n"}, {"places/p.toml": "b\n", "rules.toml": "c\n"}, NAMES).splitlines()
    assert told[:2] == ["--- rules.toml\tlama", "+++ rules.toml\tbaru"]
    assert "--- /dev/null" in told
    assert "+++ places/p.toml\tbaru" in told
    gone = unified({"places/p.toml": "b\n"}, {}, NAMES).splitlines()
    assert gone[:2] == ["--- places/p.toml\tlama", "+++ /dev/null"]


def test_what_is_the_same_but_for_its_ends_of_lines_says_nothing() -> None:
    """An editor of Windows changes no rule."""
    assert unified({"rules.toml": "a\r\nb\r\n"}, {"rules.toml": "a\nb\n"}, NAMES) == ""


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
@given(TEXTS, TEXTS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_patch_makes_the_one_of_the_other(tmp_path_factory: pytest.TempPathFactory, before: str, after: str) -> None:
    folder = tmp_path_factory.mktemp("tambal")
    file = folder / "rules.toml"
    file.write_text(before)
    told = unified({"rules.toml": before}, {"rules.toml": after}, NAMES)
    if not told:
        assert before == after
        return
    patched(folder, told)
    assert (file.read_text() if file.exists() else "") == after


def patched(folder: Path, diff: str) -> None:
    """Apply a patch in a folder."""
    line = ["patch", "--quiet", "--no-backup-if-mismatch", "rules.toml"]
    subprocess.run(line, cwd=folder, input=diff.encode(), check=True, capture_output=True)
