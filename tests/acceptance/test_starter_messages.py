"""The templates of messages that come with the starter, in both languages: without their `#` they come into force."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.testing import runner
from uncommented import used

CALLS = {
    "city": "Melaporkan sampah menumpuk di Margahayu",
    "id": "melaporkan sampah di pasar",
    "en": "reports rubbish at the market",
}


@pytest.mark.parametrize("desk", [pytest.param("city", marks=pytest.mark.slow), "id", "en"])
def test_the_starters_templates_say_it_and_show_nobody(desk: str, tmp_path: Path) -> None:
    language = "en" if desk == "en" else "id"
    folder = tmp_path / "meja"
    folder.mkdir()
    aduan = runner(folder, tmp_path)
    made = aduan("init", str(folder), *([] if desk == "city" else ["--empty"]), "--lang", language)
    assert made.returncode == 0, made.stderr
    rules = folder / "rules.toml"
    rules.write_text(used(rules.read_text(encoding="utf-8"), language), encoding="utf-8")
    checked = aduan("rules", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    text = CALLS[desk]
    ticket = aduan("log", text, "--name", "Siti Aminah", "--phone", "0812-0000-0001").stdout.strip()
    for event in ("routed", "escalated"):
        shown = aduan("outbox", "preview", ticket, "--event", event)
        assert shown.returncode == 0, shown.stderr
        assert ("Dear " if language == "en" else "Yth. ") in shown.stdout
        assert text in shown.stdout
        assert "S***" in shown.stdout
        assert "Siti" not in shown.stdout
        assert "0812" not in shown.stdout
        assert "***" in shown.stdout.rpartition("S***")[2]
    several = aduan("outbox", "preview", ticket, ticket).stdout
    assert several.startswith("2 ")
