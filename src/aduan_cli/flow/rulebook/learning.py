"""Learning from the desk's stored complaints: gathered in order of time, learned, measured by the engine.

The first part of the complaints is learned from, the last part is held out. Every figure is counted by running
the engine over the compiled draft, as it would route the very same complaints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.router import Router
from aduan_cli.errors import ConfigError, NotFoundError, UsageError
from aduan_cli.i18n import _
from aduan_cli.places import kecamatan_named, kelurahan_named
from aduan_cli.ports import Store
from aduan_cli.rules.language.compile import Document, compile_rules
from aduan_cli.rules.language.names import slug
from aduan_cli.rules.learning.carried import left_out
from aduan_cli.rules.learning.document import document
from aduan_cli.rules.learning.document import written as written
from aduan_cli.rules.learning.draft import FACTS, TEXT, Sample
from aduan_cli.rules.learning.learner import learn
from aduan_cli.rules.learning.tables import back_off, best_column, share_right
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.stored import Query

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

BY_TIME = Query(sort="reported_at", ascending=True)
INPUTS = (TEXT, "kecamatan", "kelurahan")
"""What is learned from when nothing is said: all that every desk has when a call comes in."""
TRIAGE = ("triage", "")

Key = tuple[str, str]
"""What decided: ("categories", id), ("rule", id) or `TRIAGE`."""


class Wish(NamedTuple):
    """What is asked for. `source` is the field that holds the unit, `holdout` a share from 0 to below 1.

    With `relearn` the rules are learned once more from all complaints after they were measured.
    """

    source: str = "recorded_unit"
    inputs: tuple[str, ...] = INPUTS
    max_rules: int = 400
    holdout: float = 0.3
    relearn: bool = False


class Count(NamedTuple):
    """Complaints that were decided, and how many of these rightly."""

    decided: int
    right: int

    @property
    def share(self) -> float:
        """The right ones, 0 to 1; of none 0."""
        return self.right / self.decided if self.decided else 0.0


class PlainTable(NamedTuple):
    """A plain table to hold the rules against: the inputs that it looks at, and its agreement."""

    inputs: tuple[str, ...]
    share: float


class Measured(NamedTuple):
    """A draft with its figures, by what decided; `held` are those of the complaints held out."""

    data: dict[str, Any]
    learned: dict[Key, Count]
    held: dict[Key, Count]


class Learned(NamedTuple):
    """What `rules learn` found. `final` is the draft to write, `tried` the one that was measured.

    `left_out` are tables of the present rules.toml that are not in it.
    """

    tried: Measured
    final: Measured
    tables: list[PlainTable]
    wish: Wish
    left_out: list[str]


def total(counts: Mapping[Key, Count]) -> Count:
    """Return all counts as one."""
    return Count(sum(c.decided for c in counts.values()), sum(c.right for c in counts.values()))


class Learning:
    """Learns from the complaints of one store; `compiled` are the rules in force, `present` their rules.toml."""

    def __init__(self, store: Store, compiled: Rules, present: Mapping[str, object], wish: Wish) -> None:
        self._store = store
        self._compiled = compiled
        self._present = present
        self._spelt = Agreement(compiled)
        self._wish = wish._replace(inputs=tuple(dict.fromkeys(map(input_name, wish.inputs))))

    def run(self) -> Learned:
        """Learn and measure. Raises `NotFoundError` with nothing to learn from, `UsageError` for an input."""
        samples = self._gather()
        cut = len(samples) - int(len(samples) * self._wish.holdout)
        tried = self._measured(samples[:cut], cut)
        final = tried
        if self._wish.relearn and cut < len(samples):
            final = self._measured(samples, len(samples))
        tables = self._tables(samples[:cut], samples[cut:])
        return Learned(tried, final, tables, self._wish, left_out(self._present, final.data))

    # -- complaints

    def units_of(self, complaint: Complaint) -> list[str]:
        """Return the units that a complaint is known to belong to; empty: unknown, or in triage."""
        given = complaint.recorded_unit if self._wish.source == "recorded_unit" else complaint.unit
        triage = self._compiled["desk"]["triage"]
        return [unit for part in (given or "").split(";") if (unit := self._unit(part)) and unit != triage]

    def _unit(self, written: str) -> str:
        """Return the id of a unit that is there in any of its spellings; a new one gets its own."""
        named = self._spelt.named(written)
        return named if named in self._compiled["units"] or named in self._compiled["outside"] else slug(written)

    def _known(self) -> Iterator[tuple[Complaint, list[str]]]:
        for complaint in self._store.find(BY_TIME):
            units = self.units_of(complaint)
            if units:
                yield complaint, units

    def _gather(self) -> list[Sample]:
        inputs = self._wish.inputs
        seen: set[str] = set()
        samples = []
        for complaint, units in self._known():
            seen.update(f"fields.{name}" for name in complaint.fields)
            seen.update(f"answers.{name}" for name in complaint.answers)
            values = tuple(intern(self._value(complaint, name)) for name in inputs)
            samples.append(Sample(intern(units[0]), values, complaint.text if TEXT in inputs else ""))
        if not samples:
            raise NotFoundError(
                _("no complaint has a {field}; import the old records with a map that names their unit").format(
                    field=self._wish.source
                )
            )
        for name in inputs:
            if "." in name and name not in seen:
                known = ", ".join(sorted(seen)) or "-"
                raise UsageError(_("no complaint has '{name}'; known: {names}").format(name=name, names=known))
        return samples

    def _value(self, complaint: Complaint, name: str) -> str:
        """Return the value of an input as rules can name it; "" is nothing."""
        table, dot, key = name.partition(".")
        if dot:
            value = getattr(complaint, table).get(key)
            return "" if value is None or isinstance(value, (dict, list)) else str(value)
        if name == TEXT:
            return ""
        given = getattr(complaint, name) or ""
        gazetteer = self._compiled["gazetteer"]
        if name == "kecamatan":
            return given if kecamatan_named(given, gazetteer) == given else ""
        if name == "kelurahan":
            return given if kelurahan_named(given, gazetteer) == given else ""
        known = self._compiled["desk"]["channels"] if name == "channel" else [s[0] for s in self._compiled["shifts"]]
        return given if name == "kind" or given in known else ""

    # -- figures

    def _measured(self, samples: Sequence[Sample], cut: int) -> Measured:
        draft = learn(samples, self._wish.inputs, self._wish.max_rules)
        data = document(draft, self._present, self._compiled)
        router = self._router(data)
        decided = self._decided(router)
        return Measured(data, _counted(islice(decided, cut)), _counted(decided))

    def _router(self, data: dict[str, object]) -> Router:
        # Which days are holidays is in a file that rules.toml only names; nothing that is learned asks for it.
        plain = {name: table for name, table in data.items() if name != "holidays"}
        made = compile_rules([Document("rules.toml", "city", plain)])
        wrong = tuple(str(problem) for problem in made.problems if problem.severity == "error")
        if wrong:
            raise ConfigError(_("the learned rules don't compile"), wrong)
        return Router({**made.rules, "zone": self._compiled["zone"]}, None)

    def _decided(self, router: Router) -> Iterator[tuple[Key, bool]]:
        """Yield of each complaint, in order of time, what decides it under the draft, and whether rightly."""
        compared = Agreement(router.compiled)
        for complaint, units in self._known():
            # Categories are what is learned, so one that was given under the old ones is not kept.
            sources = {name: source for name, source in complaint.sources.items() if name != "category"}
            decided = predict(copy_of(complaint, sources=sources), router)
            table = {"city": "rule", "category": "categories"}.get(decided.step)
            key = (table, decided.rule) if table and decided.rule else TRIAGE
            yield key, any(compared.agrees(unit, decided.unit) for unit in units)

    def _tables(self, earlier: Sequence[Sample], later: Sequence[Sample]) -> list[PlainTable]:
        """Return the plain tables: the commonest unit, the best column, and the best two."""
        inputs = self._wish.inputs
        columns = [number for number, name in enumerate(inputs) if name != TEXT]
        chosen: list[int] = []
        while len(chosen) < 2 and len(chosen) < len(columns):
            chosen.append(best_column(earlier, [c for c in columns if c not in chosen], chosen)[0])
        return [
            PlainTable(
                tuple(inputs[column] for column in chosen[:width]),
                share_right(back_off(earlier, chosen[:width]), later),
            )
            for width in range(len(chosen) + 1)
        ]


def _counted(decided: Iterator[tuple[Key, bool]]) -> dict[Key, Count]:
    totals: Counter[Key] = Counter()
    rights: Counter[Key] = Counter()
    for key, right in decided:
        totals[key] += 1
        rights[key] += right
    return {key: Count(totals[key], rights[key]) for key in totals}


def input_name(given: str) -> str:
    """Return an input's full name: a bare name that is no fact of every complaint is a column of the import."""
    return given if given in (TEXT, *FACTS) or given.startswith(("fields.", "answers.")) else f"fields.{given}"
