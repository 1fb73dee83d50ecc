"""`aduan init`: what it says next works, in the language in use."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from processes import Aduan


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_call_that_is_said_next_reaches_its_unit(aduan: Aduan, tmp_path: Path, lang: str) -> None:
    """The sentence is one that the minimal rules of this language understand."""
    made = aduan("init", "--empty", "new", cwd=tmp_path, env={"ADUAN_LANG": lang})
    _next, call = made.stderr.splitlines()[-1].split("aduan log ")
    done = aduan("log", *shlex.split(call), cwd=tmp_path / "new")
    assert (done.returncode, "triage" in done.stderr) == (0, False)


def test_the_folder_that_is_said_next_is_one_word_of_a_shell(aduan: Aduan, tmp_path: Path) -> None:
    made = aduan("init", "--empty", "desk of x", cwd=tmp_path)
    assert shlex.split(made.stderr.splitlines()[-1])[:3] == ["next:", "cd", "desk of x"]
