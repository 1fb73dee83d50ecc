"""Two who accept at once: the text accepted last is never older than the one on disk."""

from __future__ import annotations

import subprocess
import sys

import pytest

from aduan_cli.config.rule_files import loader
from aduan_cli.errors import NotAllowedError
from office import RULES, Office


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk whose rules are in force."""
    office.log("sampah")
    return office


def rules_with(word: str) -> str:
    return RULES.replace('text = ["sampah"]', f'text = ["sampah", "{word}"]')


def test_who_was_slower_looks_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one command checks a text, another accepts a newer one: the older never overwrites it."""
    office.write_rules(rules_with("limbah"))
    read, raced = loader.read_sources, []

    def read_then_lose(*arguments: object, **more: object) -> object:
        sources = read(*arguments, **more)  # type: ignore[arg-type]
        if not raced:
            raced.append(True)
            office.write_rules(rules_with("tinja"))
            office.spawn("log", "tinja", "--actor", "rina")
        return sources

    monkeypatch.setattr(loader, "read_sources", read_then_lose)
    assert office.run("log", "tinja", "--format", "json").data["unit"] == "dlh"
    assert office.store().accepted()["rules.toml"] == rules_with("tinja")
    told = office.run("rules", "history", "--format", "json").data
    assert [(one["actor"], one["in_force"]) for one in told] == [("rina", True), ("sari", False)]


def test_the_store_refuses_an_acceptance_over_another(office: Office) -> None:
    """Whoever says over which revision he accepts is refused when it is no longer the last."""
    store = office.store()
    last = store.last_revision()
    assert store.accept("aaaa", {"rules.toml": "a"}, "rina", 1, last)
    with pytest.raises(NotAllowedError):
        store.accept("bbbb", {"rules.toml": "b"}, "sari", 2, last)
    with pytest.raises(NotAllowedError):
        store.accept("bbbb", {"rules.toml": "b"}, "sari", 2, None)
    assert store.last_revision() == "aaaa"
    assert store.accept("aaaa", {"rules.toml": "a"}, "sari", 2, last) is False
    assert store.breaks() == []


def test_many_processes_at_once_accept_once(office: Office) -> None:
    """Four commands find the same change: it is accepted once, all of them work by it."""
    office.write_rules(rules_with("limbah"))
    line = [sys.executable, "-m", "aduan_cli", *office.line("log", "limbah", "--format", "json")]
    running = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert b'"unit": "dlh"' in out
    assert len(office.run("rules", "history", "--format", "json").data) == 2
    assert office.store().breaks() == []
