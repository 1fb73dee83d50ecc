"""docs/messages.md: its tables come into force, its templates can be filled, and its sessions run as shown."""

from __future__ import annotations

import pytest
from session import DOCS, Shell, blocks, session

from office import RULES, Office

PAGE = DOCS / "messages.md"
_FLOOD = '[categories.banjir]\nunit = "disdamkar"\ntext = ["banjir"]\n'
_NAMES = 'aliases = ["DINAS LH"]\n'


def tables(mail: bool) -> str:
    """Return the rules of the page: what its first table says of a unit stands in that unit's own table.

    Without `mail` nothing goes to its server, which isn't there, and what is said is the desk's usual.
    """
    first, *more = (text for language, _more, text in blocks(PAGE) if language == "toml")
    unit, _notifiers, rest = first.partition("[notifiers.kantor]\n")
    told = unit.partition("[units.dlh]\n")[2].partition("\n")[2]
    told = told if mail else told.replace('"kantor", ', "")
    return (
        RULES.replace(_NAMES, _NAMES + told, 1)
        + "[notifiers.kantor]\n"
        + rest
        + "".join(more if mail else more[:-1])
        + _FLOOD
    )


def test_the_tables_of_the_page_come_into_force_and_tell(office: Office) -> None:
    office.write_rules(tables(mail=True))
    checked = office.run("rules", "check")
    assert checked.code == 0, checked.out + checked.err
    office.run("log", "Melaporkan sampah menumpuk di Margahayu", "--phone", "081234567890")
    assert office.run("outbox", "list", "--count").out == "2\n"
    shown = office.run("outbox", "preview", "1").out
    assert "Yth. Dinas Lingkungan Hidup" in shown
    assert "Melaporkan sampah menumpuk" in shown
    again = office.run("outbox", "preview", "1", "--event", "reopened").out
    assert "not done yet" in again


@pytest.mark.slow
def test_the_sessions_of_the_page_run_as_shown(office: Office) -> None:
    """From its top to its end, on one desk: a message, an incident, a caller who is told."""
    office.write_rules(tables(mail=False))
    shell = Shell(office.folder)
    commands = [one for language, _more, text in blocks(PAGE) if language == "console" for one in session(text)]
    assert len(commands) >= 12
    for command, shown in commands:
        shell.expect(command, shown)
