"""aduan: the complaint desk of a city call centre, in a shell."""

__version__ = "0.1.0"
