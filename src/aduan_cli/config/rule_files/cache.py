"""The compiled rules as the last command left them, so that the daily commands parse no TOML.

`.aduan/rules.json` has lines of JSON. The first is short: the state of every file that the rules were made from, their
revision, the desk's zone, and what to warn of; a seal before it says whether it is whole. The second has the names of
units. The others hold the compiled form, which `list` does without; the first has their checksum: one for most of it,
then one for each category, hand-off, condition of a cue and lot of patterns, of which a call needs few
(`rules/lazy_lists.py`, `text.Lots`). The file counts only while each of the rule files is what it was, and where nobody
but the desk's people can have written it (`files.py`).
"""

from __future__ import annotations

import json
import os
import time
from binascii import crc32
from collections.abc import Callable, Mapping, Sequence

from aduan_cli.files import read as read_own
from aduan_cli.files import sealed, unsealed
from aduan_cli.files import write as write_own
from aduan_cli.i18n import language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypedDict

    from aduan_cli.compiled import Answers, Condition, Rules, Star, Transitions

    class Head(TypedDict, total=False):
        """The first line of the cache: what `Cached` has of it; the last seven are added when it is written."""

        stamps: Stamps
        revision: str | None
        warnings: list[str]
        causes: list[str]
        postponed: bool
        personal: bool
        zone: Transitions
        store: str | None
        kept_in: str | None
        format: int
        aduan: str
        language: str
        mine: list[list[int]]
        check: int
        answers: int
        declared: list[str]


KEPT = ".aduan/rules.json"
WORDS = ".aduan/words.json"
"""The patterns as they were written, which only `why` needs; they'd be a third of the file beside it."""
ANSWERS = ".aduan/answers.json"
"""The counter's answers, which a call that is no question does without."""
FORMAT = 36
"""Raised whenever the compiled form changes its meaning."""
DECLARED: Mapping[str, Callable[[Rules], object]] = {
    "inbox": lambda rules: "folder" in rules["inbox"],
    "incidents": lambda rules: rules["incidents"],
    "retention": lambda rules: rules.get("retention"),
    "audit": lambda rules: rules.get("audit"),
    "people": lambda rules: rules.get("people"),
}
"""Tables of which it is to be known quickly whether they say anything: what the job of cron looks at, and who may do
what."""
_LARGEST_CHARACTER = 0xD800
"""The first number that is no character by itself."""
_NEVER: Condition = ["text", []]
"""The condition of a category that has none: no text is of it."""
_SETTLED = 50_000_000
"""Nanoseconds that a file must have rested: one changed while it was read can look like the one that was."""

Stamps = dict[str, "list[int] | None"]


class Cached:
    """Rules in force and what belongs to them.

    `store` is what the desk calls the store in which they were accepted; None: they never were. `kept_in` says where
    the data lie, as `store_table.said_in` has it; None: in the desk's folder.
    `warnings` are sentences to repeat, `causes` those of files that aren't trusted. `postponed`: changes wait for
    somebody to accept them, so that other rules may come into force without a file that changes. `personal`: which
    files are safe depends on who asks, or some are closed to the group until their owner's next command.
    """

    __slots__ = (
        "_data",
        "_declared",
        "_form",
        "_names",
        "_rules",
        "answers_check",
        "causes",
        "check",
        "kept_in",
        "personal",
        "postponed",
        "revision",
        "stamps",
        "store",
        "warnings",
        "zone",
    )

    def __init__(self, head: Head, data: bytes = b"", names: int = 0, form: int = 0) -> None:
        self.stamps = head["stamps"]
        self.revision = head["revision"]
        self.warnings = head["warnings"]
        self.causes = head["causes"]
        self.postponed = head["postponed"]
        self.personal = head["personal"]
        self.zone = head["zone"]
        self.store = head["store"]
        self.kept_in = head["kept_in"]
        self._rules: Rules | None = None
        self._declared = head.get("declared", [])
        # The file as it is, half a megabyte of which no copy is made, and where its second and its third line begin.
        self._data, self._names, self._form = data, names, form
        self.check = head.get("check")
        """The checksum of the compiled form; None: it wasn't read from the cache."""
        self.answers_check = head.get("answers")
        """That of the counter's answers, which lie in a file of their own."""

    @property
    def rules(self) -> Rules:
        """The compiled form. Raises `ValueError` when the cache's last line is damaged."""
        if self._rules is None:
            if crc32(memoryview(self._data)[self._form :]) != self.check:
                raise ValueError("damaged")
            try:
                _head, _names, first, *lines = self._data.split(b"\n")
                self._rules = _unpacked(json.loads(first)["rules"], lines)
            except (RecursionError, KeyError, TypeError) as error:
                raise ValueError("damaged") from error
        return self._rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        self._rules = rules

    @property
    def unit_names(self) -> Mapping[str, str]:
        """The names of units and outside bodies by their ids: a line of its own, a thirtieth of the compiled form.

        Raises `ValueError` when it is damaged.
        """
        if self._rules is not None:
            return _names_of(self._rules)
        try:
            names: dict[str, str] = dict(json.loads(unsealed(self._data[self._names : self._form - 1])))
        except (RecursionError, TypeError) as error:
            raise ValueError("damaged") from error
        return names

    def declares(self, table: str) -> bool:
        """Say whether the rules have anything in one of the tables that the job of cron looks at (`DECLARED`)."""
        return table in (self._declared if self._rules is None else _declared(self._rules))


def stamp(path: str) -> list[int] | None:
    """Return what tells one state of a file from another; None when it is not there.

    Of a folder only who may write there, unless its path ends with `/.`: its times change with every file that comes
    and goes.
    """
    try:
        found = os.stat(path)
    except OSError:
        return None
    if found.st_mode & 0o170000 == 0o040000 and not path.endswith("/."):
        return [0, 0, 0, 0, found.st_mode, found.st_uid, found.st_gid]
    return [
        found.st_mtime_ns,
        found.st_ctime_ns,
        found.st_size,
        found.st_ino,
        found.st_mode,
        found.st_uid,
        found.st_gid,
    ]


def stamps(desk: str, paths: list[str]) -> Stamps:
    """Return the state of each file; paths are relative to the desk."""
    return {path: stamp(os.path.join(desk, path)) for path in paths}


def are_stable(stamps: Stamps) -> bool:
    """Say whether every file has rested long enough to be what it was when it was read."""
    return max((state[1] for state in stamps.values() if state), default=0) <= time.time_ns() - _SETTLED


def read(desk: str, version: str, old: bool = False) -> Cached | None:
    """Return the cached rules when every file is as it was, or `old` ones will do; else None. Any damage means None."""
    try:
        data = read_own(desk, KEPT)
        names = data.index(b"\n") + 1
        form = data.index(b"\n", names) + 1
        head = json.loads(unsealed(data[: names - 1]))
        if head["format"] != FORMAT or head["aduan"] != version or not head["stamps"]:
            return None
        if old:
            return Cached(head, data, names, form)
        if any(stamp(os.path.join(desk, path)) != state for path, state in head["stamps"].items()):
            return None
        if head["warnings"] and head["language"] != language():
            return None  # the warnings are sentences in somebody else's language
        if head["personal"] and head["mine"] != _mine(head["stamps"]):
            return None
        return Cached(head, data, names, form)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def accepted_in(desk: str) -> str | None:
    """Return what the desk calls the store in which the cached rules were accepted, however old; None: not known."""
    try:
        head = json.loads(unsealed(read_own(desk, KEPT).partition(b"\n")[0]))
        return str(head["store"]) if head["format"] == FORMAT and head["store"] else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _mine(stamps: Stamps) -> list[list[int]]:
    """Return which of the files' owners and groups are the user's: what makes one user's verdict differ from another's.

    The owner of the desk's folder, and root, are trusted by everybody.
    """
    from aduan_cli.accounts import own_groups

    states = [state for state in stamps.values() if state]
    known = {0, *(state[5] for path, state in stamps.items() if state and not path)}
    owners = ({state[5] for state in states} & {os.getuid(), os.geteuid()}) - known
    return [sorted(owners), sorted({state[6] for state in states} & own_groups())]


def _packed(rules: Mapping[str, Any]) -> tuple[Mapping[str, object], list[str]]:
    """Return rules without what one call needs little of, and that a line each.

    Patterns lie in lots (`text.Lots`, `text.StarLots`), categories, hand-offs and the conditions of cues in lines that
    are read one by one (`rules.lazy_lists`): of each only what a text has words of is read.
    """
    from aduan_cli.rules.lazy_lists import words_of
    from aduan_cli.text import lots_of

    patterns: Mapping[str, int] = rules["patterns"]
    stars: Sequence[Star] = rules["stars"]
    if max((0, *patterns.values(), *(number for number, _words in stars))) >= _LARGEST_CHARACTER:
        return rules, []
    lots: dict[str, tuple[list[str], list[str]]] = {}
    for joined, number in patterns.items():
        names, numbers = lots.setdefault(joined[:2], ([], []))
        names.append(joined)
        numbers.append(chr(number))
    categories = rules["categories"]
    whens = {"categories": [entry[3] or _NEVER for entry in categories]}
    whens["places"] = [["text", entry[0]] for entry in rules["places"]]
    whens["handoffs"] = [rule["when"] for rule in rules["handoffs"]]
    kept = {name: [len(found), *words_of(found)] for name, found in whens.items()}
    kept["no_handoff"] = [len(rules["no_handoff"])]
    starred, cues = lots_of(stars), rules["cues"]
    packed = {
        **{name: value for name, value in rules.items() if name not in (*kept, "patterns", "stars")},
        "lots": list(lots),
        "starred": list(starred),
        "cues": [[kind, "".join(map(chr, words)), len(whens), *words_of(whens)] for kind, words, whens in cues],
        "kept": kept,
        "category_names": [entry[0] for entry in categories],
    }
    entries = [entry for name in kept for entry in rules[name]]
    entries += [when for _kind, _words, whens in cues for when in whens]
    entries += [[" ".join(names), "".join(numbers)] for names, numbers in lots.values()]
    return packed, [_json(entry) for entry in (*entries, *starred.values())]


def _unpacked(read: Any, lines: list[bytes]) -> Rules:
    """Return rules as they are used, of the first line and those that `_packed` put behind it, in its order."""
    if "kept" in read:
        from itertools import islice

        from aduan_cli.rules.lazy_lists import Kept
        from aduan_cli.text import Lots, StarLots

        names, rest = {"categories": read.pop("category_names")}, iter(lines)
        for name, (count, *words) in read.pop("kept").items():
            read[name] = Kept([*islice(rest, count)], *words)
            read[name].names = names.get(name, ())
        read["cues"] = [
            [kind, [*map(ord, words)], Kept([*islice(rest, count)], *found)]
            for kind, words, count, *found in read["cues"]
        ]
        read["patterns"] = Lots(dict(zip(read.pop("lots"), rest, strict=False)))
        read["stars"] = StarLots(dict(zip(read.pop("starred"), rest, strict=False)))
    rules: Rules = read
    return rules


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _declared(rules: Rules) -> list[str]:
    """Return by which tables of the rules the job of cron has something to look at."""
    return [name for name, is_there in DECLARED.items() if is_there(rules)]


def _names_of(rules: Mapping[str, Any]) -> Mapping[str, str]:
    return {unit: entry["name"] for table in ("outside", "units") for unit, entry in rules[table].items()}


def _line(value: object) -> bytes:
    return sealed(json.dumps(value, separators=(",", ":")).encode())


def _answers_line(rules: Rules) -> bytes:
    """Return the answers as they are kept; nothing where the rules came from the cache, beside which they are."""
    found = rules.get("answers")
    return _line({name: value for name, value in found.items() if name != "words"}) if found else b""


def write(desk: str, version: str, cached: Cached) -> None:
    """Keep the rules for the next command. A desk that can't be written does without."""
    if not are_stable(cached.stamps):
        return
    head = {
        name: getattr(cached, name)
        for name in ("stamps", "revision", "warnings", "causes", "postponed", "personal", "zone", "store", "kept_in")
    }
    # The patterns as they were written explain a decision, they don't make one; answers are for questions alone.
    rules = {name: value for name, value in cached.rules.items() if name not in ("words", "lists", "answers")}
    packed, lines = _packed(rules)
    rest = "\n".join((_json({"rules": packed}), *lines)).encode("utf-8", "surrogatepass")
    answers = _answers_line(cached.rules)
    head |= {
        "format": FORMAT,
        "aduan": version,
        "language": language(),
        "mine": _mine(cached.stamps),
        "check": crc32(rest),
        "answers": crc32(answers) if answers else cached.answers_check,
        "declared": _declared(cached.rules),
    }
    words = {"check": head["check"], "words": cached.rules.get("words", []), "lists": cached.rules.get("lists", {})}
    try:
        write_own(desk, KEPT, b"\n".join((_line(head), _line(_names_of(cached.rules)), rest)))
        write_own(desk, WORDS, _line(words))
        if answers:
            write_own(desk, ANSWERS, answers)
    except OSError:
        pass


def with_words(desk: str, cached: Cached) -> Rules | None:
    """Return the compiled form with its patterns as they were written; None when they aren't kept beside it."""
    try:
        rules = cached.rules
        if "words" in rules:
            return rules
        kept = json.loads(unsealed(read_own(desk, WORDS)))
        if kept["check"] != cached.check:
            return None
        return {**rules, "words": kept["words"], "lists": kept["lists"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def answers(desk: str, cached: Cached) -> Answers | None:
    """Return the counter's answers; None when they aren't kept beside the rules."""
    try:
        rules = cached.rules
        if "answers" in rules:
            return rules["answers"]
        kept = read_own(desk, ANSWERS)
        if crc32(kept) != cached.answers_check:
            return None
        found: Answers = json.loads(unsealed(kept))
        return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
