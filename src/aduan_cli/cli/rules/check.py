"""`aduan rules check`: everything that is wrong with the rules as they stand on disk."""

from __future__ import annotations

import sys

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _, ngettext
from aduan_cli.problems import Problem, one_for_each_cause, path_text

FORM_COLUMNS = ("word", "count", "forms")
MOST_FORMS = 12
"""Forms of one word that are told, the most frequent first."""
COLUMNS = ("severity", "file", "line", "path", "what", "right")


def problem_row(problem: Problem) -> dict[str, object]:
    """Return a problem in the order of `COLUMNS`."""
    return {
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line or None,
        "path": path_text(problem.path) or None,
        "what": problem.what,
        "right": problem.right,
    }


def counted(problems: list[Problem]) -> str:
    """Return how many errors and warnings there are, in words."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return ", ".join(
        [
            ngettext("{count} error", "{count} errors", errors).format(count=errors),
            ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        ]
    )


@click.command("check", cls=Command)
@click.option("--strict", is_flag=True, help="Warnings count as errors (for CI).")
@click.option("--forms", is_flag=True, help="Show what each word with `~` was found in, in stored calls, instead.")
@options.format_option
@click.pass_obj
def command(context: Context, /, strict: bool, forms: bool, format_: str | None) -> None:
    """Find everything that is wrong with the rules as they stand on disk.

    One line for each problem: file, line, path, what is wrong, what would be right. Exit code 3 when there is an
    error, 0 when there are only warnings. --forms shows the words of the newest calls that were taken for a form of
    another: what is none is seen there. Open calls that hang on a unit which these rules don't have are told, too,
    and that no hand-off is left where those in force have some.
    """
    from aduan_cli.app.rulebook import checked

    if forms:
        _tell_forms(context, format_ or "table")
        return
    found = checked(context.desk)
    for sentence in (*found.left, *([found.lost] if found.lost else [])):
        context.warn(sentence)
    tell(context, found.problems, strict, format_)
    if found.left and strict:
        raise ConfigError(_("open calls hang on what these rules don't have"))
    if found.lost and strict:
        raise ConfigError(_("no hand-off is left"))


def _tell_forms(context: Context, format_: str) -> None:
    from aduan_cli.app.rulebook import forms_in_calls
    from aduan_cli.render.rows import write_rows

    rows: list[dict[str, object]] = []
    for word, count, forms in forms_in_calls(context.desk):
        told = ", ".join(f"{form} {times}" for form, times in forms[:MOST_FORMS])
        rows.append({"word": f"~{word}", "count": count, "forms": told})
    write_rows(rows, format_, FORM_COLUMNS)


def tell(context: Context, problems: list[Problem], strict: bool, format_: str | None) -> None:
    """Print problems in the order of their places. Raises `ConfigError` when one is an error, or `strict`."""
    problems = one_for_each_cause(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    if format_ is None:
        from aduan_cli.render.cells import shown
        from aduan_cli.render.widths import wrapped

        for problem in problems:
            sentence = str(problem) if problem.severity == "error" else _("{problem} (warning)").format(problem=problem)
            click.echo(wrapped(shown(sentence), sys.stdout))
    else:
        from aduan_cli.render.rows import write_rows

        write_rows([problem_row(problem) for problem in problems], format_, COLUMNS)
    if any(strict or problem.severity == "error" for problem in problems):
        raise ConfigError(counted(problems))
    if problems:
        context.say(counted(problems))
