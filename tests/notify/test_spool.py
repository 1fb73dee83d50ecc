"""A real folder: each message is a file, whole or not there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from test_smtp import LETTER

from aduan_cli.notify.spool import SpoolNotifier
from aduan_cli.outbox import Delivered


def test_a_message_is_a_file_and_comes_again_in_its_own_place(tmp_path: Path) -> None:
    spool = SpoolNotifier(str(tmp_path / "pesan"))
    assert spool.send(LETTER) == Delivered("sent")
    assert spool.send(LETTER._replace(repeated=True)) == Delivered("sent")
    spool.send(LETTER._replace(id="b" * 32))
    files = sorted(one.name for one in (tmp_path / "pesan").iterdir())
    assert files == [f"{LETTER.ticket}-{'a' * 32}.json", f"{LETTER.ticket}-{'b' * 32}.json"]
    assert json.loads((tmp_path / "pesan" / files[0]).read_text())["repeated"] is True


def test_a_folder_that_can_not_be_written_is_down(tmp_path: Path) -> None:
    (tmp_path / "pesan").write_text("a file")
    done = SpoolNotifier(str(tmp_path / "pesan")).send(LETTER)
    assert (done.state, done.down) == ("retry", True)


def test_nothing_is_left_of_what_could_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = SpoolNotifier(str(tmp_path)).send(LETTER)
    assert (done.state, done.detail) == ("retry", "No space left on device")
    assert list(tmp_path.iterdir()) == []
