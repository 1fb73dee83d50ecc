"""The built-in ways in which messages go to units, one file each."""
