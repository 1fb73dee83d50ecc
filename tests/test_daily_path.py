"""`log` and `list` are typed hundreds of times a shift: what they may not import."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from aduan_cli.rules.learning.second import Model, written
from aduan_cli.testing import desk as make_desk
from database import Server
from terminal import Terminal

HEAVY = (
    "tomli",
    "pluggy",
    "pathlib",
    "zoneinfo",
    "logging",
    "importlib.metadata",
    "tabulate",
    "wcwidth",
    "sqlite_utils",
    "jinja2",
    "dataclasses",
    "holidays",
)
CLICK = ("click", "inspect", "gettext", "typing")
"""click, and what it alone brings: a plain line of `log` or `list` is read without it."""
SOURCE = Path(__file__).resolve().parent.parent / "src"
CALL = "Penelepon melaporkan sampah menumpuk di Kel. Margahayu"
# `-S` leaves out what an installation's start-up files import, so that only what the command itself asks for counts;
# with `atexit` there, the process doesn't end before it has told.
PROBE = """\
import atexit, sys
sys.path[:0] = {paths!r}
sys.argv = ["aduan", *{arguments!r}]
{before}
from aduan_cli.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
sys.stdout.flush()
sys.stderr.write("\\nMODULES " + " ".join(sys.modules))
"""


def modules_after(desk: Path, *arguments: str, before: str = "") -> tuple[str, set[str]]:
    """Run a command in a fresh interpreter; return what it printed and the modules that it imported."""
    paths = [str(SOURCE), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    probe = PROBE.format(paths=paths, arguments=["--desk", str(desk), *arguments], before=before)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", probe], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.rpartition("MODULES ")[2].split())


@pytest.fixture
def warm_desk(desk: Path) -> Path:
    """Return a desk in daily use: the rules are cached, calls are stored, the revision is kept."""
    for _number in range(2):
        modules_after(desk, "log", CALL)
    return desk


def test_log_imports_nothing_heavy(warm_desk: Path) -> None:
    """Logging a call, once the rules are cached, needs none of the modules that would slow it down."""
    printed, modules = modules_after(warm_desk, "log", CALL, "--phone", "0812-0000-0001")
    assert printed.startswith("UJI-")
    assert sorted(modules.intersection((*HEAVY, *CLICK, "contextlib"))) == []


@pytest.mark.parametrize("line", [["log", CALL], ["list"], ["ack", "1"]], ids=" ".join)
def test_a_desk_that_promises_nothing_loads_no_clocks(warm_desk: Path, line: list[str]) -> None:
    """Nor what tells units over channels that it doesn't have."""
    _printed, modules = modules_after(warm_desk, *line)
    of_clocks = {f"aduan_cli.{name}" for name in ("working_time", "complaint.clocks", "complaint.messages")}
    assert sorted(modules & of_clocks) == []


def test_clocks_and_a_message_import_nothing_heavy(desk: Path) -> None:
    """A call that gets its clocks and tells its unit is taken as lightly."""
    rules = (desk / "rules.toml").read_text(encoding="utf-8")
    assert "[units.dlh]\n" in rules
    more = '\n[deadlines]\nresolve = "3d"\n[notifiers.kantor]\ntype = "spool"\nfolder = "keluar"\n'
    told = rules.replace("[units.dlh]\n", '[units.dlh]\ntell = ["kantor"]\n') + more
    (desk / "rules.toml").write_text(told, encoding="utf-8")
    modules_after(desk, "log", CALL)
    _printed, modules = modules_after(desk, "log", CALL)
    assert {"aduan_cli.complaint.clocks", "aduan_cli.complaint.messages"} <= modules
    assert sorted(modules.intersection((*HEAVY, *CLICK))) == []


def test_a_second_unit_is_named_by_as_little(warm_desk: Path) -> None:
    """With weights `log` loads what reads them and nothing that learns; without, not even that."""
    reading = {"aduan_cli.app.second_unit", "aduan_cli.rules.second_unit"}
    assert not reading & modules_after(warm_desk, "log", CALL)[1]
    model = Model(("bpbd", "dlh"), (-0.01, -0.01), {"sampah": {0: 2.0}}, 0.1, 9)
    (warm_desk / "second-unit.txt").write_text(written(model), encoding="utf-8")
    assert not reading & modules_after(warm_desk, "list")[1]
    _printed, modules = modules_after(warm_desk, "log", CALL)
    assert reading <= modules
    assert sorted(modules.intersection((*HEAVY, *CLICK, "contextlib", "hashlib"))) == []
    assert not {name for name in modules if name.startswith("aduan_cli.rules.learning")}


def test_list_as_json_imports_nothing_heavy(warm_desk: Path) -> None:
    """Listing as JSON needs none of the modules that would slow it down."""
    printed, modules = modules_after(warm_desk, "list", "--limit", "20", "--format", "json")
    assert [record["text"] for record in json.loads(printed)] == [CALL, CALL]
    assert sorted(modules.intersection((*HEAVY, *CLICK, "contextlib"))) == []


def test_a_desk_on_a_server_loads_the_driver_alone(warm_desk: Path, server: Server) -> None:
    """Python's own `ssl` takes half as long as the driver itself; what writes steps of every kind is left out."""
    store = ["--store", f"{server.url}#{server.address().desk}"]
    modules_after(warm_desk, *store, "log", CALL)
    for line in (["log", CALL], ["list", "--format", "json"]):
        _printed, modules = modules_after(warm_desk, *store, *line)
        assert "psycopg2" in modules
        heavy = (*HEAVY, *CLICK, "ssl", "contextlib", "aduan_cli.store.postgres.functions", "aduan_cli.figures")
        assert sorted(modules.intersection(heavy)) == []


def test_a_terminal_needs_click_only_where_something_is_asked(warm_desk: Path) -> None:
    """An officer at a terminal who isn't asked anything waits for no click either."""
    paths = [str(SOURCE), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    probe = PROBE.format(paths=paths, arguments=["--desk", str(warm_desk), "log", CALL], before="")
    _code, _printed, shown = Terminal(warm_desk, command=[sys.executable, "-I", "-S", "-c", probe]).end()
    modules = set(shown.rpartition("MODULES ")[2].split())
    assert "aduan_cli.cli.questions" in modules
    assert sorted(modules.intersection(CLICK)) == []


def test_the_probe_sees_click_where_it_is_due(warm_desk: Path) -> None:
    """A line that is not plain is click's, and so is every other command's."""
    assert set(CLICK) <= modules_after(warm_desk, "log", "-qv", CALL)[1]
    assert "click" in modules_after(warm_desk, "unit", "list")[1]


@pytest.mark.parametrize(
    "line",
    [
        ["show", "1"],
        ["why", "1", "--format", "json"],
        ["search", "sampah"],
        ["ack", "1"],
        ["resolve", "1", "--result", "sampah"],
        ["assign", "1", "dlh"],
        ["edit", "1", "--kelurahan", "margahayu", "--priority", "high"],
        ["edit", "1", "--text", "sampah"],
        ["note", "1", "dicek"],
    ],
    ids=" ".join,
)
def test_what_is_typed_daily_imports_nothing_heavy(warm_desk: Path, line: list[str]) -> None:
    """Looking at a call and moving it don't load click either to read a plain line."""
    printed, modules = modules_after(warm_desk, *line)
    assert "UJI-" in printed
    assert sorted(modules.intersection((*HEAVY, *CLICK))) == []


PROMISES = """
[deadlines]
resolve = "3d"
[[escalation]]
id = "batas"
clock = "resolve"
at = "due"
list = true
[notifiers.kantor]
type = "spool"
folder = "keluar"
"""
OF_WORK = tuple(
    f"aduan_cli.{name}"
    for name in (
        "complaint.clocks", "complaint.moving", "complaint.escalation", "flow.dating", "flow.incidents",
        "app.sending", "app.tick_preview", "rules.engine", "rules.lazy_lists", "store.sqlite.steps",
        "store.common.posts", "working_time", "desk_time", "formats.refused",
    )
)  # fmt: skip
"""What `tick` loads only where it finds something to do."""


@pytest.fixture
def desk_of_cron(desk: Path) -> Path:
    """Return a desk with deadlines, an escalation and a channel, an open call, and all of it dated."""
    with (desk / "rules.toml").open("a", encoding="utf-8") as file:
        file.write(PROMISES)
    modules_after(desk, "log", CALL)
    modules_after(desk, "tick")
    return desk


def test_cron_that_finds_nothing_to_do_loads_nothing_of_what_does_it(desk_of_cron: Path) -> None:
    """It comes every few minutes; neither click nor the rules are read then."""
    printed, modules = modules_after(desk_of_cron, "tick")
    assert printed == ""
    assert sorted(modules.intersection((*HEAVY, *CLICK, *OF_WORK))) == []


def test_cron_that_finds_something_loads_what_does_it(desk_of_cron: Path) -> None:
    """The probe sees it where it is due."""
    later = datetime.now(timezone.utc) + timedelta(days=4)
    modules = modules_after(desk_of_cron, "--now", later.isoformat(timespec="minutes"), "tick")[1]
    assert {"aduan_cli.complaint.escalation", "aduan_cli.rules.lazy_lists", "aduan_cli.store.sqlite.steps"} <= modules
    assert sorted(modules.intersection(CLICK)) == []


def test_a_monitor_waits_for_no_click_either(desk_of_cron: Path) -> None:
    printed, modules = modules_after(desk_of_cron, "tick", "--status")
    assert printed.startswith("aduan OK - ")
    assert sorted(modules.intersection((*HEAVY, *CLICK))) == []


@pytest.mark.parametrize(
    "line", ["aduan ", "aduan list --unit d", "aduan log x --kelurahan mar", "aduan show ", "aduan db --"]
)
def test_the_tab_key_imports_nothing_heavy(warm_desk: Path, line: str) -> None:
    """Completing comes in the middle of typing: it reads the cached rules and nothing that would slow it down."""
    asked = {
        "_ADUAN_COMPLETE": "bash_complete", "ADUAN_DESK": str(warm_desk), "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }  # fmt: skip
    printed, modules = modules_after(warm_desk, before=f"import os; os.environ |= {asked!r}; os._exit = sys.exit")
    assert "plain," in printed
    assert sorted(modules.intersection((*HEAVY, *CLICK))) == []


@pytest.mark.parametrize("more", [[], ["--format", "json"]], ids=" ".join)
def test_the_counter_imports_nothing_heavy(desk: Path, more: list[str]) -> None:
    """Whoever asks for a number waits on the line: the answer is found and shown without click, too."""
    with (desk / "rules.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[answer]]\nid = "rsud"\ntitle = "Nomor RSUD"\ntext = "021-0000001."\nwords = ["nomor rsud"]\n')
    modules_after(desk, "info", "menanyakan nomor RSUD")
    printed, modules = modules_after(desk, "info", "menanyakan nomor RSUD", *more)
    assert "021-0000001" in printed
    assert sorted(modules.intersection((*HEAVY, *CLICK))) == []


def test_the_first_log_pays_for_the_rules_once(desk: Path) -> None:
    """The probe sees heavy modules where they are due: the first call parses TOML, the third does not."""
    assert "tomli" in modules_after(desk, "log", CALL)[1]
    modules_after(desk, "log", CALL)
    assert "tomli" not in modules_after(desk, "log", CALL)[1]


def test_a_table_counts_widths_only_where_it_must(warm_desk: Path) -> None:
    """A table of ASCII imports nothing heavy either; one of other characters what knows their widths."""
    modules = modules_after(warm_desk, "list", "--limit", "1")[1]
    assert sorted(modules.intersection({*HEAVY, *CLICK, "unicodedata", "subprocess", "aduan_cli.cli.pager"})) == []
    modules_after(warm_desk, "log", f"{CALL} 垃圾")
    assert "wcwidth" in modules_after(warm_desk, "list", "--limit", "1")[1]


# -- units' code


CODE = """\
import sys

from aduan_cli.hookspecs import Decision, hookimpl

with open(__file__ + ".imported", "w") as file:
    file.write(" ".join(sys.modules))

@hookimpl
def route(complaint):
    return Decision("uji-regu")
"""
OF_CODE = ("pluggy", "aduan_cli.plugins.guard", "aduan_cli.plugins.asking", "aduan_cli.plugins.loading")


@pytest.fixture
def desk_with_code(tmp_path: Path) -> Path:
    """Return a desk in daily use, one of whose units has code, and another one a manifest alone."""
    folder = make_desk(tmp_path / "with code", plugins={"uji": CODE, "tanpa": {}})
    for text in ("uji", "tanpa"):
        modules_after(folder, "log", text)
    (folder / "plugins" / "uji" / "plugin.py.imported").unlink()
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("log", CALL),
        ("log", "tanpa"),
        ("log", "menanyakan uji"),
        ("log", "uji", "--no-plugins"),
        ("list",),
        ("show", "1"),
    ],
    ids=" ".join,
)
def test_commands_that_need_no_code_import_nothing_of_it(desk_with_code: Path, command: tuple[str, ...]) -> None:
    """A call of the city's or of a unit without code, one that is answered, and whatever only reads."""
    _printed, modules = modules_after(desk_with_code, *command)
    assert sorted(modules.intersection(OF_CODE)) == []
    assert [name for name in modules if name.startswith("aduan_plugin")] == []
    assert not (desk_with_code / "plugins" / "uji" / "plugin.py.imported").exists()


def test_a_call_that_needs_code_imports_it_in_another_process(desk_with_code: Path) -> None:
    """The command itself is as light as any other but for the guard: neither pluggy nor the code is loaded in it."""
    _printed, modules = modules_after(desk_with_code, "log", "uji")
    assert "aduan_cli.plugins.guard" in modules
    assert sorted(modules.intersection((*HEAVY, "typing", "aduan_cli.plugins.loading"))) == []
    assert [name for name in modules if name.startswith("aduan_plugin")] == []
    assert (desk_with_code / "plugins" / "uji" / "plugin.py.imported").exists()


def test_the_process_of_code_is_begun_before_the_store_is_loaded(desk_with_code: Path) -> None:
    """It makes itself ready meanwhile; the officer waits for whoever is ready last."""
    modules_after(desk_with_code, "log", "uji")
    loaded = (desk_with_code / "plugins" / "uji" / "plugin.py.imported").read_text(encoding="utf-8").split()
    assert "aduan_cli.complaint.deciding" in loaded
    assert [name for name in loaded if name.startswith(("aduan_cli.store.", "sqlite3"))] == []
