"""Immutable records whose class costs a tenth of a `NamedTuple`'s or a dataclass's to make.

A daily command makes some dozen of these classes anew each time it starts; what their objects cost is small beside
that. Fields are written as in a dataclass, and type checkers understand them so.

`typing` alone takes a tenth of such a command to import: modules of the daily path name its types for type
checkers only, under `TYPE_CHECKING = False`, which type checkers take for true.
"""

from __future__ import annotations

from operator import itemgetter

__all__ = ["Record", "TupleRecord"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeVar
    from typing import NamedTuple as TupleRecord

    from typing_extensions import dataclass_transform

    R = TypeVar("R", bound="Record")
else:

    def dataclass_transform(**_settings: object) -> object:
        return lambda decorated: decorated


def _filled(of: Any, values: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
    """Return the values of all fields of a record: those given by position or by name, else their defaults."""
    fields, defaults = of._fields, of._defaults
    if not named and len(values) <= len(fields) and all(map(defaults.__contains__, fields[len(values) :])):
        return [*values, *map(defaults.__getitem__, fields[len(values) :])]
    if len(values) > len(fields):
        raise TypeError(f"{of.__name__}: {len(values)} values for {len(fields)} fields")
    given = dict(zip(fields, values, strict=False))
    for name, value in named.items():
        if name in given or name not in fields:
            raise TypeError(f"{of.__name__}: field {name!r} is unknown or given twice")
        given[name] = value
    for name in fields:
        if name not in given and name not in defaults:
            raise TypeError(f"{of.__name__}: field {name!r} is missing")
    return [given[name] if name in given else defaults[name] for name in fields]


_put = object.__setattr__


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Makes slots of a class's annotated fields; what they are set to are their defaults."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        own = tuple(namespace.get("__annotations__", ()))
        defaults = {field: namespace.pop(field) for field in own if field in namespace}
        inherited: Any = next((base for base in bases if hasattr(base, "_fields")), None)
        fields = own
        if inherited is not None:
            fields, defaults = (*inherited._fields, *own), {**inherited._defaults, **defaults}
        return type.__new__(cls, name, bases, {**namespace, "__slots__": own, "_fields": fields, "_defaults": defaults})


class Record(metaclass=_RecordType):
    """Base of the records: made by position or by name, compared by value, never changed."""

    if TYPE_CHECKING:
        _fields: ClassVar[tuple[str, ...]]
        _defaults: ClassVar[dict[str, Any]]

    def __init__(self, *values: Any, **named: Any) -> None:
        if named or len(values) != len(self._fields):
            values = tuple(_filled(type(self), values, named))
        for name, value in zip(self._fields, values, strict=True):
            _put(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} can't be changed; make another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} can't be changed; make another one")

    def _asdict(self) -> dict[str, object]:
        """Return the fields with their values."""
        return {name: getattr(self, name) for name in self._fields}

    def _replace(self: R, **changed: object) -> R:
        """Return a record with some fields changed."""
        if not changed.keys() <= set(self._fields):
            return type(self)(**{**self._asdict(), **changed})  # It says what is wrong.
        made = object.__new__(type(self))
        for name in self._fields:
            _put(made, name, changed[name] if name in changed else getattr(self, name))
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(self._asdict().values())

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._asdict() == other._asdict()

    def __hash__(self) -> int:
        return hash(tuple(self._asdict().values()))

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({inner})"


if not TYPE_CHECKING:

    class _TupleType(type):
        """Makes properties of a class's annotated fields, each the value at its place."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            places = {field: property(itemgetter(at)) for at, field in enumerate(fields)}
            rest = {"__slots__": (), "_fields": fields, "_defaults": defaults}
            return type.__new__(cls, name, bases, {**namespace, **places, **rest})

    class TupleRecord(tuple, metaclass=_TupleType):
        """Base of the records that are tuples as well, to be unpacked and compared as such."""

        def __new__(cls, *values: Any, **named: Any) -> Any:
            if named or len(values) != len(cls._fields):
                values = _filled(cls, values, named)
            return tuple.__new__(cls, values)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changed: Any) -> Any:
            return type(self)(**{**self._asdict(), **changed})

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            inner = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({inner})"
