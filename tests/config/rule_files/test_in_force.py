"""Which texts come into force, for any series of saves: what a desk goes by is always whole, and never lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.config.rule_files.loader import Loaded, load
from aduan_cli.config.rule_files.texts import compile_texts
from aduan_cli.testing import desk, manifest
from thorough import examples

RULES = "rules.toml"
CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[plugins]
enable = {names}
[units.dlh]
name = "DLH"
"""
PLUGINS = ("satu", "dua", "tiga")
CITIES = st.tuples(
    st.lists(st.sampled_from([*PLUGINS, "tiada"]), unique=True, max_size=4),
    st.sampled_from(
        [
            "",
            '[[rule]]\ntext = "got"\nto = "dlh"\n',
            '[[rule]]\ntext = "got"\nto = "dhl"\n',  # no such unit
            '[[rule]]\ntext = "got"\nto = "satu"\n',  # one of a manifest's
            "[[rule]\n",  # no TOML
            '[categories.urusan]\nunit = "dlh"\ntext = "urusan"\n',
            '[[example]]\ntext = "satu"\nexpect = { unit = "satu" }\n',
        ]
    ),
).map(lambda drawn: CITY.format(names=list(drawn[0])).replace("'", '"') + drawn[1])
MORE = st.sampled_from(
    [
        "",
        "# sama saja\n",
        'priority = "high"\n',
        'priority = "tinggi sekali"\n',
        '[categories.urusan]\nunit = "{name}"\ntext = "urusan"\n',  # that several claim
        '[[rule]]\ntext = "x"\nto = "dlh"\n',  # nobody granted it
        '[[example]]\ntext = "{name}"\nexpect = {{ unit = "{name}" }}\n',
        '[[example]]\ntext = "{name}"\nexpect = {{ unit = "dlh" }}\n',  # comes out otherwise
        "= broken",
        None,  # the file is gone
    ]
)
SAVES = st.lists(st.tuples(st.one_of(st.none(), CITIES), st.fixed_dictionaries(dict.fromkeys(PLUGINS, MORE))),
                 min_size=1, max_size=4)  # fmt: skip


def save(folder: Path, city: str | None, more: dict[str, str | None]) -> None:
    """Write what is saved together: the city's file (None: as it is) and manifests, or take one away."""
    if city is not None:
        (folder / RULES).write_text(city, encoding="utf-8")
    for name, text in more.items():
        path = folder / "plugins" / name / "plugin.toml"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(manifest(name, text.format(name=name)), encoding="utf-8")


def on_disk(folder: Path) -> dict[str, str]:
    """Return the texts that lie in the desk."""
    files = [folder / RULES, *folder.glob("plugins/*/plugin.toml")]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in files}


def assert_sound(found: Loaded, before: dict[str, str], now: dict[str, str]) -> None:
    """Assert what holds of the rules in force, given the texts accepted before and those on disk now."""
    for path, text in found.accepted.items():
        assert text in (before.get(path), now.get(path)), path
    if found.revision is None:
        assert found.accepted == {}
        assert RULES not in before
        return
    again = compile_texts(found.accepted)
    assert again.revision == found.revision
    assert set(found.left_out) >= {path for path, text in found.accepted.items() if now.get(path) != text}
    assert not any(found.accepted.get(path) == now.get(path) for path in found.left_out if path in now)
    assert all(found.left_out.values())
    assert found.changed == (found.accepted != before)


@settings(max_examples=examples(60))
@given(SAVES)
def test_whatever_is_saved_the_rules_in_force_are_whole(saves: list[tuple[str | None, dict[str, str | None]]]) -> None:
    """Each file counts as it lies there or as it was accepted last; whoever looks again finds nothing new."""
    with tempfile.TemporaryDirectory() as place:
        folder = desk(place, CITY.format(names='["satu", "dua"]'))
        accepted: dict[str, str] = {}
        for city, more in saves:
            save(folder, city, more)
            now = on_disk(folder)
            found = load(place, accepted)
            assert_sound(found, accepted, now)
            again = load(place, found.accepted)
            assert (again.accepted, again.changed, again.revision) == (found.accepted, False, found.revision)
            assert {path: list(map(str, why)) for path, why in again.left_out.items()}.keys() == found.left_out.keys()
            accepted = found.accepted


def rewritten(folder: Path, old: str, new: str) -> None:
    """Put a word in the place of another in all rule files."""
    for path, text in on_disk(folder).items():
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")


@settings(max_examples=examples(30))
@given(SAVES)
def test_by_hand_comes_into_force_what_would_by_itself(saves: list[tuple[str | None, dict[str, str | None]]]) -> None:
    """With `accept = "manual"` nothing changes until somebody accepts; then it is as if it were automatic."""
    manual = '[rules]\naccept = "manual"\n'
    with tempfile.TemporaryDirectory() as place:
        folder = desk(place, CITY.format(names='["satu", "dua"]') + manual)
        save(folder, None, dict.fromkeys(PLUGINS, ""))
        accepted = load(place).accepted
        for city, more in saves:
            save(folder, None if city is None else city + manual, more)
            waiting = load(place, accepted)
            assert (waiting.accepted, waiting.changed, waiting.postponed) == (accepted, False, True)
            by_hand = load(place, accepted, by_hand=True)
            rewritten(folder, '"manual"', '"auto"')
            by_itself = load(place, {path: text.replace('"manual"', '"auto"') for path, text in accepted.items()})
            rewritten(folder, '"auto"', '"manual"')
            assert by_itself.left_out.keys() == by_hand.left_out.keys()
            assert by_itself.accepted == {
                path: text.replace('"manual"', '"auto"') for path, text in by_hand.accepted.items()
            }
            accepted = by_hand.accepted
