"""`report html --tracker`: whoever has a ticket finds its state on the site, and nothing else about a call."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from office import Office

pytestmark = pytest.mark.skipif(importlib.util.find_spec("svg") is None, reason="charts need the library svg.py")
CALLER = ("--phone", "0812-5550-0101", "--name", "Suprihatin", "--caller-address", "Gang Rahasia 9")


@pytest.fixture
def site(fresh_office: Office) -> Path:
    """Return the site of a desk with calls in several states, of two days, and one that is too old."""
    office = fresh_office
    for at, words in (
        ("2026-08-01 08:00", "Melaporkan sampah lama"),
        ("2026-11-22 08:00", "Melaporkan sampah berserakan di Kel. Margahayu"),
        ("2026-11-22 09:00", "Melaporkan sampah berserakan di Margahayu"),
        ("2026-11-23 08:00", "Melaporkan sampah di pasar"),
        ("2026-11-23 09:00", "Melaporkan sampah milik tetangga"),
    ):
        caller = CALLER if "tetangga" not in words else ("--phone", "0812-5550-0199")
        assert office.run("log", words, *caller, "--now", at).code == 0
    for line in (
        "merge 261122-2 --into 261122-1 --yes --now '2026-11-23 10:00'",
        "ack 261122-1 --now '2026-11-23 10:00'",
        "person erase 261123-2 --yes --reason surat --now '2026-11-23 11:00'",
    ):
        assert office.run(*shlex.split(line)).code == 0, line
    return made(office)


def made(office: Office, *more: str) -> Path:
    """Make the site anew and return its folder."""
    folder = office.folder / "situs"
    done = office.run("report", "html", str(folder), "--tracker", *more, "--now", "2026-11-25 08:00")
    assert done.code == 0, done.err
    return folder


def states(page: Path) -> dict[str, str]:
    """Return what a page says of each ticket."""
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td>([^<]+)</td></tr>', page.read_text(encoding="utf-8"))
    return {ticket.rsplit("-", 1)[0]: state for ticket, state in rows}


def test_each_ticket_stands_with_its_state_on_the_page_of_its_day(site: Path) -> None:
    assert sorted(path.name for path in (site / "tracker").iterdir()) == ["2026-11-22.html", "2026-11-23.html"]
    first = states(site / "tracker" / "2026-11-22.html")
    assert first == {"UJI-261122-0001": "acknowledged", "UJI-261122-0002": "acknowledged"}, "merged: as its incident"
    assert states(site / "tracker" / "2026-11-23.html") == {"UJI-261123-0001": "routed"}, "one was erased"
    assert 'href="tracker/2026-11-23.html"' in (site / "tracker.html").read_text(encoding="utf-8")
    assert 'href="tracker.html"' in (site / "index.html").read_text(encoding="utf-8")


def test_nothing_else_of_a_call_is_on_it(site: Path) -> None:
    for path in (site / "tracker.html", *(site / "tracker").iterdir()):
        text = path.read_text(encoding="utf-8")
        told = re.search(r"<main.*</main>", text, re.DOTALL)
        assert told is not None
        for word in ("Suprihatin", "5550", "Rahasia", "sampah", "Margahayu", "dlh", "<script"):
            assert word not in told[0], (path, word)


def test_without_it_no_ticket_is_on_a_site_and_its_pages_go(site: Path, fresh_office: Office) -> None:
    assert fresh_office.run("report", "html", str(site), "--now", "2026-11-25 08:00").code == 0
    assert not (site / "tracker.html").exists()
    assert list(site.glob("tracker/*")) == []
    assert not [path for path in site.rglob("*.html") if "UJI-" in path.read_text(encoding="utf-8")]
    assert "tracker.html" not in (site / "index.html").read_text(encoding="utf-8")


def test_a_run_in_which_nothing_moved_writes_the_time_alone(site: Path, fresh_office: Office) -> None:
    at = ("--tracker", "--now", "2026-11-25 12:00")
    assert "2 files written" in fresh_office.run("report", "html", str(site), *at).err, "the overview, and the days"
    day = (site / "tracker" / "2026-11-22.html").read_text(encoding="utf-8")
    assert "noindex" in day
    assert "12:00" in (site / "tracker.html").read_text(encoding="utf-8")


def test_a_move_is_seen_with_the_next_run_and_a_public_site_has_it_too(site: Path, fresh_office: Office) -> None:
    assert fresh_office.run("reject", "261123-1", "--reason", "hoax", "--now", "2026-11-24 08:00").code == 0
    made(fresh_office, "--public", "--lang", "id")
    assert states(site / "tracker" / "2026-11-23.html") == {"UJI-261123-0001": "ditolak"}
