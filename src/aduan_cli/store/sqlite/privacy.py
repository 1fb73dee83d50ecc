"""The role `Privacy` of the desk's file: who saw persons' data, and what goes of them once its time is over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from aduan_cli.complaint.anonymity import anonymising
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.history import Event
from aduan_cli.privacy import CALLERS, Ended
from aduan_cli.store.common.event_rows import BACK, event_of_complaint
from aduan_cli.store.common.reduced import forgotten, of_types, owning, reduced
from aduan_cli.store.sqlite.cases import complaints_of, resolve
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.erase import OF_CALLER, erase
from aduan_cli.store.sqlite.history import last_before
from aduan_cli.store.sqlite.query import FROM, SELECT
from aduan_cli.store.sqlite.steps import commit
from aduan_cli.stored import DONE, Erased
from aduan_cli.tickets import parse_ticket

_PAGES = 500
"""Pages of the index of words that are merged in one transaction: some hundredths of a second."""
_MERGE = "INSERT INTO complaint_fts (complaint_fts, rank) VALUES ('merge', ?)"
_REDUCE = "UPDATE event SET private = ?, salt = ? WHERE id = ?"
_PRIVATE = "SELECT id, private FROM event WHERE complaint_id = ? AND private IS NOT NULL ORDER BY id"


class SqlitePrivacy:
    """Persons' data in the desk's file; see `privacy.Privacy`."""

    def __init__(self, file: Connection) -> None:
        self._file = file

    def noted(self, types: Sequence[str], since: int | None = None) -> Iterator[tuple[str | None, Event]]:
        """Yield ticket and event of some types, from a time on."""
        return self._file.rows(lambda connection: _noted(connection, types, since))

    def ended(self, wanted: Ended, limit: int) -> list[Complaint]:
        """Return a page of complaints that have ended and still have a part, the first reported first."""
        beyond = " AND (c.reported_at, c.id) > (?, ?)" if wanted.after else ""
        where = f" WHERE c.reported_at < ?{beyond} AND c.open = 0 AND {owning(wanted.part)}"
        sql = f"{SELECT}{FROM}{where} ORDER BY c.reported_at, c.id LIMIT ?"
        values = (wanted.before, *(wanted.after or ()), limit)
        return self._file.read(lambda c: list(complaints_of(c, c.execute(sql, values))), [])

    def forget(
        self, complaints: Sequence[Complaint], part: str, reason: str, actor: str | None, at: int
    ) -> list[Erased]:
        """Let callers be anonymous, or take wording and caller away, in one transaction, each with its event."""

        def work(connection: sqlite3.Connection) -> list[Erased]:
            def forget(now: Complaint) -> Erased | None:
                if part != CALLERS:
                    return erase(connection, now.ticket, actor, at, reason, tidy=False)
                if not _anonymise(connection, now, reason, actor, at):
                    return None
                return Erased(now.ticket, now.linked, now.source_file, now.source_row)

            return forgotten(complaints, lambda ticket: resolve(connection, parse_ticket(ticket)), forget)

        return self._file.write(work) if complaints else []

    def tidy(self) -> None:
        """Merge the index of words, some pages at a time, until nothing that was deleted is in it; empty the log."""
        going_on = self._file.write(lambda c: _merged(c, -_PAGES))  # Negative: all its parts are to become one.
        while going_on:
            going_on = self._file.write(lambda c: _merged(c, _PAGES))
        with self._file.explained_errors():
            self._file.open(write=True).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _merged(connection: sqlite3.Connection, pages: int) -> bool:
    """Merge some pages; False: there is nothing left to merge, as the documentation of FTS5 says it is seen."""
    before = connection.total_changes
    connection.execute(_MERGE, (pages,))
    return connection.total_changes - before >= 2


def _noted(
    connection: sqlite3.Connection, types: Sequence[str], since: int | None
) -> Iterator[tuple[str | None, Event]]:
    after = 0 if since is None else last_before(connection, since - BACK)
    marks = " OR ".join("instr(body, ?) > 0" for _type in types)
    rows = connection.execute(
        f"SELECT id, body, private FROM event WHERE id > ? AND ({marks}) ORDER BY id",
        (after, *(f'"type":"{one}"' for one in types)),
    )
    return of_types((event_of_complaint(id_, body, private) for id_, body, private in rows), types, since)


def _anonymise(
    connection: sqlite3.Connection, complaint: Complaint, reason: str | None, actor: str | None, at: int
) -> bool:
    """Take the caller off a complaint and off what stands beside its events; False: that was done, or couldn't be."""
    left = reduced(connection.execute(_PRIVATE, (complaint.id,)))
    step = anonymising(complaint, {one.number: one.digest for one in left}, reason, actor, at)
    if step is None or commit(connection, [step])[0].state != DONE:
        return False
    connection.executemany(_REDUCE, [(one.private, one.salt, one.number) for one in left])
    connection.execute(OF_CALLER, (complaint.id,))
    return True
