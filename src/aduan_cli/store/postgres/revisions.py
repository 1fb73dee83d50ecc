"""Accepted revisions of the rule files, with their texts: what `why` explains an old decision from."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.events import RULES_ACCEPTED
from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.model import ANY_REVISION
from aduan_cli.store.common.acceptances import acceptances as of_events
from aduan_cli.store.common.acceptances import accepting, changed, last_of
from aduan_cli.store.common.counted import typed
from aduan_cli.store.common.kept_texts import KEPT, KeptText, hash_of, parted, whole
from aduan_cli.store.postgres.events import note_event
from aduan_cli.store.postgres.last_revision import last, revision_of
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.texts import kept, restored
from aduan_cli.stored import Acceptance, Written

_OF_NAME = f"{KEPT} WHERE r.name = %s ORDER BY f.path"
_OF_DESK = "SELECT body FROM event WHERE complaint_id IS NULL"
_ACCEPTED = f"{_OF_DESK} AND strpos(body, %s) > 0 ORDER BY id DESC"
# A text that was changed meanwhile is again what its hash says.
_KEEP = "INSERT INTO file_text (hash, text) VALUES (%s, %s) ON CONFLICT (hash) DO UPDATE SET text = excluded.text"
_KEEP_DESK = "INSERT INTO desk VALUES (%s, %s) ON CONFLICT (folder) DO UPDATE SET revision = excluded.revision"


def accept(
    session: Session,
    name: str,
    texts: dict[str, str],
    actor: str | None,
    at: int,
    over: str | None = ANY_REVISION,
    desk: str | None = None,
    written: Sequence[Written] = (),
    noticed: bool = False,
) -> bool:
    """Keep a revision; one that comes back becomes the last again. False when it is the desk's last already.

    Raises `NotAllowedError` when the revision accepted last is not `over`: somebody else was faster.
    """
    before = last(session, desk)
    if before != name and over not in (ANY_REVISION, before):
        raise NotAllowedError(_("somebody else has just accepted other rules; look at them again"))
    if desk is not None:
        session.execute(_KEEP_DESK, (desk, name))
    if before == name:
        for text in () if noticed else texts.values():
            session.execute(_KEEP, (hash_of(text), kept(text)))
        return False
    old = hashes(session, before) if before else {}
    _keep(session, name, texts, actor, at)
    files = changed(old, hashes(session, name))
    note_event(session, RULES_ACCEPTED, actor, at, accepting(name, before, files, desk, noticed, written))
    return True


def _keep(session: Session, name: str, texts: dict[str, str], actor: str | None, at: int) -> None:
    session.execute("DELETE FROM revision_file WHERE revision_id IN (SELECT id FROM revision WHERE name = %s)", (name,))
    session.execute("DELETE FROM revision WHERE name = %s", (name,))
    number = session.value(
        "INSERT INTO revision (id, name, accepted_at, actor) SELECT coalesce(max(id), 0) + 1, %s, %s, %s FROM revision"
        " RETURNING id",
        (name, at, actor),
    )
    for path, text in texts.items():
        hashed = hash_of(text)
        session.execute(_KEEP, (hashed, kept(text)))
        session.execute(
            "INSERT INTO revision_file (revision_id, path, hash) VALUES (%s, %s, %s)", (number, path, hashed)
        )


def hashes(session: Session, name: str) -> dict[str, str]:
    """Return path → SHA-256 of each text of a revision."""
    rows = session.rows(
        "SELECT f.path, f.hash FROM revision r JOIN revision_file f ON f.revision_id = r.id WHERE r.name = %s", (name,)
    )
    return dict(rows)


def _kept(session: Session, name: str) -> list[KeptText]:
    return [(name, path, hashed, restored(text)) for name, path, hashed, text in session.rows(_OF_NAME, (name,))]


def files(session: Session, name: str) -> dict[str, str]:
    """Return path → text of one revision. Raises `StoreError` for a text that its hash doesn't fit."""
    return whole(_kept(session, name))


def accepted(session: Session, desk: str | None = None) -> dict[str, str]:
    """Return path → text of the revision that a desk accepted last."""
    name = last(session, desk)
    return files(session, name) if name else {}


def accepted_parted(session: Session, desk: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return of the revision accepted last path → text of what is whole, and path → hash of what isn't."""
    return parted(_kept(session, last(session, desk) or ""))


def last_by_events(session: Session, desk: str) -> str | None:
    """Return the revision that a desk accepted last by its events, where its row says another; None: they agree."""
    row = revision_of(session, desk)
    told = last_of((body for (body,) in session.rows(_ACCEPTED, (typed(RULES_ACCEPTED),))), desk)
    return None if row is None or told in (None, row) else told


def acceptances(session: Session) -> list[Acceptance]:
    """Return when which revision was accepted, the last one first."""
    bodies = [body for (body,) in session.rows(f"{_OF_DESK} ORDER BY id")]
    revisions = [
        (name, at, actor)
        for name, at, actor in session.rows("SELECT name, accepted_at, actor FROM revision ORDER BY id")
    ]
    return of_events(bodies, revisions, lambda name: hashes(session, name))
