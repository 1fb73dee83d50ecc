"""What docs/messages.md shows of rules is right, and its templates can be filled."""

from __future__ import annotations

import re
from pathlib import Path

from office import RULES, Office

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"


def test_the_tables_of_the_page_come_into_force_and_tell(office: Office) -> None:
    tables, texts = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    own = tables.partition("[units.dlh]\n")[2].partition("[notifiers")
    rules = RULES.replace('aliases = ["DINAS LH"]\n', 'aliases = ["DINAS LH"]\n' + own[0].partition("\n")[2], 1)
    office.write_rules(rules + own[1] + own[2] + texts)
    checked = office.run("rules", "check")
    assert checked.code == 0, checked.out + checked.err
    office.run("log", "Melaporkan sampah menumpuk di Margahayu", "--phone", "081234567890")
    shown = office.run("outbox", "preview", "1").out
    assert "Yth. Dinas Lingkungan Hidup" in shown
    assert "Melaporkan sampah menumpuk" in shown
    again = office.run("outbox", "preview", "1", "--event", "reopened").out
    assert "not done yet" in again
