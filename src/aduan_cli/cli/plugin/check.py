"""`aduan plugin check`: everything that is wrong with a plugin, its code tried under the guard."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.plugin.places import code_at, refuse_loss
from aduan_cli.cli.rules.check import tell
from aduan_cli.complaint.examples import run_example, run_examples
from aduan_cli.complaint.router import Router
from aduan_cli.config.plugin_files.checking import Manifests, read_plugins
from aduan_cli.config.plugin_files.places import Place, place_given
from aduan_cli.i18n import _, ngettext
from aduan_cli.model import CODE_FILE, MANIFEST_FILE, PACKAGE_FILE
from aduan_cli.plugins.checking import CodeCheck
from aduan_cli.plugins.code import Code, UnusableError
from aduan_cli.plugins.guard import FailedError
from aduan_cli.plugins.limits import limits_of
from aduan_cli.rules.language.compile import Example
from aduan_cli.rules.language.problems import Problem


@click.command("check", cls=Command)
@click.argument("plugin", required=False, type=FILE_NAME, metavar="[NAME|DIR]")
@click.option("--strict", is_flag=True, help="Warnings count as errors (for CI).")
@options.format_option
@click.pass_obj
def command(context: Context, /, plugin: str | None, strict: bool, format_: str | None) -> None:
    """Find everything that is wrong with a plugin, or with all that are enabled.

    NAME may also be one that is not enabled yet, DIR one that lies elsewhere: they are checked as if they stood
    last in the list of rules.toml. Checked are the manifest against this desk, its examples, and its code: imported
    and asked about the examples in a process of its own, within its limits. One line for each problem, as of `aduan
    rules check`. Exit code 3 when there is an error, 0 when there are only warnings.
    """
    desk = context.desk
    desk.leave_changes()
    place = None if plugin is None else place_given(desk.folder, plugin)
    manifests = read_plugins(desk.folder, desk.store.accepted(), place)
    examples = manifests.examples()
    problems = [*manifests.problems]
    for place in manifests.places:
        own = examples.pop(place.name)
        if own and not manifests.is_settled(place):
            context.say(_("{plugin}: its examples are not run before that is mended").format(plugin=place.name))
            own = []
        wrong, untried = _checked(context, manifests, place, own)
        problems += wrong
        if untried:
            sentence = _("{plugin}: not tried, for they act on the world: {hooks}")
            context.say(sentence.format(plugin=place.name, hooks=", ".join(untried)))
    if plugin is None:
        left = [example for several in examples.values() for example in several]
        problems += manifests.shown(_without_code(manifests, left))
    tell(context, problems, strict, format_)
    count = len(manifests.places)
    if not problems and not count:
        context.say(_("no plugin is enabled, so there is nothing to check"))
    elif not problems:
        context.say(
            ngettext("{count} plugin: nothing is wrong", "{count} plugins: nothing is wrong", count).format(count=count)
        )


def wrong_with_code(context: Context, name: str) -> list[Problem]:
    """Return the errors of a plugin's code, tried as `plugin check` does."""
    desk = context.desk
    place = place_given(desk.folder, name)
    manifests = read_plugins(desk.folder, desk.store.accepted(), place)
    wrong, _untried = _checked(context, manifests, place, manifests.examples()[name])
    return [problem for problem in wrong if problem.severity == "error"]


def _checked(
    context: Context, manifests: Manifests, place: Place, examples: list[Example]
) -> tuple[list[Problem], list[str]]:
    """Return what is wrong with a plugin's code and examples, and the hooks that were not tried."""
    rules = manifests.found.loaded.rules
    commands = rules["commands"].get(place.name, {})
    if context.options.get("no_plugins"):
        context.say(_("{plugin}: its code is left out (--no-plugins)").format(plugin=place.name))
        return manifests.shown(run_examples(rules, examples)), []
    problems: list[Problem] = []
    code = None
    try:
        code = code_at(context.desk.folder, place, rules["trust"])
    except UnusableError as error:
        file = f"{place.shown}/{PACKAGE_FILE if place.package else CODE_FILE}"
        problems.append(Problem(file, (), str(error).removeprefix(f"{file}: ")))
    else:
        if code is None:
            what, right = _("there is no code that has it"), _("{file} beside the manifest would be right")
            problems += manifests.shown(
                Problem(f"plugins/{place.name}/{MANIFEST_FILE}", ("commands", name), what, right.format(file=CODE_FILE))
                for name in commands
            )
    if code is None:
        return problems + manifests.shown(_without_code(manifests, examples)), []
    return _tried(context, manifests, place, code, examples)


def _without_code(manifests: Manifests, examples: list[Example]) -> list[Problem]:
    """Return what comes out wrong where nobody's code is asked; what needs it can't hold then."""
    router = Router(manifests.found.loaded.rules, None)
    return [problem for example in examples for problem in run_example(router, example).wrong]


def _tried(
    context: Context, manifests: Manifests, place: Place, code: Code, examples: list[Example]
) -> tuple[list[Problem], list[str]]:
    """Try a plugin's code; return what is wrong with it and comes out wrong for the examples, and what isn't tried."""
    rules = manifests.found.loaded.rules
    limits = limits_of(rules["limits"])
    check = CodeCheck(code, lambda code: context.desk.guarded(code, limits), limits, Router(rules, None), place.shown)
    try:
        check.imported()
        wrong = manifests.shown(check.try_examples(examples))
        if manifests.is_compiled(place):
            check.check_commands(rules["commands"].get(place.name, {}), f"plugins/{place.name}/{MANIFEST_FILE}")
            check.check_hooks(reached=manifests.is_settled(place) and not wrong)
    except FailedError as error:
        refuse_loss(context, error)
        raise
    finally:
        check.close()
    return [*manifests.shown(check.problems), *wrong], check.untried
