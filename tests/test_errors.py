"""Which error a file that couldn't be written is: the disk's, or that of the place that was named."""

from __future__ import annotations

import errno
import os

import pytest

from aduan_cli.errors import NOT_ALLOWED, STORE, USAGE, NotAllowedError, unwritten
from office import Office


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, STORE), (errno.EDQUOT, STORE), (errno.EIO, STORE), (errno.EROFS, STORE),
        (errno.ENOENT, USAGE), (errno.EACCES, USAGE), (errno.EISDIR, USAGE), (errno.ENOTDIR, USAGE),
    ],
)  # fmt: skip
def test_a_disk_is_the_stores_error_and_a_wrong_place_who_named_it(number: int, code: int) -> None:
    error = OSError(number, os.strerror(number))
    assert unwritten("x: it can't be", error).exit_code == code
    other = unwritten("x: it can't be", error, otherwise=NotAllowedError).exit_code
    assert other == (NOT_ALLOWED if code == USAGE else STORE)


@pytest.mark.parametrize(
    ("line", "failing"),
    [
        (("report", "html", "{place}/situs"), "makedirs"),
        (("report", "html", "{place}/situs"), "replace"),
        (("init", "{place}/meja"), "fdopen"),
    ],
    ids=str,
)
def test_a_full_disk_ends_every_command_that_writes_with_the_same_code(
    office: Office, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...], failing: str
) -> None:
    office.log("Melaporkan sampah")
    place = office.folder.parent / "luar"
    place.mkdir()
    real = getattr(os, failing)

    def full(first: object, *more: object, **named: object) -> object:
        if failing == "fdopen" or str(more[:1] if failing == "replace" else first).count(str(place)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(first, *more, **named)

    monkeypatch.setattr(os, failing, full)
    ran = office.run(*(word.format(place=place) for word in line))
    assert (ran.code, "No space left on device" in ran.err) == (STORE, True), ran.err
