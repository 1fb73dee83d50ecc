"""Everything that a desk keeps held against what must be so: each thing that isn't, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aduan_cli.app import server_mark
from aduan_cli.app.desk import Desk
from aduan_cli.app.witness import handed_out
from aduan_cli.errors import StoreError, UsageError
from aduan_cli.flow.attaching import held, not_the_same
from aduan_cli.flow.dating import DUE, Timing, misdated
from aduan_cli.i18n import _
from aduan_cli.masking import mask_stored
from aduan_cli.record import Record
from aduan_cli.storable import storable
from aduan_cli.stored import Difference, Query
from aduan_cli.value_words import label

MONTH = 30 * 86_400
_HASH = re.compile("[0-9a-fA-F]{12,64}")


class Finding(Record):
    """Something that isn't as it must be: where, and what."""

    where: str
    what: str


def findings(
    desk: Desk, quick: bool = False, since: str | None = None, witness: str | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with a desk's data. `quick`: the chain alone; `since`: it must have grown from there.

    `witness` names a file with what was handed out of it: the chain must have all of that. Raises `StoreError` where
    nothing was ever stored, and `UsageError` for what is no hash, or a file that can't be read.
    """
    if since is not None and not _HASH.fullmatch(since):
        sentence = _("--since {given}: at least 12 digits of a hash that aduan db head printed would be right")
        raise UsageError(sentence.format(given=since))
    for broken in desk.store.breaks():
        yield Finding(_("event {number}").format(number=broken.event), broken.what)
    if desk.address is not None and (lost := server_mark.missed(desk)) is not None:
        yield Finding(_("event {number}").format(number=lost.event), server_mark.older_state_sentence(desk, lost))
    if since is not None:
        yield from _grown(desk, since)
    if witness is not None:
        yield from _witnessed(desk, witness)
    if quick:
        return
    yield from map(finding, desk.store.differences())
    try:
        yield from _by_the_rules(desk)
    except StoreError as error:  # What was found so far is told all the same.
        yield Finding(_("the data"), str(error))


def _by_the_rules(desk: Desk) -> Iterator[Finding]:
    """Yield clocks that aren't as the rules in force date them, and attachments that aren't as they were."""
    for late in misdated(desk.store, Timing(desk.rules, desk.zone, desk.revision)):
        what = (
            _("by the rules in force it is due {said}, but {stands} is there")
            if late.what == DUE
            else _("by the rules in force somebody is told of it at {said}, but {stands} is there")
        )
        said_at, stands = (_time(desk, at) for at in (late.said, late.stands))
        yield Finding(f"{late.ticket}, clock {late.clock}", what.format(said=said_at, stands=stands))
    for ticket, file, state in not_the_same(desk.store, desk.attachments):
        what = _("the file {name} is {state}").format(name=file.name or file.sha256[:12], state=label("file", state))
        yield Finding(f"{ticket}, attachments/{file.sha256[:12]}", what)


def unnamed(desk: Desk) -> list[str]:
    """Return the places of files in `attachments/` that no complaint has."""
    return [f"attachments/{digest}" for digest in desk.attachments.unnamed(lambda: held(desk.store))]


def finding(one: Difference) -> Finding:
    """Return in words what is not as the events say."""
    where = ", ".join(part for part in (one.ticket, one.field) if part)
    if one.why is not None:
        return Finding(where, one.why)
    sentence = _("the events say {said}, but {stands} is there: changed behind the desk's back")
    return Finding(where, sentence.format(said=_value(one.field, one.said), stands=_value(one.field, one.stands)))


def _time(desk: Desk, at: int | None) -> str:
    return "-" if at is None else desk.zone.iso(at)


def _grown(desk: Desk, since: str) -> Iterator[Finding]:
    if not desk.store.has_event(since):
        what = _("no event has it: what was there then is gone, or was changed")
        yield Finding(_("hash {digest}").format(digest=since[:16]), what)


def _witnessed(desk: Desk, path: str) -> Iterator[Finding]:
    """Yield each hash that was handed out and is not in the chain any more."""
    newest, _digest = desk.store.head()
    lines = 0
    for one in handed_out(path):
        lines += 1
        where = f"{storable(path)}:{one.line}"
        if one.hash is None:
            yield Finding(where, _("it is no hash and number that were handed out"))
        elif one.event > newest:
            what = _("event {number} was handed out, but the newest is {newest}: the end was cut off")
            yield Finding(where, what.format(number=one.event, newest=newest))
        elif not desk.store.has_event(one.hash, one.event):
            what = _("event {number} had another hash when it was handed out: it, or what was before it, was changed")
            yield Finding(where, what.format(number=one.event))
    if not lines:
        yield Finding(storable(path), _("nothing was ever handed out to it"))


def head(desk: Desk) -> tuple[int, str]:
    """Return the number and the hash of the newest event. Raises `StoreError` where nothing was ever stored."""
    _check_there(desk)
    return desk.store.head()


def figures(desk: Desk, folder: str) -> dict[str, object]:
    """Return what is to be known of a desk's data; times are seconds. Raises `StoreError` where there are none.

    Beside what the store says of itself: the complaints of the last 30 days, and the bytes that they brought, as far as
    one takes as many as another; of the newest backup in a folder its place, and its age in seconds; where the desk has
    moved to, or comes from as long as it isn't whole.
    """
    from aduan_cli.app import backups

    _check_there(desk)
    found = desk.store.about()
    month = desk.store.count(Query(since=desk.clock() - MONTH))
    each = int(str(found["bytes"])) / max(1, int(str(found["complaints"])))
    found |= {"month_complaints": month, "month_bytes": int(each * month), "backup": None, "backup_age": None}
    state = desk.store.transfer.closed()
    found |= {"moved_to": None, "comes_from": None}
    if state is not None:
        found["comes_from" if state.arriving else "moved_to"] = state.place
    newest = next(iter(backups.all_in(folder)), None)
    if newest is not None:
        found |= {"backup": newest, "backup_age": desk.clock() - backups.made_at(desk, newest)}
    return found


def _check_there(desk: Desk) -> None:
    """Raise what the store says where its data are lost, or none were ever stored."""
    if desk.store.last_revision() is None:
        desk.store.breaks()


def _value(field: str, value: object) -> str:
    """Return a value in quotes. Who is told of it, by cron's mail too, didn't ask for the caller."""
    return "-" if value in (None, "", (), [], {}) else f"'{mask_stored(field, value)}'"
