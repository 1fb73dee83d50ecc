"""The rule cache and the list of installed plugins: believed only whole, and where nobody else can write."""

from __future__ import annotations

import json
import os
from binascii import crc32
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from aduan_cli import __version__
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import report_of_call
from aduan_cli.complaint.router import Router
from aduan_cli.config.plugin_files.installed import Installed, known
from aduan_cli.config.rule_files import cache
from aduan_cli.config.rule_files.loader import load
from aduan_cli.files import sealed, unsealed, write
from aduan_cli.testing import desk as make_desk
from processes import RULES, Aduan

ROOT = Path(__file__).resolve().parent.parent.parent.parent
STRANGER = 54_321
"""A number that no user and no group of the test machine has."""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def kept(aduan: Aduan, desk: Path) -> Path:
    """Return the cache of a desk in use, in which somebody has sent the rubbish to the water works."""
    for _time in range(2):
        assert unit_of(aduan) == "dlh"
    path = desk / ".aduan" / "rules.json"
    head, names, rest = path.read_bytes().split(b"\n", 2)
    rest = rest.replace(b'"dlh"', b'"bpbd"')
    path.write_bytes(written(json.loads(unsealed(head)), names, rest))
    return path


def written(head: dict[str, object], names: bytes, rest: bytes) -> bytes:
    """Return a cache as aduan writes it."""
    return b"\n".join((sealed(json.dumps({**head, "check": crc32(rest)}).encode()), names, rest))


def unit_of(aduan: Aduan) -> str:
    """Log a call about rubbish; return the unit that it went to."""
    done = aduan("log", "sampah", "--format", "json")
    assert (done.returncode, done.stderr) == (0, done.stderr)
    assert "bug:" not in done.stderr
    unit: str = json.loads(done.stdout)["unit"]
    return unit


def stranger_s(path: Path) -> None:
    """Give a file away."""
    os.chown(path, STRANGER, -1)


def open_to_all(path: Path) -> None:
    """Let everybody write a file."""
    path.chmod(path.stat().st_mode | 0o002)


def elsewhere(path: Path) -> None:
    """Put a link in the place of a file or a folder."""
    other = path.with_name("elsewhere")
    path.rename(other)
    path.symlink_to(other.name)


def test_a_cache_of_the_desk_s_people_is_believed(aduan: Aduan, kept: Path) -> None:
    """So that the tests below show what they say: what stands in the cache decides."""
    assert unit_of(aduan) == "bpbd"


@pytest.mark.parametrize(
    "spoil", [pytest.param(stranger_s, marks=as_root), pytest.param(open_to_all), pytest.param(elsewhere)]
)
@pytest.mark.parametrize("place", [".aduan/rules.json", ".aduan"])
def test_a_cache_that_others_can_have_written_decides_nothing(
    aduan: Aduan, desk: Path, kept: Path, spoil: Callable[[Path], None], place: str
) -> None:
    """Its owner is a stranger, everybody may write it or its folder, it is a link: the files decide."""
    spoil(desk / place)
    assert unit_of(aduan) == "dlh"


@pytest.mark.parametrize(
    "damage",
    [
        lambda head, names, rest: sealed(json.dumps({**head, "check": 1}).encode()) + b"\n" + names + b"\n" + rest,
        lambda head, names, rest: written(head, names, rest).replace(b'"revision": "', b'"revision": "0', 1),
        lambda head, names, rest: sealed(b"[" * 100_000) + b"\n" + names + b"\n" + rest,
        lambda head, names, rest: written(head, names, b"[" * 100_000),
        lambda head, names, rest: written(head, names, b"[]"),
        lambda head, names, rest: b"\n" + names + b"\n" + rest,
    ],
    ids=["body's checksum", "head", "nested head", "nested body", "other body", "no head"],
)
def test_a_damaged_cache_counts_as_none(
    aduan: Aduan, kept: Path, damage: Callable[[dict[str, object], bytes, bytes], bytes]
) -> None:
    """Wherever the damage is, and however deep it is nested: no traceback, and the files decide."""
    head, names, rest = kept.read_bytes().split(b"\n", 2)
    kept.write_bytes(damage(json.loads(unsealed(head)), names, rest))
    assert unit_of(aduan) == "dlh"


def test_with_any_umask_nobody_else_may_write_the_cache(aduan: Aduan, desk: Path) -> None:
    """Root's umask 0 as well: folder and file are the owner's alone."""
    aduan("log", "sampah", umask=0)
    assert [path.stat().st_mode & 0o077 for path in (desk / ".aduan", desk / ".aduan" / "rules.json")] == [0, 0]


@as_root
def test_a_stranger_s_trust_is_not_taken_from_the_cache(aduan: Aduan, desk: Path, kept: Path) -> None:
    """The code of a stranger doesn't run because a stranger's cache says that it is trusted."""
    head, names, rest = kept.read_bytes().split(b"\n", 2)
    first, *lines = rest.split(b"\n")
    rules = json.loads(first)
    rules["rules"]["trust"] = [str(STRANGER)]
    kept.write_bytes(written(json.loads(unsealed(head)), names, b"\n".join((json.dumps(rules).encode(), *lines))))
    os.chown(kept, STRANGER, -1)
    assert cache.read(str(desk), __version__) is None
    assert aduan("list").returncode == 0
    assert cache.read(str(desk), __version__).rules["trust"] == []  # type: ignore[union-attr]


@as_root
def test_a_stranger_s_list_of_installed_plugins_is_not_believed(tmp_path: Path) -> None:
    """It names folders whose code runs as whoever calls aduan: what is installed is looked for anew."""
    planted = Installed("jahat", "jahat", "/tmp/jahat", "jahat", "1")
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o755)
    known(str(folder))
    path = folder / ".aduan" / "installed.json"
    document = json.loads(unsealed(path.read_bytes()))
    document["found"]["jahat"] = planted._asdict()
    write(str(folder), ".aduan/installed.json", sealed(json.dumps(document).encode()))
    assert known(str(folder))["jahat"] == planted
    os.chown(path, STRANGER, -1)
    assert "jahat" not in known(str(folder))


# -- whose verdict it is


@as_root
def test_whether_files_are_safe_may_depend_on_who_asks(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that only its own user trusts is told apart from what everybody at the desk finds alike, both ways."""
    rules = desk / "rules.toml"
    assert not load(str(desk)).personal
    rules.chmod(0o666)
    assert not load(str(desk)).personal
    rules.chmod(0o644)
    os.chown(rules, STRANGER, -1)
    assert (load(str(desk)).accepted, load(str(desk)).personal) == ({}, True)
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    assert (load(str(desk)).accepted, load(str(desk)).personal) == ({"rules.toml": RULES}, True)


@as_root
def test_one_user_s_verdict_is_not_served_to_another(desk: Path, monkeypatch: pytest.MonkeyPatch, aduan: Aduan) -> None:
    """Rules that are in force because of who asked count for nobody else; the others' cache is for all."""
    os.chown(desk / "rules.toml", -1, STRANGER)
    assert aduan("log", "sampah").returncode == 0
    assert aduan("log", "sampah").returncode == 0
    place = str(desk)
    shared = cache.read(place, __version__)
    assert shared is not None
    assert shared.rules
    while not cache.are_stable(shared.stamps):  # what was written just now is kept by nobody
        sleep(0.005)
    for personal, another_s in ((False, True), (True, False)):
        shared.personal = personal
        cache.write(place, __version__, shared)
        mine = cache.read(place, __version__)
        assert mine is not None
        assert mine.personal is personal
        with monkeypatch.context() as patch:
            patch.setattr(os, "getegid", lambda: STRANGER)
            assert (cache.read(place, __version__) is not None) is another_s


def kept_and_found(folder: Path, rules: Any) -> tuple[cache.Cached, cache.Cached]:
    """Keep compiled rules beside a desk; return them as they were kept, and as they are read from there."""
    stamps = {"": [0, 0, 0, 0, 0, 0, 0]}
    head = {"stamps": stamps, "revision": None, "warnings": [], "causes": [], "postponed": False, "personal": False}
    kept = cache.Cached({**head, "zone": rules["zone"], "store": None, "kept_in": None})
    kept.rules = rules
    cache.write(str(folder), "uji", kept)
    found = cache.read(str(folder), "uji", old=True)
    assert found is not None
    return kept, found


@pytest.mark.parametrize("numbers", [(), (0,), (3, 0, 3, 0xD7FF), (0, 0xD800), (70_000,)])
def test_patterns_are_read_as_they_were_kept(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    """However many there are, also where several have one number, and beside a text that no file can hold."""
    loaded = load(str(tmp_path))
    patterns = {f"pola{place}": number for place, number in enumerate(numbers)}
    rules: Any = {**loaded.rules, "patterns": patterns, "city": ["\udcff"]}
    _kept, found = kept_and_found(tmp_path, rules)
    assert found.rules["patterns"] == patterns
    assert list(found.rules["patterns"]) == list(patterns)
    assert found.rules["city"] == ["\udcff"]


TABLES_OF_CRON = {
    "inbox": '[inbox]\nfolder = "masuk"\n',
    "incidents": '[[incident]]\nid = "ramai"\ncategory = "sampah"\ncount = 3\nwithin = "1h"\n',
}


@pytest.mark.parametrize("there", [(), ("inbox",), ("incidents",), ("inbox", "incidents")], ids=str)
def test_what_cron_looks_at_is_known_without_the_rules(tmp_path: Path, there: tuple[str, ...]) -> None:
    """And the same where they were compiled just now."""
    folder = make_desk(tmp_path / "desk", "".join((RULES, *(TABLES_OF_CRON[name] for name in there))))
    loaded = load(str(folder))
    assert loaded.problems == []
    kept, found = kept_and_found(folder, loaded.rules)
    for one in (kept, found):
        assert tuple(filter(one.declares, TABLES_OF_CRON)) == there


SAID = [
    "sampah menumpuk di Kel. Margahayu",
    "melaporkan kebakaran rumah di Duren Jaya",
    "menanyakan syarat ktp",
    "lampu pju padam, kabel putus menjuntai",
    "?",
]


def test_the_shipped_desk_is_read_as_it_was_compiled(tmp_path: Path) -> None:
    """Every table is the same, and of five calls what they say and where they go is."""
    loaded = load(str(ROOT))
    _kept, found = kept_and_found(tmp_path, loaded.rules)
    routers = [Router(loaded.rules, None), Router(found.rules, None)]
    for text in SAID:
        words = [router.words_of(text) for router in routers]
        assert words[0].found == words[1].found
        report = report_of_call({}, text=text, reported_at=0)
        first, second = (decide(read(report, router), router) for router in routers)
        assert first.decision == second.decision
        assert vars(first.complaint) == vars(second.complaint)
    read_back, compiled = dict(found.rules), dict(loaded.rules)
    assert read_back.keys() == compiled.keys() - {"words", "lists", "answers"}
    assert list(map(list, read_back.pop("stars"))) == compiled["stars"]
    assert {name for name, value in read_back.items() if value != compiled[name]} == set()
