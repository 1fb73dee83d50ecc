"""Whose word it is, of which complaint, and what it asks for: decided from what came and the desk's rules alone."""

from __future__ import annotations

from contextlib import nullcontext
from hashlib import sha256
from typing import Any, cast

import pytest
from naive_store import NaiveStore

from aduan_cli.complaint.attachments import Attached
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.incoming import FILE, MAIL, Automatic, Incoming, key_of
from aduan_cli.complaint.messages import DEAD, SENT, Message
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.complaint.step import taking
from aduan_cli.desk_time import Zone
from aduan_cli.errors import AduanError, NotAllowedError, NotFoundError, UsageError
from aduan_cli.flow.inbox import AUTOMATIC, BOUNCED, KEPT, KNOWN, MOVED, InboxOutcome, Reception
from aduan_cli.flow.lifecycle import Moved, Moving
from aduan_cli.outbox import SendResult
from aduan_cli.ports import Attachments
from aduan_cli.tickets import make_ticket
from compiling import rules_of
from invented import MORNING, call

RULES: Any = rules_of(
    """
[desk]
name = "Uji"
prefix = "UJI"
timezone = "UTC"
[units.dlh]
name = "Dinas Lingkungan Hidup"
aliases = ["DINAS LH"]
mail = ["dlh@example.go.id", "@bersama.example"]
[units.dlh-truk]
name = "Regu Truk"
parent = "dlh"
mail = "truk@example.go.id"
[units.bpbd]
name = "BPBD"
mail = "@bersama.example"
[outside.pln]
name = "PLN"
referral = "Hubungi PLN."
[notifiers.kantor]
type = "smtp"
host = "mail.example"
from = "desk@example.go.id"
to = ["dlh@example.go.id", "Kepala <kepala@example.go.id>"]
[reasons.hold]
cuaca = { say = "menunggu cuaca", stops_clock = true }
suku-cadang = { say = "menunggu suku cadang" }
[inbox]
hold = "cuaca"
"""
)
NOW = MORNING + 3_600
ZONE = Zone([[-(2**62), 0]])


class Kept:
    """Attachments in a list."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def taking(self) -> Any:
        """Nobody drops anything."""
        return nullcontext()

    def keep(self, name: str, data: bytes) -> Attached:
        """Keep a file; one of more than nine bytes is too large."""
        if len(data) > 9:
            raise UsageError(f"{name}: too large")
        self.names.append(name)
        return Attached(sha256(data).hexdigest(), len(data), name)


class Desk:
    """A desk with one complaint at `dlh`, and who takes in what comes there."""

    def __init__(self, rules: Any = RULES, dry_run: bool = False, unit: str = "dlh") -> None:
        self.store: Any = NaiveStore()
        self.files, self._rules, self._dry_run = Kept(), rules, dry_run
        self.ticket = self.take_call(unit)

    def take_call(self, unit: str = "dlh") -> str:
        """Take a call that is at a unit and tells it; return its ticket."""
        complaint = call(MORNING, unit=unit, status="routed")
        step = taking(complaint)._replace(messages=(Message("routed", "kantor", unit),))
        (outcome,) = self.store.commit([step])
        return str(outcome.ticket)

    def take(self, **said: Any) -> InboxOutcome:
        """Take one mail of `dlh` in, with what it says."""
        given = {"sender": "dlh@example.go.id", "tickets": (self.ticket,), "verb": "ack"} | said
        key = given.pop("key", key_of(repr(sorted(given.items(), key=str))))
        return self._reception().take(Incoming(key, given.pop("via", MAIL), "1.eml", **given))

    def _reception(self) -> Reception:
        return Reception(
            self.store, cast(Attachments, self.files), self._rules, ZONE, NOW, self._move, "sari", self._dry_run
        )

    def _move(self, ticket: str, asked: AskedMove, actor: str) -> Moved:
        return Moving(self.store, self._rules, "rev", actor, NOW, self._dry_run).move(ticket, asked)

    @property
    def complaint(self) -> Complaint:
        """The first complaint as it is now."""
        found: Complaint = self.store.cases[1]
        return found

    def told(self) -> tuple[str, str | None, dict[str, Any]]:
        """Return type, actor and all that the last event of the first complaint says."""
        event = self.store.events(self.complaint)[-1]
        return event.type, event.actor, {**event.data, **(event.private or {})}


def refused(**said: Any) -> AduanError:
    """Return why a mail can't be taken; nothing was changed then."""
    desk = Desk()
    before = len(desk.store.told)
    with pytest.raises(AduanError) as error:
        desk.take(**said)
    assert (len(desk.store.told), desk.complaint.status, desk.files.names) == (before, "routed", [])
    return error.value


def test_a_word_moves_its_complaint_in_the_units_name_and_once() -> None:
    desk = Desk()
    assert desk.take(key="a", words="berangkat", said_at=NOW - 60).state == MOVED
    type_, actor, told = desk.told()
    assert (type_, actor, told["unit"]) == ("acknowledged", "dlh", "dlh")
    assert (told["received"], told["via"], told["by"], told["note"], told["said_at"]) == (
        "a",
        MAIL,
        "dlh@example.go.id",
        "berangkat",
        NOW - 60,
    )
    assert desk.take(key="a", words="berangkat").state == KNOWN
    assert desk.take(key="b").state == KEPT
    assert desk.take(key="b").state == KNOWN


def test_it_is_known_wherever_the_complaint_went_since() -> None:
    """Also to a unit that the sender is none of, or where the sender counts no more."""
    desk = Desk()
    desk.take(key="a")
    Moving(desk.store, RULES, "rev", "sari", NOW, False).move(desk.ticket, AskedMove("assign", to="bpbd"))
    assert desk.take(key="a").state == KNOWN
    assert desk.take(key="a", sender="orang@lain.example").state == KNOWN


def test_one_id_says_one_thing() -> None:
    desk = Desk()
    desk.take(key="a.1")
    with pytest.raises(UsageError, match="under this id something else was taken before"):
        desk.take(key="a.2", verb="start")
    assert desk.take(key="a.1").state == KNOWN


@pytest.mark.parametrize(
    ("sender", "at", "unit"),
    [
        ("dlh@example.go.id", "dlh", "dlh"),
        ("dlh@example.go.id", "dlh-truk", "dlh"),
        ("truk@example.go.id", "dlh-truk", "dlh-truk"),
        ("siapa@bersama.example", "bpbd", "bpbd"),
        ("siapa@bersama.example", "dlh", "dlh"),
    ],
)
def test_an_address_speaks_for_the_unit_that_has_a_part(sender: str, at: str, unit: str) -> None:
    """That of a unit for its crews as well; one that several share for the one of them whose it is."""
    desk = Desk(unit=at)
    assert desk.take(sender=sender).unit == unit
    assert desk.told()[1] == unit


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("truk@example.go.id", "is not at dlh-truk; it is at dlh"),
        ("dlh@example.go.id.lain.example", "is no unit's"),
        ("x@sub.bersama.example", "is no unit's"),
        (None, "the unit is missing"),
    ],
)
def test_who_has_no_part_moves_nothing(sender: str | None, why: str) -> None:
    assert why in str(refused(sender=sender))


def test_who_vouches_for_a_unit_is_believed_and_an_outside_body_is_none() -> None:
    assert Desk().take(sender="orang@lain.example", unit="DINAS LH").unit == "dlh"
    assert isinstance(refused(unit="pln"), NotAllowedError)
    assert "did you mean" in str(refused(unit="dhl"))


@pytest.mark.parametrize(
    ("tickets", "why", "kind"),
    [
        ((), "no ticket is named", UsageError),
        (("42",), "42 is a short form", UsageError),
        (("261123-1",), "is a short form", UsageError),
        ((make_ticket("UJI", 20261101, 7),), "no ticket", NotFoundError),
        (("UJI-261123-0001-9",), "check digit is wrong", NotFoundError),
        (("A-1", "A-2"), "several tickets are meant (A-1, A-2)", UsageError),
    ],
)
def test_one_ticket_is_meant_and_written_whole(tickets: tuple[str, ...], why: str, kind: type[AduanError]) -> None:
    error = refused(tickets=tickets)
    assert (why in str(error), type(error)) == (True, kind), str(error)


def sent(desk: Desk) -> str:
    """Send the messages of a desk; return the id of the first."""
    leased = desk.store.outbox.lease("kantor", NOW, NOW + 60, 9)
    desk.store.outbox.lease("kantor", NOW, NOW, 0, [SendResult(one.id, one.attempts, SENT) for one in leased])
    return str(leased[0].letter or leased[0].message_id)


def test_the_message_that_is_answered_tells_the_complaint_if_no_ticket_does() -> None:
    desk = Desk()
    other, id_ = desk.take_call(), sent(desk)
    assert desk.take(tickets=(), answers=(id_,)).ticket == desk.ticket
    assert desk.take(tickets=(other,), answers=(id_,)).ticket == other
    assert "no ticket is named" in str(refused(tickets=(), answers=("0" * 32,)))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"words": "menunggu suku cadang"}, "suku-cadang"),
        ({"words": "entah"}, "cuaca"),
        ({"code": "Suku Cadang"}, "suku-cadang"),
    ],
)
def test_a_hold_has_the_reason_that_it_names_or_that_of_the_desk(said: dict[str, Any], code: str) -> None:
    desk = Desk()
    assert desk.take(verb="hold", until="besok 08:00", said_at=NOW, **said).state == MOVED
    told = desk.told()[2]
    assert (told["code"], told["stops_clock"]) == (code, code == "cuaca")
    assert told["until"] > NOW


def test_a_hold_without_a_reason_or_into_the_past_is_refused() -> None:
    bare: Any = {**RULES, "inbox": {"words": {}, "mail": RULES["inbox"]["mail"]}}
    with pytest.raises(UsageError, match="one of cuaca, suku-cadang would be right"):
        Desk(bare).take(verb="hold", words="entah")
    assert "one of cuaca, suku-cadang" in str(refused(verb="hold", code="cuca"))
    assert "has passed" in str(refused(verb="hold", until="2020-01-01"))
    assert "has passed" in str(refused(verb="hold", until="besok", said_at=NOW - 3 * 86_400))
    alone: Any = {**bare, "reasons": {**RULES["reasons"], "hold": {"cuaca": RULES["reasons"]["hold"]["cuaca"]}}}
    assert Desk(alone).take(verb="hold").state == MOVED


def test_what_is_given_back_goes_to_the_first_name_that_is_one() -> None:
    desk = Desk()
    desk.take(verb="return", words="ke BPBD Kota", to=("BPBD Kota", "BPBD"))
    assert desk.told()[2]["to"] == "bpbd"
    desk = Desk()
    desk.take(verb="return", words="ke tempat lain", to=("tempat lain", "tempat"))
    assert "to" not in desk.told()[2]
    assert "unknown unit 'tempat lain'" in str(refused(verb="return", words="x", to=("tempat lain",), via=FILE))
    assert "why it is given back is missing" in str(refused(verb="return"))


def test_files_prove_what_was_done_and_stand_beside_any_other_move() -> None:
    desk = Desk()
    desk.take(verb="resolve", words="diangkut", files=(("foto.jpg", b"foto"), ("lagi.jpg", b"foto")))
    told = desk.told()[2]
    assert (len(told["files"]), told["names"], told["result"]) == (1, ["foto.jpg"], "diangkut")
    desk = Desk()
    desk.take(verb="ack", files=(("surat.pdf", b"surat"),))
    assert [event.type for event in desk.store.events(desk.complaint)][-2:] == ["acknowledged", "attached"]
    assert "too large" in str(refused(verb="resolve", words="x", files=(("foto.jpg", b"0123456789"),)))


def test_a_trial_keeps_nothing() -> None:
    desk = Desk(dry_run=True)
    before = len(desk.store.told)
    assert desk.take(verb="resolve", words="x", files=(("foto.jpg", b"foto"),)).state == MOVED
    assert (len(desk.store.told), desk.files.names, desk.complaint.status) == (before, [], "routed")


# -- what a machine wrote


@pytest.mark.parametrize(
    ("failed", "state"),
    [
        ((), DEAD),
        (("dlh@example.go.id", "kepala@example.go.id"), DEAD),
        (("kepala@example.go.id",), SENT),
    ],
)
def test_a_message_is_dead_where_nobody_got_it(failed: tuple[str, ...], state: str) -> None:
    desk = Desk()
    found = Automatic("failed", "550 unknown", failed, (sent(desk),))
    assert desk.take(key="a", automatic=found).state == BOUNCED
    (message,) = desk.store.outbox.posted()
    assert (message.state, message.error) == (state, "550 unknown")
    assert desk.told()[0:2] == ("message_bounced", "sari")
    assert desk.take(key="a", automatic=found).state == KNOWN


def test_a_report_of_anothers_message_is_nothing_of_ours() -> None:
    desk = Desk()
    assert desk.take(automatic=Automatic("failed", "550", (), ("0" * 32,))) == InboxOutcome(AUTOMATIC)
    assert desk.take(automatic=Automatic("failed", "550")) == InboxOutcome(AUTOMATIC)


def test_a_note_of_absence_stands_in_the_history_of_the_units_complaint_alone() -> None:
    desk = Desk()
    away = Automatic("answered", "Saya cuti")
    assert desk.take(key="a", automatic=away).state == KEPT
    assert (desk.told()[0], desk.told()[2]["note"]) == ("received", "Saya cuti")
    assert desk.take(key="a", automatic=away).state == KNOWN
    before = len(desk.store.told)
    for more in ({"sender": "orang@lain.example"}, {"tickets": ()}, {"sender": "truk@example.go.id"}):
        assert desk.take(automatic=away, **more) == InboxOutcome(AUTOMATIC)
    assert len(desk.store.told) == before
