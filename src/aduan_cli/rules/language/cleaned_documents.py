"""What compiling a set of documents leaves for the next one, of which few differ: proposals are tried by the dozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Cleaned = dict[str, Any]


class CleanedDocuments:
    """Documents that were cleaned, by their path, as long as nothing is wrong with any, and how patterns join."""

    def __init__(self) -> None:
        self._cleaned: dict[str, tuple[object, Cleaned]] = {}
        self._joined: dict[str, tuple[str, str]] = {}
        self._synonyms: Mapping[str, str] = {}

    def cleaned(self, path: str, data: object, clean: Callable[[], Cleaned]) -> Cleaned:
        """Return what `clean` makes of a document's data, or made of the same data before."""
        found = self._cleaned.get(path)
        if found is None or found[0] is not data:
            found = self._cleaned[path] = data, clean()
        return dict(found[1])

    def forget_documents(self) -> None:
        """Forget what was cleaned: what is wrong was taken out of it, and would not be told again."""
        self._cleaned.clear()

    def joined(self, synonyms: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Return how patterns join with these synonyms, as far as that is known; what is found out is put there."""
        if synonyms != self._synonyms:
            self._synonyms, self._joined = dict(synonyms), {}
        return self._joined
