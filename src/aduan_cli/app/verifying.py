"""Everything that a desk keeps held against what must be so: each thing that isn't, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.app.desk import Desk
from aduan_cli.flow.attaching import not_the_same
from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.stored import Difference
from aduan_cli.value_words import said


class Finding(Record):
    """Something that isn't as it must be: where, and what."""

    where: str
    what: str


def findings(desk: Desk, quick: bool = False, since: str | None = None) -> Iterator[Finding]:
    """Yield what is wrong with a desk's data. `quick`: the chain alone; `since`: it must have grown from there.

    Raises `StoreError` where nothing was ever stored.
    """
    for broken in desk.store.breaks():
        yield Finding(_("event {number}").format(number=broken.event), broken.what)
    if since is not None:
        yield from _grown(desk, since)
    if quick:
        return
    yield from map(finding, desk.store.differences())
    for ticket, file, state in not_the_same(desk.store, desk.attachments):
        what = _("the file {name} is {state}").format(name=file.name or file.sha256[:12], state=said("file", state))
        yield Finding(f"{ticket}, attachments/{file.sha256[:12]}", what)


def finding(one: Difference) -> Finding:
    """Return in words what is not as the events say."""
    where = ", ".join(part for part in (one.ticket, one.field) if part)
    sentence = _("the events say {said}, but {stands} is there: changed behind the desk's back")
    return Finding(where, sentence.format(said=_value(one.said), stands=_value(one.stands)))


def _grown(desk: Desk, since: str) -> Iterator[Finding]:
    if not desk.store.has_event(since):
        what = _("no event has it: what was there then is gone, or was changed")
        yield Finding(_("hash {digest}").format(digest=since[:16]), what)


def head(desk: Desk) -> tuple[int, str]:
    """Return the number and the hash of the newest event. Raises `StoreError` where nothing was ever stored."""
    _check_there(desk)
    return desk.store.head()


def figures(desk: Desk) -> dict[str, object]:
    """Return what is to be known of a desk's data; times are seconds. Raises `StoreError` where there are none."""
    _check_there(desk)
    return desk.store.about()


def _check_there(desk: Desk) -> None:
    """Raise what the store says where its data are lost, or none were ever stored."""
    if desk.store.last_revision() is None:
        desk.store.breaks()


def _value(value: object) -> str:
    return "-" if value in (None, "", (), [], {}) else f"'{value}'"
