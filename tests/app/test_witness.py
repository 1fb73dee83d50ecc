"""The newest hash handed to somebody else: a line a day, whole also behind one that was cut off."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.app import witness
from aduan_cli.app.witness import Handed, hand_out, handed_out
from aduan_cli.errors import UsageError
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

FILE = '\n[audit]\nwitness = "hash.txt"\n'
LINES = st.text(st.sampled_from("0123456789abcdefABCDEF \tx\x85\u2028\xff-+٣"), max_size=80)


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    made = desk_here(tmp_path, RULES + FILE)
    made.log("sampah")
    return made


def path(desk: HereDesk) -> Path:
    """Return where the lines go."""
    return Path(desk.folder) / "hash.txt"


def told(desk: HereDesk) -> tuple[str, ...]:
    """Hand out; return what was told of it."""
    return tuple(sentence for one in hand_out(desk) for sentence in one.told)


def newest(desk: HereDesk) -> Handed:
    """Return what is read of the newest line."""
    return list(handed_out(str(path(desk))))[-1]


def test_a_line_is_what_is_read_back_of_it(desk: HereDesk) -> None:
    assert told(desk) == ()
    event, digest = desk.store.head()
    assert newest(desk) == Handed(1, digest, event)


@pytest.mark.parametrize("before", ["8d95e3bd6fc9", "\n", "", "ada\n", "x" * 5000])
def test_a_line_stands_alone_behind_one_that_was_cut_off(desk: HereDesk, before: str) -> None:
    """A full disk keeps the beginning of a line; the next day's must not be lost with it."""
    path(desk).write_text(before)
    assert told(desk) == ()
    event, digest = desk.store.head()
    assert (newest(desk).hash, newest(desk).event) == (digest, event)
    assert path(desk).read_text().startswith(before)


def test_a_file_that_may_only_be_added_to_gets_its_line(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So may whoever keeps the lines want it: what was there can't be read by who hands them out."""
    path(desk).write_text("x\n")

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(witness, "open", refuse, raising=False)
        assert told(desk) == ()
    assert newest(desk).hash == desk.store.head()[1]


def test_it_is_handed_out_once_a_day_unless_it_goes_to_somebody_else(desk: HereDesk) -> None:
    assert [told(desk), told(desk)] == [(), ()]
    assert len(path(desk).read_text().splitlines()) == 1
    rules = Path(desk.folder) / "rules.toml"
    rules.write_text(RULES + FILE.replace("hash.txt", "lain.txt"))
    desk.store.close()
    again = HereDesk(Path(desk.folder))
    assert told(again) == ()
    assert (Path(desk.folder) / "lain.txt").read_text().split()[1] == str(again.store.head()[0])


def test_where_nobody_is_named_nothing_is_done(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.log("sampah")
    assert hand_out(desk) == []


def test_what_fails_is_told_and_tried_again(desk: HereDesk) -> None:
    path(desk).mkdir()
    assert "Is a directory" in told(desk)[0]
    path(desk).rmdir()
    assert told(desk) == ()
    assert newest(desk).line == 1


@given(st.lists(LINES, max_size=5))
def test_whatever_lies_in_a_file_each_line_is_a_hash_or_none(lines: list[str]) -> None:
    """Its number is that of the line, also where somebody wrote letters that no hash has."""
    good = f"{'aB' * 32} 17 2026-11-23"
    with NamedTemporaryFile() as kept:
        kept.write("\n".join([*lines, good, ""]).encode("latin-1", "replace"))
        kept.flush()
        found = list(handed_out(kept.name))
    assert found[-1] == Handed(len(lines) + 1, "ab" * 32, 17)
    assert [one.hash is None or len(one.hash) == 64 for one in found] == [True] * len(found)


def test_a_file_that_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    for place in (tmp_path / "tidak ada", tmp_path):
        with pytest.raises(UsageError, match=str(place)):
            list(handed_out(str(place)))
