"""No mail is lost, whatever it is: each is a move, kept, known, a machine's, or in the quarantine with its reason."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mails import absence, raw, reply
from office import RULES, Office

MAILS = RULES.replace('aliases = ["DINAS LH"]\n', 'aliases = ["DINAS LH"]\nmail = ["dlh@example.go.id"]\n')
TEXTS = [
    "terima",
    "proses",
    "selesai: diangkut",
    "tunda sampai besok: hujan",
    "bukan wewenang kami, ke PLN",
    "entah",
    "",
]
SENDERS = ["dlh@example.go.id", "orang@lain.example"]
MAIL = st.tuples(st.sampled_from(TEXTS), st.sampled_from(SENDERS), st.integers(0, 2), st.integers(0, 5), st.booleans())


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with two complaints."""
    fresh_office.write_rules(MAILS)
    for _each in "ab":
        fresh_office.log("Melaporkan sampah menumpuk di Margahayu")
    return fresh_office


@given(mails=st.lists(MAIL, max_size=8), junk=st.lists(st.binary(max_size=60), max_size=2))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_mail_is_accounted_for_and_twice_is_once(
    office: Office,
    tmp_path_factory: pytest.TempPathFactory,
    mails: list[tuple[str, str, int, int, bool]],
    junk: list[bytes],
) -> None:
    tickets = [row["ticket"] for row in office.run("list", "--format", "json").data]
    place = tmp_path_factory.mktemp("surat")
    for number, (text, sender, which, id_, away) in enumerate(mails):
        ticket = [*tickets, "sampah"][which]
        mail = absence(ticket) if away else reply(text, f"[{ticket}]", sender, f"<{id_}@{place.name}>")
        (place / f"{number}.eml").write_bytes(raw(mail))
    for number, data in enumerate(junk):
        (place / f"junk{number}.eml").write_bytes(data)
    before, lay = history(office, tickets), lying(office)
    came = json.loads(office.run("inbox", str(place), "--format", "json").out)
    counts = Counter(one["state"] for one in came)
    assert sum(counts.values()) == len(mails) + len(junk)
    assert counts.keys() <= {"moved", "kept", "known", "refused", "waiting", "automatic"}
    assert history(office, tickets) - before == counts["moved"] + counts["kept"]
    assert len(lying(office)) - len(lay) == counts["refused"]
    for path in set(lying(office)) - set(lay):
        why = path.with_suffix(".txt").read_text().splitlines()[0]
        assert why
        assert path.read_bytes() in [one.read_bytes() for one in place.iterdir()]
    again = json.loads(office.run("inbox", str(place), "--format", "json").out)
    assert {one["state"] for one in again} <= {"known", "waiting", "automatic"}
    assert history(office, tickets) - before == counts["moved"] + counts["kept"]


def history(office: Office, tickets: list[str]) -> int:
    """Return how much happened to complaints."""
    return sum(len(office.run("history", ticket, "--format", "json").data) for ticket in tickets)


def lying(office: Office) -> list[Path]:
    """Return the mails in the quarantine."""
    return sorted((office.folder / "quarantine/inbox").glob("*.eml"))
