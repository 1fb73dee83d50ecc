"""How messages go to units, as the files have it: notifiers, which unit is told by which, what each message says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from aduan_cli.i18n import _
from aduan_cli.model import OPEN311, PLUGIN_CHANNEL
from aduan_cli.problems import Path, Problems, quoted
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.values import seconds
from aduan_cli.rules.lineage import lineage

if TYPE_CHECKING:
    from aduan_cli.compiled import Callers, Template
    from aduan_cli.compiled_beside import NotifierTable

_NEEDED = {
    "smtp": ("host", "from", "to"), "webhook": ("url",), "command": ("run",), "spool": ("folder",),
    "open311": ("url",), "plugin": (),
}  # fmt: skip
_MORE = {
    "smtp": ("port", "tls", "user", "password_env", "password_file"),
    "webhook": ("secret_env", "secret_file"),
    "command": (),
    "spool": (),
    "open311": ("jurisdiction", "api_key_env", "api_key_file", "format", "services", "attributes", "share"),
    "plugin": ("plugin",),
}
_ALL = ("type", "timeout", "at_once", "per_minute", "group_wait", "broken")
"""Keys that a notifier of any type may have."""
_NEVER = ((OPEN311, "group_wait"),)
"""Keys of those that one type hasn't: each complaint is a request of its own there."""
_MOST = {"port": 65_535, "at_once": 50, "per_minute": 100_000}
"""Keys that are numbers, each with the largest."""
_SCHEMES = ("https://", "http://")


def notifiers_of(city: Source, names: DeclaredNames, problems: Problems) -> dict[str, NotifierTable]:
    """Return the notifiers of the city's file; one that lacks something is left out, and told."""
    found: dict[str, NotifierTable] = {}
    for name, table in city.data.get("notifiers", {}).items():
        path: Path = ("notifiers", name)
        is_callers = name in city.data.get("callers", {}).get("over", {}).values()
        if _is_whole(city.file, path, table, problems, is_callers) and _is_enabled(city, path, table, problems):
            made = {key: value for key, value in table.items() if key != "broken"}
            if "group_wait" in made:
                made["group_wait"] = seconds(made["group_wait"])
            for code, category in table.get("services", {}).items():
                names.category(category, city.file, (*path, "services", code))
            found[name] = cast("NotifierTable", made)
    return found


def _is_enabled(city: Source, path: Path, table: Mapping[str, Any], problems: Problems) -> bool:
    """Say whether the plugin that a notifier is, if it is one, is enabled."""
    plugin = table.get("plugin", path[-1])
    enabled = city.data.get("plugins", {}).get("enable", [])
    if table["type"] != PLUGIN_CHANNEL or plugin in enabled:
        return True
    what = _("plugin '{plugin}' is not enabled").format(plugin=plugin)
    where = (*path, "plugin") if "plugin" in table else path
    problems.error(city.file, where, what, problems.suggest(plugin, enabled) or _("[plugins] enable names it"))
    return False


def _is_whole(file: str, path: Path, table: Mapping[str, Any], problems: Problems, is_callers: bool) -> bool:
    """Say whether a notifier has what its type needs and nothing else; that of callers needs no addresses."""
    kind = table["type"]
    good = "broken" not in table
    for key in _NEEDED[kind]:
        if key not in table and good and not (key == "to" and is_callers):
            what = _("'{key}' is missing").format(key=key)
            problems.error(file, path, what, _("a notifier of type {type} needs it").format(type=quoted(kind)))
            good = False
    known = [key for key in (*_NEEDED[kind], *_MORE[kind], *_ALL) if (kind, key) not in _NEVER]
    for key in [key for key in table if key not in known]:
        what = _("a notifier of type {type} has no '{key}'").format(type=quoted(kind), key=key)
        problems.error(file, (*path, key), what, ", ".join((*_NEEDED[kind], *_MORE[kind])))
        good = False
    if kind == OPEN311 and is_callers:
        what = _("a notifier of type {type} tells no callers").format(type=quoted(kind))
        problems.error(file, path, what, _("[callers.over] may name one of another type"))
        good = False
    if kind in ("webhook", OPEN311) and "url" in table:
        good = _is_good_address(file, (*path, "url"), table["url"], problems) and good
    for key, most in _MOST.items():
        if not 0 < table.get(key, 1) <= most:
            what = _("{value} is out of range").format(value=table[key])
            right = _("{least} to {most} would be right").format(least=1, most=most)
            problems.error(file, (*path, key), what, right)
            good = False
    return good


def _is_good_address(file: str, path: Path, url: str, problems: Problems) -> bool:
    """Say whether an address is one of the web, without a user and a password: these would not be sent."""
    if not _is_of_the_web(url):
        what, right = _("{value} is no address of the web"), _("one that begins with https:// would be right")
    elif "@" in urlsplit(url).netloc:
        what = _("a secret stands in no file of rules; the environment or a file of its own has it")
        right = _("an address without a user and a password would be right")
    else:
        return True
    problems.error(file, path, what.format(value=quoted(url)), right)
    return False


def _is_of_the_web(url: str) -> bool:
    """Say whether an address names a server of the web, and a port that there is if any."""
    try:
        parts = urlsplit(url)
        return url.startswith(_SCHEMES) and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def callers_of(city: Source, notifiers: Mapping[str, NotifierTable], problems: Problems) -> Callers:
    """Return what callers are told, and over which notifiers."""
    table = city.data.get("callers", {})
    over: dict[str, str] = {}
    for channel, name in table.get("over", {}).items():
        if name in notifiers:
            over[channel] = name
        elif name not in city.data.get("notifiers", {}):
            what = _("unknown notifier '{name}'").format(name=name)
            says = _("[notifiers.{name}] says how it sends").format(name=name)
            problems.error(city.file, ("callers", "over", channel), what, problems.suggest(name, notifiers) or says)
    return {"tell": [event for event in table.get("tell", []) if event], "over": over}


def messages_of(city: Source) -> dict[str, Template]:
    """Return what messages say, by what they tell."""
    given = city.data.get("messages", {})
    return {
        event: cast("Template", {key: table[key] for key in ("subject", "body", "html") if key in table})
        for event, table in given.items()
    }


def tell_of(
    sources: list[Source],
    names: DeclaredNames,
    notifiers: Mapping[str, NotifierTable],
    problems: Problems,
    key: str = "tell",
) -> dict[str, list[str]]:
    """Return by unit the notifiers that tell it, or its `head`; one without its own has those of its parent.

    The desk's own queue is told of nothing, but has a head: who hears of what is late there.
    """
    own: dict[str, list[str]] = {}
    declared: set[str] = {name for source in sources for name in source.data.get("notifiers", {})}
    for source in sources:
        for unit, path, table in (*units_of(source), *_queue_of(source, names)):
            for name, where in each(table.get(key, []), (*path, key)):
                if name in notifiers:
                    own.setdefault(unit, []).append(name)
                elif name not in declared:
                    what = _("unknown notifier '{name}'").format(name=name)
                    says = _("[notifiers.{name}] says how it sends").format(name=name)
                    right = problems.suggest(name, notifiers) or says
                    problems.error(source.file, where, what, right)
    found = {names.triage: list(dict.fromkeys(own[names.triage]))} if names.triage in own else {}
    for unit in names.units:
        nearest = next((at for at in lineage(names.units, unit) if at in own), None)
        if nearest is not None:
            found[unit] = list(dict.fromkeys(own[nearest]))
    return found


def _queue_of(source: Source, names: DeclaredNames) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield the desk's own queue, where a file says who is its head."""
    head = source.data.get("desk", {}).get("head")
    if head:
        yield names.triage, ("desk",), {"head": head}


def units_of(source: Source) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield the id of each unit and crew of a file, where it stands, and its table."""
    data = source.data
    for name, entry in data.get("units", {}).items():
        yield name, ("units", name), entry
    own = data.get("unit", {}).get("id")
    if own:
        yield own, ("unit",), data["unit"]
        for name, entry in data.get("crews", {}).items():
            yield f"{own}-{name}", ("crews", name), entry
