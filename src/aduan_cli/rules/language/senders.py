"""What comes back from units, as the files have it: whose mails count, and what the words of a reply mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.problems import Problems, one_of, quoted
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.reasons import reasons_of
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.telling import units_of

if TYPE_CHECKING:
    from aduan_cli.compiled import Inbox


def inbox_of(sources: list[Source], problems: Problems) -> Inbox:
    """Return `[inbox]` of the city's file, and whose mails are the word of which unit."""
    city = next(iter(sources), None)
    given = city.data.get("inbox", {}) if city is not None else {}
    words = {move: [word for word in found if word] for move, found in given.get("words", {}).items()}
    inbox: Inbox = {"words": words, "mail": _senders(sources)}
    if "folder" in given:
        inbox["folder"] = given["folder"]
    if "verified_by" in given:
        inbox["verified_by"] = given["verified_by"].strip().lower()
    if city is not None and "hold" in given:
        known = reasons_of(city)["hold"]
        if given["hold"] in known:
            inbox["hold"] = given["hold"]
        else:
            what = _("{value} is no code of [reasons.hold]").format(value=quoted(given["hold"]))
            right = problems.suggest(given["hold"], list(known)) or one_of(list(known))
            problems.error(city.file, ("inbox", "hold"), what, right)
    return inbox


def _senders(sources: list[Source]) -> dict[str, list[str]]:
    """Return by unit its senders in small letters, each once."""
    found: dict[str, list[str]] = {}
    for source in sources:
        for unit, path, table in units_of(source):
            for sender, _where in each(table.get("mail", []), (*path, "mail")):
                found.setdefault(unit, []).append(sender.lower())
    return {unit: list(dict.fromkeys(senders)) for unit, senders in found.items()}
