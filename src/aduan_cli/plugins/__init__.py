"""Unit code: found, loaded and asked in a process of its own, its answers checked."""
