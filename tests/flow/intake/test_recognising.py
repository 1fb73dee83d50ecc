"""Which stored call each record of a file is, whatever was done to the file since: the rule alone, on plain stores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.file_record import CALL, FileRecord
from aduan_cli.complaint.identity import identity
from aduan_cli.flow.intake.entries import Entry
from aduan_cli.flow.intake.recognising import Naming, Recognising
from aduan_cli.formats.ordinals import Ordinals

Row = tuple[str, str]
"""The key of a row and what else it says."""

ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=14)


class Imported:
    """What was imported: by each import key its content, and the row of a file that it came from."""

    def __init__(self) -> None:
        self.contents: dict[str, str] = {}
        self.origins: dict[str, tuple[str, int]] = {}

    def has_imports(self) -> bool:
        """Say whether anything was."""
        return bool(self.contents)

    def marks_of(self, contents: Sequence[str]) -> list[str]:
        """Return contents as they are kept."""
        return [f"salted {content}" for content in contents]

    def contents_of(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the contents of those of the keys that are there."""
        return {key: self.contents[key] for key in keys if key in self.contents}

    def origin_of(self, key: str) -> tuple[str, int] | None:
        """Return where a call came from."""
        return self.origins.get(key)

    def keep(self, entry: Entry) -> None:
        """Store what is new, or says otherwise than before."""
        assert entry.import_key is not None
        assert entry.complaint is not None
        assert entry.complaint.source_file is not None
        assert entry.complaint.source_row is not None
        (self.contents[entry.import_key],) = self.marks_of([str(entry.content_hash)])
        self.origins.setdefault(entry.import_key, (entry.complaint.source_file, entry.complaint.source_row))


def entry_of(row: Row, number: int, file: str = "log.csv") -> Entry:
    """Return the record of a row, decided."""
    record = FileRecord(CALL, [*row])
    record.complaint = Complaint(text=row[1], source_file=file, source_row=number)
    record.identity = identity(row[0], "".join(row))
    return Entry(record)


def read(store: Imported, rows: Sequence[Row], size: int = 100) -> list[Entry]:
    """Import rows in batches of a size; return them as they were recognised."""
    ordinals = Ordinals()
    recognising = Recognising(store, "sheet", ordinals, before=False)  # type: ignore[arg-type]
    entries = [entry_of(row, number) for number, row in enumerate(rows, 1)]
    for batch in (entries[at : at + size] for at in range(0, len(entries), size)):
        recognising.name(batch)
        for entry in batch:
            store.keep(entry)
    ordinals.close()
    return entries


@given(ROWS, st.integers(1, 5))
def test_each_row_is_a_call_of_its_own(rows: list[Row], size: int) -> None:
    """Rows that say the very same were two calls, or the sheet would have one of them."""
    store = Imported()
    entries = read(store, rows, size)
    assert len(store.contents) == len(rows)
    assert not any(entry.is_known for entry in entries)


@given(ROWS, st.integers(1, 5), st.data())
def test_a_file_in_another_order_brings_nothing_new(rows: list[Row], size: int, data: st.DataObject) -> None:
    """Whatever it was sorted by, and however it is cut into batches."""
    store = Imported()
    read(store, rows)
    before = dict(store.contents)
    entries = read(store, data.draw(st.permutations(rows)), size)
    assert store.contents == before
    assert all(entry.is_known for entry in entries)
    assert len({entry.import_key for entry in entries}) == len(rows)


@given(ROWS, ROWS, st.integers(1, 5), st.data())
def test_rows_between_the_old_ones_are_the_new_ones(
    rows: list[Row], more: list[Row], size: int, data: st.DataObject
) -> None:
    """Rows of one key that say otherwise are new calls, and nothing stored is taken for another."""
    store = Imported()
    read(store, rows)
    before = dict(store.contents)
    together = data.draw(st.permutations([*rows, *more]))
    entries = read(store, together, size=len(together) or 1)
    assert sum(entry.is_known for entry in entries) == len(rows)
    assert before.items() <= store.contents.items()
    assert len(store.contents) == len(together)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8), st.integers(0, 7))
def test_a_changed_row_in_its_place_is_the_call_that_it_was(keys: list[str], place: int) -> None:
    """Its key is that of its earlier version, so that the difference is told; all others are known."""
    rows = [(key, f"x{number}") for number, key in enumerate(keys)]
    place %= len(rows)
    store = Imported()
    first = read(store, rows)
    rows[place] = (rows[place][0], "changed")
    entries = read(store, rows)
    assert [entry.import_key for entry in entries] == [entry.import_key for entry in first]
    assert [entry.is_known for entry in entries] == [number != place for number in range(len(rows))]


def test_the_next_number_is_given_to_another_call_of_a_key() -> None:
    """A record that is another call than the one with its key goes past what is claimed already."""
    store = Imported()
    read(store, [("a", "x"), ("a", "y")])
    recognising = Recognising(store, "sheet", Ordinals(), before=False)  # type: ignore[arg-type]
    other = entry_of(("a", "z"), 1)
    recognising.name([other, entry_of(("a", "y"), 2)])
    assert recognising.rename(other)
    names = Naming("sheet")
    key = identity("a", "").key
    assert other.import_key in (names.key(key, 1), names.key(key, 3))
    taken: set[Any] = {other.import_key}
    while len(taken) < 5:
        assert recognising.rename(other)
        assert other.import_key not in taken
        assert other.import_key != names.key(key, 2)
        taken.add(other.import_key)


def test_a_mended_row_has_the_key_of_its_own_first_import() -> None:
    """It is known by file and row; another row of the same key has a free one."""
    store = Imported()
    read(store, [("a", "x"), ("a", "y")])
    recognising = Recognising(store, "sheet", Ordinals(), before=False)  # type: ignore[arg-type]
    again, other = entry_of(("a", "z"), 2), entry_of(("a", "z"), 9)
    again.is_mended = other.is_mended = True
    recognising.name([again, other])
    names, key = Naming("sheet"), identity("a", "").key
    assert (again.import_key, other.import_key) == (names.key(key, 2), names.key(key, 3))
