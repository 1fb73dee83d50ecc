"""A source that is read in a process of its own, while this one stores what came before.

That process only reads, works on each record, and hands it over. When it ends before the file does, whatever ended it,
the file is opened once more and this process goes on behind the last record that came: what is taken, refused and told
is the same.
"""

from __future__ import annotations

import marshal
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from io import BufferedReader
from itertools import chain, cycle, islice
from operator import attrgetter, itemgetter, sub
from time import sleep
from typing import Any, NoReturn

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.file_record import FileRecord
from aduan_cli.complaint.identity import Identity
from aduan_cli.complaint.report import Report
from aduan_cli.formats.file_records import FileRecords

LEAST_BYTES = 1 << 20
"""Size of a file from which on a process of its own is worth it: some thousand records."""
_PIPES, _PIPE_BYTES = 8, 1 << 20
"""Pipes that take turns, and what each holds where the system lets it: what is read while a batch is stored.

One alone holds half a batch, so that each process waited for the other by turns.
"""
_AT_ONCE, _MOST_CHARACTERS = 200, 1 << 17
"""Messages that are handed over at once, so that the two seldom wait for one another; fewer where cells are long."""
_LOOK = 0.05
"""Seconds in which it is looked how many processors are idle: five ticks of each."""
_LENGTH = 4
"""Bytes before what is handed over at once that say how long it is."""
_plain_of = attrgetter(
    "state", "cells", "origin", "sheet_row", "reason", "marks", "status", "version_of", "is_mended", "is_numbered",
    "done", "encoded",
)  # fmt: skip
_NAMES = tuple(vars(Complaint()))
_values_of = itemgetter(*_NAMES)


class Remarks:
    """What a reader says while it reads: passed on, kept to be handed over, or, said before, left out."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._count = self._leave_out = 0
        self.kept: list[str] | None = None

    def __call__(self, sentence: str) -> None:
        """Be told something."""
        if self.kept is not None:
            self.kept.append(sentence)
        elif self._leave_out:
            self._leave_out -= 1
        else:
            self._count += 1
            self._say(sentence)

    def begin_anew(self) -> None:
        """Leave out what was said so far: the file is read once more from its beginning."""
        self._leave_out = self._count


class ReadAhead:
    """The records of one file, read ahead; a `RecordSource`.

    `source` is the file, `again` opens it once more, `remarks` hears what is said of it; `begin` is called in the
    new process before anything is read there.
    """

    def __init__(
        self, source: FileRecords, again: Callable[[], FileRecords], remarks: Remarks, begin: Callable[[], None]
    ) -> None:
        self.name, self.map_name = source.name, source.map_name
        self._source, self._again, self._remarks, self._begin = source, again, remarks, begin
        self._child = 0
        self._done: int | None = 0
        self._closing: list[str] | None = None

    @property
    def done(self) -> int:
        """How many bytes of the file were read."""
        return self._source.done if self._done is None else self._done

    def opening_remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file before its records."""
        return self._source.opening_remarks()

    def closing_remarks(self) -> Iterator[str]:
        """Yield what is to be told of the file once it was read."""
        return self._source.closing_remarks() if self._closing is None else iter(self._closing)

    def close(self) -> None:
        """End the process, and close the file."""
        child, self._child = self._child, 0
        if child:
            with suppress(OSError):  # Whoever started us may let the system take in children that end.
                if self._closing is None:
                    os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        self._source.close()

    def each(self, work: Callable[[FileRecord], None]) -> Iterator[FileRecord]:
        """Yield the records in their order, each after `work` was done on it. The process begins at once."""
        try:
            pipes = self._fork(work)
        except OSError:  # no more processes, or files
            self._done = None
            return self._source.each(work)
        return self._received(pipes, work)

    # -- this process

    def _fork(self, work: Callable[[FileRecord], None]) -> list[BufferedReader]:
        pipes: list[tuple[int, int]] = []
        try:
            for _number in range(_PIPES):
                pipes.append(os.pipe())
                _enlarge(pipes[-1][1])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which our own commands have none of
                self._child = os.fork()
        except OSError:
            for end in chain.from_iterable(pipes):
                os.close(end)
            raise
        readings, writings = zip(*pipes, strict=True)
        if not self._child:
            for end in readings:
                os.close(end)
            self._be_the_reader(cycle(writings), work)
        for end in writings:
            os.close(end)
        return [open(end, "rb") for end in readings]

    def _received(self, pipes: list[BufferedReader], work: Callable[[FileRecord], None]) -> Iterator[FileRecord]:
        count = 0
        with ExitStack() as opened:
            for message in _messages(cycle([opened.enter_context(pipe) for pipe in pipes])):
                if type(message) is tuple:
                    count += 1
                    yield _record(message)
                elif type(message) is int:
                    self._done = message
                elif type(message) is str:
                    self._remarks(message)
                else:
                    self._closing = message
                    return
        self.close()
        self._done = None
        self._remarks.begin_anew()
        self._source = self._again()
        yield from islice(self._source.each(work), count, None)

    # -- the other one

    def _be_the_reader(self, pipes: Iterator[int], work: Callable[[FileRecord], None]) -> NoReturn:
        """Read to the end, or to what goes wrong: the other process meets that, too, and tells it."""
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other one says what becomes of Ctrl-C
            self._begin()
            self._read(pipes, work)
        finally:
            os._exit(0)

    def _read(self, pipes: Iterator[int], work: Callable[[FileRecord], None]) -> None:
        said = self._remarks.kept = []
        waiting: list[Any] = []
        characters = 0
        for record in self._source.each(work):
            waiting += said
            said.clear()
            waiting.append(_message(record))
            characters += sum(map(len, record.cells))
            if len(waiting) >= _AT_ONCE or characters >= _MOST_CHARACTERS:
                _write(next(pipes), [*waiting, self._source.done])
                waiting.clear()
                characters = 0
        _write(next(pipes), [*waiting, *said, self._source.done, [*self._source.closing_remarks()]])


def is_worth_it(source: FileRecords) -> bool:
    """Say whether a file is large enough for a process of its own, and the machine has a processor to spare for it."""
    return source.size >= LEAST_BYTES and hasattr(os, "fork") and has_processor_to_spare()


def has_processor_to_spare() -> bool:
    """Say whether there is another processor that is idle: on the average of the last minute, or else at this moment.

    Two processes need more in all than one: where others want it as well, one is done sooner. But what ended just now,
    an import before this one perhaps, is in the average for a minute.
    """
    try:
        processors, busy = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    except (AttributeError, OSError):
        processors, busy = os.cpu_count() or 1, 0.0
    return processors > 1 and (busy < processors - 0.5 or _idle() > 1.5)


def _idle() -> float:
    """Return how many processors had nothing to do while this process slept for a moment; its own is one of them."""
    try:
        before = _ticks()
        sleep(_LOOK)
        spent = [*map(sub, _ticks(), before)]
        return float(spent[0] / max(sum(spent), 1) * (os.cpu_count() or 1))
    except (OSError, ValueError, IndexError):
        return 0.0  # No Linux: then only the average is known.


def _ticks() -> list[int]:
    """Return what processors did since the machine began, idle and at work: who waits for a disk needs none."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, idle, waiting, *more = map(int, file.readline().split()[1:9])
    return [idle + waiting, user, nice, system, *more]


def _enlarge(pipe: int) -> None:
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        pass  # Then less is read ahead.


def _write(pipe: int, messages: list[Any]) -> None:
    data = marshal.dumps(messages)
    left = memoryview(len(data).to_bytes(_LENGTH, "big") + data)
    while left:
        left = left[os.write(pipe, left) :]


def _messages(pipes: Iterator[BufferedReader]) -> Iterator[Any]:
    """Yield the messages as they come, until there are none any more, or not all of those that came at once."""
    for pipe in pipes:
        size = int.from_bytes(pipe.read(_LENGTH), "big")
        data = pipe.read(size)
        if not size or len(data) != size:
            return
        yield from marshal.loads(data)  # noqa: S302 from our own process


def _message(record: FileRecord) -> tuple[Any, ...]:
    complaint, report, identity, before = record.complaint, record.report, record.identity, record.before
    values = _values_of(vars(complaint)) if complaint else None
    given = (report.source, dict(report.sources), dict(report.given)) if report else None
    return _plain_of(record), values, given, identity and tuple(identity), before and tuple(before)


def _record(message: tuple[Any, ...]) -> FileRecord:
    plain, values, given, identity, before = message
    record = FileRecord(*plain[:2])
    (
        _state, _cells, record.origin, record.sheet_row, record.reason, record.marks, record.status, record.version_of,
        record.is_mended, record.is_numbered, record.done, record.encoded,
    ) = plain  # fmt: skip
    if values is not None:
        record.complaint = complaint = Complaint.__new__(Complaint)
        vars(complaint).update(zip(_NAMES, values, strict=True))
    if given is not None:
        source, sources, said = given
        record.report = Report(source, sources, **said)
    record.identity = identity and Identity(*identity)
    record.before = before and Identity(*before)
    return record
