"""Which stored call a record is: found by its content first, then by its place among those with the same key.

The key of an import is the map, the record's own key, and a number that tells equal keys apart. Rows that were inserted
or sorted move the places of those that have no number, or the same one; what they say does not move.

Keys of an older form (`map:...`) are of the cells as they stood. In a store that has some they are looked up beside
those of today (`map~...`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from aduan_cli.complaint.identity import Identity
from aduan_cli.flow.intake.entries import Entry
from aduan_cli.ports import Ordinals, Store

MOST_ALIKE = 40
"""Calls with the key of a record that are looked at before it is left to somebody who can tell them apart."""
MOST_NUMBERS = 2_000
"""Numbers of one key that are looked through for a content; beyond them the place counts."""
_OLDER, _EQUAL = 0x5DEECE66D, 0x9E3779B97F4A
"""Set older keys, and contents, apart in the counter: a key of one column, or of words alone, is the same in both."""
_Origin = tuple["str | None", "int | None"]


class Naming:
    """Makes import keys of one map: its name, the digest of the key, the ordinal among equal ones."""

    def __init__(self, map_name: str) -> None:
        self._before, self._now = f"{map_name}:", f"{map_name}~"

    def key(self, digest: bytes, ordinal: int) -> str:
        """Return a key of today's form."""
        return f"{self._now}{digest.hex()}:{ordinal}"

    def key_before(self, digest: bytes, ordinal: int) -> str:
        """Return a key of the older form."""
        return f"{self._before}{digest.hex()}:{ordinal}"


class Recognising:
    """Gives the records of one file their import keys, batch by batch."""

    def __init__(self, store: Store, map_name: str, ordinals: Ordinals, before: bool) -> None:
        """`before`: records were imported before keys compared what cells mean."""
        self._store, self._naming, self._ordinals = store, Naming(map_name), ordinals
        self._is_first = not store.has_imports()  # then nothing can be known, and places are as good as contents
        self._before = before
        self._claimed: set[str] = set()
        self._numbers: dict[bytes, dict[int, str | None]] = {}

    def name(self, batch: list[Entry]) -> None:
        """Give each record of a batch the key of the call that it is, or a free one; tell those stored as they are."""
        counted = [entry for entry in batch if entry.identity and not entry.is_mended]
        numbers = self._ordinals.number([_number(entry.identity) for entry in counted])
        self._claimed, self._numbers = set(), {}
        if self._is_first:
            for entry, number in zip(counted, numbers, strict=True):
                self._give(entry, number)
        else:
            self._recognise(counted, numbers)
        if self._before:
            self._as_before(counted)
        self._name_mended([entry for entry in batch if entry.is_mended and entry.version_of is None])

    def _give(self, entry: Entry, number: int) -> None:
        if entry.complaint is not None and entry.identity:
            entry.import_key = self._naming.key(entry.identity.key, number)
            entry.content_hash = entry.identity.content.hex()

    # -- by content, then by place

    def _recognise(self, counted: list[Entry], places: list[int]) -> None:
        identities = [entry.identity for entry in counted if entry.identity]
        turns = self._ordinals.number([_number(i) ^ int.from_bytes(i.content, "big") >> 1 ^ _EQUAL for i in identities])
        marks = self._store.marks_of([identity.content.hex() for identity in identities])
        self._look(identities, places, marks)
        left: list[tuple[Entry, int]] = []
        for entry, identity, place, turn, mark in zip(counted, identities, places, turns, marks, strict=True):
            there = self._numbers[identity.key]
            alike = sorted(number for number, content in there.items() if content == mark) if there else []
            if entry.complaint is None:
                continue
            if turn <= len(alike):
                self._give(entry, alike[turn - 1])
                entry.is_known = True
                self._claimed.add(str(entry.import_key))
            else:
                left.append((entry, place))
        for entry, place in left:
            self._place(entry, place)

    def _place(self, entry: Entry, place: int) -> None:
        """Give a record whose content is not there the key of an earlier version of it, or a free one.

        That of its own place, where no other record is what is stored there; else the first such.
        """
        assert entry.identity is not None
        there = self._numbers[entry.identity.key]
        if place in there and self._naming.key(entry.identity.key, place) in self._claimed:
            open_ = (n for n in sorted(there) if self._naming.key(entry.identity.key, n) not in self._claimed)
            place = next(open_, max(there) + 1)
        if place not in there:
            there[place] = ""  # given now: to no other record of this batch
            self._claimed.add(self._naming.key(entry.identity.key, place))
        self._give(entry, place)

    def _look(self, identities: Sequence[Identity], places: Sequence[int], marks: Sequence[str]) -> None:
        """Find the numbers of the keys of a batch that are taken, with their contents."""
        last: dict[bytes, int] = {}
        for identity, place in zip(identities, places, strict=True):
            last[identity.key] = max(place, last.get(identity.key, 0))
        self._numbers = {key: {} for key in last}
        beyond = [(i.key, n) for i, n in zip(identities, places, strict=True) if n > MOST_NUMBERS]
        upto = {key: min(most, MOST_NUMBERS) for key, most in last.items()}
        self._ask([*((key, n) for key, most in upto.items() for n in range(1, most + 1)), *beyond])
        sure = {
            i.key for i, mark in zip(identities, marks, strict=True)
            if upto[i.key] == 1 and self._numbers[i.key].get(1) == mark
        }  # fmt: skip
        size = 2
        ends = {key: most for key, most in upto.items() if key not in sure and most < MOST_NUMBERS}
        while ends:
            found = self._ask((key, end + n) for key, end in ends.items() for n in range(1, size + 1))
            ends = {key: end + size for key, end in ends.items() if key in found and end + size < MOST_NUMBERS}
            size *= 2

    def _ask(self, wanted: Iterable[tuple[bytes, int]]) -> set[bytes]:
        """Look up numbers of keys; return the keys that have any of them."""
        keys = {self._naming.key(digest, number): (digest, number) for digest, number in wanted}
        found = set()
        for key, content in self._store.contents_of(list(keys)).items():
            digest, number = keys[key]
            self._numbers[digest][number] = content
            found.add(digest)
        return found

    def rename(self, entry: Entry) -> bool:
        """Give a record that is another call than the one with its key the next of those alike, from the first on.

        False when there are too many of them, unless its key has no number: then it is a call of its own.
        """
        assert entry.complaint is not None
        assert entry.identity is not None
        there = self._numbers.get(entry.identity.key, {})
        entry.tried += 1
        while self._naming.key(entry.identity.key, entry.tried) in self._claimed:
            entry.tried += 1
        if entry.tried >= MOST_ALIKE and not entry.is_numbered:
            entry.tried = max(max(there, default=0) + 1, entry.tried)
        self._give(entry, entry.tried)
        if entry.tried not in there:
            there[entry.tried] = ""
            self._claimed.add(str(entry.import_key))
        return entry.tried < MOST_ALIKE or not entry.is_numbered

    # -- of older versions, and mended

    def _as_before(self, counted: list[Entry]) -> None:
        """Give records that an older version has taken the key that it gave them."""
        numbers = self._ordinals.number([_number(entry.before) ^ _OLDER for entry in counted])
        keys = [
            self._naming.key_before(entry.before.key, number) if entry.before else ""
            for entry, number in zip(counted, numbers, strict=True)
        ]
        known = self._store.contents_of(keys)
        for entry, key in zip(counted, keys, strict=True):
            if key in known and entry.complaint is not None and entry.before:
                entry.import_key, entry.content_hash = key, entry.before.content.hex()

    def _name_mended(self, mended: list[Entry]) -> None:
        given: dict[str, _Origin] = {}
        for entry in mended:
            if entry.complaint is not None and entry.identity:
                entry.import_key = self._free_key(entry, given)
                entry.content_hash = entry.identity.content.hex()
                given[entry.import_key] = (entry.complaint.source_file, entry.complaint.source_row)

    def _free_key(self, entry: Entry, given: dict[str, _Origin]) -> str:
        """Return the first key that is free, or is of the very row that a mended record came from."""
        assert entry.complaint is not None
        assert entry.identity is not None
        mine = (entry.complaint.source_file, entry.complaint.source_row)
        if entry.before:
            key, there = self._next_key(self._naming.key_before, entry.before.key, mine, given)
            if there == mine:
                return key
        return self._next_key(self._naming.key, entry.identity.key, mine, given)[0]

    def _next_key(
        self, naming: Callable[[bytes, int], str], digest: bytes, mine: _Origin, given: dict[str, _Origin]
    ) -> tuple[str, _Origin | None]:
        number = 0
        while True:
            number += 1
            key = naming(digest, number)
            there = given.get(key) or self._store.origin_of(key)
            if there is None or there == mine:
                return key, there


def _number(identity: Identity | None) -> int:
    return int.from_bytes(identity.key if identity else b"", "big", signed=True)
