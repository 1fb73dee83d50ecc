"""Where a desk's data lie on a PostgreSQL server instead of in a file."""

from __future__ import annotations

from aduan_cli.database_url import Address, is_server, parsed
from aduan_cli.errors import NotAllowedError, StoreError, UsageError
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store


def address_of(given: str | None, said: str | None) -> Address | None:
    """Return where the data lie, as `--store` gives it, or without that as the desk's `[store]` says (`said_in`).

    None: no server is named."""
    said, _line, copy = (said or "").partition("\n")
    if given is None:
        return parsed(said)._replace(copy=copy or None) if is_server(said) else None
    if not is_server(given):
        shown = given.partition("://")[0] + "://..."  # What follows may hold a password.
        sentence = _("--store {path}: a path, a file: URI or postgresql://USER@HOST/DATABASE would be right")
        raise UsageError(sentence.format(path=shown))
    return parsed(given, parsed(said).desk)


def store_on(address: Address, folder: str, looks: bool = False) -> Store:
    """Return the store on a server, for the desk of a folder. Raises `StoreError` where its driver is missing.

    It is connected to while the rest of it is loaded: of a command that does not only look what it writes with, too.
    """
    try:
        from aduan_cli.store.postgres.begun import Begun

        begun = Begun(address, folder)
        from aduan_cli.store.postgres import PostgresStore
    except ImportError as error:
        sentence = _("{path}: its driver is missing ({reason}); pip install psycopg2-binary brings it")
        raise StoreError(sentence.format(path=address, reason=error)) from None
    if not looks:
        from aduan_cli.store.postgres import one_call as one_call
    return PostgresStore(address, desk=folder, begun=begun)


def refuse_server(address: Address | None) -> None:
    """Raise `NotAllowedError` where the data lie on a server: what its administrator does is not ours to do."""
    if address is not None:
        sentence = _("{path}: a server's data are backed up and brought back by its own tools; see docs/postgres.md")
        raise NotAllowedError(sentence.format(path=address))
