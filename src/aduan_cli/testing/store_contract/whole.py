"""The contract of a store that has all roles."""

from __future__ import annotations

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.ports import Query, Store
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.cases import CasesContract
from aduan_cli.testing.store_contract.due import DueContract
from aduan_cli.testing.store_contract.figures import FiguresContract
from aduan_cli.testing.store_contract.given import take
from aduan_cli.testing.store_contract.history import HistoryContract
from aduan_cli.testing.store_contract.imports import ImportsContract
from aduan_cli.testing.store_contract.incidents import IncidentsContract
from aduan_cli.testing.store_contract.outbox import OutboxContract
from aduan_cli.testing.store_contract.plugin_health import PluginHealthContract
from aduan_cli.testing.store_contract.privacy import PrivacyContract
from aduan_cli.testing.store_contract.revisions import RevisionsContract
from aduan_cli.testing.store_contract.steps import StepsContract
from aduan_cli.testing.store_contract.transfer import TransferContract
from aduan_cli.testing.store_contract.upkeep import UpkeepContract


class StoreContract(
    StepsContract,
    CasesContract,
    DueContract,
    HistoryContract,
    FiguresContract,
    ImportsContract,
    RevisionsContract,
    PluginHealthContract,
    OutboxContract,
    IncidentsContract,
    UpkeepContract,
    PrivacyContract,
    TransferContract,
):
    """All of it; after each test what is stored must be what the events say."""

    @classmethod
    def end(cls, store: Store) -> None:
        """Hold what was stored against its events, and close the store."""
        if store.last_revision() or store.count(Query()):
            assert list(store.differences()) == []
            assert list(store.breaks()) == []
        store.close()

    def test_what_a_store_cannot_keep_is_refused_with_all_of_its_batch(self, store: Store) -> None:
        with pytest.raises(StoreError):
            take(store, [call(), call(source_row="tiga")])
        assert store.count(Query()) == 0
