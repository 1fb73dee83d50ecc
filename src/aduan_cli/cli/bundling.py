"""Makes the bundle of compiled modules (`bundle`)."""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

from aduan_cli.cli.bundle import PACKAGE, Bundle, library, state_of
from aduan_cli.files import put

TYPE_CHECKING = False
if TYPE_CHECKING:
    Code = tuple[int, int, bool, bytes | memoryview]


def keep(bundle: Bundle) -> None:
    """Make the file anew: what is in it and still counts, and what this process loaded from elsewhere."""
    place, name = os.path.split(bundle.file)
    try:
        folder = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        put(folder, name, b"".join(_parts({**_still(bundle), **_loaded()})), _as_the_source, durable=True)
    except OSError:
        pass  # Nothing can be written there.
    finally:
        os.close(folder)


def _as_the_source(number: int) -> None:
    """Let the same read and write a file as the package's own source, whatever the umask: what is in it is run."""
    os.fchmod(number, os.stat(__file__).st_mode & 0o666)


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
