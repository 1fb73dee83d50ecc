"""Where the data lie, by `[store]`: read before all other rules, whatever is wrong with those."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.config.store_table import data_url_in
from aduan_cli.errors import ConfigError

URL = "postgresql://meja@db/aduan"


def said(folder: Path, text: str) -> str | None:
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    return data_url_in(str(folder))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("[desk]\nname = 'x'\n", None),
        (f'[store]\nurl = "{URL}"\n', URL),
        (
            f'[desk]\nname = "x"\n\n[store]\nurl = "{URL}"\ndesk = "bekasi"\n[units.x]\nname = "[store]"\n',
            f"{URL}#bekasi",
        ),
        ('[store]\ndesk = "bekasi"', "#bekasi"),
        ("[store]\n", None),
        (f'store.url = "{URL}"\n[desk]\n', URL),
        (f' [ "store" ] # di mana\nurl="{URL}"', URL),
        ("# [store]\n[stores]\nurl = 1\n", None),
    ],
)
def test_what_is_said(tmp_path: Path, text: str, found: str | None) -> None:
    assert said(tmp_path, text) == found


def test_what_is_wrong_with_other_rules_leads_no_call_elsewhere(tmp_path: Path) -> None:
    """Else calls would be stored in the folder, where nobody looks for them."""
    assert said(tmp_path, f'[desk\nname = \n[store]\nurl = "{URL}"\n[[rule]\n') == URL


@pytest.mark.parametrize(
    "table",
    [
        'url = "postgresql://meja:rahasia@db/aduan"',
        'url = "postgresql://db/aduan?password=rahasia"',
        'url = "mysql://rahasia"',
        "url = 1",
        'desk = "Kota Rahasia"',
        "url = rahasia",
    ],
)
def test_what_cannot_be_an_address_is_told_and_not_gone_by(tmp_path: Path, table: str) -> None:
    """A password is none of the rules', and isn't told."""
    with pytest.raises(ConfigError) as told:
        said(tmp_path, f"[store]\n{table}\n")
    assert str(told.value).startswith("rules.toml")
    assert "rahasia" not in str(told.value).lower()


def test_without_rules_nothing_is_said(tmp_path: Path) -> None:
    assert data_url_in(str(tmp_path)) is None
