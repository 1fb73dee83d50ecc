"""What the Tab key offers: whatever is offered is understood by the command, and what was typed stays before it."""

from __future__ import annotations

from pathlib import Path
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.cli import chosen
from aduan_cli.cli.offers import OFFERS, begun, key_for, line_of, of_the_desk
from aduan_cli.i18n import choose
from aduan_cli.model import FILTERS
from desk_here import HereDesk, desk_here

WORDS = st.sampled_from(["dlh", "DLH", "dlhk", "bmsda", "Bmsda-pju", "ß", "SS", ""])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> HereDesk:
    """Return a desk with two calls of today and one of yesterday."""
    folder = tmp_path_factory.mktemp("tawaran")
    made = desk_here(folder)
    sleep(0.1)  # Rules that have just been written aren't kept for the next command yet.
    made.log("sampah di pasar")
    made.log("lampu padam")
    made.store.close()
    return HereDesk(Path(made.folder))


def offered(desk: HereDesk, key: str, typed: str = "", several: bool = False) -> list[str]:
    """Return the values that are offered."""
    return [value for value, _about in of_the_desk(desk, key, several, typed)]


def state_of(desk: HereDesk) -> dict[Path, int]:
    """Return when each file of the desk was last written, but for those that SQLite keeps while one reads."""
    files = [path for path in Path(desk.folder).rglob("*") if path.is_file() and "aduan.db-" not in path.name]
    return {path: path.stat().st_mtime_ns for path in files}


@given(st.lists(st.tuples(WORDS, st.none() | WORDS), max_size=6), WORDS, st.sampled_from(["", "a,", "!"]))
def test_what_begins_so_is_offered_once_in_its_order_whatever_its_case(
    offers: list[tuple[str, str | None]], typed: str, before: str
) -> None:
    found = [value for value, _about in begun(offers, typed, before)]
    wanted = dict.fromkeys(value for value, _about in offers if value.casefold().startswith(typed.casefold()))
    assert found == [before + value for value in wanted]


@pytest.mark.parametrize("key", OFFERS)
def test_every_kind_is_offered_without_writing_anything(desk: HereDesk, key: str) -> None:
    """Somebody is typing: nothing is accepted, and nothing is made."""
    before = state_of(desk)
    values = offered(desk, key)
    assert len(values) == len(set(values))
    assert state_of(desk) == before


@pytest.mark.parametrize(
    "name", ["unit", "category", "kecamatan", "kelurahan", "channel", "status", "kind", "priority"]
)
def test_whatever_is_offered_for_a_filter_is_understood_by_it(desk: HereDesk, name: str) -> None:
    for value in offered(desk, name):
        for given_ in (value, f"!{value}"):
            assert chosen.query(desk, [f"{name}={given_}"], helping=False) is not None
    assert name in FILTERS


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("clo", ["closed"]),
        ("closed,ro", ["closed,routed"]),
        ("closed,routed,ac", ["closed,routed,acknowledged"]),
        ("!clo", ["!closed"]),
        ("closed,!ro", ["closed,!routed"]),
        ("nothing", []),
    ],
)
def test_of_several_the_last_is_completed_behind_the_others(desk: HereDesk, typed: str, values: list[str]) -> None:
    assert offered(desk, "status", typed, several=True) == values


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("stat", ["status="]),
        ("status=clo", ["status=closed"]),
        ("status=closed,ro", ["status=closed,routed"]),
        ("status=!clo", ["status=!closed"]),
        ("status=closed,!ro", ["status=closed,!routed"]),
        ("unansw", ["unanswered"]),
        ("gone=x", []),
    ],
)
def test_a_filter_is_completed_to_its_name_and_then_to_its_values(
    desk: HereDesk, typed: str, values: list[str]
) -> None:
    """With `!` before a value too, as `list` offers it."""
    assert offered(desk, "where", typed) == values


def test_todays_tickets_are_offered_newest_first_and_short_where_digits_were_typed(desk: HereDesk) -> None:
    tickets = offered(desk, "ticket")
    assert [ticket.split("-")[2] for ticket in tickets] == ["0002", "0001"]
    assert [short.split("-")[0] for short in offered(desk, "ticket", "0")] == ["0002", "0001"]
    assert offered(desk, "ticket", tickets[1][:-2].lower()) == [tickets[1]]
    late = HereDesk(Path(desk.folder), now="2026-11-24 08:00")
    assert offered(late, "ticket") == []


@pytest.mark.parametrize(
    ("command", "parameter", "key"),
    [
        ("assign", "tickets", "assign tickets"), ("ack", "tickets", "tickets"), ("list", "unit", "unit"),
        ("caller", "given", "caller given"), ("show", "given", None), (None, None, None), ("list", "text", None),
    ],
)  # fmt: skip
def test_a_command_s_own_values_come_before_those_of_a_name(
    command: str | None, parameter: str | None, key: str | None
) -> None:
    assert key_for(command, parameter) == key


def test_a_line_of_help_is_its_first_in_the_users_language() -> None:
    about = "List complaints, newest first.\n\nMore of it."
    assert line_of(about) == "List complaints, newest first."
    choose("id")
    assert line_of("Nobody translated this.\n\nMore.") == "Nobody translated this."
