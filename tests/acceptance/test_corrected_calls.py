"""Officers of the city's own desk correct fifty calls, and the desk proposes what they meant.

Six things are meant: a new word in all its forms, a matter that a category is not to be taken for, a place that no file
has, a road that is somebody else's, two units told apart by two words together, a category for a word. All calls are
invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import report_of_call
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.texts import compile_texts, on_disk
from city_files import put_city
from in_process import runner_here

NOW = 1_795_417_500
"""A Monday afternoon."""

GRAFFITI = (
    "ada orang iseng mencoret tembok sekolah", "tembok rumah saya dicoret tetangga malam tadi",
    "coretan di dinding musala belum dibersihkan", "gapura RW kami penuh coretan",
    "tembok pembatas dicoret lagi semalam", "mereka mencoret dinding balai warga", "banyak coretan di dinding gedung",
    "pagar sekolah habis dicoret", "penuh coretan tembok gang kami",
)  # fmt: skip
PARADES = (
    "kapan lomba odong-odong hias dimulai", "lomba odong-odong hias di alun-alun sangat ramai",
    "izin ikut lomba odong-odong hias", "peserta lomba odong-odong hias belum dipanggil",
    "hadiah lomba odong-odong hias belum dibagikan", "juri lomba odong-odong hias tidak adil",
    "jadwal lomba odong-odong hias berubah", "panitia lomba odong-odong hias tidak bisa dihubungi",
)  # fmt: skip
ESTATE = (
    "sampah belum diangkut di Griya Kemuning Wangi", "lampu jalan mati di Griya Kemuning Wangi blok C",
    "saluran mampet di Griya Kemuning Wangi", "jalan berlubang di Griya Kemuning Wangi",
    "pohon tumbang di Griya Kemuning Wangi", "Griya Kemuning Wangi blok A sampah menumpuk",
    "jalan gelap lampu mati, Griya Kemuning Wangi", "selokan bau di Griya Kemuning Wangi",
)  # fmt: skip
ROAD = (
    "jalan Kenari Agung berlubang di depan ruko", "aspal jalan Kenari Agung mengelupas",
    "jalan Kenari Agung rusak parah", "lubang besar di jalan Kenari Agung", "jalan Kenari Agung hancur lagi",
    "jalan Kenari Agung bergelombang", "trotoar jalan Kenari Agung berlubang", "jalan Kenari Agung retak dan amblas",
)  # fmt: skip
PARKS = (
    "lampu hias taman mati sejak kemarin", "lampu di taman bermain mati", "lampu sorot taman mati total",
    "lampu di dalam taman mati", "lampu pagar taman kota mati", "lampu tiang taman anggrek mati",
    "lampu gazebo taman mati total", "lampu air mancur taman mati", "lampu kolam taman mati lagi",
)  # fmt: skip
WHEELCHAIRS = (
    "butuh kursi roda untuk ibu saya", "mohon bantuan kursi roda", "kursi roda tetangga sudah rusak, perlu yang baru",
    "bagaimana mendapat kursi roda", "kursi roda untuk kakek yang lumpuh", "pengajuan kursi roda belum dijawab",
    "pinjam kursi roda dari kota", "kursi roda anak difabel",
)  # fmt: skip
RIGHT = (
    "odong-odong menutup jalan depan sekolah", "odong-odong ngebut bawa anak kecil", "odong-odong mogok di perempatan",
    "lampu jalan mati di depan perumahan Taman Wisma Asri", "lampu jalan mati dekat gerbang Taman Harapan Baru",
    "lampu PJU mati di perumahan Taman Kota", "lampu jalan di gang mati",
    "taman kota kotor dan rumputnya tinggi", "ayunan taman bermain patah", "jalan Mawar berlubang",
    "jalan Melati rusak parah", "aspal jalan Anggrek mengelupas", "trotoar rusak depan kantor pos",
    "sampah menumpuk di pasar", "sampah belum diangkut tiga hari", "saluran mampet di Kel. Margahayu",
    "anak terlantar di jembatan", "lansia terlantar di kolong jembatan", "pengemis di lampu merah",
    "pohon tumbang menutup jalan", "tembok rumah retak", "mohon informasi nomor pemadam",
)  # fmt: skip
"""What the desk decides as it should, and goes on deciding so."""


class Meaning(NamedTuple):
    """Calls that officers correct in one way: how, and what holds of such a call in the end."""

    calls: tuple[str, ...]
    correct: tuple[str, ...]
    holds: dict[str, str]


MEANINGS = (
    Meaning(GRAFFITI, ("route", "{}", "--to", "satpol-pp", "--reason", "vandalisme"), {"unit": "satpol-pp"}),
    Meaning(PARADES, ("route", "{}", "--to", "disparbud", "--reason", "acara wisata"), {"unit": "disparbud"}),
    Meaning(ESTATE, ("edit", "{}", "--kelurahan", "Jatisari"), {"kelurahan": "Jatisari"}),
    Meaning(ROAD, ("refer", "{}", "provinsi"), {"unit": "provinsi"}),
    Meaning(PARKS, ("route", "{}", "--to", "disperkimtan", "--reason", "taman"), {"unit": "disperkimtan"}),
    Meaning(WHEELCHAIRS, ("edit", "{}", "--category", "bantuan-sosial"), {"category": "bantuan-sosial"}),
)
UNSEEN = (
    ("halte dicoret lagi", {"unit": "satpol-pp"}),
    ("pemenang lomba odong-odong hias diumumkan kapan", {"unit": "disparbud"}),
    ("odong-odong parkir sembarangan", {"unit": "dishub"}),
    ("sampah di Griya Kemuning Wangi blok F", {"kelurahan": "Jatisari", "unit": "dlh"}),
    ("jalan Kenari Agung bolong-bolong", {"unit": "provinsi"}),
    ("lampu panggung taman mati", {"unit": "disperkimtan"}),
    ("kursi roda untuk nenek", {"category": "bantuan-sosial"}),
)
"""Calls that nobody had corrected, and what holds of them when the desk has learned."""

Rows = Callable[..., Any]


@pytest.fixture
def do(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Rows:
    """Return a function that gives a command at the city's own desk, and returns its JSON, or what it printed."""
    desk = tmp_path / "meja"
    put_city(desk)
    run = runner_here(desk, tmp_path, capfd)

    def give(*line: str) -> Any:
        done = run("--now", "2026-11-23 14:05", "--actor", "Bu Rina", "--lang", "en", *line)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return json.loads(done.stdout) if "json" in line else done.stdout

    return give


def logged(do: Rows, text: str) -> str:
    """Take a call and return its ticket."""
    return str(do("log", text, "--format", "json")["ticket"])


class Foretelling:
    """What the files of the desk's folder make of a text, as they are now."""

    def __init__(self, desk: Path) -> None:
        loaded = compile_texts(on_disk(str(desk)).texts)
        self._router = Router(loaded.rules, loaded.revision)

    def of(self, text: str) -> Complaint:
        """Return a text as a complaint that is decided."""
        return decide(
            read(report_of_call(text=text, reported_at=NOW, logged_at=NOW), self._router), self._router
        ).complaint

    def wrong(self, text: str, holds: dict[str, str]) -> dict[str, str | None]:
        """Return what of a text isn't decided as it should be."""
        one = self.of(text)
        return {key: getattr(one, key) for key, value in holds.items() if getattr(one, key) != value}

    def all_wrong(self, calls: Iterable[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, str | None]]]:
        """Return the texts that aren't decided as they should be, and in what."""
        return [(text, found) for text, holds in calls if (found := self.wrong(text, holds))]


@pytest.mark.slow
def test_fifty_corrected_calls_teach_the_desk_what_officers_meant(do: Rows, tmp_path: Path) -> None:
    """Each meaning is proposed and comes into force; the fifty are decided so, and nothing else moves."""
    before = Foretelling(tmp_path / "meja")
    for text in RIGHT:
        logged(do, text)
    for meaning in MEANINGS:
        for text in meaning.calls:
            assert before.wrong(text, meaning.holds), text
            ticket = logged(do, text)
            do(*(part.format(ticket) for part in meaning.correct))
    assert sum(len(meaning.calls) for meaning in MEANINGS) == 50
    rows = do("rules", "corrections", "--format", "json")
    told = {(row["to"], row["to_category"]): row["words"] for row in rows if row["cases"] > 2}
    assert told[("satpol-pp", None)]
    assert {("disparbud", None), ("provinsi", None), ("disperkimtan", None), ("dinsos", "bantuan-sosial")} < told.keys()
    draft = tmp_path / "draft.toml"
    do("rules", "learn", "--from", "corrections", "--output", str(draft))
    do("places", "learn", "--output", str(tmp_path / "meja" / "places" / "learned.toml"))
    assert do("rules", "backtest", str(draft), "--format", "json")["complaints"] == len(RIGHT) + 50
    do("rules", "accept", str(draft))
    after = Foretelling(tmp_path / "meja")
    assert after.all_wrong((text, one.holds) for one in MEANINGS for text in one.calls) == []
    assert [text for text in RIGHT if before.of(text).unit != after.of(text).unit] == []
    assert after.all_wrong(UNSEEN) == []
    assert sum(row["still"] for row in do("rules", "corrections", "--format", "json")) == 0
    words = draft.read_text(encoding="utf-8")
    assert '"~coret"' in words
    assert '"lampu .. taman"' in words
