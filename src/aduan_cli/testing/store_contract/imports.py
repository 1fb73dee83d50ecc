"""The role `Imports`: which records of files are there already."""

from __future__ import annotations

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
