"""An invented desk's rules, and the installed command as a process, for tests of whole commands."""

from __future__ import annotations

from aduan_cli.testing.commands import Aduan, clean_environment
from aduan_cli.testing.desks import RULES
from warm import runner

__all__ = ["RULES", "Aduan", "clean_environment", "runner"]
