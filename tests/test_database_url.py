"""Addresses of a server: what is read, and that a password is never shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.database_url import Address, is_desk_name, is_server, parsed, shown


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("postgresql://meja@db/aduan", Address("postgresql://meja@db/aduan", "aduan")),
        ("postgresql://meja@db/aduan#bekasi", Address("postgresql://meja@db/aduan", "bekasi")),
        ("postgresql:///aduan?host=/run/x#kota_2", Address("postgresql:///aduan?host=/run/x", "kota_2")),
        ("postgresql://meja:ra#hasia@db/aduan", Address("postgresql://meja:ra#hasia@db/aduan", "aduan")),
        ("postgresql://meja@db/aduan#Bekasi", Address("postgresql://meja@db/aduan#Bekasi", "aduan")),
    ],
)
def test_what_stands_behind_the_sign_is_the_desk(text: str, address: Address) -> None:
    """Only where it can be one: else it is a part of a password, which may have the sign."""
    assert parsed(text) == address


def test_a_desk_of_the_rules_counts_where_the_address_names_none() -> None:
    assert parsed("postgresql://db/aduan", "bekasi").desk == "bekasi"
    assert parsed("postgresql://db/aduan#kota", "bekasi").desk == "kota"


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("postgresql://meja:rahasia@db/aduan", "postgresql://meja:***@db/aduan"),
        ("postgresql://meja:ra@ha:sia@db/aduan", "postgresql://meja:***@db/aduan"),
        ("postgresql://meja:ra/ha?sia@db/aduan", "postgresql://meja:***@db/aduan"),
        ("postgresql://db/aduan?user=meja&password=rahasia", "postgresql://db/aduan?user=meja&password=***"),
        ("postgresql://db/aduan?sslpassword=rahasia&x=1", "postgresql://db/aduan?sslpassword=***&x=1"),
        ("postgresql://meja@db/aduan", "postgresql://meja@db/aduan"),
    ],
)
def test_a_password_is_not_shown(url: str, seen: str) -> None:
    assert shown(url) == seen
    assert str(Address(url)) == repr(Address(url)) == seen


@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), min_size=6, max_size=20))
def test_whatever_a_password_is_made_of_it_is_not_shown(password: str) -> None:
    """Also where it should have been written otherwise."""
    told = str(Address(f"postgresql://meja:{password}@db/aduan", "bekasi"))
    assert told == "postgresql://meja:***@db/aduan#bekasi"


@pytest.mark.parametrize("name", ["bekasi", "a", "kota_2"])
def test_names_of_desks(name: str) -> None:
    assert is_desk_name(name)


@pytest.mark.parametrize("name", ["", "Bekasi", "pg_x", "2kota", "a-b", "a b", "é", "a" * 41, 'a"; DROP'])
def test_what_can_be_no_schema_is_no_name_of_a_desk(name: str) -> None:
    assert not is_desk_name(name)


def test_a_path_is_no_server() -> None:
    assert [is_server(text) for text in ("postgres://x", "postgresql://", "aduan.db", "file:x", "mysql://x")] == [
        True, True, False, False, False,
    ]  # fmt: skip
