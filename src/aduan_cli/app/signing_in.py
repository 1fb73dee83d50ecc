"""Who signed in on a terminal: `aduan whoami --as NAME`, for one terminal and the rest of one shift.

A terminal is the session of its processes. Its number may be given to another one once it is gone, so that what is
noted counts only while the session's first process is the very one that was there. The daily commands look for one
file, and read nothing else where nobody signed in. The clock is the real one: whoever replays a day (`--now`) is here.
"""

from __future__ import annotations

import errno
import os

from aduan_cli.errors import AduanError, NotAllowedError, unwritten
from aduan_cli.files import read, write
from aduan_cli.i18n import _
from aduan_cli.record import Record

FOLDER = ".aduan/officers"
LONGEST = 12 * 3600
"""Seconds for which somebody stays signed in where the city has no shifts."""
_LARGEST = 4096
_KEPT = 86_400
"""Seconds for which the note of a shift that ended is kept, so that its officer is told."""


class SignedIn(Record):
    """Who signed in on this terminal: from when to when, in seconds since 1970, and the shift that ends then."""

    name: str
    since: int
    until: int
    shift: str | None = None


def signed_in(desk: str) -> SignedIn | None:
    """Return who signed in last on this terminal, also where the shift has ended since; None: nobody did."""
    session = os.getsid(0)
    name = f"{FOLDER}/{session}"
    try:
        os.stat(os.path.join(desk, name))
        start, since, until, shift, officer = read(desk, name, _LARGEST).decode().split("\n")
    except (OSError, ValueError):
        return None
    if start != _start_of(session):
        return None
    return SignedIn(officer, int(since), int(until), shift or None)


def sign_in(desk: str, name: str, now: int, until: int, shift: str | None) -> SignedIn:
    """Sign somebody in on this terminal. Raises `NotAllowedError` where there is none, or nothing can be noted."""
    session = os.getsid(0)
    start = _start_of(session) if _has_terminal() else None
    if start is None:
        raise NotAllowedError(
            _("there is no terminal here to sign in on; --actor or ADUAN_ACTOR says who is at the desk")
        )
    told = "\n".join((start, str(now), str(until), shift or "", name))
    try:
        _forget_old(os.path.join(desk, FOLDER), now)
        write(desk, f"{FOLDER}/{session}", told.encode())
    except OSError as error:
        raise _unwritable(desk, error) from error
    return SignedIn(name, now, until, shift)


def sign_out(desk: str) -> None:
    """Forget who signed in on this terminal. Raises `NotAllowedError` where that can't be noted."""
    try:
        os.unlink(os.path.join(desk, FOLDER, str(os.getsid(0))))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _unwritable(desk, error) from error


def _unwritable(desk: str, error: OSError) -> AduanError:
    place = error.filename or os.path.join(desk, FOLDER)
    said = _("{path}: it can't be written: {reason}").format(path=place, reason=error.strerror)
    return unwritten(said, error, otherwise=NotAllowedError)


def _forget_old(folder: str, now: int) -> None:
    """Remove what was noted of terminals on which nobody signed in for long."""
    try:
        with os.scandir(folder) as entries:
            old = [entry.path for entry in entries if entry.stat().st_mtime < now - LONGEST - _KEPT]
        for path in old:
            os.unlink(path)
    except FileNotFoundError:
        return


def _has_terminal() -> bool:
    """Say whether a terminal controls this process, whatever stdin is."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError as error:
        return error.errno == errno.EMFILE
    return True


def _start_of(session: int) -> str | None:
    """Return what tells the first process of a session from every other one of its number; None: it is gone."""
    if session <= 0:
        return None
    try:
        with open(f"/proc/{session}/stat", "rb") as file:
            ticks = file.read().rpartition(b")")[2].split()[19].decode()  # since the machine started
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            return f"{ticks} {file.read().decode().strip()}"
    except FileNotFoundError:
        return None if os.path.isdir("/proc/self") else _start_by_ps(session)
    except (OSError, IndexError):
        return None


def _start_by_ps(session: int) -> str | None:
    """Return the same on a system that has no `/proc`."""
    import subprocess

    line = ["ps", "-o", "lstart=", "-p", str(session)]
    try:
        said = subprocess.run(line, capture_output=True, check=False, timeout=5).stdout.decode().split()
    except (OSError, subprocess.SubprocessError):
        return None
    return " ".join(said) or None
