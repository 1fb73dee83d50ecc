"""Texts with gaps, filled by Jinja2: those that people write in its sandbox, which can't call or reach anything else.

Only what sends or shows messages loads it, a changed file that has such texts, and what makes pages of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 100_000
"""Characters of a filled text at most."""
_ONE: dict[str, Any] = {
    **dict.fromkeys((
        "ticket", "event", "desk", "unit", "unit_id", "role", "title", "category", "kind", "status", "priority",
        "channel", "kecamatan", "kelurahan", "address", "place", "text", "reported_at", "due_at", "at",
        "result", "referral", "answer", "clock", "clock_due_at", "level", "whose",
    ), "x"),
    "answers": {},
    "repeated": False,
    "is_late": False,
    "caller": {"name": "x", "phone": "x", "address": "x"},
}  # fmt: skip
_INCIDENT = {"id": 1, "name": "x", "count": 1, "since": "x", "ended": ""}
KNOWN: Mapping[str, Any] = {**_ONE, "messages": [_ONE], "count": 1, "incident": _INCIDENT}
"""What a message may have in its gaps, each with a value that it might have."""
KNOWN_OF_REPORT: Mapping[str, Any] = dict.fromkeys(("desk", "report", "since", "until"), "x")
"""The same of the subject of a report."""


class TextError(Exception):
    """A text that can't be filled, and why; `line` in it, from 1, where that is known."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.line = line


def _environment(filters: Mapping[str, Callable[..., object]], html: bool) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=html, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.globals.clear()  # No range of a billion.
    made.filters.update(filters)
    return made


def fill(text: str, filters: Mapping[str, Callable[..., object]], values: Mapping[str, Any], html: bool = False) -> str:
    """Return a text with its gaps filled; a gap of an unknown name raises `TextError`. `html`: values are escaped."""
    parts: list[str] = []
    size = 0
    try:
        template: Any = _environment(filters, html).from_string(text)
        for part in template.generate(values):
            size += len(part)
            if size > LONGEST:
                raise TextError(f"more than {LONGEST} characters")
            parts.append(str(part))
    except TemplateSyntaxError as error:
        raise TextError(error.message or "syntax", error.lineno) from error
    except TextError:
        raise
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise TextError(str(error)) from error
    return "".join(parts)


class PageTemplates:
    """Our own templates of pages, in a folder: what stands in a gap is escaped, unless a template calls it `safe`."""

    def __init__(self, folder: str) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals.clear()

    def filled(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a template with its gaps filled."""
        return str(self._environment.get_template(name).render(values))
