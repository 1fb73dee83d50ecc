"""`aduan db info`: how much a desk keeps."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _


@click.command("info", cls=Command)
@options.format_option
@click.pass_obj
def command(context: Context, /, format_: str | None) -> None:
    """Print how much there is, and since when."""
    from aduan_cli.app.verifying import figures
    from aduan_cli.render.rows import write_block, write_rows
    from aduan_cli.render.whole import size

    desk = context.desk
    found = figures(desk)
    row = {**found, **{name: desk.zone.iso(int(str(found[name]))) for name in ("first_at", "last_at")}}
    if format_ not in (None, "table"):
        write_rows([row], format_, tuple(row), one=True)
        return
    write_block(
        [
            (_("File"), row["file"]),
            (_("Size"), " + ".join(size(int(str(row[name]))) for name in ("bytes", "wal_bytes") if name in row)),
            (_("Complaints"), str(row["complaints"])),
            (_("Events"), str(row["events"])),
            (_("First"), row["first_at"]),
            (_("Newest"), row["last_at"]),
            (_("Schema"), f"{row['schema']} ({_engine(row)})"),
        ]
    )


def _engine(row: dict[str, object]) -> str:
    """Return which program keeps the data, and its version."""
    return f"SQLite {row['sqlite']}" if "sqlite" in row else f"PostgreSQL {row['postgresql']}"
