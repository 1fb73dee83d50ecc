"""Mails that no person wrote: which ones they are, and what a report says of the mail that did not arrive."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from aduan_cli.complaint.incoming import Automatic
from aduan_cli.formats.automatic import automatic_of

ID, OTHER = "0123456789abcdef0123456789abcdef", "f" * 32


def read(text: str) -> Automatic | None:
    """Return what a mail is, as it comes."""
    data = text.encode()
    mail = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(mail, EmailMessage)
    return automatic_of(mail, data)


def written(*head: str, subject: str = "Re: UJI-261123-0001-3", sender: str = "dlh@example.test") -> Automatic | None:
    """Return what a mail with some lines in its head is."""
    return read("\n".join([f"From: {sender}", f"Subject: {subject}", *head, "", "Sudah diangkut."]))


def report(*blocks: str, more: str = "") -> str:
    """Return a report of a mail server, a block for each recipient, with the mail that it is about."""
    status = "\n\n".join(["Reporting-MTA: dns; mx.example.test", *blocks])
    return f"""\
From: Mail Delivery System <mailer@example.test>
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="batas"

--batas
Content-Type: text/plain

It did not arrive.

--batas
Content-Type: message/delivery-status

{status}

--batas
Content-Type: message/rfc822

Message-ID: <{ID}@example.test>
Subject: Aduan baru
{more}
Isi.

--batas--
"""


@pytest.mark.parametrize(
    "head",
    [
        (),
        ("Auto-Submitted: no",),
        ("Auto-Submitted: No",),
        ("Auto-Submitted: no (a person wrote it)",),
        ("Auto-Submitted: no; by=hand",),
        ("Precedence: first-class",),
        ("List-Id: <warga.example.test>",),
    ],
    ids=str,
)
def test_what_a_person_wrote_is_none(head: tuple[str, ...]) -> None:
    assert written(*head) is None


@pytest.mark.parametrize(
    "head",
    [
        ("Auto-Submitted: auto-replied",),
        ("Auto-Submitted: auto-generated",),
        ("Auto-Submitted: AUTO-REPLIED; owner-email=x@example.test",),
        ("Auto-Submitted: auto-notified",),
        ("Precedence: bulk",),
        ("Precedence: Auto_Reply",),
        ("Precedence: junk",),
        ("X-Autoreply: yes",),
        ("X-Autorespond: cuti",),
        ("X-Auto-Reply: 1",),
    ],
    ids=str,
)
def test_an_answer_of_a_machine_is_told_by_its_head(head: tuple[str, ...]) -> None:
    """By what RFC 3834 says, and by what was used before it."""
    assert written(*head) == Automatic("answered", "Re: UJI-261123-0001-3")


@pytest.mark.parametrize(
    ("subject", "is_one"),
    [
        ("Out of office: Re: Aduan", True),
        ("out of the office until Monday", True),
        ("Automatic reply: Aduan", True),
        ("Auto-Reply: Aduan", True),
        ("Balasan otomatis: Aduan", True),
        ("Jawaban otomatis", True),
        ("Sedang cuti", True),
        ("  Di luar kantor", True),
        ("Re: Out of office", False),
        ("Automatically mended", False),
        ("Aduan sedang cuti", False),
        ("", False),
    ],
)
def test_an_answer_of_a_machine_is_told_by_how_its_subject_begins(subject: str, is_one: bool) -> None:
    assert (written(subject=subject) is not None) == is_one


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@example.test", "Postmaster <postmaster@example.test>"])
def test_what_a_mail_server_writes_without_a_report_is_a_mail_that_did_not_arrive(sender: str) -> None:
    """Of which one is told by the last id of ours in it."""
    text = f"From: {sender}\nSubject: failure\n  notice\n\n<{OTHER}@a.test> was fine\nMessage-ID: <{ID}@example.test>\n"
    assert read(text) == Automatic("failed", "failure notice", answers=(ID,))


def test_a_mail_without_a_sender_is_read() -> None:
    assert read("Subject: apa\n\nisi\n") is None
    assert read("From: \nSubject: apa\n\nisi\n") is None


def test_a_report_names_each_recipient_whom_it_did_not_reach_and_why() -> None:
    """In small letters; those whom it reached, or may still reach, are not among them."""
    found = read(
        report(
            "Final-Recipient: rfc822; Kantor@Example.test\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
            "Final-Recipient: rfc822;baik@example.test\nAction: relayed\nStatus: 2.0.0",
            "Original-Recipient: rfc822;kepala@example.test\nAction: FAILED\nStatus: 4.4.7",
        )
    )
    assert found == Automatic(
        "failed",
        "Kantor@Example.test: 550 5.1.1 User unknown; kepala@example.test: 4.4.7",
        ("kantor@example.test", "kepala@example.test"),
        (ID,),
    )


def test_a_reason_is_told_whole_whatever_is_in_it() -> None:
    """A `;` ends only the type of the field."""
    why = "Diagnostic-Code: smtp; 554 spam; see example.test; bye"
    block = f"Final-Recipient: rfc822; a@example.test\nAction: failed\n{why}"
    found = read(report(block))
    assert found is not None
    assert found.said == "a@example.test: 554 spam; see example.test; bye"


def test_a_reason_without_a_type_is_told_as_it_is() -> None:
    found = read(report("Final-Recipient: a@example.test\nAction: failed\nDiagnostic-Code: mailbox full"))
    assert found is not None
    assert (found.said, found.failed) == ("a@example.test: mailbox full", ("a@example.test",))


@pytest.mark.parametrize("action", ["delayed", "delivered", "expanded"])
def test_a_report_that_nothing_failed_is_an_answer(action: str) -> None:
    """It may still arrive: nobody is to be told that it did not."""
    found = read(report(f"Final-Recipient: rfc822; a@example.test\nAction: {action}\nStatus: 4.0.0"))
    assert found == Automatic("answered", "Undelivered Mail Returned to Sender", (), (ID,))


def test_a_report_without_a_block_is_an_answer() -> None:
    assert read(report()) == Automatic("answered", "Undelivered Mail Returned to Sender", (), (ID,))


def test_what_is_told_of_one_recipient_is_not_endless() -> None:
    block = f"Final-Recipient: rfc822; a@example.test\nAction: failed\nDiagnostic-Code: smtp; {'x ' * 400}"
    found = read(report(block))
    assert found is not None
    assert len(found.said) <= 200


def test_only_ids_of_ours_are_what_a_report_is_about() -> None:
    """Those of other programs look otherwise."""
    found = read(
        report("Final-Recipient: rfc822; a@example.test\nAction: failed", more="In-Reply-To: <abc@example.test>")
    )
    assert found is not None
    assert found.answers == (ID,)
