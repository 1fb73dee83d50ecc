"""The templates of `[messages]`: each must be one that can be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.config.rule_files.sources import RULES
from aduan_cli.i18n import _
from aduan_cli.model import INCIDENT, REPORT_SENT
from aduan_cli.problems import Problem

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def wrong_messages(rules: Rules) -> list[Problem]:
    """Return what is wrong with the templates of compiled rules."""
    from aduan_cli.templates import KNOWN, KNOWN_OF_REPORT, TextError, fill

    problems = []
    for event, texts in rules["messages"].items():
        known = {name: value for name, value in KNOWN.items() if name != INCIDENT or event == INCIDENT}
        if event == REPORT_SENT:
            known = dict(KNOWN_OF_REPORT)
            problems += [_no_text(event, name) for name in ("body", "html") if name in texts]
        for name in ("subject", "body", "html"):
            text = texts.get(name)
            try:
                fill(str(text or ""), {"reveal": str}, known, html=name == "html")
            except TextError as error:
                line = "" if error.line is None else _("line {line} of the text: ").format(line=error.line)
                what = f"{line}{error}"
                right = _("gaps are {known}").format(known=", ".join(known))
                problems.append(Problem(RULES, ("messages", event, name), what, right))
    return problems


def _no_text(event: str, name: str) -> Problem:
    what = _("a report has no template for '{name}': its text is the report").format(name=name)
    return Problem(RULES, ("messages", event, name), what, _("subject would be right"))
