"""The role `Privacy`: what goes of persons' data once its time is over, and who saw them."""

from __future__ import annotations

from typing import Any

from aduan_cli.complaint.anonymity import is_anonymous
from aduan_cli.complaint.attachments import Attached, data_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANONYMISED, ATTACHED, EDITED, ERASED, FILES_REMOVED, REVEALED
from aduan_cli.complaint.moves import is_erased
from aduan_cli.complaint.step import noting
from aduan_cli.ports import Store
from aduan_cli.privacy import CALLERS, TEXTS, Ended
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import DAY, MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, take
from aduan_cli.tickets import parse_ticket

LATER = MORNING + 90 * DAY
BUDI: dict[str, Any] = {
    "caller_name": "Budi Contoh",
    "caller_phone": "+6281200000001",
    "phone_original": "0812 0000 0001",
}


def again(store: Store, complaint: Complaint) -> Complaint:
    """Return a complaint as it stands."""
    found = store.resolve(parse_ticket(complaint.ticket))
    assert found is not None
    return found


class PrivacyContract(Contract):
    """What goes is a step like any other, so the store must bring all other roles too."""

    def test_a_caller_becomes_anonymous_and_the_words_stay(self, store: Store) -> None:
        """What was corrected goes too; the chain verifies, and what is left is still held against it."""
        more: dict[str, Any] = {"fields": {"PELAPOR": "Budi Contoh"}, "agreed": {"wa": ""}, "key": "wa-081200000001"}
        first = call(status="closed", **more, **BUDI)
        take(store, [first, call(status="closed", **BUDI)])
        before = {"caller_phone": "+6281200000009", "text": "sampah"}
        edited = {"fields": ["caller_phone"], "before": before}
        change(store, [changed(first, {"priority": "high"}, EDITED, "rina", MORNING + 1, edited)])
        (done,) = store.privacy.forget([again(store, first)], CALLERS, "retention: callers 90d", None, LATER)
        assert done.ticket == first.ticket
        now = again(store, first)
        assert (now.text, now.key, now.unit, is_anonymous(now)) == (first.text, None, "dlh", True)
        events = store.events(now)
        assert events[-1].type == ANONYMISED
        assert events[-1].data["why"] == "retention: callers 90d"
        kept = [event.private for event in events]
        assert kept[0] is not None
        assert kept[0]["text"] == first.text
        assert kept[1] == {"before": {"text": "sampah"}}
        assert not any("Budi" in str(one) or "812000000" in str(one) for one in kept)
        assert [one.ticket for one in store.privacy.ended(Ended(CALLERS, LATER), 9)] != [first.ticket]
        assert store.breaks() == []
        assert list(store.differences()) == []

    def test_who_is_anonymous_or_changed_meanwhile_is_left_out(self, store: Store) -> None:
        one, other = call(status="closed", **BUDI), call(status="closed", **BUDI)
        take(store, [one, other])
        old = again(store, other)
        change(store, [changed(other, {"priority": "high"}, EDITED, "rina", MORNING + 1, {})])
        done = store.privacy.forget([again(store, one), old], CALLERS, "x", None, LATER)
        assert [erased.ticket for erased in done] == [one.ticket]
        assert store.privacy.forget([again(store, one)], CALLERS, "x", None, LATER) == []
        assert again(store, other).caller_name == "Budi Contoh"
        assert store.privacy.forget([], CALLERS, "x", None, LATER) == []

    def test_an_anonymous_caller_can_be_known_again_and_go_again_and_be_erased(self, store: Store) -> None:
        one = call(status="closed", **BUDI)
        take(store, [one])
        store.privacy.forget([again(store, one)], CALLERS, "x", None, LATER)
        known = changed(again(store, one), {"caller_name": "Ani"}, EDITED, "rina", LATER, {"fields": ["caller_name"]})
        change(store, [known])
        assert store.breaks() == []
        store.privacy.forget([again(store, one)], CALLERS, "x", None, LATER + DAY)
        assert is_anonymous(again(store, one))
        assert (store.breaks(), list(store.differences())) == ([], [])
        store.erase(one.ticket, "rina", LATER + 2 * DAY)
        assert (store.breaks(), list(store.differences())) == ([], [])

    def test_words_go_with_all_that_is_of_a_person_and_many_at_once(self, store: Store) -> None:
        calls = [call(status="closed", text=f"kata{number} beringin", **BUDI) for number in range(3)]
        take(store, calls)
        change(store, [changed(calls[0], {}, ATTACHED, "rina", MORNING, data_of([Attached("b" * 64, 3, "foto.jpg")]))])
        done = store.privacy.forget([again(store, one) for one in calls], TEXTS, "retention: texts 90d", None, LATER)
        assert [one.ticket for one in done] == [one.ticket for one in calls]
        assert [len(one.files) for one in done] == [1, 0, 0]
        assert all(is_erased(again(store, one)) for one in calls)
        assert store.search_count("beringin") == 0
        store.privacy.tidy()
        assert (store.breaks(), list(store.differences())) == ([], [])
        assert [event.type for event in store.events(again(store, calls[1]))][-1] == ERASED

    def test_what_has_ended_is_found_page_by_page_the_first_reported_first(self, store: Store) -> None:
        kinds: tuple[tuple[str, dict[str, Any]], ...] = (
            ("closed", BUDI),
            ("routed", BUDI),
            ("answered", {}),
            ("referred", BUDI),
            ("closed", BUDI),
        )
        calls = [call(MORNING + number, status=status, **who) for number, (status, who) in enumerate(kinds)]
        take(store, calls)
        tickets = [one.ticket for one in calls]
        end = MORNING + 4
        page = store.privacy.ended(Ended(CALLERS, end), 1)
        assert [one.ticket for one in page] == [tickets[0]]
        rest = store.privacy.ended(Ended(CALLERS, end, (page[0].reported_at, page[0].id)), 9)
        assert [one.ticket for one in rest] == [tickets[3]]
        assert [one.ticket for one in store.privacy.ended(Ended(TEXTS, end), 9)] == [tickets[0], tickets[2], tickets[3]]

    def test_a_file_that_was_removed_is_none_any_more_until_it_comes_again(self, store: Store) -> None:
        one = call()
        take(store, [one])
        photo, note = Attached("a" * 64, 3, "foto.jpg"), Attached("c" * 64, 4, "surat.pdf")
        change(store, [changed(one, {}, ATTACHED, "rina", MORNING, data_of([photo, note]))])
        store.commit([noting(one, ((FILES_REMOVED, {"removed": [photo.sha256]}),), None, LATER)])
        assert list(store.attached()) == [(one.ticket, note)]
        change(store, [changed(one, {}, ATTACHED, "rina", LATER, data_of([photo]))])
        assert [file for _ticket, file in store.attached()] == [note, photo]

    def test_events_of_a_type_are_found_of_the_desk_and_of_complaints(self, store: Store) -> None:
        """A word in a text is none, and what is older is left out."""
        one = call(text='kata "type":"revealed"')
        take(store, [one])
        store.commit([noting(one, ((REVEALED, {}),), "sari", MORNING + 5)])
        store.note_event(REVEALED, "joko", MORNING + 3 * DAY, {"command": "list", "count": 2})
        found = [(ticket, event.actor, event.data) for ticket, event in store.privacy.noted((REVEALED,))]
        assert found == [(one.ticket, "sari", {}), (None, "joko", {"command": "list", "count": 2})]
        assert [event.actor for _t, event in store.privacy.noted((REVEALED,), MORNING + DAY)] == ["joko"]
        assert list(store.privacy.noted((ERASED,))) == []

    def test_of_nothing_stored_nothing_goes(self, store: Store) -> None:
        assert store.privacy.ended(Ended(CALLERS, LATER), 9) == []
        assert list(store.privacy.noted((REVEALED,))) == []
