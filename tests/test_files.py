"""Files of the desk's own: whole, with modes by the desk's policy, and believed only where nobody else wrote them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.files import UnsafeError, opened, read, read_regular, replace, sealed, unsealed, write
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
