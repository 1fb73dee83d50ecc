"""A small invented desk for the tests of the commands that read: rules, a folder, and a way to run commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from aduan_cli import __version__
from aduan_cli.cli.root import run
from aduan_cli.config import cache
from aduan_cli.places import compile_gazetteer
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.text import join_pattern

NOW = "2026-11-23 14:05"


class _Patterns:
    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, *patterns: str) -> list[int]:
        numbers = []
        for pattern in patterns:
            if pattern not in self.words:
                self.words.append(pattern)
            numbers.append(self.words.index(pattern))
        return numbers


def _unit(name: str, parent: str | None = None, owner: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "aliases": [], "parent": parent, "owner": owner, "contact": None, **more}


def _rule(id_: str, when: Any, to: str | None, line: int, **more: Any) -> dict[str, Any]:
    return {
        "id": id_, "when": when, "to": to, "support": [], "priority": None, "continue": False, "reason": None,
        "say": None, "file": "rules.toml", "line": line, **more,
    }  # fmt: skip


def compiled(**more: Any) -> dict[str, Any]:
    """Return the compiled rules of an invented desk, as `rules/compile.py` makes them."""
    p = _Patterns()
    units = {
        "dlh": _unit("Dinas Lingkungan Hidup", aliases=["DINAS LH"], contact="021-1500444"),
        "bmsda": _unit("Dinas Bina Marga", owner="bmsda", aliases=["DBMSDA"]),
        "bmsda-pju": _unit("Regu PJU", "bmsda", "bmsda"),
        "bmsda-jalan": _unit("Regu Jalan", "bmsda", "bmsda"),
        "disdamkar": _unit("Pemadam Kebakaran", contact="113"),
        "kecamatan": _unit(
            "Kantor Kecamatan", each="kecamatan", offices={"Bekasi Timur": "kecamatan-bekasi-timur"}
        ),
        "kecamatan-bekasi-timur": _unit("Kantor Kecamatan Bekasi Timur", "kecamatan"),
    }
    outside = {"pln": {"name": "PLN", "referral": "Hubungi PLN 123.", "aliases": ["PLN UP3"]}}
    names = {join_pattern(name): unit for unit in [*units, *outside] for name in [unit]}
    for unit, entry in [*units.items(), *outside.items()]:
        for name in [entry["name"], *entry["aliases"]]:
            names.setdefault(join_pattern(name), unit)
    categories = [
        ["sampah", "dlh", None, ["all", [["text", p("sampah")], ["text_not", p("retribusi")]]], "Sampah", None],
        ["listrik", "pln", None, ["text", p("listrik padam")], None, None],
        ["kebakaran", "disdamkar", None, ["text", p("kebakaran")], None, None],
        ["ktp", "kecamatan", None, ["text", p("ktp")], "KTP", None],
        ["pju-mati", "bmsda-pju", "bmsda", ["text", p("pju", "lampu jalan mati")], "PJU mati", None],
        ["jalan-rusak", "bmsda-jalan", "bmsda", ["text", p("jalan rusak", "berlubang")], None, None],
    ]
    cues = [["complaint", p("melaporkan")], ["information", p("menanyakan", "nomor")], ["feedback", p("terima kasih")]]
    rules: dict[str, Any] = {
        "desk": {"name": "Desk", "prefix": "BKS", "timezone": "Asia/Jakarta", "triage": "triage",
                 "channels": ["phone", "whatsapp"]},
        "zone": [[-(2**62), 7 * 3600]],
        "shifts": [["pagi", 420, 840], ["siang", 840, 1260], ["malam", 1260, 420]],
        "holidays": [],
        "cues": cues,
        "units": units,
        "outside": outside,
        "unit_names": names,
        "gazetteer": compile_gazetteer(
            {"Bekasi Timur": ["Margahayu", "Bekasi Jaya"], "Bekasi Utara": ["Teluk Pucung"]}, {}
        ),
        "categories": categories,
        "questions": {},
        "handoffs": [
            _rule("api", ["all", [["category", ["kebakaran"]], ["kind", ["complaint"]]]], "disdamkar", 40,
                  say="Sambungkan ke pemadam sekarang.")
        ],
        "city": [
            _rule("sekolah", ["text", p("sekolah")], None, 50, priority="high", **{"continue": True}),
            _rule("pju-di-pohon", ["all", [["category", ["pju-mati"]], ["text", p("pohon")]]], "dlh", 55,
                  support=["bmsda"], reason="Pohon dahulu."),
        ],
        "unit_rules": {},
        "grants": {},
    }  # fmt: skip
    rules["patterns"] = {join_pattern(word): number for number, word in enumerate(p.words)}
    rules["stars"] = []
    rules["words"] = p.words
    rules.update(more)
    return rules


class Ran(NamedTuple):
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Desk:
    """A desk in a folder of its own. `run` works in this process, `spawn` in a new one."""

    def __init__(self, folder: Path, capture: Any) -> None:
        self.folder = folder
        self._capture = capture
        self.rules(compiled(), "a" * 12)

    def rules(self, rules: dict[str, Any], revision: str | None, files: dict[str, str] | None = None) -> None:
        """Put compiled rules into force, as the rule cache holds them."""
        cache.write(
            str(self.folder),
            __version__,
            {
                "stamps": {},
                "revision": revision,
                "warnings": [],
                "rules": rules,
                "files": files or {"rules.toml": "# invented\n"},
                "kept": "",
            },
        )

    def line(self, *arguments: str) -> list[str]:
        return ["--desk", str(self.folder), "--lang", "en", "--now", NOW, "--actor", "sari", *arguments]

    def run(self, *arguments: str) -> Ran:
        self._capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(self.line(*arguments))
        said = self._capture.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    def spawn(self, *arguments: str, **more: Any) -> Ran:
        environment = {**os.environ, "PYTHONWARNINGS": "error"}
        done = subprocess.run(
            [sys.executable, "-m", "aduan_cli", *self.line(*arguments)],
            capture_output=True,
            env=environment,
            timeout=60,
            check=False,
            **more,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def log(self, *arguments: str) -> str:
        """Log a call and return its ticket."""
        ran = self.run("log", *arguments)
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def store(self) -> SqliteStore:
        return SqliteStore(str(self.folder / "aduan.db"))

    @property
    def path(self) -> Path:
        return self.folder / "aduan.db"
