"""Plain figures of the house: how long modules and functions are, how much is tested, how much is untyped, circles.

Run it alone or by `make check`. It fails on the hard bars only; the others are printed beside what is wanted.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
SOURCE, TESTS, PACKAGE = ROOT / "src" / "aduan_cli", ROOT / "tests", "aduan_cli"
RUN_AS_TESTS = (SOURCE / "testing" / "store_contract", SOURCE / "testing" / "misbehaving")
"""What ships for the authors of stores and plugins, and is run as tests here: contracts, and code that misbehaves."""
LONGEST_FUNCTION, LONGEST_MODULE, MOST_ANY, LEAST_TESTS = 60, 400, 7.0, 1.2


def lines_of(folder: Path) -> dict[Path, int]:
    """Return the lines of each module of a folder."""
    return {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sorted(folder.rglob("*.py"))}


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Yield (name, lines) of each function of a module, from its `def` to its last line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def count_any(path: Path) -> int:
    """Return how often a module says `Any`, its import apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree))


def circles() -> list[list[str]]:
    """Return circles of modules that import one another, imports inside of functions included."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    imports = {module: set(graph.find_modules_directly_imported_by(module)) for module in sorted(graph.modules)}
    found: list[list[str]] = []
    while True:
        try:
            TopologicalSorter(imports).prepare()
        except CycleError as error:
            imported, importing, *_rest = error.args[1]
            found.append(error.args[1])
            imports[importing].discard(imported)
        else:
            return found


def ratios(source: dict[Path, int], tests: dict[Path, int]) -> tuple[float, float]:
    """Return lines of tests to lines of source: of the two folders, and with `RUN_AS_TESTS` on the side of tests."""
    code, tested = sum(source.values()), sum(tests.values())
    run = sum(lines for path, lines in source.items() if any(folder in path.parents for folder in RUN_AS_TESTS))
    return tested / code, (tested + run) / (code - run)


def main() -> int:
    """Print the figures; return 1 when a hard bar is missed."""
    source, tests = lines_of(SOURCE), lines_of(TESTS)
    functions = [(lines, path, name) for path in source for name, lines in functions_of(path)]
    lengths = sorted(lines for lines, _path, _name in functions)
    ninety = lengths[len(lengths) * 9 // 10]
    any_ = 1000 * sum(map(count_any, source)) / sum(source.values())
    ratio, ratio_of_run = ratios(source, tests)
    print(f"source {sum(source.values()):,} lines in {len(source)} modules, tests {sum(tests.values()):,}")
    print(f"tests to source     {ratio:6.2f}   (wanted: at least {LEAST_TESTS})")
    print(f"  {ratio_of_run:22.2f}   with the contracts and the misbehaving kit of testing/, which are run as tests")
    print(f"Any in 1,000 lines  {any_:6.1f}   (wanted: at most {MOST_ANY:g})")
    print(f"functions           {statistics.median(lengths):g} / {ninety} / {lengths[-1]} lines: median, 90 %, longest")
    wrong = [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines; at most {LONGEST_FUNCTION} would be right"
        for lines, path, name in functions
        if lines > LONGEST_FUNCTION
    ]
    wrong += [
        f"{path.relative_to(ROOT)}: {lines} lines; at most {LONGEST_MODULE} would be right"
        for path, lines in source.items()
        if lines > LONGEST_MODULE
    ]
    wrong += [f"import one another in a circle: {' -> '.join(circle)}" for circle in circles()]
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
