"""What lies in a place, whatever it is: each record and mail once, in order; what is not ours is left alone."""

from __future__ import annotations

import io
import json
import mailbox
import os
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.formats import incoming
from aduan_cli.formats.incoming import CSV, MBOX, ONE_MAIL, IncomingItem, UnitPost, waiting_in
from aduan_cli.formats.refused import MAIL, RECORD
from mails import raw, reply

pytest.importorskip("mailparser_reply", reason="the extra [mail] is not installed")
MOVES = "ticket,verb,unit\nUJI-261123-0001-6,selesai,dlh\nUJI-261123-0002-8,terima,dlh\n"
LINES = '{"ticket": "UJI-261123-0001-6", "verb": "selesai"}\n{"ticket": "UJI-261123-0002-8", "verb": "ack"}\n'
FIRST = MOVES.splitlines()[0] + "\n" + MOVES.splitlines()[1] + "\n"


def post(unit: str | None = None, format_: str | None = None, encoding: str | None = None) -> UnitPost:
    """Return what reads what units send; it has nothing to say of a file."""
    return UnitPost(MoveWords({}), unit, format_, encoding, pytest.fail)


def items(place: Path | str, **more: Any) -> list[IncomingItem]:
    """Return what lies in a place."""
    return list(post(**more).items(str(place)))


def sources(found: Iterable[IncomingItem]) -> list[str]:
    """Return by which name each is told."""
    return [one.incoming.source for one in found]


def mail(number: int = 1, text: str = "Selesai: diangkut") -> bytes:
    """Return a mail of a unit."""
    return raw(reply(text, "Re: [UJI-261123-0001-6] sampah", id_=f"<{number}@dlh.example>"))


def mbox(path: Path, *mails: bytes) -> Path:
    """Write mails as programs for mails keep them in one file."""
    box = mailbox.mbox(str(path))
    for one in mails:
        box.add(one)
    box.close()
    return path


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """Return an empty Maildir."""
    for part in ("new", "cur", "tmp"):
        (tmp_path / "pos" / part).mkdir(parents=True)
    return tmp_path / "pos"


# -- what a file is


MAILED = [
    ("1.eml", mail()),
    ("1.EML", mail()),
    ("surat", mail()),
    ("surat.txt", b"\n\r\n" + mail()),
    ("pesan", b"From MAILER-DAEMON Mon Nov 23 13:50:00 2026\n" + mail()),
    ("kotak.mbox", b"From MAILER-DAEMON Mon Nov 23 13:50:00 2026\n" + mail()),
    ("kotak.mbx", b"From MAILER-DAEMON Mon Nov 23 13:50:00 2026\n" + mail()),
]


@pytest.mark.parametrize(("name", "data"), MAILED, ids=[name for name, _data in MAILED])
def test_a_mail_is_known_by_its_name_or_by_how_it_begins(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (one,) = items(tmp_path / name)
    assert (one.kind, one.incoming.verb, one.incoming.via) == (MAIL, "resolve", "mail")
    assert one.incoming.tickets == ("UJI-261123-0001-6",)


RECORDS = [
    ("kabar.csv", MOVES),
    ("kabar.CSV", MOVES),
    ("kabar.tsv", MOVES.replace(",", "\t")),
    ("kabar", MOVES),
    ("kabar.txt", MOVES),
    ("From_dlh", MOVES),
    ("kabar.jsonl", LINES),
    ("tanpa-nama", LINES),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), RECORDS, ids=[name for name, _text in RECORDS])
def test_anything_else_is_a_file_of_moves(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    found = items(tmp_path / name)
    assert [(one.kind, one.incoming.verb) for one in found] == [(RECORD, "resolve"), (RECORD, "ack")]
    assert sources(found) == [f"{name}:1", f"{name}:2"]
    assert [one.incoming.wrong for one in found] == [None, None]


def test_what_somebody_says_that_it_is_wins(tmp_path: Path) -> None:
    (tmp_path / "kabar.csv").write_bytes(mail())
    assert items(tmp_path / "kabar.csv", format_=ONE_MAIL)[0].incoming.verb == "resolve"
    (tmp_path / "surat.eml").write_text(MOVES)
    assert len(items(tmp_path / "surat.eml", format_=CSV)) == 2
    (tmp_path / "surat").write_bytes(mbox(tmp_path / "box", mail(1), mail(2)).read_bytes())
    assert len(items(tmp_path / "surat", format_=MBOX)) == 2


def test_a_record_that_was_kept_is_read_again_and_keeps_its_place(tmp_path: Path) -> None:
    kept = items(_written(tmp_path / "kabar.csv", FIRST))[0].data
    assert kept is not None
    (tmp_path / "abc.json").write_bytes(kept)
    (one,) = items(tmp_path / "abc.json")
    assert (one.incoming.verb, one.data, one.path) == ("resolve", kept, str(tmp_path / "abc.json"))
    assert json.loads(kept)["ticket"] == "UJI-261123-0001-6"


def _written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_mail_keeps_its_bytes_its_place_and_its_unit(tmp_path: Path) -> None:
    (one,) = items(_written(tmp_path / "1.eml", mail()), unit="dlh")
    assert (one.data, one.path, one.incoming.unit) == (mail(), str(tmp_path / "1.eml"), "dlh")
    one.done()
    assert (tmp_path / "1.eml").exists(), "a file is nobody's to move"


# -- several in one file


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["Selesai", "Diterima", "From kami: selesai", ">From kami"]), max_size=4))
def test_every_mail_of_a_mailbox_comes_once_with_its_number(words: list[str]) -> None:
    """Also one in whose text a line begins as a mail does."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "kotak.mbox"
        path.touch()
        mbox(path, *(mail(n, f"Selesai: {text}\nFrom kami\n") for n, text in enumerate(words)))
        found = items(path)
    assert sources(found) == [f"kotak.mbox:{n}" for n in range(1, len(words) + 1)]
    assert len({one.incoming.key for one in found}) == len(words)
    assert [one.incoming.verb for one in found] == ["resolve"] * len(words)


def test_a_mailbox_that_is_none_has_no_mail(tmp_path: Path) -> None:
    assert items(_written(tmp_path / "a.mbox", b"")) == []
    assert items(_written(tmp_path / "b.mbox", b"\x00\x01")) == []


# -- stdin


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let a command read this from its stdin."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [mail(), MOVES.encode()], ids=["a mail", "moves"])
def test_stdin_is_seen_by_how_it_begins(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    piped(monkeypatch, data)
    found = items("-")
    assert found[0].incoming.verb == "resolve"
    assert found[0].data is not None


def test_an_mbox_from_stdin_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, b"From MAILER-DAEMON Mon Nov 23 13:50:00 2026\n" + mail())
    with pytest.raises(UsageError, match="its file would be right"):
        items("-")


def test_moves_through_a_pipe_are_taken_from_the_first_on(tmp_path: Path) -> None:
    """`aduan inbox take <(...)`: what is read to see what it is, is gone from a pipe."""
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(MOVES), daemon=True)
    writer.start()
    found = items(pipe)
    writer.join(5)
    assert [one.incoming.verb for one in found] == ["resolve", "ack"]


# -- a folder


def test_a_folder_is_taken_by_the_names_of_its_files_and_others_are_left_alone(tmp_path: Path) -> None:
    _written(tmp_path / "2.csv", FIRST)
    _written(tmp_path / "1.eml", mail())
    _written(tmp_path / "3.JSONL", '{"ticket": "UJI-261123-0001-6", "verb": "selesai"}\n')
    for name in (".4.csv", "catatan.txt", "5.csv.part", "foto.jpg"):
        _written(tmp_path / name, FIRST)
    (tmp_path / "6.csv").mkdir()
    assert sources(items(tmp_path)) == ["1.eml", "2.csv:1", "3.JSONL:1"]


def test_a_file_that_can_not_be_read_stops_no_other(tmp_path: Path) -> None:
    """It stays where it is, for there is nothing of it that could be kept elsewhere."""
    _written(tmp_path / "1.csv", "no,columns\nof,moves\n")
    (tmp_path / "2.csv").symlink_to(tmp_path / "nowhere.csv")
    _written(tmp_path / "3.csv", FIRST)
    broken, missing, good = items(tmp_path)
    assert (broken.data, missing.data, good.incoming.verb) == (None, None, "resolve")
    assert "no column ticket, verb" in str(broken.incoming.wrong)
    assert missing.incoming.source == "2.csv"
    assert broken.incoming.key != missing.incoming.key


def test_a_pipe_or_a_socket_in_a_folder_keeps_no_job_waiting(tmp_path: Path) -> None:
    """A tick of cron would never end, and keep all those after it out."""
    for name in ("1.csv", "2.eml", "3.jsonl"):
        os.mkfifo(tmp_path / name)
    _written(tmp_path / "4.csv", FIRST)
    found: list[IncomingItem] = []
    reading = threading.Thread(target=lambda: found.extend(items(tmp_path)), daemon=True)
    reading.start()
    reading.join(5)
    assert not reading.is_alive()
    assert sources(found) == ["4.csv:1"]


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere: no such file or folder"):
        items(tmp_path / "nowhere")


def test_a_name_that_is_no_text_can_be_told_and_kept(tmp_path: Path) -> None:
    """Windows names files in other encodings; what an event says of one goes into any store."""
    for name in (b"a\xff.csv", b"b\xe9.eml", b"c\xff.json"):
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_bytes(FIRST.encode())
    found = sources(items(tmp_path))
    assert [name.encode().decode() for name in found] == found
    assert len(found) == 3


# -- a Maildir


def test_a_maildir_is_taken_oldest_first_and_what_is_seen_is_not(maildir: Path) -> None:
    for number, name in enumerate(
        ("new/1003.a", "cur/1001.b:2,", "cur/1002.c:2,FS", "cur/1000.d:2,R", "new/.x", "tmp/9")
    ):
        _written(maildir / name, mail(number))
    assert sources(items(maildir)) == ["1000.d:2,R", "1001.b:2,", "1003.a"]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("new/1.a", "cur/1.a:2,S"),
        ("cur/1.a:2,", "cur/1.a:2,S"),
        ("cur/1.a:2,RF", "cur/1.a:2,FRS"),
        ("cur/1.a", "cur/1.a:2,S"),
        ("new/1.a,S=20:2,", "cur/1.a,S=20:2,S"),
    ],
)
def test_a_mail_is_marked_as_seen_once_it_is_done_and_keeps_its_other_flags(
    maildir: Path, name: str, seen: str
) -> None:
    _written(maildir / name, mail())
    (one,) = items(maildir)
    assert (maildir / name).exists()
    one.done()
    assert [str(path.relative_to(maildir)) for path in sorted(maildir.rglob("*")) if path.is_file()] == [seen]
    assert items(maildir) == []


def test_a_mail_that_is_too_large_is_not_read_whole_and_stays(
    tmp_path: Path, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "LARGEST", 2_000_000)
    _written(maildir / "new/1.a", mail() + b"x" * 2_000_000)
    (one,) = items(maildir)
    assert one.incoming.wrong == "the mail has more than 2 MB; it stays where it is"
    assert one.data is not None
    assert len(one.data) == 1_000_000
    assert one.data.startswith(mail()[:40])


def test_a_mail_that_another_program_takes_away_meanwhile_is_told_and_stops_no_other(maildir: Path) -> None:
    for name in ("1.a", "2.b"):
        _written(maildir / "new" / name, mail())
    found = post().items(str(maildir))
    first = next(found)
    (maildir / "new/2.b").unlink()
    (second,) = found
    assert (first.incoming.verb, second.data) == ("resolve", None)
    assert "it can't be read" in str(second.incoming.wrong)


# -- how much waits


def test_what_waits_is_what_would_be_taken(tmp_path: Path, maildir: Path) -> None:
    for name in ("new/1.a", "cur/2.b:2,", "cur/3.c:2,S", "new/.hidden"):
        _written(maildir / name, mail())
    assert waiting_in(str(maildir)) == len(items(maildir)) == 2
    folder = tmp_path / "kabar"
    folder.mkdir()
    for name in ("1.csv", "2.eml", ".3.csv", "catatan.txt"):
        _written(folder / name, FIRST)
    (folder / "lama").mkdir()
    assert waiting_in(str(folder)) == 2


def test_a_folder_with_a_part_of_a_maildir_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    _written(tmp_path / "1.csv", FIRST)
    assert waiting_in(str(tmp_path)) == len(items(tmp_path)) == 1


def test_where_nothing_can_be_had_nothing_waits(tmp_path: Path) -> None:
    assert waiting_in(str(tmp_path / "nowhere")) == 0
    assert waiting_in(str(_written(tmp_path / "file", b""))) == 0
