"""Who rings again: one line at `log`, and every call of a caller by `aduan caller`."""

from __future__ import annotations

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore
from office import Office

PHONE = "0812-0000-0101"
SPELLINGS = ("0812-0000-0101", "+62 812 0000 0101", "81200000101", "081200000101", "62-812-0000-0101")


def again(office: Office, *arguments: str) -> list[str]:
    """Log a call; return the lines on stderr that say who rings again."""
    ran = office.run("log", *arguments)
    assert (ran.code, len(ran.out.splitlines())) == (0, 1), ran.err
    return [line for line in ran.err.splitlines() if line.startswith("rings again")]


def test_one_line_says_who_rings_again(office: Office) -> None:
    """How many calls, those that are open with time, category and state, how many were hoaxes; no name, no number."""
    assert again(office, "sampah", "--phone", PHONE, "--name", "Ani Wijaya", "--at", "08:10") == []
    office.run("reject", "1", "--reason", "hoax")
    ticket = office.log("pju mati", "--phone", "0812 0000 0101 / 021-88000111", "--at", "13:02")
    line = f"rings again, so far 2 calls, open: 1 ({ticket} 13:02 pju-mati, routed), hoaxes: 1"
    assert again(office, "kapan datang", "--phone", "+6281200000101") == [line]
    assert again(office, "lain lagi", "--phone", "0812-0000-0102") == []
    assert again(office, "dan lagi", "--phone", "tidak mau menyebut") == []
    assert again(office, "lagi", "--phone", "021 88000111") == [
        f"rings again, so far 1 call, open: 1 ({ticket} 13:02 pju-mati, routed)"
    ]


def test_what_is_told_as_similar_has_ticket_and_state_alone_and_more_than_three_are_counted(office: Office) -> None:
    texts = ("pju mati", "ktp hilang", "jalan berlubang", "listrik aneh", "taman kotor")
    for text in texts:
        office.log(text, "--phone", PHONE)
    ran = office.run("log", "jalan berlubang", "--phone", PHONE)
    assert "similar: " in ran.err
    (line,) = [line for line in ran.err.splitlines() if line.startswith("rings again")]
    assert line.startswith("rings again, so far 5 calls, open: 5 (")
    assert "jalan-rusak" not in line
    assert line.count(";") == 2
    first = office.log("sampah", "--phone", "0812-0000-0109")
    ran = office.run("log", "sampah", "--phone", "0812-0000-0109")
    assert f"similar: {first}" in ran.err
    assert ran.err.splitlines()[-1] == f"rings again, so far 1 call, open: 1 ({first}, routed)"


def test_also_with_q_not_with_dry_run_nor_for_a_repeat_under_a_key_nor_for_two_matters(office: Office) -> None:
    office.run("log", "sampah", "--phone", PHONE, "--key", "k1", "--also", "pju mati")
    assert "rings again" not in office.run("log", "sampah", "--phone", PHONE, "--key", "k1").err
    assert "rings again" not in office.run("log", "sampah", "--phone", PHONE, "--dry-run").err
    assert "rings again, so far 2 calls" in office.run("-q", "log", "ktp", "--phone", PHONE).err


@pytest.mark.of_file
def test_a_store_that_fails_meanwhile_keeps_no_ticket_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is stored by then: nothing is told, and the command ends as it would."""

    def failing(*_arguments: object) -> None:
        raise StoreError("gone")

    office.log("sampah", "--phone", PHONE)
    monkeypatch.setattr(SqliteStore, "count", failing)
    assert again(office, "sampah", "--phone", PHONE) == []


def test_every_spelling_of_a_number_and_any_ticket_find_the_same_calls(office: Office) -> None:
    tickets = [office.log(f"sampah {n}", "--phone", phone, "--at", f"1{n}:00") for n, phone in enumerate(SPELLINGS[:3])]
    office.log("sampah lain", "--phone", "0812-0000-0102")
    for given in (*SPELLINGS, *tickets, "2", tickets[0][4:]):
        found = office.run("caller", given, "--format", "json").data
        assert [one["ticket"] for one in found] == tickets[::-1], given
        assert {one["caller"]["phone"] for one in found} == {"+6281******101"}
        assert office.run("caller", given, "--count").out == "3\n"


def test_the_table_says_when_what_and_how_far_and_no_number(office: Office) -> None:
    ticket = office.log("sampah menumpuk", "--phone", PHONE, "--name", "Ani Wijaya")
    other = office.log("pju mati", "--phone", PHONE)
    office.run("reject", ticket, "--reason", "hoax")
    ran = office.run("caller", ticket)
    assert ran.err.splitlines() == [f"2 calls, open: 1 ({other} 14:05 pju-mati, routed), hoaxes: 1"]
    for words in (ticket, "rejected", "sampah menumpuk", "pju mati"):
        assert words in ran.out
    assert "Ani" not in ran.out
    assert "81200000101" not in ran.out


@pytest.mark.of_file
def test_whole_only_where_it_is_asked_for_which_is_an_event(office: Office) -> None:
    office.log("sampah", "--phone", PHONE, "--name", "Ani Wijaya")
    (found,) = office.run("caller", PHONE, "--format", "json", "--reveal").data
    assert (found["caller"]["name"], found["caller"]["phone"]) == ("Ani Wijaya", "+6281200000101")
    with office.store()._file.open(write=False) as connection:
        (body,) = connection.execute("SELECT body FROM event ORDER BY id DESC LIMIT 1").fetchone()
    assert '"command":"caller","count":1' in body
    assert "8120000" not in body


def test_nobody_is_found_and_nothing_is_known(office: Office) -> None:
    ticket = office.log("sampah")
    for given, code, said in (
        (ticket, 4, f"{ticket}: no phone of its caller is known"),
        ("99", 4, "99"),
        ("bukan", 4, "bukan"),
        ("0812-0000-0999", 0, "nothing was found"),
    ):
        ran = office.run("caller", given)
        assert (ran.code, ran.out, said in ran.err) == (code, "", True), ran.err
    assert office.run("caller", "0812-0000-0999", "--format", "json").out == "[]\n"
