"""docs/reports.md says of each figure what `--explain` says, and its toml is right."""

from __future__ import annotations

from session import DOCS, blocks

from aduan_cli.render.report_words import explanations
from compiling import SMALLEST, rules_of


def test_the_page_says_of_each_figure_what_explain_says() -> None:
    page = (DOCS / "reports.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `") and line.count(" | ") == 1]
    assert rows == [f"| `{name}` | {sentence} |" for name, sentence in explanations().items()]


def test_the_inhabitants_are_written_as_shown() -> None:
    (text,) = [text for language, _more, text in blocks(DOCS / "reports.md") if language == "toml"]
    rules = rules_of(SMALLEST + '[kecamatan]\n"Bekasi Timur" = ["Margahayu"]\n' + text)
    assert rules["inhabitants"] == {"Margahayu": 61_000}
