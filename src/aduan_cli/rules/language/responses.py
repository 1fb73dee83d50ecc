"""`[responses]`: what hand-offs have in common, written once."""

from __future__ import annotations

from typing import Any

from aduan_cli.i18n import _
from aduan_cli.problems import Problems


def with_responses(city: dict[str, Any], file: str, problems: Problems) -> None:
    """Give each hand-off of the cleaned data what the response that it names says and it doesn't say itself."""
    responses = city.get("responses", {})
    handoffs = city.get("handoff", [])
    named = {table.get("response") for table in handoffs}
    for name in [name for name in responses if name not in named]:
        problems.warning(file, ("responses", name), _("no hand-off names this response"), _("leave it out"))
    for table in handoffs:
        name, path = table.get("response"), ("handoff", table["number"], "response")
        if name in responses:
            table |= {key: value for key, value in responses[name].items() if key not in table}
            if "to" not in table:
                what = _("response '{name}' doesn't say who leads").format(name=name)
                problems.error(file, path, what, _("'to' would be right, there or here"))
                table["broken"] = True
        elif name is not None:
            what = _("unknown response '{name}'").format(name=name)
            problems.error(file, path, what, problems.suggest(name, responses))
            table["broken"] = True
