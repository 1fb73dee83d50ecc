"""Learning from a store: in order of time, blind to what is held out, measured by the engine itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read_again
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.loader import load
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.flow.rulebook.learning import (
    BY_TIME,
    TRIAGE,
    Count,
    Learned,
    Learning,
    Measured,
    Wish,
    input_name,
    total,
)
from aduan_cli.rules.learning.document import written
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call
from processes import RULES
from steps import take

KINDS = (("lampu", "lampu padam di jalan", "bmsda"), ("sampah", "sampah menumpuk", "dlh"), ("banjir", "banjir", "bpbd"))
INPUTS = ("text", "jenis", "tempat")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store of 120 invented complaints, not stored in order of time; every tenth went elsewhere."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    take(store, [complaint(number) for number in sorted(range(120), key=lambda number: number * 37 % 120)])
    yield store
    store.close()


def complaint(number: int) -> Any:
    """Return the complaint of a number; the later ones also know a kind that the first never saw."""
    name, text, unit = KINDS[number % 3]
    place = "selatan" if number % 4 == 0 else "utara"
    if place == "selatan" and name == "lampu":
        unit = "bmsda-pju"
    if number > 100 and number % 5 == 0:
        name, text, unit = "pohon", "pohon tumbang", "dlh"
    if number % 10 == 7:
        unit = "triage" if number % 20 == 7 else "bpbd;dlh"
    return call(
        MORNING + number * 600,
        text=text,
        recorded_unit=unit,
        fields={"jenis": name, "tempat": place, "nomor": number},
        import_key=str(number),
    )


@pytest.fixture
def rules(tmp_path: Path) -> dict[str, Any]:
    """Return the compiled rules of the invented desk."""
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    return load(str(tmp_path)).rules


def learned(store: SqliteStore, rules: dict[str, Any], **wish: Any) -> Learned:
    """Learn with the test's inputs."""
    return Learning(store, rules, tomli.loads(RULES), Wish(**{"inputs": INPUTS, **wish})).run()


def by_hand(measured: Measured, store: SqliteStore, folder: Path) -> list[tuple[Any, bool]]:
    """Return what decides each complaint, and whether rightly, by the file as a desk would load it."""
    folder.mkdir()
    (folder / "rules.toml").write_text(written(measured.data, [], {}), encoding="utf-8")
    loaded = load(str(folder))
    assert not [problem for problem in loaded.problems if problem.severity == "error"]
    router = Router(loaded.rules, loaded.revision)
    decided = []
    for stored in store.find(BY_TIME):
        units = [unit for unit in (stored.recorded_unit or "").split(";") if unit != "triage"]
        if units:
            decided_now = decide(read_again(copy_of(stored, category=None), router), router)
            decision, category = decided_now.decision, decided_now.complaint.category
            key = ("rule", decision.rule) if decision.rule else ("categories", category)
            decided.append((key if decision.step != "triage" else TRIAGE, decision.unit in units))
    return decided


def test_the_figures_are_those_of_the_engine_under_the_written_file(
    store: SqliteStore, rules: dict[str, Any], tmp_path: Path
) -> None:
    """Routing the same complaints by the written file gives every single count, learned from and held out."""
    found = learned(store, rules)
    decided = by_hand(found.tried, store, tmp_path / "other")
    assert len(decided) == 114
    for counts, part in ((found.tried.learned, decided[:80]), (found.tried.held, decided[80:])):
        again = {key: [right for name, right in part if name == key] for key, _right in part}
        assert counts == {key: Count(len(rights), sum(rights)) for key, rights in again.items()}
    assert total(found.tried.held).right > 20
    assert TRIAGE in found.tried.held


def test_what_is_held_out_is_the_latest_and_is_not_learned_from(store: SqliteStore, rules: dict[str, Any]) -> None:
    """A kind that only came later is no category until everything is learned from."""
    found = learned(store, rules, inputs=("jenis",), relearn=True)
    assert set(found.tried.data["categories"]) == {"lampu", "sampah", "banjir"}
    assert set(found.final.data["categories"]) == {"lampu", "sampah", "banjir", "pohon"}
    assert found.final.held == {}
    assert total(found.final.learned).decided == 114


def test_nothing_held_out_is_nothing_measured(store: SqliteStore, rules: dict[str, Any]) -> None:
    """With a holdout of 0 all is learned from."""
    found = learned(store, rules, holdout=0.0, relearn=True)
    assert found.final is found.tried
    assert total(found.tried.learned).decided == 114
    assert total(found.tried.held) == Count(0, 0)
    assert total(found.tried.held).share == 0


def test_the_plain_tables_stand_beside(store: SqliteStore, rules: dict[str, Any]) -> None:
    """The commonest unit, the best column, and the best two with back-off; text and numbers are no such column."""
    tables = learned(store, rules, inputs=("text", "jenis", "tempat")).tables
    assert [table.inputs for table in tables] == [(), ("fields.jenis",), ("fields.jenis", "fields.tempat")]
    assert tables[0].share < tables[1].share


def test_decisions_can_be_learned_from_as_well(store: SqliteStore, rules: dict[str, Any]) -> None:
    """`unit` is what the desk decided: here all went to one unit."""
    found = learned(store, rules, source="unit")
    assert {category["unit"] for category in found.tried.data["categories"].values()} == {"dlh"}


def test_places_channels_and_answers_are_inputs(store: SqliteStore, rules: dict[str, Any]) -> None:
    """What the desk can't name in a condition is taken for nothing, so that the file compiles."""
    take(store,
        [
            call(MORNING + n, recorded_unit="bpbd" if n % 2 else "dlh", import_key=f"p{n}", channel="fax", shift="pagi",
                 kecamatan="Bekasi Utara" if n % 2 else "Entah", answers={"tinggi": n % 2})
            for n in range(40)
        ]
    )  # fmt: skip
    for name in ("kecamatan", "kelurahan", "channel", "shift", "kind", "answers.tinggi"):
        found = learned(store, rules, inputs=(name,))
        assert "fax" not in str(found.tried.data.get("categories"))
        assert "Entah" not in str(found.tried.data)
        assert ("Bekasi Utara" in str(found.tried.data.get("categories"))) == (name == "kecamatan")


def test_no_recorded_unit_is_nothing_to_learn_from(tmp_path: Path, rules: dict[str, Any]) -> None:
    """An empty desk says what is missing."""
    store = SqliteStore(str(tmp_path / "empty.db"))
    with pytest.raises(NotFoundError, match="recorded_unit"):
        learned(store, rules)
    store.close()


def test_an_input_that_no_complaint_has_is_named(store: SqliteStore, rules: dict[str, Any]) -> None:
    """With the names that there are."""
    with pytest.raises(UsageError, match=r"fields\.jens.*fields\.jenis"):
        learned(store, rules, inputs=("jens",))


def test_a_bare_name_is_a_column_unless_every_complaint_has_it() -> None:
    """`TYPE` is fields.TYPE; `kecamatan` is the place."""
    assert [input_name(name) for name in ("TYPE", "kecamatan", "text", "answers.x", "fields.kind")] == [
        "fields.TYPE", "kecamatan", "text", "answers.x", "fields.kind",
    ]  # fmt: skip
