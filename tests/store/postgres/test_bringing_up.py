"""A desk's schema that an older version made is brought up to this one by the first step that is stored."""

from __future__ import annotations

from contextlib import closing

from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.tables import LATER, SCHEMA
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import take
from database import Server


def test_what_came_later_is_made_by_the_first_step(server: Server) -> None:
    """Indexes as well as columns; nothing that was stored is lost."""
    address = server.address()
    with closing(PostgresStore(address)) as store:
        take(store, [call()])
    session = Session(address.url, address.desk)
    session.execute("DROP INDEX assignment_given_back")
    session.execute("UPDATE version SET schema = %s", (min(LATER) - 1,))
    with closing(PostgresStore(address)) as store:
        take(store, [call(MORNING + 1)])
        assert (len(store.breaks()), list(store.differences())) == (0, [])
    assert session.value("SELECT schema FROM version") == SCHEMA
    assert session.value("SELECT count(*) FROM complaint") == 2
    assert session.value("SELECT to_regclass('assignment_given_back') IS NOT NULL")
    session.close()
