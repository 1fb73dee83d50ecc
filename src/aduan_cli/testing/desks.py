"""Small desks written into a folder, ready to use: rules, and plugins with or without code."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

RULES = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
triage = "triage"
channels = ["phone", "whatsapp"]

[shifts]
pagi = "07:00-14:00"
siang = "14:00-21:00"
malam = "21:00-07:00"

[cues]
complaint = ["melaporkan"]
information = ["menanyakan"]

[kecamatan]
"Bekasi Timur" = ["Margahayu", "Duren Jaya"]
"Bekasi Utara" = ["Teluk Pucung"]

[units.dlh]
name = "Dinas Lingkungan Hidup"
[units.bpbd]
name = "Badan Penanggulangan Bencana Daerah"

[categories.sampah]
unit = "dlh"
text = ["sampah"]
[categories.banjir]
unit = "bpbd"
text = ["banjir"]
"""
"""The rules of an invented desk: two units, a category each, five wards."""

Files = Mapping[str, "str | bytes"]
"""What lies in a plugin's folder: file name → content."""


def manifest(plugin: str, more: str = "") -> str:
    """Return the manifest of a plugin whose unit, category and word are its own name.

    The unit has a crew `regu`, so that code has something to choose. `more` is TOML for the end.
    """
    return f"""\
[plugin]
name = "{plugin}"
api = 1
[unit]
id = "{plugin}"
name = "Dinas {plugin}"
[crews.regu]
name = "Regu {plugin}"
[categories.{plugin}]
unit = "{plugin}"
text = ["{plugin}"]
{more}"""


def desk(
    folder: str | PathLike[str], rules: str | None = None, plugins: Mapping[str, str | Files] | None = None
) -> Path:
    """Write a desk into a folder, which is made where it is missing; return the folder.

    `rules` is the text of `rules.toml`, `RULES` by default. `plugins` maps a plugin's name to its files, or just to
    its code: then it gets the manifest that `manifest` makes. Plugins are enabled in this order, unless `rules` has
    a table `[plugins]` of its own.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    text = RULES if rules is None else rules
    plugins = plugins or {}
    if plugins and "[plugins]" not in text:
        text += f"\n[plugins]\nenable = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in plugins)}]\n"
    _write(place / "rules.toml", text)
    for name, given in plugins.items():
        files: Files = {"plugin.py": given} if isinstance(given, str) else given
        for file, content in {"plugin.toml": manifest(name), **files}.items():
            _write(place / "plugins" / name / file, content)
    return place


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
