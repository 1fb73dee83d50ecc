"""A plugin's code as bytes: found in the desk or in an installed distribution, read once, hashed.

What runs is compiled from these very bytes, never from bytecode that may be stale or another's, and their hash stands
beside each answer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from types import CodeType

from aduan_cli.digest import sha256
from aduan_cli.files import read_regular
from aduan_cli.i18n import _
from aduan_cli.model import CODE_FILE, PACKAGE_FILE, Objection
from aduan_cli.plugins.limits import LARGEST_CODE
from aduan_cli.record import Record

_TESTS = r"test_|conftest\.py|.*_test\.py"


class Code(Record):
    """The code of one plugin.

    `folder` is absolute; `files` maps the names of its Python files, relative to it, to their bytes; `main` is the
    one that is run. `package` is the name that an installed distribution is imported by.
    """

    plugin: str
    folder: str
    main: str
    files: dict[str, bytes]
    sha256: str
    package: str | None = None


class UnusableError(Exception):
    """Code that is there and can't be run: its place isn't safe, or it can't be read. The message says why.

    `objection` is what the user has against its place, if that is why.
    """

    def __init__(self, message: str, objection: Objection | None = None) -> None:
        super().__init__(message)
        self.objection = objection


def find_code(
    desk: str,
    plugin: str,
    installed: Mapping[str, str],
    objection: Callable[[str], str | None],
) -> Code | None:
    """Return a plugin's code, or None when it has none. Raises `UnusableError`.

    `installed` maps the plugins that are installed distributions to the folders of their packages. `objection` says
    what is wrong with the place of a file (relative to the desk, or absolute).
    """
    if plugin in installed:
        return _installed(plugin, installed[plugin], objection)
    place = f"plugins/{plugin}/{CODE_FILE}"
    return code_in(plugin, os.path.join(desk, "plugins", plugin), place, lambda: objection(place))


def code_in(plugin: str, folder: str, shown: str, objection: Callable[[], str | None]) -> Code | None:
    """Return the code in a plugin's folder (absolute), or None. Raises `UnusableError`, the file named as `shown`."""
    path = os.path.join(folder, CODE_FILE)
    if not os.path.lexists(path):
        return None
    data = _read(path, shown, objection())
    return Code(plugin, folder, CODE_FILE, {CODE_FILE: data}, sha256(data).hexdigest())


def _installed(plugin: str, folder: str, objection: Callable[[str], str | None]) -> Code:
    """Return all Python files of a package, so that none of them is older than the hash says."""
    files = {}
    for path in sorted(_python_files(folder)):
        files[os.path.relpath(path, folder)] = _read(path, path, objection(path))
    if PACKAGE_FILE not in files:
        raise UnusableError(_("{path}: it can't be read: {reason}").format(path=folder, reason=PACKAGE_FILE))
    lines = (f"{name}\0{sha256(data).hexdigest()}\n" for name, data in files.items())
    digest = str(sha256("".join(lines).encode()).hexdigest())
    return Code(plugin, folder, PACKAGE_FILE, files, digest, os.path.basename(folder))


def _python_files(folder: str) -> list[str]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [os.path.join(place, name) for name in names if name.endswith(".py")]
    return found


def not_run(folder: str) -> list[str]:
    """Return what in a plugin's folder looks like its code and is not run; of its tests nothing."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    files = [name for name in names if name.endswith(".py") and not re.match(_TESTS, name)]
    packages = [name for name in names if os.path.isfile(os.path.join(folder, name, PACKAGE_FILE))]
    return [name for name in files if name != CODE_FILE] + [os.path.join(name, PACKAGE_FILE) for name in packages]


def is_beside(folder: str, module: str) -> bool:
    """Say whether a module lies in a plugin's folder, from which none is imported."""
    return module.isidentifier() and any(
        os.path.exists(os.path.join(folder, name)) for name in (f"{module}.py", os.path.join(module, PACKAGE_FILE))
    )


def _read(path: str, name: str, objection: str | None) -> bytes:
    if objection:
        raise UnusableError(f"{name}: {objection}", objection if isinstance(objection, Objection) else None)
    try:
        return read_regular(path, LARGEST_CODE)
    except OSError as error:
        raise UnusableError(_("{path}: it can't be read: {reason}").format(path=name, reason=error.strerror)) from error


def last_step(code: Code, traceback: str | None) -> tuple[str, int] | None:
    """Return the file and the line of the last step of a traceback that is the plugin's own."""
    for path, line in reversed(re.findall(r'^[ |]*File "(.+)", line ([0-9]+)', traceback or "", re.MULTILINE)):
        name = os.path.relpath(path, code.folder)
        if name in code.files:
            return name, int(line)
    return None


def compiled(code: Code, name: str) -> CodeType:
    """Compile one of the files. Raises `SyntaxError` and what else `compile` does."""
    return compile(code.files[name], os.path.join(code.folder, name), "exec", dont_inherit=True)
