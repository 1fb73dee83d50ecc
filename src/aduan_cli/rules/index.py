"""An index of conditions: which of many a complaint can meet at all."""

from __future__ import annotations

from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Condition
    from aduan_cli.model import Facts


def spelt(value: object) -> str:
    """Return an answer or a field as it is compared: a capital letter makes no other answer."""
    return str(value).casefold()


def anchors(condition: Condition | None) -> list[list[object]]:
    """Return sets of keys: of each set one must be among a complaint's for the condition to hold.

    A key is a pattern's number, a category's name, or a tuple that begins with what it is a value of. Rules
    whose keys are absent are never looked at.
    """
    if condition is None:
        return []
    name, values = condition[0], condition[1]
    if name in ("text", "category"):
        return [list(values)]
    if name == "text_all":
        return [[pattern] for pattern in values]
    if name in ("kecamatan", "kelurahan"):
        return [[(name, value) for value in values]]
    if name in ("fields", "answers"):
        # A number may be spelt in several ways, words only in one.
        words = condition[2] == "in" and all(type(value) is str for value in condition[3])
        return [[(name, values, spelt(value)) for value in condition[3]]] if words else []
    if name == "all":
        return [keys for part in values for keys in anchors(part)]
    if name == "any":
        parts = [anchors(part) for part in values]
        return [[key for sets in parts for key in min(sets, key=len)]] if all(parts) else []
    return []


class Index:
    """Finds, in order, the few of many conditions that a complaint can meet at all.

    Each condition is filed under the rarest of its sets of keys.
    """

    __slots__ = ("_always", "_by_key", "_names", "_places")

    def __init__(self, conditions: Iterable[Condition | None]) -> None:
        self._always: list[int] = []
        self._by_key: dict[object, list[int]] = {}
        found = [anchors(condition) for condition in conditions]
        common: dict[object, int] = {}
        for sets in found:
            for keys in sets:
                for key in keys:
                    common[key] = common.get(key, 0) + 1
        for number, sets in enumerate(found):
            if not sets:
                self._always.append(number)
                continue
            rarest = sets[0] if len(sets) == 1 else min(sets, key=lambda keys: sum(common[key] for key in keys))
            for key in rarest:
                self._by_key.setdefault(key, []).append(number)
        used = [key for key in self._by_key if isinstance(key, tuple)]
        self._places = [name for name in ("kecamatan", "kelurahan") if any(key[0] == name for key in used)]
        self._names = list(dict.fromkeys(key[:2] for key in used if len(key) == 3))

    def candidates(self, facts: Facts) -> list[int]:
        """Return the numbers of the conditions that may hold, ascending, each once."""
        by_key = self._by_key
        numbers = set(self._always)
        for key in facts.found:
            if key in by_key:
                numbers.update(by_key[key])
        if facts.category in by_key:
            numbers.update(by_key[facts.category])
        for name in self._places:
            numbers.update(by_key.get((name, getattr(facts, name)), ()))
        for kind, name in self._names:
            given = (facts.fields if kind == "fields" else facts.answers).get(name)
            if given is not None:
                numbers.update(by_key.get((kind, name, spelt(given)), ()))
        return sorted(numbers)
