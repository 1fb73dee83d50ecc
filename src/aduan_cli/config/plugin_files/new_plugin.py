"""A new plugin from the templates beside this module, in the language in use.

A manifest that holds in the desk at hand, and code where wanted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aduan_cli.complaint.examples import run_example
from aduan_cli.complaint.router import Router
from aduan_cli.config.plugin_files.installed import known
from aduan_cli.config.plugin_files.plugin_places import text_of
from aduan_cli.config.rule_files.loader import Loaded, compile_sources
from aduan_cli.config.rule_files.sources import RULES, parse, plugin_folders, read_sources
from aduan_cli.errors import UsageError
from aduan_cli.hookspecs import RESERVED
from aduan_cli.i18n import _, language
from aduan_cli.model import CODE_FILE, MANIFEST_FILE, PACKAGE_FILE
from aduan_cli.problems import Path, line_of
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.examples import Example
from aduan_cli.rules.language.values import SHAPES, SLUG

_TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")
_CREW = {"id": "lapangan", "en": "field"}
"""The crew that the templates of a language declare."""
_EXAMPLE = {"id": "contoh", "en": "example"}
_SENTENCE = {
    "id": "Penelepon melaporkan {} rusak di dekat rumahnya",
    "en": "A caller reports a broken {} near the house",
}
Files = dict[str, bytes]
"""Paths relative to the folder that they are to be written into, with `/` → contents."""


class Wanted(NamedTuple):
    """What is to be made. `desk` is None where a distribution is made away from any; `in_force` are its rules."""

    name: str
    unit: str
    desk: str | None
    code: bool = False
    in_force: str | None = None


def new_plugin(wanted: Wanted) -> Files:
    """Return the files of a plugin's folder. Raises `UsageError` when its name or unit can't be had."""
    return _files(wanted, _values(wanted), CODE_FILE if wanted.code else None)


def new_distribution(wanted: Wanted) -> Files:
    """Return the files of an installable distribution. Raises `UsageError`."""
    package = "aduan_" + wanted.name.replace("-", "_")
    values = {**_values(wanted), "package": package, "check": "aduan plugin check ."}
    inner = f"src/{package}/"
    files = {inner + path: data for path, data in _files(wanted, values, PACKAGE_FILE if wanted.code else None).items()}
    files.setdefault(inner + PACKAGE_FILE, _filled("distribution/no_code.py", values))
    files["pyproject.toml"] = _filled("distribution/pyproject.toml", values)
    files["README.md"] = _filled("distribution/README.md", values)
    files["tests/test_manifest.py"] = _filled("distribution/test_manifest.py", values)
    if wanted.code:
        files["tests/test_code.py"] = _filled("distribution/test_code.py", values)
    return files


def _files(wanted: Wanted, values: Mapping[str, str], code: str | None) -> Files:
    files = {MANIFEST_FILE: _filled("plugin.toml", values)}
    if code:
        files[MANIFEST_FILE] += _filled("code.toml", values)
        files[code] = _filled("plugin.py", values)
    return files


def _filled(template: str, values: Mapping[str, str]) -> bytes:
    with open(os.path.join(_TEMPLATES, language(), f"{template}.template"), encoding="utf-8") as file:
        text = re.sub("@([a-z_]+)@", lambda match: values[match[1]], file.read())
    # What was filled in is longer or shorter than its mark.
    return re.sub(r"(?m)^([^#\n]*[^# \n]) {2,}(# .*)$", lambda match: f"{match[1]:<42} {match[2]}", text).encode()


# -- names


def _values(wanted: Wanted) -> dict[str, str]:
    """Return what the templates are filled with, after a look at whether the names can be had."""
    name, unit, desk = wanted.name, wanted.unit, wanted.desk
    for given in (name, unit):
        if not re.fullmatch(SLUG, given):
            raise UsageError(_("'{name}': {right}").format(name=given, right=_(SHAPES["slug"].right)))
    if name in RESERVED:
        raise UsageError(_("'{name}' is a command of aduan itself; another name would be right").format(name=name))
    loaded = compile_sources(read_sources(desk, wanted.in_force)) if desk else None
    if desk and loaded:
        _check_free(desk, loaded, name, unit)
    return _texts(name, unit, loaded)


def _check_free(desk: str, loaded: Loaded, name: str, unit: str) -> None:
    if name in plugin_folders(desk):
        raise UsageError(_("{path} is there already").format(path=f"plugins/{name}"))
    if name in known(desk):
        where = known(desk)[name].distribution
        raise UsageError(_("plugin '{plugin}' is installed already, by {where}").format(plugin=name, where=where))
    if unit == loaded.rules["desk"]["triage"]:
        raise UsageError(_("'{unit}' is the desk's own queue; another id would be right").format(unit=unit))
    for id_ in (unit, f"{unit}-{_CREW[language()]}"):
        place = _declared(desk, loaded, id_)
        if place:
            sentence = _(
                "unit '{unit}' is declared already, in {place}; to move it to a plugin, write its tables into"
                " {manifest}, then take them out of there and add the plugin to [plugins] enable in one save"
            )
            raise UsageError(sentence.format(unit=id_, place=place, manifest=manifest_path(name)))


def _declared(desk: str, loaded: Loaded, unit: str) -> str | None:
    """Return where a unit or an outside body is declared, as `file:line`; plugins that are not enabled count too."""
    for path, lines in loaded.lines.items():
        for key in (("units", unit), ("outside", unit)):
            if key in lines:
                return f"{loaded.places.get(path, path)}:{lines[key]}"
    paths = [*loaded.lines, *(manifest_path(name) for name in plugin_folders(desk))]
    for path in dict.fromkeys(path for path in paths if path.endswith(f"/{MANIFEST_FILE}")):
        text = text_of(os.path.join(desk, loaded.places.get(path, path)))
        found = parse(path, text) if text is not None else None
        data = found.document.data if found and found.document else {}
        own = data["unit"].get("id") if isinstance(data.get("unit"), dict) else None
        crews = data["crews"] if isinstance(data.get("crews"), dict) else {}
        places: dict[str, Path] = {f"{own}": ("unit", "id")}
        places.update({f"{own}-{crew}": ("crews", crew) for crew in crews})
        if unit in places and found:
            return f"{loaded.places.get(path, path)}:{line_of(found.lines, places[unit])}"
    office = loaded.rules["units"].get(unit)
    if office:
        return manifest_path(office["owner"]) if office["owner"] else RULES
    return None


# -- words


def _texts(name: str, unit: str, loaded: Loaded | None) -> dict[str, str]:
    words, example = name.replace("-", " "), _EXAMPLE[language()]
    taken = {entry[0] for entry in loaded.rules["categories"]} if loaded else set()
    category = next(one for one in _numbered(f"{example}-{name}") if one not in taken)
    values = {
        "name": name,
        "unit": unit,
        "title": unit.replace("-", " ").upper(),
        "category": category,
        "category_title": f"{example.capitalize()} {words}",
        "check": f"aduan plugin check {name}",
        "enable": f"aduan plugin enable {name}",
    }
    sentence = _SENTENCE[language()]
    usual, joined = f"{example} {words}", words.replace(" ", "")
    # Where the plugin's name is a word that another category knows, one that no caller says.
    candidates = (usual, f"{example} {unit.replace('-', ' ')}", f"{example}{joined}", f"{example}{joined}xyz")
    found = next((one for one in candidates if _is_free(sentence.format(one), loaded)), usual)
    return {**values, "words": found, "sentence": sentence.format(found)}


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _is_free(sentence: str, loaded: Loaded | None) -> bool:
    """Say whether the desk makes nothing of a sentence, so that a new plugin's words can be found in it."""
    if loaded is None:
        return True
    outcome = run_example(Router(loaded.rules, None), Example("new", (), {"text": sentence}, {}))
    return outcome.got["category"] is None and outcome.got["step"] == "triage" and outcome.got["kind"] == "complaint"
