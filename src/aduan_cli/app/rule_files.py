"""The rule files of a desk: compiled when they changed, accepted, and kept for the commands that follow.

Only a command that finds changed files, or is about them, loads this.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol

from aduan_cli import __version__
from aduan_cli.app.accepted import Accepted, accepted_of, earlier
from aduan_cli.app.data_desk import DataDesk
from aduan_cli.config.rule_files import cache
from aduan_cli.config.store_table import data_url_in
from aduan_cli.desk_time import Zone
from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.config.rule_files.loader import Loaded

_ATTEMPTS = 5
"""Times that rules are looked at anew because somebody else accepted others meanwhile."""
_REST = 0.05
"""Seconds to wait for a file that changed this very moment, once: half of a text can look like a whole one."""


class RulesDesk(DataDesk, Protocol):
    """What is needed of the desk: where its files and its data lie, who is there, and how something is said."""

    @property
    def actor(self) -> str:
        """Who is at the desk."""

    def clock_in(self, zone: Zone) -> int:
        """Return the time now, in seconds since 1970."""

    def tell(self, sentence: str, /) -> None:
        """Say what is good to know."""


class RuleFiles:
    """The files of one desk, as one command finds them."""

    def __init__(self, desk: RulesDesk) -> None:
        self._desk = desk
        self._told_of_others = False
        self._told: set[str] = set()

    def load(self, writing: bool) -> cache.Cached:
        """Compile the desk's files, each against what was accepted last, and accept what passes."""
        return self._as_before() or self.cached(self.accept(writing, by_hand=False, noticed=True))

    def accepted(self) -> Accepted:
        """Return what was accepted last, as far as it can be had; what can't is told once.

        Raises `StoreError` where the store can't be read at all.
        """
        return accepted_of(self._desk.store, self._desk.folder, self._warn_once)

    def _warn_once(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._desk.warn(sentence)

    def _as_before(self) -> cache.Cached | None:
        """Return the rules as they were compiled last, where accepted texts are lost and changed files wait for a hand.

        None: nothing is lost, or nothing is left of them.
        """
        try:
            found = self.accepted()
            last = self._desk.store.last_revision()
        except StoreError:
            return None  # The store says so itself as soon as it is needed.
        if not found.waits:
            return None
        kept = cache.read(self._desk.folder, __version__, old=True)
        if kept is not None and kept.revision == last:
            sentence = _("{files}: the rules stay as they were; aduan rules accept takes the files as they are now")
            kept.warnings = [sentence.format(files=", ".join(found.lost))]
            return kept
        texts = earlier(self._desk.store)
        before = self._compiled(texts) if texts else None
        if before is not None:
            sentence = _(
                "revision {name}, accepted before, decides; aduan rules accept takes the files as they are now"
            )
            before.warnings = [sentence.format(name=before.revision)]
        return before

    def foresee(self) -> Loaded:
        """Return what `accept` by hand would bring into force; nothing is."""
        from aduan_cli.config.rule_files.loader import load

        accepted = self.accepted().texts
        loaded = load(self._desk.folder, accepted or None, by_hand=True)
        self._tell_lost_hand_offs(accepted, loaded, self._desk.store.last_revision())
        return loaded

    def cached(self, loaded: Loaded) -> cache.Cached:
        """Return compiled rules as the next commands find them; they are written for them."""
        try:
            store = None if self._desk.store.last_revision() is None else self._store_name()
            is_known = True
        except StoreError:
            store, is_known = None, False  # What the last command left says still what is lost.
        open_to_all = self.mend(loaded.paths)
        cached = cache.Cached(
            {
                "stamps": cache.stamps(self._desk.folder, loaded.paths),
                "revision": loaded.revision,
                "warnings": [str(problem) for problem in loaded.warnings()],
                "causes": loaded.causes(),
                "postponed": loaded.postponed,
                "personal": loaded.personal or not open_to_all,
                "zone": loaded.rules["zone"],
                "store": store,
                "kept_in": data_url_in(self._desk.folder),
            }
        )
        cached.rules = loaded.rules
        if is_known:
            cache.write(self._desk.folder, __version__, cached)
        return cached

    def _store_name(self) -> str:
        """Return what the desk calls its store."""
        if self._desk.address is not None:
            return str(self._desk.address)
        from aduan_cli.store.sqlite.desk_mark import name_of

        return name_of(self._desk.folder, self._desk.store_path)

    def accepted_texts(self) -> dict[str, str]:
        """Return path → text of what was accepted last, as far as it can be had; what can't is told."""
        return self.accepted().texts

    def mend(self, paths: Collection[str]) -> bool:
        """Open rule files of the user's to the group of the desk; False when some of others stay closed to it."""
        from aduan_cli.files import mend
        from aduan_cli.modes import policy_of

        if not policy_of(self._desk.folder).shared:
            return True
        inside = [path for path in paths if path and not os.path.isabs(path) and not path.endswith("/.")]
        closed = [path for path in inside if not mend(self._desk.folder, path)]
        return not closed

    def accept(self, writing: bool, by_hand: bool, trusting: Collection[str] = (), noticed: bool = False) -> Loaded:
        """Return the rules in force; where it may be, the store has them as accepted then.

        Where somebody else accepts other rules meanwhile, both are looked at again, so that the texts accepted
        last are never older than those on disk. `noticed`: nobody asked for them to be accepted.
        """
        from aduan_cli.config.rule_files.authorship import written
        from aduan_cli.config.rule_files.loader import load

        for attempt in range(_ATTEMPTS):
            accepted: dict[str, str] = {}
            over, waits = None, False
            try:
                over = self._desk.store.last_revision()
                accepted, _lost, waits = self.accepted()
                if waits and not by_hand:
                    accepted = {}  # Nothing of them is left: a part alone was never accepted.
            except StoreError:
                pass  # The store says so itself as soon as it is needed.
            else:
                self._tell_of_others(over)
            loaded = load(self._desk.folder, accepted or None, by_hand=by_hand, trusting=trusting, waits=waits)
            if loaded.revision is None or not (accepted or writing):
                return loaded
            if (
                not (writing or loaded.changed) and over == loaded.revision
            ):  # An older version may have named it otherwise.
                return loaded
            if accepted and not attempt and not cache.are_stable(cache.stamps(self._desk.folder, loaded.paths)):
                time.sleep(_REST)  # An editor may be in the middle of writing.
                continue
            try:
                now = self._desk.clock_in(Zone(loaded.rules["zone"]))
                files = written(self._desk.folder, loaded.accepted, loaded.places)
                self._desk.store.accept(loaded.revision, loaded.accepted, self._desk.actor, now, over, files, noticed)
            except NotAllowedError:
                continue
            except StoreError:
                if writing:
                    raise
                return loaded  # Read-only, or busy: the next command that writes accepts.
            if accepted and loaded.changed and not by_hand:
                self._desk.tell(_("changed rules accepted: revision {name}").format(name=loaded.revision))
                for sentence in self.left_by(loaded):
                    self._desk.warn(sentence)
            self._tell_lost_hand_offs(accepted, loaded, over)
            return loaded
        raise StoreError(_("others keep accepting other rules; try again"))

    def left_by(self, loaded: Loaded) -> list[str]:
        """Return what open calls hang on that rules don't have, one sentence each; nothing where no store can say."""
        from aduan_cli.complaint.router import Router
        from aduan_cli.flow.routing.leaving import leaving

        try:
            return [one.sentence() for one in leaving(self._desk.store, Router(loaded.rules, loaded.revision))]
        except StoreError:
            return []

    def _tell_of_others(self, accepted: str | None) -> None:
        """Warn when a desk comes to data that are another desk's, once: it goes by its own rules from then on."""
        others = [] if accepted or self._told_of_others else self._desk.store.other_desks()
        if others:
            self._told_of_others = True
            self._desk.warn(
                _("{path}: the desk in {folder} has its calls there too; each of the two goes by its own rules").format(
                    path=self._desk.store_path, folder=others[0]
                )
            )

    def _tell_lost_hand_offs(self, before: Mapping[str, str], loaded: Loaded, revision: str | None) -> None:
        """Tell of rules without any hand-off where there were some, for an emergency would wait like any other call."""
        sentence = lost_hand_offs(before, loaded, revision)
        if sentence:
            self._desk.warn(sentence)

    def left_as_they_are(self) -> cache.Cached | None:
        """Return the rules accepted last, whatever lies on disk; None when there are none.

        What of them is lost is told by whoever needs it: a command that looks at other texts doesn't.
        """
        try:
            return self._compiled(self._desk.store.accepted())
        except StoreError:
            return self._compiled(accepted_of(self._desk.store, self._desk.folder, lambda _sentence: None).texts)

    def ruling(self, kept: cache.Cached | None) -> Rules:
        """Return the rules by which somebody may change them: as accepted last, else as on disk. Nothing is written.

        `kept` are those of the last command, for where the data are lost.
        """
        from aduan_cli.config.rule_files.loader import load

        try:
            left = self.left_as_they_are()
        except StoreError:
            left = kept  # It may be what the command is about, or the store says so itself.
        try:
            return left.rules if left else load(self._desk.folder, None).rules
        except ValueError:
            return load(self._desk.folder, None).rules

    def _compiled(self, texts: Mapping[str, str]) -> cache.Cached | None:
        """Return rules of texts alone; None when they have no `rules.toml`."""
        from aduan_cli.config.rule_files.texts import compile_texts

        loaded = compile_texts(texts)
        if loaded.revision is None:
            return None
        cached = cache.Cached(
            {
                "stamps": {},
                "revision": loaded.revision,
                "warnings": [],
                "causes": [],
                "zone": loaded.rules["zone"],
                "store": None,
                "kept_in": data_url_in(self._desk.folder),
                "postponed": False,
                "personal": False,
            }
        )
        cached.rules = loaded.rules
        return cached


def lost_hand_offs(before: Mapping[str, str], loaded: Loaded, revision: str | None) -> str | None:
    """Return what is to be told where rules have no hand-off and the texts before them, of a revision, had some."""
    from aduan_cli.config.rule_files.loader import hands_off

    if loaded.rules["handoffs"] or not hands_off(before):
        return None
    sentence = _("no hand-off is left: no emergency goes by voice; aduan rules restore {name} brings them back")
    return sentence.format(name=revision or "-")
