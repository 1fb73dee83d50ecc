"""`aduan person`: all that is kept of somebody is shown, and erased so that none of it is in any file of the data."""

from __future__ import annotations

import json
import sqlite3

import pytest

from office import Office

PHONE, NAME, STREET = "0812-3456-0101", "Wulandari Rekaan", "Gang Cempaka 17"
WORDS = "Melaporkan sampah menumpuk di depan tokoemasrekaan"


@pytest.fixture
def desk(office: Office) -> Office:
    """Return a desk to which one person rang twice, and another once."""
    office.log(WORDS, "--phone", PHONE, "--name", NAME, "--caller-address", STREET)
    office.log("Melaporkan lampu jalan mati", "--phone", "0812-9999-0000", "--name", "Tono Rekaan")
    office.log("Melaporkan sampah lagi", "--phone", "+62 812 3456 0101", "--link", "1")
    (office.folder / "foto.jpg").write_bytes(b"rahasiarekaan")
    assert office.run("attach", "1", str(office.folder / "foto.jpg")).code == 0
    (office.folder / "foto.jpg").unlink()
    office.run("note", "1", f"{NAME} menelepon lagi")
    return office


def everywhere(office: Office) -> bytes:
    """Return the bytes of all that a desk keeps."""
    return b"".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file())


@pytest.mark.of_file
@pytest.mark.parametrize("given", ["1", "3", PHONE, "081234560101", "+6281234560101"])
def test_all_that_is_kept_of_a_person_is_shown_and_that_it_was(desk: Office, given: str) -> None:
    ran = desk.run("person", "show", given, "--format", "json")
    found = json.loads(ran.out)
    assert [one["text"] for one in found] == ["Melaporkan sampah lagi", WORDS]
    assert found[1]["caller"]["name"] == NAME
    assert f"{NAME} menelepon lagi" in json.dumps(found[1]["history"])
    page = desk.run("person", "show", given).out
    assert NAME in page
    assert "Tono" not in page
    assert desk.run("db", "verify").code == 0
    with sqlite3.connect(desk.file) as connection:
        told = connection.execute(
            "SELECT json_extract(body, '$.data') FROM event WHERE complaint_id IS NULL"
        ).fetchall()
    assert {"command": "person show", "count": 2} in [json.loads(data) for (data,) in told]


def test_a_person_is_erased_from_every_call_and_every_file(desk: Office) -> None:
    ran = desk.run("person", "erase", PHONE, "--yes")
    assert (ran.code, ran.out.count("erased"), "to be erased: 2 calls" in ran.err) == (0, 2, True)
    kept = everywhere(desk)
    for secret in (PHONE, "6281234560101", NAME, STREET, "tokoemasrekaan", "rahasiarekaan", "sampah lagi"):
        assert secret.encode() not in kept, secret
    assert desk.run("db", "verify").code == 0
    assert "Tono Rekaan" in desk.run("person", "show", "2").out
    assert desk.run("person", "erase", PHONE, "--yes").code == 4
    again = desk.run("person", "erase", "1", "--yes")
    assert (again.code, again.out, "to be erased: 0 calls" in again.err) == (0, "", True)


def test_nothing_is_erased_before_somebody_is_sure(desk: Office) -> None:
    before = desk.run("list", "--format", "json", "--reveal").out
    assert desk.run("person", "erase", PHONE).code == 2
    ran = desk.run("person", "erase", PHONE, "--dry-run")
    assert (ran.code, "to be erased: 2 calls" in ran.err) == (0, True)
    assert desk.run("list", "--format", "json", "--reveal").out == before


@pytest.mark.of_file
def test_what_it_does_not_reach_is_named(desk: Office) -> None:
    place = desk.run("db", "backup").out.strip()
    (desk.folder / "quarantine").mkdir(exist_ok=True)
    (desk.folder / "quarantine" / "log.csv").write_text("x", encoding="utf-8")
    ran = desk.run("person", "erase", "1", "--yes")
    assert f"this copy still has it: {place}" in ran.err
    assert "could not be imported" in ran.err
    assert "look at what is linked with it" in ran.err


def test_of_a_caller_without_a_phone_one_call_is_meant(office: Office) -> None:
    office.log("Melaporkan sampah", "--name", NAME)
    office.log("Melaporkan lampu jalan mati", "--name", NAME)
    assert len(json.loads(office.run("person", "show", "1", "--format", "json").out)) == 1


@pytest.mark.parametrize("given", ["99", "0812-0000-9999"])
def test_nobody_is_told(desk: Office, given: str) -> None:
    for verb in ("show", "erase"):
        assert desk.run("person", verb, given).code == 4
