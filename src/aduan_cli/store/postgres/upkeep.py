"""What keeps the data sound: erasing a person, numbers that are left out, and everything held against the events."""

from __future__ import annotations

import time
from collections.abc import Iterator

from aduan_cli.complaint.attachments import files_of
from aduan_cli.complaint.events import ERASED, NUMBERS_SKIPPED
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.step import changing
from aduan_cli.digest import sha256
from aduan_cli.store.common import desk_rows, held_rows, kept_texts, posts, replay, verify
from aduan_cli.store.common.chain import canonical, encoded
from aduan_cli.store.common.event_objects import event_object
from aduan_cli.store.common.numbers import check_skip as check_skip
from aduan_cli.store.common.replay import Stored
from aduan_cli.store.postgres.cases import resolve
from aduan_cli.store.postgres.events import events, note_event
from aduan_cli.store.postgres.imports import salting_of
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.steps import payload
from aduan_cli.store.postgres.texts import restored, restored_row
from aduan_cli.store.postgres.wording import TEXTS, columns_of
from aduan_cli.stored import Break, Difference, Erased
from aduan_cli.tickets import not_found, parse_ticket
from aduan_cli.transfer import TABLES

_ERASE = (
    "INSERT INTO erased (complaint_id, key) VALUES (%s, %s) ON CONFLICT (complaint_id)"
    " DO UPDATE SET key = coalesce(excluded.key, erased.key) RETURNING key"
)
OF_CALLER = "UPDATE outbox SET error = NULL WHERE complaint_id = %s AND starts_with(unit, '@')"
"""What a server said of a caller's address; see `agreements.TO_CALLER`."""
_FIRST_EVENT = "SELECT body FROM event WHERE complaint_id = %s ORDER BY id LIMIT 1"
_WORDS = (
    "SELECT c.ticket FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::boolean[]) s (id, words, folded, overlong)"
    " JOIN complaint c ON c.id = s.id"
    " WHERE (c.words = s.words::tsvector AND c.folded = s.folded AND c.overlong = s.overlong) IS NOT TRUE ORDER BY c.id"
)
_MANY, _MUCH = 500, 1_000_000
"""Complaints whose words are asked about at once, and characters of these: a text may be long."""
_TEXTS = f"SELECT id, {', '.join(TEXTS)} FROM complaint ORDER BY id"
_HEAD = "SELECT h.event, h.hash, e.hash FROM head h LEFT JOIN event e ON e.id = h.event"


def erase(session: Session, ticket: str, actor: str | None, at: int | None, reason: str | None) -> Erased:
    """Erase the person and the wording everywhere; digests in the chain stay and still verify."""
    complaint = resolve(session, parse_ticket(ticket))
    if complaint is None:
        raise not_found(ticket)
    salted = salting_of(session)(complaint.key) if complaint.key else None
    key = session.value(_ERASE, (complaint.id, salted))
    columns = {"text": "", **{name: None for name in (*PRIVATE, "content_hash") if name != "text"}}
    bodies = _without_keys(session, complaint.id)
    data: dict[str, object] = {"key_digest": key}
    if reason:
        data["why"] = reason
    if bodies:
        data["bodies"] = {number: sha256(encoded(body)).hexdigest() for number, body in bodies.items()}
    step = changing(complaint, columns, ERASED, data, actor, int(time.time()) if at is None else at)
    session.execute("SELECT apply_now(%s)", (payload([step]),))
    _replace(session, bodies)
    session.execute("UPDATE event SET private = NULL, salt = NULL WHERE complaint_id = %s", (complaint.id,))
    session.execute(OF_CALLER, (complaint.id,))
    files = tuple(file._replace(name=None) for file in files_of(events(session, complaint.id)))
    return Erased(complaint.ticket, complaint.linked, complaint.source_file, complaint.source_row, files)


def _without_keys(session: Session, complaint: int) -> dict[int, str]:
    """Return by their numbers the bodies, without the key, of events of an older version, which had it there."""
    found = {}
    for number, body in session.rows("SELECT id, body FROM event WHERE complaint_id = %s", (complaint,)):
        said = event_object(number, body)
        if said["data"].pop("key", None):
            found[number] = canonical(said)
    return found


def _replace(session: Session, bodies: dict[int, str]) -> None:
    """Replace bodies of events. Their hashes stay; what stands there now is attested by the event that erased."""
    if bodies:
        session.execute("SET LOCAL aduan.erasing = 'on'")
        for number, body in bodies.items():
            session.execute("UPDATE event SET body = %s WHERE id = %s", (body, number))
        session.execute("SET LOCAL aduan.erasing = 'off'")


def skip(session: Session, day: int, past: int, actor: str | None, at: int) -> bool:
    """Let a day's next number be the one after `past`, with an event; False when it is behind that already."""
    last = session.value("SELECT last FROM ticket_day WHERE day = %s", (day,)) or 0
    if last >= past:
        return False
    set_last = "INSERT INTO ticket_day VALUES (%s, %s) ON CONFLICT (day) DO UPDATE SET last = excluded.last"
    session.execute(set_last, (day, past))
    note_event(session, NUMBERS_SKIPPED, actor, at, {"day": day, "after": last, "past": past})
    return True


def head(session: Session) -> tuple[int, str]:
    """Return the number and the hash (hex) of the newest event."""
    number, hashed = session.rows("SELECT event, hash FROM head")[0]
    return number, hashed.hex()


def has_event(session: Session, digest: str, number: int | None) -> bool:
    """Say whether an event, or that of a number, has a hash (hex, or how it begins)."""
    which, values = ("", []) if number is None else (" AND id = %s", [number])
    text = f"SELECT 1 FROM event WHERE starts_with(encode(hash, 'hex'), %s){which} LIMIT 1"
    return session.row(text, (digest.lower(), *values)) is not None


def about(session: Session, where: str) -> dict[str, object]:
    """Return what is to be known of a desk's schema."""
    at = "(body::json->>'at')::bigint"
    (first, last), (complaints,), (events,), (schema,), (size,) = (
        session.rows(text)[0]
        for text in (
            f"SELECT min({at}), max({at}) FROM event",
            "SELECT count(*) FROM complaint",
            "SELECT count(*) FROM event",
            "SELECT schema FROM version",
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
            " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'",
        )
    )
    server = session.connection.server_version
    names = [table.name for table in TABLES if session.value("SELECT to_regclass(%s)", (table.name,)) is not None]
    rows = {name: session.value(f"SELECT count(*) FROM {name}") for name in names}
    return {
        "file": where, "bytes": size, "complaints": complaints, "events": events, "rows": rows, "schema": schema,
        "postgresql": f"{server // 10_000}.{server % 10_000}", "first_at": first, "last_at": last,
    }  # fmt: skip


def breaks(session: Session) -> Iterator[Break]:
    """Yield every place where the chain does not verify; `head` keeps the last number that was given."""
    end, hashed, newest = session.rows(_HEAD)[0]
    walk = verify.walked(_chained(row) for row in session.each(held_rows.chain()))
    yield from verify.breaks([walk], end)
    if end and newest is not None and hashed != newest:
        yield Break(end, "the newest hash is another one than the next event will stand on")


def _chained(row: tuple[object, ...]) -> verify.EventRow:
    number, complaint, body, private, salt, hashed, ticket = row
    return number, complaint, body, private, salt, hashed, ticket  # type: ignore[return-value]


def differences(session: Session) -> Iterator[Difference]:
    """Yield everything in which the tables are not what the events say."""
    rows = session.each

    def first_event(complaint: int) -> str | None:
        found: str | None = session.value(_FIRST_EVENT, (complaint,))
        return found

    def desk_events() -> Iterator[str]:
        return (body for (body,) in rows(held_rows.DESK_EVENTS))

    of = {name: rows(statement) for name, statement in held_rows.of_complaints().items()}
    yield from replay.differences(Stored(**{**of, "complaints": map(restored_row, of["complaints"])}))
    numbers = ((number, day, complaint) for number, day, complaint in rows(held_rows.NUMBERS))
    given_last = dict(session.rows("SELECT day, last FROM ticket_day"))
    yield from replay.number_differences(numbers, given_last, desk_events(), first_event)
    texts = (
        (name, path, hashed, restored(text))
        for name, path, hashed, text in rows(f"{kept_texts.KEPT} ORDER BY r.name, f.path")
    )
    yield from kept_texts.differences(texts, desk_events())
    revisions = session.rows(held_rows.REVISIONS)
    desks = session.rows(held_rows.DESKS)
    of_desk = desk_rows.DeskRows(
        [(name, at, actor) for name, at, actor in revisions],
        [(folder, revision) for folder, revision in desks],
        [(plugin, at, why) for plugin, at, why in session.rows(held_rows.SET_ASIDE)],
        session.rows(held_rows.INCIDENTS),
    )
    yield from desk_rows.differences(of_desk, desk_events())
    yield from posts.differences(rows(held_rows.POSTS))
    yield from _words(session)


def _words(session: Session) -> Iterator[Difference]:
    """Yield each complaint that isn't found by its words, or is found by others."""
    asked: list[tuple[object, ...]] = []
    much = 0
    for number, *texts in session.each(_TEXTS):
        said = columns_of([restored(text) for text in texts])
        asked.append((number, *said.values()))
        much += len(str(said["folded"]))
        if len(asked) == _MANY or much > _MUCH:
            yield from _other_words(session, asked)
            asked, much = [], 0
    yield from _other_words(session, asked)


def _other_words(session: Session, asked: list[tuple[object, ...]]) -> Iterator[Difference]:
    """Yield the complaints that have other words than those that are said here: number, columns of `columns_of`."""
    for (ticket,) in session.rows(_WORDS, [list(column) for column in zip(*asked, strict=True)]) if asked else ():
        yield Difference(ticket, "words", "its words", "other words")
