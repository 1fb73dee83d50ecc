"""Each file in faults/ has one fault, named by the file; its first line is the sentence that must come out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aduan_cli.config.rule_files.loader import load
from aduan_cli.testing import desk
from faultless import FAULTS, MANIFEST, RULES


def faulty_desk(folder: Path, fault: str) -> None:
    """Make a desk that is right but for one file."""
    path = "plugins/uji/plugin.toml" if fault.startswith("manifest-") else "rules.toml"
    desk(folder, RULES, {"uji": {"plugin.toml": MANIFEST}})
    shutil.copy(FAULTS / f"{fault}.toml", folder / path)


@pytest.mark.parametrize("fault", sorted(path.stem for path in FAULTS.glob("*.toml")))
def test_a_fault_is_one_sentence_with_its_place(fault: str, tmp_path: Path) -> None:
    """The sentence names file and line, what is wrong, and what would be right; and it is the only one."""
    faulty_desk(tmp_path, fault)
    expected = (FAULTS / f"{fault}.toml").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert [str(problem) for problem in load(str(tmp_path)).problems] == [expected]
