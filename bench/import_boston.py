"""A bulk import, complete, against a bare one: 58,119 records of Boston 311. The bar is in README.md beside this."""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measure import BIN, ROOT, Bar, machine, options, output, report, run

sys.path.insert(0, str(ROOT / "tests"))

from database import Server, programs

FILE = "boston_311_2015_h1.csv.gz"
RECORDS = 58_119
INDEXED = ("CASE_ENQUIRY_ID", "OPEN_DT", "QUEUE")
EXAMPLE = ROOT / "examples" / "boston"
NOW = "2015-07-01 12:00"


def our_import(folder: Path, source: Path, number: int, store: str | None = None) -> tuple[float, Path]:
    """Import into a fresh desk, or its store on a server; return the seconds and the desk."""
    desk = folder / f"desk-{number}"
    shutil.copytree(EXAMPLE, desk)
    line = ["-q", "import", "--map", "boston-311", str(source)]
    return run([*_aduan(desk, store), *line], folder), desk


def _aduan(desk: Path, store: str | None = None) -> list[str]:
    return [str(BIN / "aduan"), "--desk", str(desk), "--now", NOW, *(["--store", store] if store else [])]


def server_import(folder: Path, source: Path, desk: Path) -> list[str]:
    """Import once into a store on a server, too; return what is not as it is in a desk's file."""
    found = programs()
    if found is None:
        print("  no PostgreSQL, 15 or newer, on this machine: not imported there")
        return []
    folder.chmod(0o755)
    server = Server(folder / "server", found, "")
    server.create()
    server.start()
    try:
        store = f"{server.url}#boston"
        seconds, other = our_import(folder, source, RECORDS, store)
        print(f"  into a server {seconds:.2f} s", flush=True)
        line = ["list", "--limit", "0", "--format", "jsonl"]
        same = output([*_aduan(other, store), *line], folder) == output([*_aduan(desk), *line], folder)
    finally:
        server.stop("immediate")
    return [] if same else ["what is listed of a server is not what is listed of the file"]


def bare_import(folder: Path, source: Path, number: int) -> tuple[float, float]:
    """Insert the bare rows with sqlite-utils and add three indexes; return the seconds of both parts."""
    store = str(folder / f"bare-{number}.db")
    tool = str(BIN / "sqlite-utils")
    insert = run([tool, "insert", store, "cases", str(source), "--csv"], folder)
    indexes = sum(run([tool, "create-index", store, "cases", column], folder) for column in INDEXED)
    return insert, indexes


def faults(desk: Path) -> list[str]:
    """Return what keeps an import from being complete; an empty list when nothing does."""
    from aduan_cli.store.sqlite import SqliteStore

    found = []
    aduan = [str(BIN / "aduan"), "--desk", str(desk)]
    stored = int(output([*aduan, "list", "--count"], desk))
    if stored != RECORDS:
        found.append(f"{stored} of {RECORDS} records are stored")
    if (desk / "quarantine").exists():
        found.append("something was quarantined")
    undecided = int(output([*aduan, "list", "--unit", "triage", "--count"], desk))
    if undecided > RECORDS // 100:
        found.append(f"{undecided} records were not routed")
    if not int(output([*aduan, "search", "pothole", "--count"], desk)):
        found.append("a word of the records is not found by search")
    store = SqliteStore(str(desk / "aduan.db"))
    found += [f"event {place.event}: {place.what}" for place in store.breaks()[:3]]
    store.close()
    return found


def main() -> int:
    """Measure, check that the import is complete, and return 1 when it is not or the bar is missed."""
    given = options(__doc__, 5)
    packed = Path(os.environ.get("ADUAN_TEST_DATA", "")) / FILE
    if not os.environ.get("ADUAN_TEST_DATA") or not packed.is_file():
        print(f"import: skipped, ADUAN_TEST_DATA names no folder with {FILE}")
        return 0
    ours, bare, inserts = [], [], []
    print(f"import of {RECORDS:,} records, whole processes, median of {given.rounds} in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        source = folder / FILE.removesuffix(".gz")
        with gzip.open(packed) as compressed, source.open("wb") as plain:
            shutil.copyfileobj(compressed, plain)
        wrong: list[str] = []
        for number in range(given.rounds):
            insert, indexes = bare_import(folder, source, number)
            inserts.append(insert)
            bare.append(insert + indexes)
            seconds, desk = our_import(folder, source, number)
            ours.append(seconds)
            wrong = wrong or faults(desk)
            if number:
                shutil.rmtree(folder / f"desk-{number - 1}")
            print(f"  aduan {seconds:.2f} s, sqlite-utils {insert:.2f} + {indexes:.2f} s", flush=True)
        wrong += server_import(folder, source, desk)
    for sentence in wrong:
        print(f"  not complete: {sentence}")
    ratio = statistics.median(ours) / statistics.median(bare)
    print(f"  ({statistics.median(ours) / statistics.median(inserts):.2f} of the insert alone)")
    return report([Bar("import / sqlite-utils insert + 3 indexes", ratio, 0.9, 0.75)]) or (1 if wrong else 0)


if __name__ == "__main__":
    sys.exit(main())
