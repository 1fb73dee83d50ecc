"""The words of the city's files: how many, which stand twice, and what the rules make of every sentence at hand.

    words.py                     lines, patterns, and lists that stand twice
    words.py --save FILE         what is decided of each sentence: tests/desk, the examples, calls in ADUAN_TEST_DATA
    words.py --compare FILE      what is decided otherwise than in FILE: counts, and the sentences that are our own

A pattern is a word or a wording as it is written in `text`, `text_all`, `text_not`, `[cues]` or `[words]`; what only
names a list (`"@korban"`) is none, nor is the sentence of an example, a question or an answer. What the real calls
say is never printed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
DESK = ROOT / "tests" / "desk"
WORD_KEYS = ("text", "text_all", "text_not")
SAID = ("example", "question", "answer")
"""Tables whose `text` is a sentence."""
ALIKE, LONG = 0.8, 5
"""Lists of this many patterns and more of which so great a part stands in another one, too, count as standing twice."""
MORNING = 1_749_610_800
"""2025-06-11 10:00 in Bekasi."""


def files() -> list[Path]:
    """Return the city's files."""
    return [ROOT / "rules.toml", *sorted(ROOT.glob("plugins/*/plugin.toml"))]


def lists_of(value: Any, key: str = "") -> Iterator[list[str]]:
    """Yield the lists of words of a parsed file."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "text" and key in SAID:
                continue
            is_words = key in ("cues", "words")
            yield from lists_of(inner, "text" if is_words else name)
    elif isinstance(value, list):
        words = [item for item in value if isinstance(item, str)]
        if key in WORD_KEYS and words:
            yield words
        for item in value:
            if isinstance(item, dict):
                yield from lists_of(item, key if key == "cues" or key in SAID else "")
            elif isinstance(item, list) and key in WORD_KEYS:
                yield item
    elif isinstance(value, str) and key in WORD_KEYS:
        yield [value]


def counted(path: Path) -> dict[str, Any]:
    """Return lines, patterns, and the words that their alternatives stand for, of a file; and its lists."""
    text = path.read_text(encoding="utf-8")
    lists = [[word for word in words if not word.startswith("@")] for words in lists_of(tomllib.loads(text))]
    patterns = [word for words in lists for word in words]
    return {
        "lines": len(text.splitlines()),
        "patterns": len(patterns),
        "words": sum(alternatives(word) for word in patterns),
        "lists": lists,
    }


def alternatives(pattern: str) -> int:
    """Return how many wordings a pattern stands for: `"jalan|gang rusak"` for two."""
    made = 1
    for word in pattern.split():
        made *= word.count("|") + 1
    return made


def twice(lists: list[list[str]]) -> tuple[int, int]:
    """Return how many long lists stand verbatim in another place, too, and how many nearly so."""
    sets = [frozenset(words) for words in lists if len(words) >= LONG]
    by_word: dict[str, list[int]] = {}
    for number, words in enumerate(sets):
        for word in words:
            by_word.setdefault(word, []).append(number)
    verbatim = sum(count - 1 for count in Counter(sets).values())
    nearly = 0
    for number, words in enumerate(sets):
        shared = Counter(other for word in words for other in by_word[word] if other < number)
        nearly += any(count >= ALIKE * len(words | sets[other]) for other, count in shared.items())
    return verbatim, nearly - verbatim


def figures() -> None:
    """Print how many lines and patterns the files have."""
    made = {path: counted(path) for path in files()}
    for path, of in made.items():
        print(
            f"{path.relative_to(ROOT)!s:38} {of['lines']:6} lines {of['patterns']:7} patterns {of['words']:7} wordings"
        )
    total = {name: sum(of[name] for of in made.values()) for name in ("lines", "patterns", "words")}
    print(f"{'all':38} {total['lines']:6} lines {total['patterns']:7} patterns {total['words']:7} wordings")
    verbatim, nearly = twice([words for of in made.values() for words in of["lists"]])
    print(f"lists of {LONG} and more that stand twice: verbatim {verbatim}, nearly {nearly}")


def sentences() -> dict[str, list[str]]:
    """Return the sentences at hand, by where they are from; those of `real` and `other city` are private."""
    found: dict[str, list[str]] = {}
    for path in sorted(DESK.glob("*.jsonl")):
        found[path.stem] = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    found["invented"] = _column(DESK / "invented_calls.csv", "text")
    found["examples"] = [text for path in files() for text in _examples(tomllib.loads(path.read_text("utf-8")))]
    if folder := os.environ.get("ADUAN_TEST_DATA"):
        found["real"] = _column(Path(folder) / "bekasi_calls_dev.csv", "PERMASALAHAN")
        found["other city"] = _column(Path(folder) / "surabaya_dev.csv", "text")
    return found


def _examples(data: dict[str, Any]) -> Iterator[str]:
    """Yield the sentences of a file's examples."""
    said = [example.get("text", []) for example in data.get("example", [])]
    said += [texts for table in data.get("categories", {}).values() for texts in table.get("examples", {}).values()]
    for texts in said:
        yield from [texts] if isinstance(texts, str) else texts


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def decided() -> dict[str, dict[str, list[Any]]]:
    """Return, by source and digest of each sentence: kind, category, unit, step, rule, priority, support, place."""
    from aduan_cli.complaint.deciding import decide
    from aduan_cli.complaint.reading import read
    from aduan_cli.complaint.report import Report
    from aduan_cli.complaint.router import Router
    from aduan_cli.config.rule_files.loader import load

    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    loaded = load(str(ROOT), check=None)
    took = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    print(f"compiled in {took:.2f} s of CPU, {len(loaded.problems)} problems", file=sys.stderr)
    for problem in loaded.problems[:20]:
        print(problem, file=sys.stderr)
    router = Router(loaded.rules, None)
    made: dict[str, dict[str, list[Any]]] = {}
    for source, texts in sentences().items():
        rows = made[source] = {}
        for text in texts:
            done = decide(read(Report(text=text, reported_at=MORNING), router), router)
            call, decision = done.complaint, done.decision
            chosen = [call.kind, call.category, decision.unit, decision.step, decision.rule, decision.priority]
            rows[digest(text)] = [*chosen, sorted(decision.support), [call.kecamatan, call.kelurahan]]
    return made


NAMES = ("kind", "category", "unit", "step", "rule", "priority", "support", "place")


def digest(text: str) -> str:
    """Return what a saved file calls a sentence, for it may be private."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def compare(then: dict[str, dict[str, list[Any]]], now: dict[str, dict[str, list[Any]]], shown: int) -> None:
    """Print what is decided otherwise."""
    texts = sentences()
    for source, rows in now.items():
        before = {name: row for name, row in then.get(source, {}).items() if name in rows}
        moved = [name for name, row in before.items() if row != rows[name]]
        by = {name: sum(rows[n][place] != before[n][place] for n in moved) for place, name in enumerate(NAMES)}
        print(f"{source}: {len(moved)} of {len(before)} moved", {name: count for name, count in by.items() if count})
        if source in ("real", "other city"):
            continue
        words = {digest(text): text for text in texts[source]}
        for name in moved[:shown]:
            changed = [f"{a} -> {b}" for a, b in zip(before[name], rows[name], strict=True) if a != b]
            print(f"  {words[name]}\n    {'; '.join(changed)}")


def main() -> None:
    """Do what the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--shown", type=int, default=40, help="moved sentences that are shown of each source")
    options = parser.parse_args()
    if options.save:
        options.save.write_text(json.dumps(decided()), encoding="utf-8")
    elif options.compare:
        compare(json.loads(options.compare.read_text(encoding="utf-8")), decided(), options.shown)
    else:
        figures()


if __name__ == "__main__":
    main()
