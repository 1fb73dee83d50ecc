"""What the contracts of all roles have in common: a store of their own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


class Contract:
    """Base of the contracts. A subclass says in `open_store` how a store is made."""

    @classmethod
    def open_store(cls, place: Path) -> Any:
        """Return the store that lies in a folder, empty when nothing was stored there."""
        raise NotImplementedError

    @classmethod
    def end(cls, store: Any) -> None:
        """Do what is due once a test is done with a store: look whether it is sound, close it."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Any]:
        """Return a store in which nothing was stored yet."""
        store = self.open_store(tmp_path)
        yield store
        self.end(store)
