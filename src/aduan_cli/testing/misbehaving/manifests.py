"""Plugins whose manifest is at fault: nothing of them counts, and nothing of anybody else is touched."""

from __future__ import annotations

from aduan_cli.testing.desks import manifest
from aduan_cli.testing.misbehaving.kit import ANSWER, HEAD, LEFT_OUT, PLUGIN, ROUTE, Misbehaviour

_GOOD = manifest(PLUGIN)


def _bad(name: str, does: str, text: str) -> Misbehaviour:
    assert text != _GOOD
    return Misbehaviour(name, does, HEAD + ROUTE + ANSWER, LEFT_OUT, (), manifest=text)


MANIFESTS = (
    _bad("api-99", "was written for a contract that isn't there yet", _GOOD.replace("api = 1", "api = 99")),
    _bad("not-toml", "has a manifest that can't be read", _GOOD + "[categories.x\n"),
    _bad(
        "claims-another-s-category",
        "claims a category that the city declares",
        _GOOD + '[categories.sampah]\nunit = "nakal"\ntext = ["sampah"]\n',
    ),
    _bad(
        "claims-for-another-s-unit",
        "gives its category to another's unit",
        _GOOD.replace('unit = "nakal"', 'unit = "dlh"'),
    ),
    _bad("claims-another-s-unit", "says that it is another's unit", _GOOD.replace('id = "nakal"', 'id = "dlh"')),
    _bad("another-s-name", "bears another name than its folder", _GOOD.replace('name = "nakal"', 'name = "lain"')),
    _bad(
        "routes-another-s-calls",
        "has a rule that sends calls to another's unit",
        _GOOD + '[[rule]]\ntext = ["nakal"]\nto = "dlh"\n',
    ),
    _bad(
        "examples-that-fail",
        "expects what doesn't come out",
        _GOOD + '[[example]]\ntext = "nakal"\nexpect = { unit = "dlh" }\n',
    ),
)
SHADOWING = Misbehaviour(
    "shadows-a-command",
    "brings commands under the name of one of aduan's own",
    HEAD + "\n\n@hookimpl\ndef commands():\n    raise RuntimeError\n",
    LEFT_OUT,
    (),
    manifest=manifest("list", '[commands.semua]\nhelp = "Semua."\n'),
)
"""The one whose plugin has another name: `list`."""
