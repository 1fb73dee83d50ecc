"""A site of reports over a million calls: what the first run costs, and the second one after ten new calls.

The desk is made of 20,000 invented calls, each fifty times later: two hundred pages' worth of categories and places,
two clocks for most calls. By SQL, for nothing of it is verified here.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import invented
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.store.sqlite import SqliteStore
from measure import Bar, cost_of, machine, options, report, script, shipped
from reports import CLOCKS

TAKEN, TIMES = 20_000, 50
SPAN = 40 * TAKEN
"""Seconds in which they are."""
SINCE, UNTIL = "2023-11-01", "2025-03-01"
NOW = "2025-03-01 08:00"
FIRST_SECONDS, SECOND_SECONDS, MOST_MEMORY = 60.0, 3.0, 250.0


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    given = options(__doc__, 1, sizes=True)
    times = TIMES if given.full else 5
    print(machine())
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        desk = folder / "desk"
        # In a process of its own: what this one holds would count as its children's memory.
        with ProcessPoolExecutor(1) as apart:
            print(apart.submit(prepare, desk, times).result())
        aduan = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk), "--now", NOW]
        site = [*aduan, "report", "html", str(folder / "site"), "--since", SINCE, "--until", UNTIL]
        first = cost_of(site)
        for number in range(10):
            cost_of([*aduan, "-q", "log", f"Penelepon melaporkan sampah menumpuk ke-{number} di Kel. Margahayu"])
        second = cost_of(site)
        anew = cost_of([*site[:-5], str(folder / "other"), *site[-4:], "--anew"])
        for what, cost in (("first", first), ("second", second), ("anew", anew)):
            used = f"{cost.seconds:6.2f} s ({cost.processor:.2f} s of processors) {cost.memory:5.0f} MB"
            print(f"{what:8} {used}; {cost.said}")
        same = all(
            path.read_bytes() == (folder / "other" / path.relative_to(folder / "site")).read_bytes()
            for path in (folder / "site").rglob("*.html")
        )
        print(f"the second run's pages are those of one made anew: {same}")
    return report(
        [
            Bar(f"first run: seconds of {FIRST_SECONDS:.0f}", first.processor / FIRST_SECONDS, 1.0),
            Bar(f"second run: seconds of {SECOND_SECONDS:.0f}", second.processor / SECOND_SECONDS, 1.0),
            Bar(f"first run: megabytes of {MOST_MEMORY:.0f}", first.memory / MOST_MEMORY, 1.0),
            Bar("pages that differ from those made anew", float(not same), 0.0),
        ]
    )


def prepare(desk: Path, times: int) -> str:
    """Make a desk with so many times the calls; return what was made."""
    desk.mkdir()
    shipped(desk)
    began = time.monotonic()
    store = SqliteStore(str(desk / "aduan.db"))
    store.commit([taking(one) for one in map(_spread, range(TAKEN), invented.calls(TAKEN))])
    store.close()
    connection = sqlite3.connect(desk / "aduan.db")
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;")
    columns = [row[1] for row in connection.execute("PRAGMA table_info(complaint)")]
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'complaint'"
    )
    for name, _sql in (made := indexes.fetchall()):
        connection.execute(f"DROP INDEX {name}")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    later = {"id": f"id + :n * {TAKEN}", "ticket": "ticket || '-' || :n", "number": f"number + :n * {TAKEN}"}
    later |= {name: f"{name} + :n * {SPAN}" for name in ("reported_at", "logged_at")}
    later |= {"key": "NULL"}
    chosen = ", ".join(later.get(name, name) for name in columns)
    for number in range(1, times):
        connection.execute(
            f"INSERT INTO complaint ({', '.join(columns)}) SELECT {chosen} FROM complaint WHERE id <= {TAKEN}",
            {"n": number},
        )
    for _name, sql in (*made, *triggers):
        connection.execute(sql)
    connection.executescript(CLOCKS)
    connection.commit()
    calls = connection.execute("SELECT count(*) FROM complaint").fetchone()[0]
    connection.close()
    return f"{calls:,} calls, made in {time.monotonic() - began:.0f} s"


_CATEGORIES = 130
_UNITS = ("bmsda-pju", "bmsda-jalan", "dlh", "dishub", "disdukcapil", "bpbd", "disdik", "dinsos", "dinkes", "satpol-pp")
"""Each category has one unit, as in a city."""
_WARDS: list[tuple[str, str]] = []


def _spread(number: int, one: Complaint) -> Complaint:
    """Return a call about one of many categories in one of the city's kelurahan."""
    if not _WARDS:
        import tomli

        rules = tomli.loads((Path(__file__).parent.parent / "rules.toml").read_text(encoding="utf-8"))
        _WARDS.extend((district, ward) for district, wards in rules["kecamatan"].items() for ward in wards)
    district, ward = _WARDS[number * 31 % len(_WARDS)]
    lives, home = _WARDS[number * 17 % len(_WARDS)]
    which = number * 7919 % _CATEGORIES
    category, unit = f"hal-{which}", _UNITS[which % len(_UNITS)]
    return copy_of(
        one,
        category=category,
        unit=unit,
        kecamatan=district,
        kelurahan=ward,
        caller_kecamatan=lives,
        caller_kelurahan=home,
    )


if __name__ == "__main__":
    sys.exit(main())
