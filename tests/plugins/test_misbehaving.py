"""Every way to go wrong, through the installed command: the call is stored and goes on, nobody else notices."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from trials import GOOD_NAKAL, QUICK, Trial, assert_decided, assert_ended

from aduan_cli.config.rule_files.loader import load
from aduan_cli.errors import INVALID
from aduan_cli.testing.misbehaving import FAILS, HARMLESS, KIT, LEFT_OUT, PLUGIN, SHADOWING, Misbehaviour
from invented import call
from steps import take

RUNS = [one for one in KIT if one.outcome != LEFT_OUT]
BAD_MANIFESTS = [one for one in KIT if one.outcome == LEFT_OUT]
WAYS = ("log", "import", "route")
OTHERS = Path(__file__).with_name("others.py")
TICKET = re.compile(r"UJI-\d{6}-\d{4,}-\d\n")
TEXT = "Penelepon melaporkan nakal di Kel. Margahayu"


class Desks:
    """For each way to ask code a desk of its own, and another one with quick limits; used by one case at a time.

    At each that misbehaves in time another officer logs calls of other categories all the while.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trials: dict[tuple[str, bool], Trial] = {}
        self._others: list[subprocess.Popen[str]] = []

    def of(self, way: str, one: Misbehaviour) -> Trial:
        """Return the desk for a case, its code in place."""
        key = (way, one.waits)
        if key not in self._trials:
            name = f"{way}-quick" if one.waits else way
            trial = Trial(self._folder / name / "desk", {"plugin.py": GOOD_NAKAL}, QUICK if one.waits else "")
            assert trial.run("log", TEXT).code == 0
            assert trial.run("log", TEXT).code == 0
            self._trials[key] = trial
            if not one.waits and way != "route":
                pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
                found = {**os.environ, "PYTHONPATH": str(OTHERS.parents[1])}
                line = [sys.executable, OTHERS, trial.folder]
                self._others.append(subprocess.Popen(line, text=True, env=found, **pipes))
        self._trials[key].write_code(one.code)
        return self._trials[key]

    def close(self) -> None:
        """Assert that nobody else noticed anything, and that each desk is whole."""
        for other in self._others:
            out, err = other.communicate("")
            assert (other.returncode, err) == (0, "")
            calls = [json.loads(line) for line in out.splitlines()]
            assert [one["said"] for one in calls if one["said"]] == []
            assert {(one["unit"], one["step"]) for one in calls[::2]} == {("baik-regu", "code")}
            assert {(one["unit"], one["step"]) for one in calls[1::2]} <= {("dlh", "category")}
            assert max(one["seconds"] for one in calls) < 10
        for trial in self._trials.values():
            trial.assert_sound()


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """Return the desks that all cases share."""
    desks = Desks(tmp_path_factory.mktemp("kit"))
    yield desks
    desks.close()


def log(one: Misbehaviour, trial: Trial) -> None:
    """Log a call."""
    first = trial.run("log", TEXT)
    assert_ended(one, first)
    assert TICKET.fullmatch(first.out)
    assert_decided(trial, one, trial.call(first.out))
    assert_nothing_is_left(one, trial)


def mended(one: Misbehaviour, trial: Trial) -> None:
    """Log a call; then mend the code, and log the same again."""
    log(one, trial)
    trial.write_code(GOOD_NAKAL)
    again = trial.run("log", TEXT)
    assert (again.code, again.failures) == (0, [])
    assert (trial.call(again.out).unit, trial.call(again.out).step) == ("nakal-regu", "code")


def import_(one: Misbehaviour, trial: Trial) -> None:
    """Import calls of three categories."""
    bad = [f"{TEXT} {one.name}", f"{TEXT} {one.name} lagi"][: 1 if one.waits else 2]
    others = [f"baik di Margahayu {one.name}", f"sampah di Duren Jaya {one.name}"]
    bulk = trial.run(*trial.write_records(bad[0], *others, *bad[1:]))
    assert_ended(one, bulk, len(bad))
    assert bulk.out == ""
    stored = {complaint.text: complaint for complaint in trial.calls()}
    for text in bad:
        assert_decided(trial, one, stored[text])
    by_code, by_category = (stored[text] for text in others)
    assert (by_code.unit, by_code.step, by_code.priority) == ("baik-regu", "code", "high")
    assert (by_category.unit, by_category.step) == ("dlh", "category")
    assert_nothing_is_left(one, trial)


def route(one: Misbehaviour, trial: Trial) -> None:
    """Decide again what is at its unit, and what still waits for a decision."""
    usual = {"category": PLUGIN, "text": TEXT, "kelurahan": "Margahayu", "kecamatan": "Bekasi Timur"}
    at_unit = call(**usual, unit=PLUGIN, revision="0")
    waiting = call(**usual, unit="triage", status="new", step=None, revision="0")
    with trial.store() as store:
        take(store, [at_unit, waiting])
    again = trial.run("route", at_unit.ticket, "--format", "json")
    # A validator looks at what is new.
    assert_ended(one, again, int(one.hook != "validate"))
    if one.hook != "validate":
        assert_decided(trial, one, trial.call(at_unit.ticket))
    trial.write_code(one.code)
    pending = trial.run("route", "--pending")
    assert_ended(one, pending)
    assert pending.out == ""
    assert_decided(trial, one, trial.call(waiting.ticket))
    assert_nothing_is_left(one, trial)


def assert_nothing_is_left(one: Misbehaviour, trial: Trial) -> None:
    """Assert that a plugin left no process, or end those that it left in sessions of their own."""
    if one.leaves_processes:
        assert trial.end_what_is_left() > 0
    trial.assert_nothing_is_left()


@pytest.mark.parametrize("one", RUNS, ids=[one.name for one in RUNS])
def test_whatever_a_plugin_does_a_call_is_taken(one: Misbehaviour, desks: Desks) -> None:
    """It is stored and goes on with the next step; the failure is told, kept, and costs an exit code."""
    log(one, desks.of("log", one))


def _some(number: int, one: Misbehaviour) -> object:
    return pytest.param(one, id=one.name, marks=[] if number % 13 == 0 else pytest.mark.slow)


@pytest.mark.slow
@pytest.mark.parametrize("one", [_some(number, one) for number, one in enumerate(RUNS)])
def test_whatever_a_plugin_does_calls_are_imported_and_decided_again(one: Misbehaviour, desks: Desks) -> None:
    """In `import` and `route` as in `log`; and once its code is mended, it answers."""
    ways = {"log": mended, "import": import_, "route": route}
    with ThreadPoolExecutor(len(ways)) as pool:
        for done in [pool.submit(way, one, desks.of(name, one)) for name, way in ways.items()]:
            done.result()


@pytest.mark.parametrize("one", BAD_MANIFESTS, ids=[one.name for one in BAD_MANIFESTS])
def test_a_bad_manifest_is_left_out_and_touches_nobody_else(one: Misbehaviour, tmp_path: Path) -> None:
    """What it would declare isn't there; the other plugin's and the city's categories are."""
    trial = Trial(tmp_path / "desk", one.files())
    loaded = load(str(trial.folder))
    (warning,) = loaded.warnings()
    assert re.match(r"plugins/nakal/plugin\.toml(:\d+)?: ", warning)
    categories = {entry[0]: entry[1] for entry in loaded.rules["categories"]}
    assert categories == {"baik": "baik", "sampah": "dlh", "banjir": "bpbd"}
    assert list(loaded.rules["scopes"]) == ["baik"]


def test_a_call_for_a_plugin_that_was_left_out_waits_in_triage(tmp_path: Path) -> None:
    """A warning with file and line, exit 0, its code never runs; `rules check` exits 3."""
    trial = Trial(tmp_path / "desk", {**BAD_MANIFESTS[0].files(), "plugin.py": "open('dijalankan', 'w').close()\n"})
    first, other, city, check = trial.at_once(
        ("log", TEXT), ("log", "baik di Margahayu"), ("log", "sampah di Duren Jaya"), ("rules", "check")
    )
    assert (first.code, first.failures) == (0, [])
    assert first.err[0].startswith("warning: plugins/nakal/plugin.toml:3: plugin.api: unknown version 99")
    complaint = trial.call(first.out)
    assert (complaint.category, complaint.unit, complaint.status) == (None, "triage", "new")
    assert (trial.call(other.out).unit, trial.call(city.out).unit) == ("baik-regu", "dlh")
    assert check.code == INVALID
    assert not (trial.folder / "dijalankan").exists()
    trial.assert_sound()


def test_a_plugin_of_a_commands_name_brings_no_commands(tmp_path: Path) -> None:
    """`aduan list` stays what it is."""
    trial = Trial(tmp_path / "desk")
    folder = trial.folder / "plugins" / "list"
    folder.mkdir()
    for name, content in SHADOWING.files().items():
        (folder / name).write_text(str(content), encoding="utf-8")
    rules = trial.folder / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('["baik"]', '["baik", "list"]'), encoding="utf-8")
    assert trial.run("log", "sampah di Duren Jaya").code == 0
    listed = trial.run("list", "--format", "json")
    assert listed.code == 0
    assert '"sampah' in listed.out
    check = trial.run("rules", "check")
    assert check.code == INVALID
    assert "'list' is a command of aduan itself" in check.out + check.ended.stderr


def test_the_kit_is_well_made() -> None:
    """Names are unique, each says what it does, and what fails says how."""
    assert len({one.name for one in KIT}) == len(KIT) >= 60
    assert len({one.does for one in KIT}) == len(KIT)
    for one in KIT:
        assert one.outcome in (FAILS, HARMLESS, LEFT_OUT)
        assert one.outcome != FAILS or one.kinds
