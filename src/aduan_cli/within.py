"""`contextmanager` for the daily commands: `contextlib` makes eighteen classes, of which they would need this one.

That was a thirtieth of what `log` takes. Here, too, a function that yields once is what stands behind `with`.
"""

from __future__ import annotations

__all__ = ["contextmanager"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import contextmanager
    from typing import Any
else:

    def contextmanager(function: Any) -> Any:
        """Return what makes a context of a function that yields once."""

        def begun(*values: Any, **named: Any) -> _Context:
            return _Context(function(*values, **named))

        begun.__doc__, begun.__name__ = function.__doc__, function.__name__
        return begun


class _Context:
    """What stands behind `with`: it begins with the steps before the yield, and ends with those behind it."""

    __slots__ = ("_steps",)

    def __init__(self, steps: Any) -> None:
        self._steps = steps

    def __enter__(self) -> Any:
        return next(self._steps)

    def __exit__(self, type_: object, error: BaseException | None, traceback: Any) -> bool:
        """Go on behind the yield, where the error, if there is one, is raised; True: it was caught there."""
        if error is None:
            if next(self._steps, self) is not self:
                raise RuntimeError("it yields more than once")
            return False
        try:
            self._steps.throw(error)
        except StopIteration as end:
            return end is not error
        except BaseException as raised:
            # Python makes a RuntimeError of a StopIteration that leaves a generator: it is the same one.
            stopped = isinstance(error, StopIteration) and isinstance(raised, RuntimeError)
            if raised is not error and not (stopped and raised.__cause__ is error):
                raise
            error.__traceback__ = traceback
            return False
        raise RuntimeError("it yields more than once")
