"""`aduan rules test`: the examples, a sentence, and what no example reaches; by the rules as they stand on disk."""

from __future__ import annotations

from typing import Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.complaint.examples import Outcome, coverage, needs_code, run_example, trace
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.checking import OnDisk, read_desk, ready
from aduan_cli.errors import ConfigError, UsageError
from aduan_cli.i18n import _, ngettext
from aduan_cli.rules.language.compile import Example
from aduan_cli.rules.language.levels import heads, written

COLUMNS = ("file", "line", "passed", "given", "expect", "got", "trace")
_TABLE = ("file", "line", "passed", "given", "expect", "got")
COVERAGE_COLUMNS = ("step", "id", "file", "line", "examples")


def outcome_row(found: OnDisk, outcome: Outcome) -> dict[str, Any]:
    """Return what came out of an example, in the order of `COLUMNS`; `got` has what was expected, or all."""
    example = outcome.example
    expected = [*example.expect] or [*outcome.got]
    got = {name: outcome.got.get(name) for name in expected if name != "place"}
    if "place" in expected:
        got["place"] = outcome.got.get("kelurahan") or outcome.got.get("kecamatan")
    return {
        "file": example.file,
        "line": found.line(example) or None,
        "passed": not outcome.wrong,
        "given": example.given,
        "expect": example.expect,
        "got": got,
        "trace": trace(outcome, found.loaded.rules),
    }


def _trace_lines(found: OnDisk, outcome: Outcome) -> list[tuple[str, str]]:
    """Return the steps that an example took, one labelled line each."""
    lines = []
    for step in trace(outcome, found.loaded.rules):
        held = [f"{one['rule']} {_words(one['words'])}".strip() for one in step["held"] if one["rule"]]
        if step["step"] == "triage":
            told = _("nothing claimed it")
        elif held:
            told = "\n".join(held)
        else:
            told = ngettext("its one rule does not hold", "none of {count} rules holds", step["looked"]).format(
                count=step["looked"]
            )
        lines.append((step["step"], told))
    return lines


def _words(words: list[str]) -> str:
    return "(" + ", ".join(f"“{word}”" for word in words) + ")" if words else ""


def _show_failures(found: OnDisk, failed: list[Outcome]) -> None:
    """Print, for each example that fails, what was expected, what came out, and the steps that were taken."""
    from aduan_cli.render.rows import write_block

    for outcome in failed:
        sentences = [("", str(problem)) for problem in found.located(outcome.wrong)]
        write_block([*sentences, *((f"  {step}", told) for step, told in _trace_lines(found, outcome))])


def _examples(context: Context, found: OnDisk, examples: list[Example], format_: str | None) -> None:
    """Run examples, but those that need code; raises `ConfigError` when one fails."""
    router = Router(found.loaded.rules, None)
    outcomes = [run_example(router, example) for example in examples if not needs_code(example)]
    failed = [outcome for outcome in outcomes if outcome.wrong]
    if format_ is None:
        _show_failures(found, failed)
    else:
        from aduan_cli.render.records import FOR_PEOPLE
        from aduan_cli.render.rows import write_rows

        rows = [outcome_row(found, outcome) for outcome in outcomes]
        if format_ in FOR_PEOPLE:
            levels = found.loaded.rules["levels"]
            rows = [row | {name: written(row[name], levels) for name in ("given", "expect", "got")} for row in rows]
        write_rows(rows, format_, COLUMNS, _TABLE)
    count = len(outcomes)
    left = len(examples) - count
    if left:
        needed = ngettext("{count} example needs code: {command}", "{count} examples need code: {command}", left)
        context.say(needed.format(count=left, command="aduan plugin check"))
    if failed:
        sentence = ngettext("{failed} of {count} example fails", "{failed} of {count} examples fail", count)
        raise ConfigError(sentence.format(failed=len(failed), count=count))
    context.say(ngettext("{count} example holds", "all {count} examples hold", count).format(count=count))


def _sentence(found: OnDisk, text: str, at: str | None, format_: str | None) -> None:
    """Show what the rules on disk make of one sentence, and why."""
    from aduan_cli.render.rows import write_block, write_rows

    given = {"text": text} if at is None else {"text": text, "at": at}
    outcome = run_example(Router(found.loaded.rules, None), Example("--text", (), given, {}))
    if outcome.wrong:
        raise UsageError(outcome.wrong[0].what)
    levels = found.loaded.rules["levels"]
    if format_ is None:
        write_block([*written(outcome.got, levels).items(), *_trace_lines(found, outcome)])
        return
    row = {**outcome.got, "trace": trace(outcome, found.loaded.rules)}
    write_rows([row], format_, (*outcome.got, "trace"), tuple(outcome.got), one=True, heads=heads(levels))


def _coverage(context: Context, found: OnDisk, examples: list[Example], format_: str | None) -> None:
    """Print the rules and categories that no example reaches."""
    from aduan_cli.render.rows import write_rows

    router = Router(found.loaded.rules, None)
    rows = coverage(found.loaded.rules, [run_example(router, example) for example in examples])
    for row in rows:
        if not row["line"]:
            row["line"] = found.loaded.lines.get(row["file"], {}).get(("categories", row["id"]))
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
    if text is not None and (file is not None or covered):
        raise UsageError(_("--text goes alone: without a file, without --coverage"))
    desk = context.desk
    found = ready(read_desk(desk.folder, desk.store.accepted(), None if file is None else [file]))
    if text is not None:
        _sentence(found, text, at, format_)
        return
    examples = [example for example in found.loaded.examples if file is None or example.file == file]
    if covered:
        _coverage(context, found, examples, format_)
    else:
        _examples(context, found, examples, format_)
