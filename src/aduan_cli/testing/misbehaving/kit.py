"""What one misbehaving plugin is: its files, and what must come of a call that it is asked about."""

from __future__ import annotations

from typing import Any

from aduan_cli.record import Record
from aduan_cli.testing.desks import Files, manifest

PLUGIN = "nakal"
"""The name of each of these plugins, of its unit, of its category and of the word that the category is found by."""
CREW = "nakal-regu"
"""The crew that a router of these answers with, where it gets so far."""

FAILS, HARMLESS, LEFT_OUT = "fails", "harmless", "left out"

HEAD = """\
from aduan_cli.hookspecs import Complaint, Decision, Event, Note, Question, hookimpl
"""
ROUTE = """

@hookimpl
def route(complaint: Complaint) -> Decision | None:
"""
ANSWER = """    return Decision("nakal-regu", reason="dari kode")
"""


class Misbehaviour(Record):
    """One way to go wrong.

    `outcome` is what must come of it: `fails` (the failure is told and kept, the next step decides, exit 6),
    `harmless` (the answer counts, exit 0) or `left out` (the manifest is bad: a warning, exit 0, nothing of it
    counts). Of what fails, `kinds` are the kinds that the failure may have and `hook` is where it happens; `decides`
    says that the router's answer counts all the same. `waits`: it takes all the time that it is given.
    `leaves_processes`: in sessions of their own, which nobody but the machine's administrator can find and end.
    """

    name: str
    does: str
    code: str = ""
    outcome: str = FAILS
    kinds: tuple[str, ...] = ("raised",)
    hook: str = "route"
    decides: bool = False
    waits: bool = False
    leaves_processes: bool = False
    manifest: str = manifest(PLUGIN)

    def files(self) -> Files:
        """Return what lies in the plugin's folder."""
        return {"plugin.toml": self.manifest, "plugin.py": self.code}


def in_route(name: str, does: str, *lines: str, answers: bool = False, **more: Any) -> Misbehaviour:
    """Return a plugin whose router has these lines; with `answers` it then answers as one should."""
    body = "".join(f"    {line}\n" for line in lines)
    return Misbehaviour(name, does, HEAD + ROUTE + body + (ANSWER if answers else ""), **more)


def at_import(name: str, does: str, *lines: str, **more: Any) -> Misbehaviour:
    """Return a plugin that does this when it is imported; its router answers as one should."""
    code = HEAD + "".join(f"{line}\n" for line in lines) + ROUTE + ANSWER
    return Misbehaviour(name, does, code, **{"hook": "import", **more})


def does_and_answers(name: str, does: str, *lines: str, **more: object) -> Misbehaviour:
    """Return a plugin whose router does this, which must harm nobody, and then answers as one should."""
    return in_route(name, does, *lines, answers=True, **{"outcome": HARMLESS, **more})
