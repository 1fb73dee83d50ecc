"""The desk's names as people give them, on the line and in saved lists: any spelling; else what was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.value_words import TRIAGE, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from aduan_cli.compiled import Gazetteer, Rules


def unknown(what: str, given: str, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> UsageError:
    """Return the error for a name that isn't known, with the nearest one that is.

    `aliases` maps other spellings, in small letters, to names.
    """
    from aduan_cli.nearness import did_you_mean

    names = sorted(known)
    hint = did_you_mean(given, names, aliases) or _("known: {names}").format(
        names=", ".join(names[:12]) + (", ..." if len(names) > 12 else "") or "-"
    )
    return UsageError(_("unknown {what} '{given}'; {hint}").format(what=what, given=given, hint=hint))


def unknown_word(field: str, given: str, known: Iterable[str]) -> UsageError:
    """Return the same for one of the fixed words of a field, these named as people read them."""
    from aduan_cli.column_words import head
    from aduan_cli.value_words import label, words_of

    aliases = {word: label(field, value) for value in known for word in (value, *words_of(field, value))}
    return unknown(head(field), given, set(aliases.values()), aliases)


def one_of(what: str, given: str, known: Sequence[str]) -> str:
    """Return `given` as one of the known words, whatever its case, or of their Indonesian ones. Raises `UsageError`."""
    wanted = given.lower().replace("-", "_")
    wanted = value_of(what, wanted) or wanted
    if wanted in known:
        return wanted
    raise unknown_word(what, given, known)


class Names:
    """The desk's names, as options give them."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def category(self, given: str | None) -> str | None:
        """Return a category's id."""
        if given is None:
            return None
        known = {entry[0] for entry in self._rules["categories"]}
        if given.lower() in known:
            return given.lower()
        raise unknown(_("category"), given, known, self._categories_of(given))

    def _categories_of(self, given: str) -> dict[str, str]:
        """Return the category that an abbreviation of a unit may stand for: its only one."""
        from aduan_cli.text import join_pattern

        unit = self._rules["unit_names"].get(join_pattern(given))
        owned = [entry[0] for entry in self._rules["categories"] if unit and entry[1] == unit]
        return {given.casefold(): owned[0]} if len(owned) == 1 else {}

    def channel(self, given: str | None) -> str | None:
        """Return a channel of the desk."""
        known = self._rules["desk"]["channels"]
        if given is None or given in known:
            return given
        meant = value_of("channel", given)
        if meant in known:
            return meant
        raise unknown_word("channel", given, known)

    def shift(self, given: str | None) -> str | None:
        """Return a shift of the desk."""
        known = [entry[0] for entry in self._rules["shifts"]]
        if given is None or given in known:
            return given
        raise unknown(_("shift"), given, known)

    def kecamatan(self, given: str | None) -> str | None:
        """Return a kecamatan as the city writes it."""
        from aduan_cli.places import kecamatan_named

        return self._place(given, kecamatan_named, 0)

    def kelurahan(self, given: str | None) -> str | None:
        """Return a kelurahan as the city writes it."""
        from aduan_cli.places import kelurahan_named

        return self._place(given, kelurahan_named, 1)

    def _place(
        self, given: str | None, find: Callable[[str, Gazetteer], str | None], part: Literal[0, 1]
    ) -> str | None:
        if given is None:
            return None
        gazetteer = self._rules["gazetteer"]
        found = find(given, gazetteer)
        if found is None:
            field = ("kecamatan", "kelurahan")[part]
            what = self._rules["levels"].get(field, field)
            raise unknown(what, given, [name for entry in gazetteer["names"].values() if (name := entry[part])])
        return found

    def unit(self, given: str) -> str:
        """Return the id of a unit or an outside body, from any spelling of it."""
        if given in self._rules["units"] or given in self._rules["outside"]:
            return given
        from aduan_cli.text import join_pattern

        found = self._rules["unit_names"].get(join_pattern(given))
        if found is None:
            triage = str(self._rules["desk"]["triage"])
            if given == triage or value_of("unit", given) == TRIAGE:
                return triage
            known = [*self._rules["units"], *self._rules["outside"]]
            raise unknown(_("unit"), given, known, self._rules["unit_names"])
        return str(found)
