"""A plugin for each way to go wrong, as data: what it does, its files, and what must come of it.

    from aduan_cli.testing import desk, runner
    from aduan_cli.testing.misbehaving import KIT, PLUGIN

    for one in KIT:
        folder = desk(tmp_path / one.name, plugins={PLUGIN: one.files()})
        ended = runner(folder, tmp_path)("log", "nakal di Margahayu")
        assert ended.returncode == (6 if one.outcome == "fails" else 0), one.does

Run them only through the desk: some end whatever process they are loaded into.
"""

from __future__ import annotations

from aduan_cli.testing.misbehaving.answering import ANSWERS
from aduan_cli.testing.misbehaving.ending import ENDING
from aduan_cli.testing.misbehaving.hanging import HANGING
from aduan_cli.testing.misbehaving.harming import BESIDE, DAMAGING, EMPTYING, HARMING
from aduan_cli.testing.misbehaving.kit import CREW, FAILS, HARMLESS, LEFT_OUT, PLUGIN, Misbehaviour
from aduan_cli.testing.misbehaving.manifests import MANIFESTS, SHADOWING
from aduan_cli.testing.misbehaving.notifying import NOTIFYING
from aduan_cli.testing.misbehaving.output import OUTPUT
from aduan_cli.testing.misbehaving.processes import PROCESSES
from aduan_cli.testing.misbehaving.raising import RAISING
from aduan_cli.testing.misbehaving.tampering import TAMPERING

__all__ = [
    "BESIDE",
    "CREW",
    "DAMAGING",
    "EMPTYING",
    "FAILS",
    "HARMING",
    "HARMLESS",
    "KIT",
    "LEFT_OUT",
    "NOTIFYING",
    "PLUGIN",
    "SHADOWING",
    "Misbehaviour",
]

KIT = (*RAISING, *ENDING, *HANGING, *PROCESSES, *OUTPUT, *ANSWERS, *TAMPERING, *MANIFESTS)
"""All of them but `NOTIFYING`, which are channels for messages, `SHADOWING`, whose plugin bears another name, and those
that harm the database (`harming.py`)."""
