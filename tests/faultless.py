"""A desk in which nothing is wrong, and the folder of the faults that each spoil one file of it."""

from __future__ import annotations

from pathlib import Path

FAULTS = Path(__file__).parent / "config" / "rule_files" / "faults"
RULES = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[kecamatan]
"Uji Timur" = ["Uji Jaya"]
[units.dlh]
name = "Dinas Lingkungan Hidup"
[outside.provinsi]
name = "Pemerintah Provinsi"
referral = "Hubungi provinsi."
[categories.sampah]
unit = "dlh"
text = "sampah"
[[rule]]
id = "sampah-besar"
text = "sampah besar"
to = "dlh"
[plugins]
enable = ["uji"]
"""
MANIFEST = """\
[plugin]
name = "uji"
api = 1
[unit]
id = "uji"
name = "Dinas Uji"
"""
