"""A store that somebody writes in a list passes the contracts of its roles, as any other must."""

from __future__ import annotations

from pathlib import Path

from naive_store import NaiveStore

from aduan_cli.testing.store_contract import (
    CasesContract,
    HistoryContract,
    IncidentsContract,
    OutboxContract,
    StepsContract,
)


class TestNaiveStore(StepsContract, CasesContract, HistoryContract, OutboxContract, IncidentsContract):
    """Each class of tests is one role; this is all that its author has to write."""

    @classmethod
    def open_store(cls, place: Path) -> NaiveStore:
        return NaiveStore()
