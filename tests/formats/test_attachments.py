"""The folder of attachments: each file once, whole, on the disk before anything names it."""

from __future__ import annotations

import os
import stat
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.attachments import CHANGED, MISSING, SAME, Attached
from aduan_cli.errors import StoreError, UsageError
from aduan_cli.formats.attachments import AttachmentFolder

MOST = 1_000


@pytest.fixture
def folder(tmp_path: Path) -> AttachmentFolder:
    (tmp_path / "desk").mkdir(mode=0o700)
    return AttachmentFolder(str(tmp_path / "desk"), MOST)


def written(path: Path, data: bytes = b"foto") -> str:
    path.write_bytes(data)
    return str(path)


def kept(folder: AttachmentFolder, file: Attached) -> Path:
    return Path(folder._desk, folder.place(file))


@given(data=st.binary(max_size=MOST))
def test_any_file_is_kept_whole_under_its_hash(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("kept")
    folder = AttachmentFolder(str(place), MOST)
    with folder.taking():
        file = folder.take(written(place / "foto satu.jpg", data))
    assert file == (sha256(data).hexdigest(), len(data), "foto satu.jpg")
    assert kept(folder, file).read_bytes() == data
    assert folder.state(file) == SAME


def test_the_same_file_under_two_names_is_kept_once(folder: AttachmentFolder, tmp_path: Path) -> None:
    first, second = folder.take(written(tmp_path / "a")), folder.take(written(tmp_path / "b"))
    assert first.sha256 == second.sha256
    assert {path.name for path in (tmp_path / "desk/attachments").iterdir()} == {first.sha256}


@pytest.mark.parametrize(("mode", "wanted"), [(0o700, 0o600), (0o2770, 0o660)])
def test_its_mode_is_that_of_the_desk(tmp_path: Path, mode: int, wanted: int) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    desk.chmod(mode)
    folder = AttachmentFolder(str(desk), MOST)
    with folder.taking():
        file = folder.take(written(tmp_path / "a"))
    assert stat.S_IMODE(kept(folder, file).stat().st_mode) == wanted
    assert stat.S_IMODE((desk / "attachments").stat().st_mode) == mode


def test_what_is_no_file_gets_one_sentence_and_leaves_nothing(folder: AttachmentFolder, tmp_path: Path) -> None:
    written(tmp_path / "a")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "inner").mkdir()
    os.mkfifo(tmp_path / "pipe")
    written(tmp_path / "large", b"x" * (MOST + 1))
    said = {
        "link": "it is a link", "loop": "it is a link", "inner": "it is a folder", "pipe": "it is a device or a pipe",
        "large": "it has more than 0.001 MB", "gone": "there is no such file", "a/b": "it can't be read",
    }  # fmt: skip
    for name, sentence in said.items():
        for work in (folder.take, folder.look):
            with pytest.raises(UsageError, match=sentence):
                work(str(tmp_path / name))
    with pytest.raises(UsageError, match="device"):
        folder.take("/dev/zero")
    assert not (tmp_path / "desk/attachments").exists()


def test_a_file_of_just_the_size_is_taken(folder: AttachmentFolder, tmp_path: Path) -> None:
    assert folder.take(written(tmp_path / "a", b"x" * MOST)).size == MOST


def test_one_that_was_changed_or_removed_is_told(folder: AttachmentFolder, tmp_path: Path) -> None:
    file = folder.take(written(tmp_path / "a"))
    for data in (b"f0to", b"fot", b"foto dua"):
        kept(folder, file).write_bytes(data)
        assert folder.state(file) == CHANGED
    kept(folder, file).unlink()
    assert folder.state(file) == MISSING
    kept(folder, file).symlink_to(tmp_path / "a")
    assert folder.state(file) == CHANGED
    assert folder.take(str(tmp_path / "a")) == file
    assert folder.state(file) == SAME


def test_what_is_held_is_not_dropped(folder: AttachmentFolder, tmp_path: Path) -> None:
    mine, shared = folder.take(written(tmp_path / "a")), folder.take(written(tmp_path / "b", b"bersama"))
    assert folder.drop([mine.sha256, shared.sha256], lambda: {shared.sha256}) == [mine.sha256]
    assert (folder.state(mine), folder.state(shared)) == (MISSING, SAME)
    assert folder.drop([mine.sha256], set) == [mine.sha256]


def test_nothing_is_dropped_while_somebody_takes(folder: AttachmentFolder, tmp_path: Path) -> None:
    """Who takes a file that is there already is waited for: his step names it before it is asked who holds it."""
    held: set[str] = set()
    gone: list[str] = []
    with folder.taking():
        file = folder.take(written(tmp_path / "a"))
        dropping = threading.Thread(target=lambda: gone.extend(folder.drop([file.sha256], lambda: held)))
        dropping.start()
        dropping.join(0.2)
        assert dropping.is_alive()
        held.add(file.sha256)
    dropping.join(10)
    assert (gone, folder.state(file)) == ([], SAME)


def test_a_folder_that_cannot_be_had_is_the_stores_fault(folder: AttachmentFolder, tmp_path: Path) -> None:
    (tmp_path / "desk/attachments").write_text("kein Ordner")
    with pytest.raises(StoreError, match="can't be written"), folder.taking():
        pass
    with pytest.raises(StoreError, match="can't be written"):
        folder.take(written(tmp_path / "a"))


def test_what_came_with_a_mail_is_kept_like_any_file(folder: AttachmentFolder, tmp_path: Path) -> None:
    file = folder.keep("foto.jpg", b"foto")
    assert file == folder.take(written(tmp_path / "foto.jpg"))
    assert folder.state(file) == SAME
    with pytest.raises(UsageError, match=r"besar\.jpg: it has more than 0\.001 MB"):
        folder.keep("besar.jpg", b"x" * (MOST + 1))
