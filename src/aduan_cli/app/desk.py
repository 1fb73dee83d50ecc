"""The composition root: where the settings of one command become a store, rules and a clock.

The only module that knows the concrete ones. Everything is made when it is first asked for, so that a command
pays for what it uses.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from aduan_cli import __version__
from aduan_cli.app.actor import ActorAtDesk
from aduan_cli.app.data_place import DataPlace
from aduan_cli.config.desk_folder import find_desk
from aduan_cli.config.rule_files import cache
from aduan_cli.errors import NotFoundError, StoreError
from aduan_cli.flow.timing import StepTiming
from aduan_cli.model import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from aduan_cli.app.code_watch import CodeWatch
    from aduan_cli.app.rule_files import RuleFiles
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.router import Router
    from aduan_cli.complaint.step import Step
    from aduan_cli.config.rule_files.loader import Loaded
    from aduan_cli.database_url import Address
    from aduan_cli.desk_time import Zone
    from aduan_cli.plugins.asking import Asking
    from aduan_cli.plugins.code import Code
    from aduan_cli.plugins.guard import Child
    from aduan_cli.plugins.limits import Limits
    from aduan_cli.plugins.unit_code import UnitCode
    from aduan_cli.points import Areas
    from aduan_cli.ports import Attachments, Store
    from aduan_cli.rules.directory import Directory
    from aduan_cli.stored import PluginState

    T = TypeVar("T")


class Desk:
    """One command's view of a desk. `warn` and `tell` get one sentence at a time, for stderr."""

    def __init__(
        self,
        desk: str | None,
        store: str | None,
        actor: str | None,
        now: str | None,
        warn: Callable[[str], None],
        tell: Callable[[str], None],
        plugins: bool = True,
    ) -> None:
        self._given, self._now = desk, now
        self.looks = False  # Whether the command does nothing but look, so that a copy of the store will do.
        self.plugins = plugins  # Whether they are asked at all (`--no-plugins`).
        self._code: UnitCode | None = None
        self.warn, self.tell = warn, tell
        self.at_desk = ActorAtDesk(actor, lambda: self.folder, tell)
        self._folder: str | None = None
        self._cached: cache.Cached | None = None
        self._looked_up: tuple[cache.Cached | None] | None = None
        self._router: Router | None = None
        self._place = DataPlace(store, lambda: self.folder, self._kept, warn)
        self._store: Store | None = None
        self._watch: CodeWatch | None = None
        self._leaves_changes = False
        self._files: RuleFiles | None = None

    @property
    def folder(self) -> str:
        """The desk's folder, absolute."""
        if self._folder is None:
            self._folder = find_desk(self._given)
        return self._folder

    @property
    def actor(self) -> str:
        """Who is at the desk: `--actor`, `ADUAN_ACTOR`, who signed in on this terminal, else the login name."""
        return self.at_desk.name

    def clock(self) -> int:
        """Return the time now in seconds since 1970, or that of `--now`."""
        return int(time.time()) if self._now is None else self.clock_in(self.zone)

    def clock_in(self, zone: Zone) -> int:
        """Return the time now for a zone that is not in force yet."""
        if self._now is None:
            return int(time.time())
        from aduan_cli.typed_time import parse_time

        return parse_time(self._now, int(time.time()), zone)

    # -- rules

    @property
    def _in_force(self) -> cache.Cached:
        """The rules in force, from the cache while no file changed."""
        if self._cached is None:
            self._cached = self._from_cache() or self._load()
            self._warn_of(self._cached)
        return self._cached

    def _warn_of(self, cached: cache.Cached, told: Collection[str] = ()) -> None:
        """Warn of files that are left out, but of what was `told` already."""
        for sentence in cached.warnings:
            if sentence not in told:
                self.warn(sentence)

    def look_only(self) -> None:
        """Take the rules as the last command left them, however old: for what must be quick and write nothing."""
        self._cached = cache.read(self.folder, __version__, old=True)
        if self._cached is None:
            raise NotFoundError("")

    def _from_cache(self) -> cache.Cached | None:
        """Return the cached rules while they are in force: no file changed, and nobody accepted what waits.

        Where files are left out the texts accepted last decide: another store (`--store`) may have others.
        """
        if self._leaves_changes:
            return None
        cached = self._kept()
        if cached is not None and (cached.postponed or cached.warnings) and not self._is_last(cached.revision):
            return None
        return cached

    def _kept(self) -> cache.Cached | None:
        """Return the cached rules while no file changed; they are looked up once."""
        self._looked_up = self._looked_up or (cache.read(self.folder, __version__),)
        return self._looked_up[0]

    def _is_last(self, revision: str | None) -> bool:
        try:
            return self.store.last_revision() == revision
        except StoreError:
            return True  # The store says so itself as soon as it is needed.

    @property
    def rules(self) -> Rules:
        """The compiled rules in force."""
        return self._sound(lambda cached: cached.rules)

    @property
    def unit_names(self) -> Mapping[str, str]:
        """The names of units and outside bodies by their ids; it costs less than all rules."""
        return self._sound(lambda cached: cached.unit_names)

    def _sound(self, part: Callable[[cache.Cached], T]) -> T:
        """Return a part of the rules in force; where the cache is damaged in its lines, of those compiled anew."""
        try:
            return part(self._in_force)
        except ValueError:
            self._cached = self._load()
            return part(self._cached)

    def declares(self, table: str) -> bool:
        """Say whether the rules in force have a table (`cache.DECLARED`); it costs less than all rules."""
        return self._in_force.declares(table)

    def rules_with_words(self) -> Rules | None:
        """Return the rules in force with their patterns as they were written; None: those aren't at hand."""
        return cache.with_words(self.folder, self._in_force)

    @property
    def revision(self) -> str | None:
        """The name of the accepted set of rule files; None when nothing was ever accepted."""
        return self._in_force.revision

    def _load(self, writing: bool = False) -> cache.Cached:
        """Return the rules in force by the files on disk; what passes is accepted.

        The first acceptance makes the store, so that it waits for a command that is `writing`.
        """
        left = self.rule_files.left_as_they_are() if self._leaves_changes and not writing else None
        return left or self.rule_files.load(writing)

    @property
    def rule_files(self) -> RuleFiles:
        """The files of its rules: read, accepted, put in order."""
        if self._files is None:
            from aduan_cli.app.rule_files import RuleFiles

            self._files = RuleFiles(self)
        return self._files

    def leave_changes(self) -> None:
        """Leave files that changed as they are from here on: for commands that look at rules, not by them."""
        self._leaves_changes = True

    def accept(self, dry_run: bool = False, trusting: Collection[str] = ()) -> Loaded:
        """Bring the files on disk into force, also where `[rules] accept` is "manual"; what fails stays out.

        `trusting` names users and groups whose files are taken, though the text in force doesn't trust them yet.
        """
        if dry_run:
            return self.rule_files.foresee()
        self.allow(RULES)
        loaded = self.rule_files.accept(writing=True, by_hand=True, trusting=trusting)
        self._cached, self._router = self.rule_files.cached(loaded), None
        return loaded

    def notice_changes(self) -> Loaded:
        """Let files that changed come into force as they would with the next command."""
        self._leaves_changes = False
        loaded = self.rule_files.accept(writing=True, by_hand=False)
        self._cached, self._router = self.rule_files.cached(loaded), None
        return loaded

    def keep_revision(self) -> bool:
        """See to it that the store holds the revision that decides, with its texts.

        True: others may decide from now on than those that were in force so far.
        """
        cached = self._in_force
        if cached.revision is None or self.store.last_revision(own=True) == cached.revision:
            return False
        self._cached, self._router = self._load(writing=True), None
        self._warn_of(self._cached, cached.warnings)  # What an empty store has can be less than the cache had.
        self._end_code()
        self._code = None
        return True

    @property
    def router(self) -> Router:
        """The engine on the rules in force."""
        if self._router is None:
            from aduan_cli.complaint.router import Router

            self._router = Router(self._counting(), self.revision, self._areas)
        return self._router

    def _areas(self) -> Areas:
        from aduan_cli.formats.areas import read_areas

        return read_areas(self.folder, self.rules["gazetteer"], self.warn)

    def _counting(self) -> Rules:
        """Return the rules that count in this command: with --no-plugins those of installed distributions don't."""
        rules, out = self.rules, self.rules["installed"]
        ours = self.plugins or not out
        return rules if ours else {**rules, "categories": [one for one in rules["categories"] if one[2] not in out]}

    @property
    def directory(self) -> Directory:
        """The counter's answers, of the rules in force."""
        from aduan_cli.rules.directory import Directory

        rules = self.rules
        found = cache.answers(self.folder, self._in_force)
        if found is None:
            self._cached = self._load()
            rules, found = self._cached.rules, self._cached.rules["answers"]
        return Directory(found, rules["synonyms"], () if self.plugins else rules["installed"])

    @property
    def zone(self) -> Zone:
        """The desk's time zone."""
        from aduan_cli.desk_time import Zone

        return Zone(self._in_force.zone)

    @property
    def code(self) -> UnitCode:
        """The code of the units' plugins, for a command that takes one call."""
        return self._code or self._made_code(bulk=False)

    def many_calls(self) -> UnitCode:
        """Return the code of the units' plugins for a command that takes many calls."""
        return self._code or self._made_code(bulk=True)

    def _made_code(self, bulk: bool) -> UnitCode:
        from aduan_cli.plugins.unit_code import UnitCode, has_code

        installed = self.rules["installed"]
        has = lambda plugin: has_code(self.folder, plugin, installed)  # noqa: E731
        self._code = UnitCode(has, lambda: self._asking(bulk), asked=self.plugins)
        return self._code

    def _asking(self, bulk: bool) -> Asking:
        from aduan_cli.app.plugin_code import code_of
        from aduan_cli.plugins.asking import Asking

        more = (self._plugin_states, self.guarded, self.warn, bulk, lambda cause: cause in self._in_force.causes)
        return Asking(self.rules, self.zone.iso, lambda plugin: code_of(self.folder, self.rules, plugin), *more)

    def _plugin_states(self) -> Mapping[str, PluginState]:
        try:
            return self.store.plugin_states()
        except StoreError:
            return {}  # The store says so itself as soon as it is needed.

    @property
    def address(self) -> Address | None:
        """Where on a server the data lie, by `--store` or the desk's `[store]`; None: in a file."""
        return self._place.address

    @property
    def store_path(self) -> str:
        """Where the data lie, as it may be shown; see `DataPlace.path`."""
        return self._place.path

    @property
    def store(self) -> Store:
        """The desk's data. The file is created by the first write."""
        if self._store is None:
            store = self._store = self._place.opened(self.looks, self._end_code)
            timing = StepTiming(store, lambda: self.rules, lambda: self.zone)
            store.attend = lambda steps: timing(self.allow(None, steps))
        return self._store

    def close_store(self) -> None:
        """Close the store, if it is open; the next verb opens it again."""
        if self._store is not None:
            self._store.close()

    def allow(self, right: str | None, steps: Sequence[Step] = ()) -> Sequence[Step]:
        """Raise `NotAllowedError` where the user doesn't have a right, or one that a step needs; return the steps."""
        if self.declares("people"):
            from aduan_cli.app.people import check_all

            check_all(self, right, steps)
        return steps

    def allow_first(self, right: str) -> None:
        """Raise `NotAllowedError` where the user doesn't have the right that a command asks for before all else.

        Who changes what is in force is asked by what was accepted last: files that changed are left as they are, and
        nothing is written.
        """
        kept = self._kept()
        if kept is not None and not (kept.postponed or kept.warnings or kept.declares("people")):
            return
        if right != RULES:
            self.allow(right)
            return
        rules = self.rule_files.ruling(kept)
        if rules.get("people"):
            from aduan_cli.app.people import check_right

            check_right(self, right, rules)

    @property
    def attachments(self) -> Attachments:
        """The files that belong to the desk's complaints."""
        from aduan_cli.formats.attachments import AttachmentFolder

        return AttachmentFolder(self.folder, int(self.rules["desk"]["largest_file"] * 1_000_000))

    def guarded(self, code: Code, limits: Limits) -> Child:
        """Start a plugin's code in a process of its own, the store closed; whoever asks for it ends it."""
        return self._watching().child(code, limits)

    def watched(self, plugin: str, work: Callable[[], T]) -> T:
        """Run a plugin's code in this process. Raises `PartialError` or `StoreError` when it harmed the file."""
        return self._watching().run(plugin, work)

    def _watching(self) -> CodeWatch:
        if self._watch is None:
            from aduan_cli.app.code_watch import CodeWatch

            self._watch = CodeWatch(self)
        return self._watch

    def _end_code(self) -> bool:
        """End the units' processes, for one of them may hold the store; False when there were none."""
        return self._code is not None and self._code.close(wait=True)

    def close(self) -> None:
        """Give back what was opened."""
        if self._code is not None:
            self._code.close()
        self.close_store()
        if self._watch is not None:
            self._watch.end()
