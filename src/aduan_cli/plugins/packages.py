"""Importing an installed distribution's package from the bytes that were hashed, submodules included."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from aduan_cli.model import PACKAGE_FILE
from aduan_cli.plugins.code import Code, compiled


class PackageFiles(Loader, MetaPathFinder):
    """Imports the modules of one package from bytes that were read before."""

    def __init__(self, code: Code, package: str) -> None:
        self._code, self._package = code, package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module below the package; anything else is left to others."""
        if not fullname.startswith(self._package + "."):
            return None
        inner = fullname[len(self._package) + 1 :].replace(".", os.sep)
        for name in (f"{inner}.py", os.path.join(inner, PACKAGE_FILE)):
            if name in self._code.files:
                spec = ModuleSpec(fullname, self, origin=os.path.join(self._code.folder, name))
                if name.endswith(PACKAGE_FILE):
                    spec.submodule_search_locations = [os.path.dirname(str(spec.origin))]
                spec.has_location = True
                return spec
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code."""
        assert module.__spec__ is not None
        name = os.path.relpath(str(module.__spec__.origin), self._code.folder)
        exec(compiled(self._code, name), module.__dict__)  # noqa: S102


def prepare(module: ModuleType, code: Code, package: str) -> None:
    """Let what is imported below a package come from its bytes."""
    sys.meta_path.insert(0, PackageFiles(code, package))
    module.__path__ = [code.folder]
    module.__package__ = package
