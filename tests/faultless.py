"""A desk in which nothing is wrong, and the folder of the faults that each spoil one file of it."""

from __future__ import annotations

from pathlib import Path

FAULTS = Path(__file__).parent / "config" / "rule_files" / "faults"
WARNED = {"spelling-is-a-place", "spelling-of-two-places"}
"""Those of them that are warned of and come into force all the same."""
LEFT_OUT = sorted(path.stem for path in FAULTS.glob("*.toml") if path.stem not in WARNED)
"""Those that keep their file out of force."""
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
