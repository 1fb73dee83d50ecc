"""`aduan import`: take calls from files."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from aduan_cli import errors
from aduan_cli.app.importing import FileTable, ImportFiles
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.imported import summary, urgent
from aduan_cli.cli.streams import tell
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import IMPORTED
from aduan_cli.errors import UsageError
from aduan_cli.flow import observing
from aduan_cli.flow.intake.bulk import Importer
from aduan_cli.flow.intake.tally import Tally
from aduan_cli.i18n import _
from aduan_cli.ports import RecordSource

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk


class _Storing:
    """Lets a batch that is being stored come to its end when Ctrl-C is pressed. A second one cuts it off."""

    def __init__(self) -> None:
        self._busy = self._asked = False
        self._before: Any = None

    def watch(self) -> None:
        """Take Ctrl-C over until `leave`."""
        try:
            self._before = signal.signal(signal.SIGINT, self._pressed)
        except ValueError:  # not the main thread
            self._before = None

    def leave(self) -> None:
        """Give Ctrl-C back."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _pressed(self, _number: int, _frame: FrameType | None) -> None:
        if not self._busy or self._asked:
            raise KeyboardInterrupt
        self._asked = True

    def __enter__(self) -> None:
        self._busy = True

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        self._busy = False
        if self._asked and kind is None:
            raise KeyboardInterrupt


class _Progress:
    """A bar over the bytes of all tables, on a terminal; nothing elsewhere."""

    def __init__(self, context: Context, tables: list[FileTable]) -> None:
        self._sizes = [table.size for table in tables]
        wanted = sys.stderr.isatty() and not context.quiet and sum(self._sizes) > 0
        self._bar: Any = None
        self._is_drawn = False
        self._before = 0
        self._at = 0
        if wanted:
            self._bar = click.progressbar(length=sum(self._sizes), label=_("importing"), file=sys.stderr)
            self._draw(self._bar.render_progress)

    def _draw(self, draw: Callable[[], None]) -> None:
        """Draw; a terminal that has gone away stops no import."""
        self._is_drawn = True
        try:
            draw()
        except OSError:
            self._bar = None

    def moved(self, source: RecordSource) -> None:
        """Show how far the file at hand was read."""
        self._to(self._before + source.done)

    def next_table(self, number: int) -> None:
        """Go on to the next table."""
        self._before = sum(self._sizes[: number + 1])
        self._to(self._before)

    def _to(self, at: int) -> None:
        bar, steps = self._bar, at - self._at
        if bar is not None and steps > 0:
            self._draw(lambda: bar.update(steps))
            self._at = at

    def pause(self) -> None:
        """Leave the bar's line before a sentence is said."""
        if self._bar is not None and self._is_drawn:
            tell("")
            self._is_drawn = False

    def close(self) -> None:
        """Leave the bar as it is."""
        if self._bar is not None:
            self._draw(self._bar.render_finish)
            self._bar = None


def _tell_observers(desk: Desk, complaints: list[Complaint]) -> None:
    event = (IMPORTED, desk.clock(), desk.actor)
    observing.tell(desk.store, desk.many_calls(), desk.router, complaints, event)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """What a batch makes has no cycles to look for; by default the collector would look a thousand times."""
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()


def _import(context: Context, tables: list[FileTable], opening: ImportFiles, dry_run: bool, replace: bool) -> Tally:
    """Take the tables one after another; say what became of them, however it ends."""
    desk = context.desk
    storing, progress = _Storing(), _Progress(context, tables)

    def saying(put: Callable[[str], None]) -> Callable[[str], None]:
        def say(sentence: str) -> None:
            progress.pause()
            put(sentence)

        return say

    importer = Importer(
        desk.store,
        desk.router,
        desk.many_calls(),
        actor=desk.actor,
        now=opening.now,
        dry=dry_run,
        say=saying(context.say),
        warn=saying(context.tell),
        storing=storing,
        moved=progress.moved,
        observed=lambda complaints: _tell_observers(desk, complaints),
        replace=replace,
    )
    storing.watch()
    finished = False
    try:
        with _collecting_rarely():
            for number, table in enumerate(tables):
                with opening.opened(table, number, importer.note) as (source, quarantine, ordinals):
                    importer.take(source, quarantine, ordinals)
                progress.next_table(number)
        finished = True
    finally:
        storing.leave()
        progress.close()
        importer.tell()
        _conclude(context, importer.tally, dry_run, finished)
    return importer.tally


def _conclude(context: Context, tally: Tally, dry_run: bool, finished: bool) -> None:
    """Say what became of the records. With -q only what somebody must look at."""
    desk = context.desk
    put = context.tell if tally.quarantined or tally.changed else context.say
    if finished or tally.read:
        for line in summary(tally, dry_run, lambda moment: desk.zone.iso(moment)[:10]):
            put(line)
    for line in urgent(tally, desk.router, dry_run):
        context.urge(line)
    if not finished and tally.read and not dry_run:
        context.say(_("cut off: what was taken is stored; the same command again goes on from there"))


def _suggest(context: Context, files: tuple[str, ...], sheets: tuple[str, ...], encoding: str | None) -> int:
    from aduan_cli.app.suggesting import suggest

    if len(files) != 1:
        raise UsageError(_("--suggest looks at one file"))
    click.echo(suggest(context.desk, files[0], sheets, encoding, context.say), nl=False)
    return errors.DONE


def take_files(
    context: Context, opening: ImportFiles, files: Sequence[str], sheets: Sequence[str], dry_run: bool, replace: bool
) -> int:
    """Take the records of files; return the exit code."""
    desk = context.desk
    with closing(opening):
        tables = opening.check(files, sheets)
        if not dry_run:
            desk.keep_revision()
        tally = _import(context, tables, opening, dry_run, replace)
    if not dry_run:
        desk.store.commit([], desk.many_calls().runs(), desk.clock())
    failed = tally.quarantined or tally.changed or desk.many_calls().failed
    return errors.PARTIAL if failed else errors.DONE


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, type=FILE_NAME, metavar="FILE...", required=True)
@click.option("--map", "map_name", type=FILE_NAME, metavar="NAME|FILE", help="Which column is which field.")
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="A sheet of the workbook; also several times.")
@click.option("--suggest", is_flag=True, help="Print a map for a file that has none, to look through; take nothing.")
@click.option("--dry-run", is_flag=True, help="Store nothing; say what would become of the records.")
@click.option("--quarantine", type=FILE_NAME, metavar="FILE", help="Where to put what can't be taken.")
@click.option("--replace", is_flag=True, help="Put records that changed in the place of what is stored.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, when it isn't found out.")
@click.pass_obj
def command(
    context: Context,
    files: tuple[str, ...],
    map_name: str | None,
    sheets: tuple[str, ...],
    suggest: bool,
    dry_run: bool,
    quarantine: str | None,
    replace: bool,
    encoding: str | None,
) -> int:
    """Take calls from CSV or JSONL files, also .gz, and from workbooks; - reads stdin.

    Every record is taken or put into the quarantine, with the reason. Running it again takes nothing twice.
    Of a workbook (.xlsx, .xls, .ods) all sheets that have the map's columns are taken.
    --suggest FILE > maps/NAME.toml writes a map for --map NAME.
    Without --map the files are our own exports (list --format jsonl --reveal, or csv).
    """
    desk = context.desk
    if files.count("-") > 1:
        raise UsageError(_("- stands for stdin, which can be read only once"))
    if suggest:
        return _suggest(context, files, sheets, encoding)
    opening = ImportFiles(desk, map_name, encoding, quarantine)
    return take_files(context, opening, files, sheets, dry_run, replace)
