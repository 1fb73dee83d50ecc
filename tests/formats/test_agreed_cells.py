"""What callers of a sheet agreed to: a cell that nobody knows is never a yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.agreed_cells import AgreedCells
from any_complaint import TEXTS

RULES: Any = {
    "callers": {"over": {"whatsapp": "wa", "email": "surat"}},
    "notifiers": {"wa": {"type": "webhook"}, "surat": {"type": "smtp"}},
}
WORDS = {"Ya": "whatsapp", "Tidak": "", "Ya, keduanya": "whatsapp, email=a@example.test", "salah": "telegram"}
CELLS = AgreedCells(WORDS, RULES)
PHONE = "+628120000001"


@pytest.mark.parametrize(
    ("cell", "agreed"),
    [
        ("ya", {"whatsapp": ""}),
        ("  YA ", {"whatsapp": ""}),
        ("tidak", {}),
        ("", {}),
        (" , ; ", {}),
        ("ya, keduanya", {"whatsapp": "", "email": "a@example.test"}),
        ("whatsapp", {"whatsapp": ""}),
        ("whatsapp=0812; email=b@example.test", {"whatsapp": "0812", "email": "b@example.test"}),
    ],
)
def test_a_cell_is_the_maps_word_or_what_is_typed_on_the_line(cell: str, agreed: Mapping[str, str]) -> None:
    assert CELLS.read(cell, PHONE) == agreed


@pytest.mark.parametrize(
    "cell", ["ok", "whatsapp, mungkin", "email", "email=bukan alamat", "ya tidak", "salah", "whatsapp whatsapp", "y a"]
)
def test_what_nobody_knows_is_no_yes_also_where_a_part_of_it_is_known(cell: str) -> None:
    assert CELLS.read(cell, PHONE) is None


def test_without_a_phone_a_channel_needs_an_address() -> None:
    assert CELLS.read("ya", None) is None
    assert CELLS.read("whatsapp=0812", None) == {"whatsapp": "0812"}
    assert CELLS.read("tidak", None) == {}


def test_a_desk_that_tells_no_callers_takes_no_yes() -> None:
    nobody: Any = {"callers": {"over": {}}, "notifiers": {}}
    cells = AgreedCells(WORDS, nobody)
    assert [cells.read(cell, PHONE) for cell in ("ya", "whatsapp", "tidak", "")] == [None, None, {}, {}]


@given(TEXTS | st.text(), st.none() | st.just(PHONE))
def test_whatever_a_cell_says_only_channels_of_the_desk_come_of_it(cell: str, phone: str | None) -> None:
    assert set(CELLS.read(cell, phone) or {}) <= {"whatsapp", "email"}
