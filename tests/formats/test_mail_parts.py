"""What of a mail is text, and what came along: by its parts alone, whatever they say of themselves."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.mail_parts import PartsError, decoded, files_of, leaves, shown, text_of


def parsed(text: str | bytes) -> EmailMessage:
    """Return a mail as the parser has it."""
    found = message_from_bytes(text.encode() if isinstance(text, str) else text, policy=default)
    assert isinstance(found, EmailMessage)
    return found


PAGES = {
    "<p>satu</p><p>dua</p>": "satu\ndua",
    "satu<br>dua<br/>tiga": "satu\ndua\ntiga",
    "<div>se<b>le</b>sai: <i>x</i></div>": "selesai: x",
    "a&nbsp;b &amp; c &eacute;": "a b & c é",
    "<head><title>T</title></head><style>p{}</style><script>x()</script>isi": "isi",
    "isi<blockquote>satu<p>dua</p></blockquote>lagi": "isi\n> satu\n> dua\nlagi",
    "a   b\n\n  c": "a b c",
    "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>": "a\nb",
    "<p>tak ditutup": "tak ditutup",
    "</blockquote></style>x": "x",
    "": "",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_as_a_person_sees_it(page: str) -> None:
    assert shown(page) == PAGES[page]


@given(st.text(max_size=200))
def test_no_page_is_too_much(page: str) -> None:
    assert isinstance(shown(page), str)


def test_plain_text_goes_before_a_page() -> None:
    mail = EmailMessage()
    mail.set_content("polos")
    mail.add_alternative("<p>halaman</p>", subtype="html")
    assert text_of(mail) == "polos\n".strip()
    empty = EmailMessage()
    empty.set_content(" \n")
    empty.add_alternative("<p>halaman</p>", subtype="html")
    assert text_of(empty) == "halaman"


def test_a_text_that_came_along_is_no_word_of_the_mail() -> None:
    mail = EmailMessage()
    mail.set_content("terima")
    mail.add_attachment("selesai: x", filename="catatan.txt")
    assert text_of(mail) == "terima"
    assert [name for name, _data in files_of(mail)] == ["catatan.txt"]


def test_a_mail_within_a_mail_is_a_file_and_says_nothing() -> None:
    inner = EmailMessage()
    inner["Subject"] = "lama"
    inner.set_content("selesai: x")
    mail = EmailMessage()
    mail.set_content("terima")
    mail.add_attachment(inner)
    assert text_of(mail) == "terima"
    ((name, data),) = files_of(mail)
    assert name == "lampiran-1.eml"
    assert b"selesai: x" in data


@pytest.mark.parametrize(("size", "kept"), [(9_999, 0), (10_000, 1)])
def test_a_small_picture_of_a_page_is_decoration(size: int, kept: int) -> None:
    mail = EmailMessage()
    mail.set_content("<p>terima</p>", subtype="html")
    mail.add_related(b"x" * size, maintype="image", subtype="png", cid="<logo>")
    assert len(list(files_of(mail))) == kept


def test_a_signature_of_a_machine_is_no_file() -> None:
    mail = EmailMessage()
    mail.set_content("terima")
    mail.add_attachment(b"sig", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert list(files_of(mail)) == []


@pytest.mark.parametrize("transfer", ["7bit", "8bit", "base64", "quoted-printable", "bogus"])
def test_bytes_that_are_not_what_is_said_become_text(transfer: str) -> None:
    mail = parsed(
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: " + transfer.encode() + b"\n\nter\xe9ma="
    )
    assert isinstance(decoded(mail), str)
    assert text_of(mail) is not None


def test_parts_nested_deeper_than_a_person_does_are_refused() -> None:
    mail = EmailMessage()
    mail.set_content("terima")
    for _each in range(45):
        outer = EmailMessage()
        outer.make_mixed()
        outer.attach(mail)
        mail = outer
    with pytest.raises(PartsError):
        list(leaves(mail))
