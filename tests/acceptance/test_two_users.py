"""Two users of one group at one desk, with either umask; their files keep to one policy, root's visit included."""

from __future__ import annotations

import json
import os
import shlex
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from aduan_cli.store.sqlite import SqliteStore
from people import KILLED_READER, People, Person

UMASKS = pytest.mark.parametrize("umask", [0o022, pytest.param(0o002, marks=pytest.mark.slow)], ids=["022", "002"])
CALL = "kebakaran rumah di Kel. Margahayu"
RECORDS = "tanggal,isi\n2026-11-02,ada api di pasar\nkemarin dulu,sampah\n"


def modes(desk: Path) -> dict[str, str]:
    """Return the mode of each file and folder of a desk that isn't a plugin's."""
    found = {
        ".": desk,
        **{str(path.relative_to(desk)): path for path in desk.rglob("*") if "plugins" not in path.parts},
    }
    return {name: f"{stat.S_IMODE(path.stat().st_mode):o}" for name, path in found.items()}


def made(people: People, *arguments: str, umask: int = 0o022) -> Path:
    """Return a minimal desk that sari made."""
    people.sari.run(people.place, "init", "desk", "--empty", *arguments, umask=umask)
    return people.place / "desk"


def command_in(told: str) -> list[str]:
    """Return the words of the command that a message names, as a shell takes them."""
    return shlex.split(told[told.index("aduan --desk ") :].splitlines()[0])[1:]


def is_for_the_group(desk: Path, group: int) -> bool:
    """Say whether every file of a desk is the group's to read and write, and nobody else's but the rules."""
    for path in (desk, *desk.rglob("*")):
        found = path.stat()
        mode = stat.S_IMODE(found.st_mode)
        others = 0o005 if path in (desk, desk / "rules.toml") else 0
        wanted = 0o2770 if path.is_dir() else 0o660
        assert found.st_gid == group, path
        assert mode & ~others == wanted, (path, oct(mode))
    return True


def test_a_desk_is_its_owners_alone(people: People) -> None:
    """Without a group nobody else reads a caller's name, whatever the umask; the rules may be read."""
    desk = made(people, umask=0o002)
    people.sari.run(desk, "log", CALL, "--name", "Ani", umask=0o002)
    found = modes(desk)
    assert found["rules.toml"] == "644"
    assert found["aduan.db"] == "600"
    assert found[".aduan"] == "700"
    told = people.stranger.run(desk, "list", code=7).stderr
    assert str(desk / "aduan.db") in told
    assert people.sari.name in told
    assert "desk share GROUP" in told


@pytest.mark.parametrize("mode", [0o700, 0o744])
def test_a_folder_that_cannot_be_entered_is_no_empty_desk(people: People, mode: int) -> None:
    """`list` and `log` end with 7, and name whose the folder is and what would help."""
    desk = made(people)
    people.sari.run(desk, "log", CALL)
    desk.chmod(mode)
    for arguments in (["list"], ["list", "--count"], ["log", CALL]):
        told = people.rina.run(people.place, "--desk", str(desk), *arguments, code=7)
        assert told.stdout == ""
        assert f"{desk} belongs to {people.sari.name}" in told.stderr
        assert "desk share GROUP" in told.stderr


def test_a_stranger_in_a_groups_folder_is_told_whose_it_is(people: People) -> None:
    """A folder that only the group may enter is named with its owner, its group and what would help."""
    desk = made(people, "--group", people.group, umask=0o077)
    told = people.stranger.run(people.place, "--desk", str(desk), "list", code=7).stderr
    assert people.sari.name in told
    assert f"you are not in group {people.group}" in told


@UMASKS
def test_two_users_of_a_group_work_at_one_desk(people: People, umask: int) -> None:
    """Both log, list and change rules; every file is the group's, and no warning is ever said."""
    desk = made(people, "--group", people.group, umask=umask)
    sari, rina = people.sari, people.rina
    said = [
        rina.run(desk, "list", umask=umask),
        sari.run(desk, "log", CALL, umask=umask),
        rina.run(desk, "log", CALL, umask=umask),
        sari.run(desk, "list", "--count", umask=umask),
        rina.run(desk, "rules", "check", umask=umask),
    ]
    assert [one.stderr for one in said if "warning" in one.stderr] == []
    assert said[3].stdout == "2\n"
    assert is_for_the_group(desk, sari.groups[0])
    people.stranger.run(desk, "list", code=7)


@UMASKS
def test_a_colleague_who_was_killed_while_reading_stops_nobody(people: People, umask: int) -> None:
    """What SQLite leaves beside the database then is the group's, so that both go on (sides left by a dead reader)."""
    desk = made(people, "--group", people.group, umask=umask)
    people.sari.run(desk, "log", CALL, umask=umask)
    people.rina.python(desk, KILLED_READER, umask, code=-9)
    assert (desk / "aduan.db-shm").stat().st_uid == people.rina.uid
    people.sari.run(desk, "log", CALL, umask=umask)
    people.rina.run(desk, "log", CALL, umask=umask)
    assert is_for_the_group(desk, people.sari.groups[0])


@pytest.mark.parametrize("shared", [True, False])
def test_roots_visit_leaves_the_files_with_their_owner(people: People, shared: bool) -> None:
    """`sudo aduan import` as the first command: the folder's owner goes on, and so does the group."""
    desk = made(people, *(["--group", people.group] if shared else []))
    calls = people.place / "calls.csv"
    calls.write_text(RECORDS, encoding="utf-8")
    people.root.run(desk, "log", CALL)
    people.root.run(desk, "import", str(calls), "--map", str(_map(people.place)), code=6)
    people.sari.run(desk, "log", CALL)
    assert len(list((desk / "quarantine").iterdir())) == 1
    assert {path.stat().st_uid for path in (desk, *desk.rglob("*"))} == {people.sari.uid}
    people.rina.run(desk, "log", CALL, code=0 if shared else 7)
    if shared:
        assert is_for_the_group(desk, people.sari.groups[0])


def _map(place: Path) -> Path:
    path = place / "map.toml"
    text = '[columns]\nreported_at = "tanggal"\ntext = "isi"\n[dates]\nformats = ["%Y-%m-%d"]\n'
    path.write_text(text, encoding="utf-8")
    return path


@UMASKS
def test_share_mends_a_desk_that_was_made_before(people: People, umask: int) -> None:
    """Old modes, side files included: one line a change, nothing else; trust begins, as an event under a name."""
    desk, sari, rina = _old(people, umask), people.sari, people.rina
    before = {path: path.stat().st_mode for path in desk.rglob("*")}
    planned = sari.run(desk, "desk", "share", people.group, "--dry-run", umask=umask)
    assert {path: path.stat().st_mode for path in desk.rglob("*")} == before
    done = sari.run(desk, "desk", "share", people.group, umask=umask)
    assert planned.stdout == done.stdout == ""
    assert set(planned.stderr.splitlines()) <= set(done.stderr.splitlines())
    for name in (".", "aduan.db", "rules.toml"):
        assert f"{name}: mode " in done.stderr or f"{name}: group " in done.stderr
    assert f"rules.toml: [plugins] trust: {people.group} is trusted" in done.stderr
    for person in (rina, sari, rina):
        assert "warning" not in person.run(desk, "log", CALL, umask=umask).stderr
    assert is_for_the_group(desk, sari.groups[0])
    assert f'trust = ["{people.group}"]' in (desk / "rules.toml").read_text(encoding="utf-8")
    assert sari.name in sari.run(desk, "rules", "history", umask=umask).stdout
    assert "nothing to change" in sari.run(desk, "desk", "share", people.group, umask=umask).stderr
    with closing(sqlite3.connect(desk / "aduan.db")) as connection:
        (body,) = connection.execute("SELECT body FROM event WHERE body LIKE '%desk_shared%'").fetchone()
    assert (json.loads(body)["data"], json.loads(body)["actor"]) == ({"group": people.group}, sari.name)


def _old(people: People, umask: int) -> Path:
    """Return a desk as older versions made it, with side files that somebody left."""
    desk = made(people, umask=umask)
    people.sari.run(desk, "log", CALL, umask=umask)
    people.sari.python(desk, KILLED_READER, umask, code=-9)
    file, folder = 0o666 & ~umask, 0o777 & ~umask
    for path in (desk, *desk.rglob("*")):
        path.chmod(folder if path.is_dir() else file)
    return desk


def test_own_takes_it_back(people: People) -> None:
    """The group is trusted no longer and reads nothing; the owner goes on."""
    desk = made(people, "--group", people.group)
    people.rina.run(desk, "log", CALL)
    people.sari.run(desk, "desk", "own")
    people.rina.run(desk, "list", code=7)
    assert "warning" not in people.sari.run(desk, "log", CALL).stderr
    assert people.group not in (desk / "rules.toml").read_text(encoding="utf-8")
    found = modes(desk)
    assert (found["."], found["rules.toml"], found["aduan.db"], found[".aduan"]) == ("755", "644", "600", "700")


@pytest.mark.slow
def test_what_keeps_the_group_out_elsewhere_is_told(people: People) -> None:
    """A folder above the desk that nobody may pass, and a store in a folder that isn't the group's."""
    desk = made(people)
    people.sari.home.chmod(0o755)
    store = people.sari.home / "data"
    people.sari.python(desk, f"import os; os.makedirs({str(store)!r}, exist_ok=True)")
    people.place.chmod(0o700)
    told = people.sari.run(desk, "--store", str(store / "a.db"), "desk", "share", people.group).stderr
    assert f"{people.place} keeps group {people.group} out" in told
    assert f"the data lie in {store}" in told


@pytest.mark.slow
def test_only_the_owner_or_root_says_whose_the_desk_is(people: People) -> None:
    """A colleague is refused, a group that isn't there is told, and nothing is changed."""
    desk = made(people, "--group", people.group)
    before = modes(desk)
    told = people.rina.run(desk, "desk", "own", code=5).stderr
    assert people.sari.name in told
    assert "nosuchgroup" in people.sari.run(desk, "desk", "share", "nosuchgroup", code=2).stderr
    assert people.sari.run(desk, "desk", "share", "root", code=5).stderr != ""
    assert modes(desk) == before
    people.root.run(desk, "desk", "share", people.group)
    assert "warning" not in people.rina.run(desk, "log", CALL).stderr


@pytest.mark.slow
def test_root_shares_a_desk_without_following_links(people: People) -> None:
    """A link or a second name that somebody laid into the desk leads root to no other file."""
    desk = made(people)
    outside = people.place / "outside"
    outside.write_text("mine", encoding="utf-8")
    outside.chmod(0o600)
    (desk / "plugins").mkdir()
    (desk / "plugins" / "link").symlink_to(outside)
    os.link(outside, desk / "plugins" / "second")
    told = people.root.run(desk, "desk", "share", people.group, code=6).stderr
    assert "plugins/second has a second name elsewhere" in told
    assert stat.S_IMODE(outside.stat().st_mode) == 0o600


@pytest.mark.slow
@pytest.mark.parametrize("name", ["aduan.db", "aduan.db-shm", "aduan.db-wal"])
def test_files_of_others_in_the_way_are_named_with_their_owner(people: People, name: str) -> None:
    """What an older version left of a colleague's: the sentence names file, owner and cure, reading goes on."""
    desk = made(people, "--group", people.group)
    people.sari.run(desk, "log", CALL)
    people.rina.python(desk, KILLED_READER, code=-9)
    foreign = desk / name
    people.give(foreign, people.rina)
    foreign.chmod(0o644)
    told = people.sari.run(desk, "log", CALL, code=7).stderr
    assert f"{name} belongs to {people.rina.name}" in told
    assert f"desk share {people.group}" in told
    assert people.sari.run(desk, "list", "--count").stdout == "1\n"
    people.rina.run(desk, "list")
    people.sari.run(desk, "log", CALL)
    assert is_for_the_group(desk, people.sari.groups[0])


def _edited(desk: Path, person: Person) -> None:
    """Let a person replace rules.toml, as an editor does."""
    person.python(
        desk,
        "import os; text = open('rules.toml').read() + '# edited'\n"
        "open('new', 'w').write(text); os.replace('new', 'rules.toml')",
        0o002,
    )


def test_an_editor_of_a_colleague_shuts_nobody_out(people: People) -> None:
    """rules.toml belongs to whoever saved it last; members of the desk's group may."""
    desk = made(people, "--group", people.group)
    people.sari.run(desk, "log", CALL)
    _edited(desk, people.rina)
    assert (desk / "rules.toml").stat().st_uid == people.rina.uid
    for person in (people.sari, people.rina, people.root):
        told = person.run(desk, "log", CALL).stderr
        assert "warning" not in told, told


@pytest.mark.slow
def test_a_group_works_a_shift_at_one_desk(people: People) -> None:
    """Two users with different umasks at the same time, root's import between: every call, whole, and no warning."""
    desk = made(people, "--group", people.group)
    calls = people.place / "calls.csv"
    calls.write_text(RECORDS, encoding="utf-8")
    turns = [
        (people.sari, 0o022, ("log", CALL)),
        (people.rina, 0o002, ("log", CALL)),
        (people.rina, 0o077, ("list", "--open")),
        (people.root, 0o022, ("import", str(calls), "--map", str(_map(people.place)))),
    ]
    with ThreadPoolExecutor(3) as at_once:
        waiting = [
            at_once.submit(person.run, desk, *line, umask=umask, code=None)
            for _ in range(5)
            for person, umask, line in turns
        ]
        ended = [one.result() for one in waiting]
    assert {one.returncode for one in ended} <= {0, 6}, [one.stderr for one in ended]
    assert not [one.stderr for one in ended if "warning" in one.stderr or "error" in one.stderr.replace("1 error", "")]
    assert people.rina.run(desk, "list", "--count").stdout == "11\n"
    store = SqliteStore(str(desk / "aduan.db"))
    assert store.breaks() == []
    store.close()
    assert is_for_the_group(desk, people.sari.groups[0])


State = dict[Path, tuple[int, int, int, bytes]]


def _state(desk: Path) -> State:
    """Return mode, owners and bytes of everything in a desk."""
    found = {path: path.lstat() for path in (desk, *desk.rglob("*"))}
    return {
        path: (one.st_mode, one.st_uid, one.st_gid, path.read_bytes() if path.is_file() else b"")
        for path, one in found.items()
    }


def _begun_by_a_colleague(people: People, mode: int) -> Path:
    """Return a desk in a group's folder with a mode, where a colleague of its owner logged first."""
    desk = made(people)
    people.give(desk)
    desk.chmod(0o2775)
    people.rina.run(desk, "log", CALL)
    for path in desk.rglob("*") if mode != 0o2775 else ():
        if path.stat().st_uid == people.rina.uid:  # As an older version made it: hers alone.
            os.chown(path, people.rina.uid, people.rina.gid)
            path.chmod(0o700 if path.is_dir() else 0o600)
    desk.chmod(mode)
    assert (desk / "aduan.db").stat().st_uid == people.rina.uid
    return desk


def test_a_colleague_begins_nothing_in_a_desk_that_is_for_no_group(people: People) -> None:
    """A folder that the group may write is no desk for it: she hears who shares it, and shuts nobody out."""
    desk = made(people)
    people.give(desk)
    desk.chmod(0o775)
    before = _state(desk)
    people.rina.run(desk, "list")
    told = people.rina.run(desk, "log", CALL, code=7).stderr
    assert f"{people.sari.name} can share the desk with a group: aduan --desk {desk} desk share" in told
    assert _state(desk) == before
    people.sari.run(desk, "log", CALL)
    people.sari.run(desk, "desk", "share", people.group)
    assert "warning" not in people.rina.run(desk, "log", CALL).stderr


def test_a_command_that_a_message_names_can_be_pasted(people: People) -> None:
    """In a folder whose name has a blank and a quote: what its owner says shares it, what root says mends it."""
    desk = people.place / "Sari's desk; $HOME"
    people.sari.run(people.place, "init", desk.name, "--empty")
    people.sari.run(desk, "log", CALL)
    told = people.rina.run(desk, "list", code=7).stderr
    people.sari.run(people.place, *command_in(told)[:-1], people.group)
    people.rina.run(desk, "list")
    (desk / "aduan.db").chmod(0o600)
    told = people.rina.run(desk, "list", code=7).stderr
    people.root.run(people.place, *command_in(told))
    people.rina.run(desk, "list")


@pytest.mark.parametrize("command", ["share", "own"])
@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["done", "dry"])
def test_what_a_colleague_began_is_left_whole_and_root_is_named(people: People, command: str, dry: list[str]) -> None:
    """Data and state that are hers alone: all or nothing, and what root does then is right for both."""
    desk, sari = _begun_by_a_colleague(people, 0o775), people.sari
    line = ["desk", command, *([people.group] if command == "share" else [])]
    before = _state(desk)
    assert (
        f"root can share the desk with a group: aduan --desk {desk} desk share" in sari.run(desk, "list", code=7).stderr
    )
    told = sari.run(desk, *line, *dry, code=5).stderr
    assert _state(desk) == before
    assert len(told.splitlines()) == 1
    for part in (
        f"aduan.db ({people.rina.name})",
        f".aduan ({people.rina.name})",
        f"aduan --desk {desk} {' '.join(line)}",
    ):
        assert part in told
    people.root.run(desk, *line)
    assert "warning" not in sari.run(desk, "log", CALL).stderr
    people.rina.run(desk, "log", CALL, code=0 if command == "share" else 7)


def test_own_changes_nothing_where_a_colleague_logged_first(people: People) -> None:
    """In a desk for a group the data are hers: trust stays, the next calls are stored without a warning."""
    desk = _begun_by_a_colleague(people, 0o2775)
    people.sari.run(desk, "desk", "share", people.group)
    before = _state(desk)
    told = people.sari.run(desk, "desk", "own", code=5).stderr
    assert _state(desk) == before
    assert f"aduan.db ({people.rina.name})" in told
    assert "trusted" not in told
    for person in (people.sari, people.rina):
        assert "warning" not in person.run(desk, "log", CALL).stderr
    people.root.run(desk, "desk", "own")
    assert "warning" not in people.sari.run(desk, "log", CALL).stderr
    assert people.sari.run(desk, "list", "--count").stdout == "4\n"


def test_a_store_elsewhere_that_is_a_colleagues_stops_it_first(people: People) -> None:
    """Trust couldn't be accepted in it: so nothing is changed. What root would say can be pasted."""
    desk = made(people)
    store = people.place / "o'clock 9.db"
    store.touch()
    people.give(store, people.rina)
    before = _state(desk)
    told = people.sari.run(desk, "--store", str(store), "desk", "share", people.group, code=5).stderr
    assert f"{store} ({people.rina.name})" in told
    assert _state(desk) == before
    people.root.run(desk, *command_in(told))


def test_nothing_that_a_desk_makes_is_wider_than_its_folder(people: People, tmp_path: Path) -> None:
    """With no umask at all: data, logs, cache, files, quarantine, backups, messages for others, what was put back."""
    for place, arguments in (("gemeinsam", ["--group", people.group]), ("eigen", [])):
        sari = people.sari
        sari.run(people.place, "init", place, "--empty", *arguments, umask=0)
        desk = people.place / place
        rules = (desk / "rules.toml").read_text(encoding="utf-8")
        more = (
            '[units.dlh]\nname = "DLH"\ntell = ["antar"]\n[notifiers.antar]\ntype = "spool"\nfolder = "antaran"\n'
            '[categories.sampah]\nunit = "dlh"\ntext = ["sampah"]\n'
        )
        (desk / "rules.toml").write_text(f"{rules}\n{more}", encoding="utf-8")
        photo, calls = people.place / "foto.jpg", people.place / "calls.csv"
        photo.write_bytes(b"x")
        calls.write_text(RECORDS, encoding="utf-8")
        sari.run(desk, "log", "sampah menumpuk", "--phone", "0812-0000-0101", umask=0)
        sari.run(desk, "attach", "1", str(photo), umask=0)
        sari.run(desk, "import", str(calls), "--map", str(_map(people.place)), umask=0, code=6)
        sari.run(desk, "tick", umask=0)
        sari.run(desk, "db", "backup", umask=0)
        sari.run(desk, "db", "export", str(desk / "ekspor.jsonl"), umask=0)
        sari.run(desk, "db", "restore", str(next((desk / "backups").iterdir())), "--yes", umask=0)
        sari.run(desk, "log", "sampah lagi", umask=0)
        kinds = {path.parent.name for path in desk.rglob("*") if path.is_file()}
        assert {"attachments", "quarantine", "antaran", ".aduan"} <= kinds
        wider = 0o007 if arguments else 0o077
        for path in desk.rglob("*"):
            if path.name == "rules.toml" or "plugins" in path.parts:
                continue
            mode = stat.S_IMODE(path.stat().st_mode)
            assert not mode & wider, (path, oct(mode))
            assert path.stat().st_gid == (sari.groups[0] if arguments else sari.gid), path
        if arguments:  # A colleague goes on with all of it.
            people.rina.run(desk, "log", "sampah ketiga", umask=0)
            people.rina.run(desk, "show", "1", umask=0)
            assert "same" in people.rina.run(desk, "show", "1").stdout
            people.rina.run(desk, "db", "restore", str(next((desk / "backups").iterdir())), "--yes", umask=0)
            sari.run(desk, "log", "sampah keempat", umask=0)


def test_people_are_users_and_groups_of_the_machine(people: People) -> None:
    """Whose process it is counts, whatever `--actor` says; root may all, and what was refused is noted."""
    desk = made(people, "--group", people.group)
    rules = (desk / "rules.toml").read_text(encoding="utf-8")
    table = f'[people]\nlog = ["@{people.group}"]\nreveal = ["{people.rina.name}"]\nrules = ["{people.rina.name}"]\n'
    (desk / "rules.toml").write_text(f"{rules}\n{table}", encoding="utf-8")
    people.sari.run(desk, "log", CALL, "--name", "Ani Contoh")
    told = people.sari.run(desk, "--actor", people.rina.name, "show", "1", "--reveal", code=5)
    assert f"{people.sari.name} may not do this here" in told.stderr + told.stdout
    assert "Ani Contoh" in people.rina.run(desk, "show", "1", "--reveal").stdout
    assert "Ani Contoh" in people.root.run(desk, "show", "1", "--reveal").stdout
    with closing(sqlite3.connect(desk / "aduan.db")) as connection:
        (body,) = connection.execute('SELECT body FROM event WHERE body LIKE \'%"type":"refused"%\'').fetchone()
    assert json.loads(body)["data"] == {"right": "reveal", "user": people.sari.name}
    people.sari.run(desk, "rules", "accept")  # The desk's folder is hers: she is never locked out of its rules.
