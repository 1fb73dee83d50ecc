"""The role `Steps`: the one way in which complaints are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aduan_cli.complaint.assignments import Assignment, Reassigned
from aduan_cli.complaint.callback import Along
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import CODE_ANSWERED, PLUGIN_FAILED
from aduan_cli.complaint.fields import KEPT_FIELDS
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.step import Step, taking
from aduan_cli.errors import UsageError
from aduan_cli.ports import Query, Store
from aduan_cli.stored import CONFLICT, DONE, KNOWN, TAKEN, Outcome
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import DAY, MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, ids, take, values
from aduan_cli.tickets import make_ticket, parse_ticket

NOTED = (("noted", {"plugin": "x"}),)


class StepsContract(Contract):
    """What was written is looked at through `Cases` and `History`, so the store must bring these too."""

    def test_numbers_of_each_day_run_from_1_without_gaps(self, store: Store) -> None:
        days = (MORNING, MORNING + DAY, MORNING, MORNING, MORNING + DAY)
        first = take(store, [call(at) for at in days[:3]])
        then = take(store, [call(at) for at in days[3:]])
        assert [taken.ticket for taken in first + then] == [
            make_ticket("UJI", day, number)
            for day, number in ((20251124, 1), (20251125, 1), (20251124, 2), (20251124, 3), (20251125, 2))
        ]

    def test_a_call_comes_back_as_it_was_given(self, store: Store) -> None:
        given = call(
            text="sampah <b>di</b> \"pasar\"\nbaris kedua 🗑️ 'x'; --",
            answer="sudah diteruskan",
            answers={"tinggi air": 50, "listrik": True, "sejak": "pagi"},
            address="Jl. Contoh No. 1",
            support=("bpbd", "bmsda"),
            rule="aturan-1",
            revision="0123456789ab",
            recorded_unit="dlh",
            caller_name="Budi Contoh",
            caller_phone="+6281200000009",
            phone_original="0812 0000 0009",
            caller_address="Jl. Rumah 2",
            caller_kecamatan="Bekasi Utara",
            caller_kelurahan="Teluk Pucung",
            kecamatan="Bekasi Timur",
            kelurahan="Margahayu",
            fields={"KET": "Selesai", "n": 1},
            sources={"kind": "text"},
            source_file="log.csv",
            source_row=7,
            key="kunci-1",
            import_key="peta:abc:1",
            content_hash="ff",
        )
        take(store, [given])
        found = store.resolve(parse_ticket(given.ticket))
        assert found is not None
        named = {"import_key", "content_hash"}  # a store keeps them so that nothing can be told from them
        assert {name: value for name, value in values(found).items() if name not in named} == {
            name: value for name, value in values(given).items() if name not in named
        }
        assert set(KEPT_FIELDS) - {"caller"} <= set(values(found))

    def test_everything_of_a_batch_is_stored_or_nothing(self, store: Store) -> None:
        take(store, [call()])
        year_without_a_ticket = call(-3_000_000_000)
        with pytest.raises(UsageError):
            take(store, [call(), year_without_a_ticket])
        assert store.count(Query()) == 1
        assert [taken.ticket for taken in take(store, [call()])] == [make_ticket("UJI", 20251124, 2)]

    def test_the_same_key_again_stores_nothing_and_names_the_first_ticket(self, store: Store) -> None:
        first = take(store, [call(key="dari-skrip-1")])[0]
        again = take(store, [call(MORNING + DAY, key="dari-skrip-1", text="lain")])[0]
        assert (first.state, again.state) == ("taken", "known")
        assert again.ticket == first.ticket
        assert store.count(Query()) == 1
        stored = store.by_key("dari-skrip-1")
        assert stored is not None
        assert stored.text == "sampah menumpuk di pasar"
        assert store.by_key("dari-skrip-2") is None

    def test_a_key_given_twice_in_one_batch_is_taken_once(self, store: Store) -> None:
        taken = take(store, [call(key="k"), call(), call(key="k")])
        assert [one.state for one in taken] == ["taken", "taken", "known"]
        assert taken[2].ticket == taken[0].ticket
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 3)

    def test_a_ticket_brought_along_is_kept_and_numbers_go_on_after_it(self, store: Store) -> None:
        brought = make_ticket("UJI", 20251124, 7)
        own = call(number=7, ticket=brought)
        assert take(store, [own])[0].ticket == brought
        assert take(store, [call()])[0].ticket == make_ticket("UJI", 20251124, 8)

    def test_a_ticket_brought_along_twice_is_known_or_has_changed(self, store: Store) -> None:
        def brought(**given: Any) -> Complaint:
            return call(number=3, ticket=make_ticket("UJI", 20251124, 3), **given)

        take(store, [brought(answers={"a": 1}, support=("bpbd",))])
        again = take(store, [brought(answers={"a": 1}, support=("bpbd",))])
        other = take(store, [brought(text="lain")])
        assert (again[0].state, other[0].state) == ("known", "changed")
        assert store.count(Query()) == 1

    def test_a_change_is_seen_with_its_event_and_a_new_version(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        columns = {"unit": "bpbd", "support": ("dlh",), "text": "banjir, bukan sampah", "answers": {"a": 1}}
        change(store, [changed(complaint, columns, "routed", "rina", MORNING + 60, {"from": "dlh", "to": "bpbd"})])
        found = store.resolve(parse_ticket(complaint.ticket))
        assert found is not None
        assert (found.unit, found.support, found.text, found.answers) == ("bpbd", ("dlh",), columns["text"], {"a": 1})
        assert found.version == 2
        logged, routed = store.events(found)
        assert (logged.type, routed.type, routed.actor, routed.at) == ("logged", "routed", "rina", MORNING + 60)
        assert routed.data == {"from": "dlh", "to": "bpbd"}
        assert routed.private == {"text": "banjir, bukan sampah", "answers": {"a": 1}}
        assert ids(store.search("banjir", None)) == [found.id]
        assert ids(store.search("menumpuk", None)) == []

    def test_a_change_of_status_opens_and_closes(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        change(store, [changed(complaint, {"status": "closed"}, "closed", "rina", MORNING + 60, {})])
        assert store.count(Query(open_only=True)) == 0
        complaint = copy_of(complaint, version=2, status="closed")
        change(store, [changed(complaint, {"status": "in_progress"}, "reopened", "rina", MORNING + 90, {})])
        assert store.count(Query(open_only=True)) == 1
        assert [event.type for event in store.events(complaint)] == ["logged", "closed", "reopened"]

    def test_who_must_act_and_how_far(self, store: Store) -> None:
        """The lead first; who is done with it, or was left out, is gone."""
        given = call(unit="dlh", support=("bpbd", "bmsda"), status="routed", kind="complaint")
        take(store, [given])
        assert store.assignments(given) == [
            Assignment("dlh", "lead", "routed"), Assignment("bpbd", "support", "routed"),
            Assignment("bmsda", "support", "routed"),
        ]  # fmt: skip
        change(store, [changed(given, {"status": "in_progress", "support": ("bmsda",)}, "started", None, MORNING, {})])
        there = store.resolve(parse_ticket(given.ticket))
        assert there is not None
        moved = Reassigned(moved=(Assignment("bmsda", "support", "resolved"),))
        data = {"unit": "bmsda", "role": "support", "status": "resolved"}
        step = changed(there, {"status": "in_progress"}, "resolved", None, MORNING, data)
        change(store, [step._replace(assignments=moved)])
        assert store.assignments(given) == [
            Assignment("dlh", "lead", "in_progress"), Assignment("bmsda", "support", "resolved"),
        ]  # fmt: skip

    def test_a_step_on_an_older_state_is_a_conflict_and_writes_nothing_of_it(self, store: Store) -> None:
        first, second = call(), call()
        take(store, [first, second])
        change(store, [changed(first, {"priority": "high"}, "set", "rina", MORNING + 60, {})])
        stale = [
            changed(second, {"priority": "high"}, "set", "joko", MORNING + 61, {}),
            changed(first, {"priority": "low"}, "set", "joko", MORNING + 61, {}),
        ]
        assert store.commit(stale) == [Outcome(second.ticket, DONE), Outcome(first.ticket, CONFLICT)]
        assert [complaint.priority for complaint in store.find(Query(ascending=True))] == ["high", "high"]
        assert [len(store.events(complaint)) for complaint in (first, second)] == [2, 2]

    def test_links_lead_both_ways(self, store: Store) -> None:
        first = call()
        take(store, [first])
        second, third = call(linked=(first.ticket,)), call(linked=(first.ticket, "UJI-251124-0999-0"))
        take(store, [second, third])
        found = {complaint.number: complaint.linked for complaint in store.find(Query())}
        assert found == {1: (second.ticket, third.ticket), 2: (first.ticket,), 3: (first.ticket,)}
        told = [(event.type, event.data) for event in store.events(first)[1:]]
        assert told == [("linked", {"to": second.ticket}), ("linked", {"to": third.ticket})]
        assert [event.type for event in store.events(second)] == ["logged", "linked"]

    def test_a_link_that_is_there_is_told_once(self, store: Store) -> None:
        """Records of an export name each other: whichever comes second brings the link, with an event on each side."""
        one, other = (make_ticket("UJI", 20251124, number) for number in (1, 2))
        records = [
            call(ticket=one, number=1, linked=(other,)), call(ticket=other, number=2, linked=(one, one)),
        ]  # fmt: skip
        take(store, records)
        for record in records:
            assert [event.type for event in store.events(record)] == ["logged", "linked"]

    def test_a_link_that_is_taken_away_is_gone_on_both_sides(self, store: Store) -> None:
        first, second = call(), call()
        take(store, [first])
        vars(second)["linked"] = (first.ticket,)
        take(store, [second])
        change(store, [changed(second, {}, "noted", "rina", MORNING, {})._replace(unlinks=(first.ticket,))])
        for one, other in ((first, second), (second, first)):
            assert [found.linked for found in store.find(Query()) if found.id == one.id] == [()]
            told = [(event.type, event.data) for event in store.events(one)]
            assert ("unlinked", {"to": other.ticket}) in told

    def test_steps_that_belong_together_are_written_all_or_none(self, store: Store) -> None:
        """Whatever their order: one that comes too late takes back those before it."""
        first, second = call(), call()
        take(store, [first, second])
        change(store, [changed(second, {"priority": "high"}, "edited", "rina", MORNING, {})])
        mine = changed(first, {"unit": "bpbd"}, "edited", "rina", MORNING, {"fields": ["unit"]})
        stale = changed(second, {"unit": "bpbd"}, "edited", "rina", MORNING, {"fields": ["unit"]})
        for steps in ([mine, stale], [stale, mine]):
            assert store.commit(steps, together=True) == [Outcome(second.ticket, CONFLICT)] * 2
        assert {found.unit for found in store.find(Query())} == {"dlh"}
        assert [event.type for event in store.events(first)] == ["logged"]
        fresh = changed(copy_of(second, version=2), {"unit": "bpbd"}, "edited", "rina", MORNING, {})
        assert {outcome.state for outcome in store.commit([mine, fresh], together=True)} == {DONE}
        assert {found.unit for found in store.find(Query())} == {"bpbd"}

    def test_what_is_merged_into_a_complaint_changes_along_with_it(self, store: Store) -> None:
        """In the same transaction, with an event and a version of its own each; nothing else does."""
        incident, mine, other = call(), call(), call()
        take(store, [incident, mine, other])
        change(store, [changed(mine, {"merged_into": incident.ticket}, "merged", "rina", MORNING, {})])
        step = changed(incident, {"unit": "bpbd"}, "edited", "rina", MORNING + 60, {})
        along = Along(("followed", {"into": incident.ticket, "state": "resolved"}), {"owed_since": MORNING + 60})
        change(store, [step._replace(along=along)])
        (found,) = store.merged(incident)
        assert (found.id, found.owed_since, found.version) == (mine.id, MORNING + 60, 3)
        assert store.merged(other) == []
        last = store.events(mine)[-1]
        assert (last.type, last.data, last.at) == (*along.event, MORNING + 60)
        assert [event.type for event in store.events(other)] == ["logged"]

    def test_of_what_is_merged_each_caller_is_told_by_the_event_of_their_own(self, store: Store) -> None:
        """The message stands in the same transaction, under the ticket of the one that is merged."""
        incident, mine, other = call(), call(), call()
        take(store, [incident, mine, other])
        change(
            store,
            [changed(one, {"merged_into": incident.ticket}, "merged", "rina", MORNING, {}) for one in (mine, other)],
        )
        step = changed(incident, {"unit": "bpbd"}, "edited", "rina", MORNING + 60, {})
        told = Message("caller-resolved", "wa", "@whatsapp")
        follows = ("followed", {"into": incident.ticket, "state": "resolved"})
        along = Along(follows, {"owed_since": MORNING + 60}, {other.ticket: [told]})
        change(store, [step._replace(along=along, messages=(Message("routed", "kantor", "bpbd"),))])
        posted = {one.ticket: one for one in store.outbox.posted()}
        assert {ticket: one.event for ticket, one in posted.items()} == {
            incident.ticket: "routed",
            other.ticket: "caller-resolved",
        }
        (own,) = [one for one in store.events(other) if one.type == "followed"]
        assert (posted[other.ticket].event_id, posted[other.ticket].at) == (own.id, MORNING + 60)

    def test_an_event_alone_needs_no_changed_column(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        change(store, [changed(complaint, {}, "noted", "rina", MORNING + 60, {"why": "ditanyakan"})])
        assert [event.type for event in store.events(complaint)] == ["logged", "noted"]

    def test_events_of_a_call_that_is_taken_follow_its_first(self, store: Store) -> None:
        """What unit code said of a record stands behind `imported`; its words are kept where they can be erased."""
        failure = {
            "plugin": "bpbd",
            "hook": "route",
            "kind": "raised",
            "message": "Budi",
            "traceback": "t",
            "sha256": "0",
        }
        events = ((CODE_ANSWERED, {"plugin": "bpbd", "answer": None}), (PLUGIN_FAILED, failure))
        one, other = call(), call()
        first, second = (outcome.complaint for outcome in store.commit([taking(one, events), taking(other)]))
        assert first is not None
        assert second is not None
        history = store.events(first)
        assert [event.type for event in history] == ["logged", CODE_ANSWERED, PLUGIN_FAILED]
        assert history[2].data == {"plugin": "bpbd", "hook": "route", "kind": "raised", "sha256": "0"}
        assert history[2].private == {"message": "Budi", "traceback": "t"}
        assert len(store.events(second)) == 1

    def test_a_changed_phone_is_found_under_its_new_number_only(self, store: Store) -> None:
        complaint = call(caller_phone="+6281200000001")
        take(store, [complaint, call(caller_phone="+6281200000001")])
        change(store, [changed(complaint, {"caller_phone": "+6281200000002"}, "edited", "rina", MORNING + 60, {})])
        assert [found.number for found in store.find(Query((("phone", ("+6281200000001",)),)))] == [2]
        assert [found.number for found in store.find(Query((("phone", ("+6281200000002",)),)))] == [1]

    def test_texts_that_only_look_dangerous_are_stored_as_they_are(self, store: Store) -> None:
        texts = ["'; DROP TABLE complaint; --", '"', "%s %d {x}", "\u202eterbalik", "a\tb\r\nc", "𝕏" * 500]
        take(store, [call(text=text) for text in texts])
        assert [complaint.text for complaint in store.find(Query(ascending=True))] == texts

    def test_nothing_to_write_writes_nothing(self, store: Store) -> None:
        assert store.commit([]) == []
        assert store.count(Query()) == 0

    def test_what_steps_pass_is_what_is_written(self, store: Store) -> None:
        """Each commit passes its steps once; what is made of them is written in the same transaction."""
        passed: list[int] = []

        def attend(steps: Sequence[Step]) -> Sequence[Step]:
            passed.append(len(steps))
            return [step._replace(events=(*step.events, ("noted", {"plugin": f"{len(passed)}"}))) for step in steps]

        store.attend = attend
        complaint = call()
        take(store, [complaint, call()])
        change(store, [changed(complaint, {"priority": "high"}, "edited", "rina", MORNING + 60, {})])
        store.attend = None
        change(store, [changed(complaint, {}, "noted", "rina", MORNING + 120, {"plugin": "0"})])
        assert passed == [2, 1]
        assert [event.data["plugin"] for event in store.events(complaint) if event.type == "noted"] == ["1", "2", "0"]

    def test_what_is_encoded_ahead_is_what_would_have_been_written(self, store: Store) -> None:
        """Names of an import and the due time come later; a complaint that is another one since is written as it is."""
        encode = store.encode or (lambda one: (one, ()))
        texts = ["Lampu mati", '"ticket":"x",\u2028', "Bising \U0001d54f", "Sampah"]
        ahead = [call(text=text, caller_name="Rina" if text == "Sampah" else None) for text in texts]
        now = [copy_of(one, import_key=f"map~{number}:1", content_hash="ab") for number, one in enumerate(ahead)]
        now[1] = copy_of(now[1], due_at=MORNING + 9000)
        now[2] = copy_of(now[2], priority="high", text="Bising sekali", status="routed", unit="dlh")
        steps = [taking(one, NOTED, encoded=encode(made)) for one, made in zip(now, ahead, strict=True)]
        plain = [taking(copy_of(one, import_key=f"map~{number}:2"), NOTED) for number, one in enumerate(now)]
        outcomes = store.commit([*steps, *plain])
        told = [
            (one, store.events(one)) for outcome in outcomes if (one := store.resolve(parse_ticket(outcome.ticket)))
        ]
        for (one, events), (other, expected) in zip(told[:4], told[4:], strict=True):
            assert (one.text, one.priority, one.due_at) == (other.text, other.priority, other.due_at)
            assert [(event.type, event.data) for event in events] == [(event.type, event.data) for event in expected]

    def test_matters_of_one_call_are_linked_in_the_step_that_takes_them(self, store: Store) -> None:
        """Each with the first of them, which may be there already; the next call begins anew."""
        calls = [call(key="a"), call(key="a2"), call(), call(), call(key="a"), call(key="a3")]
        beside = [False, True, False, True, False, True]
        steps = [taking(one, beside=other) for one, other in zip(calls, beside, strict=True)]
        outcomes = [*store.commit(steps[:4]), *store.commit(steps[4:])]
        assert [outcome.state for outcome in outcomes] == [TAKEN] * 4 + [KNOWN, TAKEN]
        tickets = [outcome.ticket for outcome in outcomes]
        assert tickets[4] == tickets[0]
        there = {one.ticket: one.linked for one in store.find(Query())}
        assert there[tickets[0]] == tuple(sorted((tickets[1], tickets[5])))
        assert (there[tickets[1]], there[tickets[5]]) == ((tickets[0],), (tickets[0],))
        assert (there[tickets[2]], there[tickets[3]]) == ((tickets[3],), (tickets[2],))
