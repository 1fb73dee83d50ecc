"""`aduan person`: all that is kept of somebody is shown, and erased so that none of it is in any file of the data."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode

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
    found = json.loads(ran.out)["calls"]
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
    other = sqlite3.connect(desk.file) if desk.file.exists() else None
    if other is not None:  # While somebody has read it, its log stays beside the file.
        other.execute("SELECT count(*) FROM event").fetchall()
    ran = desk.run("person", "erase", PHONE, "--yes", "--reason", "surat 12/2026")
    assert (ran.code, ran.out.count("erased"), "to be erased: 2 calls" in ran.err) == (0, 2, True)
    kept = everywhere(desk)
    for secret in (PHONE, "6281234560101", NAME, STREET, "tokoemasrekaan", "rahasiarekaan", "sampah lagi"):
        assert secret.encode() not in kept, secret
    assert desk.run("db", "verify").code == 0
    if other is not None:
        assert desk.file.with_name("aduan.db-wal").exists(), "the log was among the files that were looked into"
        other.close()
    assert "Tono Rekaan" in desk.run("person", "show", "2").out
    assert desk.run("person", "erase", PHONE, "--yes").code == 4
    again = desk.run("person", "erase", "1", "--yes")
    assert (again.code, again.out, "to be erased: 0 calls" in again.err) == (0, "", True)


def test_erasing_that_was_cut_off_goes_on_by_the_ticket(desk: Office) -> None:
    lock = desk.folder / "attachments" / ".lock"
    lock.unlink(), lock.mkdir()
    ran = desk.run("person", "erase", PHONE, "--yes")
    assert (ran.code, ran.out.count("erased"), "erased, but its files" in ran.err) == (7, 1, True)
    lock.rmdir()
    assert b"rahasiarekaan" in everywhere(desk)
    again = desk.run("person", "erase", "1", "--yes")
    assert (again.code, again.out) == (0, "")
    assert b"rahasiarekaan" not in everywhere(desk)


def test_nothing_is_erased_before_somebody_is_sure(desk: Office) -> None:
    before = desk.run("list", "--format", "json", "--reveal").out
    assert desk.run("person", "erase", PHONE).code == 2
    ran = desk.run("person", "erase", PHONE, "--dry-run")
    assert (ran.code, "to be erased: 2 calls" in ran.err) == (0, True)
    assert desk.run("list", "--format", "json", "--reveal").out == before


@pytest.mark.of_file
def test_what_it_does_not_reach_is_named(desk: Office) -> None:
    place = desk.run("db", "backup").out.strip()
    desk.log("Melaporkan lampu mati, kata Wulandari Rekaan sudah lama", "--phone", "0812-9999-0001")
    inbox = desk.folder / "quarantine" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "abc.eml").write_text(f"From: dlh@example.org\n\n{NAME} belum dilayani\n", encoding="utf-8")
    ran = desk.run("person", "erase", "1", "--yes")
    assert f"not reached: {place}: it has what was there when it was made" in ran.err
    assert f"not reached: {inbox / 'abc.eml'}: a unit's answer" in ran.err
    assert "-0004-" in ran.err, "another ticket whose words name the person"
    assert "-0003-" not in ran.err.split("to be erased")[1], "the person's own tickets are no others'"


def test_what_lies_beside_the_data_is_taken_out_or_blanked(desk: Office) -> None:
    quarantine = desk.folder / "quarantine"
    (quarantine / "inbox" / "taken").mkdir(parents=True)
    lines = ["waktu,pelapor,telepon,_reason,_source_file,_source_row"]
    lines += [
        f"?,{NAME},,no time,log.csv,1",
        "?,Tono,0812 9999 0000,no time,log.csv,2",
        "?,X,62812-3456 0101,no,log.csv,3",
    ]
    (quarantine / "log.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (quarantine / "hers.csv").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    words = b64encode(f"sudah selesai, {NAME}".encode()).decode()
    mail = f"From: a@example.org\nContent-Transfer-Encoding: base64\n\n{words}\n"
    (quarantine / "inbox" / "taken" / "abc.eml").write_text(mail, encoding="utf-8")
    shown = desk.run("person", "show", PHONE, "--format", "json").data["elsewhere"]
    assert [one["kind"] for one in shown] == ["quarantine", "quarantine", "inbox"]
    ran = desk.run("person", "erase", PHONE, "--yes", "--reason", "surat 12/2026")
    assert (ran.code, "not reached" in ran.err) == (0, False)
    assert (quarantine / "log.csv").read_text(encoding="utf-8").splitlines() == [lines[0], lines[2]]
    assert not (quarantine / "hers.csv").exists()
    assert (quarantine / "inbox" / "taken" / "abc.eml").read_bytes() == b"", "known from then on, and empty"
    assert desk.run("db", "verify").code == 0


def test_what_may_be_of_somebody_of_the_same_name_is_named_and_left(office: Office) -> None:
    """A single word is no proof: another one may be called so, and places are."""
    office.log("Melaporkan sampah", "--name", "Budi")
    office.log("Melaporkan sampah di Jl. Budi Utomo", "--name", "Tono Rekaan")
    taken = office.folder / "quarantine" / "inbox" / "taken"
    taken.mkdir(parents=True)
    head = "nama,isi,_reason,_source_file,_source_row"
    rows = ["Budi,sampah,?,a.csv,1", "Ani,di Jl. Budi Utomo,?,a.csv,2", "Budiman,lampu,?,a.csv,3"]
    place = office.folder / "quarantine" / "a.csv"
    place.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (taken / "a.eml").write_text(
        "From: a@example.org\n\nsudah, di Jl. Budi Utomo UJI-261123-0001-0\n", encoding="utf-8"
    )
    ran = office.run("person", "erase", "1", "--yes")
    assert place.read_text(encoding="utf-8").splitlines() == [head, *rows[1:]]
    assert (taken / "a.eml").read_bytes() != b""
    assert ("a.eml" in ran.err, "-0002-" in ran.err, "Budiman" in ran.err) == (True, True, False)


def test_files_have_somebody_of_whom_no_call_is_there(office: Office) -> None:
    (office.folder / "quarantine").mkdir()
    place = office.folder / "quarantine" / "log.csv"
    place.write_text("telepon,_reason,_source_file,_source_row\n0812 3456 0101,?,a.csv,1\n", encoding="utf-8")
    office.log("Melaporkan lampu jalan mati")
    assert (office.run("person", "erase", PHONE, "--yes").code, place.exists()) == (0, False)
    assert office.run("person", "erase", PHONE, "--yes").code == 4


def test_why_somebody_was_erased_stays_and_names_nobody(desk: Office) -> None:
    for reason in (f"diminta {NAME.upper()}", "ponsel +62 812 3456 0101"):
        assert desk.run("person", "erase", PHONE, "--yes", "--reason", reason).code == 2
    assert desk.run("person", "erase", PHONE, "--yes", "--reason", "surat 12/2026").code == 0
    (told,) = [data for type_, _actor, data in desk.events("1") if type_ == "erased"]
    assert told["why"] == "surat 12/2026"
    assert "surat 12/2026" in desk.run("history", "1").out


def test_a_person_is_corrected_on_every_call(desk: Office) -> None:
    assert desk.run("person", "correct", PHONE).code == 2
    assert desk.run("person", "correct", PHONE, "--name", "Wulan R.").code == 2, "nobody is there to be asked"
    ran = desk.run("person", "correct", PHONE, "--name", "Wulan R.", "--phone", "0812-3456-0202", "--yes")
    assert (ran.code, ran.out.count("corrected: caller.name, caller.phone")) == (0, 2)
    assert desk.run("person", "show", PHONE).code == 4
    found = desk.run("person", "show", "081234560202", "--format", "json").data["calls"]
    assert [one["caller"]["name"] for one in found] == ["Wulan R.", "Wulan R."]
    assert NAME in json.dumps(found), "what it was is kept until the person is erased, and shown"
    assert NAME in desk.run("person", "show", "1").out
    again = desk.run("person", "correct", "1", "--name", "Wulan R.")
    assert (again.code, again.out, "to be corrected: 0 calls" in again.err) == (0, "", True)
    assert desk.run("db", "verify").code == 0
    assert desk.run("person", "erase", "1", "--yes").code == 0
    for secret in (NAME, "6281234560101", "6281234560202", "Wulan R."):
        assert secret.encode() not in everywhere(desk), secret


def test_of_a_caller_without_a_phone_one_call_is_meant(office: Office) -> None:
    office.log("Melaporkan sampah", "--name", NAME)
    office.log("Melaporkan lampu jalan mati", "--name", NAME)
    assert len(json.loads(office.run("person", "show", "1", "--format", "json").out)["calls"]) == 1


@pytest.mark.parametrize("given", ["99", "0812-0000-9999"])
def test_nobody_is_told(desk: Office, given: str) -> None:
    for verb in ("show", "erase"):
        assert desk.run("person", verb, given).code == 4
