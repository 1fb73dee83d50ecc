"""Events by hand, as a store gives them: what each says for ever, and beside it what may be erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aduan_cli.complaint.events import parted
from aduan_cli.complaint.history import Event

AT = 1_795_000_000
"""2026-11-18 11:06:40 UTC, a Wednesday."""


def event(
    type_: str, /, at: int = AT, actor: str | None = "sari", became: Mapping[str, Any] | None = None, **said: Any
) -> Event:
    """Return an event that says something; `from` is given as `from_`."""
    plain, private = parted(type_, {name.rstrip("_"): value for name, value in said.items()})
    return Event(1, at, actor, type_, plain, private or None, became=became or {})


def erased(one: Event) -> Event:
    """Return an event as it is once the person was erased."""
    return one._replace(private=None)
