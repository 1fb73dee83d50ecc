"""From the parsed files of a desk to the one compiled form that the engine runs. Pure: no file is read.

The compiled form is plain JSON data:

    desk        name, prefix, timezone, triage, channels, largest_file (MB); say where it has some
    shifts      [[name, from minute, to minute], ...]; may pass midnight; holidays: dates, ascending
    cues        [[kind, [pattern number, ...], [condition, ...]], ...] in the order of the file
    units       id → name, aliases, parent, owner (plugin or null), contact; each, offices, say, contacts, hours if any
    outside     id → name, referral, aliases; contacts and hours where it has some; unit_names: joined, folded spelling
                → id of a unit or an outside body; gazetteer, places: [compiled.Place, ...]
    areas       name → its corners, [longitude, latitude] each
    readings    name → the table, with file and line; unless: the words of `[unless]`; synonyms: folded word → the word
                that it stands for, folded and joined
    patterns    joined pattern without star → number; longest: `text.longest_by_start` of it;
                stars: [[number, words], ...]; words: number → as written; lists: list of [words] → numbers
    asides      near, clause → numbers of patterns; last → categories that are tried when no other one holds
    categories  [[id, unit, plugin or null, condition or null, title, priority, routes feedback, file, line], ...] in
                the order of matching; without condition it is never found from the text
    no_handoff (conditions that keep each hand-off from holding), handoffs, city, unit_rules (plugin → rules)
                rules: id, when, to, as (the category that a hand-off gives, or null), support, priority, continue,
                reason, say, file, number (in the file, from 0), line
    questions   category → [[id, text, type, choices], ...]; unasked: category → id → patterns; read: … → reading
    grants      plugin → ids; scopes: plugin → ids of all units and outside bodies that it may name, sorted
    commands    plugin → command → its line in the help; fields: plugin → columns of an import that its code may see
    limits      name → number, where it is not the usual; reasons: hold, reject → code → say (or null), stops_clock
    views, notifiers
                name → the table as written; tell, heads: unit → names; messages: what is told → subject, body
    inbox       words: move → more words for it; mail: unit → its senders; folder, hold where it has some
    proof       category → "result", "file": what `resolve` asks for, where that is not the result alone
    trust       users and groups that may own or write the desk's files; answerable: whether there are answers at all
    answers     entries (id, title, text, when, unit, source, valid_until, plugin, file, number, line); patterns,
                longest, stars, words: as above, of their own; index: what `directory.index_of` makes

A condition is a nested list: `["all"|"any", [conditions]]`, `["not", condition]`, `["text"|"text_all"|"text_not",
[numbers]]`, `["category"|"kind"|"kecamatan"|"kelurahan"|"priority"|"channel"|"shift"|"area", [values]]`, `["hours",
[[from, to], ...]]`, `["days", [0 to 6 from Monday, or "holiday"]]`, `["answers"|"fields"|"readings", name, operator,
value]` with the operator `in` and a list, one of >= <= > < != and a number, or `is` (something was read).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problem, Problems
from aduan_cli.rules.language.answer_tables import answers_of
from aduan_cli.rules.language.aside_tables import asides_of
from aduan_cli.rules.language.category_order import in_order
from aduan_cli.rules.language.cleaned_documents import CleanedDocuments
from aduan_cli.rules.language.conditions import Conditions, Patterns
from aduan_cli.rules.language.deadlines import clocks_of
from aduan_cli.rules.language.declare import Declarations, Source, manifest_path
from aduan_cli.rules.language.desk_table import desk_of
from aduan_cli.rules.language.examples import Example, examples_of
from aduan_cli.rules.language.files import proof_of
from aduan_cli.rules.language.holidays import holidays_of
from aduan_cli.rules.language.incidents import incident_rules_of
from aduan_cli.rules.language.levels import levels_of
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.open311 import open311_of
from aduan_cli.rules.language.place_tables import gazetteer_of, inhabitants_of, places_of
from aduan_cli.rules.language.plugin_tables import commands_of, limits_of, questions_of, read_of, unasked_of
from aduan_cli.rules.language.privacy import people_of, retention_of
from aduan_cli.rules.language.readings import readings_of, tells_known, unless_of
from aduan_cli.rules.language.reasons import reasons_of
from aduan_cli.rules.language.responses import with_responses
from aduan_cli.rules.language.senders import inbox_of
from aduan_cli.rules.language.shape import Cleaner, each
from aduan_cli.rules.language.shifts import shifts_of
from aduan_cli.rules.language.synonyms import synonyms_of
from aduan_cli.rules.language.telling import callers_of, messages_of, notifiers_of, tell_of
from aduan_cli.rules.language.witness import audit_of
from aduan_cli.rules.language.wordings import WordLists
from aduan_cli.text import longest_by_start

if TYPE_CHECKING:
    from aduan_cli.compiled import Category, Condition, Cue, Rule, Rules


class Document(NamedTuple):
    """One parsed file. `role` is city, plugin, places, examples or holidays (`data` is then `{"dates": [...]}`).

    `path` is relative to the desk: `rules.toml`, `plugins/bmsda/plugin.toml`. `lines` maps the paths of keys
    and list items to their lines, as far as they are known.
    """

    path: str
    role: str
    data: dict[str, Any]
    lines: dict[Path, int] = {}


class Compiled(NamedTuple):
    """`rules` is well formed whatever was wrong: what has a problem is left out of it."""

    rules: Rules
    problems: list[Problem]
    examples: list[Example]


def compile_rules(
    documents: Iterable[Document],
    missing: Collection[str] = (),
    settled: Collection[str] = (),
    folders: Collection[str] = (),
    kept: CleanedDocuments | None = None,
) -> Compiled:
    """Compile a desk's documents; all problems are collected. The form lacks `zone`, which is config's.

    `missing` names files that were left out: what only they can declare is then a warning. `settled` names
    files in force already: what they own stays theirs. `folders` are names of plugins that lie in the desk.
    `kept`: of a set that is compiled again and again with little changed.
    """
    compiler = _Compiler(list(documents), missing, settled, folders, kept or CleanedDocuments())
    rules, problems = compiler.run(), list(compiler.problems)
    if problems and kept:
        kept.forget_documents()
    return Compiled(rules, problems, compiler.examples)


class _Compiler:
    def __init__(
        self,
        documents: list[Document],
        missing: Collection[str],
        settled: Collection[str],
        folders: Collection[str],
        kept: CleanedDocuments,
    ) -> None:
        self.problems, self._kept = Problems(), kept
        self.examples: list[Example] = []
        self._missing = missing
        self._settled = settled
        self._folders = folders
        city = next((document for document in documents if document.role == "city"), None)
        self.problems.levels = levels_of(city.data) if city else {}
        self._names = DeclaredNames(self.problems, bool(missing))
        self._holidays = [document for document in documents if document.role == "holidays"]
        self._sources = self._enabled(documents)
        self._place_files = self._of_role(documents, "places")
        self._more = self._of_role(documents, "examples")
        self._city = next(iter(self._sources), Source("rules.toml", None, {}, {}))
        self._synonyms = synonyms_of(self._city, self.problems)
        self._patterns = Patterns(self._synonyms, kept.joined(self._synonyms))
        self._words = WordLists(self._sources, self.problems, missing)
        self._ids: dict[str, str] = {}

    def _declare(self) -> list[tuple[str, Source]]:
        Declarations(self._sources, self._settled, self._names, self.problems, self._folders).declare()
        for source in sorted(self._sources, key=lambda source: source.file not in self._settled):
            self._claim_ids(source)
        for source in [*self._sources, *self._more]:
            self.examples += examples_of(source, self._names)
        return [(source.plugin, source) for source in self._sources if source.plugin is not None]

    def run(self) -> Rules:
        by_plugin = self._declare()
        holidays = holidays_of(self._city, self._holidays, self.problems)
        notifiers = notifiers_of(self._city, self._names, self.problems)
        answers = answers_of(self._sources, self._names, self._synonyms, self._words, self.problems)
        compiled: Rules = {
            "desk": desk_of(self._city, self._names, self.problems),
            "shifts": shifts_of(self._city, self.problems),
            "holidays": holidays.dates,
            "cues": self._cues(),
            "levels": dict(self.problems.levels),
            "units": self._names.units,
            "outside": self._names.outside,
            "unit_names": self._names.unit_names,
            "gazetteer": gazetteer_of(self._city),
            "areas": self._names.areas,
            "readings": readings_of(self._sources, self._names, self._words, self.problems),
            "unless": unless_of(self._city, self._words, self.problems),
            "asides": asides_of(self._sources, self._patterns, self._words),
            "inhabitants": inhabitants_of(self._city, self._names),
            "places": places_of(self._place_files, self._city, self._names, self._patterns, self.problems),
            "categories": in_order(map(self._categories, self._sources), self._sources, self._names),
            "questions": questions_of(self._sources, self._names, self.problems),
            "unasked": unasked_of(self._sources, self._patterns, self._words),
            "read": read_of(self._sources, self._names),
            "handoffs": self._rules(self._city, "handoff"),
            "no_handoff": self._no_handoff(),
            "city": self._rules(self._city, "rule"),
            "unit_rules": {plugin: self._rules(s, "rule") for plugin, s in by_plugin},
            "grants": self._grants(),
            "scopes": {plugin: sorted(units) for plugin, units in self._names.scopes.items()},
            "commands": {plugin: commands_of(s, self.problems) for plugin, s in by_plugin if s.data.get("commands")},
            "fields": {plugin: names for plugin, s in by_plugin if (names := s.data.get("plugin", {}).get("fields"))},
            "limits": limits_of(self._city, self.problems),
            "reasons": reasons_of(self._city),
            "views": self._city.data.get("views", {}),
            "incidents": incident_rules_of(self._city, self._names, self.problems),
            "notifiers": notifiers,
            "callers": callers_of(self._city, notifiers, self.problems),
            "tell": tell_of(self._sources, self._names, notifiers, self.problems),
            "heads": tell_of(self._sources, self._names, notifiers, self.problems, "head"),
            "messages": messages_of(self._city),
            "inbox": inbox_of(self._sources, self.problems),
            "retention": retention_of(self._city, self.problems),
            "people": people_of(self._city, self._names, self.problems),
            "clocks": clocks_of(self._sources, self._names, holidays, self.problems),
            "proof": proof_of(self._sources, self._names),
            "trust": [name for name in self._city.data.get("plugins", {}).get("trust", []) if name],
            "synonyms": self._synonyms,
            "patterns": self._patterns.exact,
            "longest": longest_by_start(self._patterns.exact),
            "stars": self._patterns.stars,
            "words": self._patterns.words,
            "answerable": bool(answers["entries"]),
            "answers": answers,
            "audit": audit_of(self._city),
            "open311": open311_of(self._sources, self._city, self._names),
            "lists": {name: self._patterns.numbers(words) for name, words in self._words.named.items()},
        }
        return self._finished(compiled)

    def _finished(self, compiled: Rules) -> Rules:
        self._patterns.renumber()
        self._words.tell_unused()
        return compiled

    # -- files

    def _enabled(self, documents: list[Document]) -> list[Source]:
        """Return `rules.toml` and the manifests that it enables, in this order, all cleaned."""
        city = next((document for document in documents if document.role == "city"), None)
        if city is None:
            return []
        sources = [self._source(city, None)]
        manifests = {document.path: document for document in documents if document.role == "plugin"}
        seen: set[str] = set()
        for name, where in each(sources[0].data.get("plugins", {}).get("enable", []), ("plugins", "enable")):
            path = manifest_path(name)
            if name in seen:
                what = _("plugin '{plugin}' is enabled twice").format(plugin=name)
                self.problems.error(city.path, where, what, _("name each plugin once"))
            elif path in manifests:
                sources.append(self._source(manifests[path], name))
            elif path not in self._missing:
                what = _("no plugin '{plugin}': there is no {path}").format(plugin=name, path=path)
                enabled = sources[0].data["plugins"]["enable"]
                right = self.problems.suggest(name, [folder for folder in self._folders if folder not in enabled])
                if right is None:
                    right = _(
                        "put its folder back, or leave the name out; aduan plugin discover finds what is installed"
                    )
                self.problems.error(city.path, where, what, right)
            seen.add(name)
        return sources

    def _source(self, document: Document, plugin: str | None) -> Source:
        data = self._cleaned(document, "plugin.toml" if plugin else "rules.toml")
        if plugin is None:
            with_responses(data, document.path, self.problems)
        elif "unit" in data:
            for category in data.get("categories", {}).values():
                category.setdefault("unit", data["unit"]["id"])
        return Source(document.path, plugin, data, document.lines)

    def _of_role(self, documents: list[Document], role: str) -> list[Source]:
        mine = [document for document in documents if document.role == role]
        return [Source(one.path, None, self._cleaned(one, f"{role}.toml"), one.lines) for one in mine]

    def _cleaned(self, document: Document, table: str) -> dict[str, Any]:
        def clean() -> dict[str, object]:
            return Cleaner(document.path, self.problems).table(document.data, table, (), partial=True) or {}

        return self._kept.cleaned(document.path, document.data, clean)

    def _claim_ids(self, source: Source) -> None:
        """Give every rule of a file its id; ids are unique in the desk."""
        before = 0
        for kind in ("handoff", "rule"):
            rules = source.data.get(kind, [])
            for rule in rules:
                name = rule.setdefault("id", f"{source.file}#{before + rule['number'] + 1}")
                if name in self._ids:
                    what = _("rule '{rule}' stands in {file} already").format(rule=name, file=self._ids[name])
                    self.problems.error(source.file, (kind, rule["number"], "id"), what, _("another id"))
                self._ids.setdefault(name, source.file)
            before += max((rule["number"] + 1 for rule in rules), default=0)

    def _cues(self) -> list[Cue]:
        conditions, made = self._conditions(self._city), []
        for kind, cues in self._city.data.get("cues", {}).items():
            words = self._patterns.numbers(self._words.all_of(cues, self._city.file, ("cues", kind)) or ())
            tables = [conditions.table(cue, ("cues", kind, n)) for n, cue in enumerate(cues) if isinstance(cue, dict)]
            made.append([kind, words, tables])
        return cast("list[Cue]", made)

    def _no_handoff(self) -> list[Condition]:
        conditions = self._conditions(self._city)
        made = (conditions.table(one, ("no_handoff", one["number"])) for one in self._city.data.get("no_handoff", []))
        return [condition for condition in made if condition is not None]

    def _grants(self) -> dict[str, list[str]]:
        known, grants = {**self._names.units, **self._names.outside}, self._city.data.get("grants", {})
        return {plugin: [unit for unit in units if unit in known] for plugin, units in grants.items()}

    # -- categories, rules

    def _conditions(self, source: Source) -> Conditions:
        return Conditions(source.file, self._names, self._patterns, self._words)

    def _categories(self, source: Source) -> list[Category]:
        conditions = self._conditions(source)
        made = []
        for category, table in source.data.get("categories", {}).items():
            path = ("categories", category)
            condition = conditions.table(table, path, skip=("priority",))
            known = self._names.unit(table["unit"], source.file, (*path, "unit"), source.plugin)
            if condition is None or not known or self._names.categories[category] != source.file:
                continue
            by_text = None if condition == ["all", []] else condition
            sets = [table.get("title"), table.get("priority"), table.get("routes_feedback", False)]
            place = [source.file, source.lines.get(path, 0)]
            made.append([category, table["unit"], source.plugin, by_text, *sets, *place])
        return cast("list[Category]", made)

    def _rules(self, source: Source, kind: str) -> list[Rule]:
        conditions = self._conditions(source)
        made = [self._rule(source, kind, table, conditions) for table in source.data.get(kind, [])]
        return [rule for rule in made if rule is not None]

    def _rule(self, source: Source, kind: str, table: dict[str, Any], conditions: Conditions) -> Rule | None:
        """Return one compiled rule, or None when something of it is wrong."""
        path: Path = (kind, table["number"])
        names, file = self._names, source.file
        condition = conditions.table(table, path, skip=("priority",))
        to = table.get("to")
        known = to is None or names.unit(to, file, (*path, "to"), source.plugin)
        category = table.get("as")
        known &= category is None or names.category(category, file, (*path, "as"))
        support = [
            unit
            for unit, where in each(table.get("support", []), (*path, "support"))
            if names.unit(unit, file, where, source.plugin, outside=False)
        ]
        if not table.keys() & {"to", "support", "priority", "broken"}:
            what = _("the rule decides nothing")
            self.problems.error(file, path, what, _("'to', 'support' or 'priority' would be right"))
            return None
        if to is not None and table.get("continue"):
            what = _("'to' does nothing in a rule that continues")
            self.problems.warning(file, (*path, "to"), what, _("leave out 'to' or 'continue'"))
        known &= tells_known(table, names, file, path)
        if condition is None or not known:
            return None
        return {
            "id": table["id"],
            "when": condition,
            "to": to,
            "as": category if category in names.categories else None,
            "support": support,
            "priority": table.get("priority"),
            "continue": table.get("continue", False),
            "reason": table.get("reason"),
            "say": table.get("say"),
            "file": file,
            "number": table["number"],
            "line": source.lines.get(path, 0),
        }
