"""What stands behind `with` does what the standard library's does, whatever is raised and wherever."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from aduan_cli import within


def plain(seen: list[object]) -> Iterator[int]:
    """Yield once."""
    seen.append("begin")
    yield 7
    seen.append("end")


def closing(seen: list[object]) -> Iterator[int]:
    """Do something at the end whatever comes."""
    try:
        yield 7
    finally:
        seen.append("closed")


def catching(seen: list[object]) -> Iterator[int]:
    """Catch what comes."""
    try:
        yield 7
    except BaseException as error:
        seen.append(repr(error))


def translating(seen: list[object]) -> Iterator[int]:
    """Make another error of it."""
    try:
        yield 7
    except Exception as error:
        raise KeyError("other") from error


def again(seen: list[object]) -> Iterator[int]:
    """Raise the same again, changed."""
    try:
        yield 7
    except Exception as error:
        error.args = ("changed",)
        raise


def twice(seen: list[object]) -> Iterator[int]:
    """Yield once too often, also where something was raised."""
    with contextlib.suppress(Exception):
        yield 7
    yield 8


def failing(seen: list[object]) -> Iterator[int]:
    """Fail at the beginning."""
    if seen is not None:
        raise OSError("no")
    yield 7


ERRORS: list[Callable[[], BaseException] | None] = [
    None, lambda: ValueError("x"), lambda: StopIteration("x"), KeyboardInterrupt, lambda: RuntimeError("x"),
    lambda: GeneratorExit("x"),
]  # fmt: skip


def ran(manager: Any, work: Any, error: BaseException | None) -> tuple[object, ...]:
    """Return what came of it: what was seen, yielded and raised, and by which steps of this file the error came."""
    seen: list[object] = []
    try:
        with manager(work)(seen) as given:
            seen.append(given)
            if error is not None:
                raise error
    except BaseException as raised:
        cause = raised.__cause__
        return (
            seen,
            type(raised),
            raised.args if not isinstance(raised, RuntimeError) else (),
            type(cause),
            _lines(raised),
        )
    return (seen,)


def _lines(error: BaseException) -> list[str]:
    """Return the functions of this file through which an error came."""
    found, at = [], error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == __file__:
            found.append(at.tb_frame.f_code.co_name)
        at = at.tb_next
    return found


@pytest.mark.parametrize("make", ERRORS, ids=["nothing", "value", "stop", "interrupt", "runtime", "exit"])
@pytest.mark.parametrize("work", [plain, closing, catching, translating, again, twice, failing])
def test_it_does_what_the_standard_library_does(work: Any, make: Callable[[], BaseException] | None) -> None:
    ours, theirs = (
        ran(manager, work, None if make is None else make())
        for manager in (within.contextmanager, contextlib.contextmanager)
    )
    assert ours == theirs
