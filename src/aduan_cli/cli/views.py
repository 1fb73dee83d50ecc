"""The saved lists of `[views]` in `rules.toml`: what `list --view NAME` means, and which there are."""

from __future__ import annotations

from aduan_cli.desk_names import unknown
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.app.desk import Desk
    from aduan_cli.compiled import Rules

COLUMNS = ("name", "title", "options")


def applied(desk: Desk, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the options of `list` with those of a saved list; what stands on the line counts in its place.

    Raises `UsageError` for a list that there isn't.
    """
    views = desk.rules["views"]
    if not views:
        raise UsageError(none())
    view: Any = views.get(name) or views.get(name.lower())
    if view is None:
        raise unknown(_("view"), name, views)
    saved = {option: value for option, value in view.items() if option != "title"}
    if "columns" in saved:
        saved["columns"] = ",".join(saved["columns"])
    if given["sort"]:
        saved.pop("reverse", None)
    return {**given, **{option: value for option, value in saved.items() if _is_unset(given[option])}}


def _is_unset(value: object) -> bool:
    """Say whether an option was left out: 0 is a number that was given."""
    return value is None or value is False or value == ()


def none() -> str:
    """Return what is said where there is no saved list."""
    return _("there are no saved lists; [views.NAME] in rules.toml makes one")


def rows(rules: Rules) -> list[dict[str, object]]:
    """Return the saved lists in the order of `COLUMNS`; `options` is what each stands for, as on the line."""
    return [
        {"name": name, "title": view.get("title"), "options": " ".join(_as_typed(view))}
        for name, view in rules["views"].items()
    ]


def _as_typed(view: Any) -> list[str]:
    """Return the options that a saved list stands for, as they would be typed."""
    from shlex import quote

    typed = []
    for option, value in view.items():
        if value is True:
            typed.append(f"--{option}")
        elif option != "title" and value is not False:
            text = ",".join(value) if isinstance(value, list) else str(value)
            typed.append(f"--{option.replace('_', '-')} {quote(text)}")
    return typed
