"""Puts a manual page of every command into the wheel, where `man` finds it beside the command: share/man/man1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the pages from the commands while the wheel is built; an editable install has none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write them and name them to the builder."""
        if version != "standard":
            return
        self._folder = TemporaryDirectory(prefix="aduan-man-")
        root, folder = Path(self.root), Path(self._folder.name)
        # A process of its own: the commands are read from the source, and nothing of it stays loaded here.
        begin = (
            f"import sys; sys.path[:0] = {[str(root / 'src'), str(root / 'scripts')]!r}; import pathlib, man_pages; "
        )
        write = f"man_pages.write(pathlib.Path({str(folder)!r}))"
        subprocess.run([sys.executable, "-B", "-c", begin + write], check=True)
        for page in sorted(folder.iterdir()):
            build_data["shared_data"][str(page)] = f"share/man/man1/{page.name}"

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove what was written."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
