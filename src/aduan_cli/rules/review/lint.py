"""What is well formed and yet can't be meant: rules that can never decide, words that never count, gaps.

Only what is proved is told, and answers that their question doesn't allow. What follows from the compiled form alone
is here; `rules check` adds the problems of the compiler and the examples that fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problem, some_of
from aduan_cli.rules.engine import holds_hours
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.urgent import words_of
from aduan_cli.rules.review.idle_readings import readings_unused
from aduan_cli.rules.review.level_listeners import levels_without_listener
from aduan_cli.rules.review.proofs import Box, PatternWords, boxes
from aduan_cli.rules.review.unanswerable import impossible_answers

if TYPE_CHECKING:
    from aduan_cli.compiled import Category, Condition, Rule, Rules
    from aduan_cli.rules.review.proofs import Literal

CITY = "rules.toml"
_MOST_COMPARED = 3_000_000
"""Pairs of conditions that are held against each other; what is beyond is not looked at."""


def lint(compiled: Rules, whole: bool = True) -> list[Problem]:
    """Return the warnings on a compiled form. Not `whole`: some files or rules of it were left out for errors."""
    linter = Linter(compiled)
    found = [
        *linter.rules(),
        *linter.cues(),
        *impossible_answers(compiled),
        *_wordless(compiled),
        *linter.categories(),
        *_shifts(compiled),
    ]
    if whole:
        found += [*_units(compiled), *readings_unused(compiled), *levels_without_listener(compiled, CITY)]
    return found


def _warning(file: str, path: Path, what: str, right: str | None = None) -> Problem:
    return Problem(file, path, what, right, "warning")


def _keys(box: Box) -> Iterator[list[object]]:
    """Yield, for each demand of a box that can be looked up, its keys: one of them is met when the box holds."""
    for clause in box.clauses:
        yield [("text", pattern) for pattern in clause]
    for name, values in box.only.items():
        yield [(name, value) for value in values]
    for key, demands in box.values.items():
        for positive, operator, values in demands:
            if positive and operator == "in":
                yield [(*key, repr(value)) for value in values]


class _Cover:
    """Conditions that came earlier, and which of them holds wherever a later one does.

    Each is filed under the rarest of its demands, so that of many rules few are held against each other.
    """

    def __init__(self, words: PatternWords, common: Counter[object]) -> None:
        self._words = words
        self._common = common
        self._by_key: dict[object, list[tuple[Box, str]]] = {}
        self._always: list[tuple[Box, str]] = []
        self._left = _MOST_COMPARED

    def add(self, box: Box, name: str) -> None:
        """File a condition that keeps later ones from being looked at where it holds."""
        rarest = min(_keys(box), key=lambda keys: sum(self._common[key] for key in keys), default=None)
        if rarest is None:
            self._always.append((box, name))
        for key in rarest or ():
            self._by_key.setdefault(key, []).append((box, name))

    def find(self, box: Box) -> str | None:
        """Return the name of one that holds wherever `box` does; None: none is proved to."""
        filed = [self._always]
        for keys in _keys(box):
            # One that covers this demand covers each of its values, so the rarest value shows them all.
            filed.append(min((self._filed(key) for key in keys), key=len, default=[]))
        for entries in filed:
            for other, name in entries:
                self._left -= 1
                if self._left < 0:
                    return None
                if box.within(other, self._words):
                    return name
        return None

    def _filed(self, key: Any) -> list[tuple[Box, str]]:
        if key[0] != "text":
            return self._by_key.get(key, [])
        found = [self._by_key.get(("text", pattern), ()) for pattern in self._words.implied(key[1])]
        return [entry for entries in found for entry in entries]


class Linter:
    """Looks at the rules and categories of one compiled form, by its patterns."""

    def __init__(self, compiled: Rules) -> None:
        self._compiled = compiled
        self._words = PatternWords(compiled)
        self._written = compiled["words"]

    # -- rules

    def rules(self) -> Iterator[Problem]:
        """Yield the rules that never hold or are never reached."""
        compiled = self._compiled
        handoffs = [(rule, self.boxes(rule)) for rule in compiled["handoffs"]]
        city = [(rule, self.boxes(rule)) for rule in compiled["city"]]
        yield from self.sequence("handoff", handoffs, [])
        # Where the city says that there is no danger now, a call with a hand-off's words comes to the rules.
        before = [] if compiled["no_handoff"] else [handoffs]
        yield from self.sequence("rule", city, before)
        deciding = _deciding(city)
        for plugin, rules in compiled["unit_rules"].items():
            own = [entry[0] for entry in compiled["categories"] if entry[2] == plugin]
            scope: Literal = (True, ["category", own])
            entries = [(rule, self.boxes(rule, [scope])) for rule in rules]
            yield from self.sequence("rule", entries, [*before, deciding], plugin)

    def boxes(self, rule: Rule, more: Iterable[Literal] = ()) -> list[Box] | None:
        """Return what each of the ways for a rule to hold demands; None: there are too many."""
        return boxes(rule["when"], self._words, more)

    def sequence(
        self,
        kind: str,
        rules: list[tuple[Rule, list[Box] | None]],
        before: list[list[tuple[Rule, list[Box] | None]]],
        plugin: str | None = None,
    ) -> Iterator[Problem]:
        """Yield what is wrong with the rules of one step; those `before` have had their turn."""
        everyone = [entry for entries in [*before, rules] for entry in entries]
        common = Counter(key for _rule, found in everyone for box in found or () for keys in _keys(box) for key in keys)
        cover = _Cover(self._words, common)
        for rule, found in [entry for entries in before for entry in entries]:
            self._file(cover, rule, found)
        for rule, found in rules:
            path: Path = (kind, rule["number"])
            if found is not None:
                problem = self._never(rule["file"], path, found, plugin) or self._unreached(rule, path, found, cover)
                if problem:
                    yield problem
                elif not rule["continue"] and self._always(rule["when"]):
                    yield _takes_all(kind, rule["file"], path, plugin)
                else:
                    yield from self._dead_words(rule["file"], path, found)
            self._file(cover, rule, found)

    @staticmethod
    def _file(cover: _Cover, rule: Rule, found: list[Box] | None) -> None:
        for box in found or ():
            if box.broken is None and not rule["continue"]:
                cover.add(box, f"{rule['id']} ({rule['file']}:{rule['line']})" if rule["line"] else rule["id"])

    def _never(self, file: str, path: Path, found: list[Box], plugin: str | None = None) -> Problem | None:
        if any(box.broken is None for box in found):
            return None
        key = found[0].broken if found else None
        if key == "category" and plugin is not None:
            what = _("it never holds: none of its categories belongs to '{plugin}'").format(plugin=plugin)
            return _warning(file, path, what, _("a category that this file declares would be right"))
        if key == "text" and found[0].dead:
            word = self._written[min(found[0].dead)]
            what = _("it never holds: '{word}' is asked for and ruled out").format(word=word)
            return _warning(file, path, what, _("leave it in one place only"))
        what = _("it never holds: its conditions on '{key}' exclude each other").format(key=key or "any")
        return _warning(file, path, what, _("leave out one of them"))

    @staticmethod
    def _unreached(rule: Rule, path: Path, found: list[Box], cover: _Cover) -> Problem | None:
        covering = []
        for box in found:
            if box.broken is None:
                name = cover.find(box)
                if name is None:
                    return None
                covering.append(name)
        what = _("it is never reached: {rules} decides first wherever it holds").format(rules=some_of(covering))
        if path[0] == "answer":
            what = _("it is never the first: {answers} comes before it wherever it fits")
            what = what.format(answers=some_of(covering))
        return _warning(rule["file"], path, what, _("put it before that one, narrow that one, or leave it out"))

    def _dead_words(self, file: str, path: Path, found: list[Box]) -> Iterator[Problem]:
        if len(found) == 1 and found[0].dead:
            words = some_of(self._written[pattern] for pattern in sorted(found[0].dead))
            what = _("{words} never counts: it is asked for and ruled out").format(words=words)
            yield _warning(file, path, what, _("leave it in one place only"))

    def _always(self, condition: Condition | None) -> bool:
        """Say whether one of the ways for a condition to hold demands nothing."""
        return any(box.demands_nothing for box in boxes(condition, self._words) or ())

    def cues(self) -> Iterator[Problem]:
        """Yield the cues, and what keeps hand-offs from holding, that every text has."""
        for kind, _words, conditions in self._compiled["cues"]:
            if any(self._always(condition) for condition in conditions):
                what = _("a cue without condition: every call is of this kind")
                yield _warning(CITY, ("cues", kind), what, _("'text' would be right"))
        if any(self._always(condition) for condition in self._compiled["no_handoff"]):
            what = _("a condition of [[no_handoff]] holds for every call: nothing is ever handed off")
            yield _warning(CITY, ("no_handoff",), what, _("'text' would be right"))

    # -- categories

    def categories(self) -> Iterator[Problem]:
        """Yield the categories that a text never leads to, and the words that lead elsewhere."""
        # While a category is looked for there is none yet.
        unknown: Literal = (True, ["category", [None]])
        entries = [(entry, self._category_boxes(entry, unknown)) for entry in self._compiled["categories"]]
        common = Counter(key for _entry, found in entries for box in found or () for keys in _keys(box) for key in keys)
        cover = _Cover(self._words, common)
        for entry, found in entries:
            file = manifest_path(entry[2]) if entry[2] else CITY
            yield from self._category(file, entry, found, cover)
            for box in found or ():
                if box.broken is None:
                    cover.add(box, entry[0])

    def _category_boxes(self, entry: Category, unknown: Literal) -> list[Box] | None:
        return None if entry[3] is None else boxes(entry[3], self._words, [unknown])

    def _category(self, file: str, entry: Category, found: list[Box] | None, cover: _Cover) -> Iterator[Problem]:
        path: Path = ("categories", entry[0])
        if entry[3] is None:
            what = _("it has no words: only an officer or an import can give it")
            yield _warning(file, path, what, _("'text' with the words that callers use would be right"))
        if found is None:
            return
        if never := self._never(file, path, found):
            yield never
            return
        live = [box for box in found if box.broken is None]
        covering = [cover.find(box) for box in live]
        takers = [taker for taker in covering if taker is not None]
        if len(takers) == len(live):
            what = _("no text leads to it: {categories} takes all of its words first").format(
                categories=some_of(takers)
            )
            yield _warning(file, path, what, _("give it words of its own, or leave it out"))
            return
        yield from self._dead_words(file, path, found)
        if len(found) == 1:
            yield from self._shadowed_words(file, path, found[0], cover)

    def _shadowed_words(self, file: str, path: Path, box: Box, cover: _Cover) -> Iterator[Problem]:
        """Yield the words of a category that lead to an earlier one whenever they are found."""
        taken: dict[str, list[str]] = {}
        clauses = box.clauses
        for at, clause in enumerate(clauses):
            for pattern in sorted(clause):
                # The same demands, with this word as the one that is found.
                box.clauses = [*clauses[:at], frozenset([pattern]), *clauses[at + 1 :]]
                taker = cover.find(box)
                if taker is not None:
                    taken.setdefault(taker, []).append(self._written[pattern])
        box.clauses = clauses
        for taker, words in taken.items():
            what = _("{words} never leads here: category '{category}' takes it first").format(
                words=some_of(words), category=taker
            )
            yield _warning(file, path, what, _("leave it out here or there"))


def _wordless(compiled: Rules) -> Iterator[Problem]:
    """Yield the rules and categories that make an emergency of which nothing tells the officer what to do now."""
    what, right = (
        _("an emergency, but nothing says what the officer does now"),
        _("'say' here, at the unit, or in [desk] would be right"),
    )
    own = {
        plugin: {entry[1] for entry in compiled["categories"] if entry[2] == plugin}
        for plugin in compiled["unit_rules"]
    }
    groups = [("", compiled["city"]), *compiled["unit_rules"].items()]
    for plugin, rules in groups:
        for rule in rules:
            units = {rule["to"]} if rule["to"] else own.get(plugin, set())
            wordless = not units or not all(words_of(compiled, unit) for unit in units)
            if rule["priority"] == "emergency" and not rule["say"] and wordless and not compiled["desk"].get("say"):
                yield _warning(rule["file"], ("rule", rule["number"], "priority"), what, right)
    for entry in compiled["categories"]:
        if entry[5] == "emergency" and not words_of(compiled, entry[1]):
            file = manifest_path(entry[2]) if entry[2] else CITY
            yield _warning(
                file, ("categories", entry[0], "priority"), what, _("'say' at the unit or in [desk] would be right")
            )


def _takes_all(kind: str, file: str, path: Path, plugin: str | None) -> Problem:
    if plugin is not None:
        what = _("it has no condition: it decides every call of the unit")
        return _warning(file, path, what, _("a condition, or the unit at each category, would be right"))
    what = _("it has no condition: it takes every call")
    return _warning(file, path, what, _("'category' or 'text' would be right"))


def _deciding(city: list[tuple[Rule, list[Box] | None]]) -> list[tuple[Rule, list[Box] | None]]:
    """Return the city's rules that keep a unit's from being looked at wherever they hold.

    One without `to` and `continue` ends the city's turn and leaves the unit's: behind it nothing is sure.
    """
    found = []
    for entry in city:
        if not entry[0]["to"] and not entry[0]["continue"]:
            break
        found.append(entry)
    return found


# -- units, shifts


def _units(compiled: Rules) -> Iterator[Problem]:
    """Yield the units and outside bodies that neither a category nor a rule leads to, nor to a part of them."""
    units, outside = compiled["units"], compiled["outside"]
    named = {entry[1] for entry in compiled["categories"]}
    for rules in (compiled["handoffs"], compiled["city"], *compiled["unit_rules"].values()):
        named |= {unit for rule in rules for unit in (rule["to"], *rule["support"]) if unit}
    offices = {office for unit in named if unit in units for office in units[unit].get("offices", {}).values()}
    reached = named | offices
    for unit in list(reached):
        while unit in units and (parent := units[unit]["parent"]) is not None:
            unit = parent
            if unit in reached:
                break
            reached.add(unit)
    made = {office for entry in units.values() for office in entry.get("offices", {}).values()}
    for unit in [*units, *outside]:
        if unit not in reached and unit not in made:
            owner = units[unit]["owner"] if unit in units else None
            file = manifest_path(owner) if owner else CITY
            what = _("nothing leads to '{unit}'").format(unit=unit)
            yield _warning(
                file, _unit_path(unit, compiled), what, _("a category or a rule that names it would be right")
            )


def _unit_path(unit: str, compiled: Rules) -> Path:
    if unit in compiled["outside"]:
        return ("outside", unit)
    entry = compiled["units"][unit]
    if entry["owner"] is None:
        return ("units", unit)
    return ("crews", unit.removeprefix(f"{entry['parent']}-")) if entry["parent"] else ("unit",)


def _shifts(compiled: Rules) -> Iterator[Problem]:
    """Yield the hours that are in no shift, and those that are in two."""
    shifts = compiled["shifts"]
    if not shifts:
        return
    counts = [sum(holds_hours([[start, end]], minute) for _name, start, end in shifts) for minute in range(1440)]
    for start, end in _spans([count == 0 for count in counts]):
        what = _("no shift has {start} to {end}").format(start=start, end=end)
        yield _warning(CITY, ("shifts",), what, _("shifts that meet would be right"))
    for start, end in _spans([count > 1 for count in counts]):
        what = _("two shifts have {start} to {end}; the first one counts").format(start=start, end=end)
        yield _warning(CITY, ("shifts",), what, _("shifts that meet would be right"))


def _spans(wanted: list[bool]) -> Iterator[tuple[str, str]]:
    """Yield the spans of a day in which `wanted` holds, as (from, to); one may pass midnight."""
    if all(wanted):
        yield "00:00", "24:00"
    for start in range(1440):
        if wanted[start] and not wanted[start - 1]:
            end = start
            while wanted[end % 1440]:
                end += 1
            yield f"{start // 60:02d}:{start % 60:02d}", f"{end % 1440 // 60:02d}:{end % 60:02d}"
