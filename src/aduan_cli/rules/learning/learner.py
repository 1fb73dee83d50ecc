"""From samples to a draft: what tells most makes the categories, the other inputs make the exceptions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from aduan_cli.rules.learning.draft import TEXT, Category, Draft, Ids, Rule, Sample, condition, conditions
from aduan_cli.rules.learning.exceptions import Merged, exceptions, merged, pruned
from aduan_cli.rules.learning.tables import best_column, commonest, forward
from aduan_cli.rules.learning.words import Group, word_groups
from aduan_cli.text import Folded, Matcher, join_pattern, longest_by_start, star_words

LEAST_GAINS = (2, 3, 4, 6, 9, 13, 20, 30, 45, 70, 100)
"""Complaints that an exception must mend; the first number with which the draft is short enough is taken."""


class Base(NamedTuple):
    """The categories before their exceptions: each with its condition, and how a sample finds its own."""

    categories: list[Category]
    find: Callable[[Sample], str | None]


def learn(samples: Sequence[Sample], inputs: Sequence[str], max_rules: int) -> Draft:
    """Return categories and rules for the samples, which stand in order of time; together at most `max_rules`.

    `inputs` name the samples' values, in their order; the text counts when `text` is among them.
    """
    if not samples or max_rules < 1:
        return Draft([], [])
    columns = [number for number, name in enumerate(inputs) if name != TEXT]
    chosen = _base_input(samples, inputs, columns)
    others = [column for column in columns if column != chosen]
    most = max(1, max_rules // 2) if others else max_rules
    ids = Ids()
    if chosen is None:
        base = base_of_words(samples, most, ids)
    else:
        base = base_of_column(samples, chosen, inputs[chosen], most, ids)
    groups: dict[str, list[Sample]] = {category.id: [] for category in base.categories}
    for sample in samples:
        found = base.find(sample)
        if found is not None:
            groups[found].append(sample)
    groups = {category: of for category, of in groups.items() if of}
    usual, rules = _exceptions(groups, others, max_rules - len(base.categories))
    categories = [one._replace(unit=usual.get(one.id, one.unit)) for one in base.categories]
    return Draft(categories, [_rule(one, inputs, ids) for one in rules])


def _base_input(samples: Sequence[Sample], inputs: Sequence[str], columns: Sequence[int]) -> int | None:
    """Return the column that tells most about the unit, or None: the words of the text tell more."""
    column, score = best_column(samples, columns) if columns else (None, -1.0)
    if TEXT not in inputs:
        return column
    return column if score >= forward(samples, _by_words) else None


def _by_words(samples: Sequence[Sample]) -> Callable[[Sample], str | None]:
    groups = word_groups(samples, 100_000)
    finder = _finder([group.patterns for group in groups])

    def guess(sample: Sample) -> str | None:
        number = finder(sample.text)
        return None if number is None else groups[number].unit

    return guess


def _finder(lists: Sequence[Sequence[str]]) -> Callable[[str], int | None]:
    """Return a function from a text to the first list of which a pattern is found in it."""
    exact: dict[str, int] = {}
    stars: list[tuple[int, list[str]]] = []
    for number, patterns in enumerate(lists):
        for pattern in patterns:
            if "*" in pattern:
                stars.append((number, star_words(pattern)))
            else:
                exact.setdefault(join_pattern(pattern), number)
    matcher = Matcher(exact, stars, longest_by_start(exact))

    def first(text: str) -> int | None:
        return min(matcher.find(Folded(text)), default=None)

    return first


# -- categories


def base_of_words(samples: Sequence[Sample], most: int, ids: Ids) -> Base:
    """Return categories with lists of words."""
    groups = word_groups(samples, most)
    categories = [_word_category(group, ids) for group in groups]
    finder = _finder([group.patterns for group in groups])

    def find(sample: Sample) -> str | None:
        number = finder(sample.text)
        return None if number is None else categories[number].id

    return Base(categories, find)


def _word_category(group: Group, ids: Ids) -> Category:
    first = group.patterns[0].replace("*", "")
    return Category(ids.new(first, f"{group.unit}-{first}"), group.unit, {"text": group.patterns})


def base_of_column(samples: Sequence[Sample], column: int, name: str, most: int, ids: Ids) -> Base:
    """Return a category for each value of a column; rare values share one for each unit when they are too many."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in samples:
        if sample.values[column]:
            counts[sample.values[column]][sample.unit] += 1
    values = sorted(counts, key=lambda value: (-counts[value].total(), value))
    own, shared = values, dict[str, list[str]]()
    if len(values) > most:
        own = values[: most // 2]
        for value in values[most // 2 :]:
            shared.setdefault(commonest(counts[value]), []).append(value)
    categories = [Category(ids.new(v), commonest(counts[v]), condition(name, [v])) for v in sorted(own)]
    of_value = {value: category.id for value, category in zip(sorted(own), categories, strict=True)}
    for unit, rare in list(shared.items())[: most - len(own)]:
        few = sorted(rare)
        category = Category(ids.new(f"{unit}-others"), unit, condition(name, few))
        categories.append(category)
        of_value |= dict.fromkeys(few, category.id)
    return Base(categories, lambda sample: of_value.get(sample.values[column]))


# -- rules


def _exceptions(
    groups: dict[str, list[Sample]], columns: Sequence[int], most: int
) -> tuple[dict[str, str], list[Merged]]:
    """Return the usual unit of each group, and at most `most` exceptions to it."""
    usual: dict[str, str] = {}
    rules: list[Merged] = []
    for least in LEAST_GAINS:
        usual, found = exceptions(groups, columns, least)
        rules = pruned(merged(found), groups, usual)
        if len(rules) <= most:
            break
    kept = set(sorted(rules, key=lambda one: -one.gain)[:most])
    return usual, [one for one in rules if one in kept]


def _rule(one: Merged, inputs: Sequence[str], ids: Ids) -> Rule:
    name = f"{one.unit}-{one.pairs[-1][1][0]}"
    parts = [condition("category", one.groups)]
    parts += [condition(inputs[column], values) for column, values in one.pairs]
    return Rule(ids.new(name), one.unit, conditions(parts))
