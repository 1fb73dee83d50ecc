"""The form of a desk's file: brought up to this version on purpose, tried on a copy, and without lost room."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from older_store import to_schema

from aduan_cli.app.schema import Migrated, change_views, compact, migrate
from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.store.sqlite import views
from aduan_cli.store.sqlite.migrations import SCHEMA
from desk_here import HereDesk, desk_here


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with some calls, at rest."""
    made = desk_here(tmp_path)
    for text in ("sampah satu", "banjir dua", "entah apa"):
        made.log(text)
    made.close()
    return made


def file_of(desk: HereDesk) -> Path:
    """Return where its data lie."""
    return Path(desk.folder) / "aduan.db"


def make_older(desk: HereDesk, schema: int) -> None:
    """Make the file one of an older version."""
    with closing(sqlite3.connect(file_of(desk))) as connection, connection:
        to_schema(connection, schema)


def version(desk: HereDesk) -> int:
    """Return the schema of the file."""
    with closing(sqlite3.connect(file_of(desk))) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def views_in(desk: HereDesk) -> set[str]:
    """Return the names of the views of the file."""
    with closing(sqlite3.connect(file_of(desk))) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}


# -- brought up


def test_a_file_of_this_version_is_left_as_it_is(desk: HereDesk) -> None:
    before = file_of(desk).read_bytes()
    assert migrate(desk, dry_run=False) == Migrated(SCHEMA, SCHEMA, ())
    desk.close()
    assert file_of(desk).read_bytes() == before


@pytest.mark.parametrize("schema", [SCHEMA - 1, SCHEMA - 2, 16])
def test_an_older_file_is_brought_up_step_by_step_and_all_is_there(desk: HereDesk, schema: int) -> None:
    texts = [one.text for one in desk.all()]
    desk.close()
    make_older(desk, schema)
    older = HereDesk(Path(desk.folder))
    done = migrate(older, dry_run=False)
    assert (done.before, done.schema, len(done.steps)) == (schema, SCHEMA, SCHEMA - schema)
    assert [int(name[:4]) for name in done.steps] == list(range(schema + 1, SCHEMA + 1))
    assert version(desk) == SCHEMA
    now = HereDesk(Path(desk.folder))
    assert [one.text for one in now.all()] == texts
    assert (now.store.breaks(), list(now.store.differences())) == ([], [])
    assert migrate(now, dry_run=False).steps == ()


def test_a_trial_says_the_steps_and_changes_nothing(desk: HereDesk) -> None:
    make_older(desk, SCHEMA - 1)
    before = file_of(desk).read_bytes()
    done = migrate(HereDesk(Path(desk.folder)), dry_run=True)
    assert (done.before, done.schema, len(done.steps)) == (SCHEMA - 1, SCHEMA, 1)
    assert file_of(desk).read_bytes() == before
    assert version(desk) == SCHEMA - 1
    assert [path.name for path in Path(desk.folder).iterdir() if "drill" in path.name] == []


def test_a_trial_of_a_file_that_does_not_verify_is_told_and_leaves_nothing(desk: HereDesk) -> None:
    """Before anything is done to the file itself."""
    with closing(sqlite3.connect(file_of(desk))) as connection, connection:
        connection.execute("UPDATE complaint SET text = 'sampah lain' WHERE id = 1")
    make_older(desk, SCHEMA - 1)
    with pytest.raises(StoreError, match="it does not verify: "):
        migrate(HereDesk(Path(desk.folder)), dry_run=True)
    assert [path.name for path in Path(desk.folder).iterdir() if "drill" in path.name] == []
    assert version(desk) == SCHEMA - 1


def test_a_file_of_a_newer_version_is_left_alone(desk: HereDesk) -> None:
    with closing(sqlite3.connect(file_of(desk))) as connection, connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(StoreError, match="made by a newer aduan"):
        migrate(HereDesk(Path(desk.folder)), dry_run=False)
    assert version(desk) == SCHEMA + 1


@pytest.mark.parametrize("act", [lambda desk: migrate(desk, False), compact, change_views])
def test_where_nothing_was_stored_there_is_nothing_to_do_it_to(tmp_path: Path, act) -> None:  # type: ignore[no-untyped-def]
    desk = desk_here(tmp_path)
    with pytest.raises(StoreError):
        act(desk)
    assert not file_of(desk).exists()


@pytest.mark.parametrize("act", [lambda desk: migrate(desk, False), compact, change_views])
def test_what_a_server_has_is_its_administrators(tmp_path: Path, act) -> None:  # type: ignore[no-untyped-def]
    desk_here(tmp_path)
    with pytest.raises(NotAllowedError, match="by its own tools"):
        act(HereDesk(tmp_path / "desk", store="postgresql://meja@127.0.0.1:1/kota"))


# -- without lost room


def test_a_compacted_file_is_smaller_and_says_the_same(desk: HereDesk) -> None:
    for number in range(60):
        desk.log(f"sampah {number} " + "x" * 3_000)
    for one in desk.all()[:50]:
        desk.store.erase(one.ticket, "sari")
    left = [(one.ticket, one.text) for one in desk.all()]
    before, after = compact(desk)
    assert after < before
    assert file_of(desk).stat().st_size <= after
    now = HereDesk(Path(desk.folder))
    assert [(one.ticket, one.text) for one in now.all()] == left
    assert (now.store.breaks(), list(now.store.differences())) == ([], [])
    assert now.log("sampah sesudahnya").ticket


def test_a_file_that_another_program_holds_is_as_it_was(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aduan_cli.store.sqlite.copies.WAIT", 0.05)
    with closing(sqlite3.connect(file_of(desk), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="it was not compacted, and is as it was"):
            compact(desk)
    assert len(HereDesk(Path(desk.folder)).all()) == 3


# -- views


def test_views_are_made_and_made_again_and_taken_out(desk: HereDesk) -> None:
    for _time in range(2):
        assert change_views(desk) == views.NAMES
        assert views_in(desk) == set(views.NAMES)
    for _time in range(2):
        assert change_views(desk, drop=True) == views.NAMES
        assert views_in(desk) == set()
    assert [one.text for one in desk.all()] == ["sampah satu", "banjir dua", "entah apa"]


def test_views_change_nothing_that_is_verified(desk: HereDesk) -> None:
    change_views(desk)
    now = HereDesk(Path(desk.folder))
    assert (now.store.breaks(), list(now.store.differences())) == ([], [])
    now.log("sampah sesudahnya")
    with closing(sqlite3.connect(file_of(desk))) as connection:
        (name,) = [one for one in views.NAMES if one == "open_by_unit"]
        rows = connection.execute(f"SELECT unit, open FROM {name}").fetchall()
    assert dict(rows)["dlh"] == 2
