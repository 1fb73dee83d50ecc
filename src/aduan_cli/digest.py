"""SHA-256 without OpenSSL: loading OpenSSL alone would cost a tenth of the daily path."""

from __future__ import annotations

try:
    from _sha2 import sha256  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore, no-redef]
    except ImportError:
        from hashlib import sha256  # type: ignore[assignment, unused-ignore]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["revision_name", "sha256"]


def revision_name(hashes: Mapping[str, str]) -> str:
    """Return the name of a set of rule files, given as path → SHA-256 in hex: the first 12 hex digits of a SHA-256.

    It is taken over one line in UTF-8 for each file, in the order of the paths: the path relative to the desk with `/`
    between folders, a NUL, the hash of the file's bytes, a newline.
    """
    lines = "".join(f"{path}\0{hashes[path]}\n" for path in sorted(hashes))
    return str(sha256(lines.encode()).hexdigest()[:12])
