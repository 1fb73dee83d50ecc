"""Everything about a desk that wants attention, one line each: what is so, and the command that cures it.

Nothing is computed here: each line asks who knows already (`rules check`, `plugin doctor`, `tick --status`, `db info`).
One that can't be answered doesn't keep the others from being asked.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from functools import cached_property

from aduan_cli.app.desk import Desk
from aduan_cli.app.persons import BACKUPS, QUARANTINE
from aduan_cli.app.tick_preview import Status, status
from aduan_cli.app.verifying import figures
from aduan_cli.complaint.clocks import EMERGENCY, HANDOFF
from aduan_cli.complaint.promised import has_deadlines
from aduan_cli.due import QUIET
from aduan_cli.errors import AduanError
from aduan_cli.formats.attachments import FOLDER as ATTACHMENTS
from aduan_cli.i18n import _, language, locale_folder, ngettext
from aduan_cli.modes import file_of, policy_of, side_files
from aduan_cli.problems import one_for_each_cause
from aduan_cli.record import Record
from aduan_cli.render.clocks import roughly
from aduan_cli.render.whole import size
from aduan_cli.stored import Query

OK, ATTENTION, UNKNOWN = "ok", "attention", "unknown"
"""What is said of each: it is well; somebody is to do something; it could not be asked."""
OLD_BACKUP = 26 * 3_600
"""Seconds: a backup each night, and two hours to make it."""
CRON_LINE = "crontab -e: * * * * * aduan tick -q"
ROOM = 200_000_000
"""Bytes that are free at least, beside what a backup and `db compact` need: twice the data."""


class Checkup(Record):
    """How one thing does: its name, OK, ATTENTION or UNKNOWN, what is so, and the command that cures it."""

    check: str
    state: str
    what: str
    cure: str | None = None


class _Looked:
    """A desk that is looked at: what several lines are about is asked once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def status(self) -> Status:
        """How the desk does, as a monitor is told."""
        return status(self.desk)

    @cached_property
    def data(self) -> dict[str, object] | None:
        """What `db info` says; None: nothing was ever stored, and nothing is lost."""
        desk = self.desk
        if desk.store.last_revision() is None and not (desk.address is None and _mode(file_of(desk.store_path))):
            return None
        return figures(desk, os.path.join(desk.folder, BACKUPS))


def findings(desk: Desk) -> Iterator[Checkup]:
    """Yield how each thing does, the gravest first. Nothing is changed; files that changed stay as they are."""
    desk.leave_changes()
    looked = _Looked(desk)
    for name, check in CHECKS.items():
        try:
            what, cure = check(looked)
        except AduanError as error:
            yield Checkup(name, UNKNOWN, str(error).partition("\n")[0])
        else:
            yield Checkup(name, OK if cure is None else ATTENTION, what, cure)


Said = tuple[str, "str | None"]
"""What is so, and the command that cures it; None: nothing is to be cured."""


def _counted(count: int, sentence: str, cure: str, none: str) -> Said:
    """Return what is said of so many that wait for somebody."""
    return (sentence.format(count=count), cure) if count else (none, None)


def _store(looked: _Looked) -> Said:
    found = looked.data
    if found is None:
        return _("no call was stored yet"), None
    if found["moved_to"] is not None:
        return _("the desk has moved to {place}").format(place=found["moved_to"]), "aduan --store"
    if found["comes_from"] is not None:
        return _("it comes from {place} and isn't whole yet").format(place=found["comes_from"]), "aduan db copy"
    sentence = ngettext("{count} complaint in {place}", "{count} complaints in {place}", int(str(found["complaints"])))
    return sentence.format(count=found["complaints"], place=os.path.basename(str(found["file"]))), None


def _rules(looked: _Looked) -> Said:
    from aduan_cli.app.rulebook import checked

    found = checked(looked.desk)
    problems = one_for_each_cause(found.problems)
    errors = sum(one.severity == "error" for one in problems)
    if errors:
        sentence = ngettext("{count} error in the files", "{count} errors in the files", errors)
        return sentence.format(count=errors), "aduan rules check"
    if found.lost or found.left:
        return found.lost or found.left[0], "aduan rules check"
    if looked.data is not None and looked.desk.rule_files.accepted_texts() != _on_disk(looked.desk):
        return _("the files on disk are not in force yet"), "aduan rules diff"
    sentence = ngettext("{count} warning about the files", "{count} warnings about the files", len(problems))
    return _counted(len(problems), sentence, "aduan rules check", _("in force, without a warning"))


def _on_disk(desk: Desk) -> dict[str, str]:
    from aduan_cli.app.rulebook import present, readable

    found = present(desk)
    return readable(found.texts, found.unread)


def _plugins(looked: _Looked) -> Said:
    states = looked.desk.store.plugin_states()
    aside = sorted(name for name, state in states.items() if state.set_aside_at is not None)
    failing = sorted(name for name, state in states.items() if state.in_row)
    if not aside and not failing:
        return _("none was set aside, none fails"), None
    sentence = _("set aside: {names}") if aside else _("failing: {names}")
    return sentence.format(names=", ".join(aside or failing)), "aduan plugin doctor"


def _cron(looked: _Looked) -> Said:
    age = looked.status.age
    if age is None:
        return _("aduan tick never ran"), CRON_LINE
    since = _("last seen {ago} ago").format(ago=roughly(age))
    return since, CRON_LINE if age >= QUIET else None


def _emergencies(looked: _Looked) -> Said:
    if count := looked.status.emergencies:
        sentence = ngettext("{count} that nobody has in time", "{count} that nobody has in time", count)
        return sentence.format(count=count), "aduan list --late handoff"
    unheld = Query((("priority", (EMERGENCY,)), ("status", ("new", "routed"))), open_only=True)
    count = looked.desk.store.count(unheld)
    if has_deadlines(looked.desk.rules, HANDOFF):
        sentence = ngettext("{count} waits for a hand-over, in time", "{count} wait for a hand-over, in time", count)
        return (sentence.format(count=count) if count else _("none waits for a hand-over")), None
    sentence = ngettext(
        "{count} that nobody has yet; no [deadlines] handoff says how soon",
        "{count} that nobody has yet; no [deadlines] handoff says how soon",
        count,
    )
    return _counted(count, sentence, "aduan list -p emergency --status new,routed", _("none waits for a hand-over"))


def _late(looked: _Looked) -> Said:
    if not has_deadlines(looked.desk.rules):
        return _("nothing is promised: [deadlines] in rules.toml says what is"), None
    count = looked.status.late
    sentence = ngettext("{count} complaint is late", "{count} complaints are late", count)
    return _counted(count, sentence, "aduan list --late", _("nothing is late"))


def _undecided(looked: _Looked) -> Said:
    triage = str(looked.desk.rules["desk"]["triage"])
    count = looked.desk.store.count(Query((("unit", (triage,)),), open_only=True))
    sentence = ngettext("{count} call waits to be decided", "{count} calls wait to be decided", count)
    return _counted(count, sentence, f"aduan list --unit {triage}", _("no call waits to be decided"))


def _callbacks(looked: _Looked) -> Said:
    count = looked.desk.store.count_awaiting_callback()
    sentence = ngettext("{count} caller waits to be rung back", "{count} callers wait to be rung back", count)
    return _counted(count, sentence, "aduan callbacks", _("nobody waits to be rung back"))


def _outbox(looked: _Looked) -> Said:
    dead = looked.status.dead
    if dead:
        sentence = ngettext("{count} message will not arrive", "{count} messages will not arrive", dead)
        return sentence.format(count=dead), "aduan outbox list --state dead"
    waiting = looked.status.waiting
    sentence = ngettext(
        "{count} message waits for an hour and more", "{count} messages wait for an hour and more", waiting
    )
    return _counted(waiting, sentence, "aduan outbox list", _("nothing waits for long, nothing was given up"))


def _inbox(looked: _Looked) -> Said:
    count = looked.status.quarantined
    sentence = ngettext(
        "{count} answer of a unit couldn't be taken", "{count} answers of units couldn't be taken", count
    )
    cure = f"ls {os.path.join(looked.desk.folder, QUARANTINE)}"
    return _counted(count, sentence, cure, _("every answer of a unit was taken"))


def _holidays(looked: _Looked) -> Said:
    from aduan_cli.flow.calendars import years_without_holidays

    years = years_without_holidays(looked.desk.rules, looked.desk.zone, looked.desk.clock())
    if years:
        return _("no holiday of {years} is known").format(years=", ".join(map(str, years))), "aduan calendar check"
    return _("those that are needed are known"), None


def _backup(looked: _Looked) -> Said:
    if looked.desk.address is not None:
        return _("the server's administrator has it: docs/postgres.md"), None
    found = looked.data
    if found is None:
        return _("there is nothing to back up yet"), None
    if found["backup"] is None:
        return _("there is none"), "aduan db backup"
    age = int(str(found["backup_age"]))
    said = _("the newest is {age} old").format(age=roughly(max(age, 0)))
    return said, "aduan db backup" if age > OLD_BACKUP else None


def _disk(looked: _Looked) -> Said:
    desk = looked.desk
    system = os.statvfs(desk.folder)
    free = system.f_bavail * system.f_frsize
    kept = 0
    if desk.address is not None:
        said = _("{free} free; the data lie on a server").format(free=size(free))
    else:
        kept = sum(_bytes(path) for path in _data_files(desk))
        said = _("{free} free, the data take {kept}").format(free=size(free), kept=size(kept))
    return said, f"df -h {desk.folder}" if free < ROOM + 2 * kept else None


def _files(looked: _Looked) -> Said:
    """Hold what the desk made against the modes of its folder; nobody outside the group may read callers' data."""
    desk = looked.desk
    allowed = policy_of(desk.folder).data
    wide = [path for path in _kept_files(desk) if _mode(path) & ~allowed & 0o077]
    if wide:
        sentence = ngettext(
            "{name} can be read by others", "{count} files can be read by others, {name} first", len(wide)
        )
        name = os.path.relpath(wide[0], desk.folder)
        return sentence.format(count=len(wide), name=name), f"chmod {allowed:o} {wide[0]}"
    return _("for the desk's own alone"), None


def _language(_looked: _Looked) -> Said:
    words = os.path.join(locale_folder(), "id", "LC_MESSAGES", "messages.mo")
    if not os.path.exists(words):
        return _("Indonesian is missing in this installation"), "pip install --force-reinstall aduan-cli"
    return _("messages are in {language}").format(language=language()), None


CHECKS: dict[str, Callable[[_Looked], Said]] = {
    "store": _store,
    "emergencies": _emergencies,
    "rules": _rules,
    "plugins": _plugins,
    "cron": _cron,
    "late": _late,
    "undecided": _undecided,
    "callbacks": _callbacks,
    "outbox": _outbox,
    "inbox": _inbox,
    "holidays": _holidays,
    "backup": _backup,
    "disk": _disk,
    "files": _files,
    "language": _language,
}
"""Each thing that is asked, by its name, in the order in which it is told."""


def _data_files(desk: Desk) -> list[str]:
    path = file_of(desk.store_path)
    return [path, *side_files(path)]


def _kept_files(desk: Desk) -> Iterator[str]:
    """Yield the files that hold callers' data: of the store, attachments, quarantine and backups."""
    if desk.address is None:
        yield from _data_files(desk)
    for folder in (ATTACHMENTS, QUARANTINE, BACKUPS):
        for place, _folders, names in os.walk(os.path.join(desk.folder, folder)):
            yield from (os.path.join(place, name) for name in names)


def _mode(path: str) -> int:
    try:
        return stat.S_IMODE(os.lstat(path).st_mode)
    except OSError:
        return 0


def _bytes(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
