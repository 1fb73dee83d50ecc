"""The role `History`: what happened to complaints and to the desk."""

from __future__ import annotations

from aduan_cli.complaint.attachments import Attached, data_of, files_of
from aduan_cli.complaint.events import ATTACHED, DESK_SHARED, NOTED, RESOLVED
from aduan_cli.ports import Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, take


class HistoryContract(Contract):
    """Events are told by steps, so the store must bring `Steps` too."""

    def test_the_first_event_says_how_the_call_was_decided(self, store: Store) -> None:
        live, imported = call(caller_name="Budi Contoh"), call(source_file="log.csv", source_row=3)
        take(store, [live, imported])
        event = store.events(live)[0]
        assert (event.type, event.actor, event.at) == ("logged", "petugas", MORNING)
        assert (event.data["unit"], event.data["step"], event.data["category"]) == ("dlh", "category", "sampah")
        assert event.private is not None
        assert event.private["caller_name"] == "Budi Contoh"
        assert "Budi" not in str(event.data)
        assert store.events(imported)[0].type == "imported"

    def test_events_come_in_the_order_in_which_they_were_told(self, store: Store) -> None:
        """Their numbers grow over all complaints, whatever the times that they name."""
        first, second = call(), call()
        take(store, [first, second])
        for complaint, at in ((second, MORNING + 9), (first, MORNING + 5), (second, MORNING + 1)):
            change(store, [changed(complaint, {}, NOTED, "rina", at, {"plugin": "dlh"})])
        mine, others = store.events(second), store.events(first)
        assert [event.at for event in mine] == [MORNING, MORNING + 9, MORNING + 1]
        numbers = sorted((event.id, event.at) for event in (*mine, *others))
        assert [at for _number, at in numbers[2:]] == [MORNING + 9, MORNING + 5, MORNING + 1]
        assert len({number for number, _at in numbers}) == 5

    def test_an_event_says_what_it_changed_and_which_version_it_made(self, store: Store) -> None:
        """What may have to be erased among it; one that changes nothing makes no version."""
        complaint = call()
        take(store, [complaint])
        change(store, [changed(complaint, {}, NOTED, "rina", MORNING, {"notes": ["kata Budi"]})])
        columns = {"text": "lain", "support": ("bpbd",), "caller_name": None}
        change(store, [changed(complaint, columns, "edited", "rina", MORNING, {"reason": "salah"})])
        told = [(event.type, event.version, sorted(event.changed)) for event in store.events(complaint)]
        assert told == [("logged", None, []), ("noted", None, []), ("edited", 2, ["caller_name", "support", "text"])]

    def test_an_event_of_the_desk_belongs_to_no_complaint(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        store.note_event(DESK_SHARED, "rina", MORNING, {"group": "meja"})
        assert [event.type for event in store.events(complaint)] == ["logged"]

    def test_files_are_found_by_what_was_told_of_them(self, store: Store) -> None:
        """Also those of a move."""
        first, second = call(), call()
        take(store, [first, second])
        photo, letter = Attached("a" * 64, 3, "foto.jpg"), Attached("b" * 64, 5, "surat.pdf")
        change(store, [changed(first, {}, ATTACHED, "rina", MORNING, data_of([photo, letter]))])
        moved = {"unit": "dlh", "result": "beres", **data_of([photo])}
        change(store, [changed(second, {"status": "resolved"}, RESOLVED, "rina", MORNING, moved)])
        found = [(first.ticket, photo), (first.ticket, letter), (second.ticket, photo)]
        assert list(store.attached()) == found
        assert files_of(store.events(first)) == [photo, letter]

    def test_the_feed_has_every_event_of_a_complaint_once_in_its_order(self, store: Store) -> None:
        """From any number on, and from any time on, whatever the clock did within a day."""
        calls = [call(MORNING + 60 * number) for number in range(4)]
        for one in calls:
            take(store, [one])
        store.note_event(DESK_SHARED, "rina", MORNING, {"group": "meja"})
        for one, at in zip(calls, (300, 200, 250, 900), strict=True):
            change(store, [changed(one, {}, NOTED, "rina", MORNING + at, {"plugin": "dlh"})])
        told = list(store.feed())
        numbers = [event.id for _ticket, event in told]
        assert numbers == sorted(set(numbers))
        for one in calls:
            assert [event for ticket, event in told if ticket == one.ticket] == store.events(one)
        for number in (0, *numbers, numbers[-1] + 5):
            assert list(store.feed(number)) == [pair for pair in told if pair[1].id > number]
        for since in {event.at + more for _ticket, event in told for more in (-1, 0, 1)}:
            later = [pair for pair in told if pair[1].at >= since]
            assert list(store.feed(since=since)) == later
            assert list(store.feed(numbers[3], since)) == [pair for pair in later if pair[1].id > numbers[3]]
