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

import pytest

# Before they are imported: pytest then explains failed assertions in them.
pytest.register_assert_rewrite(
    *(
        f"{__name__}.{role}"
        for role in (
            "cases",
            "due",
            "steps",
            "history",
            "figures",
            "imports",
            "incidents",
            "outbox",
            "revisions",
            "plugin_health",
            "upkeep",
            "whole",
        )
    )
)

from aduan_cli.testing.store_contract.cases import CasesContract as CasesContract  # noqa: E402
from aduan_cli.testing.store_contract.due import DueContract as DueContract  # noqa: E402
from aduan_cli.testing.store_contract.figures import FiguresContract as FiguresContract  # noqa: E402
from aduan_cli.testing.store_contract.history import HistoryContract as HistoryContract  # noqa: E402
from aduan_cli.testing.store_contract.imports import ImportsContract as ImportsContract  # noqa: E402
from aduan_cli.testing.store_contract.incidents import IncidentsContract as IncidentsContract  # noqa: E402
from aduan_cli.testing.store_contract.outbox import OutboxContract as OutboxContract  # noqa: E402
from aduan_cli.testing.store_contract.plugin_health import PluginHealthContract as PluginHealthContract  # noqa: E402
from aduan_cli.testing.store_contract.revisions import RevisionsContract as RevisionsContract  # noqa: E402
from aduan_cli.testing.store_contract.steps import StepsContract as StepsContract  # noqa: E402
from aduan_cli.testing.store_contract.upkeep import UpkeepContract as UpkeepContract  # noqa: E402
from aduan_cli.testing.store_contract.whole import StoreContract as StoreContract  # noqa: E402
