"""Where a desk's data lie, by what is given and by what its rules say: a file, or a server; and the store there."""

from __future__ import annotations

import os

from aduan_cli.config.rule_files import cache
from aduan_cli.model import STORE_FILE
from aduan_cli.storable import storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from aduan_cli.database_url import Address
    from aduan_cli.ports import Store


class DataPlace:
    """Where the data of the desk in a folder lie.

    `given` is `--store`, `kept` gives the cached rules while no file changed, `warn` gets a sentence for stderr.
    """

    def __init__(
        self,
        given: str | None,
        folder: Callable[[], str],
        kept: Callable[[], cache.Cached | None],
        warn: Callable[[str], None],
    ) -> None:
        self._given, self._folder, self._kept, self._warn = given, folder, kept, warn
        self._address: tuple[Address | None] | None = None

    @property
    def address(self) -> Address | None:
        """Where on a server the data lie, by `--store` or the desk's `[store]`; None: in a file."""
        if self._address is None:
            self._address = (self._found_address(),)
        return self._address[0]

    def _found_address(self) -> Address | None:
        given = self._given
        if given is not None and ("://" not in given or given.startswith("file:")):
            return None
        cached = self._kept()
        if cached is not None and given is None and cached.kept_in is None:
            return None
        from aduan_cli.app.servers import address_of
        from aduan_cli.config.store_table import data_url_in

        return address_of(given, data_url_in(self._folder()) if cached is None else cached.kept_in)

    @property
    def path(self) -> str:
        """Where the data lie: a path, a `file:` URI, or a server's address as it may be shown.

        Raises `UsageError` where nothing would be left of them.
        """
        address = self.address
        if address is not None:
            return str(address)
        if self._given is None:
            return os.path.join(self._folder(), STORE_FILE)
        from aduan_cli.store.sqlite.desk_mark import check_lasting

        check_lasting(self._given)
        return self._given

    def opened(self, looks: bool, when_locked: Callable[[], bool]) -> Store:
        """Return the store there; a command that does nothing but look may be given a copy of it."""
        address, folder = self.address, self._folder()
        if address is not None:
            from aduan_cli.app.servers import store_on

            return store_on(address if looks else address._replace(copy=None), storable(folder), looks)
        from aduan_cli.store.sqlite import SqliteStore
        from aduan_cli.store.sqlite.desk_mark import MarkFile

        path = self.path
        mark = MarkFile(folder, path, self._warn, lambda: cache.accepted_in(folder))
        return SqliteStore(path, when_locked=when_locked, memory=mark, desk=storable(folder))
