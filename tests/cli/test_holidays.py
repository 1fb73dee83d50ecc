"""`aduan holidays init`: from what a library knows to a calendar that is closed, by way of a person."""

from __future__ import annotations

import pytest

from office import RULES, Office

CALENDAR = """
[holidays]
file = "libur.toml"
[calendars.kantor]
hours = { mon-fri = "08:00-16:00" }
[calendars.layanan]
hours = { mon-fri = "08:00-16:00" }
joint_leave = false
"""
CHRISTMAS = "2026-12"


def closed(office: Office) -> dict[tuple[str, str], str | None]:
    """Return why each calendar is closed on two days of December."""
    rows = office.run("calendar", "show", CHRISTMAS, "--format", "json").data
    days = ("2026-12-24", "2026-12-25")
    return {(row["calendar"], row["date"][-2:]): row["why"] for row in rows if row["date"] in days}


def test_a_file_is_written_looked_through_and_brought_into_force(office: Office) -> None:
    made = office.run("holidays", "init", "id", "--years", "2026, 2027")
    assert made.code == 0, made.err
    assert "libur.toml, 51 days, of which 16 of joint leave" in made.err
    assert '[holidays] file = "libur.toml"' in made.err
    office.write_rules(RULES + CALENDAR)
    assert closed(office) == {
        ("kantor", "24"): "Cuti Bersama Hari Raya Natal", ("kantor", "25"): "Hari Raya Natal",
        ("layanan", "24"): None, ("layanan", "25"): "Hari Raya Natal",
    }  # fmt: skip
    assert office.run("--now", "2026-11-27", "calendar", "check").err == "nothing is wrong with the calendars\n"
    missing = office.run("--now", "2027-11-27", "calendar", "check")
    assert (missing.code, "no holiday of 2028 is known" in missing.out) == (0, True)
    assert "aduan holidays init" in missing.out


def test_nothing_that_is_there_is_overwritten_and_a_dash_prints(office: Office) -> None:
    (office.folder / "libur.toml").write_text("# milik kami\n", encoding="utf-8")
    refused = office.run("holidays", "init", "ID", "--years", "2026")
    assert (refused.code, "libur.toml is there already" in refused.err) == (2, True)
    assert (office.folder / "libur.toml").read_text(encoding="utf-8") == "# milik kami\n"
    printed = office.run("holidays", "init", "ID", "--years", "2026", "--output", "-")
    assert (printed.code, printed.err) == (0, "")
    other = office.folder / "lain.toml"
    assert office.run("holidays", "init", "ID", "--years", "2026", "--output", str(other)).code == 0
    assert other.read_text(encoding="utf-8") == printed.out


@pytest.mark.parametrize("years", ["", "20x6", "2026,,2027", "26", "2026,3000", ",".join(map(str, range(2000, 2030)))])
def test_years_that_are_none_are_a_mistake(office: Office, years: str) -> None:
    refused = office.run("holidays", "init", "ID", "--years", years)
    assert (refused.code, refused.err.count("\n"), "--years" in refused.err) == (2, 1, True)
    assert not (office.folder / "libur.toml").exists()


def test_an_ics_file_closes_calendars_too_and_is_told_where_it_cant_be_read(office: Office) -> None:
    event = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nSUMMARY:{name}\nEND:VEVENT\n"
    natal = event.format(day="20261225", name="Natal") + event.format(day="20261224", name="Cuti Bersama")
    path = office.folder / "libur.ics"
    path.write_text(f"BEGIN:VCALENDAR\n{natal}END:VCALENDAR\n", encoding="utf-8")
    office.write_rules(RULES + CALENDAR.replace("libur.toml", "libur.ics"))
    office.log("Melaporkan sampah menumpuk")
    assert closed(office) == {
        ("kantor", "24"): "Cuti Bersama", ("kantor", "25"): "Natal",
        ("layanan", "24"): None, ("layanan", "25"): "Natal",
    }  # fmt: skip
    path.write_text(f"BEGIN:VCALENDAR\n{natal}{event.format(day='2026', name='x')}END:VCALENDAR\n", encoding="utf-8")
    told = office.run("calendar", "check")
    assert told.code == 3
    assert "libur.ics:10: holiday[3]: there is no day '2026'" in told.out + told.err
    assert closed(office)["kantor", "25"] == "Natal", "the last good text stays in force"
