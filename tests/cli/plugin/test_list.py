"""`aduan plugin list`: what lies in the desk, enabled or not, and in which state it is."""

from __future__ import annotations

import json
from pathlib import Path

from lamps import CALL, CODE, MANIFEST

from aduan_cli.testing import RULES, Aduan, desk, manifest

BROKEN = CODE.replace('"semua" in complaint.text', "1 / 0")
THREE = RULES + '[plugins]\nenable = ["taman", "lampu"]\n'


def three(folder: Path, code: str = CODE) -> Path:
    """Write a desk with three plugins, two of them enabled, not in the order of their names."""
    lampu = {"plugin.toml": MANIFEST + '[commands.daftar]\nhelp = "x"\n', "plugin.py": code}
    return desk(folder, THREE, {"lampu": lampu, "taman": {}, "baru": {"plugin.py": ""}})


def states(aduan: Aduan) -> dict[str, str]:
    return {row["name"]: row["state"] for row in json.loads(aduan("plugin", "list", "--format", "json").stdout)}


def test_enabled_ones_in_their_order_then_the_other_folders(desk: Path, aduan: Aduan) -> None:
    """Names, owners, units and what they bring; looking stores and accepts nothing."""
    three(desk)
    (desk / "plugins" / "__pycache__").mkdir()
    (desk / "plugins" / "README.md").write_text("x")
    rows = json.loads(aduan("plugin", "list", "--format", "json").stdout)
    assert rows == [
        {"name": "taman", "enabled": True, "owner": "Dinas taman", "unit": "taman", "categories": 1, "code": None,
         "commands": [], "state": "in_force"},
        {"name": "lampu", "enabled": True, "owner": "URC Lampu", "unit": "lampu", "categories": 1, "code": "plugin.py",
         "commands": ["daftar"], "state": "in_force"},
        {"name": "baru", "enabled": False, "owner": "Dinas baru", "unit": "baru", "categories": 1, "code": "plugin.py",
         "commands": [], "state": "not_enabled"},
    ]  # fmt: skip
    assert not (desk / "aduan.db").exists()
    table = aduan("plugin", "list").stdout.splitlines()
    assert table[0].split() == ["name", "state", "owner", "unit", "categories", "code", "commands"]
    assert aduan("plugin", "list", "--format", "csv").stdout.splitlines()[2] == (
        "lampu,true,URC Lampu,lampu,1,plugin.py,daftar,in_force"
    )


def test_a_manifest_that_is_left_out(desk: Path, aduan: Aduan) -> None:
    """Whether a text of it was ever accepted or not; what the accepted one says is shown."""
    three(desk)
    path = desk / "plugins" / "taman" / "plugin.toml"
    path.write_text("[plugin\n")
    assert states(aduan) == {"taman": "left_out", "lampu": "in_force", "baru": "not_enabled"}
    path.write_text(manifest("taman"))
    assert aduan("log", CALL).returncode == 0
    path.write_text("[plugin\n")
    (row, *_others) = json.loads(aduan("plugin", "list", "--format", "json").stdout)
    assert (row["unit"], row["state"]) == ("taman", "left_out")


def test_code_that_was_set_aside(desk: Path, aduan: Aduan) -> None:
    """After three failures in a row."""
    three(desk, BROKEN)
    for _number in range(3):
        assert aduan("log", CALL).returncode == 6
    assert states(aduan)["lampu"] == "set_aside"


def test_a_desk_without_plugins(desk: Path, aduan: Aduan) -> None:
    """JSON of nothing is an empty list; how to begin one is said beside it."""
    done = aduan("plugin", "list", "--format", "json")
    assert (done.stdout.strip(), done.returncode) == ("[]", 0)
    assert "aduan plugin new NAME --unit ID" in done.stderr


def test_a_desk_without_rules(desk: Path, aduan: Aduan) -> None:
    """Its folders are shown all the same."""
    three(desk)
    (desk / "rules.toml").unlink()
    done = aduan("--desk", str(desk), "plugin", "list", "--format", "json")
    assert [row["state"] for row in json.loads(done.stdout)] == ["not_enabled"] * 3


def test_folders_of_which_the_name_is_no_plugin_s_are_told(desk: Path, aduan: Aduan) -> None:
    """With a manifest alone: any other folder is nobody's plugin."""
    three(desk)
    (desk / "plugins" / "baru").rename(desk / "plugins" / "Dinas Baru")
    (desk / "plugins" / "__pycache__").mkdir()
    done = aduan("plugin", "list")
    assert done.returncode == 0
    assert done.stderr == (
        "warning: plugins/: 'Dinas Baru' is no plugin's name; lower-case letters and digits with single hyphens, as in"
        " 'pju-mati', would be right\n"
    )
