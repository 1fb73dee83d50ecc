"""What changed between two sets of rule files, in the words of the desk: rules, categories, units.

It compares the data of the files as they were parsed, so that comments and layout don't count. What can't be
parsed is compared by whoever shows lines.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from aduan_cli.i18n import _
from aduan_cli.problems import quoted
from aduan_cli.rules.language.levels import levels_of

Data = dict[str, Any]
_MISSING: object = object()
_SUBJECTS = {
    "categories": "category",
    "units": "unit",
    "crews": "crew",
    "outside": "outside",
}
"""Tables whose entries are things of the desk, and what each is called; so is that of the districts, whatever the city
calls them. The order of categories matters."""
_LISTS = ("handoff", "no_handoff", "rule", "answer", "example")
_REPEATABLE = "example"
_LONG, _MUCH, _BESIDE = 60, 0.5, 2
"""Characters of a text of which only the words that changed are told, how much of it must have stayed, and how many
words beside them are told."""


class RuleDifference(NamedTuple):
    """One change. `change` is added, removed, moved or changed; `key` names what of the subject changed.

    `old` and `new` are plain values, or positions from 1 when it was moved. Of a list `added` and `removed` hold only
    what came and went, of one in another order `added` holds what moved; of a long text they hold the words, with a few
    beside them.
    """

    file: str
    subject: str
    change: str
    key: str = ""
    old: object = None
    new: object = None
    added: tuple[object, ...] = ()
    removed: tuple[object, ...] = ()

    def sentence(self) -> str:
        """Return the change in one line, without the file: `rule 4 'x': to bmsda → dlh`."""
        return " ".join(text for _mark, text in self.parts())

    def parts(self) -> list[tuple[str, str]]:
        """Return that line in parts, each with a mark: `-` what was, `+` what is, nothing for what stands around it."""
        if self.change == "added" and not self.key:
            return [("", _("{subject}: added").format(subject=self.subject))]
        if self.change == "removed" and not self.key:
            return [("", _("{subject}: removed").format(subject=self.subject))]
        if self.change == "moved":
            what = " ".join([f"{self.subject}:", *([self.key] if self.key else []), *map(_shown, self.added)])
            return [("", _("{subject} moved {old} → {new}").format(subject=what, old=self.old, new=self.new))]
        begin = ("", f"{self.subject}: {self.key}")
        if self.added or self.removed:
            gone = [("-", f"- {_shown(value)}") for value in self.removed]
            return [begin, *gone, *(("+", f"+ {_shown(value)}") for value in self.added)]
        return [begin, ("-", _bare(self.old)), ("", "→"), ("+", _bare(self.new))]


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _bare(value: object) -> str:
    """Return a value for `old → new`: a word stands without quotes."""
    if value is None:
        return _("(none)")
    if isinstance(value, str):
        return value if value and len(value) <= 60 and value == value.strip() else quoted(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def differences(before: Mapping[str, Data], after: Mapping[str, Data]) -> list[RuleDifference]:
    """Return what changed, file by file: `rules.toml` first. The values are the parsed data of the files."""
    found: list[RuleDifference] = []
    districts = levels_of(after.get("rules.toml", {})).get("kecamatan", "kecamatan")
    subjects = {**_SUBJECTS, districts: districts}
    for path in sorted(before.keys() | after.keys(), key=lambda path: (path != "rules.toml", path)):
        if path not in before:
            found.append(RuleDifference(path, _("file"), "added"))
        elif path not in after:
            found.append(RuleDifference(path, _("file"), "removed"))
        else:
            found += _file(path, before[path], after[path], subjects)
    return found


def _file(path: str, before: Data, after: Data, subjects: Mapping[str, str]) -> Iterator[RuleDifference]:
    for name in _ordered(before, after):
        old, new = before.get(name, _MISSING), after.get(name, _MISSING)
        if old is new or (_is_same(old, new) and (name not in subjects or list(old) == list(new))):
            continue
        if (name in _LISTS and _are_lists(old, new)) or _are_lists_of_tables(old, new):
            yield from _rules(path, name, [] if old is _MISSING else old, [] if new is _MISSING else new)
        elif name in subjects and _are_tables(old, new):
            yield from _things(
                path, name, subjects[name], {} if old is _MISSING else old, {} if new is _MISSING else new
            )
        else:
            yield from _values(path, f"[{name}]", "", old, new)


def _is_same(one: object, other: object) -> bool:
    """Say whether two values are written alike: `1`, `1.0` and `true`, which Python calls equal, are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return type(one) is type(other) and one == other


def _are_lists(*values: object) -> bool:
    return all(value is _MISSING or isinstance(value, list) for value in values)


def _are_lists_of_tables(*values: object) -> bool:
    items = [item for value in values if isinstance(value, list) for item in value]
    return _are_lists(*values) and bool(items) and all(isinstance(item, dict) for item in items)


def _are_tables(*values: object) -> bool:
    return all(value is _MISSING or isinstance(value, dict) for value in values)


def _ordered(before: Data, after: Data) -> list[str]:
    return list(dict.fromkeys([*after, *before]))


# -- categories, units


def _things(path: str, table: str, word: str, before: Data, after: Data) -> Iterator[RuleDifference]:
    for name in _ordered(before, after):
        subject = f"{word} {name}"
        if name not in before:
            yield RuleDifference(path, subject, "added", new=after[name])
        elif name not in after:
            yield RuleDifference(path, subject, "removed", old=before[name])
        elif not _is_same(before[name], after[name]):
            yield from _values(path, subject, "", before[name], after[name])
    if table == "categories":
        places = {name: place for place, name in enumerate(before)}
        shared = [(places[name], place, name) for place, name in enumerate(after) if name in places]
        for old, new, name in _moved(shared):
            yield RuleDifference(path, f"{word} {name}", "moved", old=old + 1, new=new + 1)


# -- rules


def _rules(path: str, table: str, before: Sequence[object], after: Sequence[object]) -> Iterator[RuleDifference]:
    pairs = _paired(before, after)
    back = {new: old for old, new in pairs}
    kept = {old for old, _new in pairs}
    for place, rule in enumerate(after):
        subject = _rule_name(table, place, rule)
        if place not in back:
            yield RuleDifference(path, subject, "added", new=rule)
        elif not _is_same(before[back[place]], rule):
            yield from _values(path, subject, "", before[back[place]], rule)
    for place, rule in enumerate(before):
        if place not in kept:
            yield RuleDifference(path, _rule_name(table, place, rule), "removed", old=rule)
    if table != _REPEATABLE:
        shared = [(back[place], place, place) for place in range(len(after)) if place in back]
        for old, new, place in _moved(shared):
            yield RuleDifference(path, _rule_name(table, place, after[place]), "moved", old=old + 1, new=new + 1)


def _rule_name(table: str, place: int, rule: object) -> str:
    """Return what a person calls a rule: its place in the file, and its id or the words of its example."""
    table_ = rule if isinstance(rule, dict) else {}
    name = table_.get("id") or (table_.get("text") if table == _REPEATABLE else None)
    return f"{table} {place + 1}" + (f" {quoted(name)}" if isinstance(name, str) else "")


def _paired(before: Sequence[object], after: Sequence[object]) -> list[tuple[int, int]]:
    """Return which rule became which: by id, else the same content, else what stands in the same gap."""
    by_id = {_id(rule): place for place, rule in enumerate(before) if _id(rule)}
    pairs = [(by_id[_id(rule)], place) for place, rule in enumerate(after) if _id(rule) in by_id]
    taken = {old for old, _new in pairs}
    reused = {new for _old, new in pairs}
    rest_before = [place for place in range(len(before)) if place not in taken and not _id(before[place])]
    rest_after = [place for place in range(len(after)) if place not in reused and not _id(after[place])]
    matcher = SequenceMatcher(
        None,
        [_canonical(before[place]) for place in rest_before],
        [_canonical(after[place]) for place in rest_after],
        autojunk=False,
    )
    for tag, start, end, other, other_end in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and end - start == other_end - other):
            pairs += zip(rest_before[start:end], rest_after[other:other_end], strict=True)
    return pairs


def _id(rule: object) -> str | None:
    name = rule.get("id") if isinstance(rule, dict) else None
    return name if isinstance(name, str) else None


def _canonical(rule: object) -> str:
    return json.dumps(rule, sort_keys=True, default=str)


def _moved(shared: Sequence[tuple[int, int, object]]) -> list[tuple[int, int, Any]]:
    """Return the fewest of (old place, new place, what), in the new order, whose move explains the new order."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (old, _new, _what) in enumerate(shared):
        length = bisect_left(ends, old)
        if length == len(ends):
            ends.append(old)
            at.append(number)
        else:
            ends[length], at[length] = old, number
        before.append(at[length - 1] if length else -1)
    kept: set[int] = set()
    number = at[-1] if at else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    return [entry for number, entry in enumerate(shared) if number not in kept]


# -- values


def _values(path: str, subject: str, key: str, old: object, new: object) -> Iterator[RuleDifference]:
    """Yield the changes inside a value: keys of tables one by one, words of lists as those that came and went."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in _ordered(old, new):
            inner = f"{key}.{name}" if key else name
            before, after = old.get(name, _MISSING), new.get(name, _MISSING)
            if not _is_same(before, after):
                yield from _values(path, subject, inner, before, after)
        return
    change = "added" if old is _MISSING else "removed" if new is _MISSING else "changed"
    old, new = (None if value is _MISSING else value for value in (old, new))
    if not key:
        yield RuleDifference(path, subject, change, old=old, new=new)
        return
    if list in (type(old), type(new)):
        yield from _items(path, subject, change, key, (old, new))
    elif isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONG:
        yield RuleDifference(path, subject, change, key, old, new, *_words_of_text(old, new))
    else:
        yield RuleDifference(path, subject, change, key, old, new)


def _items(path: str, subject: str, change: str, key: str, sides: tuple[object, object]) -> Iterator[RuleDifference]:
    """Yield the changes inside a list; one value and a list of it alone say the same, and nothing is an empty list."""
    before, after = (side if isinstance(side, list) else [] if side is None else [side] for side in sides)
    if _is_same(before, after):
        if change != "changed":
            yield RuleDifference(path, subject, change, key, *sides)
        return
    gone, came = _unshared(before, after)
    tables = [[place for place in places if isinstance(items[place], (dict, list))]
              for places, items in ((gone, before), (came, after))]  # fmt: skip
    pairs = _paired([before[place] for place in tables[0]], [after[place] for place in tables[1]])
    for old, new in sorted(pairs, key=lambda pair: pair[1]):
        place = tables[1][new]
        yield from _values(path, subject, f"{key}[{place + 1}]", before[tables[0][old]], after[place])
    rest = [
        [place for place in places if place not in {tables[side][pair[side]] for pair in pairs}]
        for side, places in enumerate((gone, came))
    ]
    removed, added = (
        tuple(items[place] for place in places) for items, places in zip((before, after), rest, strict=True)
    )
    if removed or added:
        yield RuleDifference(path, subject, change, key, *sides, added, removed)
    elif not pairs:
        places = {_canonical(item): place for place, item in enumerate(before)}
        for old, new, item in _moved([(places[_canonical(item)], new, item) for new, item in enumerate(after)]):
            yield RuleDifference(path, subject, "moved", key, old + 1, new + 1, (item,))


def _unshared(before: Sequence[object], after: Sequence[object]) -> tuple[list[int], list[int]]:
    """Return the places of what only one of two lists has, whatever the order; what is there twice counts twice."""
    left: dict[str, list[int]] = {}
    for place, item in enumerate(before):
        left.setdefault(_canonical(item), []).append(place)
    came = []
    for place, item in enumerate(after):
        same = left.get(_canonical(item))
        if same:
            same.pop(0)
        else:
            came.append(place)
    return sorted(place for places in left.values() for place in places), came


def _words_of_text(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what came and what went of a text, with the words beside it; nothing where little of it stayed."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _MUCH:
        return (), ()
    changes = [opcode[1:] for opcode in matcher.get_opcodes() if opcode[0] != "equal"]
    removed = tuple(_beside(before, start, end) for start, end, _other, _end in changes)
    added = tuple(_beside(after, start, end) for _start, _end, start, end in changes)
    return added, removed


def _beside(words: Sequence[str], start: int, end: int) -> str:
    """Return some words of a text with those beside them."""
    first, last = max(0, start - _BESIDE), min(len(words), end + _BESIDE)
    shown = " ".join(words[first:last])
    return ("… " if first else "") + shown + (" …" if last < len(words) else "")
