"""The compiled modules of the daily commands in one file, ours and Python's own, so that none is looked for by itself.

Finding a hundred modules in their folders, opening and reading each, is a tenth of what `log` takes. The file counts as
a `.pyc` does: of each module while its source has the time and the size that it had, for one version of Python. A daily
command that loaded a module of ours from elsewhere makes it once all else is done (`bundling`). Where nothing can be
written beside the package, Python looks for each module itself.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import CodeType, ModuleType

    Entry = tuple[int, int, bool, int, int]
    """The time and the size of a module's source, whether it is a package, and where its code begins and ends."""

PACKAGE = __name__.partition(".")[0]
_BEGIN = len(MAGIC_NUMBER) + 4
_DAMAGED = (EOFError, ValueError, TypeError, AttributeError, StopIteration)
_NOT_DAILY = ("click", "tomli")
"""What a daily command does without, once the rules are compiled."""


class Bundle:
    """The file, as one that finds modules for Python."""

    def __init__(self) -> None:
        place = sys.modules[PACKAGE].__path__[0]
        self._folder, self._library = os.path.dirname(place), library()
        self.file = f"{place}/__pycache__/daily.{sys.implementation.name}-{sys.hexversion:x}.bundle"
        self.entries: Mapping[str, Entry] = {}
        self.codes = memoryview(b"")
        self._lacks = False
        try:
            with open(self.file, "rb", 0) as file:
                data = memoryview(file.read())
            end = _BEGIN + int.from_bytes(data[4:_BEGIN], "little")
            if data[:4] == MAGIC_NUMBER:
                entries, codes = marshal.loads(data[_BEGIN:end]), data[end:]  # noqa: S302 as Python its own
                if next(reversed(entries.values()))[4] == len(codes):
                    self.entries, self.codes = entries, codes
        except (OSError, *_DAMAGED):
            pass  # There is none yet, or none that can be read.

    def find_spec(self, name: str, _path: object = None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """Return how a module is loaded; None: Python may look for it itself."""
        entry = self.entries.get(name)
        if entry is not None:
            mtime, size, is_package, begin, end = entry
            folder = self._folder if name.startswith(PACKAGE) else self._library
            path = f"{folder}/{name.replace('.', '/')}{'/__init__' if is_package else ''}.py"
            if state_of(path) == (mtime, size):
                spec = ModuleSpec(name, _Loader(name, path, self.codes[begin:end]), origin=path, is_package=is_package)
                spec.has_location, spec.cached = True, self.file
                if is_package:
                    spec.submodule_search_locations = [os.path.dirname(path)]
                return spec
        self._lacks = self._lacks or name.startswith(PACKAGE)
        return None

    def is_to_be_made(self) -> bool:
        """Say whether a daily command asked for a module that isn't there as it is now, and the file can be written."""
        return (
            self._lacks
            and not sys.dont_write_bytecode
            and sys.modules.keys().isdisjoint(_NOT_DAILY)
            and os.access(os.path.dirname(self.file), os.W_OK)
        )


class _Loader(SourceFileLoader):
    """Loads a module of the bundle."""

    def __init__(self, name: str, path: str, code: memoryview) -> None:
        self.name, self.path, self._code = name, path, code

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            code: object = marshal.loads(self._code)  # noqa: S302 as Python its own
        except _DAMAGED:
            code = None
        return code if isinstance(code, _CODE) else super().get_code(fullname)


def library() -> str:
    """Return the folder of Python's own modules; nothing where somebody may have put others before them."""
    return "" if "PYTHONPATH" in os.environ else os.path.dirname(getattr(os, "__file__", ""))


def state_of(path: str) -> tuple[int, int] | None:
    """Return the time and the size of a source; None when it isn't there."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


_CODE = type(state_of.__code__)
