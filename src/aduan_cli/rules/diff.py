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
from aduan_cli.rules.levels import levels_of
from aduan_cli.rules.problems import quoted

Data = dict[str, Any]
_MISSING: Any = object()
_SUBJECTS = {
    "categories": "category",
    "units": "unit",
    "crews": "crew",
    "outside": "outside",
}
"""Tables whose entries are things of the desk, and what each is called; so is that of the districts, whatever the city
calls them. The order of categories matters."""
_LISTS = ("handoff", "no_handoff", "rule", "example")
_REPEATABLE = "example"


class Difference(NamedTuple):
    """One change. `change` is added, removed, moved or changed; `key` names what of the subject changed.

    `old` and `new` are plain values, or positions from 1 when it was moved; for a list of words `added` and
    `removed` hold only those that came and went.
    """

    file: str
    subject: str
    change: str
    key: str = ""
    old: Any = None
    new: Any = None
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()

    def sentence(self) -> str:
        """Return the change in one line, without the file: `rule 4 'x': to bmsda → dlh`."""
        if self.change == "added" and not self.key:
            return _("{subject}: added").format(subject=self.subject)
        if self.change == "removed" and not self.key:
            return _("{subject}: removed").format(subject=self.subject)
        if self.change == "moved":
            return _("{subject}: moved {old} → {new}").format(subject=self.subject, old=self.old, new=self.new)
        if self.added or self.removed:
            parts = [f"- {_shown(value)}" for value in self.removed] + [f"+ {_shown(value)}" for value in self.added]
            return f"{self.subject}: {self.key} {' '.join(parts)}"
        return f"{self.subject}: {self.key} {_bare(self.old)} → {_bare(self.new)}"


def _shown(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _bare(value: Any) -> str:
    """Return a value for `old → new`: a word stands without quotes."""
    if value is None:
        return _("(none)")
    if isinstance(value, str):
        return value if value and len(value) <= 60 and value == value.strip() else quoted(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def differences(before: Mapping[str, Data], after: Mapping[str, Data]) -> list[Difference]:
    """Return what changed, file by file: `rules.toml` first. The values are the parsed data of the files."""
    found: list[Difference] = []
    districts = levels_of(after.get("rules.toml", {})).get("kecamatan", "kecamatan")
    subjects = {**_SUBJECTS, districts: districts}
    for path in sorted(before.keys() | after.keys(), key=lambda path: (path != "rules.toml", path)):
        if path not in before:
            found.append(Difference(path, _("file"), "added"))
        elif path not in after:
            found.append(Difference(path, _("file"), "removed"))
        else:
            found += _file(path, before[path], after[path], subjects)
    return found


def _file(path: str, before: Data, after: Data, subjects: Mapping[str, str]) -> Iterator[Difference]:
    for name in _ordered(before, after):
        old, new = before.get(name, _MISSING), after.get(name, _MISSING)
        if old is new or (old == new and (name not in subjects or list(old) == list(new))):
            continue
        if name in _LISTS and _are_lists(old, new):
            yield from _rules(path, name, [] if old is _MISSING else old, [] if new is _MISSING else new)
        elif name in subjects and _are_tables(old, new):
            yield from _things(
                path, name, subjects[name], {} if old is _MISSING else old, {} if new is _MISSING else new
            )
        else:
            yield from _values(path, f"[{name}]", "", old, new)


def _are_lists(*values: Any) -> bool:
    return all(value is _MISSING or isinstance(value, list) for value in values)


def _are_tables(*values: Any) -> bool:
    return all(value is _MISSING or isinstance(value, dict) for value in values)


def _ordered(before: Data, after: Data) -> list[str]:
    return list(dict.fromkeys([*after, *before]))


# -- categories, units


def _things(path: str, table: str, word: str, before: Data, after: Data) -> Iterator[Difference]:
    for name in _ordered(before, after):
        subject = f"{word} {name}"
        if name not in before:
            yield Difference(path, subject, "added", new=after[name])
        elif name not in after:
            yield Difference(path, subject, "removed", old=before[name])
        elif before[name] != after[name]:
            yield from _values(path, subject, "", before[name], after[name])
    if table == "categories":
        places = {name: place for place, name in enumerate(before)}
        shared = [(places[name], place, name) for place, name in enumerate(after) if name in places]
        for old, new, name in _moved(shared):
            yield Difference(path, f"{word} {name}", "moved", old=old + 1, new=new + 1)


# -- rules


def _rules(path: str, table: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    pairs = _paired(before, after)
    back = {new: old for old, new in pairs}
    kept = {old for old, _new in pairs}
    for place, rule in enumerate(after):
        subject = _rule_name(table, place, rule)
        if place not in back:
            yield Difference(path, subject, "added", new=rule)
        elif before[back[place]] != rule:
            yield from _values(path, subject, "", before[back[place]], rule)
    for place, rule in enumerate(before):
        if place not in kept:
            yield Difference(path, _rule_name(table, place, rule), "removed", old=rule)
    if table != _REPEATABLE:
        shared = [(back[place], place, place) for place in range(len(after)) if place in back]
        for old, new, place in _moved(shared):
            yield Difference(path, _rule_name(table, place, after[place]), "moved", old=old + 1, new=new + 1)


def _rule_name(table: str, place: int, rule: Any) -> str:
    """Return what a person calls a rule: its place in the file, and its id or the words of its example."""
    table_ = rule if isinstance(rule, dict) else {}
    name = table_.get("id") or (table_.get("text") if table == _REPEATABLE else None)
    return f"{table} {place + 1}" + (f" {quoted(name)}" if isinstance(name, str) else "")


def _paired(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int, int]]:
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


def _id(rule: Any) -> str | None:
    name = rule.get("id") if isinstance(rule, dict) else None
    return name if isinstance(name, str) else None


def _canonical(rule: Any) -> str:
    return json.dumps(rule, sort_keys=True, default=str)


def _moved(shared: Sequence[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
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


def _values(path: str, subject: str, key: str, old: Any, new: Any) -> Iterator[Difference]:
    """Yield the changes inside a value: keys of tables one by one, words of lists as those that came and went."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in _ordered(old, new):
            inner = f"{key}.{name}" if key else name
            before, after = old.get(name, _MISSING), new.get(name, _MISSING)
            if before is _MISSING or after is _MISSING or before != after:
                yield from _values(path, subject, inner, before, after)
        return
    change = "added" if old is _MISSING else "removed" if new is _MISSING else "changed"
    old, new = (None if value is _MISSING else value for value in (old, new))
    if not key:
        yield Difference(path, subject, change, old=old, new=new)
        return
    if list in (type(old), type(new)):
        words, others = _words(old), _words(new)
        if words is not None and words == others:
            return  # One word, and a list of it alone, say the same.
        added = tuple(word for word in others or () if word not in (words or ()))
        removed = tuple(word for word in words or () if word not in (others or ()))
        if words is not None and others is not None and (added or removed):
            yield Difference(path, subject, change, key, old, new, added, removed)
            return
    yield Difference(path, subject, change, key, old, new)


def _words(value: Any) -> list[str] | None:
    """Return a list of words: a string beside a list is one of them, nothing is an empty one."""
    if value is None or isinstance(value, str):
        return [] if value is None else [value]
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return value
    return None
