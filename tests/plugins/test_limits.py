"""What unit code may use, and what is told where the machine itself lacks something."""

from __future__ import annotations

import errno
import json
import os

import pytest

from aduan_cli.i18n import choose
from aduan_cli.plugins.limits import HARM, Limits, limits_of, tell_lack, why_set_aside


def test_only_what_a_desk_says_is_another_than_usual() -> None:
    """`import` is a word of Python: in the files it is called so, and not in the record."""
    usual = Limits()
    assert limits_of({}) == usual
    assert limits_of({"import": 9.0, "memory": 64}) == usual._replace(load=9.0, memory=64)
    with pytest.raises(TypeError, match="'waktu' is unknown"):
        limits_of({"waktu": 1})


@pytest.mark.parametrize(
    ("stored", "english", "indonesian"),
    [
        ("3 failures in a row", "3 failures in a row", "3 kali gagal berturut-turut"),
        (HARM, "it harmed the desk's database", "merusak basis data meja"),
        (None, "?", "?"),
        ("something newer {odd}", "something newer {odd}", "something newer {odd}"),
    ],
)  # fmt: skip
def test_why_a_plugin_is_set_aside_is_told_in_the_users_language(
    stored: str | None, english: str, indonesian: str
) -> None:
    """What an older or a newer version stored is told as it stands."""
    choose("en")
    assert why_set_aside(stored) == english
    choose("id")
    assert why_set_aside(stored) == indonesian


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
        (MemoryError(), os.strerror(errno.ENOMEM)),
        (ImportError("No module named 'x'"), "No module named 'x'"),
        (OSError("tanpa nomor"), "tanpa nomor"),
    ],
    ids=repr,
)
def test_what_the_machine_lacks_is_one_line_for_the_parent(error: Exception, said: str) -> None:
    reading, writing = os.pipe()
    try:
        tell_lack(error, writing)
        line = os.read(reading, 10_000)
    finally:
        os.close(reading)
        os.close(writing)
    assert line.endswith(b"\n")
    assert json.loads(line) == {"lacking": said}
