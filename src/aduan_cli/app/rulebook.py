"""What `aduan rules ...` does on one desk: the flow's rulebook, given the files on disk and what was accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.app.drafts import draft_in, with_changes, with_file
from aduan_cli.complaint.examples import run_examples
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.sources import read_named
from aduan_cli.config.rule_files.texts import compile_texts, data_of, on_disk, write_back
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.flow.rulebook.changes import RuleDifference, differences
from aduan_cli.flow.rulebook.revisions import last_accepted, revision_named
from aduan_cli.flow.rulebook.trial import Trial
from aduan_cli.i18n import _
from aduan_cli.model import RULES, RULES_FILE
from aduan_cli.problems import Problem

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.compiled import Rules
    from aduan_cli.rules.review.matched_forms import MatchedForms

NEWEST_CALLS = 5_000
"""Stored calls in which forms of words are looked for."""
DISK = "disk"
"""What the files as they stand are called, where a revision may be named."""


class Named(NamedTuple):
    """A revision's texts (path → text), or those on disk; `unread` are the problems of files that can't be read."""

    name: str
    texts: dict[str, str]
    unread: list[Problem]


class CheckedRules(NamedTuple):
    """All that is wrong with the files as they stand, and what open calls hang on that they don't have.

    `lost` is told where all hand-offs go that are in force.
    """

    problems: list[Problem]
    left: list[str]
    lost: str | None


class Compared(NamedTuple):
    """The rules in force, those that are tested, and what these are called."""

    current: Router
    tested: Router
    name: str


class Restored(NamedTuple):
    """The files that were written back, and the folder of what they were before; relative to the desk."""

    files: list[str]
    copies: str | None


def texts_named(desk: Desk, given: str | None) -> Named:
    """Return the texts of a revision; None is the one accepted last. `disk` is what stands on disk."""
    if given == DISK:
        return present(desk)
    name = last_accepted(desk.store) if given is None else revision_named(desk.store, given)
    return Named(name, desk.store.revision_files(name), [])


def present(desk: Desk) -> Named:
    """Return the texts on disk, and the problems of files that are there and can't be read or counted on."""
    return Named(DISK, *on_disk(desk.folder, desk.store.accepted().get(RULES_FILE)))


def readable(texts: Mapping[str, str], unread: list[Problem]) -> dict[str, str]:
    """Return texts without those whose file on disk nobody could look at: nothing can be said of them."""
    unknown = {problem.file for problem in unread}
    return {path: text for path, text in texts.items() if path not in unknown}


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[list[RuleDifference], list[str]]:
    """Return the changes between two sets of texts, and a sentence for each text that can't be parsed."""
    old, _wrong = data_of(before)
    new, wrong = data_of(after)
    broken = {problem.file for problem in wrong}
    found = differences({path: data for path, data in old.items() if path not in broken}, new)
    return found, [str(problem) for problem in wrong]


def checked(desk: Desk) -> CheckedRules:
    """Look for everything that is wrong with the files as they stand on disk."""
    from aduan_cli.app.rule_files import lost_hand_offs
    from aduan_cli.config.rule_files.desk_problems import check, read_desk
    from aduan_cli.desk_time import Zone
    from aduan_cli.formats.areas import wrong_maps

    accepted = desk.rule_files.accepted_texts()
    found = read_desk(desk.folder, accepted)
    desk.rule_files.mend(found.loaded.paths)
    left = [] if found.errors else desk.rule_files.left_by(found.loaded)
    lost = None if found.errors else lost_hand_offs(accepted, found.loaded, desk.store.last_revision())
    zone = Zone(found.loaded.rules["zone"])  # not the desk's, which would bring the files into force
    problems = check(found, zone.iso(desk.clock_in(zone))[:10])
    if not found.errors:
        problems += wrong_maps(desk.folder, found.loaded.rules["gazetteer"])
    return CheckedRules(problems, left, lost)


def forms_in_calls(desk: Desk) -> list[MatchedForms]:
    """Return what the words with `~` of the files on disk were found in, of the newest stored calls."""
    from aduan_cli.config.rule_files.desk_problems import read_desk
    from aduan_cli.rules.review.matched_forms import matched_forms
    from aduan_cli.stored import Query

    rules = read_desk(desk.folder, desk.rule_files.accepted_texts()).loaded.rules
    return matched_forms((complaint.text for complaint in desk.store.find(Query(limit=NEWEST_CALLS))), rules)


def trial(desk: Desk, file: str | None) -> Trial:
    """Return the files as they stand, ready to be tried, with all examples or those of one file.

    Raises `ConfigError` when they have errors, `NotFoundError` when there is no such file.
    """
    from aduan_cli.config.rule_files.desk_problems import read_desk, ready

    loaded = ready(read_desk(desk.folder, desk.store.accepted(), None if file is None else [file])).loaded
    examples = [example for example in loaded.examples if file is None or example.file == file]
    return Trial(loaded.rules, examples, loaded.lines)


def rules_in_force(desk: Desk) -> Rules:
    """Return the rules in force, compiled from their texts: the cache doesn't hold how patterns are written."""
    from aduan_cli.config.rule_files.loader import load

    return load(desk.folder, desk.store.accepted()).rules


def city_in_force(desk: Desk) -> Mapping[str, object]:
    """Return the data of the `rules.toml` in force; empty where there is none."""
    from aduan_cli.config.rule_files.loader import load
    from aduan_cli.config.rule_files.sources import parsed

    accepted = load(desk.folder, desk.store.accepted() or None).accepted
    return (parsed(accepted[RULES_FILE]) if RULES_FILE in accepted else None) or {}


def restore(desk: Desk, texts: Mapping[str, str], revision: str) -> Restored:
    """Write texts of a revision back, each file after a copy of the present one, with an event of the desk."""
    from aduan_cli.complaint.events import RULES_RESTORED

    written = write_texts(desk, texts)
    if written.files:
        data = {"revision": revision, "files": written.files, "copies": written.copies}
        desk.store.note_event(RULES_RESTORED, desk.actor, desk.clock(), data)
    return written


def write_texts(desk: Desk, texts: Mapping[str, str]) -> Restored:
    """Write texts into the desk's files, each after a copy of the present one."""
    from aduan_cli.config.locking import changing_files

    desk.allow(RULES)
    at = desk.clock()
    local = desk.zone.local(at)
    stamp = f"{desk.zone.day(at)}-{local.minute // 60:02d}{local.minute % 60:02d}{at % 60:02d}"
    with changing_files(desk.folder):
        return Restored(*write_back(desk.folder, texts, stamp))


def write_draft(desk: Desk, text: str, name: str) -> list[str]:
    """Add the changes of a draft to the files on disk, each after a copy of the present one; return those changed.

    Raises `ConfigError` for what is no draft, can't be added, or would keep a file from coming into force; nothing is
    written then.
    """
    texts = present(desk).texts
    made = with_changes(texts, draft_in(text, name))
    if wrong := sorted(_errors(made) - _errors(texts)):
        raise ConfigError(_("the changes can't be made"), tuple(wrong))
    return write_texts(desk, {path: new for path, new in made.items() if new != texts.get(path)}).files


def _errors(texts: Mapping[str, str]) -> set[str]:
    """Return what is wrong with texts, and which of their examples fail; without lines, which are not on disk yet."""
    loaded = compile_texts(texts)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    failing = errors or run_examples(loaded.rules, loaded.examples)
    return {str(problem._replace(line=0)) for problem in failing}


def to_compare(desk: Desk, file: str | None, revision: str | None) -> Compared:
    """Return the rules in force, and a revision's, those on disk, or these with one file instead of theirs.

    Raises `ConfigError` when the tested ones have errors.
    """
    accepted = desk.store.accepted()
    texts: dict[str, str]
    problems: list[Problem] = []
    if revision is not None:
        name, texts, problems = texts_named(desk, revision)
    else:
        name, texts, problems = present(desk)
    if file is not None:
        # A proposal is for the rules in force: what else lies about unaccepted is not part of it.
        texts, problems, name = _with_file(accepted or texts, file), [], file
    loaded = compile_texts(texts)
    wrong = [*problems, *(problem for problem in loaded.problems if problem.severity == "error")]
    if wrong or loaded.revision is None:
        raise ConfigError(_("{name} can't be tested").format(name=name), tuple(map(str, wrong)))
    tested = Router(loaded.rules, loaded.revision)
    if not accepted or desk.revision == loaded.revision:
        return Compared(tested, tested, name)
    return Compared(Router(desk.rules, desk.revision), tested, name)


def _with_file(texts: dict[str, str], file: str) -> dict[str, str]:
    try:
        return with_file(texts, text_of(file), file)
    except ValueError as error:
        raise ConfigError(_("{name} can't be tested").format(name=file), (str(error),)) from error


def text_of(file: str) -> str:
    """Return the text of a file that somebody names, a pipe as well. Raises `NotFoundError`, `ConfigError`."""
    try:
        return read_named(file).decode()
    except OSError as error:
        raise NotFoundError(_("{path}: it can't be read: {reason}").format(path=file, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("{path}: it is not UTF-8").format(path=file)) from error
