"""What callers of a sheet agreed to is taken by a map's `agreed`: nothing but a yes that is known counts as one."""

from __future__ import annotations

import csv

import pytest
from test_callers_told import CALLERS, to_callers
from test_telling import TELLING

from office import Office

MAP = """
key = ["No"]
[columns]
text = "Isi"
reported_at = "Waktu"
caller.phone = "HP"
agreed = "Dikabari"
[dates]
formats = ["%Y-%m-%d %H:%M"]
[agreed]
Ya = "whatsapp"
tidak = ""
"""
CELLS = {
    "ya": {"whatsapp": ""},
    "YA ": {"whatsapp": ""},
    "whatsapp": {"whatsapp": ""},
    "whatsapp; email=siti@example.org": {"whatsapp": "", "email": "siti@example.org"},
    "whatsapp=0812-0000-0009": {"whatsapp": "0812-0000-0009"},
    "tidak": {},
    "-": {},
    "": {},
    "mungkin": {},
    "email": {},
    "whatsapp dan telegram": {},
}


@pytest.fixture
def telling(office: Office) -> Office:
    """Return a desk that tells callers who agreed to it, with a map."""
    office.write_rules(TELLING + CALLERS)
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "lain.toml").write_text(MAP)
    return office


def sheet(office: Office, cells: list[str], phone: str = "0812-0000-0001") -> str:
    """Write a sheet with a record for each of the cells; return its path."""
    path = office.folder / "lain.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["No", "Waktu", "Isi", "HP", "Dikabari"])
        for number, cell in enumerate(cells, 1):
            writer.writerow([number, f"2026-11-20 10:{number:02}", "Melaporkan sampah menumpuk", phone, cell])
    return str(path)


def agreed(office: Office) -> list[object]:
    """Return what callers agreed to, in the order of the sheet."""
    found = office.run("list", "--format", "json", "--limit", "0").data
    return [one["agreed"] for one in sorted(found, key=lambda one: int(one["source_row"]))]


def test_each_cell_says_what_was_agreed_to_and_nothing_more(telling: Office) -> None:
    ran = telling.run("import", sheet(telling, list(CELLS)), "--map", "lain")
    assert ran.code == 0
    for cell in ("mungkin", "email", "whatsapp dan telegram"):
        assert f"'{cell}' (1)" in ran.err
    assert "[agreed] in the map says what they mean" in ran.err
    shown = [{name: bool(to) for name, to in one.items()} for one in agreed(telling)]  # type: ignore[attr-defined]
    assert shown == [{name: bool(to) for name, to in one.items()} for one in CELLS.values()]


def test_a_yes_without_a_number_is_none(telling: Office) -> None:
    telling.run("import", sheet(telling, ["ya", "whatsapp=0812-0000-0009"], phone=""), "--map", "lain")
    assert [sorted(one) for one in agreed(telling)] == [[], ["whatsapp"]]  # type: ignore[call-overload]


def test_who_agreed_in_a_sheet_is_told_what_becomes_of_it_from_then_on(telling: Office) -> None:
    """Not that it was taken: that was told where it was."""
    telling.run("import", sheet(telling, ["ya", "tidak"]), "--map", "lain")
    assert to_callers(telling) == []
    for ticket in ("261120-1", "261120-2"):
        assert telling.run("resolve", ticket, "--result", "diangkut").code == 0
    assert [event for event, _to, _state in to_callers(telling)] == ["caller-resolved"]


def test_who_takes_it_back_in_the_sheet_is_asked_nothing_more(telling: Office) -> None:
    """`--replace` takes over what the sheet says now."""
    telling.run("import", sheet(telling, ["ya"]), "--map", "lain")
    assert telling.run("import", sheet(telling, ["tidak"]), "--map", "lain", "--replace").code == 0
    assert agreed(telling) == [{}]
    assert telling.run("db", "verify").code == 0
