"""Files of the desk's own: whole, with modes by the desk's policy, and believed only where nobody else wrote them."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.files import (
    UnsafeError,
    create,
    keep,
    leave,
    make_folder,
    making,
    mend,
    names_in,
    opened,
    read,
    read_regular,
    read_with_state,
    replace,
    sealed,
    unsealed,
    write,
)
from aduan_cli.modes import policy_of

STRANGER = 54_321
"""A number that no user and no group of the test machine has."""
NAME = ".aduan/code/satu"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture(params=[0, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Set one umask after the other."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return the folder of a desk that is its owner's alone."""
    folder = tmp_path / "desk"
    folder.mkdir()
    folder.chmod(0o755)
    return folder


def all_in(folder: Path) -> list[str]:
    """Return the names of all that is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.lstat().st_mode)


def test_a_desk_of_one_keeps_its_files_to_itself(desk: Path, umask: int) -> None:
    """Data 0600 in folders 0700, whatever the umask."""
    write(str(desk), NAME, b"a")
    assert read(str(desk), NAME) == b"a"
    assert [mode(path) for path in (desk / NAME, desk / ".aduan" / "code", desk / ".aduan")] == [0o600, 0o700, 0o700]


def test_a_desk_of_a_group_is_open_to_the_group(desk: Path, umask: int) -> None:
    """Data 0660, rules 0664, folders 2770, all of the folder's group, whatever the umask."""
    if os.geteuid() == 0:
        os.chown(desk, -1, STRANGER)
    desk.chmod(0o2775)
    write(str(desk), NAME, b"a")
    replace(str(desk / "baru" / "rules.toml"), b"")
    assert [mode(path) for path in (desk / NAME, desk / ".aduan" / "code", desk / ".aduan")] == [0o660, 0o2770, 0o2770]
    assert mode(desk / "baru" / "rules.toml") == 0o664
    assert {path.stat().st_gid for path in desk.rglob("*")} == {desk.stat().st_gid}
    assert read(str(desk), NAME) == b"a"


@as_root
def test_root_s_visit_leaves_files_to_the_desk_s_owner(desk: Path) -> None:
    """What root makes belongs to whom the folder belongs to, and is believed by root as well."""
    os.chown(desk, STRANGER, STRANGER)
    write(str(desk), NAME, b"a")
    assert {(p.stat().st_uid, p.stat().st_gid) for p in desk.rglob("*")} == {(STRANGER, STRANGER)}
    assert read(str(desk), NAME) == b"a"


@as_root
@pytest.mark.parametrize("place", [".aduan", ".aduan/code", NAME])
def test_what_a_stranger_owns_is_not_believed(desk: Path, place: str) -> None:
    """The file, and each folder between it and the desk."""
    write(str(desk), NAME, b"a")
    os.chown(desk / place, STRANGER, -1)
    with pytest.raises(UnsafeError, match="it belongs to somebody else"):
        read(str(desk), NAME)


@pytest.mark.parametrize("place", ["", ".aduan", ".aduan/code", NAME])
def test_what_everyone_may_write_is_not_believed(desk: Path, place: str) -> None:
    """The file, each folder, and the desk's own."""
    write(str(desk), NAME, b"a")
    (desk / place).chmod(mode(desk / place) | 0o002)
    with pytest.raises(UnsafeError, match="it can be written by everyone"):
        read(str(desk), NAME)


@as_root
def test_what_another_group_may_write_is_not_believed(desk: Path) -> None:
    """Only the desk's own group may, and only where the folder says so."""
    write(str(desk), NAME, b"a")
    os.chown(desk / NAME, -1, STRANGER)
    (desk / NAME).chmod(0o660)
    with pytest.raises(UnsafeError, match="another group"):
        read(str(desk), NAME)
    os.chown(desk, -1, STRANGER)
    desk.chmod(0o2770)
    assert read(str(desk), NAME) == b"a"


@pytest.mark.parametrize("place", [".aduan", ".aduan/code"])
def test_no_planted_folder_is_followed(desk: Path, tmp_path: Path, place: str) -> None:
    """A link in the place of a folder of the desk's own: nothing is written through it, nothing read."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "code").mkdir(parents=True)
    (elsewhere / "code" / "satu").write_bytes(b"planted")
    (elsewhere / "satu").write_bytes(b"planted")
    (desk / place).parent.mkdir(exist_ok=True)
    (desk / place).symlink_to(elsewhere)
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
        write(str(desk), NAME, b"a")
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
        read(str(desk), NAME)
    assert (elsewhere / "code" / "satu").read_bytes() == b"planted"


def test_a_planted_file_is_replaced_and_never_followed(desk: Path, tmp_path: Path) -> None:
    """A link in the place of the file: what it leads to stays as it is."""
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    write(str(desk), NAME, b"a")
    (desk / NAME).unlink()
    (desk / NAME).symlink_to(other)
    with pytest.raises(OSError, match="Too many levels"):
        read(str(desk), NAME)
    write(str(desk), NAME, b"b")
    assert (other.read_bytes(), read(str(desk), NAME)) == (b"mine", b"b")


def in_the_place(kind: str, path: Path) -> None:
    """Put something that is no file in the place of one."""
    path.unlink(missing_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(kind)


@pytest.mark.parametrize("kind", ["fifo", "folder", "/dev/zero", "/dev/full"])
@pytest.mark.parametrize("reader", [lambda desk, name: read_regular(f"{desk}/{name}"), read, opened])
def test_what_is_no_file_never_hangs(desk: Path, kind: str, reader: Callable[[str, str], object]) -> None:
    """A pipe, a folder, a device: one error at once."""
    write(str(desk), NAME, b"a")
    in_the_place(kind, desk / NAME)
    with pytest.raises(OSError, match=r"it is not a file|Too many levels"):  # noqa: PT012
        found = reader(str(desk), NAME)
        if reader is opened:
            found.__enter__()  # type: ignore[attr-defined]


def test_a_failure_leaves_the_old_file_and_nothing_else(desk: Path) -> None:
    """The new text is thrown away when the check at the last moment refuses."""
    (desk / "rules.toml").write_text("old")

    def refuse() -> None:
        raise ValueError("changed meanwhile")

    with pytest.raises(ValueError, match="changed meanwhile"):
        replace(str(desk / "rules.toml"), b"new", refuse)
    assert [(path.name, path.read_text()) for path in desk.iterdir()] == [("rules.toml", "old")]


def test_a_replaced_file_keeps_its_permissions(desk: Path, umask: int) -> None:
    """Through a link as well: the link stays one."""
    (desk / "real.toml").write_text("old")
    (desk / "real.toml").chmod(0o640)
    (desk / "rules.toml").symlink_to("real.toml")
    replace(str(desk / "rules.toml"), b"new")
    assert (mode(desk / "real.toml"), (desk / "real.toml").read_text()) == (0o640, "new")
    assert (desk / "rules.toml").is_symlink()


def test_a_file_beyond_the_bound_is_not_read(desk: Path) -> None:
    """Nobody's memory is filled."""
    write(str(desk), NAME, b"abcd")
    assert read(str(desk), NAME, 4) == b"abcd"
    with pytest.raises(OSError, match="more than 3 bytes"):
        read(str(desk), NAME, 3)


def test_the_policy_is_the_folder_s(desk: Path) -> None:
    """Setgid and writable by the group: shared; one of them alone: the owner's."""
    for bits, shared in ((0o755, False), (0o775, False), (0o2755, False), (0o2775, True), (0o2770, True)):
        desk.chmod(bits)
        assert policy_of(str(desk)).shared is shared


@given(st.binary(max_size=60), st.data())
def test_damage_anywhere_breaks_the_seal(data: bytes, more: st.DataObject) -> None:
    """Any byte changed, the seal's own included, and any end cut off."""
    whole = sealed(data)
    assert unsealed(whole) == data
    at = more.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + bytes([whole[at] ^ more.draw(st.integers(1, 255))]) + whole[at + 1 :]
    for damaged in (changed, whole[:at]):
        with pytest.raises(ValueError, match="damaged"):
            unsealed(damaged)


# -- new files, folders, and what is put right


def test_a_new_file_has_its_name_once_it_is_whole(desk: Path, umask: int) -> None:
    """Meanwhile nobody takes half of it for a backup; it is its owner's alone."""
    path = desk / "salinan.tar"
    with making(str(path)) as file:
        file.write(b"setengah")
        file.flush()
        assert not path.exists()
        (half,) = desk.iterdir()
        assert mode(half) == 0o600
    assert (path.read_bytes(), mode(path), all_in(desk)) == (b"setengah", 0o600, ["salinan.tar"])


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_a_new_file_that_breaks_off_was_never_there(desk: Path, error: type[BaseException]) -> None:

    def broken() -> None:
        with making(str(desk / "salinan.tar")) as file:
            file.write(b"setengah")
            raise error

    with pytest.raises(error):
        broken()
    assert all_in(desk) == []


@pytest.mark.parametrize("there", ["file", "link", "folder"])
def test_a_new_file_goes_over_nothing(desk: Path, there: str) -> None:
    """Also over what somebody puts there while it is written; a link that leads nowhere is something, too."""
    path = desk / "salinan.tar"

    def written() -> None:
        with making(str(path)) as file:
            file.write(b"x")
            if there == "folder":
                path.mkdir()
            elif there == "link":
                path.symlink_to("tidak-ada")
            else:
                path.write_bytes(b"milik orang")

    with pytest.raises(FileExistsError) as late:
        written()
    assert late.value.filename == str(path)
    with pytest.raises(FileExistsError, match=r"salinan\.tar"), making(str(path)):
        raise AssertionError("it was begun")
    assert all_in(desk) == ["salinan.tar"]
    assert there != "file" or path.read_bytes() == b"milik orang"


def test_where_a_medium_knows_no_second_names_a_new_file_gets_its_own_all_the_same(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A memory stick: it is looked before, and nothing that is there is gone over."""

    def no_links(*_names: str) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    with making(str(desk / "satu")) as file:
        file.write(b"isi")
    assert (desk / "satu").read_bytes() == b"isi"
    with pytest.raises(PermissionError), making(str(desk / "dua")):
        (desk / "dua").write_bytes(b"milik orang")
    assert (desk / "dua").read_bytes() == b"milik orang"
    assert all_in(desk) == ["dua", "satu"]


def test_folders_that_lack_are_made_and_those_of_a_group_are_its_own(desk: Path, umask: int) -> None:
    """Those that hold calls are shut to others, those that people write in are open; one that is there stays so."""
    make_folder(str(desk / "a" / "b"))
    make_folder(str(desk / "dalam" / "lagi"), own=True)
    make_folder(str(desk / "a"))
    assert (desk / "a" / "b").is_dir()
    assert mode(desk / "dalam" / "lagi") & 0o077 == 0
    desk.chmod(0o2775)
    make_folder(str(desk / "bersama" / "isi"))
    make_folder(str(desk / "panggilan"), own=True)
    assert [mode(desk / name) for name in ("bersama", "bersama/isi", "panggilan")] == [0o2775, 0o2775, 0o2770]
    make_folder("")


def test_a_new_file_is_open_from_its_first_moment_as_it_will_be(desk: Path, umask: int) -> None:
    """A colleague who opens it at that moment must find it open to the group, and nobody else may."""
    for bits, own, wanted in (
        (0o755, True, 0o600),
        (0o755, False, 0o644),
        (0o2775, True, 0o660),
        (0o2775, False, 0o664),
    ):
        desk.chmod(bits)
        number = create(str(desk / "baru"), own)
        assert mode(desk / "baru") == wanted
        with pytest.raises(FileExistsError):
            create(str(desk / "baru"), own)
        os.close(number)
        (desk / "baru").unlink()
    before = os.umask(0o077)
    os.umask(before)
    assert before == umask, "the umask is as it was"


def test_a_file_that_another_program_made_gets_what_its_folder_asks_for(desk: Path, umask: int) -> None:
    """SQLite's, and what a library wrote; a link is followed by nobody."""
    (desk / "baru").write_bytes(b"x")
    (desk / "baru").chmod(0o644)
    keep(str(desk / "baru"))
    assert mode(desk / "baru") == 0o600
    (desk / "tautan").symlink_to("baru")
    with pytest.raises(OSError, match="Too many levels"):
        keep(str(desk / "tautan"))


def test_what_is_no_longer_needed_of_a_cache_is_taken_out(desk: Path) -> None:
    for name in ("satu", "dua", "tiga"):
        write(str(desk), f".aduan/counts/{name}", b"x")
    leave(str(desk), ".aduan/counts", {"dua", "tidak ada"})
    assert all_in(desk / ".aduan" / "counts") == ["dua"]
    (desk / ".aduan" / "counts" / "tautan").symlink_to(desk)
    leave(str(desk), ".aduan/counts", ())
    assert (all_in(desk / ".aduan" / "counts"), desk.is_dir()) == ([], True)
    with pytest.raises(FileNotFoundError, match="aduan/tidak"):
        leave(str(desk), ".aduan/tidak", ())


def test_names_in_a_folder_are_those_that_people_see(desk: Path) -> None:
    for name in ("b.csv", "a.csv", ".a.csv.half", "Z.csv"):
        (desk / name).touch()
    assert names_in(str(desk)) == ["Z.csv", "a.csv", "b.csv"]
    assert names_in(str(desk / "tidak ada")) == []
    assert names_in(str(desk / "a.csv")) == []


class TestMend:
    """A rule file that an editor left to its writer alone is given to the desk's group, and nothing else is."""

    @pytest.fixture(autouse=True)
    def as_somebody(self, monkeypatch: pytest.MonkeyPatch, desk: Path) -> None:
        """Be no root, who mends nothing by the way."""
        (desk / "rules.toml").write_text("x")
        (desk / "rules.toml").chmod(0o600)
        (desk / "plugins").mkdir(mode=0o700)
        if os.geteuid() == 0:
            for path in (desk, desk / "rules.toml", desk / "plugins"):
                os.chown(path, STRANGER, -1)
            monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
        desk.chmod(0o2775)

    def test_a_file_and_a_folder_of_ones_own(self, desk: Path) -> None:
        for name, wanted in (("rules.toml", 0o660), ("plugins", 0o2770)):
            assert mend(str(desk), name)
            assert mode(desk / name) == wanted
            assert mend(str(desk), name), "once more there is nothing to do"

    def test_what_is_open_already_stays_as_it_is(self, desk: Path) -> None:
        (desk / "rules.toml").chmod(0o664)
        assert mend(str(desk), "rules.toml")
        assert mode(desk / "rules.toml") == 0o664

    def test_what_is_not_there_keeps_nobody_out(self, desk: Path) -> None:
        assert mend(str(desk), "tidak-ada.toml")

    @as_root
    def test_what_is_somebody_elses_is_left_alone_and_said_to_be_shut(self, desk: Path) -> None:
        os.chown(desk / "rules.toml", STRANGER + 1, -1)
        assert not mend(str(desk), "rules.toml")
        assert mode(desk / "rules.toml") == 0o600

    def test_a_link_and_a_file_with_a_second_name_are_left_alone(self, desk: Path, tmp_path: Path) -> None:
        """By either one root, or a colleague, would open what lies elsewhere."""
        other = tmp_path / "lain.toml"
        os.link(desk / "rules.toml", other)
        assert not mend(str(desk), "rules.toml")
        assert mode(other) == 0o600
        (desk / "tautan.toml").symlink_to(other)
        mend(str(desk), "tautan.toml")
        assert mode(other) == 0o600


def test_a_file_that_people_write_is_read_with_the_state_that_belongs_to_its_bytes(desk: Path) -> None:
    (desk / "rules.toml").write_bytes(b"abc")
    data, found = read_with_state(str(desk / "rules.toml"), 10)
    assert (data, found.st_size, found.st_ino) == (b"abc", 3, (desk / "rules.toml").stat().st_ino)
    with pytest.raises(OSError, match="it has more than 2 bytes"):
        read_with_state(str(desk / "rules.toml"), 2)


def test_a_replaced_file_names_its_whole_path_when_it_cannot_be(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system knows only the last part of it."""

    def full(*_given: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "rules.toml")

    (desk / "rules.toml").write_text("lama")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left") as caught:
        replace(str(desk / "rules.toml"), b"baru")
    assert caught.value.filename == str(desk / "rules.toml")
    assert [(path.name, path.read_text()) for path in desk.iterdir()] == [("rules.toml", "lama")]
