"""Sets of rule files as texts: read, put together, written back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.config.rule_files.texts import compile_texts, data_of, on_disk, with_file, write_back
from aduan_cli.errors import StoreError
from aduan_cli.testing import desk as make_desk

CITY = '[desk]\nname = "M"\nprefix = "UJI"\ntimezone = "UTC"\n[plugins]\nenable = ["a"]\n'
MANIFEST = '[plugin]\nname = "a"\napi = 1\n[unit]\nid = "a"\nname = "A"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return make_desk(tmp_path, CITY, {"a": {"plugin.toml": MANIFEST}})


def test_on_disk_are_the_files_that_the_rules_ask_for(desk: Path) -> None:
    """A manifest that isn't enabled is none of them; one that can't be read is a problem."""
    (desk / "plugins" / "b").mkdir()
    (desk / "plugins" / "b" / "plugin.toml").write_text(MANIFEST, encoding="utf-8")
    assert set(on_disk(str(desk)).texts) == {"rules.toml", "plugins/a/plugin.toml"}
    (desk / "plugins" / "a" / "plugin.toml").write_bytes(b"\xff")
    texts, problems = on_disk(str(desk))
    assert set(texts) == {"rules.toml"}
    assert [problem.file for problem in problems] == ["plugins/a/plugin.toml"]


def test_a_revision_is_compiled_whatever_lies_on_disk() -> None:
    """Texts are all that is needed; none at all give no revision."""
    loaded = compile_texts({"rules.toml": CITY, "plugins/a/plugin.toml": MANIFEST})
    assert loaded.problems == []
    assert "a" in loaded.rules["units"]
    assert compile_texts({}).revision is None


def test_what_a_revision_grants_was_right() -> None:
    """Also to a plugin that it doesn't enable: whether that lies in the desk is no matter of the texts."""
    granted = CITY + '[grants]\nb = ["a"]\n'
    assert compile_texts({"rules.toml": granted, "plugins/a/plugin.toml": MANIFEST}).problems == []


def test_a_file_goes_where_it_belongs() -> None:
    """A manifest into its plugin's place, anything else into that of `rules.toml`; no TOML is refused."""
    assert with_file({"rules.toml": CITY}, MANIFEST, "m.toml") == {
        "rules.toml": CITY,
        "plugins/a/plugin.toml": MANIFEST,
    }
    with pytest.raises(ValueError, match="plugin 'b' is not enabled"):
        with_file({"rules.toml": CITY}, MANIFEST.replace('name = "a"', 'name = "b"'), "m.toml")
    assert with_file({"rules.toml": "y"}, CITY, "m.toml") == {"rules.toml": CITY}
    with pytest.raises(ValueError, match=r"^m\.toml:1: not TOML"):
        with_file({}, "[", "m.toml")


def test_data_of_what_can_be_parsed() -> None:
    """The others are problems."""
    data, problems = data_of({"rules.toml": CITY, "plugins/a/plugin.toml": "["})
    assert list(data) == ["rules.toml"]
    assert [problem.file for problem in problems] == ["plugins/a/plugin.toml"]


def test_bytes_come_back_as_they_were(desk: Path) -> None:
    """A byte order mark and a spreadsheet's line ends are part of a text."""
    whole = b"\xef\xbb\xbf" + CITY.replace("\n", "\r\n").encode()
    (desk / "rules.toml").write_bytes(whole)
    kept = on_disk(str(desk)).texts
    (desk / "rules.toml").write_text("other", encoding="utf-8")
    changed, copies = write_back(str(desk), kept, "now")
    assert changed == ["rules.toml"]
    assert (desk / "rules.toml").read_bytes() == whole
    assert copies is not None
    assert (desk / copies / "rules.toml").read_text(encoding="utf-8") == "other"


def test_a_link_is_written_through(desk: Path) -> None:
    """Where `rules.toml` is a link into a checkout, the checkout's file gets the text."""
    (desk / "rules.toml").rename(desk / "elsewhere.toml")
    (desk / "rules.toml").symlink_to("elsewhere.toml")
    write_back(str(desk), {"rules.toml": "neu"}, "now")
    assert (desk / "rules.toml").is_symlink()
    assert (desk / "elsewhere.toml").read_text(encoding="utf-8") == "neu"


def test_nothing_is_written_outside_the_desk(desk: Path) -> None:
    """A store that somebody tampered with can't name a file elsewhere."""
    with pytest.raises(StoreError, match="inside"):
        write_back(str(desk), {"rules.toml": "x", "../evil.toml": "x"}, "now")
    assert (desk / "rules.toml").read_text(encoding="utf-8") == CITY
    assert not (desk.parent / "evil.toml").exists()


def test_what_cant_be_copied_is_not_replaced(desk: Path) -> None:
    """Without room for the copy the file stays as it is, and no half of a new one lies about."""
    (desk / ".aduan").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="can't be written"):
        write_back(str(desk), {"rules.toml": "x"}, "now")
    assert (desk / "rules.toml").read_text(encoding="utf-8") == CITY
    assert sorted(os.listdir(desk)) == [".aduan", "plugins", "rules.toml"]  # noqa: PTH208
