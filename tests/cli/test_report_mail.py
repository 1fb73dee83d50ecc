"""`report mail`: the account of a time as a message, once, with nobody's name in it."""

from __future__ import annotations

import json
from email.message import Message
from html.parser import HTMLParser
from typing import Any

import pytest

from office import Office
from servers import MailServer, closing

SPOOL = '\n[notifiers.map]\ntype = "spool"\nfolder = "pesan"\n'
LAST_WEEK = ("report", "mail", "week", "--to")
MONDAY = ("--now", "2026-11-30 06:00")


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with calls of two weeks, of people who have names and numbers."""
    for at, *words in (
        ("2026-11-17 08:00", "Melaporkan sampah di Kel. Margahayu"),
        (
            "2026-11-23 08:00",
            "Melaporkan <b>sampah</b> di Kel. Margahayu",
            "--phone",
            "0812-0000-0101",
            "--name",
            "Sari Uji",
        ),
        ("2026-11-24 08:00", "Menanyakan ktp", "--phone", "0812-0000-0101", "--name", "Sari Uji"),
    ):
        fresh_office.log(*words, "--now", at)
    return fresh_office


def with_notifiers(office: Office, text: str) -> None:
    """Give the desk notifiers."""
    office.write_rules((office.folder / "rules.toml").read_text(encoding="utf-8") + text)


def spooled(office: Office) -> list[dict[str, Any]]:
    """Return what lies in the folder of messages."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((office.folder / "pesan").glob("*.json"))]


class _Cells(HTMLParser):
    """Collects the text of each cell."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.names: set[str] = set()
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a cell."""
        self.names.add(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.cells:
            self.cells[-1] += data


def parts(mail: Message) -> dict[str, str]:
    """Return the texts of a mail by their type."""
    found = {}
    for part in mail.walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            found[part.get_content_type()] = payload.decode()
    return found


def test_a_mail_has_the_account_of_the_last_week_twice_and_goes_once(office: Office) -> None:
    """As plain text and as HTML: of the week that is over, beside the one before it."""
    with closing(MailServer()) as server:
        with_notifiers(office, server.notifier("walikota"))
        ran = office.run(*LAST_WEEK, "walikota", *MONDAY)
        assert (ran.code, ran.out) == (0, "")
        again = office.run(*LAST_WEEK, "walikota", "-v", *MONDAY)
        assert (again.code, "it went already" in again.err) == (0, True)
        (mail,) = server.mails
        told = office.run("report", "week", "2026-11-23", "--now", "2026-11-30 06:00", "--format", "json").data
        assert mail.get_content_type() == "multipart/alternative"
        assert "2026-11-23 – 2026-11-29" in str(mail["Subject"]) or "=?utf-8?" in str(mail["Subject"])
        texts = parts(mail)
        assert list(texts) == ["text/plain", "text/html"]
        shown = _Cells(texts["text/html"])
        whole = shown.cells[shown.cells.index("in all") :]
        assert whole[2] == f"{told['total']['received']} (+1)" == "2 (+1)"
        assert "2 (+1)" in texts["text/plain"]
        assert "Calls by unit" in texts["text/plain"]
        assert not shown.names & {"script", "img", "link"}
        assert not any(word in text for text in texts.values() for word in ("Sari", "0000", "<b>"))
        assert office.run(*LAST_WEEK, "walikota", "--again", *MONDAY).code == 0
        assert len(server.mails) == 2
        assert server.mails[0]["Message-ID"] == server.mails[1]["Message-ID"]


def test_what_did_not_arrive_goes_at_the_next_try(office: Office) -> None:
    with closing(MailServer()) as server:
        with_notifiers(office, server.notifier("walikota"))
        server.replies["DATA"] = "452 full"
        ran = office.run(*LAST_WEEK, "walikota", *MONDAY)
        assert (ran.code, "walikota: the report did not go: 452 full" in ran.err) == (6, True)
        server.replies.clear()
        assert office.run(*LAST_WEEK, "walikota", *MONDAY).code == 0
        assert len(server.mails) == 1


def test_other_ways_get_both_texts_as_json(office: Office) -> None:
    with_notifiers(office, SPOOL)
    assert office.run("report", "mail", "month", "2026-11", "--to", "map", "--with", "kelurahan").code == 0
    (letter,) = spooled(office)
    assert (letter["event"], letter["html"][:15]) == ("report", "<!DOCTYPE html>")
    assert "Margahayu" in letter["body"]
    assert "Calls by unit" not in letter["body"]
    assert office.run("report", "mail", "month", "2026-11", "--to", "map").code == 0
    assert office.run("--lang", "id", "report", "mail", "year", "2026", "--to", "map").code == 0
    assert len({one["id"] for one in spooled(office)}) == 3
    assert any(
        one["body"].startswith("Rekapitulasi tahun 2026") and '<html lang="id">' in one["html"]
        for one in spooled(office)
    )
    assert office.run("db", "verify").code == 0


def test_a_dry_run_shows_the_text_and_sends_nothing(office: Office) -> None:
    with_notifiers(office, SPOOL)
    ran = office.run(*LAST_WEEK, "map", "--dry-run", *MONDAY)
    assert ran.out.startswith("Account of the week 2026-11-23 – 2026-11-29, in brackets against")
    assert office.run(*LAST_WEEK, "map", *MONDAY).code == 0
    assert len(spooled(office)) == 1


def test_a_way_that_is_not_there_or_takes_no_report_is_told(office: Office) -> None:
    assert office.run(*LAST_WEEK, "map").code == 4
    with_notifiers(office, '\n[notifiers.lain]\ntype = "open311"\nurl = "http://127.0.0.1:9"\n')
    ran = office.run(*LAST_WEEK, "lain")
    assert ran.code == 2, ran.err


def test_its_subject_is_the_desk_s_own_template(office: Office) -> None:
    with_notifiers(
        office, SPOOL + "\n[messages.report]\nsubject = '''\n{{ desk }} {{ since }}/{{ until }}: {{ report }}\n'''\n"
    )
    assert office.run(*LAST_WEEK, "map", *MONDAY).code == 0
    (said,) = spooled(office)
    assert said["subject"] == "Meja Uji 2026-11-23/2026-11-29: Account of the week 2026-11-23 – 2026-11-29"


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("subject = '{{ ticket }}'", "gaps are desk, report, since, until"),
        ("body = 'x'", "subject would be right"),
    ],
)
def test_what_a_report_has_not_is_told_when_the_file_changes(office: Office, key: str, says: str) -> None:
    with_notifiers(office, f"\n[messages.report]\n{key}\n")
    done = office.run("rules", "check")
    assert done.code != 0
    assert says in done.out + done.err
