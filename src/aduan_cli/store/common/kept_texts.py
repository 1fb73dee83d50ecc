"""Accepted texts held against their hashes, and revisions against the texts that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from aduan_cli.complaint.events import RULES_ACCEPTED
from aduan_cli.digest import revision_name, sha256
from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.store.common.chain import encoded
from aduan_cli.store.common.event_objects import object_of
from aduan_cli.stored import Difference

KeptText = tuple["str", "str | None", "str | None", "str | None"]
"""A file of a revision: the revision's name, path, hash and text; the last three None where it has no file."""
KEPT = (
    "SELECT r.name, f.path, f.hash, t.text FROM revision r LEFT JOIN revision_file f ON f.revision_id = r.id"
    " LEFT JOIN file_text t ON t.hash = f.hash"
)
"""What a store says of its revisions: rows of `KeptText`."""
_SHORT = 12


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return str(sha256(encoded(text)).hexdigest())


def whole(kept: Iterable[KeptText]) -> dict[str, str]:
    """Return path → text. Raises `StoreError` for a text that is not the one that was accepted."""
    texts = {}
    for name, path, hashed, text in kept:
        if path is None:
            continue
        if text is None or hash_of(text) != hashed:
            raise StoreError(
                _(
                    "revision {name}: its text of {path} is not the one that was accepted (the hash differs);"
                    " a backup from before has it"
                ).format(name=name, path=path)
            )
        texts[path] = text
    return texts


def parted(kept: Iterable[KeptText]) -> tuple[dict[str, str], dict[str, str]]:
    """Return path → text of what is as it was accepted, and path → hash of what isn't."""
    whole, lost = {}, {}
    for _name, path, hashed, text in kept:
        if path is None or hashed is None:
            continue
        if text is None or hash_of(text) != hashed:
            lost[path] = hashed
        else:
            whole[path] = text
    return whole, lost


def differences(kept: Iterable[KeptText], desk_events: Iterable[str]) -> Iterator[Difference]:
    """Yield what differs; the files of each revision come together, `desk_events` are bodies of the desk's own events.

    A name that an older version gave otherwise (not 12 hex digits) tells nothing of the texts.
    """
    missing = dict.fromkeys(_accepted(desk_events))
    for name, files in groupby(kept, itemgetter(0)):
        missing.pop(name, None)
        hashes: dict[str, str] = {}
        for _name, path, hashed, text in files:
            if path is None or hashed is None:
                continue
            hashes[path] = hashed
            found = None if text is None else hash_of(text)
            if found != hashed:
                stands = (found or "-")[:_SHORT]
                yield Difference(None, "rules", f"{name} {path}: {hashed[:_SHORT]}", f"{name} {path}: {stands}")
        if _tells(name) and revision_name(hashes) != name:
            yield Difference(None, "revision", name, revision_name(hashes))
    for name in missing:
        yield Difference(None, "revision", name, None)


def _accepted(bodies: Iterable[str]) -> Iterator[str]:
    """Yield the revisions that events name."""
    for body in bodies:
        said = object_of(body) or {}
        data = said.get("data")
        if said.get("type") == RULES_ACCEPTED and isinstance(data, dict):
            yield str(data.get("revision"))


def _tells(name: str) -> bool:
    return len(name) == _SHORT and not name.strip("0123456789abcdef")
