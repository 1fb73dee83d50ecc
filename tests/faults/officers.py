"""Eight officers at one desk: each gives one command after the other, each command a process of its own."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wholeness import VERBS, add_rules

import warm
from processes import clean_environment

OFFICERS = ("Ani", "Budi", "Citra", "Dedi", "Eka", "Fajar", "Gita", "Hadi")
LOOKS = (
    ("list", "--open"), ("list", "--mine"), ("list", "--bounced"), ("callbacks",), ("callbacks", "--count"),
    ("history", "--since", "1d"), ("unit", "show", "dlh"), ("search", "sampah"), ("caller", "0812-0000-0101"),
    ("rules", "show"),
)  # fmt: skip
LOOKS_AT_ONE = ("show", "history", "similar", "why")
TAKES = (
    ("log", "sampah di Margahayu"), ("log", "banjir di Teluk Pucung", "--phone", "0812-0000-0101"),
    ("log", "sampah lagi", "--also", "banjir lagi"), ("info", "nomor ambulans", "--pick", "1"),
)  # fmt: skip
OF_MANY = (
    ("ack", "--where", "category=sampah", "--yes"), ("start", "--where", "status=acknowledged", "--yes"),
    ("reject", "--where", "status=returned", "--reason", "hoax", "--yes"),
)  # fmt: skip
DONE, REFUSED, PARTIAL = 0, 5, 6


class Officer:
    """One of them: what was done, what was refused, and which tickets were given."""

    def __init__(self, name: str, desk: Path, home: Path, chance: random.Random) -> None:
        self.name, self.desk, self.chance = name, desk, chance
        self.tickets: list[str] = []
        self.notes = 0
        self.ended: Counter[tuple[str, int]] = Counter()
        self.wrong: list[str] = []
        self._environment = {**clean_environment(home), "ADUAN_ACTOR": name}
        self._highest = 2
        for file in ("sesudah.jpg", "baru.jpg"):
            folder = home / name
            folder.mkdir(exist_ok=True)
            (folder / file).write_bytes(f"{name} {file}".encode() * 1000)
        self._files = home / name

    def work(self, until: float) -> Officer:
        """Give commands until a time on the monotonic clock."""
        while time.monotonic() < until:
            self._give(self._command())
        return self

    def _command(self) -> Sequence[str]:
        what = self.chance.random()
        if what < 0.15:
            return self.chance.choice(TAKES)
        if what < 0.3:
            return self.chance.choice(LOOKS)
        one = str(self.chance.randint(1, self._highest))
        if what < 0.4:
            return (self.chance.choice(LOOKS_AT_ONE), one)
        if what < 0.43:
            return self.chance.choice(OF_MANY)
        verb, *rest = self.chance.choice(VERBS)
        return (*verb.split(), one, *(str(self._files / word) if word.endswith(".jpg") else word for word in rest))

    def _give(self, command: Sequence[str]) -> None:
        verb = command[0]
        ran = warm.run(
            [sys.executable, "-m", "aduan_cli", *command],
            cwd=self.desk,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        self.ended[verb, ran.returncode] += 1
        allowed = {DONE, REFUSED, PARTIAL} if "--where" in command else {DONE, REFUSED}
        is_told = ran.returncode == DONE or "error: " in ran.stderr
        if ran.returncode not in allowed or not is_told or "Traceback" in ran.stderr:
            self.wrong.append(f"{' '.join(command)}: {ran.returncode} {ran.stderr}")
        if ran.returncode == DONE and command in TAKES:
            self.tickets += ran.stdout.split()
            self._highest = max(self._highest, *(int(ticket.split("-")[2]) for ticket in ran.stdout.split()))
        self.notes += verb == "note" and ran.returncode == DONE


def eight_officers(desk: Path, home: Path, seconds: float) -> list[Officer]:
    """Let eight officers work at a desk at once; return them with what they did."""
    add_rules(desk)
    first = Officer("Pertama", desk, home, random.Random())
    for text in ("sampah satu", "banjir dua"):
        first._give(("log", text))
    officers = [Officer(name, desk, home, random.Random()) for name in OFFICERS]
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(officers)) as pool:
        return list(pool.map(lambda officer: officer.work(until), officers))
