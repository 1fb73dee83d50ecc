"""Sentences in the user's language: English in the code, Indonesian in `locale/` (gettext).

The catalogue is read when the first sentence is needed. `--lang` and `ADUAN_LANG` win over the locale of
the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`); any language but Indonesian means English.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DOMAIN = "messages"
"""click looks up its own sentences in gettext's default domain, so one catalogue serves both."""

_chosen: str | None = None
_catalogue: Any = None
_bound = False


def locale_folder() -> str:
    """Return the folder that holds `<language>/LC_MESSAGES/messages.mo`."""
    return os.path.join(os.path.dirname(__file__), "locale")


def language() -> str:
    """Return `id` or `en`."""
    wanted = _chosen or next(
        (v for v in map(os.environ.get, ("ADUAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")) if v), "en"
    )
    return "id" if wanted.lower().split("_")[0].split("-")[0] in ("id", "in", "indonesia") else "en"


def choose(wanted: str | None) -> None:
    """Set the language for the rest of the process; None goes back to the environment's."""
    global _chosen, _catalogue
    _chosen, _catalogue = wanted, None


class _English:
    """The sentences as they stand in the code."""

    def gettext(self, message: str) -> str:
        """Return the sentence."""
        return message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the form that fits `count`."""
        return one if count == 1 else many


def _load() -> Any:
    global _catalogue
    if _catalogue is None:
        _catalogue = _English()
        if language() == "id":
            import gettext

            try:
                with open(os.path.join(locale_folder(), "id", "LC_MESSAGES", f"{DOMAIN}.mo"), "rb") as file:
                    _catalogue = gettext.GNUTranslations(file)
            except OSError:
                pass
    return _catalogue


def _(message: str) -> str:
    """Return `message` in the user's language."""
    return str(_load().gettext(message)) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a sentence that fits `count`, in the user's language."""
    return str(_load().ngettext(one, many, count))


def bind_click() -> None:
    """Let click's own sentences (usage errors, help) follow the same language."""
    global _bound
    wanted = language()
    if wanted == "id" or _bound:
        import gettext

        os.environ["LANGUAGE"] = wanted
        gettext.bindtextdomain(DOMAIN, locale_folder())
        gettext.textdomain(DOMAIN)
        _bound = True
