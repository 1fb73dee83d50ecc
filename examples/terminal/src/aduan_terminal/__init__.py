"""The terminal's plugin: a platform that the caller names goes to the crew of the platforms."""

from __future__ import annotations

from collections import Counter
from typing import Any

from aduan_cli.hookspecs import CommandDesk, Complaint, Decision, Note, hookimpl

from .platforms import LAST, platform_of


@hookimpl
def route(complaint: Complaint) -> Decision | None:
    """Give complaints about a platform to its crew; all else is the office's, as the manifest says."""
    number = platform_of(complaint)
    return Decision("terminal-peron", reason=f"peron {number}") if number else None


@hookimpl
def validate(complaint: Complaint) -> list[Note]:
    """Note a platform that isn't there."""
    number = platform_of(complaint)
    return [Note(f"peron {number} tidak ada; yang ada 1 sampai {LAST}")] if number and number > LAST else []


@hookimpl
def commands() -> list[Any]:
    """Bring `aduan terminal peron`. click is imported here, so that routing goes without it."""
    import click

    @click.command("peron")
    @click.pass_obj
    def by_platform(desk: CommandDesk) -> None:
        counted = Counter(platform_of(complaint) for complaint in desk.complaints())
        for number, count in sorted(counted.items(), key=lambda pair: pair[0] or 0):
            click.echo(f"{number or '-'}\t{count}")

    return [by_platform]
