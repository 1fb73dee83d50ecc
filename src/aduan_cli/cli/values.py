"""Values of the command line: such that any store can keep them, and what is said of one that isn't known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.storable import storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


def storable_value(value: object) -> object:
    """Return a value, or each of several, with its texts as `storable` makes them."""
    if isinstance(value, (tuple, list)):
        return type(value)([storable_value(item) for item in value])
    return storable(value) if isinstance(value, str) else value


def unknown(what: str, given: str, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> UsageError:
    """Return the error for a name that isn't known, with the nearest one that is.

    `aliases` maps other spellings, in small letters, to names.
    """
    from aduan_cli.nearness import did_you_mean

    names = sorted(known)
    hint = did_you_mean(given, names, aliases) or _("known: {names}").format(
        names=", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    )
    return UsageError(_("unknown {what} '{given}'; {hint}").format(what=what, given=given, hint=hint))


def unknown_word(field: str, given: str, known: Iterable[str]) -> UsageError:
    """Return the same for one of the fixed words of a field, these named as people read them."""
    from aduan_cli.value_words import head, said, words_of

    aliases = {word: said(field, value) for value in known for word in (value, *words_of(field, value))}
    return unknown(head(field), given, set(aliases.values()), aliases)
