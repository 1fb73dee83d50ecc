"""A desk's rules as they stand on disk, whatever was accepted before; nothing is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from os import PathLike

from aduan_cli.config.rule_files.loader import Loaded, compile_sources
from aduan_cli.config.rule_files.sources import RULES, decoded, read_sources, trusted
from aduan_cli.errors import ConfigError
from aduan_cli.files import read_regular
from aduan_cli.rules.language.compile import Document


def rules_of(desk: str | PathLike[str], more: Sequence[Document] = ()) -> Loaded:
    """Return the compiled rules of a desk's folder; `more` are examples beside those in its files.

    Raises `ConfigError` with every error in them: what a desk would leave out in silence, a test should show.
    """
    place = os.path.abspath(desk)
    loaded = compile_sources(read_sources(place, trusting=_trusted(place)), more)
    wrong = [str(problem) for problem in loaded.problems if problem.severity == "error"]
    if wrong:
        raise ConfigError("\n".join([f"{place}: the rules have errors", *wrong]), tuple(wrong))
    return loaded


def _trusted(desk: str) -> list[str]:
    """Return the users and groups that `rules.toml` trusts."""
    try:
        text = decoded(RULES, read_regular(os.path.join(desk, RULES)))
    except OSError:
        return []
    return trusted(text if isinstance(text, str) else None)
