"""A desk's files are brought to what the policy asks for, from whatever they are."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.config.sharing import owners_alone, rearrange, shared_with

WRITTEN = ("rules.toml", "plugins", "plugins/satu", "plugins/satu/plugin.toml", "maps", "maps/lama.toml")
OWN = ("aduan.db", "aduan.db-wal", "aduan.db-shm", ".aduan", ".aduan/rules.json", "quarantine", "quarantine/a.csv")
FOLDERS = ("plugins", "plugins/satu", "maps", ".aduan", "quarantine")
MODES = st.integers(0, 0o777).map(lambda mode: mode | 0o400)


def made(folder: Path, modes: list[int]) -> Path:
    """Return a desk whose files have these modes, each folder one that its owner can use."""
    desk = folder / "desk"
    desk.mkdir()
    for path in (*WRITTEN, *OWN):
        if path in FOLDERS:
            (desk / path).mkdir()
        else:
            (desk / path).write_text("", encoding="utf-8")
    (desk / "other.txt").write_text("", encoding="utf-8")
    for path, mode in zip((*WRITTEN, *OWN), modes, strict=True):
        (desk / path).chmod(mode | 0o700 if path in FOLDERS else mode)
    (desk / "other.txt").chmod(0o640)
    return desk


@settings(max_examples=60)
@given(st.lists(MODES, min_size=13, max_size=13), st.booleans())
def test_whatever_the_modes_were_they_keep_to_the_policy(modes: list[int], shared: bool) -> None:
    """Own files have exactly its modes; of what people write only who may write changes; a second time nothing does."""
    with tempfile.TemporaryDirectory() as place:
        desk = made(Path(place), modes)
        policy = shared_with(os.getegid()) if shared else owners_alone(str(desk))
        before = {path: stat.S_IMODE((desk / path).stat().st_mode) for path in WRITTEN}
        planned = rearrange(str(desk), policy, dry_run=True)
        assert rearrange(str(desk), policy) == planned
        for path in OWN:
            assert stat.S_IMODE((desk / path).stat().st_mode) == (policy.folder if path in FOLDERS else policy.data)
        for path, mode in before.items():
            now = stat.S_IMODE((desk / path).stat().st_mode)
            assert not now & stat.S_IWOTH
            assert bool(now & stat.S_IWGRP) == shared
            assert now & 0o005 == mode & 0o005
        assert stat.S_IMODE((desk / "other.txt").stat().st_mode) == 0o640
        assert rearrange(str(desk), policy) == ([], [])
