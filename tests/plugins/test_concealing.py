"""What unit code can't find: the caller's name and phone, the desk's passwords, other processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from trials import Trial

from aduan_cli.testing.misbehaving import PLUGIN

NAME, PHONE, PASSWORD = "Ibu Rahasia", "0812-0000-0417", "kata-sandi-toko"
SECRETS = (NAME, PHONE, PHONE.replace("-", ""), "620417", PASSWORD)
CODE = """\
import gc, json, os, sys
from aduan_cli.hookspecs import Decision, hookimpl

def tried(look):
    try:
        return repr(look())
    except (OSError, ValueError) as error:
        return f"refused: {error}"

def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()

def everything():
    found, frame = {}, sys._getframe()
    while frame:
        found[f"frame {frame.f_code.co_name}"] = repr(frame.f_locals)
        frame = frame.f_back
    for look in (gc.get_objects, lambda: gc.get_referrers(sys), sys._current_frames):
        found[f"memory {len(found)}"] = tried(look)
    gc.unfreeze()
    found["objects"] = tried(gc.get_objects)
    for name, module in [*sys.modules.items()]:
        if name.startswith(("aduan_cli", "__main__", "click")):
            found[f"module {name}"] = tried(lambda: vars(module))
    found["arguments"] = repr([sys.argv, sys.orig_argv])
    found["environment"] = repr(dict(os.environ))
    for number in ("self", os.getppid()):
        for name in ("cmdline", "environ", "mem"):
            found[f"{number} {name}"] = tried(lambda: bytes_of(f"/proc/{number}/{name}"))
    found["parent"] = tried(lambda: os.popen(f"cat /proc/{os.getppid()}/environ").read())
    found["ps"] = tried(lambda: os.popen(f"ps -o args= -p {os.getppid()}").read())
    found["child"] = tried(lambda: os.popen("cat /proc/self/environ").read())
    return found

@hookimpl
def route(complaint):
    with open(os.path.join(os.path.dirname(__file__), "found"), "w") as file:
        json.dump(everything(), file)
    return Decision("nakal-regu")
"""


@pytest.fixture
def found(tmp_path: Path) -> dict[str, Any]:
    """Return everything that a plugin found that looked wherever Python lets it look."""
    trial = Trial(tmp_path / "desk", {"plugin.py": CODE})
    environment = {"ADUAN_STORE": f"{trial.folder}/aduan.db", "SMTP_PASSWORD": PASSWORD, "LC_TIME": "C", "TZ": "UTC"}
    ended = trial.run("log", f"{PLUGIN} di Margahayu", "--name", NAME, "--phone", PHONE, env=environment)
    assert (ended.code, ended.failures) == (0, [])
    whole: dict[str, Any] = json.loads((trial.code.parent / "found").read_text(encoding="utf-8"))
    return whole


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what the system shows is written over on Linux")
def test_neither_name_nor_phone_nor_password_is_to_be_found(found: dict[str, Any]) -> None:
    """Neither in arguments, environment, command line, nor in frames, objects and modules."""
    assert [(where, secret) for where, text in found.items() for secret in SECRETS if secret in text] == []
    assert {"frame route", "frame run", "module aduan_cli.hookspecs", "ps"} <= found.keys()
    assert "PATH=" in found["parent"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what the system shows is written over on Linux")
def test_the_command_goes_on_with_all_its_variables(tmp_path: Path) -> None:
    """What the system shows of it has none but the allowed ones; Python and the C library find all, as they were."""
    code = (
        "import ctypes, os, subprocess, time; from aduan_cli.plugins.concealing import conceal_from_children as c;"
        "c(); c(); get = ctypes.CDLL(None).getenv; get.restype = ctypes.c_char_p; time.tzset();"
        "print(open('/proc/self/environ').read().rstrip(chr(0)).split(chr(0)), os.environ['SMTP_PASSWORD'],"
        " get(b'SMTP_PASSWORD').decode(), get(b'PATH').decode(), time.strftime('%Z', time.gmtime(0)[:8] + (0,)),"
        " subprocess.check_output('echo $SMTP_PASSWORD', shell=True, text=True))"
    )
    environment = {"SMTP_PASSWORD": PASSWORD, "PATH": "/usr/bin:/bin", "TZ": "WIB-7", "LC_ALL": "C.UTF-8"}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    shown = str([f"{name}={value}" for name, value in environment.items() if name != "SMTP_PASSWORD"])
    assert ended.stdout.split("\n")[0] == f"{shown} {PASSWORD} {PASSWORD} /usr/bin:/bin WIB {PASSWORD}"


def test_code_gets_the_variables_that_are_allowed(found: dict[str, Any]) -> None:
    """Where programs and the home are, language and time zone; no store and no password."""
    names = set(eval(found["environment"]))
    assert names <= {
        "PATH",
        "HOME",
        "LANG",
        "LC_TIME",
        "LC_ADUAN_TEST_OF",
        "TZ",
        "LOGNAME",
        "ADUAN_LANG",
        "ADUAN_NO_PLUGINS",
    }
    assert names >= {"PATH", "HOME", "LANG", "LC_TIME", "TZ", "LOGNAME", "ADUAN_LANG", "ADUAN_NO_PLUGINS"}


def test_the_memory_and_the_parent_are_refused(found: dict[str, Any]) -> None:
    """Whatever would list what the child was born with, and the files that show other processes."""
    refused = {name for name, text in found.items() if text.startswith("refused: [Errno 13]")}
    assert {"objects", "self mem"} <= refused
    assert len([name for name in refused if name.startswith("memory")]) == 3
    assert len([name for name in refused if name.endswith(("cmdline", "environ"))]) == 2
