"""What was reported of one matter, as the caller, the officer or a file gave it: nothing is understood yet. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.storable import storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NOTHING: Mapping[str, Any] = MappingProxyType({})
_TYPED = ("text", "answer", "address", "caller_name", "caller_phone", "caller_address", "key")
"""What an officer types freely."""


class Report:
    """What was given of one matter, by the names that a complaint has for it. Never changed.

    None, and of an object an empty one, says that it was not given. `source` says how we know what was (`given` or
    `import`), `sources` of which fields otherwise: what a map says for all records is a `default`. `status` is the
    state that a file says; `shift` and `day` are those that it was taken in, where it was taken before.
    """

    __slots__ = ("__dict__", "source", "sources")

    source: str
    sources: Mapping[str, str]
    text: str = ""
    kind: str | None = None
    status: str | None = None
    category: str | None = None
    priority: str | None = None
    channel: str | None = None
    kecamatan: str | None = None
    kelurahan: str | None = None
    address: str | None = None
    point: str | None = None
    answer: str | None = None
    answers: Mapping[str, Any] = NOTHING
    fields: Mapping[str, Any] = NOTHING
    recorded_unit: str | None = None
    reported_at: int = 0
    logged_at: int = 0
    shift: str | None = None
    day: int | None = None
    actor: str | None = None
    caller_name: str | None = None
    caller_phone: str | None = None
    caller_address: str | None = None
    caller_kecamatan: str | None = None
    caller_kelurahan: str | None = None
    phone_original: str | None = None
    agreed: Mapping[str, str] = NOTHING
    linked: tuple[str, ...] = ()
    key: str | None = None
    source_file: str | None = None
    source_row: int | None = None

    def __init__(self, source: str = "given", sources: Mapping[str, str] = NOTHING, **given: Any) -> None:
        put = object.__setattr__
        put(self, "source", source)
        put(self, "sources", sources)
        # All at once: an import makes tens of thousands of them.
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a report can't be changed; make another one")

    @property
    def given(self) -> Mapping[str, Any]:
        """What was given, by its names."""
        return self.__dict__

    def __repr__(self) -> str:
        return f"Report({self.source!r}, {dict(self.sources)!r}, **{self.__dict__!r})"


def report_of_call(sources: Mapping[str, str] = NOTHING, **given: Any) -> Report:
    """Return what an officer typed, in the form that is stored: texts as any store keeps them, the phone in one form.

    Raises `UsageError` when there is no text.
    """
    for name in _TYPED:
        if given.get(name) is not None:
            given[name] = storable(given[name]).strip() or None
    if not given.get("text"):
        raise UsageError(_("there is no text; say in a sentence what the call is about"))
    given["phone_original"] = given.get("caller_phone")
    if given["phone_original"]:
        from aduan_cli.phones import normalise_phone

        given["caller_phone"] = normalise_phone(given["phone_original"])
    return Report("given", sources, **given)
