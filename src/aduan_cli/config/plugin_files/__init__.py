"""Plugins by their files: where they lie, what is enabled, what a new one is made of."""
