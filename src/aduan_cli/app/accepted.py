"""What was accepted last, also where the store no longer has it as it was: somebody changed it behind the desk's back.

What can't be had any more is told. Where changed files wait for a hand, nothing comes into force because of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.digest import sha256
from aduan_cli.errors import StoreError
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.ports import Store


class Accepted(NamedTuple):
    """The texts accepted last (path → text), as far as they can be had.

    `lost` are paths whose text can't; `waits`: changed files wait for a hand, so that nothing that is on disk comes
    into force because of it.
    """

    texts: dict[str, str]
    lost: tuple[str, ...] = ()
    waits: bool = False


def accepted_of(store: Store, folder: str, warn: Callable[[str], None]) -> Accepted:
    """Return what a desk accepted last. Raises `StoreError` where the store can't be read at all."""
    told = store.last_by_events()
    if told is not None:
        sentence = _(
            "the tables say that revision {row} was accepted last, and the history says {told}: somebody changed them"
            " behind the desk's back; what the history says counts"
        )
        warn(sentence.format(row=store.last_revision() or "-", told=told))
        return Accepted(_whole(store, [told]))
    try:
        return Accepted(store.accepted())
    except StoreError as error:
        texts, lost = store.accepted_parted()
        if not lost:
            raise
        warn(str(error))
    return _with_disk(store, folder, texts, lost)


def _with_disk(store: Store, folder: str, texts: dict[str, str], lost: Mapping[str, str]) -> Accepted:
    """Return accepted texts with those that lie on disk still as they were accepted."""
    from aduan_cli.config.rule_files.loader import waits_for_a_hand
    from aduan_cli.config.rule_files.sources import RULES, decoded, read_sources

    disk: dict[str, str] = {}
    for path, file in read_sources(folder, texts.get(RULES), known=(*texts, *lost)).files.items():
        text = decoded(path, file.data)
        if isinstance(text, str):
            disk[path] = text
    found = {path: disk[path] for path, hashed in lost.items() if path in disk and _hash(disk[path]) == hashed}
    texts = texts | found
    gone = tuple(path for path in lost if path not in found)
    return Accepted(texts, gone, bool(gone) and waits_for_a_hand(texts.get(RULES) or disk.get(RULES, "")))


def _hash(text: str) -> str:
    return str(sha256(text.encode()).hexdigest())


def earlier(store: Store) -> dict[str, str]:
    """Return the texts accepted last of those that are whole; empty where none are."""
    return _whole(store, [one.revision for one in store.acceptances()])


def _whole(store: Store, names: list[str]) -> dict[str, str]:
    for name in names:
        try:
            texts = store.revision_files(name)
        except StoreError:
            continue
        if texts:
            return texts
    return {}
