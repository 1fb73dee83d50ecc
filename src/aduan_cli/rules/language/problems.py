"""Where `aduan_cli.problems` was; for branches that still name it."""

from __future__ import annotations

from aduan_cli.problems import Path as Path
from aduan_cli.problems import Problem as Problem
from aduan_cli.problems import Problems as Problems
from aduan_cli.problems import one_for_each_cause as one_for_each_cause
from aduan_cli.problems import one_of as one_of
from aduan_cli.problems import path_text as path_text
from aduan_cli.problems import quoted as quoted
