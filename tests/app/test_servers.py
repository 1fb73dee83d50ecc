"""Where a desk's data lie: by what is given, else by what the desk says; and nothing shows a password."""

from __future__ import annotations

import pytest

from aduan_cli.app.servers import address_of, refuse_server
from aduan_cli.database_url import Address
from aduan_cli.errors import NotAllowedError, UsageError

URL = "postgresql://meja@db.test/kota"


@pytest.mark.parametrize("said", [None, "", "#cabang"])
def test_where_no_server_is_named_the_data_lie_in_a_file(said: str | None) -> None:
    assert address_of(None, said) is None


@pytest.mark.parametrize(
    ("given", "said", "found"),
    [
        (None, URL, Address(URL)),
        (None, f"{URL}#cabang", Address(URL, "cabang")),
        (None, f"{URL}#cabang\npostgresql://salinan/kota", Address(URL, "cabang", "postgresql://salinan/kota")),
        (None, f"{URL}\n", Address(URL)),
        ("postgresql://lain/x", f"{URL}#cabang", Address("postgresql://lain/x", "cabang")),
        ("postgresql://lain/x#timur", f"{URL}#cabang", Address("postgresql://lain/x", "timur")),
        ("postgres://lain/x", None, Address("postgres://lain/x", "aduan")),
        ("postgresql://lain/x", "#cabang", Address("postgresql://lain/x", "cabang")),
        ("postgresql://lain/x", f"{URL}\npostgresql://salinan/kota", Address("postgresql://lain/x")),
    ],
)
def test_what_is_given_wins_and_what_the_desk_is_called_stays(
    given: str | None, said: str | None, found: Address
) -> None:
    """A copy is that of the server that the desk names, and of no other."""
    address = address_of(given, said)
    assert address is not None
    assert (address.url, address.desk, address.copy) == (found.url, found.desk, found.copy)


@pytest.mark.parametrize("given", ["mysql://u:rahasia@h/d", "http://x", "postgresq://u:rahasia@h/d"])
def test_an_address_of_something_else_is_refused_and_its_password_not_shown(given: str) -> None:
    with pytest.raises(UsageError, match="postgresql://USER@HOST/DATABASE would be right") as error:
        address_of(given, None)
    assert "rahasia" not in str(error.value)
    assert given.partition("://")[0] in str(error.value)


def test_what_is_a_servers_administrators_is_refused_and_a_file_is_not() -> None:
    refuse_server(None)
    with pytest.raises(NotAllowedError, match="backed up and brought back by its own tools") as error:
        refuse_server(Address("postgresql://u:rahasia@h/d", "cabang"))
    assert "rahasia" not in str(error.value)
    assert "#cabang" in str(error.value)
