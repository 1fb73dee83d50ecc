"""Makes the bundle of compiled modules (`bundle`)."""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

from aduan_cli.cli.bundle import PACKAGE, Bundle, library, state_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    Code = tuple[int, int, bool, bytes | memoryview]


def keep(bundle: Bundle) -> None:
    """Make the file anew: what is in it and still counts, and what this process loaded from elsewhere."""
    made = f"{bundle.file}.{os.getpid()}"
    try:
        with open(made, "xb") as file:
            file.writelines(_parts({**_still(bundle), **_loaded()}))
            file.flush()
            os.fsync(file.fileno())
        os.replace(made, bundle.file)
    except OSError:
        _remove(made)


def _still(bundle: Bundle) -> dict[str, Code]:
    """Return what of a file counts."""
    kept = bundle.entries.items()
    return {name: (*entry[:3], bundle.codes[entry[3] : entry[4]]) for name, entry in kept if bundle.find_spec(name)}


def _loaded() -> dict[str, Code]:
    """Return the modules that Python itself loaded: ours and its own, none that somebody else installed."""
    found: dict[str, Code] = {}
    for name, module in list(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        if spec is None or type(spec.loader) is not SourceFileLoader:
            continue
        path, is_package = spec.loader.path, spec.submodule_search_locations is not None
        place = f"/{name.replace('.', '/')}{'/__init__' if is_package else ''}.py"
        if name.partition(".")[0] != PACKAGE and path != library() + place:
            continue
        state, code = state_of(path), spec.loader.get_code(spec.name)
        if state is not None and code is not None:
            found[name] = (*state, is_package, marshal.dumps(code))
    return found


def _parts(codes: dict[str, Code]) -> list[bytes | memoryview]:
    """Return what is in the file, in its order."""
    begin, entries = 0, {}
    for name, (mtime, size, is_package, code) in codes.items():
        entries[name] = (mtime, size, is_package, begin, begin + len(code))
        begin += len(code)
    head = marshal.dumps(entries)
    return [MAGIC_NUMBER, len(head).to_bytes(4, "little"), head, *(code for *_about, code in codes.values())]


def _remove(file: str) -> None:
    try:
        os.unlink(file)
    except OSError:
        pass
