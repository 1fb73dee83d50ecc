"""What lint says of an invented desk with some more tables, for the tests of what is told of rules."""

from __future__ import annotations

from aduan_cli.rules.review.lint import lint
from compiling import rules_of

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
    return [str(problem) for problem in lint(rules_of(city + more))]


def rules(*tables: str) -> str:
    """Return `[[rule]]` tables that lead to bpbd."""
    return "".join(f'[[rule]]\nto = "bpbd"\n{table}\n' for table in tables)
