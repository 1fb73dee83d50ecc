"""Who hears of a clock of a unit that came far: the unit, its head; of what waits in triage whoever heads the desk."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

THE_UNIT, ITS_HEAD = RECIPIENTS = ("unit", "unit.head")
"""What an `[[escalation]]` may tell besides notifiers by name."""


def recipients(rules: Rules, unit: str) -> dict[str, list[str]]:
    """Return by `unit` and `unit.head` the notifiers that tell them; a unit without a head is told itself."""
    heads = rules["heads"].get(unit)
    own = rules["tell"].get(unit) or (heads if unit == rules["desk"]["triage"] else None) or []
    return {THE_UNIT: own, ITS_HEAD: own if heads is None else heads}
