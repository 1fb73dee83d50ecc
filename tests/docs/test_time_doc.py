"""docs/time.md: its tables come into force, and its session runs as shown."""

from __future__ import annotations

from session import DOCS, Shell, blocks, session

from office import RULES, Office

PAGE = DOCS / "time.md"
HOLIDAYS = '[[holiday]]\ndate = 2026-12-25\nname = "Natal"\n'
OFFICER = '[notifiers.asisten]\ntype = "spool"\nfolder = "pesan"\n'


def test_the_session_of_the_page_runs_as_shown_on_a_desk_with_its_tables(office: Office) -> None:
    tables = "".join(text for language, _more, text in blocks(PAGE) if language == "toml")
    (office.folder / "libur.toml").write_text(HOLIDAYS, encoding="utf-8")
    office.write_rules(RULES + OFFICER + tables)
    checked = office.run("rules", "check")
    assert checked.code == 0, checked.out + checked.err
    shell = Shell(office.folder)
    commands = [one for language, _more, text in blocks(PAGE) if language == "console" for one in session(text)]
    assert len(commands) >= 6
    for command, shown in commands:
        shell.expect(command, shown)
