"""Compiled code kept by the hash of the bytes that it was compiled from, so that it can't be stale.

One file for each plugin in `.aduan/code/`: a key, the hash of the rest, the rest. The key is a SHA-256 over the source,
its path and what else compiling depends on; where it doesn't fit, or the file is damaged, the source is compiled.
"""

from __future__ import annotations

import marshal
import os
import sys
from types import CodeType

from aduan_cli.digest import sha256
from aduan_cli.plugins.code import Code, compiled

FOLDER = os.path.join(".aduan", "code")
_HASH = 32


def main_of(code: Code) -> CodeType:
    """Return a plugin's main file compiled, from what is kept where that fits. Raises what `compile` does."""
    if code.cache is None:
        return compiled(code, code.main)
    key = _key(code)
    body = _kept(code.cache, key)
    if body is None:
        body = compiled(code, code.main)
        _keep(code.cache, key, marshal.dumps(body))
    return body


def _key(code: Code) -> bytes:
    place = os.path.join(code.folder, code.main)
    more = f"{place}\0{sys.implementation.cache_tag}\0{sys.hexversion}\0{sys.flags.optimize}\0"
    key: bytes = sha256(more.encode("utf-8", "surrogateescape") + code.files[code.main]).digest()
    return key


def _kept(path: str, key: bytes) -> CodeType | None:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    rest = data[2 * _HASH :]
    if data[:_HASH] != key or data[_HASH : 2 * _HASH] != sha256(rest).digest():
        return None
    body = marshal.loads(rest)  # noqa: S302 (its hash fits, and who may write here may write the code as well)
    return body if isinstance(body, CodeType) else None


def _keep(path: str, key: bytes, rest: bytes) -> None:
    """Keep compiled code for the next command; a desk that can't be written does without."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(key + sha256(rest).digest() + rest)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            pass
