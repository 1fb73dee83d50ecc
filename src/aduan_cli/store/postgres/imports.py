"""Which records of files are there already."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.store.common.salting import Salted, salting
from aduan_cli.store.postgres.cases import one
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.texts import kept

_AT_ONCE = 500


def salting_of(session: Session) -> Salted:
    """Return what makes digests under the secret of a store."""
    return salting(session.value("SELECT secret FROM identity"))


def origin_of(session: Session, import_key: str) -> tuple[str | None, int | None] | None:
    """Return the file and the row of the complaint with an import key."""
    text = "SELECT source_file, source_row FROM complaint WHERE import_key = %s"
    row = session.row(text, (salting_of(session)(import_key),))
    return None if row is None else (row[0], row[1])


def contents_of(session: Session, import_keys: Sequence[str]) -> dict[str, str | None]:
    """Return by each of some import keys that a complaint has what tells its content, as `marks_of` makes it."""
    salted = salting_of(session)
    found: dict[str, str | None] = {}
    for start in range(0, len(import_keys), _AT_ONCE):
        part = {salted(key): key for key in import_keys[start : start + _AT_ONCE]}
        select = "SELECT import_key, content_hash FROM complaint WHERE import_key = ANY(%s)"
        found.update((part[key], content) for key, content in session.rows(select, (list(part),)))
    return found


def marks_of(session: Session, contents: Sequence[str]) -> list[str]:
    """Return digests of contents as they are stored."""
    return [*map(salting_of(session), contents)]


def has_imports(session: Session) -> bool:
    """Say whether records were imported at all."""
    return session.row("SELECT 1 FROM complaint WHERE import_key IS NOT NULL LIMIT 1") is not None


def imported_from(session: Session, source_file: str, source_row: int) -> Complaint | None:
    """Return the complaint that came from a row of a file; of several the newest."""
    where = "c.source_file = %s AND c.source_row = %s ORDER BY c.id DESC"
    return one(session, where, (kept(source_file), source_row))


def has_older_imports(session: Session) -> bool:
    """Say whether records were imported, before the desk came here, by keys that didn't compare what cells mean."""
    there = session.value("SELECT to_regclass('older_imports')") is not None  # A desk that began here has none.
    return there and session.row("SELECT 1 FROM older_imports LIMIT 1") is not None
