"""The role `Upkeep`: what keeps the data sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.complaint.attachments import Attached, data_of
from aduan_cli.complaint.events import ATTACHED
from aduan_cli.errors import NotAllowedError, NotFoundError, StoreError, UsageError
from aduan_cli.ports import Erased, Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import DAY, MORNING, call, varied
from aduan_cli.testing.store_contract.given import change, changed, take
from aduan_cli.tickets import make_ticket, parse_ticket


class UpkeepContract(Contract):
    """It is about what was written and found, so the store must bring `Steps` and `Cases` too."""

    def test_skipped_numbers_are_never_given(self, store: Store) -> None:
        """The day's next number is behind them, other days go on, and numbers never go back."""
        take(store, [call(), call(MORNING + DAY)])
        assert store.skip_numbers(20251124, 7, "rina", MORNING) is True
        assert store.skip_numbers(20251124, 7, "rina", MORNING) is False
        assert store.skip_numbers(20251124, 3, "rina", MORNING) is False
        assert store.skip_numbers(20251126, 2, None, MORNING) is True
        taken = take(store, [call(), call(MORNING + DAY), call(MORNING + 2 * DAY)])
        assert [one.ticket[4:15] for one in taken] == ["251124-0008", "251125-0002", "251126-0003"]

    @pytest.mark.parametrize(
        ("day", "past"),
        [(20251124, 1_000_000), (21051124, 5), (20261399, 5), (20260229, 5), (20260431, 0), (0, 5), (251124, 5)],
    )
    def test_numbers_that_no_ticket_should_have_are_not_skipped_to(self, store: Store, day: int, past: int) -> None:
        """The next ticket could be read by no command."""
        with pytest.raises(UsageError):
            store.skip_numbers(day, past, "rina", MORNING)
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 1)

    def test_nothing_is_begun_anew_where_nothing_is_lost(self, store: Store) -> None:
        take(store, [call()])
        with pytest.raises(NotAllowedError):
            store.begin_anew("disk rusak", "rina", MORNING)
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 2)

    def test_what_was_stored_is_what_the_events_say(self, store: Store) -> None:
        """Calls of every kind, changed in every column, linked, erased: nothing differs, with one look at each."""
        calls = [varied(number) for number in range(40)]
        take(store, calls[:20])
        take(store, calls[20:])
        for complaint in calls[::3]:
            columns = {
                "unit": "bpbd",
                "support": ("dlh",),
                "status": "routed",
                "answers": {"a": [1, 2.5]},
                "rule": None,
            }
            change(store, [changed(complaint, columns, "routed", "rina", MORNING, {"to": "bpbd"})])
        take(store, [call(linked=(calls[0].ticket, calls[1].ticket), fields={"KET": "x", "n": 1})])
        store.skip_numbers(20251124, 900, "rina", MORNING)
        take(store, [call(), call(number=950, ticket=make_ticket("UJI", 20251124, 950)), call()])
        store.erase(calls[0].ticket, "rina", MORNING)
        erased, moved = (store.resolve(parse_ticket(one.ticket)) for one in calls[:2])
        assert erased is not None
        assert moved is not None
        change(store, [changed(moved, {"text": "dikoreksi"}, "edited", "rina", MORNING, {})])
        with pytest.raises(NotAllowedError):
            change(store, [changed(erased, {"text": "dikoreksi"}, "edited", "rina", MORNING, {})])
        with pytest.raises(NotAllowedError):
            change(store, [changed(erased, {}, "noted", "rina", MORNING, {"notes": ["kata Budi"]})])
        with pytest.raises(NotAllowedError):
            change(store, [changed(erased, {"unit": "dlh"}, "routed", "rina", MORNING, {"reason": "kata Budi"})])
        assert list(store.differences()) == []

    def test_where_nothing_was_ever_stored_there_is_nothing_to_hold(self, store: Store) -> None:
        """An empty answer would say that all is well."""
        with pytest.raises(StoreError):
            list(store.differences())

    def test_erasing_says_what_is_left_to_look_at(self, store: Store) -> None:
        """Linked tickets are often of the same person, and the file that a record came from has it still."""
        first = call(source_file="log.csv", source_row=7, caller_name="Budi Contoh")
        take(store, [first])
        second = call(linked=(first.ticket,))
        take(store, [second])
        assert store.erase(first.ticket, "rina", MORNING) == Erased(first.ticket, (second.ticket,), "log.csv", 7)
        assert store.erase("2", "rina") == Erased(second.ticket, (first.ticket,), None, None)
        with pytest.raises(NotFoundError):
            store.erase("99", "rina", MORNING)
        found = store.resolve(parse_ticket(first.ticket))
        assert found is not None
        assert (found.text, found.caller_name, found.unit) == ("", None, "dlh")

    def test_what_was_stored_is_there_for_the_next_process(self, store: Store, tmp_path: Path) -> None:
        complaint = call(key="k")
        take(store, [complaint])
        store.close()
        another = self.open_store(tmp_path)
        found = another.by_key("k")
        another.close()
        assert found is not None
        assert found.ticket == complaint.ticket

    def test_who_is_erased_has_no_files_any_more(self, store: Store) -> None:
        """Their hashes stay in the chain: what nobody else has is to go."""
        mine, others = call(), call()
        take(store, [mine, others])
        photo = Attached("a" * 64, 3, "foto.jpg")
        change(store, [changed(one, {}, ATTACHED, "rina", MORNING, data_of([photo])) for one in (mine, others)])
        assert store.erase(mine.ticket, "rina", MORNING).files == (photo._replace(name=None),)
        assert list(store.attached()) == [(others.ticket, photo)]
        assert store.breaks() == []
