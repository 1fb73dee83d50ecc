"""A file that is read in a process of its own: what comes is what one process alone would read, whatever ends it."""

from __future__ import annotations

import builtins
import gzip
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.file_record import FileRecord
from aduan_cli.complaint.router import Router
from aduan_cli.config.maps import DEFAULT, load_map, read_map
from aduan_cli.config.rule_files.loader import load
from aduan_cli.errors import UsageError
from aduan_cli.formats import read_ahead
from aduan_cli.formats.columns import head_columns, named_columns
from aduan_cli.formats.file_records import FileRecords
from aduan_cli.formats.read_ahead import ReadAhead, Remarks, has_processor_to_spare, is_worth_it
from aduan_cli.formats.reader import FileReader

NOW = 1_800_000_000
MAP = """\
key = ["NO"]
fields = ["*"]
[columns]
text = "ISI"
reported_at = ["TGL", "JAM"]
caller.name = "NAMA"
[dates]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
missing = "previous"
"""
HEAD = "REKAP BULAN MARET\n\nNO,TGL,JAM,ISI,NAMA,LAIN\n"
ROWS = (
    '1,2024-03-01,08:00,melaporkan sampah,Budi,"dua\nbaris"',
    "2,,09:00,menanyakan nomor kantor,Sari,",
    "3,besok,10:00,tanggal salah,Budi,",
    "4,,11:00,di bawahnya,Budi,",
    "5,2024-03-02,,terlalu,banyak,sel,lagi",
    "6,2024-03-02,,caf\u00e9 bocor,Sari,",
    ",,,,,",
    "TOTAL,,,,,57",
    "NO,TGL,JAM,ISI,NAMA,LAIN",
    '7,2024-03-03,,"tak ditutup,Budi,',
    "8,2024-03-03,12:00,selesai,Budi,x",
)
OBJECTS = (
    '{"NO": 1, "TGL": "2024-03-01", "ISI": "sampah", "LAIN": {"a": [1, 2.5, null, true, "\\ud800"]}}',
    '{"NO": 2, "TGL": "2024-03-01"}', "{", '{"x": 1}',
    '{"NO": 123456789012345678901234567890, "TGL": "2024-03-01", "ISI": "x"}',
)  # fmt: skip
OWN = (
    '{"ticket": "UJI-240301-0001-0", "text": "sampah", "reported_at": "2024-03-01T08:00:00+07:00", "kind": "complaint",'
    ' "status": "closed", "fields": {"KET": "lama"}, "sources": {"kind": "text"}, "support": ["dlh"], "unit": "dlh"}',
    '{"text": "banjir", "reported_at": "2024-03-01T09:00:00+07:00"}',
)

CHANCE = random.Random(20261126)
MANY = [f"{number},2024-03-01,08:00,sampah {CHANCE.random()},Budi," for number in range(9000)]


class File:
    """A file of an invented desk, which may be opened again and again; `said` is what is told of it."""

    def __init__(self, desk: Path, data: str | bytes, name: str = "log.csv", map_: str | None = MAP) -> None:
        self.path = desk / name
        self.path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.map = load_map(DEFAULT, str(desk)) if map_ is None else read_map("uji", "uji.toml", map_.encode())
        loaded = load(str(desk), None)
        self.router = Router(loaded.rules, loaded.revision)
        self.said: list[str] = []
        self.opened = 0

    def records(self, say: Callable[[str], None]) -> FileRecords:
        self.opened += 1
        reader = FileReader(str(self.path), None, named_columns(self.map), say, head_columns(self.map))
        return FileRecords(reader, self.map, self.router, "petugas", NOW, before=True)

    def ahead(self, begin: Callable[[], None] = lambda: None) -> ReadAhead:
        """Return the file, read ahead."""
        remarks = Remarks(lambda sentence: self.said.append(sentence))
        return ReadAhead(self.records(remarks), lambda: self.records(remarks), remarks, begin)

    def alone(self) -> tuple[list[Any], list[str], list[str]]:
        """Return what this process reads, is told meanwhile, and at the end."""
        said: list[str] = []
        source = self.records(said.append)
        found = all_of(source.each(marked))
        closing = [*source.closing_remarks()]
        source.close()
        return found, said, closing


def marked(record: FileRecord) -> None:
    """Work on a record."""
    record.status = record.state.upper()


def plain(record: FileRecord) -> dict[str, Any]:
    """Return all of a record as it can be compared."""
    values = {name: getattr(record, name) for name in FileRecord.__slots__}
    values["complaint"] = record.complaint and vars(record.complaint)
    values["report"] = record.report and (record.report.sources, record.report.given)
    return values


def all_of(records: Iterator[FileRecord]) -> list[Any]:
    """Return all records, and how they ended where that was an error."""
    found: list[Any] = []
    try:
        found += map(plain, records)
    except UsageError as error:
        found.append(str(error))
    return found


def assert_the_same(file: File, source: ReadAhead, found: list[Any]) -> None:
    """Assert that records, what is told, and when it was told, are what one process alone would have."""
    wanted, said, closing = file.alone()
    assert found == wanted
    assert file.said == said
    assert [*source.closing_remarks()] == closing


@pytest.mark.parametrize(
    ("data", "name", "map_"),
    [
        (HEAD + "\n".join(ROWS) + "\n", "log.csv", MAP),
        ((HEAD + "\n".join(ROWS) + "\n").encode("cp1252"), "log.csv", MAP),
        ((HEAD + "\n".join(ROWS) + "\n").encode("utf-16"), "log.csv", MAP),
        ("\n".join(OBJECTS), "log.jsonl", MAP),
        ("\n".join(OWN), "ours.jsonl", None),
        (gzip.compress((HEAD + "\n".join(MANY)).encode())[:-40], "cut.csv.gz", MAP),
    ],
    ids=["csv", "cp1252", "utf-16", "jsonl", "our own", "cut off"],
)
def test_what_comes_is_what_one_process_reads(desk: Path, data: str | bytes, name: str, map_: str | None) -> None:
    """Records of every kind, in their order, with all that belongs to them; and the error of a file that breaks off."""
    file = File(desk, data, name, map_)
    source = file.ahead()
    found = all_of(source.each(marked))
    assert file.opened == (2 if name.startswith("cut") else 1), "the other process read it, and read it to its end"
    assert found
    assert_the_same(file, source, found)
    source.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.sampled_from(ROWS) | st.text(max_size=40), max_size=60), ends_at=st.integers(0, 60))
def test_a_reader_that_ends_anywhere_changes_nothing(desk: Path, rows: list[str], ends_at: int) -> None:
    """Whatever the rows, and wherever the reader is ended: the rest is read here, and nothing is told twice."""
    file = File(desk, HEAD + "\n".join(rows) + "\n")
    at = 0

    def ends(record: FileRecord) -> None:
        nonlocal at
        at += 1
        if at == ends_at and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        marked(record)

    here = os.getpid()
    source = file.ahead()
    found = all_of(source.each(ends))
    assert_the_same(file, source, found)
    source.close()


def test_a_reader_that_is_killed_while_it_writes_changes_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At random moments, half-way through a record as well; what was told before isn't told again."""
    monkeypatch.setattr(read_ahead, "_AT_ONCE", 1)
    rows = [f'{number},2024-03-01,08:00,"sampah {"x" * 200} {number}",Budi,' for number in range(600)]
    rows[100] = ROWS[5]
    file = File(desk, (HEAD + "\n".join(rows)).encode("cp1252"))
    wanted, said, closing = file.alone()
    for _round in range(12):
        file.said.clear()
        source, end, found = file.ahead(), CHANCE.randrange(600), []
        for record in source.each(marked):
            found.append(plain(record))
            if len(found) == end and source._child:
                os.kill(source._child, signal.SIGKILL)
        assert (found, file.said, [*source.closing_remarks()]) == (wanted, said, closing)
        source.close()


def test_a_reader_that_cannot_begin_changes_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where it fails at once, nor where there can be none."""

    def fails() -> None:
        raise MemoryError

    file = File(desk, HEAD + "\n".join(ROWS))
    source = file.ahead(fails)
    assert_the_same(file, source, all_of(source.each(marked)))
    source.close()

    def no_more() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", no_more)
    opened = os.dup(0)  # the next number that is free
    os.close(opened)
    source = file.ahead()
    assert_the_same(file, source, all_of(source.each(marked)))
    source.close()
    again = os.dup(0)
    os.close(again)
    assert again == opened, "nothing was left open"


def test_who_stops_early_leaves_no_process_behind(desk: Path) -> None:
    """Ctrl-C, or a store that fails: the reader is ended with the file."""
    file = File(desk, HEAD + "\n".join(ROWS * 5000))
    source = file.ahead()
    next(source.each(marked))
    child = source._child
    source.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize(
    ("processors", "busy", "wanted"),
    [(1, 0.0, False), (2, 0.9, True), (2, 1.6, False), (8, 6.0, True), (8, 8.0, False)],
)
def test_a_processor_is_to_spare_where_it_is_idle(
    processors: int, busy: float, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the one that this process has, and none that others are using."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(processors)))
    monkeypatch.setattr(os, "getloadavg", lambda: (busy, 9.0, 9.0))
    monkeypatch.setattr(read_ahead, "_idle", lambda: 0.0)
    assert has_processor_to_spare() == wanted


@pytest.mark.parametrize(("idle", "wanted"), [(2.0, True), (1.6, True), (1.0, False), (0.0, False)])
def test_what_ended_just_now_keeps_no_processor(idle: float, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that were busy for a minute one is to spare, as soon as nobody wants any but this process, which looks."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(os, "getloadavg", lambda: (1.9, 9.0, 9.0))
    monkeypatch.setattr(read_ahead, "_idle", lambda: idle)
    assert has_processor_to_spare() == wanted


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        ("cpu 100 0 100 1010 0 0 0 0 0 0", 2.0),
        ("cpu 100 0 100 1004 6 0 0 0 0 0", 2.0),
        ("cpu 103 1 101 1005 0 0 0 0 0 0", 1.0),
        ("cpu 105 0 100 1000 0 0 0 5 0 0", 0.0),
        ("cpu 100 0 100 1000 0 0 0 0 0 0", 0.0),
        ("", 0.0),
    ],
)
def test_who_has_nothing_to_do_is_looked_for(
    after: str, wanted: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a processor does for others counts, whoever they are; waiting for a disk is no work for one."""
    stat = tmp_path / "stat"
    stat.write_text("cpu 100 0 100 1000 0 0 0 0 0 0\ncpu0 50 0 50 500 0 0 0 0 0 0\n")
    monkeypatch.setattr(builtins, "open", lambda _path, **how: stat.open(**how))
    monkeypatch.setattr(read_ahead, "sleep", lambda _seconds: stat.write_text(f"{after}\n"))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert read_ahead._idle() == wanted


def test_the_system_says_how_many_processors_are_idle() -> None:
    """Where it is Linux; elsewhere only the average is known, and none is."""
    assert 0 <= read_ahead._idle() <= (os.cpu_count() or 1)


def test_only_large_files_on_machines_with_a_processor_to_spare_are_read_ahead(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is small is read before a process could begin, and one processor does one thing at a time."""
    file = File(desk, HEAD + "\n".join(ROWS))
    source = file.records(file.said.append)
    monkeypatch.setattr(read_ahead, "has_processor_to_spare", lambda: True)
    assert not is_worth_it(source)
    monkeypatch.setattr(read_ahead, "LEAST_BYTES", source.size)
    assert is_worth_it(source)
    monkeypatch.setattr(read_ahead, "has_processor_to_spare", lambda: False)
    assert not is_worth_it(source)
    source.close()
