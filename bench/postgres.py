"""A desk on a PostgreSQL server: one call as a whole process, many writers at once, lists of small and large desks.

The server is the machine's own, started for this with its defaults (every commit on the disk), reached over a socket.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import invented
import multiplied
import postgres_floor
from measure import ROOT, Bar, interleaved, machine, median_ms, options, report, run, script, shipped

sys.path.insert(0, str(ROOT / "tests"))

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.database_url import Address
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.sqlite import SqliteStore
from database import Server, programs

CALL = "Penelepon melaporkan sampah menumpuk di Jl. Kenari RT 02 RW 05 Kel. Bekasi Jaya Kec. Bekasi Timur"
LIST = ["list", "--limit", "20", "--format", "json"]
SMALL, LARGE, MOST = 1_000, 50_000, 1_000_000
WRITERS = (8, 32)
SECONDS = 4.0
"""How long many writers are let work."""


def make_desk(folder: Path, server: Server, stored: int) -> tuple[Path, str]:
    """Make a desk with the city's own rules and so many complaints, on the server; return its folder and address."""
    desk, address = folder / f"desk-{stored}", f"{server.url}#desk_{stored}"
    desk.mkdir()
    shipped(desk)
    invented.fill(folder / f"{stored}.db", SMALL)
    source, store = SqliteStore(str(folder / f"{stored}.db")), PostgresStore(Address(server.url, f"desk_{stored}"))
    started = time.perf_counter()
    store.transfer.fill(source.transfer.rows())
    if stored > SMALL:
        multiplied.multiply(server.url, f"desk_{stored}", stored // SMALL)
    print(f"  {stored:>9,} stored in {time.perf_counter() - started:.1f} s", flush=True)
    source.close()
    store.close()
    return desk, address


def processes(folder: Path, server: Server, rounds: int, sizes: list[int]) -> dict[str, float]:
    """Return the median milliseconds of each command as a whole process."""
    rows = folder / "rows.json"
    Writing(_OnServer(Address(server.url, "floor")), server.url).once()
    postgres_floor.prepare(server.url, rows)
    started = script(folder, "floor", "postgres_floor", Path(__file__).parent)
    aduan = str(script(folder, "aduan", "aduan_cli.cli"))
    found = {"floor": [str(started), str(rows), server.url]}
    for size in sizes:
        desk, address = make_desk(folder, server, size)
        line = [aduan, "--desk", str(desk), "--store", address]
        run([*line, "-q", "log", CALL], folder)  # The rules are compiled by then.
        found[f"log {size}"], found[f"list {size}"] = [*line, "log", CALL], [*line, *LIST]
        if size == SMALL:
            found["log in a file"] = [aduan, "--desk", str(desk), "--store", str(folder / "beside.db"), "log", CALL]
            run(found["log in a file"], folder)
    seconds = interleaved(found, folder, rounds)
    for name, taken in seconds.items():
        print(f"  {name:15} {median_ms(taken):7.1f} ms   (fastest {min(taken) * 1000:.1f})")
    return {name: median_ms(taken) for name, taken in seconds.items()}


def rate(writers: int, work: Callable[[int], tuple[int, float]]) -> tuple[float, float]:
    """Return steps a second of so many processes at once, and the longest wait of one in seconds."""
    with multiprocessing.get_context("fork").Pool(writers) as pool:
        found = pool.map(work, range(writers), chunksize=1)
    return sum(count for count, _longest in found) / SECONDS, max(longest for _count, longest in found)


def _timed(one: Callable[[], object]) -> tuple[int, float]:
    one()  # What is loaded and opened once is not counted.
    count, longest, until = 0, 0.0, time.monotonic() + SECONDS
    while (before := time.monotonic()) < until:
        one()
        longest = max(longest, time.monotonic() - before)
        count += 1
    return count, longest


class Writing:
    """What one of many writers does, in a process of its own: a store made by `open_`, or bare inserts."""

    def __init__(self, open_: Callable[[], PostgresStore | SqliteStore] | None, url: str, rows: str = "{}") -> None:
        self._open, self._url, self._rows = open_, url, rows

    def once(self) -> None:
        """Store one call."""
        assert self._open is not None
        # Closed before others are forked: no process may inherit an open file of SQLite's.
        with closing(self._open()) as store:
            store.commit([taking(_routed(0))])

    def __call__(self, number: int) -> tuple[int, float]:
        """Store calls for some seconds; return how many, and the longest wait."""
        if self._open is None:
            import psycopg2

            rows = json.loads(self._rows)
            with closing(psycopg2.connect(self._url)) as connection:
                connection.autocommit = True
                cursor = connection.cursor()
                return _timed(lambda: postgres_floor.store(cursor, rows, postgres_floor.numbers()))
        some = _routed(number)
        with closing(self._open()) as store:
            return _timed(lambda: store.commit([taking(copy_of(some))]))


def _routed(seed: int) -> Complaint:
    """Return a call on which a unit must act."""
    return next(one for one in invented.calls(50, seed=seed) if one.status == "routed")


class _OnServer:
    def __init__(self, address: Address) -> None:
        self._address = address

    def __call__(self) -> PostgresStore:
        return PostgresStore(self._address, wait=60)


class _InFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> SqliteStore:
        return SqliteStore(str(self._path), wait=60)


def writers(folder: Path, server: Server) -> None:
    """Print durable calls a second, and the longest wait, of many writers at once."""
    address, path = Address(server.url, "writers"), folder / "writers.db"
    stores = {"server": _OnServer(address), "file": _InFile(path), "bare inserts": None}
    print(f"\n  {'durable calls a second':24} " + "  ".join(f"{number:>3} writers" for number in WRITERS))
    for name, open_ in stores.items():
        work = Writing(open_, server.url, (folder / "rows.json").read_text(encoding="utf-8"))
        if open_ is not None:
            work.once()  # The tables are there then.
        told = [rate(number, work) for number in WRITERS]
        print(f"  {name:24} " + "  ".join(f"{calls:8.0f} ({wait:.2f} s)" for calls, wait in told), flush=True)
    store = PostgresStore(address)
    if store.breaks() or list(store.differences()):
        sys.exit("what the writers stored does not verify")
    store.close()


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    given = options(__doc__, 30, sizes=True)
    large = MOST if given.full else LARGE
    found = programs()
    if found is None:
        print("no PostgreSQL, 15 or newer, on this machine: nothing is measured")
        return 0
    print(f"a desk on a server, median of {given.rounds} runs in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Server(folder / "server", found, "-c max_connections=60")
        server.create()
        server.start()
        try:
            taken = processes(folder, server, given.rounds, [SMALL, large])
            writers(folder, server)
        finally:
            server.stop("immediate")
    return report(
        [
            Bar("log / driver, connection, bare inserts", taken[f"log {SMALL}"] / taken["floor"], 1.5, 1.15),
            Bar(f"log with {large:,} / with {SMALL:,} stored", taken[f"log {large}"] / taken[f"log {SMALL}"], 1.2),
            Bar(f"list with {large:,} / with {SMALL:,} stored", taken[f"list {large}"] / taken[f"list {SMALL}"], 1.2),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
