"""Rules from texts or tables, without a folder: the one way in for tests of what is made of them."""

from __future__ import annotations

from typing import Any

import tomli

from aduan_cli.complaint.router import Router
from aduan_cli.model import Facts
from aduan_cli.rules.language.compile import Compiled, Document, compile_rules

Tables = str | dict[str, Any]
"""A file as TOML, or its data as the parser gives them."""


SMALLEST = """
[desk]
name = "Desk"
prefix = "D"
timezone = "UTC"
[units.dlh]
name = "Dinas Lingkungan"
"""
"""A city's file with one unit and nothing to find."""


def documents(city: Tables, places: list[dict[str, Any]] | None = None, **manifests: Tables) -> list[Document]:
    """Return a city's file, its places and manifests, named by their plugins, as the compiler takes them."""
    files: list[tuple[str, str, Tables]] = [("rules.toml", "city", city)]
    files += [(f"plugins/{name}/plugin.toml", "plugin", tables) for name, tables in manifests.items()]
    files += [("places/uji.toml", "places", {"place": places})] if places else []
    return [
        Document(path, role, tomli.loads(tables) if isinstance(tables, str) else tables) for path, role, tables in files
    ]


def rules_of(city: Tables, places: list[dict[str, Any]] | None = None, **manifests: Tables) -> dict[str, Any]:
    """Return the compiled rules of files in which nothing is wrong; their zone is UTC."""
    made: Compiled = compile_rules(documents(city, places, **manifests))
    assert [str(problem) for problem in made.problems if problem.severity == "error"] == []
    return {**made.rules, "zone": [[-(2**62), 0]]}


def router_of(
    city: Tables, revision: str = "rev", places: list[dict[str, Any]] | None = None, **manifests: Tables
) -> Router:
    """Return the engine on the rules of files in which nothing is wrong."""
    return Router(rules_of(city, places, **manifests), revision)


def category_of(router: Router, text: str) -> str | None:
    """Return the category that is found in a text."""
    facts = Facts()
    facts.found = router.words_of(text).found
    return router.engine.category_of(facts)


def sentences(found: Compiled) -> list[str]:
    """Return the problems as the user reads them."""
    return [str(problem) for problem in found.problems]
