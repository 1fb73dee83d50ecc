"""What two sets of rule files say differently: in terms of rules, or line by line."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.model import RULES_FILE
from aduan_cli.rules.review.diff import RuleDifference as RuleDifference
from aduan_cli.rules.review.diff import differences as differences


def unified(before: Mapping[str, str], after: Mapping[str, str], names: tuple[str, str]) -> str:
    """Return a unified diff of all files; `names` are those of the two sides."""
    from difflib import unified_diff

    lines: list[str] = []
    for path in sorted(before.keys() | after.keys(), key=lambda path: (path != RULES_FILE, path)):
        old, new = (texts.get(path, "").splitlines() for texts in (before, after))
        from_, to = (
            f"{path}\t{name}" if path in texts else "/dev/null"
            for name, texts in zip(names, (before, after), strict=True)
        )
        lines += unified_diff(old, new, from_, to, lineterm="")
    return "".join(line + "\n" for line in lines)
