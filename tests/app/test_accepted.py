"""What was accepted last, also where somebody changed the tables: what the history and the disk still have counts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from aduan_cli.app.accepted import accepted_of, earlier
from aduan_cli.errors import StoreError
from aduan_cli.testing import RULES, manifest
from desk_here import HereDesk, desk_here

ENABLED = RULES + '[plugins]\nenable = ["satu"]\n'
MANIFEST = "plugins/satu/plugin.toml"


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk whose city's file and manifest are accepted."""
    made = desk_here(tmp_path, ENABLED, {"satu": {"plugin.toml": manifest("satu")}})
    made.keep_revision()
    return made


def tables(desk: HereDesk, statement: str) -> None:
    """Change the tables behind the desk's back."""
    desk.store.close()
    connection = sqlite3.connect(Path(desk.folder, "aduan.db"))
    connection.execute(statement)
    connection.commit()
    connection.close()


def found(desk: HereDesk) -> tuple[list[str], tuple[str, ...], bool, list[str]]:
    """Return the paths that can be had, those that are lost, whether changes wait, and what is told."""
    told: list[str] = []
    accepted = accepted_of(desk.store, desk.folder, told.append)
    return sorted(accepted.texts), accepted.lost, accepted.waits, told


def test_what_is_whole_is_had_without_a_word(desk: HereDesk) -> None:
    assert found(desk) == ([MANIFEST, "rules.toml"], (), False, [])


def test_a_desk_that_accepted_nothing_has_nothing(tmp_path: Path) -> None:
    assert found(desk_here(tmp_path)) == ([], (), False, [])
    assert earlier(desk_here(tmp_path / "lain").store) == {}


def spoil(desk: HereDesk) -> None:
    """Change the accepted text of the manifest in the tables."""
    tables(desk, "UPDATE file_text SET text = 'lain' WHERE text LIKE '%[plugin]%'")


def test_a_text_that_was_changed_is_taken_from_disk_where_it_lies_as_it_was(desk: HereDesk) -> None:
    """By its hash: nobody has to believe the tables."""
    spoil(desk)
    paths, lost, waits, told = found(desk)
    assert (paths, lost, waits) == ([MANIFEST, "rules.toml"], (), False)
    assert len(told) == 1


def test_one_that_is_on_disk_as_another_is_lost_and_told(desk: HereDesk) -> None:
    spoil(desk)
    Path(desk.folder, MANIFEST).write_text(manifest("satu") + "# lain\n")
    paths, lost, waits, told = found(desk)
    assert (paths, lost, waits) == (["rules.toml"], (MANIFEST,), False)
    assert len(told) == 1


def test_where_changes_wait_for_a_hand_nothing_comes_into_force_because_of_it(tmp_path: Path) -> None:
    made = desk_here(tmp_path, ENABLED + '[rules]\naccept = "manual"\n', {"satu": {"plugin.toml": manifest("satu")}})
    made.keep_revision()
    made.accept()
    spoil(made)
    Path(made.folder, MANIFEST).unlink()
    _paths, lost, waits, _told = found(made)
    assert (lost, waits) == ((MANIFEST,), True)


def test_a_store_that_can_not_be_read_at_all_says_so(desk: HereDesk) -> None:
    desk.store.close()
    Path(desk.folder, "aduan.db").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError):
        accepted_of(HereDesk(Path(desk.folder)).store, desk.folder, print)


def test_a_revision_that_only_the_tables_name_decides_nothing(desk: HereDesk) -> None:
    """What the history says was accepted last counts, and both are told."""
    first = desk.store.last_revision()
    tables(desk, "INSERT INTO revision (name, accepted_at) VALUES ('palsu', 4000000000)")
    tables(desk, "UPDATE desk SET revision = 'palsu'")
    paths, lost, _waits, (told,) = found(desk)
    assert (paths, lost) == ([MANIFEST, "rules.toml"], ())
    assert told.startswith(f"the tables say that revision palsu was accepted last, and the history says {first}")


def test_of_those_accepted_before_the_last_whole_one_is_had(desk: HereDesk) -> None:
    whole = earlier(desk.store)
    assert sorted(whole) == [MANIFEST, "rules.toml"]
    spoil(desk)
    assert earlier(HereDesk(Path(desk.folder)).store) == {}
