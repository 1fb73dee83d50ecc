"""Immutable records whose class costs a tenth of a `NamedTuple`'s or a dataclass's to make.

A daily command makes some dozen of these classes anew each time it starts; what their objects cost is small beside
that. Fields are written as in a dataclass, and type checkers understand them so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_settings: Any) -> Any:
        return lambda decorated: decorated


R = TypeVar("R", bound="Record")


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
        fields = self._fields
        if len(values) > len(fields):
            raise TypeError(f"{type(self).__name__}: {len(values)} values for {len(fields)} fields")
        given = dict(zip(fields, values, strict=False))
        for name, value in named.items():
            if name in given or name not in fields:
                raise TypeError(f"{type(self).__name__}: field {name!r} is unknown or given twice")
            given[name] = value
        for name in fields:
            if name in given:
                value = given[name]
            elif name in self._defaults:
                value = self._defaults[name]
            else:
                raise TypeError(f"{type(self).__name__}: field {name!r} is missing")
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} can't be changed; make another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} can't be changed; make another one")

    def _asdict(self) -> dict[str, Any]:
        """Return the fields with their values."""
        return {name: getattr(self, name) for name in self._fields}

    def _replace(self: R, **changed: Any) -> R:
        """Return a record with some fields changed."""
        return type(self)(**{**self._asdict(), **changed})

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(self._asdict().values())

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._asdict() == other._asdict()

    def __hash__(self) -> int:
        return hash(tuple(self._asdict().values()))

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({inner})"
