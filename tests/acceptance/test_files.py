"""Files that are half written, that vanish, that come back: what is in force, and who is told."""

from __future__ import annotations

import json
import threading

import pytest

from office import MANIFEST, RULES, Office

LIMBAH = RULES.replace('text = ["sampah"]', 'text = ["sampah", "limbah"]')


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk whose rules are in force."""
    office.log("sampah")
    return office


def history(office: Office) -> list[dict[str, object]]:
    return list(office.run("rules", "history", "--format", "json").data)


def test_a_half_written_file_never_stops_a_call(office: Office) -> None:
    """However far an editor got, the call is routed; what can't be parsed or misses something is not in force."""
    whole = LIMBAH.encode()
    for size in [*range(0, len(whole), 97), len(whole) - 1]:
        (office.folder / "rules.toml").write_bytes(whole[:size])
        ran = office.run("log", "sampah dan limbah", "--format", "json")
        assert ran.data["unit"] == "dlh"
        in_force = office.store().accepted()["rules.toml"].encode()
        if "left out" in ran.err or "stays in force" in ran.err:
            assert in_force != whole[:size]
    office.write_rules(LIMBAH)
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "dlh"


def test_a_file_that_is_being_written_is_waited_for(office: Office) -> None:
    """Half a text that is TOML by itself does not come into force when the rest follows at once."""
    half = LIMBAH[: LIMBAH.index("[[handoff]]")]
    office.write_rules(half)
    writer = threading.Timer(0.02, office.write_rules, [LIMBAH])
    writer.start()
    office.log("limbah")
    writer.join()
    assert office.store().accepted()["rules.toml"] == LIMBAH
    assert len(history(office)) == 2


@pytest.mark.parametrize("path", ["rules.toml", "plugins/bmsda/plugin.toml"])
def test_a_file_that_vanishes_counts_as_bad(office: Office, path: str) -> None:
    """The accepted text stays in force with a warning; when the file is back, nobody says anything."""
    text = (office.folder / path).read_bytes()
    (office.folder / path).unlink()
    ran = office.run("log", "pju mati", "--format", "json")
    assert ran.data["unit"] == "bmsda-pju"
    assert f"warning: {path}: there is no such file" in ran.err
    assert office.run("rules", "accept").code == 3
    (office.folder / path).write_bytes(text)
    ran = office.run("log", "pju mati", "--format", "json")
    assert "warning" not in ran.err
    assert "accepted" not in ran.err
    assert len(history(office)) == 1


def test_a_folder_of_plugins_that_vanishes_leaves_its_unit_working(office: Office) -> None:
    """A whole folder moved away: its unit's calls are still routed to it."""
    (office.folder / "plugins").rename(office.folder / "elsewhere")
    assert office.run("log", "jalan berlubang", "--format", "json").data["unit"] == "bmsda-jalan"


def test_one_bad_file_does_not_hold_up_another(office: Office) -> None:
    """Of two changed files the good one comes into force, the bad one is left out."""
    office.write_rules(LIMBAH)
    (office.folder / "plugins" / "bmsda" / "plugin.toml").write_text(MANIFEST + "nonsense", encoding="utf-8")
    ran = office.run("log", "limbah", "--format", "json")
    assert ran.data["unit"] == "dlh"
    assert "warning: plugins/bmsda/plugin.toml:" in ran.err
    assert office.run("log", "pju mati", "--format", "json").data["unit"] == "bmsda-pju"
    assert history(office)[0]["files"] == ["rules.toml"]


@pytest.mark.parametrize("command", [("list",), ("show", "1"), ("unit", "list"), ("why", "1"), ("search", "sampah")])
def test_a_command_that_reads_accepts_too(office: Office, command: tuple[str, ...]) -> None:
    """The next command that needs rules accepts a changed file, under the name of who called it, once."""
    office.write_rules(LIMBAH)
    ran = office.run(*command, "--actor", "rina")
    accepted = [line for line in ran.err.splitlines() if "accepted" in line]
    assert len(accepted) == 1
    # `list --actor` is a filter, not who is there.
    assert (history(office)[0]["actor"], len(history(office))) == ("sari" if command == ("list",) else "rina", 2)
    office.write_rules("broken")
    assert office.run("log", "limbah", "--format", "json").data["unit"] == "dlh"


def test_reading_on_a_fresh_desk_stores_nothing(fresh_office: Office) -> None:
    """The first acceptance waits for the first write: a command that reads makes no file."""
    assert fresh_office.run("list").code == 0
    assert fresh_office.run("unit", "list").code == 0
    assert not fresh_office.file.exists()
    fresh_office.log("sampah")
    assert [one["actor"] for one in history(fresh_office)] == ["sari"]


def test_reading_a_desk_that_cant_be_written_goes_on(office: Office) -> None:
    """On a read-only store a changed file is used for reading; the next who may write accepts it."""
    office.write_rules(LIMBAH)
    ran = office.run("list", "--store", f"file:{office.file}?mode=ro", "--format", "json")
    assert ran.code == 0
    assert "accepted" not in ran.err
    assert len(history(office)) == 1
    office.log("limbah")
    assert len(history(office)) == 2


def test_looking_at_changes_does_not_accept_them(office: Office) -> None:
    """`rules diff`, `history`, `backtest` and a dry run are for looking before."""
    office.write_rules(LIMBAH)
    for command in (("diff",), ("history",), ("backtest",), ("accept", "--dry-run"), ("diff", "--lines")):
        ran = office.run("rules", *command)
        assert ran.code == 0, ran.err
        assert "changed rules accepted" not in ran.err
    assert len(history(office)) == 1


@pytest.mark.parametrize("damage", ["", "{", "null\nnull\n", '{"format": 3}\n', "\x00" * 40])
def test_a_broken_cache_file_is_done_without(office: Office, damage: str) -> None:
    """Whatever lies in the cache, the rules are those accepted, and no second acceptance is recorded."""
    cache = office.folder / ".aduan" / "rules.json"
    cache.parent.mkdir(exist_ok=True)
    cache.write_text(damage, encoding="utf-8")
    assert office.run("log", "sampah", "--format", "json").data["unit"] == "dlh"
    assert len(history(office)) == 1


def test_a_cache_of_rules_that_lies_is_not_believed_about_the_store(office: Office) -> None:
    """A store put in the place of another has its own accepted texts: they are looked at, not the cache's word."""
    office.file.rename(office.folder / "old.db")
    for rest in office.folder.glob("aduan.db-*"):
        rest.unlink()
    assert office.run("desk", "begin-anew", "--reason", "disk rusak", "--yes").code == 0
    office.log("sampah")
    assert office.store().last_revision() == json.loads(office.run("show", "2", "--format", "json").out)["revision"]
