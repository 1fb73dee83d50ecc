"""`python -m aduan_cli` is `aduan`."""

from aduan_cli.cli import main

main()
