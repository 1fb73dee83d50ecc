"""docs/open311.md is one session behind a desk of two units: its tables are right, its commands run as shown."""

from __future__ import annotations

from pathlib import Path

from session import DOCS, Shell, blocks, session

RULES = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[cues]
complaint = ["melaporkan"]
[kecamatan]
"Bekasi Timur" = ["Margahayu"]
[units.dlh]
name = "Dinas Lingkungan Hidup"
[categories.sampah]
unit = "dlh"
text = ["sampah"]
[categories.jalan-rusak]
unit = "dlh"
text = ["jalan rusak"]
"""


def test_every_block_runs_as_shown(tmp_path: Path) -> None:
    """Each table is put behind the rules, each command run."""
    folder = tmp_path / "meja"
    folder.mkdir()
    rules = RULES
    shell = Shell(folder)
    for language, _more, text in blocks(DOCS / "open311.md"):
        if language == "toml":
            rules += text
            (folder / "rules.toml").write_text(rules, encoding="utf-8")
        elif language == "console":
            for command, shown in session(text):
                shell.expect(command, shown)
    assert (folder / "web" / "requests.xml").exists()
