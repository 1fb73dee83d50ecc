"""Rule cases as data: sentences and what must come out for them, in the shape of `[[example]]`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike

from aduan_cli.complaint.examples import run_example
from aduan_cli.complaint.router import Router
from aduan_cli.rules.language.compile import Document
from aduan_cli.testing.on_disk import rules_of

_FILE = "cases"
"""What stands where a problem's file does."""


def run_cases(cases: Iterable[Mapping[str, object]], *, desk: str | PathLike[str]) -> list[str]:
    """Return what came out wrong for cases, one sentence each; an empty list when all hold.

    A case has what `[[example]]` has: `{"text": "...", "expect": {"unit": "...", "category": "..."}}`. The rules are
    those on disk; no unit's code is asked, so that a case which expects `step = "code"` comes out wrong. Raises
    `ConfigError` for a case that names what the desk doesn't know.
    """
    data = {"example": [dict(case) for case in cases]}
    loaded = rules_of(desk, [Document(_FILE, "examples", data)])
    mine = [example for example in loaded.examples if example.file == _FILE]
    router = Router(loaded.rules, None)
    return [str(problem) for example in mine for problem in run_example(router, example).wrong]
