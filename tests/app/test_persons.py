"""What a desk keeps of one person, in the data and beside them: all of it is found, and nobody else's is touched."""

from __future__ import annotations

import csv
import os
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aduan_cli.app import backups
from aduan_cli.app.persons import (
    BACKUP,
    IMPORTED,
    IN_FILES,
    INBOX,
    MENTION,
    SENT,
    SOURCE,
    CallKept,
    KeptPlace,
    check_reason,
    elsewhere,
    has,
    kept,
    marks_of,
    scrub,
    spools,
)
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import NOTED
from aduan_cli.errors import UsageError
from aduan_cli.flow.attaching import attach
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

NAME, PHONE = "Wulandari Rekaan", "+6281234560101"
HERS = {"caller_name": NAME, "caller_phone": PHONE}
OTHERS = {"caller_name": "Tono Rekaan", "caller_phone": "+6281299990000"}


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path)


def places(desk: HereDesk, *calls: Complaint) -> list[tuple[str, str]]:
    """Return kind and place of what is found elsewhere of the caller of some calls; places by their last part."""
    found = elsewhere(desk, calls, marks_of(calls))
    return [(one.kind, one.where.removeprefix(f"{desk.folder}/")) for one in found]


def put(desk: HereDesk, name: str, text: str | bytes) -> Path:
    """Write a file of the desk's folder."""
    path = Path(desk.folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def quarantine(*rows: tuple[str, ...]) -> str:
    """Return a quarantine of an import."""
    out = StringIO(newline="")
    csv.writer(out).writerows([("pelapor", "telepon", "isi", "_reason", "_source_file", "_source_row"), *rows])
    return out.getvalue()


HER_ROW = (NAME, "0812 3456-0101", "sampah", "no time", "log.csv", "1")
HIS_ROW = ("Tono Rekaan", "0812 9999 0000", "lampu", "no time", "log.csv", "2")


# -- by what somebody is known


def test_a_person_is_known_by_every_name_and_phone_of_their_calls(desk: HereDesk) -> None:
    both = [
        desk.log("sampah", **HERS),
        desk.log("banjir", caller_name="Bu Wulandari", caller_phone=f"{PHONE};+622188880000"),
    ]
    known = marks_of(both)
    assert known.names == ("wulandari rekaan", "bu wulandari")
    assert known.phones == ("81234560101", "2188880000")


def test_of_whom_no_call_is_there_the_phone_that_was_given_is_all(desk: HereDesk) -> None:
    assert marks_of([], "0812-3456-0101").phones == ("81234560101",)
    assert marks_of([], "").are_in("0812-3456-0101") is False
    assert marks_of([desk.log("sampah", caller_name=NAME)], "0812-3456-0101").phones == ()


@given(
    st.sampled_from(["{}", " {} ", "tel. {}!", "a\n{}\tb", "({})"]),
    st.sampled_from(["081234560101", "0812-3456-0101", "+62 812 3456 0101", "62812-34560101", "(0812) 3456.0101"]),
)
def test_a_phone_is_known_however_it_is_spelt(around: str, phone: str) -> None:
    known = marks_of([], PHONE)
    assert known.are_in(around.format(phone))
    with pytest.raises(UsageError, match="--reason stays for ever"):
        check_reason(around.format(phone), known)


@pytest.mark.parametrize("reason", ["surat 12/2026", "", "permintaan 23 November 2026", "0812-3456-0102"])
def test_a_reason_that_names_nobody_may_stay(reason: str) -> None:
    check_reason(reason, marks_of([], PHONE))


# -- the calls


def test_a_call_is_shown_with_its_history_its_files_and_its_messages(tmp_path: Path) -> None:
    told = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "DLH"\ntell = "surat"')
    desk = desk_here(tmp_path, told + '[notifiers.surat]\ntype = "spool"\nfolder = "surat"\n')
    one, other = desk.log("sampah", **HERS), desk.log("banjir", **HERS)
    for number in (1, 2):
        photo = put(desk, f"foto{number}.jpg", b"isi" * number)
        attach(desk.store, desk.attachments, one, [str(photo)], "sari", desk.clock())
    first, second = kept(desk, [one, other])
    assert isinstance(first, CallKept)
    assert first.complaint.ticket == one.ticket
    assert [event.type for event in first.events] == ["logged", "attached", "attached"]
    assert [(file.name, state) for file, _place, state in first.files] == [("foto1.jpg", "same"), ("foto2.jpg", "same")]
    assert all(Path(desk.folder, place).read_bytes() in (b"isi", b"isiisi") for _file, place, _state in first.files)
    assert [message.ticket for message in first.messages] == [one.ticket]
    assert (second.files, second.messages) == ((), ())


def test_a_file_that_is_gone_is_told_so(desk: HereDesk) -> None:
    one = desk.log("sampah", **HERS)
    attach(desk.store, desk.attachments, one, [str(put(desk, "foto.jpg", b"isi"))], "sari", desk.clock())
    (call,) = kept(desk, [one])
    ((_file, place, _state),) = call.files
    Path(desk.folder, place).unlink()
    (call,) = kept(desk, [one])
    assert call.files[0][2] == "missing"


# -- where else


def test_where_nothing_else_is_nothing_is_named(desk: HereDesk) -> None:
    one = desk.log("sampah", **HERS)
    desk.log("banjir", **OTHERS)
    assert places(desk, one) == []


def test_the_file_that_a_call_came_from_is_named_with_its_row(desk: HereDesk) -> None:
    one = desk.log("sampah", source_file="juni.csv", source_row="17", **HERS)
    two = desk.log("sampah", source_file="juli.csv", **HERS)
    found = [place for place in elsewhere(desk, [one, two], marks_of([one, two])) if place.kind == SOURCE]
    assert [place.where for place in found] == ["juni.csv, row 17", "juli.csv, row ?"]
    assert found[0].what.startswith(f"{one.ticket} came from it")


def test_every_kind_of_file_is_looked_into(tmp_path: Path) -> None:
    more = '[inbox]\nfolder = "masuk"\n[notifiers.surat]\ntype = "spool"\nfolder = "surat"\n'
    desk = desk_here(tmp_path, RULES + more)
    one = desk.log("sampah", **HERS)
    put(desk, "quarantine/log.csv", quarantine(HER_ROW))
    put(desk, "quarantine/inbox/abc.eml", f"From: a@b.test\n\n{NAME} belum dilayani\n")
    put(desk, "masuk/b.csv", f"ticket,verb,unit,words\nx,ack,dlh,{NAME}\n")
    put(desk, "surat/UJI.json", '{"body": "0812 3456 0101"}\n')
    for name in ("quarantine/lain.csv", "quarantine/inbox/lain.eml", "masuk/lain.csv", "surat/lain.json"):
        put(desk, name, "Tono Rekaan 0812 9999 0000")
    found = places(desk, one)
    assert found == [
        (IMPORTED, "quarantine/log.csv"),
        (INBOX, "quarantine/inbox/abc.eml"),
        (INBOX, "masuk/b.csv"),
        (SENT, "surat/UJI.json"),
    ]
    assert {kind for kind, _where in found} == set(IN_FILES)


def test_a_file_that_can_not_be_looked_into_may_have_something(desk: HereDesk) -> None:
    """A person is told of it rather than not; hidden files and links to elsewhere are none of the desk's."""
    one = desk.log("sampah", **HERS)
    (Path(desk.folder) / "quarantine" / "pipa.csv").parent.mkdir()
    os.mkfifo(Path(desk.folder) / "quarantine" / "pipa.csv")
    put(desk, "quarantine/.log.csv", quarantine(HER_ROW))
    (Path(desk.folder) / "quarantine" / "tautan.csv").symlink_to("/etc/hostname")
    assert places(desk, one) == [(IMPORTED, "quarantine/pipa.csv")]


def test_backups_and_data_that_were_set_aside_are_named_for_what_was_there_then(desk: HereDesk) -> None:
    """Whatever is called after the data may have somebody in it: what a restore took the place of, or left half."""
    one = desk.log("sampah", **HERS)
    backup, _gone = backups.make(desk, str(Path(desk.folder) / "backups"), None)
    beside = [
        "aduan.db-wal.20261122-140500",
        "aduan.db.20261123-140500",
        "aduan.db.20261123-140500-wal",
        "aduan.db.4711.part",
        "aduan.db.lama",
        "aduan.db.lost-20261123-140500",
    ]
    for name in (*beside, "aduan.dbx"):
        put(desk, name, "")
    assert places(desk, one) == [
        (BACKUP, backup.folder.removeprefix(f"{desk.folder}/")),
        *((BACKUP, name) for name in beside),
    ]


def test_other_tickets_that_speak_of_the_person_are_named_once_and_their_own_never(desk: HereDesk) -> None:
    one = desk.log("sampah kata Wulandari Rekaan", **HERS)
    named = desk.log("Wulandari Rekaan melapor lagi, banjir", **OTHERS)
    phoned = desk.log("hubungi 081234560101 atau 81234560101", **OTHERS)
    abroad = desk.log("hubungi 6281234560101", **OTHERS)
    linked = desk.log("banjir", linked=(one.ticket,), **OTHERS)
    desk.log("rekaan wulandari lain", **OTHERS)
    one = next(each for each in desk.all() if each.ticket == one.ticket)
    found = places(desk, one)
    assert found[0] == (MENTION, linked.ticket)
    assert sorted(found) == sorted((MENTION, each.ticket) for each in (linked, named, phoned, abroad))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=4, max_size=20))
@example('Budi "Bodong" Rekaan')
@example("O'Brien - NOT (x)")
@example("*** AND ***")
@example("budi*")
@example("\u200b\u200b\u200b\u200b")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_somebody_is_called_others_that_speak_of_them_can_be_looked_for(desk: HereDesk, name: str) -> None:
    if not desk.all():
        desk.log("sampah")  # Without a store nothing is looked for.
    one = Complaint({"ticket": "UJI-261123-0099-0", "caller_name": name, "text": "x"})
    assert [kind for kind, _where in places(desk, one) if kind != MENTION] == []


def test_the_folders_of_messages_are_those_of_spools_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    more = (
        '[notifiers.a]\ntype = "spool"\nfolder = "surat"\n[notifiers.b]\ntype = "spool"\nfolder = "~/kotak"\n'
        '[notifiers.c]\ntype = "spool"\nfolder = "/srv/pos"\n[notifiers.d]\ntype = "command"\nrun = ["cat"]\n'
    )
    desk = desk_here(tmp_path, RULES + more)
    assert spools(desk) == [f"{desk.folder}/surat", f"{tmp_path}/kotak", "/srv/pos"]


# -- taken out


def test_of_a_quarantine_only_the_person_is_taken_out(desk: HereDesk) -> None:
    one = desk.log("sampah", **HERS)
    path = put(desk, "quarantine/log.csv", quarantine(HER_ROW, HIS_ROW))
    assert scrub(desk, marks_of([one])) == [str(path)]
    assert path.read_text() == quarantine(HIS_ROW).replace("\r\n", "\n")
    assert places(desk, one) == []
    assert scrub(desk, marks_of([one])) == []


def test_a_quarantine_in_which_nobody_else_is_left_goes(desk: HereDesk) -> None:
    one = desk.log("sampah", **HERS)
    path = put(desk, "quarantine/log.csv", quarantine(HER_ROW))
    assert scrub(desk, marks_of([one])) == [str(path)]
    assert not path.exists()


def test_what_was_dealt_with_is_blanked_and_stays_known(desk: HereDesk) -> None:
    one = desk.log("sampah", **HERS)
    hers = put(desk, "quarantine/inbox/taken/a.eml", f"From: a@b.test\n\n{NAME} 0812-3456-0101\n")
    others = put(desk, "quarantine/inbox/taken/b.eml", "From: a@b.test\n\nTono Rekaan\n")
    waits = put(desk, "quarantine/inbox/c.eml", f"From: a@b.test\n\n{NAME}\n")
    assert scrub(desk, marks_of([one])) == [str(hers)]
    assert (hers.read_bytes(), others.stat().st_size > 0, NAME in waits.read_text()) == (b"", True, True)
    assert places(desk, one) == [(INBOX, "quarantine/inbox/c.eml")]


def test_what_may_be_of_somebody_of_the_same_name_stays_and_is_named(desk: HereDesk) -> None:
    """A name of one word in the middle of others' words tells of nobody surely."""
    one = desk.log("sampah", caller_name="Wulandari")
    row = ("Tono", "0812 9999 0000", "kata wulandari sampah", "no time", "log.csv", "2")
    path = put(desk, "quarantine/log.csv", quarantine(row))
    assert scrub(desk, marks_of([one])) == []
    assert path.read_text().count("wulandari") == 1
    assert places(desk, one) == [(IMPORTED, "quarantine/log.csv")]


def test_a_file_that_is_no_quarantine_is_left_as_it_is(desk: HereDesk) -> None:
    one = desk.log("sampah", **HERS)
    path = put(desk, "quarantine/catatan.txt", f"{NAME},0812 3456 0101\n")
    assert scrub(desk, marks_of([one])) == []
    assert places(desk, one) == [(IMPORTED, "quarantine/catatan.txt")]
    assert NAME in path.read_text()


def test_what_can_not_be_changed_is_left_and_the_rest_is_done(desk: HereDesk) -> None:
    one = desk.log("sampah", **HERS)
    (Path(desk.folder) / "quarantine").mkdir()
    os.mkfifo(Path(desk.folder) / "quarantine" / "a.csv")
    path = put(desk, "quarantine/b.csv", quarantine(HER_ROW))
    assert scrub(desk, marks_of([one])) == [str(path)]
    assert places(desk, one) == [(IMPORTED, "quarantine/a.csv")]


def test_whether_a_file_has_something_is_asked_of_it_and_none_has_nothing(desk: HereDesk) -> None:
    known = marks_of([], PHONE)
    assert has(str(put(desk, "a.txt", "telepon 0812 3456 0101")), known)
    assert not has(str(put(desk, "b.txt", "telepon 0812 3456 0102")), known)
    assert not has(str(Path(desk.folder) / "tidak-ada"), known)
    assert has(desk.folder, known), "what can't be read may have it"


def test_what_is_named_says_what_to_do(desk: HereDesk) -> None:
    one = desk.log("sampah", source_file="juni.csv", **HERS)
    put(desk, "quarantine/log.csv", quarantine(HER_ROW))
    desk.move(one, NOTED, {"note": "x"})
    for place in elsewhere(desk, [one], marks_of([one])):
        assert isinstance(place, KeptPlace)
        assert place.what
        assert not place.what.endswith(".")
