"""What `aduan plugin ...` does on one desk: which plugins there are, how their code does, switching them on and off."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.config.plugin_files.installed import Installed, refresh
from aduan_cli.config.plugin_files.listing import IN_FORCE as IN_FORCE
from aduan_cli.config.plugin_files.listing import INSTALLED, listed
from aduan_cli.config.plugin_files.listing import NOT_ENABLED as NOT_ENABLED
from aduan_cli.config.plugin_files.listing import SET_ASIDE as SET_ASIDE
from aduan_cli.config.plugin_files.listing import Listed as Listed
from aduan_cli.config.plugin_files.plugin_places import (
    PluginPlace,
    enabled,
    misnamed,
    missing,
    not_a_name,
    place_named,
    text_of,
)
from aduan_cli.config.safe import Safety
from aduan_cli.errors import ConfigError, NotFoundError, UsageError
from aduan_cli.i18n import _
from aduan_cli.model import CODE_FILE, RULES_FILE
from aduan_cli.plugins.code import Code, UnusableError, code_in, find_code
from aduan_cli.plugins.limits import why_set_aside as why_set_aside
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.stored import PluginState

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.compiled import Rules
    from aduan_cli.plugins.guard import FailedError


class Plugins(NamedTuple):
    """The plugins of a desk in their order, how the code of each did so far, and the rules in force."""

    listed: list[Listed]
    states: Mapping[str, PluginState]
    revision: str | None
    rules: Rules

    def state_of(self, plugin: Listed) -> str:
        """Return the state of a plugin. A manifest that is left out comes before code that is set aside."""
        state = self.states.get(plugin.name)
        aside = state is not None and state.set_aside_at is not None
        return SET_ASIDE if aside and plugin.state == IN_FORCE else plugin.state


class Seen(NamedTuple):
    """A plugin's code as it is now: its hash, the hooks that it answers, and what keeps it from being imported."""

    sha256: str | None = None
    hooks: list[str] | None = None
    problem: str | None = None


def plugins_of(desk: Desk) -> Plugins:
    """Return the plugins of a desk: those that are enabled in their order, then the other folders by name."""
    from aduan_cli.config.rule_files.loader import load

    loaded = load(desk.folder, desk.store.accepted())
    states = desk.store.plugin_states()
    return Plugins(listed(desk.folder, loaded), states, loaded.revision, loaded.rules)


def unlisted(desk: Desk) -> list[str]:
    """Return a sentence for each folder with a manifest that is no plugin's, because of its name."""
    return [not_a_name(name) for name in misnamed(desk.folder)]


def discovered(desk: Desk) -> Mapping[str, Installed]:
    """Look for plugins that are installed, by name; nothing of them is imported."""
    return refresh(desk.folder)


def enabled_on_disk(desk: Desk) -> list[str]:
    """Return the plugins that `rules.toml` enables as it is on disk, in order."""
    return enabled(text_of(os.path.join(desk.folder, RULES_FILE)) or "")


# -- looking at code


def code_at(desk: str, place: PluginPlace, trust: list[str]) -> Code | None:
    """Return a plugin's code, or None when it has none. Raises `UnusableError`."""
    if place.package:
        return find_code(desk, place.name, {place.name: place.folder}, Safety(desk, trust).objection)
    if place.in_desk:
        return find_code(desk, place.name, {}, Safety(desk, trust).objection)
    safety = Safety(place.folder, trust)
    return code_in(place.name, place.folder, f"{place.shown}/{CODE_FILE}", lambda: safety.objection(CODE_FILE))


def refuse_loss(desk: Desk, error: FailedError) -> None:
    """Raise what keeps the desk from storing anything more, when that came of code that failed; name the plugin."""
    if error.lost:
        failure = error.failure
        desk.warn(_("plugin '{plugin}': {harm}").format(plugin=failure.plugin, harm=failure.message))
        raise error.lost


def look_at(desk: Desk, plugin: Listed, rules: Rules) -> Seen:
    """Look at a plugin's code. In a process of its own it says which hooks it answers; not so with `--no-plugins`."""
    from aduan_cli.plugins.guard import FailedError
    from aduan_cli.plugins.limits import limits_of

    place = PluginPlace(plugin.name, plugin.folder, plugin.folder, package=plugin.code == INSTALLED)
    try:
        code = code_at(desk.folder, place, rules["trust"])
    except UnusableError as error:
        return Seen(problem=str(error))
    if code is None:
        return Seen()
    if not desk.plugins:
        return Seen(code.sha256)
    limits = limits_of(rules["limits"])
    try:
        child = desk.guarded(code, limits)
        try:
            return Seen(code.sha256, sorted(child.hooks(monotonic() + limits.load)))
        finally:
            child.end()
    except FailedError as error:
        refuse_loss(desk, error)
        return Seen(code.sha256, problem=" ".join(error.failure.message.split()))


# -- switching


def check_can_be_enabled(desk: Desk, name: str, before: str | None) -> bool:
    """See to it that a plugin is there and can stand before another; return whether it is enabled already.

    Raises `UsageError` or `NotFoundError`.
    """
    from aduan_cli.config.rule_files.sources import plugin_folders
    from aduan_cli.rules.language.values import SLUG

    if not re.fullmatch(SLUG, name):
        raise UsageError(not_a_name(name))
    names = enabled_on_disk(desk)
    if place_named(desk.folder, name) is None:
        raise missing(name, [folder for folder in plugin_folders(desk.folder) if folder not in names])
    if before is not None and before not in names:
        raise NotFoundError(_("plugin '{plugin}' is not enabled").format(plugin=before))
    if before == name:
        raise UsageError(_("--before {plugin}: another plugin would be right").format(plugin=before))
    return name in names


def check_is_known(desk: Desk, name: str) -> None:
    """Raise `NotFoundError` for a plugin that is neither enabled nor anywhere."""
    names = enabled_on_disk(desk)
    if name not in names and place_named(desk.folder, name) is None:
        raise missing(name, names)


def switch(desk: Desk, name: str, enable: bool, before: str | None = None) -> bool:
    """Change the list of enabled plugins, which comes into force as any changed file does.

    The desk is tried with the change before. False: there was nothing to change. Raises `ConfigError`.
    """
    from aduan_cli.config.locking import changing_files
    from aduan_cli.config.plugin_files.switch import Switch

    with changing_files(desk.folder):
        change = Switch(desk.folder, name, enable, before)
        if not change.changes:
            return False
        change.rehearse(desk.store.accepted())
        change.write()
    loaded = desk.notice_changes()
    wrong = [problem for path in (RULES_FILE, manifest_path(name)) for problem in loaded.left_out.get(path, ())]
    if loaded.postponed:
        desk.tell(_("{file} is changed; it waits for: {command}").format(file=RULES_FILE, command="aduan rules accept"))
    elif wrong:
        raise ConfigError(_("{file} is changed, but not in force").format(file=RULES_FILE), tuple(map(str, wrong)))
    return True


def left_on_disk(desk: Desk) -> list[str]:
    """Return what open calls hang on that the files on disk don't have, where these wait to be accepted."""
    from aduan_cli.config.rule_files.desk_problems import read_desk

    loaded = read_desk(desk.folder, desk.store.accepted()).loaded
    return desk.rule_files.left_by(loaded) if loaded.revision != desk.revision else []


def check_in_force(desk: Desk, name: str) -> None:
    """Raise `ConfigError` with what is wrong with the manifest of a plugin that is enabled and doesn't count."""
    from aduan_cli.config.rule_files.loader import load

    loaded = load(desk.folder, desk.store.accepted())
    wrong = loaded.left_out.get(manifest_path(name))
    if wrong:
        sentence = _("plugin '{plugin}' is enabled, but its manifest as it is on disk is not in force")
        raise ConfigError(sentence.format(plugin=name), tuple(map(str, wrong)))


def ask_again(desk: Desk, name: str) -> bool:
    """Let a plugin that was set aside be asked again; False when it was not."""
    state = desk.store.plugin_states().get(name)
    aside = state is not None and state.set_aside_at is not None
    return aside and desk.store.enable_plugin(name, desk.actor, desk.clock())


# -- beginning one


def begin(desk: Desk, name: str, unit: str, with_code: bool) -> list[str]:
    """Make a plugin's folder in the desk; return the files made, relative to it. Raises `UsageError`."""
    from aduan_cli.config.plugin_files.new_plugin import Wanted, new_plugin
    from aduan_cli.config.starter import write_new

    in_force = desk.store.accepted().get(RULES_FILE)
    files = new_plugin(Wanted(name, unit, desk.folder, with_code, in_force))
    folder = os.path.join("plugins", name)
    return write_new(desk.folder, {os.path.join(folder, path): data for path, data in files.items()})


def begin_distribution(desk: Desk | None, name: str, unit: str, with_code: bool, target: str) -> list[str]:
    """Make an installable distribution in a folder, for a desk or away from any; return the files made.

    Raises `UsageError` where something is there already.
    """
    from aduan_cli.config.plugin_files.new_plugin import Wanted, new_distribution
    from aduan_cli.config.starter import write_new

    folder, in_force = (desk.folder, desk.store.accepted().get(RULES_FILE)) if desk else (None, None)
    files = new_distribution(Wanted(name, unit, folder, with_code, in_force))
    if os.path.lexists(target) and not (os.path.isdir(target) and not os.listdir(target)):
        raise UsageError(_("{path} is there already; choose another folder").format(path=target))
    return [os.path.join(target, path) for path in write_new(target, files)]
