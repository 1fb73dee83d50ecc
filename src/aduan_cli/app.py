"""The composition root: where the settings of one command become a store, rules and a clock.

The only module that knows the concrete ones. Everything is made when it is first asked for, so that a command
pays for what it uses.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from aduan_cli import __version__
from aduan_cli.config import cache
from aduan_cli.config.finding import find_desk
from aduan_cli.errors import ConfigError, NotAllowedError, NotFoundError, PartialError, StoreError, UsageError
from aduan_cli.i18n import _
from aduan_cli.model import STORE_FILE

if TYPE_CHECKING:
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.router import Router
    from aduan_cli.config.loader import Loaded
    from aduan_cli.desk_time import Zone
    from aduan_cli.plugins.asking import Asking
    from aduan_cli.plugins.code import Code
    from aduan_cli.plugins.commands import CommandDesk
    from aduan_cli.plugins.guard import Child
    from aduan_cli.plugins.limits import Limits
    from aduan_cli.plugins.unit_code import UnitCode
    from aduan_cli.ports import Store
    from aduan_cli.store.watching import Watch
    from aduan_cli.stored import PluginState

T = TypeVar("T")
_ATTEMPTS = 5
"""Times that rules are looked at anew because somebody else accepted others meanwhile."""
_REST = 0.05
"""Seconds to wait for a file that changed this very moment, once: half of a text can look like a whole one."""


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
        self._given = desk
        self._plugins = plugins
        self._code: UnitCode | None = None
        self._store_path = store
        self._actor = actor
        self._now = now
        self._warn = warn
        self._tell = tell
        self._folder: str | None = None
        self._cached: cache.Cached | None = None
        self._router: Router | None = None
        self._store: Any = None
        self._watch: Watch | None = None
        self._leaves_changes = False
        self._told_of_others = False

    @property
    def folder(self) -> str:
        """The desk's folder, absolute."""
        if self._folder is None:
            self._folder = find_desk(self._given)
        return self._folder

    @property
    def actor(self) -> str:
        """Who is at the desk: `--actor`, `ADUAN_ACTOR`, else the login name."""
        return self._actor or login_name()

    def clock(self) -> int:
        """Return the time now in seconds since 1970, or that of `--now`."""
        return int(time.time()) if self._now is None else self._clock(self.zone)

    def _clock(self, zone: Zone) -> int:
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
                self._warn(sentence)

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
        cached = cache.read(self.folder, __version__)
        if cached is not None and (cached.postponed or cached.warnings) and not self._is_last(cached.revision):
            return None
        return cached

    def _is_last(self, revision: str | None) -> bool:
        try:
            return self.store.last_revision() == revision
        except StoreError:
            return True  # The store says so itself as soon as it is needed.

    @property
    def rules(self) -> dict[str, Any]:
        """The compiled rules in force."""
        try:
            return self._in_force.rules
        except ValueError:  # the cache is damaged in its second line
            self._cached = self._load()
            return self._cached.rules

    @property
    def revision(self) -> str | None:
        """The name of the accepted set of rule files; None when nothing was ever accepted."""
        return self._in_force.revision

    def _load(self, writing: bool = False) -> cache.Cached:
        """Compile the desk's files, each against what was accepted last, and accept what passes.

        The first acceptance makes the store, so that it waits for a command that is `writing`.
        """
        if self._leaves_changes and not writing:
            left = self._left_as_they_are()
            if left is not None:
                return left
        return self._cache(self._accept(writing, by_hand=False, noticed=True))

    def _cache(self, loaded: Loaded) -> cache.Cached:
        from aduan_cli.store.remembering import name_of

        try:
            store = None if self.store.last_revision() is None else name_of(self.folder, self.store_path)
            is_known = True
        except StoreError:
            store, is_known = None, False  # What the last command left says still what is lost.
        open_to_all = self.mend(loaded.paths)
        cached = cache.Cached(
            {
                "stamps": cache.stamps(self.folder, loaded.paths),
                "revision": loaded.revision,
                "warnings": [str(problem) for problem in loaded.warnings()],
                "causes": loaded.causes(),
                "postponed": loaded.postponed,
                "personal": loaded.personal or not open_to_all,
                "zone": loaded.rules["zone"],
                "store": store,
            }
        )
        cached.rules = loaded.rules
        if is_known:
            cache.write(self.folder, __version__, cached)
        return cached

    def mend(self, paths: Collection[str]) -> bool:
        """Open rule files of the user's to the group of the desk; False when some of others stay closed to it."""
        from aduan_cli.files import mend, policy_of

        if not policy_of(self.folder).shared:
            return True
        inside = [path for path in paths if path and not os.path.isabs(path)]
        closed = [path for path in inside if not mend(self.folder, path)]
        return not closed

    def _accept(self, writing: bool, by_hand: bool, trusting: Collection[str] = (), noticed: bool = False) -> Loaded:
        """Return the rules in force; where it may be, the store has them as accepted then.

        Where somebody else accepts other rules meanwhile, both are looked at again, so that the texts accepted
        last are never older than those on disk. `noticed`: nobody asked for them to be accepted.
        """
        from aduan_cli.config.authorship import written
        from aduan_cli.config.loader import load

        for attempt in range(_ATTEMPTS):
            accepted: dict[str, str] = {}
            over = None
            try:
                over, accepted = self.store.last_revision(), self.store.accepted()
            except StoreError:
                pass  # The store says so itself as soon as it is needed.
            else:
                self._tell_of_others(over)
            loaded = load(self.folder, accepted or None, by_hand=by_hand, trusting=trusting)
            if loaded.revision is None or not (accepted or writing):
                return loaded
            if (
                not (writing or loaded.changed) and over == loaded.revision
            ):  # An older version may have named it otherwise.
                return loaded
            if accepted and not attempt and not cache.settled(cache.stamps(self.folder, loaded.paths)):
                time.sleep(_REST)  # An editor may be in the middle of writing.
                continue
            try:
                now = self._clock(_zone(loaded.rules["zone"]))
                files = written(self.folder, loaded.accepted, loaded.places)
                self.store.accept(loaded.revision, loaded.accepted, self.actor, now, over, files, noticed)
            except NotAllowedError:
                continue
            except StoreError:
                if writing:
                    raise
                return loaded  # Read-only, or busy: the next command that writes accepts.
            if accepted and loaded.changed and not by_hand:
                self._tell(_("changed rules accepted: revision {name}").format(name=loaded.revision))
                for sentence in self.left_by(loaded):
                    self._warn(sentence)
            self._tell_lost_hand_offs(accepted, loaded, over)
            return loaded
        raise StoreError(_("others keep accepting other rules; try again"))

    def left_by(self, loaded: Loaded) -> list[str]:
        """Return what open calls hang on that rules don't have, one sentence each; nothing where no store can say."""
        from aduan_cli.complaint.router import Router
        from aduan_cli.flow.routing.leaving import leaving

        try:
            return [one.sentence() for one in leaving(self.store, Router(loaded.rules, loaded.revision))]
        except StoreError:
            return []

    def _tell_of_others(self, accepted: str | None) -> None:
        """Warn when a desk comes to data that are another desk's, once: it goes by its own rules from then on."""
        others = [] if accepted or self._told_of_others else self.store.other_desks()
        if others:
            self._told_of_others = True
            self._warn(
                _("{path}: the desk in {folder} has its calls there too; each of the two goes by its own rules").format(
                    path=self.store_path, folder=others[0]
                )
            )

    def _tell_lost_hand_offs(self, before: Mapping[str, str], loaded: Loaded, revision: str | None) -> None:
        """Tell of rules without any hand-off where there were some, for an emergency would wait like any other call."""
        from aduan_cli.config.loader import hands_off

        if not loaded.rules["handoffs"] and hands_off(before):
            sentence = _("no hand-off is left: no emergency goes by voice; aduan rules restore {name} brings them back")
            self._warn(sentence.format(name=revision or "-"))

    def leave_changes(self) -> None:
        """Leave files that changed as they are from here on: for commands that look at rules, not by them."""
        self._leaves_changes = True

    def _left_as_they_are(self) -> cache.Cached | None:
        """Return the rules accepted last, whatever lies on disk; None when there are none."""
        from aduan_cli.config.texts import compile_texts

        loaded = compile_texts(self.store.accepted())
        if loaded.revision is None:
            return None
        zone = loaded.rules["zone"]
        head = {"stamps": {}, "revision": loaded.revision, "warnings": [], "causes": [], "zone": zone, "store": None}
        cached = cache.Cached({**head, "postponed": False, "personal": False})
        cached.rules = loaded.rules
        return cached

    def accept(self, dry_run: bool = False, trusting: Collection[str] = ()) -> Loaded:
        """Bring the files on disk into force, also where `[rules] accept` is "manual"; what fails stays out.

        `trusting` names users and groups whose files are taken, though the text in force doesn't trust them yet.
        """
        from aduan_cli.config.loader import load

        if dry_run:
            accepted = self.store.accepted()
            loaded = load(self.folder, accepted or None, by_hand=True)
            self._tell_lost_hand_offs(accepted, loaded, self.store.last_revision())
            return loaded
        loaded = self._accept(writing=True, by_hand=True, trusting=trusting)
        self._cached, self._router = self._cache(loaded), None
        return loaded

    def notice_changes(self) -> Loaded:
        """Let files that changed come into force as they would with the next command."""
        self._leaves_changes = False
        loaded = self._accept(writing=True, by_hand=False)
        self._cached, self._router = self._cache(loaded), None
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
        if self._code is not None:
            self._code.close(wait=True)
            self._code = None
        return True

    @property
    def router(self) -> Router:
        """The engine on the rules in force."""
        if self._router is None:
            from aduan_cli.complaint.router import Router

            self._router = Router(self._counting(), self.revision)
        return self._router

    def _counting(self) -> dict[str, Any]:
        """Return the rules that count in this command: with --no-plugins those of installed distributions don't."""
        rules = self.rules
        if self._plugins or not rules["installed"]:
            return rules
        out = rules["installed"]
        return {**rules, "categories": [entry for entry in rules["categories"] if entry[2] not in out]}

    @property
    def zone(self) -> Zone:
        """The desk's time zone."""
        return _zone(self._in_force.zone)

    # -- unit code

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
        self._code = UnitCode(has, lambda: self._asking(bulk), asked=self._plugins)
        return self._code

    def _asking(self, bulk: bool) -> Asking:
        from aduan_cli.plugins.asking import Asking

        find, states, start = self.plugin_code, self._plugin_states, self.guarded
        is_told = lambda cause: cause in self._in_force.causes  # noqa: E731
        return Asking(self.rules, self.zone.iso, find, states, start, self._warn, bulk, is_told)

    def _plugin_states(self) -> Mapping[str, PluginState]:
        try:
            return self.store.plugin_states()
        except StoreError:
            return {}  # The store says so itself as soon as it is needed.

    def plugin_code(self, plugin: str) -> Code | None:
        """Return a plugin's code, or None when it has none. Raises `plugins.code.UnusableError`."""
        from aduan_cli.config.safe import Safety
        from aduan_cli.plugins.code import find_code

        rules = self.rules
        safety = Safety(self.folder, rules["trust"])
        return find_code(self.folder, plugin, rules["installed"], safety.objection)

    def plugin_command_names(self, plugin: str) -> dict[str, str]:
        """Return the commands that a plugin's manifest names, with their lines of help; none with --no-plugins."""
        names: dict[str, str] = self.rules["commands"].get(plugin, {}) if self._plugins else {}
        return names

    def plugin_commands(self, plugin: str) -> list[Any]:
        """Return the click commands of a plugin's code, loaded into this process. What it raises is raised."""
        from aduan_cli.plugins.code import UnusableError
        from aduan_cli.plugins.commands import commands_of

        try:
            code = self.plugin_code(plugin)
        except UnusableError as error:
            raise ConfigError(str(error)) from error
        return commands_of(code) if code else []

    def command_desk(self, plugin: str) -> CommandDesk:
        """Return what a plugin's own command may know of the desk."""
        from aduan_cli.plugins.commands import CommandDesk
        from aduan_cli.stored import Query

        own = [entry[0] for entry in self.rules["categories"] if entry[2] == plugin]

        def find(where: Any) -> Iterator[Complaint]:
            yield from self.store.find(Query(tuple(where)))
            self.store.close()  # While code runs the store is at rest.

        return CommandDesk(
            plugin, self.folder, self.actor, own, find, self.zone.iso, self.rules["fields"].get(plugin, ())
        )

    # -- store

    @property
    def store_path(self) -> str:
        """Where the data lie: a path or a `file:` URI. Raises `UsageError` where nothing would be left of them."""
        path = self._store_path
        if path is None:
            return os.path.join(self.folder, STORE_FILE)
        if "://" in path and not path.startswith("file:"):
            raise UsageError(_("--store {path}: only a path or a file: URI is known").format(path=path))
        from aduan_cli.store.remembering import is_lasting

        if not is_lasting(path):
            sentence = _("--store '{path}': what is stored there is gone with the command; a file would be right")
            raise UsageError(sentence.format(path=path))
        return path

    @property
    def store(self) -> Store:
        """The desk's data. The file is created by the first write."""
        if self._store is None:
            path = self.store_path
            from aduan_cli.store.remembering import Memory
            from aduan_cli.store.sqlite import SqliteStore

            memory = Memory(self.folder, path, self._warn, lambda: cache.accepted_in(self.folder))
            desk = _storable(self.folder)
            self._store = SqliteStore(path, when_locked=self._end_code, memory=memory, desk=desk)
        return self._store  # type: ignore[no-any-return]

    def begin_anew(self, reason: str) -> list[str]:
        """Go on without the data that were lost; see `Store.begin_anew`."""
        from aduan_cli.config.locking import changing_files

        with changing_files(self.folder):
            return self.store.begin_anew(reason, self.actor, self.clock())

    # -- looking at plugins, not asking them

    def guarded(self, code: Code, limits: Limits) -> Child:
        """Start a plugin's code in a process of its own, the store closed; whoever asks for it ends it."""
        from aduan_cli.plugins.concealing import conceal_from_children
        from aduan_cli.plugins.guard import Child

        self.store.close()  # No process may have it open beside this one; the next verb opens it again.
        conceal_from_children()
        return Child(code, limits, self.store_path, self.folder, self._watching())

    def watched(self, plugin: str, work: Callable[[], T]) -> T:
        """Run a plugin's code in this process. Raises `PartialError` or `StoreError` when it harmed the file."""
        watch = self._watching()
        watch.begin()
        try:
            return work()
        finally:
            harm = watch.harm()
            if harm:
                self._warn(_("plugin '{plugin}': {harm}").format(plugin=plugin, harm=harm.sentence))
                raise harm.lost or PartialError("")

    def _watching(self) -> Watch:
        from aduan_cli.store.watching import Watch

        self._watch = self._watch or Watch(self.store, self.store_path)
        return self._watch

    def _refuse_harm(self) -> None:
        """Tell of harm to the store's file that no plugin was told to have done, and raise what comes of it."""
        harm = self._watch.end() if self._watch else None
        if harm:
            self._warn(_("code of a plugin: {harm}").format(harm=harm.sentence))
            raise harm.lost or PartialError("")

    def _end_code(self) -> bool:
        """End the units' processes, for one of them may hold the store; False when there were none."""
        return self._code is not None and self._code.close(wait=True)

    def close(self) -> None:
        """Give back what was opened."""
        if self._code is not None:
            self._code.close()
        if self._store is not None:
            self._store.close()
        self._refuse_harm()  # That of a program that had not done by the time of the answer.


def _zone(transitions: list[list[int]]) -> Zone:
    from aduan_cli.desk_time import Zone

    return Zone(transitions)


def login_name() -> str:
    """Return the login name, as it can be stored; `?` where there is none (a bare container)."""
    return _storable(os.environ.get("LOGNAME") or os.environ.get("USER") or _name_of_user())


def _storable(text: str) -> str:
    """Return a text as it can be stored; what decides is loaded where it may be another one."""
    if text.isascii():
        return text
    from aduan_cli.text import storable

    return storable(text)


def _name_of_user() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"
