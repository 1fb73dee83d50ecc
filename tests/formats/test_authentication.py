"""Who sent a mail, as the desk's own server found out: nobody else's word counts, nor what a sender wrote into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.formats.authentication import is_verified
from aduan_cli.formats.mails import incoming_mail
from mails import raw, reply

SERVER = "mx.example.go.id"
PASSED = f"{SERVER}; spf=pass smtp.mailfrom=dlh@example.go.id; dmarc=pass (p=NONE) header.from=example.go.id"


def verified(*headers: str) -> bool:
    """Say whether a mail with these headers, the topmost first, is verified."""
    mail = reply("terima")
    for header in headers:
        mail["Authentication-Results"] = header
    return is_verified(mail, SERVER)


@pytest.mark.parametrize(
    "header",
    [
        PASSED,
        PASSED.upper(),
        f"{SERVER} 1; dmarc = pass",
        f"{SERVER};\n\tdkim=fail;\n\tdmarc=pass",
        f"{SERVER} (a comment; of the server); dmarc=pass",
    ],
)
def test_the_word_of_the_server_counts(header: str) -> None:
    assert verified(" ".join(header.split()))


@pytest.mark.parametrize(
    "header",
    [
        f"{SERVER}; dmarc=fail",
        f"{SERVER}; dmarc=none",
        f"{SERVER}; dmarc=passed",
        f"{SERVER}; spf=pass; dkim=pass",
        f"{SERVER}",
        "",
        f"lain.example; dmarc=pass ({SERVER})",
        f"x.{SERVER}; dmarc=pass",
        f"{SERVER}; spf=fail (; dmarc=pass)",
        f"{SERVER}; spf=fail (a (b; dmarc=pass) ; dmarc=pass)",
        f'{SERVER}; spf=fail smtp.mailfrom="x; dmarc=pass"',
        f"{SERVER}; spf=fail reason=dmarc=pass",
    ],
)
def test_nothing_else_does(header: str) -> None:
    assert not verified(header)


def test_its_topmost_word_alone_counts() -> None:
    """A forged one came with the mail, and stands below."""
    assert not verified(f"{SERVER}; dmarc=fail", PASSED)
    assert verified(PASSED, f"{SERVER}; dmarc=fail")
    assert verified("lain.example; dmarc=fail", PASSED)
    assert not verified()


@given(st.text(st.sampled_from('(); ="\\\\dmarcps'), max_size=60))
def test_no_comment_says_that_it_passed(text: str) -> None:
    inner = text.replace("(", "").replace(")", "").replace('"', "").replace("\\", "")
    assert not verified(f"{SERVER}; spf=fail ({inner}; dmarc=pass)")


def test_a_mail_that_is_not_verified_says_so_unless_somebody_vouches() -> None:
    data = raw(reply("terima"))
    read = lambda **more: incoming_mail(data, "1.eml", MoveWords({}), **more)  # noqa: E731
    assert read().wrong is None
    why = f"{SERVER} did not verify that it is from dlh@example.go.id (DMARC)"
    assert read(verified_by=SERVER).wrong == why
    assert read(verified_by=SERVER, unit="dlh").wrong is None
    good = reply("terima")
    good["Authentication-Results"] = PASSED
    assert incoming_mail(raw(good), "1.eml", MoveWords({}), verified_by=SERVER).wrong is None
