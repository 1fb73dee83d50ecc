"""The block of messages that the starter and the minimal rules have as a comment, put to use."""

from __future__ import annotations

FIRST = {"id": "# Pesan ke unit", "en": "# Messages to units"}


def used(rules: str, language: str) -> str:
    """Return rules whose block of messages is no comment any more, but for its first two lines."""
    before, mark, rest = rules.partition(FIRST[language])
    assert mark
    block, gap, after = rest.partition("\n\n")
    head, second, *lines = block.split("\n")
    shown = [line.removeprefix("#").removeprefix(" ") for line in lines]
    shown = [f"# {line}" if line.endswith("whatsapp):") else line for line in shown]
    return "\n".join([before + mark + head, second, *shown]) + gap + after
