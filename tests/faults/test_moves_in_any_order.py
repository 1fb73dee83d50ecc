"""Whatever officers do to the complaints of a desk, in whatever order: each line leaves whole data behind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from wholeness import LINES, add_rules, assert_whole

from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from processes import Aduan
from thorough import EXPLORES, THOROUGH

LOGGED = ("log", "info")
SEEDS = 400 if EXPLORES else 30 if THOROUGH else 3


@pytest.fixture
def rules_of_many(desk: Path) -> Path:
    """Return the desk of which the moves know the units, questions and answers."""
    add_rules(desk)
    (desk / "sesudah.jpg").write_bytes(b"sesudah" * 1_000)
    return desk


def newest(desk: Path) -> int:
    store = SqliteStore(str(desk / "aduan.db"))
    try:
        return max(complaint.number for complaint in store.find(Query()))
    finally:
        store.close()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_moves_in_any_order_leave_whole_data(rules_of_many: Path, aduan_here: Aduan, seed: int) -> None:
    """Of eighty lines each, those that came newest among what they are done to: of old ones most is over."""
    desk, chance = rules_of_many, random.Random(seed)
    for text in ("sampah satu", "banjir dua"):
        aduan_here("log", text)
    for turn in range(80):
        (desk / "baru.jpg").write_bytes(b"%d" % turn * 1_000)
        verb, *rest = chance.choice(LINES)
        last = newest(desk)
        ticket = [] if verb in LOGGED else [str(chance.choice([1, 2, *range(max(1, last - 3), last + 1)]))]
        done = aduan_here(*verb.split(), *ticket, *rest)
        assert done.returncode in (0, 5), done.stderr
        assert_whole(desk / "aduan.db")


@pytest.mark.parametrize("texts", [["sampah sekali"], ["sampah sekali", "banjir sekali"]])
def test_a_unit_that_helped_and_led_is_as_the_history_tells(
    rules_of_many: Path, aduan_here: Aduan, texts: list[str]
) -> None:
    """Where rules let it lead its helping is over, and stays so when they let another one lead."""
    aduan_here("log", "banjir dua")
    lines = (
        ["assign", "1", "dlh", "--support"],
        ["ack", "1", "--unit", "dlh"],
        *(["edit", "1", "--text", t] for t in texts),
    )
    for line in lines:
        assert aduan_here(*line).returncode == 0
    assert_whole(rules_of_many / "aduan.db")
