"""What every store must do: a class of tests for each role of `ports.Store`, for whoever writes a store.

    from aduan_cli.testing.store_contract import StepsContract

    class TestMyStore(StepsContract):
        @classmethod
        def open_store(cls, place: Path) -> MyStore:
            return MyStore(place)

A store that has all roles takes `StoreContract`. pytest and hypothesis are needed; how many examples a property is
tried on is said by hypothesis's own profiles. Which roles a test reads back through is said by each class.
"""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.testing.store_contract.cases import CasesContract as CasesContract
    from aduan_cli.testing.store_contract.due import DueContract as DueContract
    from aduan_cli.testing.store_contract.figures import FiguresContract as FiguresContract
    from aduan_cli.testing.store_contract.history import HistoryContract as HistoryContract
    from aduan_cli.testing.store_contract.imports import ImportsContract as ImportsContract
    from aduan_cli.testing.store_contract.incidents import IncidentsContract as IncidentsContract
    from aduan_cli.testing.store_contract.outbox import OutboxContract as OutboxContract
    from aduan_cli.testing.store_contract.plugin_health import PluginHealthContract as PluginHealthContract
    from aduan_cli.testing.store_contract.privacy import PrivacyContract as PrivacyContract
    from aduan_cli.testing.store_contract.revisions import RevisionsContract as RevisionsContract
    from aduan_cli.testing.store_contract.steps import StepsContract as StepsContract
    from aduan_cli.testing.store_contract.transfer import TransferContract as TransferContract
    from aduan_cli.testing.store_contract.upkeep import UpkeepContract as UpkeepContract
    from aduan_cli.testing.store_contract.whole import StoreContract as StoreContract

_CONTRACTS = {
    "CasesContract": "cases",
    "DueContract": "due",
    "FiguresContract": "figures",
    "HistoryContract": "history",
    "ImportsContract": "imports",
    "IncidentsContract": "incidents",
    "OutboxContract": "outbox",
    "PluginHealthContract": "plugin_health",
    "PrivacyContract": "privacy",
    "RevisionsContract": "revisions",
    "StepsContract": "steps",
    "TransferContract": "transfer",
    "UpkeepContract": "upkeep",
    "StoreContract": "whole",
}
"""Each contract, and the module that it is in."""


def __getattr__(name: str) -> object:
    """Return a contract. pytest and hypothesis are loaded with the first: who only gives steps does without them."""
    if name not in _CONTRACTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import pytest

    modules = [f"{__name__}.{module}" for module in _CONTRACTS.values()]
    # Before they are imported: pytest then explains failed assertions in them.
    pytest.register_assert_rewrite(*(module for module in modules if module not in sys.modules))
    return getattr(import_module(f"{__name__}.{_CONTRACTS[name]}"), name)
