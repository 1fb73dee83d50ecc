"""The daily path: what `aduan log` and `aduan list` cost as whole processes. Bars in README.md beside this file."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import floor
import invented
from measure import BIN, Bar, interleaved, machine, median_ms, options, output, report, run, script, shipped

PLACE = "di Jl. Kenari RT 02 RW 05 Kel. Bekasi Jaya Kec. Bekasi Timur"
CALL = f"Penelepon melaporkan sampah menumpuk {PLACE}"
OF_CODE = f"Penelepon melaporkan lampu PJU mati {PLACE}"
"""A call on which a unit's own code is asked, in a process of its own."""
LIST = ["list", "--limit", "20", "--format", "json"]
SMALLEST = 1_000
ANSWERS = 500
"""Answers of the counter, beside the city's own, in the desk of `info`."""
INFO = ["info", "menanyakan nomor telepon bagian kata77 dinas perhubungan", "--format", "json"]
LOOKS = {
    "log, code asked": (["log", OF_CODE], 1.75, 1.25),
    "table": (["list", "--limit", "20"], 1.5, 0.9),
    "show": (["show", "1"], 1.5, 1.25),
    "search": (["search", "lampu", "--limit", "20"], 1.5, 1.25),
    "why": (["why", "1"], 2.0, 1.25),
}
"""Further commands with 1,000 stored: the line, the bar and the goal as ratios of the floor."""
PROMISES = """
[deadlines]
resolve = "3d"
acknowledge = "4h"
[notifiers.kantor]
type = "spool"
folder = "keluar"
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
tell = ["unit"]
"""


def make_desk(folder: Path, stored: int) -> Path:
    """Make a desk with the city's own rules and so many complaints stored."""
    desk = folder / f"desk-{stored}"
    desk.mkdir(parents=True)
    shipped(desk)
    started = time.perf_counter()
    invented.fill(desk / "aduan.db", stored)
    print(f"  {stored:>9,} stored in {time.perf_counter() - started:.1f} s", flush=True)
    # The first call after a change of the rules compiles and caches them; that is not the daily path.
    for call in (CALL, OF_CODE):
        run([str(BIN / "aduan"), "--desk", str(desk), "-q", "log", call], folder)
    return desk


def with_answers(desk: Path) -> Path:
    """Give a desk so many answers, each with words of its own."""
    tables = [
        f'[[answer]]\nid = "jawaban-{n}"\ntitle = "Nomor telepon bagian kata{n}"\nunit = "dishub"\n'
        f'words = ["bagian kata{n}", "kata{n} kata{n + 1}*"]\ntext_not = ["mati", "rusak"]\n'
        f'text = "Bagian kata{n} dapat dihubungi di 021-0000{n:04}, Senin sampai Jumat 08:00 sampai 16:00."\n'
        for n in range(ANSWERS)
    ]
    with (desk / "rules.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(tables))
    run([str(BIN / "aduan"), "--desk", str(desk), "-q", "log", CALL], desk)
    return desk


def with_clocks(desk: Path) -> Path:
    """Give a desk deadlines and its unit a channel: each call gets its clocks and a message in its transaction."""
    manifest = desk / "plugins" / "dlh" / "plugin.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('id = "dlh"\n', 'id = "dlh"\ntell = ["kantor"]\n', 1), encoding="utf-8")
    with (desk / "rules.toml").open("a", encoding="utf-8") as file:
        file.write(PROMISES)
    aduan = [str(BIN / "aduan"), "--desk", str(desk)]
    run([*aduan, "-q", "log", CALL], desk)
    if int(output([*aduan, "outbox", "list", "--count"], desk)) < 1:
        sys.exit("the desk with clocks tells nobody")
    return desk


def commands(folder: Path, sizes: list[int]) -> dict[str, list[str]]:
    """Return every command that is measured, by name."""
    started = script(folder, "floor", "floor", Path(__file__).parent)
    floor.prepare(str(folder / "floor.db"))
    found = {"floor": [str(started), CALL, "--store", str(folder / "floor.db")]}
    aduan = str(script(folder, "aduan", "aduan_cli.cli"))
    for size in sizes:
        desk = ["--desk", str(make_desk(folder, size))]
        found[f"log {size}"] = [aduan, *desk, "log", CALL]
        found[f"list {size}"] = [aduan, *desk, *LIST]
        if size == SMALLEST:
            found["info"] = [aduan, "--desk", str(with_answers(make_desk(folder / "answers", size))), *INFO]
            clocked = with_clocks(make_desk(folder / "clocks", size))
            found["log, clocks and a message"] = [aduan, "--desk", str(clocked), "log", CALL]
            found |= {name: [aduan, *desk, *line] for name, (line, _bar, _goal) in LOOKS.items()}
    return found


def bars(milliseconds: dict[str, float], sizes: list[int]) -> list[Bar]:
    """Return each ratio with its bar."""
    found = [
        Bar(f"{name} / floor", milliseconds[f"{name} {SMALLEST}"] / milliseconds["floor"], 1.5, goal)
        for name, goal in (("log", 1.0), ("list", 0.9))
    ]
    found.append(Bar(f"info with {ANSWERS} answers / floor", milliseconds["info"] / milliseconds["floor"], 1.5, 1.25))
    found += [
        Bar(f"{name} / floor", milliseconds[name] / milliseconds["floor"], bar, goal)
        for name, (_line, bar, goal) in LOOKS.items()
    ]
    clocks = milliseconds["log, clocks and a message"] / milliseconds[f"log {SMALLEST}"]
    found.append(Bar("log with clocks and a message / without", clocks, 1.1))
    for size in sizes[1:]:
        for name in ("log", "list"):
            growth = milliseconds[f"{name} {size}"] / milliseconds[f"{name} {SMALLEST}"]
            found.append(Bar(f"{name} with {size:,} / with {SMALLEST:,} stored", growth, 1.2))
    return found


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    given = options(__doc__, 40, sizes=True)
    sizes = [SMALLEST, 100_000, *([1_000_000] if given.full else [])]
    print(f"daily path, whole processes, median of {given.rounds} runs in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        seconds = interleaved(commands(folder, sizes), folder, given.rounds)
    milliseconds = {name: median_ms(taken) for name, taken in seconds.items()}
    for name, taken in milliseconds.items():
        print(f"  {name:15} {taken:7.1f} ms   (fastest {min(seconds[name]) * 1000:.1f})")
    return report(bars(milliseconds, sizes))


if __name__ == "__main__":
    sys.exit(main())
