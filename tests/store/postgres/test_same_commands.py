"""The same command lines at two desks, one on a file and one on a server: the same answers, to the last sign."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from city_files import put_city
from database import Server
from in_process import runner_here
from thorough import EXPLORES, THOROUGH

LINES = 200 if THOROUGH else 40
SEEDS = range(10 if EXPLORES else 1)

TEXTS = (
    "Penelepon melaporkan sampah menumpuk di Jl. Kenari Kel. Margahayu Kec. Bekasi Timur",
    "lampu PJU mati di Teluk Pucung sudah 2 minggu", "ada kebakaran di Jl. Mawar RT 02 RW 09 Jatiasih",
    "banjir 60 cm di Perum Melati, warga minta perahu karet", "Penelepon menanyakan nomor telepon Dishub",
    "pohon tumbang menutup jalan di Jl. Ahmad Yani", "The drain is clogged and dirty water is on our street",
    "mohon ambulans, ibu hamil mau melahirkan di Kranji", "terima kasih petugas sudah cepat",
    "jalan berlubang di Jl. Raya Kranggan, sering ada pengendara jatuh", "ular masuk rumah di Kayuringin",
    "KTP hilang bagaimana mengurusnya", "got mampet dan bau di Perumahan Mawar", "kabel PLN putus di Bintara",
)  # fmt: skip
CHOICES = {
    "text": TEXTS,
    "unit": ("dlh", "bpbd", "bmsda", "bmsda-pju", "disdamkar", "dinkes", "satpol-pp", "dishub", "pln", "zzz"),
    "phone": ("0812-0000-0101", "081200000102", "+62 812 0000 0103"),
    "word": ("sampah", "lampu", "jalan*", '"pohon tumbang"', "0812-0000-0101", "kranji", "sampah banjir", "Rt 02", "-"),
    "category": ("sampah", "pju-mati", "banjir", "pohon"),
    "format": ("table", "json", "jsonl", "csv", "tsv", "md"),
    "status": ("new", "routed", "acknowledged", "in_progress", "resolved", "closed", "returned", "referred", "open"),
    "sort": ("priority", "unit", "due_at", "-reported_at", "status", "zzz"),
    "hold": ("cuaca", "menunggu-alat", "zzz"), "reject": ("hoax", "duplicate", "zzz"),
    "period": ("day", "week", "month", "unit", "category", "kelurahan", "shifts", "deadlines", "callers", "rules"),
    "until": ("besok", "lusa 10:00", "3d"), "where": ("unit=dlh", "open", "until=3d", "status=routed"),
}  # fmt: skip
WRITING = (
    "log {text}", "log {text}", "log {text}", "log {text} --phone {phone}", "log {text} --also {text}",
    "log {text} --name Budi", "log {text} --key satu", "info ambulans --pick 1", "ack {ticket}",
    "ack {ticket} --unit {unit}", "start {ticket}", "hold {ticket} --reason {hold} --until {until}",
    "return {ticket} --reason keliru --to {unit}", "assign {ticket} {unit}", "assign {ticket} {unit} --support",
    "refer {ticket} pln", "resolve {ticket} --result beres", "close {ticket}", "reopen {ticket} --reason belum",
    "reject {ticket} --reason {reject}", "answer {ticket} besok", "merge {ticket} --into {ticket} --yes",
    "unmerge {ticket}", "callbacks done {ticket}", "edit {ticket} --text {text}",
    "edit {ticket} --phone {phone}", "edit {ticket} --category {category} --reason keliru",
    "edit {ticket} --at kemarin", "note {ticket} dilihat", "route {ticket}",
    "route {ticket} --to {unit} --reason pindah", "route --pending", "tick",
    "incident start Banjir --category {category}", "incident add 1 {ticket}", "incident remove {ticket}",
    "incident end 1", "handoff {ticket} --by Dedi", "ack --where {where} --yes", "close --where {where} --yes",
    "person erase {phone} --yes --reason minta", "handover sign", "show {ticket} --reveal",
)  # fmt: skip
READING = (
    "show {ticket}", "show {ticket} --format {format}", "history {ticket} --format {format}", "clock {ticket}",
    "why {ticket}", "similar {ticket} --format {format}", "list --format {format}", "list --status {status}",
    "list --unit {unit} --format {format}", "list --count", "list --late", "list --bounced", "list --limit 3",
    "list --since kemarin", "list --category {category}", "list --sort {sort}",
    "search {word} --format {format}", "caller {phone} --format {format}", "callbacks --format {format}",
    "handover --format {format}", "report {period}", "incident list", "outbox list --format {format}",
    "unit show {unit}", "db verify", "export", "person show {phone}", "rules backtest", "deadlines backtest",
    "board --once", "history --since kemarin",
)  # fmt: skip


def line_of(template: str, chance: random.Random, newest: int) -> list[str]:
    """Return a command line, each name in braces replaced by something: often by what came last, or isn't there."""

    def replaced(name: str) -> str:
        if name == "ticket":
            return str(chance.choice([1, newest, newest - 1, chance.randint(1, newest), newest + 5]))
        return chance.choice(CHOICES[name])

    return [replaced(word[1:-1]) if word.startswith("{") else word for word in template.split()]


def without_place(said: str, desk: Path) -> str:
    """Return what was said without where the data lie."""
    return re.sub(r"postgresql://\S+", "DATA", said.replace(str(desk), "DESK").replace("DESK/aduan.db", "DATA"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_lines_get_the_same_answers(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str], seed: int
) -> None:
    """Of the shipped city, by random lines of officers, hours apart: output, messages and exit codes."""
    chance = random.Random(seed if not EXPLORES else None)
    address, now, newest = server.address(), datetime(2026, 11, 20, 8), 1
    desks = {"file": tmp_path / "file", "server": tmp_path / "server"}
    for desk in desks.values():
        put_city(desk)
    stores: dict[str, dict[str, str]] = {"file": {}, "server": {"ADUAN_STORE": f"{address.url}#{address.desk}"}}
    runs = {name: runner_here(desk, tmp_path, capfd) for name, desk in desks.items()}
    for template in ["log {text}", *(chance.choice(chance.choice((WRITING, READING))) for _ in range(LINES))]:
        now += timedelta(minutes=chance.choice((0, 1, 3, 20, 60, 300)))
        line = line_of(template, chance, newest)
        answers = {}
        for name, desk in desks.items():
            done = runs[name]("--now", f"{now:%Y-%m-%d %H:%M}", "--actor", "sari", *line, env=stores[name])
            answers[name] = (done.returncode, without_place(done.stdout, desk), without_place(done.stderr, desk))
        assert answers["server"] == answers["file"], line
        assert answers["file"][0] != 1, answers["file"]
        logged = re.findall(r"-(\d{4})-\d$", answers["file"][1], re.MULTILINE) if line[0] == "log" else []
        newest = max([newest, *map(int, logged)])
