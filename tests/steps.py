"""Steps in a line, for tests: those of the store's contract."""

from __future__ import annotations

from aduan_cli.testing.store_contract.given import change as change
from aduan_cli.testing.store_contract.given import changed as changed
from aduan_cli.testing.store_contract.given import take as take
