"""`aduan rules test`: the examples, a sentence, and what no example reaches; by the rules as they stand on disk."""

from __future__ import annotations

import click

from aduan_cli.app.rulebook import trial
from aduan_cli.city_words import Levels, heads, written
from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.column_words import head
from aduan_cli.complaint.examples import ExampleOutcome
from aduan_cli.errors import ConfigError, UsageError
from aduan_cli.flow.rulebook.trial import Trial
from aduan_cli.i18n import _, ngettext
from aduan_cli.value_words import label

COLUMNS = ("file", "line", "passed", "given", "expect", "got", "trace")
_TABLE = ("file", "line", "passed", "given", "expect", "got")
COVERAGE_COLUMNS = ("step", "id", "file", "line", "examples")


def outcome_row(tried: Trial, outcome: ExampleOutcome) -> dict[str, object]:
    """Return what came out of an example, in the order of `COLUMNS`; `got` has what was expected, or all."""
    example = outcome.example
    expected = [*example.expect] or [*outcome.got]
    got = {name: outcome.got.get(name) for name in expected if name != "place"}
    if "place" in expected:
        got["place"] = outcome.got.get("kelurahan") or outcome.got.get("kecamatan")
    return {
        "file": example.file,
        "line": tried.line(example) or None,
        "passed": not outcome.wrong,
        "given": example.given,
        "expect": example.expect,
        "got": got,
        "trace": tried.trace(outcome),
    }


def _for_people(row: dict[str, object], levels: Levels) -> dict[str, object]:
    """Return a row with its tables as the city writes them."""
    return {key: written(value, levels) if isinstance(value, dict) else value for key, value in row.items()}


def _trace_lines(tried: Trial, outcome: ExampleOutcome) -> list[tuple[str, str]]:
    """Return the steps that an example took, one labelled line each."""
    lines = []
    for step in tried.trace(outcome):
        held = [f"{one['rule']} {_words(one['words'])}".strip() for one in step["held"] if one["rule"]]
        if step["step"] == "triage":
            told = _("nothing claimed it")
        elif held:
            told = "\n".join(held)
        else:
            told = ngettext("its one rule does not hold", "none of {count} rules holds", step["looked"]).format(
                count=step["looked"]
            )
        lines.append((label("step", step["step"]), told))
    return lines


def _words(words: list[str]) -> str:
    return "(" + ", ".join(f"“{word}”" for word in words) + ")" if words else ""


def _show_failures(tried: Trial, failed: list[ExampleOutcome]) -> None:
    """Print, for each example that fails, what was expected, what came out, and the steps that were taken."""
    from aduan_cli.render.rows import write_block

    for outcome in failed:
        sentences = [("", str(problem)) for problem in tried.wrong(outcome)]
        write_block([*sentences, *((f"  {step}", told) for step, told in _trace_lines(tried, outcome))])


def _examples(context: Context, tried: Trial, format_: str | None) -> None:
    """Run examples, but those that need code; raises `ConfigError` when one fails."""
    outcomes, left = tried.results()
    failed = [outcome for outcome in outcomes if outcome.wrong]
    if format_ is None:
        _show_failures(tried, failed)
    else:
        from aduan_cli.render.records import FOR_PEOPLE
        from aduan_cli.render.rows import write_rows

        rows = [outcome_row(tried, outcome) for outcome in outcomes]
        if format_ in FOR_PEOPLE:
            rows = [_for_people(row, tried.rules["levels"]) for row in rows]
        write_rows(rows, format_, COLUMNS, _TABLE)
    count = len(outcomes)
    if left:
        needed = ngettext("{count} example needs code: {command}", "{count} examples need code: {command}", left)
        context.say(needed.format(count=left, command="aduan plugin check"))
    if failed:
        sentence = ngettext("{failed} of {count} example fails", "{failed} of {count} examples fail", count)
        raise ConfigError(sentence.format(failed=len(failed), count=count))
    context.say(ngettext("{count} example holds", "all {count} examples hold", count).format(count=count))


def _sentence(tried: Trial, text: str, at: str | None, format_: str | None) -> None:
    """Show what the rules on disk make of one sentence, and why."""
    from aduan_cli.render.rows import write_block, write_rows

    outcome = tried.sentence(text, at)
    levels = tried.rules["levels"]
    if format_ is None:
        got = {name: label(name, value) if isinstance(value, str) else value for name, value in outcome.got.items()}
        told = [(head(name), value) for name, value in written(got, levels).items()]
        write_block([*told, *_trace_lines(tried, outcome)])
        return
    row = {**outcome.got, "trace": tried.trace(outcome)}
    write_rows([row], format_, (*outcome.got, "trace"), tuple(outcome.got), one=True, heads=heads(levels))


def _coverage(context: Context, tried: Trial, format_: str | None) -> None:
    """Print the rules and categories that no example reaches."""
    from aduan_cli.render.rows import write_rows

    rows = tried.coverage()
    left = [row for row in rows if not row["examples"]]
    write_rows(left, format_ or "table", COVERAGE_COLUMNS, COVERAGE_COLUMNS[:-1])
    context.say(
        _("{reached} of {count} rules and categories are reached by an example").format(
            reached=len(rows) - len(left), count=len(rows)
        )
    )


@click.command("test", cls=Command)
@click.argument("file", required=False, type=FILE_NAME, metavar="[FILE]")
@click.option("--text", metavar="TEXT", help="Try this sentence instead: the decision, and how it came about.")
@click.option("--at", metavar="TIME", help="With --text: when the call came in.")
@click.option("--coverage", "covered", is_flag=True, help="List the rules and categories that no example reaches.")
@options.format_option
@click.pass_obj
def command(
    context: Context, /, file: str | None, text: str | None, at: str | None, covered: bool, format_: str | None
) -> None:
    """Run the examples by the rules as they stand on disk, those beside the rules and those in examples/*.toml.

    With FILE only the examples in it. A failing one is shown with what was expected, what came out, and the steps
    that were taken. Exit code 3 when one fails. Those that only a unit's code can make hold (`step = "code"`) are left
    to `aduan plugin check`.
    """
    if at is not None and text is None:
        raise UsageError(_("--at goes with --text SENTENCE"))
    if text is not None and not text.strip():
        raise UsageError(_("there is no text; say in a sentence what the call is about"))
    if text is not None and (file is not None or covered):
        raise UsageError(_("--text goes alone: without a file, without --coverage"))
    tried = trial(context.desk, file)
    if text is not None:
        _sentence(tried, text, at, format_)
    elif covered:
        _coverage(context, tried, format_)
    else:
        _examples(context, tried, format_)
