"""What plugins cost: enabled ones whose complaint it is not, the one whose it is, a hundred; and code in bulk.

Whole processes, in turn. Bars in README.md beside this file.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import tomlkit

import floor
import invented
from measure import BIN, ROOT, Bar, interleaved, machine, median_ms, report, run, script, shipped

RUBBISH = "Penelepon melaporkan sampah menumpuk di Jl. Kenari RT 02 RW 05 Kel. Bekasi Jaya Kec. Bekasi Timur"
LAMP = "Penelepon melaporkan lampu PJU mati di Jl. Kenari RT 02 RW 05 Kel. Bekasi Jaya Kec. Bekasi Timur"
STORED = 1_000
MANY = 100
BOSTON = "boston_311_2015_h1.csv.gz"
ROUTER = """\
from aduan_cli.hookspecs import Complaint, Decision, hookimpl


@hookimpl
def route(complaint: Complaint) -> Decision | None:
    return Decision(complaint.unit, reason="odd") if len(complaint.text) % 2 else None
"""


def fresh(folder: Path, name: str, stored: int = STORED) -> Path:
    """Make an empty folder for a desk, with so many complaints stored."""
    desk = folder / name
    desk.mkdir()
    invented.fill(desk / "aduan.db", stored)
    return desk


def city(folder: Path) -> Path:
    """Make the city's desk as it is: a manifest for each unit, one with code."""
    desk = fresh(folder, "city")
    shipped(desk)
    return desk


def bare(folder: Path) -> Path:
    """Make the same desk without any plugin: units, crews, words and rules of all manifests in the city's own file."""
    desk = fresh(folder, "bare")
    shutil.copytree(ROOT / "places", desk / "places")
    rules: dict[str, Any] = tomlkit.parse((ROOT / "rules.toml").read_text(encoding="utf-8")).unwrap()
    for name in rules.pop("plugins")["enable"]:
        text = (ROOT / "plugins" / name / "plugin.toml").read_text(encoding="utf-8")
        _put_in(rules, tomlkit.parse(text).unwrap())
    kept = {name: table for name, table in rules.items() if name not in ("grants", "example")}
    (desk / "rules.toml").write_text(tomlkit.dumps(kept), encoding="utf-8")
    return desk


def _put_in(rules: dict[str, Any], manifest: dict[str, Any]) -> None:
    """Put what one manifest declares into the city's rules, but for its readings and what is asked or told by them."""
    unit = manifest["unit"]
    own = unit.pop("id")
    rules["units"][own] = unit
    for crew, table in manifest.get("crews", {}).items():
        rules["units"][f"{own}-{crew}"] = {**table, "parent": own}
    for name, table in manifest["categories"].items():
        table.pop("examples", None)
        rules["categories"][name] = {"unit": own, **table}
    readings = manifest.get("readings", {})
    rules["rule"] += [rule for rule in manifest.get("rule", ()) if not any(name in str(rule) for name in readings)]


def crowded(folder: Path) -> Path:
    """Make the bare desk with a hundred manifests, each a unit with a category."""
    desk = fresh(folder, "crowded")
    names = [f"unit-{number}" for number in range(MANY)]
    enabled = "[plugins]\nenable = [" + ", ".join(f'"{name}"' for name in names) + "]\n"
    rules = (folder / "bare" / "rules.toml").read_text(encoding="utf-8")
    (desk / "rules.toml").write_text(rules + "\n" + enabled, encoding="utf-8")
    for number, name in enumerate(names):
        place = desk / "plugins" / name
        place.mkdir(parents=True)
        manifest = f'[plugin]\nname = "{name}"\napi = 1\n[unit]\nid = "{name}"\nname = "Unit {number}"\n'
        manifest += f'[categories.c-{number}]\nunit = "{name}"\ntext = ["kata{number}", "frasa nomor {number}"]\n'
        (place / "plugin.toml").write_text(manifest, encoding="utf-8")
    return desk


def daily(folder: Path, rounds: int) -> list[Bar]:
    """Measure `log` on each desk, and the floor."""
    started = script(folder, "floor", "floor", Path(__file__).parent)
    floor.prepare(str(folder / "floor.db"))
    aduan = str(script(folder, "aduan", "aduan_cli.cli"))
    found = {"floor": [str(started), LAMP, "--store", str(folder / "floor.db")]}
    desks = {"none": bare(folder), "city": city(folder), "hundred": crowded(folder)}
    for name, desk in desks.items():
        found[name] = [aduan, "--desk", str(desk), "log", RUBBISH]
    found["own code"] = [aduan, "--desk", str(desks["city"]), "log", LAMP]
    for command in found.values():
        run(command, folder)
    seconds = interleaved(found, folder, rounds)
    ms = {name: median_ms(taken) for name, taken in seconds.items()}
    for name, taken in ms.items():
        print(f"  {name:10} {taken:7.1f} ms   (fastest {min(seconds[name]) * 1000:.1f})")
    return [
        Bar("log, the city's plugins enabled / none", ms["city"] / ms["none"], 1.1),
        Bar("log, its own plugin has code / none", ms["own code"] / ms["none"], 1.25),
        Bar("log, its own plugin has code / floor", ms["own code"] / ms["floor"], 1.5),
        Bar(f"log, {MANY} manifests / none", ms["hundred"] / ms["none"], 1.3),
    ]


def boston(folder: Path, name: str, code: bool) -> tuple[Path, int]:
    """Make Boston's desk with a third of its categories in a plugin's manifest, with a router or without."""
    desk = folder / name
    place = desk / "plugins" / "third"
    place.mkdir(parents=True)
    shutil.copytree(ROOT / "examples" / "boston" / "maps", desk / "maps")
    rules: dict[str, Any] = tomlkit.parse((ROOT / "examples/boston/rules.toml").read_text(encoding="utf-8")).unwrap()
    names = list(rules["categories"])[::3]
    manifest = {
        "plugin": {"name": "third", "api": 1},
        "unit": {"id": "third", "name": "Third"},
        "categories": {name: rules["categories"].pop(name) for name in names},
    }
    rules["plugins"], rules["grants"] = {"enable": ["third"]}, {"third": list(rules["units"])}
    rules.pop("rule", None)
    (desk / "rules.toml").write_text(tomlkit.dumps(rules), encoding="utf-8")
    (place / "plugin.toml").write_text(tomlkit.dumps(manifest), encoding="utf-8")
    if code:
        (place / "plugin.py").write_text(ROUTER, encoding="utf-8")
    return desk, len(names)


def bulk(folder: Path, source: Path, rounds: int) -> None:
    """Print what each decision of code costs in an import, its process and its event included."""
    from aduan_cli.store.sqlite import SqliteStore

    seconds: dict[str, list[float]] = {"data": [], "code": []}
    decisions = 0
    for number in range(rounds):
        for name, code in (("data", False), ("code", True)):
            desk, _categories = boston(folder, f"boston-{name}-{number}", code)
            command = [str(BIN / "aduan"), "--desk", str(desk), "-q", "import", "--map", "boston-311", str(source)]
            seconds[name].append(run(command, folder))
            if code:
                store = SqliteStore(str(desk / "aduan.db"))
                state = store.plugin_states()["third"]
                decisions = state.calls
                assert not state.failures, state
                store.close()
            shutil.rmtree(desk)
    data, code_ = (statistics.median(seconds[name]) for name in ("data", "code"))
    each = (code_ - data) / decisions * 1e6
    print(f"\nimport of Boston, {decisions:,} decisions by code: {code_:.1f} s; by data alone {data:.1f} s")
    print(f"  each decision of code: {each:.0f} µs, child process, check and event included")


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="runs of each command (default 40)")
    parser.add_argument("--imports", type=int, default=3, help="imports of each kind (default 3)")
    given = parser.parse_args()
    print(f"plugins, whole processes, median of {given.rounds} runs in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        bars = daily(folder, given.rounds)
        code = report(bars)
        data = os.environ.get("ADUAN_TEST_DATA")
        packed = Path(data) / BOSTON if data else None
        if packed is None or not packed.is_file():
            print(f"\nthe import was left out: ADUAN_TEST_DATA names no folder with {BOSTON}")
            return code
        source = folder / "boston.csv"
        with gzip.open(packed) as opened, source.open("wb") as written:
            shutil.copyfileobj(opened, written)
        bulk(folder, source, given.imports)
    return code


if __name__ == "__main__":
    sys.exit(main())
