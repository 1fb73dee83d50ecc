"""A new desk: the starter or the minimal one, and never over what is there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.examples import run_example
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.loader import load
from aduan_cli.config.starter import init_desk, starter_folder
from aduan_cli.errors import StoreError, UsageError
from aduan_cli.rules.language.examples import Example
from uncommented import used


def test_the_starter_is_a_desk_without_problems(tmp_path: Path) -> None:
    """All of its files are copied byte for byte, and all are in force."""
    made = init_desk(str(tmp_path / "new" / "desk"))
    loaded = load(str(tmp_path / "new" / "desk"))
    assert loaded.problems == []
    assert set(loaded.accepted) <= set(made)
    for path in made:
        assert (tmp_path / "new" / "desk" / path).read_bytes() == (Path(starter_folder()) / path).read_bytes()


LANGUAGES = {"en": ("fire-brigade", "districts-north"), "id": ("pemadam", "kecamatan-utara")}
"""The unit that the minimal rules of a language name in a hand-off, and an office that they would make."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return each language in turn, chosen as a user does."""
    monkeypatch.setenv("ADUAN_LANG", request.param)
    return str(request.param)


def test_the_minimal_rules_are_in_the_language_in_use(tmp_path: Path, language: str) -> None:
    """An Indonesian city doesn't begin with English notes, words and examples, nor the other way round."""
    init_desk(str(tmp_path), empty=True)
    text = (tmp_path / "rules.toml").read_text(encoding="utf-8")
    assert ("The rules of this desk" in text, "Aturan meja ini" in text) == (language == "en", language == "id")


REQUESTS = {
    "en": [
        "a citizen asks for the rubbish in Mill Road to be collected",
        "caller asks when the rubbish will be collected",
        "please collect the garbage behind the school",
    ],
    "id": [
        "minta sampah di pasar diangkut",
        "Penelepon menanyakan kapan sampah di Jl. Kenari diangkut",
        "tolong sampahnya dibersihkan",
    ],
}


def test_the_minimal_rules_take_a_request_for_a_complaint(tmp_path: Path, language: str) -> None:
    """Work that is asked for is owed; before, it was answered and closed without an answer."""
    init_desk(str(tmp_path), empty=True)
    router = Router(load(str(tmp_path)).rules, None)
    for text in REQUESTS[language]:
        given = {"text": text}
        got = run_example(router, Example("new", (), given, {})).got
        assert (got["kind"], got["step"]) == ("complaint", "category"), text


def test_the_minimal_rules_load_and_take_a_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """They are in the system's zone, and their own examples come out right."""
    monkeypatch.setenv("TZ", "Asia/Makassar")
    assert init_desk(str(tmp_path), empty=True) == ["rules.toml"]
    loaded = load(str(tmp_path))
    assert loaded.problems == []
    assert loaded.rules["desk"]["timezone"] == "Asia/Makassar"
    assert len(loaded.examples) >= 3


def test_what_the_minimal_rules_comment_out_is_right_as_well(tmp_path: Path, language: str) -> None:
    """Whoever takes the # away must not meet a mistake of ours."""
    init_desk(str(tmp_path), empty=True)
    lines = used((tmp_path / "rules.toml").read_text(encoding="utf-8"), language).splitlines()
    words = ["name", "each", "referral", "id", "text", "kind", "to", "say", "category", "hours", "priority", "dates"]
    keys = tuple(f"# {word}" for word in ["[", '"', *words])
    text = "\n".join(line[2:] if line.startswith(keys) else line for line in lines)
    unit, office = LANGUAGES[language]
    text += f'\n[units.{unit}]\nname = "Fire Brigade"\n'
    (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    loaded = load(str(tmp_path))
    assert [str(problem) for problem in loaded.problems] == []
    assert len(loaded.rules["handoffs"]) == len(loaded.rules["city"]) == len(loaded.rules["outside"]) == 1
    assert office in loaded.rules["units"]
    assert {"routed", "several", "caller-resolved"} < set(loaded.rules["messages"])


@pytest.mark.parametrize("empty", [True, False])
def test_nothing_is_overwritten(empty: bool, tmp_path: Path) -> None:
    """The file in the way is named, and nothing else has been written."""
    (tmp_path / "rules.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"rules\.toml is there already"):
        init_desk(str(tmp_path), empty)
    assert (tmp_path / "rules.toml").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["rules.toml"]


def test_a_manifest_in_the_way_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    """Half a desk would be worse than none."""
    manifest = next(path for path in init_desk(str(tmp_path / "other")) if path.startswith("plugins"))
    (tmp_path / "desk" / manifest).parent.mkdir(parents=True)
    (tmp_path / "desk" / manifest).symlink_to("nowhere")
    with pytest.raises(UsageError):
        init_desk(str(tmp_path / "desk"))
    assert not (tmp_path / "desk" / "rules.toml").exists()


def test_a_file_where_the_folder_should_be_is_a_sentence(tmp_path: Path) -> None:
    """No traceback, and the place is named."""
    (tmp_path / "desk").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="desk"):
        init_desk(str(tmp_path / "desk"))


def test_a_new_desk_is_safe_whatever_the_umask(tmp_path: Path) -> None:
    """What everybody can write would be left out at once."""
    before = os.umask(0)
    try:
        init_desk(str(tmp_path / "desk"))
    finally:
        os.umask(before)
    assert load(str(tmp_path / "desk")).left_out == {}


@pytest.mark.parametrize("after", [0, 2])
def test_a_disk_that_is_full_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Neither the files before it nor the beginning of the one that did not fit; and what was there is not touched."""
    import errno

    import aduan_cli.config.starter as module

    written, real = [], os.fdopen

    class Full:
        def __init__(self, file: Any) -> None:
            self._file = file

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_error: object) -> None:
            self._file.close()

        def write(self, data: bytes) -> None:
            if len(written) == after:
                self._file.write(data[:3])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            written.append(self._file.write(data))

    monkeypatch.setattr(module.os, "fdopen", lambda number, mode: Full(real(number, mode)))
    (tmp_path / "catatan.txt").write_text("x")
    with pytest.raises(StoreError, match="No space left on device"):
        init_desk(str(tmp_path))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["catatan.txt"]
