"""From a desk's folder to the rules in force. A bad file never stops intake."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.config.rule_files.in_force import AcceptanceRun, Attempts, Check, ParsedTexts, lost
from aduan_cli.config.rule_files.sources import RULES, File, Sources, parsed, read_sources
from aduan_cli.config.rule_files.zones import system_zone
from aduan_cli.digest import revision_name, sha256
from aduan_cli.i18n import _, ngettext
from aduan_cli.problems import Path, Problem, one_for_each_cause
from aduan_cli.rules.language.compile import Compiled, Document, compile_rules
from aduan_cli.rules.language.examples import Example
from aduan_cli.rules.language.place_tables import FOLDER
from aduan_cli.rules.language.privacy import people_of_damaged

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

__all__ = ["Loaded", "compile_sources", "fallback_rules", "load", "read_sources", "revision_of"]


class Loaded(NamedTuple):
    """Rules, and what became of the files they are made of.

    `rules` is the compiled form with `zone`. `problems` have their lines, `str` of one is the sentence.
    `revision` is None when no rules were ever accepted. `accepted` maps the paths in force to their texts,
    `left_out` the paths whose state on disk is not in force to the reasons. `changed`: what is in force is
    not what was accepted before. `paths` are all files and folders, relative to the desk, on which this depends.
    `postponed`: changes wait for somebody to accept them. `places` says where manifests lie that are not in the
    desk. `personal`: which files are safe depends on who asks. `lines` are those of the paths in each file;
    only `compile_sources` gives them.
    """

    rules: Rules
    problems: list[Problem]
    revision: str | None
    accepted: dict[str, str]
    left_out: dict[str, list[Problem]]
    changed: bool
    paths: list[str]
    examples: list[Example]
    postponed: bool = False
    places: Mapping[str, str] = {}
    personal: bool = False
    lines: Mapping[str, Mapping[Path, int]] = {}

    def warnings(self) -> list[str]:
        """Return what an officer is to be told: one sentence for each cause that left files out."""
        # A file may be left out for what it makes wrong in another one.
        paths = {found[0]: path for path, found in reversed(self.left_out.items())}
        folded = one_for_each_cause(found[0] for found in self.left_out.values())
        return [self._left_out_sentence(paths.get(first, first.file), first) for first in folded]

    def causes(self) -> list[str]:
        """Return the causes that are told by these sentences."""
        found = [problem.cause for problems in self.left_out.values() for problem in problems]
        return list(dict.fromkeys(cause for cause in found if cause))

    def _left_out_sentence(self, path: str, first: Problem) -> str:
        if path in self.accepted:
            effect = _("the last accepted text stays in force")
        elif path == RULES:
            effect = _("no rules are in force, calls wait in triage")
        else:
            effect = _("the file is left out")
        if first.file != path:
            effect = _("{file}: {effect}").format(file=self.places.get(path, path), effect=effect)
        shown = first._replace(file=self.places.get(first.file, first.file))
        more = len(self.left_out.get(path, ())) - 1
        if more > 0:
            counted = ngettext("{count} more problem", "{count} more problems", more).format(count=more)
            return f"{shown} ({counted}; {effect})"
        return f"{shown} ({effect})"


def revision_of(texts: Mapping[str, str]) -> str:
    """Return the name of a set of rule files (path → text); see `digest.revision_name`."""
    return revision_name({path: sha256(text.encode()).hexdigest() for path, text in texts.items()})


def fallback_rules(file: File | None = None) -> Rules:
    """Return the rules of a desk that has none: tickets begin with ADU, every call waits in triage.

    Who may do what is as the `file` says, the `rules.toml` that can't come into force: a mistake in it opens nothing.
    """
    name, zone = system_zone()
    desk = {"name": "aduan", "prefix": "ADU", "timezone": name}
    rules = compile_rules([Document(RULES, "city", {"desk": desk})]).rules
    text = file.data.decode("utf-8", "replace") if file else ""
    people = people_of_damaged(parsed(text), text)
    return {**rules, "zone": zone, "installed": {}, "people": people}


def compile_sources(
    sources: Sources,
    more: Sequence[Document] = (),
    accepted: Collection[str] = (),
    known: ParsedTexts | None = None,
) -> Loaded:
    """Compile the files as they stand on disk, whatever was accepted: what `rules check` looks at.

    `more` are examples in files of their own. Of `accepted` paths a revision can be restored. `known` are texts that
    were parsed already; those that are parsed now join them.
    """
    attempts = Attempts(sources, known)
    texts, left_out = attempts.readable(accepted)
    left_out |= {path: [lost(path)] for path in sources.lost}
    problems = [problem for found in left_out.values() for problem in found]
    if RULES not in texts or sources.lost:  # Without the plugins most of what rules name would be unknown.
        return Loaded(fallback_rules(), problems, None, {}, left_out, False, _paths(sources), [])
    attempt = attempts.compiled(texts, left_out, set(), more)
    problems += attempt.problems
    compiled, paths = attempt.compiled, _paths(sources)
    found = Loaded(compiled.rules, problems, revision_of(texts), texts, left_out, False, paths, compiled.examples)
    return found._replace(lines=attempt.lines, places=sources.places)


def hands_off(texts: Mapping[str, str]) -> bool:
    """Say whether texts in force have any hand-off."""
    return bool((parsed(texts.get(RULES, "")) or {}).get("handoff"))


def waits_for_a_hand(text: str) -> bool:
    """Say whether a text of `rules.toml` asks that changed files wait until somebody accepts them.

    So it does where not everybody may change rules: whoever gives the next command may be one who may not.
    """
    said = parsed(text) or {}
    rules, people = said.get("rules"), said.get("people")
    return (isinstance(rules, dict) and rules.get("accept") == "manual") or (
        isinstance(people, dict) and "rules" in people
    )


def own_examples(compiled: Compiled, changed: set[str]) -> list[Problem]:
    """Return what comes out wrong for the examples of the changed files."""
    examples = [example for example in compiled.examples if example.file in changed]
    if not examples:
        return []
    from aduan_cli.complaint.examples import run_examples

    return run_examples(compiled.rules, examples)


def load(
    desk: str,
    accepted: Mapping[str, str] | None = None,
    check: Check | None = own_examples,
    by_hand: bool = False,
    trusting: Collection[str] = (),
    waits: bool = False,
) -> Loaded:
    """Return the rules in force, given the texts accepted last (path → text). Nothing in a file raises.

    `check` is asked about rules that would else be accepted. Where the accepted text says
    `[rules] accept = "manual"`, or it is lost and this one `waits`, changes come into force only with `by_hand`.
    `trusting` names users and groups that are trusted beside those of the accepted text.
    """
    accepted = dict(accepted or {})
    sources = read_sources(desk, accepted.get(RULES), trusting=trusting, known=accepted)
    settling = AcceptanceRun(sources, accepted, check)
    postponed = (waits or waits_for_a_hand(accepted.get(RULES, ""))) and not by_hand
    if postponed:
        settling.postpone()
    else:
        if by_hand:
            settling.let_go()
        settling.accept_passing()
    attempt = settling.finish()
    problems = [problem for found in settling.left_out.values() for problem in found]
    paths, in_force, left_out = _paths(sources), settling.in_force, settling.left_out
    if attempt is None:
        rules = fallback_rules(sources.files.get(RULES))
        nothing = Loaded(rules, problems, None, {}, left_out, bool(accepted), paths, [])
        return nothing._replace(personal=sources.personal)
    problems += attempt.problems
    changed = in_force != accepted
    compiled = attempt.compiled
    revision = revision_of(in_force)
    examples, places = compiled.examples, sources.places
    return Loaded(
        compiled.rules, problems, revision, in_force, left_out, changed, paths, examples, postponed, places,
        sources.personal,
    )  # fmt: skip


def _paths(sources: Sources) -> list[str]:
    paths = list(dict.fromkeys([RULES, *sources.files, *sources.bad, *sources.absent, *sources.places.values()]))
    # The folders as well, up to the desk: one that everybody may write makes its files unsafe. That of places with what
    # it has in it: a file that comes counts.
    folders = dict.fromkeys(part for path in paths for part in _above(path))
    return [*paths, *folders, f"{FOLDER}/."]


def _above(path: str) -> list[str]:
    """Return the folders of a file, up to the desk; of one outside the desk its own."""
    if os.path.isabs(path):
        return [os.path.dirname(path)]
    parts = path.split("/")[:-1]
    return ["", *("/".join(parts[:count]) for count in range(1, len(parts) + 1))]
