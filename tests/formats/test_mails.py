"""A mail as what a unit says, whatever its bytes are; and what of it a machine wrote."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.incoming import Incoming
from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.formats.mails import LARGEST, incoming_mail
from aduan_cli.formats.replies import reply_in
from mails import absence, bounce, raw, reply

TABLE = MoveWords({})
TICKET = "UJI-261123-0001-6"


def read(mail: EmailMessage | bytes) -> Incoming:
    """Return what a mail says."""
    return incoming_mail(mail if isinstance(mail, bytes) else raw(mail), "1.eml", TABLE)


ANSWERED = {
    "gmail": "Pada tanggal Kam, 26 Nov 2026 pukul 10.15 Call Center <d@example.go.id> menulis:\n\n> selesai\n",
    "gmail, in two lines": "Pada Kam, 26 Nov 2026 pukul 10.15 Call Center Kota\n<d@example.go.id> menulis:\n\n> x\n",
    "apple": "> Pada 26 Nov 2026, pukul 10.15, Call Center <d@example.go.id> menulis:\n> \n> selesai\n",
    "outlook": "_" * 32 + "\nDari: Call Center\nDikirim: 26 November 2026\nKepada: dlh\nPerihal: x\n\nselesai\n",
    "english": "On Thu, Nov 26, 2026 at 10:15 AM Call Center <d@example.go.id> wrote:\n\n> done\n",
    "an old one": "-----Original Message-----\nFrom: desk\nSent: Thursday\n\ndone\n",
    "passed on": "---------- Pesan Asli ----------\nDari: desk\n",
    "a signature": "-- \nBudi\nDinas Lingkungan Hidup\n",
    "a greeting": "Hormat kami,\nBudi\n",
    "thanks": "Terima kasih,\nBudi\n",
    "a telephone": "Dikirim dari iPhone saya\n",
}


@pytest.mark.parametrize("below", ANSWERED.values(), ids=list(ANSWERED))
def test_what_is_answered_and_what_stands_under_it_is_cut(below: str) -> None:
    assert reply_in(f"Diterima, regu berangkat.\n- tiang 12\n\n{below}") == "Diterima, regu berangkat.\n- tiang 12"


def test_a_reply_below_what_it_answers_is_found() -> None:
    text = "On Thu, Nov 26, 2026 at 10:15 AM Call Center <d@example.go.id> wrote:\n> a complaint\n\nSelesai: diangkut\n"
    assert reply_in(text) == "Selesai: diangkut"


@pytest.mark.parametrize(
    "text",
    ["Pada b c d " * 2_000, "On a b c " * 2_000, "\n" * 20_000, "From: a\n" * 3_000, "-- \n" * 5_000, "_" * 9_000],
)
def test_no_text_takes_long(text: str) -> None:
    """The library's patterns alone take minutes for some of these."""
    began = time.monotonic()
    reply_in(text)
    assert time.monotonic() - began < 10


@given(st.lists(st.sampled_from(["Pada ", "menulis:", "On ", "wrote:", "\n", "> ", "-- ", "Dari:", "a", "Salam,"])))
@settings(max_examples=30, deadline=None)
def test_what_is_left_of_a_text_stood_in_it(parts: list[str]) -> None:
    text = "".join(parts)
    words = text.split()
    assert all(word in words for word in reply_in(text).split())


def test_ticket_sender_time_and_answered_message_are_read() -> None:
    id_ = "ab" * 16
    one = read(reply("diterima", f"Re: [{TICKET}] sampah", answers=f"<{id_}@example.go.id>"))
    assert (one.tickets, one.sender, one.answers) == ((TICKET,), "dlh@example.go.id", (id_,))
    assert (one.verb, one.said_at, one.wrong) == ("ack", 1_795_416_600, None)


@pytest.mark.parametrize("zone", ["-0000", "+0000", "GMT", ""])
@pytest.mark.parametrize("machine", ["Asia/Jakarta", "America/New_York"])
def test_a_time_whose_zone_is_not_told_is_that_of_greenwich_wherever_the_machine_is(
    zone: str, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        assert read(reply("diterima", date=f"Mon, 23 Nov 2026 06:50:00 {zone}")).said_at == 1_795_416_600
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "subject",
    [f"Re: {TICKET[:-1]}", f"X{TICKET}0", f"{TICKET}-1", "0001-6", "BKS"],
)
def test_what_is_no_whole_ticket_is_none(subject: str) -> None:
    assert read(reply("diterima", subject)).tickets in ((), (f"X{TICKET}"[:0],))


def test_a_mail_without_an_id_is_known_by_its_bytes() -> None:
    mail = reply("diterima")
    del mail["Message-ID"]
    assert read(mail).key == read(mail).key != read(reply("diterima")).key
    other = reply("proses")
    del other["Message-ID"]
    assert read(other).key != read(mail).key


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "auto-generated; x"),
        ("Precedence", "bulk"),
        ("X-Autoreply", "yes"),
    ],
)
def test_what_a_machine_wrote_is_no_word_of_a_unit(header: tuple[str, str]) -> None:
    mail = reply("selesai: x", f"[{TICKET}]")
    mail[header[0]] = header[1]
    found = read(mail)
    assert found.automatic is not None
    assert (found.automatic.kind, found.verb) == ("answered", None)


def test_a_person_may_say_that_it_is_a_persons() -> None:
    mail = reply("selesai: x")
    mail["Auto-Submitted"] = "no"
    assert read(mail).verb == "resolve"


@pytest.mark.parametrize("subject", ["Out of Office: x", "Balasan Otomatis: x", "Automatic reply: x", "Auto-Reply"])
def test_who_is_away_says_so_in_the_subject(subject: str) -> None:
    assert read(reply("selesai: x", subject)).automatic is not None
    assert read(absence(TICKET)).tickets == (TICKET,)


def test_a_report_names_who_did_not_get_what() -> None:
    found = read(bounce("cd" * 16, "A@x.example", "b@x.example")).automatic
    assert found is not None
    assert (found.kind, found.failed, found.answers) == ("failed", ("a@x.example", "b@x.example"), ("cd" * 16,))
    assert found.said.startswith("A@x.example: 550 5.1.1 user unknown; b@")
    delayed = read(bounce("cd" * 16, "a@x.example", action="delayed")).automatic
    assert delayed is not None
    assert delayed.kind == "answered"


def test_a_server_that_reports_in_its_own_way_is_understood() -> None:
    mail = reply(f"Your message <{'ef' * 16}@example.go.id> could not be delivered", sender="mailer-daemon@mx.example")
    found = read(mail).automatic
    assert found is not None
    assert (found.kind, found.answers) == ("failed", ("ef" * 16,))


def test_files_are_told_from_text_pages_and_decoration() -> None:
    mail = reply("selesai: diangkut", f"[{TICKET}]")
    page = "<p>selesai: diangkut</p><img src='cid:logo'>"
    mail.add_alternative(page, subtype="html")
    mail.get_payload()[1].add_related(b"logo", maintype="image", subtype="png", cid="<logo>")  # type: ignore[index,union-attr]
    mail.add_attachment(b"foto" * 9, maintype="image", subtype="jpeg", filename="..\\..\\a/b/foto.jpg")
    mail.add_attachment(b"tanpa nama", maintype="image", subtype="png")
    mail.add_attachment(reply("yang lama"))
    found = read(mail)
    assert [(name, data[:4]) for name, data in found.files] == [
        ("foto.jpg", b"foto"),
        ("lampiran-2.png", b"tanp"),
        ("lampiran-3.eml", b"From"),
    ]
    assert found.words == "diangkut"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it has no sender, or several"),
        (b"From: a@b.example, c@b.example\n\nterima", "it has no sender, or several"),
        (b"From: a@b.example\nFrom: c@b.example\n\nterima", "it has no sender, or several"),
        (b"From: a@b.example\n\n", "it has no words of its own"),
        (b"From: a@b.example\n\n> terima\n", "it has no words of its own"),
        (b"From: a@b.example\nContent-Type: application/pkcs7-mime\n\nx", "it is encrypted"),
        (b"From: a@b.example\n\nentah apa", "what it says is not clear ('entah apa'); a line like 'selesai: ...'"),
        (b"x" * (LARGEST + 1), "the mail has more than 50 MB"),
    ],
    ids=["nothing", "two senders", "two heads", "no words", "only quoted", "encrypted", "unclear", "huge"],
)
def test_what_cannot_be_understood_says_why(data: bytes, why: str) -> None:
    assert str(read(data).wrong).startswith(why)


@pytest.mark.parametrize("charset", ["bogus", "utf-7x", "us-ascii", "utf-8", ""])
def test_bytes_become_text_whatever_the_mail_says_of_them(charset: str) -> None:
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert read(head.encode() + "selesai: café".encode("cp1252")).words == "café"
    assert read(head.encode() + "selesai: café".encode()).words == "café"


def test_parts_within_parts_have_an_end() -> None:
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(60))
    found = read(f"From: a@b.example\n{heads}Content-Type: text/plain\n\nterima\n".encode())
    assert found.verb == "ack" or found.wrong is not None


@given(st.binary(max_size=400) | st.binary(max_size=300).map(lambda data: b"From: a@b.example\nSubject: x\n" + data))
@settings(max_examples=60, deadline=None)
def test_no_bytes_are_too_much(data: bytes) -> None:
    """Each mail says something, or why it says nothing."""
    found = read(data)
    assert (found.verb is not None) + (found.wrong is not None) + (found.automatic is not None) == 1
    assert found.key
