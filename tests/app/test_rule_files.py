"""Rules that come into force: kept where they count, told to whoever is there, whatever others do meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aduan_cli import __version__
from aduan_cli.app.rule_files import RuleFiles
from aduan_cli.config.rule_files import cache
from aduan_cli.desk_time import Zone
from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing import RULES, manifest
from aduan_cli.testing import desk as make_desk

NOW = 1_795_000_000
HANDOFF = '[[handoff]]\ntext = "kebakaran"\nto = "bpbd"\nsay = "Sambungkan."\n'
WASTE = RULES.replace('text = ["sampah"]', 'text = ["sampah", "limbah"]')


class Store(SqliteStore):
    """A store in whose way others come: `before_accepting` is called once before each acceptance."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.before_accepting: Callable[[], None] = lambda: None

    def accept(self, *arguments: Any, **more: Any) -> bool:
        self.before_accepting()
        return super().accept(*arguments, **more)


class Desk:
    """What rule files need of a desk, and what was said there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store_path, self.actor = str(folder), str(folder / "aduan.db"), "sari"
        self.address = None
        self.store = Store(self.store_path, desk=self.folder)
        self.warned: list[str] = []
        self.told: list[str] = []

    def clock_in(self, zone: Zone) -> int:
        assert zone.offset(NOW) == 7 * 3600
        return NOW

    def warn(self, sentence: str, /) -> None:
        self.warned.append(sentence)

    def tell(self, sentence: str, /) -> None:
        self.told.append(sentence)

    def write(self, text: str) -> None:
        (Path(self.folder) / "rules.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose rules nobody has accepted yet."""
    return Desk(make_desk(tmp_path / "desk"))


def accept(desk: Desk, writing: bool = True, by_hand: bool = False) -> str | None:
    return RuleFiles(desk).accept(writing, by_hand).revision


def test_a_command_that_only_reads_accepts_nothing_first(desk: Desk) -> None:
    """The rules count for it all the same; a desk that was only looked at has no file."""
    assert accept(desk, writing=False) is not None
    assert not Path(desk.store_path).exists()
    first = accept(desk)
    assert [(one.revision, one.actor, one.at) for one in desk.store.acceptances()] == [(first, "sari", NOW)]
    assert (desk.told, desk.warned) == ([], [])


def test_a_change_is_accepted_and_told_once(desk: Desk) -> None:
    """Also by a command that only reads, once the desk has data; by hand nothing is told, for it was asked for."""
    first = accept(desk)
    desk.write(WASTE)
    second = accept(desk, writing=False)
    assert desk.told == [f"changed rules accepted: revision {second}"]
    assert accept(desk) == second
    desk.write(RULES)
    assert accept(desk, by_hand=True) == first
    assert len(desk.told) == 1
    assert [one.revision for one in desk.store.acceptances()] == [first, second, first]
    assert [one.noticed for one in desk.store.acceptances()] == [False] * 3


def test_of_two_who_accept_at_once_the_later_looks_again(desk: Desk) -> None:
    """The texts accepted last are those on disk, whoever was faster."""
    accept(desk)
    desk.write(WASTE)
    other = Desk(Path(desk.folder))

    def be_faster() -> None:
        desk.store.before_accepting = lambda: None
        desk.write(RULES + "# lagi\n")
        accept(other)

    desk.store.before_accepting = be_faster
    mine = accept(desk)
    assert (Path(desk.folder) / "rules.toml").read_text(encoding="utf-8") == desk.store.accepted()["rules.toml"]
    assert desk.store.last_revision() == mine == other.store.last_revision()


def test_who_is_always_late_gives_up(desk: Desk) -> None:
    """It doesn't go round for ever, and accepts nothing over what others did."""
    accept(desk)
    other, numbers = Desk(Path(desk.folder)), iter(range(100))

    def be_faster() -> None:
        desk.write(RULES + f"# {next(numbers)}\n")
        accept(other)

    desk.write(WASTE)
    desk.store.before_accepting = be_faster
    with pytest.raises(StoreError, match="others keep accepting other rules; try again"):
        accept(desk)


def test_a_store_that_can_not_be_written_leaves_it_to_the_next(desk: Desk) -> None:
    """Who reads goes by the new rules without a word; who has something to store is told."""
    first = accept(desk)
    desk.write(WASTE)

    def fail() -> None:
        raise StoreError("read-only")

    desk.store.before_accepting = fail
    second = accept(desk, writing=False)
    assert second not in (None, first)
    assert desk.told == []
    with pytest.raises(StoreError, match="read-only"):
        accept(desk)
    assert desk.store.last_revision() == first


def test_losing_the_last_hand_off_is_told(desk: Desk) -> None:
    """By whoever accepts it, and by who looks ahead; not where there never was one."""
    desk.write(RULES + HANDOFF)
    name = accept(desk)
    desk.write(RULES)
    sentence = f"no hand-off is left: no emergency goes by voice; aduan rules restore {name} brings them back"
    RuleFiles(desk).foresee()
    assert desk.warned == [sentence]
    assert desk.store.last_revision() == name
    accept(desk)
    assert desk.warned == [sentence] * 2
    desk.write(WASTE)
    accept(desk)
    assert len(desk.warned) == 2


def test_a_second_desk_at_a_store_is_told_of_the_first_once(desk: Desk, tmp_path: Path) -> None:
    """Each goes by its own rules."""
    first = accept(desk)
    other = Desk(make_desk(tmp_path / "lain", WASTE))
    other.store_path = desk.store_path
    other.store = Store(desk.store_path, desk=other.folder)
    files = RuleFiles(other)
    files.foresee()
    files.accept(True, False)
    files.accept(True, False)
    (sentence,) = other.warned
    assert desk.folder in sentence
    assert desk.store.last_revision() == first != other.store.last_revision()


def test_what_is_kept_for_the_next_command_is_what_counts(desk: Desk) -> None:
    """With its warnings; a file that is left out is told until it is mended, without being read again."""
    accept(desk)
    desk.write("= broken")
    kept = RuleFiles(desk).load(writing=True)
    assert [warning.split(": ")[0] for warning in kept.warnings] == ["rules.toml:1"]
    assert (kept.revision, kept.rules["desk"]["prefix"]) == (desk.store.last_revision(), "UJI")
    assert not kept.postponed
    for _again in range(50):  # the file must have rested
        kept = RuleFiles(desk).load(writing=True)
        found = cache.read(desk.folder, __version__)
        if found is not None:
            break
    assert found is not None
    assert (found.revision, found.warnings, found.rules["units"]) == (kept.revision, kept.warnings, kept.rules["units"])


def test_rules_accepted_last_count_without_any_file(desk: Desk) -> None:
    """Whatever lies on disk now; nothing where nothing was ever accepted."""
    assert RuleFiles(desk).left_as_they_are() is None
    name = accept(desk)
    (Path(desk.folder) / "rules.toml").unlink()
    kept = RuleFiles(desk).left_as_they_are()
    assert kept is not None
    assert (kept.revision, kept.warnings) == (name, [])
    assert kept.rules["categories"][0][:2] == ["sampah", "dlh"]


def test_a_call_at_a_unit_that_goes_is_told_with_the_change(desk: Desk, tmp_path: Path) -> None:
    """Nobody loses sight of it because a name went."""
    from invented import call
    from steps import take

    make_desk(desk.folder, RULES + '\n[plugins]\nenable = ["satu"]\n', {"satu": {"plugin.toml": manifest("satu")}})
    accept(desk)
    take(desk.store, [call(unit="satu", category="satu")])
    desk.write(RULES)
    accept(desk)
    (sentence,) = desk.warned
    assert sentence.startswith("unit 'satu' is gone, with 1 open call hanging on it; ")
