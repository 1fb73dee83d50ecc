"""While a unit's code runs in this process the desk's file is watched: harm is put back or told, with who did it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from aduan_cli.app.code_watch import CodeWatch
from aduan_cli.database_url import Address
from aduan_cli.errors import PartialError, StoreError
from desk_here import HereDesk, desk_here


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with two calls, at rest."""
    made = desk_here(tmp_path)
    made.log("sampah"), made.log("banjir")
    made.store.close()
    return made


def file_of(desk: HereDesk) -> Path:
    """Return where its data lie."""
    return Path(desk.folder) / "aduan.db"


def texts(desk: HereDesk) -> list[str]:
    """Return the words of its calls, as another command reads them."""
    other = HereDesk(Path(desk.folder))
    found = [one.text for one in other.all()]
    assert other.store.breaks() == []
    other.close()
    return found


def test_what_harmless_code_returns_is_returned(desk: HereDesk) -> None:
    assert CodeWatch(desk).run("lampu", lambda: 7) == 7
    assert (desk.warned, texts(desk)) == ([], ["sampah", "banjir"])


def test_what_code_raises_is_raised(desk: HereDesk) -> None:
    with pytest.raises(ZeroDivisionError):
        CodeWatch(desk).run("lampu", lambda: 1 // 0)
    assert desk.warned == []


def close(desk: HereDesk) -> None:
    """Leave the file open to nobody."""
    file_of(desk).chmod(0)


def opened(desk: HereDesk) -> None:
    """Let everybody write the file."""
    file_of(desk).chmod(0o666)


def remove(desk: HereDesk) -> None:
    """Take the file away."""
    file_of(desk).unlink()


@pytest.mark.parametrize("harm", [close, opened, remove])
def test_what_code_did_to_the_file_is_put_back_and_the_plugin_is_to_blame(
    desk: HereDesk, harm: Callable[[HereDesk], None]
) -> None:
    mode = stat.S_IMODE(file_of(desk).stat().st_mode)
    with pytest.raises((PartialError, StoreError)):
        CodeWatch(desk).run("lampu", lambda: harm(desk))
    (sentence,) = desk.warned
    assert sentence.startswith("plugin 'lampu': ")
    assert texts(desk) == ["sampah", "banjir"]
    assert stat.S_IMODE(file_of(desk).stat().st_mode) == mode


def test_a_file_that_code_emptied_is_lost_and_that_is_told(desk: HereDesk) -> None:
    """What is gone can't be put back; the desk says so from then on, and begins no other."""
    with pytest.raises(StoreError):
        CodeWatch(desk).run("lampu", lambda: file_of(desk).write_bytes(b""))
    assert len(desk.warned) == 1
    with pytest.raises(StoreError, match="it is empty, though this desk had its data in it"):
        texts(desk)


def test_harm_is_told_also_where_the_code_raised(desk: HereDesk) -> None:
    """What it raised is nothing beside that."""

    def work() -> None:
        opened(desk)
        raise ZeroDivisionError

    with pytest.raises((PartialError, StoreError)):
        CodeWatch(desk).run("lampu", work)
    assert len(desk.warned) == 1


def test_each_plugin_is_blamed_for_its_own_harm(desk: HereDesk) -> None:
    watch = CodeWatch(desk)
    watch.run("baik", lambda: None)
    with pytest.raises(PartialError):
        watch.run("nakal", lambda: opened(desk))
    watch.run("baik", lambda: None)
    assert [sentence.partition(":")[0] for sentence in desk.warned] == ["plugin 'nakal'"]


def test_a_call_that_a_colleague_takes_meanwhile_is_no_harm(desk: HereDesk) -> None:
    def work() -> None:
        colleague = HereDesk(Path(desk.folder))
        colleague.log("pohon")
        colleague.close()

    CodeWatch(desk).run("lampu", work)
    assert (desk.warned, texts(desk)) == ([], ["sampah", "banjir", "pohon"])


def test_in_the_end_nothing_is_told_where_nothing_was_done(desk: HereDesk) -> None:
    watch = CodeWatch(desk)
    watch.end()
    watch.run("lampu", lambda: None)
    watch.end()
    assert desk.warned == []


def test_on_a_server_there_is_no_file_that_code_could_harm(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HereDesk, "address", Address("postgresql://meja@db.test/kota"))
    watch = CodeWatch(desk)
    assert watch.run("lampu", lambda: 7) == 7
    watch.end()
    assert desk.warned == []
