"""Importing a plugin's code: its module made from the bytes that were hashed.

Runs in the child; of the parent's process only a plugin's own command asks for it, which runs unguarded.
"""

from __future__ import annotations

import os
import sys
from types import CodeType, ModuleType

from aduan_cli.plugins.code import Code, compiled


def load(code: Code, body: CodeType | None = None) -> ModuleType:
    """Import a plugin's code; whatever it raises is raised. `body` is its main file, where that is compiled already."""
    name = code.package or "aduan_plugin_" + code.plugin.replace("-", "_")
    module = ModuleType(name)
    module.__file__ = os.path.join(code.folder, code.main)
    if code.package:
        from aduan_cli.plugins.packages import prepare

        prepare(module, code, name)
    sys.modules[name] = module
    exec(body or compiled(code, code.main), module.__dict__)  # noqa: S102
    return module
