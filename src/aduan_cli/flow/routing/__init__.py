"""Deciding again, and why something was decided as it was."""
