"""Which texts come into force: what has changed is tried together, then each failing file alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from aduan_cli.config.rule_files.message_texts import wrong_messages
from aduan_cli.config.rule_files.sources import RULES, Parsed, Sources, belonging, decoded, inside, parse
from aduan_cli.config.rule_files.views import wrong_views
from aduan_cli.config.rule_files.zones import zone_of
from aduan_cli.i18n import _
from aduan_cli.model import MANIFEST_FILE
from aduan_cli.problems import Path, Problem, located
from aduan_cli.rules.language.cleaned_documents import CleanedDocuments
from aduan_cli.rules.language.compile import Compiled, Document, compile_rules
from aduan_cli.rules.language.place_tables import is_places

Check = Callable[[Compiled, set[str]], list[Problem]]
"""A further test of compiled rules, `zone` included: given the changed files, returns what is wrong with them."""
Texts = dict[str, str]


class Attempt(NamedTuple):
    """What came of compiling one set of texts; the problems have their lines. `lines` are those of each file."""

    compiled: Compiled
    problems: list[Problem]
    lines: dict[str, dict[Path, int]]

    def errors(self) -> list[Problem]:
        """Return the problems that keep a file out."""
        return [problem for problem in self.problems if problem.severity == "error"]


class ParsedTexts:
    """What is known of texts that are compiled again and again with little changed: each is parsed and cleaned once."""

    def __init__(self) -> None:
        self.parsed: dict[tuple[str, str], Parsed] = {}
        self.kept = CleanedDocuments()

    def forget_others(self, texts: Mapping[str, str]) -> None:
        """Forget what texts were parsed to that are not among these."""
        self.parsed = {key: found for key, found in self.parsed.items() if texts.get(key[0]) == key[1]}


class Attempts:
    """Compiles sets of texts; each text is parsed once, and none that is among those `known`."""

    def __init__(self, sources: Sources, known: ParsedTexts | None = None) -> None:
        self._sources = sources
        self._known = known or ParsedTexts()
        self._last: tuple[object, Attempt] | None = None

    def _parse(self, path: str, text: str) -> Parsed:
        key = (path, text)
        if key not in self._known.parsed:
            self._known.parsed[key] = parse(path, text)
        return self._known.parsed[key]

    def readable(self, accepted: Collection[str] = ()) -> tuple[Texts, dict[str, list[Problem]]]:
        """Return the texts on disk that can be parsed, and the problems of the files that can't, or are gone.

        `accepted` are the paths in force.
        """
        texts: Texts = {}
        bad = {path: [problem] for path, problem in self._sources.bad.items()}
        for path, file in self._sources.files.items():
            text = decoded(path, file.data)
            problems = [text] if isinstance(text, Problem) else self._parse(path, text).problems
            if problems:
                bad[path] = problems
            elif isinstance(text, str):
                texts[path] = text
        if RULES in self._sources.absent:
            bad[RULES] = [gone(RULES, RULES in accepted)]
        bad |= {path: [gone(path)] for path in self._sources.absent if is_places(path)}
        return texts, bad

    def compiled(
        self, texts: Mapping[str, str], bad: Mapping[str, object], settled: set[str], more: Sequence[Document] = ()
    ) -> Attempt:
        """Compile texts. Files that are `bad` and have no text, but for those of places, may declare what is unknown.

        `more` are documents that don't belong to the rules themselves: examples.
        """
        mine = {path: texts[path] for path in belonging(texts, texts.get(RULES)) if path in texts}
        missing = {path for path in bad if path not in texts and not is_places(path)}
        key = (mine, missing, settled & mine.keys(), len(more))
        if self._last is None or self._last[0] != key:
            self._last = (key, self._compile(mine, missing, settled, more))
        return self._last[1]

    def _compile(self, texts: Texts, missing: set[str], settled: set[str], more: Sequence[Document]) -> Attempt:
        found = [self._parse(path, text) for path, text in texts.items()]
        documents = [*(one.document for one in found if one.document), *more]
        compiled = compile_rules(documents, missing, settled, self._sources.folders, self._known.kept)
        problems = [*compiled.problems]
        if RULES in texts:
            problems += self._settings(compiled, documents[0].data, texts.keys() | missing)
            problems += wrong_messages(compiled.rules) if compiled.rules["messages"] else []
            problems += wrong_views(compiled.rules, bool(missing)) if compiled.rules["views"] else []
        lines = {document.path: document.lines for document in documents}
        return Attempt(compiled, [located(problem, lines.get(problem.file, {})) for problem in problems], lines)

    def _settings(self, compiled: Compiled, city: dict[str, object], known: set[str]) -> list[Problem]:
        """Add the zone, and return what is wrong with what lies outside: time zone and holidays file."""
        problems = []
        compiled.rules["installed"] = self._sources.installed()
        compiled.rules["zone"], wrong = zone_of(compiled.rules["desk"]["timezone"])
        if wrong:
            problems.append(Problem(RULES, ("desk", "timezone"), *wrong))
        table = city.get("holidays")
        file = table.get("file") if isinstance(table, dict) else None
        path: Path = ("holidays", "file")
        if isinstance(file, str) and file.strip():
            if not inside(file):
                what = _("'{file}' is no path inside the desk's folder").format(file=file)
                problems.append(Problem(RULES, path, what, _("a path as in 'holidays.csv' would be right")))
            elif file not in known:
                problems.append(Problem(RULES, path, _("there is no file '{file}'").format(file=file)))
        return problems


def gone(path: str, was_accepted: bool = False) -> Problem:
    """Return the problem of a file that isn't there."""
    folder, _slash, name = path.rpartition("/")
    right = _("put it back")
    if path == RULES:
        right = _("put it back, or: aduan rules restore REV") if was_accepted else _("aduan init makes one")
    if is_places(path):
        right = _("put it back, or: aduan rules accept lets it go")
    if name == MANIFEST_FILE:
        plugin = folder.rpartition("/")[2]
        right = _("put it back or install it again, or: aduan plugin disable {plugin}").format(plugin=plugin)
    return Problem(path, (), _("there is no such file"), right)


def lost(path: str) -> Problem:
    """Return the problem of a manifest that is gone with the folder of all plugins."""
    right = _("put it back, code and all; aduan rules restore REV writes back the manifests alone")
    return Problem(path, (), _("the folder plugins/ isn't there"), right, cause="no plugins/")


class AcceptanceRun:
    """Finds the texts in force: `in_force`, and `left_out` with the reasons."""

    def __init__(self, sources: Sources, accepted: Mapping[str, str], check: Check | None) -> None:
        self._attempts = Attempts(sources)
        self._accepted = accepted
        self._check = check
        self._absent = sources.absent
        self._baseline: set[tuple[str, Path, str]] | None = None
        texts, self.left_out = self._attempts.readable()
        self._changed = {path: text for path, text in texts.items() if accepted.get(path) != text}
        self.in_force: Texts = dict(accepted)
        for path in sources.absent:
            if path in accepted:
                self.left_out[path] = [lost(path) if path in sources.lost else gone(path, was_accepted=True)]

    def let_go(self) -> None:
        """Take the files of places that are gone out of what is in force: somebody says that they may go."""
        for path in [path for path in self._absent if is_places(path)]:
            self.in_force.pop(path, None)
            self.left_out.pop(path, None)

    def postpone(self) -> None:
        """Leave all changes out until somebody accepts them."""
        for path in self._changed:
            what = _('it has changed, and [rules] accept is "manual"')
            self.left_out[path] = [Problem(path, (), what, _("aduan rules accept would bring it into force"))]

    def accept_passing(self) -> None:
        """Bring into force whatever passes."""
        self._together()
        for path in sorted(self._changed, key=lambda path: path != RULES):
            if self.in_force.get(path) == self._changed[path]:
                continue
            wrong = self._wrong({path: self._changed[path]})
            if wrong:
                self.left_out[path] = wrong
            else:
                self._accept({path: self._changed[path]})

    def finish(self) -> Attempt | None:
        """Drop what the rules in force don't ask for, and compile the rest; None when there are no rules."""
        if RULES not in self.in_force:
            self.in_force = {}
            return None
        wanted = belonging({*self.in_force, *self.left_out}, self.in_force[RULES])
        if RULES not in self.left_out:
            self.left_out = {path: why for path, why in self.left_out.items() if path in wanted}
        self.in_force = {path: self.in_force[path] for path in wanted if path in self.in_force}
        return self._compiled(self.in_force)

    def _together(self) -> None:
        """Try all changed files, without those that turn out to be wrong, until the rest passes."""
        trial = dict(self._changed)
        while trial:
            wrong = self._wrong(trial)
            if not wrong:
                self._accept(trial)
                return
            blamed = {problem.file for problem in wrong} & trial.keys()
            for path in blamed:
                self.left_out[path] = [problem for problem in wrong if problem.file == path]
                del trial[path]
            if not blamed:
                return

    def _accept(self, texts: Texts) -> None:
        self.in_force |= texts
        for path in texts:
            self.left_out.pop(path, None)

    def _compiled(self, texts: Texts) -> Attempt:
        settled = {path for path, text in self._accepted.items() if texts.get(path) == text}
        return self._attempts.compiled(texts, self.left_out, settled)

    def _wrong(self, changes: Texts) -> list[Problem]:
        """Return the errors that changes bring. What is wrong already with the texts in force isn't theirs."""
        attempt = self._compiled({**self.in_force, **changes})
        errors = attempt.errors()
        if not errors and self._check:
            found = self._check(attempt.compiled, set(changes))
            errors = [located(problem, attempt.lines.get(problem.file, {})) for problem in found]
        if errors and RULES in self._accepted:
            if self._baseline is None:
                known = self._compiled(dict(self._accepted)).problems
                self._baseline = {(problem.file, problem.path, problem.what) for problem in known}
            errors = [e for e in errors if (e.file, e.path, e.what) not in self._baseline or e.file in changes]
        return errors
