"""The role `Privacy` of a desk's schema: who saw persons' data, and what goes of them once its time is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aduan_cli.complaint.anonymity import anonymising
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.history import Event
from aduan_cli.privacy import CALLERS, Ended
from aduan_cli.store.common.event_rows import BACK, event_of_complaint
from aduan_cli.store.common.reduced import forgotten, of_types, owning, reduced
from aduan_cli.store.postgres.cases import complaints_where, resolve
from aduan_cli.store.postgres.connection import ServerConnection
from aduan_cli.store.postgres.events import last_before
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.steps import payload
from aduan_cli.store.postgres.upkeep import OF_CALLER, erase
from aduan_cli.stored import DONE, Erased
from aduan_cli.tickets import parse_ticket

_REDUCE = "UPDATE event SET private = %s, salt = %s WHERE id = %s"
_PRIVATE = "SELECT id, private FROM event WHERE complaint_id = %s AND private IS NOT NULL ORDER BY id"


class PostgresPrivacy:
    """Persons' data on a server; see `privacy.Privacy`."""

    def __init__(self, server: ServerConnection) -> None:
        self._server = server

    def noted(self, types: Sequence[str], since: int | None = None) -> Iterator[tuple[str | None, Event]]:
        """Yield ticket and event of some types, from a time on."""
        return self._server.rows(lambda session: _noted(session, types, since))

    def ended(self, wanted: Ended, limit: int) -> list[Complaint]:
        """Return a page of complaints that have ended and still have a part, the first reported first."""
        beyond = " AND (c.reported_at, c.id) > (%s, %s)" if wanted.after else ""
        had = owning(wanted.part).replace("%", "%%")
        where = f" WHERE c.reported_at < %s{beyond} AND c.open = 0 AND {had}"
        values = (wanted.before, *(wanted.after or ()), limit)
        order = f"{where} ORDER BY c.reported_at, c.id LIMIT %s"
        return self._server.read(lambda session: complaints_where(session, order, values), [])

    def forget(
        self, complaints: Sequence[Complaint], part: str, reason: str, actor: str | None, at: int
    ) -> list[Erased]:
        """Let callers be anonymous, or take wording and caller away, in one transaction, each with its event."""

        def work(session: Session) -> list[Erased]:
            def forget(now: Complaint) -> Erased | None:
                if part != CALLERS:
                    return erase(session, now.ticket, actor, at, reason)
                if not _anonymise(session, now, reason, actor, at):
                    return None
                return Erased(now.ticket, now.linked, now.source_file, now.source_row)

            return forgotten(complaints, lambda ticket: resolve(session, parse_ticket(ticket)), forget)

        return self._server.write(work) if complaints else []

    def tidy(self) -> None:
        """Do nothing: old rows go with the server's own VACUUM, and its log when it is archived or recycled."""


def _noted(session: Session, types: Sequence[str], since: int | None) -> Iterator[tuple[str | None, Event]]:
    after = 0 if since is None else last_before(session, since - BACK)
    marks = " OR ".join("strpos(body, %s) > 0" for _type in types)
    rows = session.each(
        f"SELECT id, body, private FROM event WHERE id > %s AND ({marks}) ORDER BY id",
        (after, *(f'"type":"{one}"' for one in types)),
    )
    return of_types((event_of_complaint(id_, body, private) for id_, body, private in rows), types, since)


def _anonymise(session: Session, complaint: Complaint, reason: str | None, actor: str | None, at: int) -> bool:
    """Take the caller off a complaint and off what stands beside its events; False: that was done, or couldn't be."""
    left = reduced(session.rows(_PRIVATE, (complaint.id,)))
    step = anonymising(complaint, {one.number: one.digest for one in left}, reason, actor, at)
    if step is None or session.value("SELECT apply_now(%s)", (payload([step]),))[0]["state"] != DONE:
        return False
    for one in left:
        session.execute(_REDUCE, (one.private, one.salt, one.number))
    session.execute(OF_CALLER, (complaint.id,))
    return True
