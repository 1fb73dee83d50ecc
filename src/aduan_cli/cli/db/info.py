"""`aduan db info`: how much a desk keeps."""

from __future__ import annotations

import os

import click

from aduan_cli.amounts import complaints, hours
from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.db.backup import DEFAULT
from aduan_cli.i18n import _
from aduan_cli.render.whole import size


@click.command("info", cls=Command)
@click.option("--backups", type=FILE_NAME, metavar="FOLDER", help="Where backups are; backups, in the desk's folder.")
@options.format_option
@click.pass_obj
def command(context: Context, /, backups: str | None, format_: str | None) -> None:
    """Print how much there is, since when, how fast it grows, how old the newest backup is, and where it moved to."""
    from aduan_cli.app.verifying import figures
    from aduan_cli.render.rows import write_block, write_rows

    desk = context.desk
    found = figures(desk, backups or os.path.join(desk.folder, DEFAULT))
    row = {**found, **{name: desk.zone.iso(int(str(found[name]))) for name in ("first_at", "last_at")}}
    if format_ not in (None, "table"):
        write_rows([row], format_, tuple(row), one=True)
        return
    write_block(
        [
            (_("File"), row["file"]),
            *_moved(row),
            (_("Size"), " + ".join(size(int(str(row[name]))) for name in ("bytes", "wal_bytes") if name in row)),
            (_("Complaints"), str(row["complaints"])),
            (_("Events"), str(row["events"])),
            (_("Rows"), ", ".join(f"{name} {count}" for name, count in _counts(row).items() if count)),
            (_("Growth"), _growth(row)),
            (_("First"), row["first_at"]),
            (_("Newest"), row["last_at"]),
            (_("Schema"), f"{row['schema']} ({_engine(row)})"),
            *([] if "postgresql" in row else [(_("Backup"), _backup(row))]),
        ]
    )


def _moved(row: dict[str, object]) -> list[tuple[str, object]]:
    """Return where the desk is, where this is not its place any more, or not yet."""
    lines = [(_("Moved to"), row["moved_to"]), (_("Comes from"), row["comes_from"])]
    return [line for line in lines if line[1] is not None]


def _counts(row: dict[str, object]) -> dict[str, int]:
    rows = row["rows"]
    assert isinstance(rows, dict)
    return {name: count for name, count in rows.items() if name not in ("complaint", "event")}


def _growth(row: dict[str, object]) -> str:
    sentence = _("in 30 days {complaints}, about {size}")
    return sentence.format(
        complaints=complaints(int(str(row["month_complaints"]))), size=size(int(str(row["month_bytes"])))
    )


def _backup(row: dict[str, object]) -> str:
    if row["backup"] is None:
        return _("none")
    age = hours(int(str(row["backup_age"])) // 3600)
    return _("{name}, {hours} old").format(name=os.path.basename(str(row["backup"])), hours=age)


def _engine(row: dict[str, object]) -> str:
    """Return which program keeps the data, and its version."""
    return f"SQLite {row['sqlite']}" if "sqlite" in row else f"PostgreSQL {row['postgresql']}"
