"""Whether a desk promises anything: asked for each step, so it loads nothing. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def has_deadlines(rules: Rules) -> bool:
    """Say whether any target is set at all."""
    clocks = rules["clocks"]
    return any(of["targets"] for of in (clocks["desk"], *clocks["units"].values(), *clocks["categories"].values()))
