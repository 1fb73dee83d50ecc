"""The desk's rule files: read, accepted, kept compiled, written back."""
