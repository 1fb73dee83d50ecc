"""Files of a complaint: `attach`, `log --file`, `resolve --file`, what `show` says of them, and proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.complaint.attachments import files_of
from aduan_cli.flow.attaching import not_the_same
from aduan_cli.formats.attachments import AttachmentFolder
from aduan_cli.tickets import parse_ticket
from office import RULES, Office


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "foto rumah.jpg"
    path.write_bytes(b"foto")
    return str(path)


@pytest.fixture
def letter(tmp_path: Path) -> str:
    path = tmp_path / "surat.pdf"
    path.write_bytes(b"surat" * 400)
    return str(path)


def files(office: Office, ticket: str) -> list[str | None]:
    """Return the names of a complaint's files; each must be in the folder, as it was."""
    store = office.store()
    complaint = store.resolve(parse_ticket(ticket))
    assert complaint is not None
    found = files_of(store.events(complaint))
    assert list(not_the_same(store, AttachmentFolder(str(office.folder), 10**6))) == []
    assert (store.breaks(), list(store.differences())) == ([], [])
    store.close()
    return [file.name for file in found]


def kept(office: Office) -> list[Path]:
    return [path for path in (office.folder / "attachments").iterdir() if path.name[0] != "."]


def with_proof(office: Office, proof: str) -> None:
    office.write_rules(RULES.replace('text = ["sampah"]', f'text = ["sampah"]\nproof = {proof}'))


def test_a_file_is_attached_listed_and_told(office: Office, photo: str, letter: str) -> None:
    ticket = office.log("Melaporkan sampah")
    assert office.run("attach", "1", photo).out == f"{ticket}: attached: foto rumah.jpg\n"
    assert office.run("attach", "1", photo, letter).out == (
        f"{ticket}: attached: surat.pdf\n{ticket}: attached already: foto rumah.jpg\n"
    )
    shown = office.run("show", "1").out
    assert "Files       foto rumah.jpg · 4 B · same\n" in shown
    assert "surat.pdf · 2.0 kB · same\n" in shown
    assert "attached  sari  foto rumah.jpg\n" in shown
    assert [row["data"].get("names") for row in office.run("history", "1", "--format", "json").data] == [
        None, ["foto rumah.jpg"], ["surat.pdf"],
    ]  # fmt: skip
    assert files(office, ticket) == ["foto rumah.jpg", "surat.pdf"]


def test_show_says_which_file_is_not_what_it_was(office: Office, photo: str) -> None:
    office.run("attach", office.log("Melaporkan sampah"), photo)
    (file,) = kept(office)
    file.write_bytes(b"lain")
    assert "foto rumah.jpg · 4 B · changed" in office.run("show", "1").out
    file.unlink()
    assert "foto rumah.jpg · 4 B · missing" in office.run("show", "1").out
    assert "foto rumah.jpg · 4 B · hilang" in office.run("show", "1", "--lang", "id").out


def test_of_several_files_the_good_ones_are_attached(office: Office, photo: str, tmp_path: Path) -> None:
    ticket = office.log("Melaporkan sampah")
    ran = office.run("attach", "1", str(tmp_path / "hilang"), photo, str(tmp_path))
    assert (ran.code, ran.out) == (6, f"{ticket}: attached: foto rumah.jpg\n")
    assert [line.partition(": it is a folder")[1] for line in ran.err.splitlines()].count(": it is a folder") == 1
    assert ran.err.splitlines()[-1] == "error: 2 of 3 were not attached"
    assert office.run("attach", "1", str(tmp_path)).code == 2
    assert files(office, ticket) == ["foto rumah.jpg"]


def test_a_call_is_stored_whatever_its_files_are(office: Office, photo: str, tmp_path: Path) -> None:
    ran = office.run("log", "Melaporkan sampah", "--file", str(tmp_path / "hilang"), "--file", photo)
    assert (ran.code, ran.out) == (6, "UJI-261123-0001-6\n")
    assert "there is no such file" in ran.err
    assert files(office, "1") == ["foto rumah.jpg"]
    (office.folder / "attachments").rename(office.folder / "old")
    (office.folder / "attachments").write_text("")
    ran = office.run("log", "Melaporkan sampah lagi", "--file", photo)
    assert (ran.code, ran.out) == (6, "UJI-261123-0002-7\n")
    assert "it can't be written" in ran.err


def test_a_call_that_code_decides_has_its_files_from_the_first_step(office: Office, photo: str) -> None:
    code = "from aduan_cli.hookspecs import Note, hookimpl\n\n@hookimpl\ndef validate(complaint): return [Note('x')]\n"
    (office.folder / "plugins/bmsda/plugin.py").write_text(code)
    ticket = office.log("Melaporkan pju mati", "--file", photo)
    assert [type_ for type_, _actor, _data in office.events(ticket)][:2] == ["logged", "attached"]
    assert files(office, ticket) == ["foto rumah.jpg"]


def test_a_size_limit_is_the_desks(office: Office, letter: str) -> None:
    office.write_rules(RULES.replace('prefix = "UJI"', 'prefix = "UJI"\nlargest_file = 0.001'))
    office.log("Melaporkan sampah")
    ran = office.run("attach", "1", letter)
    assert (ran.code, "more than 0.001 MB, the most that [desk] largest_file allows" in ran.err) == (2, True)
    office.write_rules(RULES.replace('prefix = "UJI"', 'prefix = "UJI"\nlargest_file = 1000'))
    ran = office.run("rules", "check")
    assert (ran.code, "desk.largest_file: 1000 is out of range; 1 to 256" in ran.out + ran.err) == (3, True)


def test_a_unit_shows_with_a_file_what_it_did(office: Office, photo: str) -> None:
    """The move and its file are one event: the same again changes nothing, another file is another move."""
    ticket = office.log("Melaporkan sampah")
    resolve = ("resolve", "1", "--result", "diangkut", "--file", photo)
    assert office.run(*resolve, "--dry-run").out.startswith(f"{ticket}: routed → resolved")
    assert not (office.folder / "attachments").exists()
    assert office.run(*resolve).code == 0
    assert office.run(*resolve).out.startswith(f"{ticket}: resolved already; nothing changed")
    assert office.run("resolve", "1", "--result", "diangkut").code == 5
    assert "dlh: diangkut; foto rumah.jpg" in office.run("history", "1").out
    assert files(office, ticket) == ["foto rumah.jpg"]


def test_nothing_is_moved_where_a_file_cannot_be_had(office: Office, photo: str, tmp_path: Path) -> None:
    office.log("Melaporkan sampah")
    ran = office.run("resolve", "1", "--result", "beres", "--file", photo, "--file", str(tmp_path))
    assert (ran.code, "it is a folder" in ran.err) == (2, True)
    assert office.run("show", "1", "--format", "json").data["status"] == "routed"


@pytest.mark.parametrize(
    ("proof", "given", "missing"),
    [
        ('["result", "file"]', (), "--result and --file"),
        ('["result", "file"]', ("result",), "--file"),
        ('["result", "file"]', ("file",), "--result"),
        ('["result", "file"]', ("result", "file"), ""),
        ('["file"]', (), "--file"),
        ('["file"]', ("file",), ""),
        ("[]", (), ""),
        ('["result"]', (), "--result"),
    ],
)
def test_what_a_category_asks_for_is_needed(
    office: Office, photo: str, proof: str, given: tuple[str, ...], missing: str
) -> None:
    with_proof(office, proof)
    ticket = office.log("Melaporkan sampah")
    values = {"result": "beres", "file": photo}
    ran = office.run("resolve", "1", *(word for name in given for word in (f"--{name}", values[name])))
    if missing:
        is_ = "are" if " and " in missing else "is"
        sentence = f"error: {ticket}: sampah asks for proof of what was done: {missing} {is_} missing"
        assert (ran.code, ran.err.splitlines()[-1]) == (2, sentence)
    assert office.run("show", "1", "--format", "json").data["status"] == ("routed" if missing else "resolved")


def test_a_file_that_a_unit_attached_before_is_a_proof_and_the_callers_is_none(office: Office, photo: str) -> None:
    with_proof(office, '["result", "file"]')
    office.log("Melaporkan sampah", "--file", photo)
    assert office.run("resolve", "1", "--result", "beres").code == 2
    after = Path(photo).with_name("sesudah.jpg")
    after.write_bytes(b"bersih")
    office.run("attach", "1", str(after))
    assert office.run("resolve", "1", "--result", "beres").code == 0
    office.run("reopen", "1", "--reason", "belum")
    assert office.run("resolve", "1", "--result", "beres lagi").code == 2


def test_in_bulk_those_without_proof_are_named(office: Office, photo: str) -> None:
    """Each is moved for itself: the others are done."""
    with_proof(office, '["result", "file"]')
    first, second = office.log("Melaporkan sampah"), office.log("Melaporkan kebakaran, sudah padam")
    third = office.log("Melaporkan sampah lain")
    office.run("attach", "3", photo)
    ran = office.run("resolve", first, second, third, "--result", "beres")
    assert ran.code == 6
    assert ran.err.splitlines()[-1] == f"error: 1 of 3 was not moved: {first}"


def test_a_filter_leaves_out_and_names_what_lacks_its_proof(office: Office, photo: str) -> None:
    with_proof(office, '["file"]')
    first, second = office.log("Melaporkan sampah"), office.log("Melaporkan sampah lain")
    office.run("attach", "2", photo)
    ran = office.run("resolve", "--where", "unit=dlh", "--yes")
    assert ran.code == 6
    assert ran.out.startswith(f"{second}: routed → resolved")
    assert f"1 of 2 was not moved: {first}" in ran.err
    again = office.run("resolve", "--where", "unit=dlh", "--yes")
    assert (again.code, again.err.splitlines()[-1]) == (6, f"error: 1 of 1 was not moved: {first}")


def test_who_helps_is_asked_for_words_alone(office: Office) -> None:
    with_proof(office, '["result", "file"]')
    office.log("Melaporkan sampah")
    office.run("assign", "1", "bmsda", "--support")
    assert office.run("resolve", "1", "--unit", "bmsda").code == 2
    assert office.run("resolve", "1", "--unit", "bmsda", "--result", "beres").code == 0


@pytest.mark.parametrize("wrong", ['["foto"]', '"result"', '["result", 3]'])
def test_a_proof_that_there_is_not_is_an_error_with_its_place(office: Office, wrong: str) -> None:
    with_proof(office, wrong)
    ran = office.run("rules", "check")
    assert (ran.code, "categories.sampah.proof" in ran.out + ran.err) == (3, True)


@pytest.mark.of_file
def test_with_a_person_go_the_files_that_nobody_else_has(office: Office, photo: str, letter: str) -> None:
    first, second = office.log("Melaporkan sampah", "--file", photo), office.log("Melaporkan sampah lain")
    office.run("attach", first, letter)
    office.run("attach", second, letter)
    assert office.run("person", "erase", first, "--yes").out == f"{first}: erased\n"
    assert [path.read_bytes()[:5] for path in kept(office)] == [b"surat"]
    assert files(office, second) == ["surat.pdf"]
    assert "foto rumah" not in office.run("show", first).out + office.file.read_bytes().decode("latin-1")
    assert "? · 4 B · erased\n" in office.run("show", first).out
    ran = office.run("attach", first, photo)
    assert (ran.code, "was erased" in ran.err) == (5, True)
    office.run("person", "erase", second, "--yes")
    assert kept(office) == []
