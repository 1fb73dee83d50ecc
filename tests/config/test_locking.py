"""The lock of a desk: who can't have it where there could be one is told, and changes nothing."""

from __future__ import annotations

import errno
import fcntl
from pathlib import Path

import pytest

from aduan_cli.config.locking import LOCK, changing_files, receiving
from aduan_cli.errors import NotAllowedError


def fails_with(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(number, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EROFS])
def test_where_there_are_no_locks_nothing_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A desk on such a medium can be changed all the same."""
    fails_with(monkeypatch, number)
    with changing_files(str(tmp_path)):
        pass


def test_a_lock_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who change the desk at once would undo each other's change."""
    fails_with(monkeypatch, errno.EIO)
    with pytest.raises(NotAllowedError, match="no locks"), changing_files(str(tmp_path)):
        pytest.fail("it went on")


@pytest.mark.parametrize("mode", [0o777, 0o757])
def test_a_lock_that_others_can_exchange_is_none(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(NotAllowedError, match=r"chmod o-w would be right"), changing_files(str(tmp_path)):
        pytest.fail("it went on")
    assert not (tmp_path / LOCK).exists()


def test_who_takes_in_what_came_is_one_at_a_time(tmp_path: Path) -> None:
    """Cron passes by where somebody is at it; the lock is free again afterwards."""
    with receiving(str(tmp_path)) as mine, receiving(str(tmp_path), wait=False) as second:
        assert (mine, second) == (True, False)
    with receiving(str(tmp_path), wait=False) as later:
        assert later
