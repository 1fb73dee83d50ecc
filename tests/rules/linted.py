"""What lint says of an invented desk with some more tables, for the tests of what is told of rules."""

from __future__ import annotations

import tomli

from aduan_cli.rules.language.compile import Document, compile_rules
from aduan_cli.rules.review.lint import lint

CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
channels = ["phone", "app"]
[shifts]
pagi = "07:00-14:00"
siang = "14:00-21:00"
malam = "21:00-07:00"
[kecamatan]
"Bekasi Timur" = ["Margahayu"]
"Bekasi Utara" = []
[units.dlh]
name = "DLH"
[units.bpbd]
name = "BPBD"
[categories.sampah]
unit = "dlh"
text = ["sampah", "bau*"]
[categories.banjir]
unit = "bpbd"
text = "banjir"
"""


def told(more: str, city: str = CITY) -> list[str]:
    """Return what lint says of an invented desk with some more tables."""
    compiled = compile_rules([Document("rules.toml", "city", tomli.loads(city + more))])
    assert [problem for problem in compiled.problems if problem.severity == "error"] == []
    return [str(problem) for problem in lint(compiled.rules)]


def rules(*tables: str) -> str:
    """Return `[[rule]]` tables that lead to bpbd."""
    return "".join(f'[[rule]]\nto = "bpbd"\n{table}\n' for table in tables)
