"""A store of each kind: what every store must do alike is proved on the file and on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.ports import Store
from aduan_cli.store.sqlite import SqliteStore

Opened = Callable[[], Any]
"""Opens a desk's store anew, as the next command does."""


@pytest.fixture(params=["file", "server"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Return what opens the store of one desk, in a file or on a server; what was opened is closed."""
    made: list[Store] = []
    address = request.getfixturevalue("server").address() if request.param == "server" else None

    def opened() -> Store:
        if address is None:
            made.append(SqliteStore(str(tmp_path / "aduan.db"), desk=str(tmp_path)))
        else:
            from aduan_cli.store.postgres import PostgresStore

            made.append(PostgresStore(address, desk=str(tmp_path)))
        return made[-1]

    yield opened
    for store in made:
        store.close()


@pytest.fixture
def each_store(opened: Opened) -> Iterator[Any]:
    """Return an empty store in a file, then one on a server."""
    with closing(opened()) as store:
        yield store
