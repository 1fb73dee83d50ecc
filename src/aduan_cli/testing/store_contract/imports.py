"""The role `Imports`: which records of files are there already."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.ports import Query, Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from aduan_cli.tickets import make_ticket


class ImportsContract(Contract):
    """Records are stored through `Steps` and counted through `Cases`, so the store must bring these too."""

    def test_a_record_of_a_file_with_a_key_that_is_taken_is_never_dropped_in_silence(self, store: Store) -> None:
        """Other words under a known key are told as changed, in one batch or later; the same words are known."""
        records = [call(key="k", import_key="m:1:1"), call(key="k", import_key="m:2:1", text="banjir di pasar")]
        assert [one.state for one in take(store, records)] == ["taken", "changed"]
        ticket = make_ticket("UJI", 20251124, 9)
        same, other = (call(key="k", number=9, ticket=ticket, text=t) for t in (call().text, "jalan rusak"))
        assert [one.state for one in take(store, [same, other])] == ["known", "changed"]
        assert store.count(Query()) == 1

    def test_a_record_imported_again_is_known_or_has_changed(self, store: Store) -> None:
        first = take(store, [call(import_key="m:1:1", content_hash="a"), call(import_key="m:2:1", content_hash="b")])
        again = take(store, [call(import_key="m:1:1", content_hash="a"), call(import_key="m:2:1", content_hash="c")])
        assert [one.state for one in again] == ["known", "changed"]
        assert [one.ticket for one in again] == [one.ticket for one in first]
        assert store.count(Query()) == 2

    def test_what_would_become_of_records_is_foreseen_and_nothing_is_stored(self, store: Store) -> None:
        """Known, changed and new ones are told apart, also among themselves, in an empty store and a full one."""
        expected = ["taken", "changed", "taken"]
        assert [one.state for one in store.foresee(_records())] == expected
        assert store.count(Query()) == 0
        assert not store.has_imports()
        assert [one.state for one in take(store, _records())] == expected
        assert [one.state for one in store.foresee(_records())] == ["known", "changed", "known"]
        assert store.count(Query()) == 2

    def test_one_ticket_twice_in_a_batch_is_one_complaint(self, store: Store) -> None:
        """Brought along by records that are equal it is known, by others it has changed."""
        ticket = make_ticket("UJI", 20251124, 5)
        brought = [call(ticket=ticket, number=5, text=text) for text in ("sampah", "sampah", "banjir")]
        assert [one.state for one in take(store, brought)] == ["taken", "known", "changed"]

    def test_a_key_names_the_row_that_it_came_from(self, store: Store) -> None:
        """A mended record finds out whether a key is its own."""
        assert store.origin_of("m:1:1") is None
        take(store, [call(import_key="m:1:1", content_hash="a", source_file="f.csv", source_row=7)])
        assert store.origin_of("m:1:1") == ("f.csv", 7)
        assert store.origin_of("m:1:2") is None

    def test_which_keys_are_there_is_told_with_their_contents(self, store: Store) -> None:
        """As marks, by which the same content is known and no other is; of very many at once as well."""
        assert store.contents_of(["m:1:1"]) == {}
        records = [call(import_key=f"m~{n}:1", content_hash=f"c{n % 3}") for n in range(1_100)]
        take(store, records)
        asked = [f"m~{n}:1" for n in (*range(1_100), 5_000)]
        marks = dict(zip(["c0", "c1", "c2"], store.marks_of(["c0", "c1", "c2"]), strict=True))
        assert len(set(marks.values())) == 3
        assert store.contents_of(asked) == {f"m~{n}:1": marks[f"c{n % 3}"] for n in range(1_100)}
        assert store.has_imports()
        assert not store.has_older_imports()

    def test_a_row_of_a_file_is_found_by_its_place_the_newest_first(self, store: Store) -> None:
        """Of the same place of two files of one name it is the one that came last."""
        assert store.imported_from("f.csv", 1) is None
        records = [call(import_key=f"m:{n}:1", source_file="f.csv", source_row=row) for n, row in enumerate((1, 2, 1))]
        take(store, records)
        newest, other = store.imported_from("f.csv", 1), store.imported_from("f.csv", 2)
        assert newest is not None
        assert other is not None
        assert (newest.ticket, other.ticket) == (records[2].ticket, records[1].ticket)
        assert store.imported_from("g.csv", 1) is None
        assert store.imported_from("f.csv", 3) is None

    def test_an_erased_record_is_known_by_its_key_and_has_no_content(self, store: Store) -> None:
        """What it was is gone; that it was there stays, so that no import brings the person back."""
        record = call(import_key="m:1:1", content_hash="a", source_file="f.csv", source_row=1)
        take(store, [record])
        store.erase(record.ticket, "rina", record.logged_at)
        assert store.contents_of(["m:1:1"]) == {"m:1:1": None}
        (again,) = take(store, [call(import_key="m:1:1", content_hash="a", source_file="f.csv", source_row=1)])
        assert (again.state, again.ticket) == ("known", record.ticket)


def _records() -> list[Complaint]:
    """Return a record, another one under its key, and one more."""
    keys = (("m:1:1", "a"), ("m:1:1", "b"), ("m:2:1", "c"))
    return [
        call(import_key=key, content_hash=content, source_file="f", source_row=row)
        for row, (key, content) in enumerate(keys, 1)
    ]
