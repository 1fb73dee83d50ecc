"""A desk on which something of everything has happened, for tests that walk all commands by their examples."""

from __future__ import annotations

import grp
import json
import os
import shlex
import shutil
from pathlib import Path

import pytest

from aduan_cli.cli.examples import REVISION
from office import RULES, Office

MORE = """
[deadlines]
resolve = "3d"
[reasons.hold]
cuaca = { say = "menunggu cuaca", stops_clock = true }
[reasons.reject]
hoax = "laporan palsu"
[[answer]]
id = "ambulans"
title = "Nomor ambulans"
words = ["ambulans"]
text = "119"
[[question]]
category = "sampah"
id = "kubik"
text = "Berapa kubik?"
[notifiers.kantor]
type = "spool"
folder = "pesan"
[notifiers.kota]
type = "open311"
url = "http://127.0.0.1:9/open311"
api_key_file = "kunci"
[notifiers.kota.services]
"006" = "sampah"
[open311]
categories = ["sampah"]
services = { "006" = "sampah" }
[retention]
callers = "5y"
"""
MAP = """
key = ["isi"]
fields = ["target_dt"]
[columns]
text = "isi"
reported_at = "tanggal"
[dates]
formats = ["%d/%m/%Y %H:%M"]
"""
CALLS = (
    ("pju mati di Margahayu", "--phone", "0812-0000-0001", "--name", "Tini"),
    ("sampah di Margahayu", "--phone", "0812-0000-0002"),
    ("kebakaran di Margahayu",),
    ("menanyakan syarat ktp di Margahayu",),
    ("sampah di Duren Jaya",),
    ("pju mati di Teluk Pucung", "--phone", "0812-0000-0003"),
    ("ada yang aneh di sini",),
    ("pju mati di Margahayu lagi", "--phone", "0812-0000-0004"),
    ("lampu jalan mati di Margahayu", "--phone", "0812-0000-0005"),
)
LINES = (
    "resolve 5 --result diangkut",
    "resolve 6 --result menyala",
    "close 6",
    "merge 9 --into 1 --yes",
)
INCIDENT = "incident start sampah -c sampah --kecamatan 'Bekasi Timur' --since 1d"
LOST = "the data are lost"
BEFORE = {
    "incident show": (INCIDENT,),
    "incident end": (INCIDENT,),
    "incident add": ("incident start banjir -c sampah --kecamatan 'Bekasi Utara'",),
    "incident remove": (INCIDENT,),
    "plugin enable": ("plugin new taman --unit taman",),
    "plugin disable": ("plugin new taman --unit taman", "plugin enable taman"),
    "info learn": ("log 'menanyakan nomor kantor ktp di Margahayu' --answer 'Nomornya 021-88950101'",) * 3,
    "places learn": ("log 'melaporkan sampah di Perumahan Melati Indah Kel. Margahayu'",) * 6,
    "deadlines learn": ("import lama.csv --map batas",),
    "desk begin-anew": (LOST,),
    "db restore": ("db backup",),
    "db drill": ("db backup",),
    "outbox retry": ("outbox skip 2",),
    "db import": ("db export lain.jsonl", "init meja-baru --empty"),
    "import": ("import --suggest lama.csv",),
}
"""What is done first, where the desk in use lacks what a line is about."""


@pytest.fixture(scope="module")
def in_use(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where a desk lies on which something of everything has happened."""
    return tmp_path_factory.mktemp("in use")


@pytest.fixture
def busy(in_use: Path, fresh_office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """Return such a desk for a test alone, in its folder."""
    kept = in_use / "desk"
    monkeypatch.setenv("HOME", str(tmp_path))
    if not kept.exists():
        told = RULES.replace('contact = "1500444"\n', 'contact = "1500444"\ntell = "kantor"\n', 1)
        fresh_office.write_rules(told + MORE)
        fill(fresh_office)
        shutil.copytree(fresh_office.folder, kept)
    shutil.rmtree(fresh_office.folder)
    shutil.copytree(kept, fresh_office.folder)
    monkeypatch.chdir(fresh_office.folder)
    return fresh_office


def fill(office: Office) -> None:
    _first, second, *_rest = [office.log(*call) for call in CALLS]
    for line in LINES:
        ran = office.run(*shlex.split(line))
        assert ran.code == 0, (line, ran.err)
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "batas.toml").write_text(MAP)
    (office.folder / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    (office.folder / "kunci").write_text("secret\n")
    (office.folder / "lama.csv").write_text(
        "tanggal,isi,target_dt\n23/11/2026 08:00,sampah di Margahayu,24/11/2026 08:00\n"
    )
    (office.folder / "jawaban.csv").write_text(f"ticket,move\n{second},ack\n")
    request = {
        "service_request_id": "1", "service_code": "006", "description": "sampah di Margahayu", "status": "open",
        "requested_datetime": "2026-11-20T06:37:38+07:00",
    }  # fmt: skip
    (office.folder / "requests.json").write_text(json.dumps([request]))


def typed(office: Office, line: str) -> list[str]:
    """Return the words behind `aduan`; the line's revision and group are those that there are."""
    if REVISION in line or "{revision}" in line:
        name = office.run("rules", "history", "--format", "json").data[0]["revision"]
        line = line.replace("{revision}", str(name))
    words = shlex.split(line)
    assert words[0] == "aduan"
    if words[1:3] == ["desk", "share"]:
        words[3] = grp.getgrgid(os.getgid()).gr_name
    return words[1 : words.index(">")] if ">" in words else words[1:]


def prepare(office: Office, command: str) -> None:
    """Do what must have been done before the examples of a command."""
    for line in BEFORE.get(command, ()):
        if line == LOST:
            for path in office.folder.glob("aduan.db*"):
                path.unlink()
            continue
        ran = office.run(*shlex.split(line))
        assert ran.code == 0, (line, ran.err)
        if "--suggest" in line:
            (office.folder / "maps" / "lama.toml").write_text(ran.out)
