"""A daily command's line means the same whether it is read plainly or by click; what is in doubt is click's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any
from unittest import mock

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli import i18n
from aduan_cli.cli import plain
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import EVERYWHERE, FLAG, NUMBER, POSITIVE, SECONDS, Option
from aduan_cli.cli.root import root_group
from aduan_cli.render import colour
from aduan_cli.value_words import INDONESIAN
from office import Office, Ran
from thorough import examples

PARAMETERS = {name: import_module(f"aduan_cli.cli.{module}").LINES[name][1] for name, module in plain.COMMANDS.items()}
VARIABLES = [option for option in EVERYWHERE if option.envvar]
ODD = ["", "-", "--", "-x", "-c", "--help", "-5", "a=b", "é", "a\udcffb", "0"]
TEXTS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["sampah di Kel. Margahayu", "", "-", "--", "-x", "-c", "--help", "-5", "a=b", "é", "a\udcffb", "0"]
    ),
)


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    """Leave language and colours as they were."""
    with mock.patch.dict(os.environ):
        yield
    i18n.choose(None)
    colour.choose("auto")


def values(option: Option) -> st.SearchStrategy[str]:
    """Return what may be typed for an option: mostly what fits."""
    words = [*option.words, *(one for said in INDONESIAN.get(option.name, {}).values() for one in said.split())]
    fitting = [*words, *map(str.upper, words)]
    if option.kind in (NUMBER, POSITIVE, SECONDS):
        fitting = [
            "0",
            "7",
            "007",
            "1_0",
            "+3",
            " 4",
            "-1",
            "٣",
            "9" * 12,
            "0.5",
            "2.",
            ".5",
            ".",
            "1e3",
            "nan",
            "1.2.3",
        ]
    return st.one_of(st.sampled_from(fitting), TEXTS) if fitting else TEXTS


@st.composite
def parts(draw: st.DrawFn, options: list[Option]) -> list[str]:
    """Draw an option with its value, in one of the ways to write it, or a text."""
    option = draw(st.sampled_from(options))
    name = draw(st.sampled_from(option.names))
    value = "" if option.kind == FLAG else draw(values(option))
    ways = {
        "right": [name] if option.kind == FLAG else [name, value],
        "equals": [name] if option.kind == FLAG else [f"{name}={value}"],
        "text": [draw(TEXTS)],
        "alone": [name],
        "shorter": [name[:-1], value],
        "joined": [f"{name}{value or 'v'}"],
        "flag with a value": [f"{name}={value}"],
        "end of options": ["--"],
        "unknown": ["--parish", value],
    }
    usual = st.sampled_from(["right", "right", "right", "equals", "text"])
    return ways[draw(st.one_of(usual, usual, usual, usual, st.sampled_from(list(ways))))]


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Draw a command line."""
    command = draw(st.sampled_from(list(PARAMETERS)))
    own = [one for one in PARAMETERS[command] if isinstance(one, Option)]
    before = draw(st.lists(parts(list(EVERYWHERE)), max_size=2))
    after = draw(st.lists(parts([*own, *own, *EVERYWHERE]), max_size=5))
    return [*chain(*before), command, *chain(*after)]


@st.composite
def environments(draw: st.DrawFn) -> dict[str, str]:
    """Draw what the environment says of some options."""
    chosen = draw(st.lists(st.sampled_from(VARIABLES), unique=True, max_size=2))
    flags = st.sampled_from(["1", "0", "yes", "No", "", "maybe", " on "])
    said = {one.envvar: draw(flags if one.kind == FLAG else values(one)) for one in chosen if one.envvar}
    return {name: value.replace("\0", "") for name, value in said.items() if value.isprintable()}


def by_click(line: list[str], environment: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the options of everywhere and the command's parameters, as click reads them. Raises what click raises."""
    context, got = Context(), {}

    def invoke(command: click.Command, found: click.Context) -> None:
        if not isinstance(command, click.Group):
            got.update(found.params)

    with (
        mock.patch.dict(os.environ, environment),
        mock.patch.object(click.Command, "invoke", invoke),
    ):
        root_group().main(line, "aduan", standalone_mode=False, obj=context)
    return context.options, got


def typed(found: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """Return values with their types: 1 is not True."""
    return {name: (type(value).__name__, value) for name, value in found.items()}


@pytest.mark.slow
@settings(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(line=lines(), environment=environments())
def test_a_line_that_is_read_plainly_means_what_click_says(line: list[str], environment: dict[str, str]) -> None:
    """Every parameter has the same value, and the options of everywhere are kept from the same places."""
    found = plain.read(line, environment)
    if found is not None:
        options, parameters = by_click(line, environment)
        assert (typed(found.options), typed(found.parameters)) == (typed(options), typed(parameters))


PLAIN = [
    ["log", "sampah menumpuk di Margahayu"],
    ["log"],
    ["log", "-"],
    ["log", "sampah", "menumpuk"],
    ["log", "--", "-sampah menumpuk"],
    ["--desk", "a", "-q", "log", "sampah", "--desk=b", "-v"],
    ["log", "-c", "sampah", "--kind", "aduan", "-p", "DARURAT", "--detail", "a=1", "--detail=b=2", "sampah"],
    ["log", "--name=Ibu Siti", "--phone", "0812-0000-0001", "--dry-run", "--format", "json", "x"],
    ["log", "--name", "", "a\udcffb", "é"],
    ["list"],
    ["list", "--limit", "20", "--format", "json"],
    ["--actor", "sari", "list", "--actor", "budi,ani", "--actor=tono", "--sort=-priority", "--reverse"],
    ["show", "1"],
    ["show", "--reveal", "--", "-1"],
    ["--desk", "a", "show", "0042-7", "--format=json"],
    ["search", "lampu"],
    ["info", "menanyakan", "nomor RSUD", "--phone", "0812-0000-0001", "--pick", "1"],
    ["info", "jam buka puskesmas", "--limit=2", "--format", "json"],
    ["edit", "1", "--text", "sampah", "-p", "TINGGI", "--name="],
    ["note", "1", "penelepon menelepon lagi"],
    ["ack", "1"],
    ["-q", "resolve", "12", "14", "0007-3", "--result", "sudah menyala"],
    ["assign", "3", "dlh", "--support", "--if-version=2"],
    ["close", "--where", "unit=dlh", "--where", "open", "-y", "--by", "caller"],
    ["hold", "3", "--reason", "cuaca", "--until", "besok", "--format", "json", "--dry-run"],
    ["search", "lampu", "jal*", "--limit", "20", "--", "-a"],
    ["tick"],
    ["-q", "tick", "--limit", "5", "--max-seconds=2.5"],
    ["tick", "--status", "--late", "1,20", "--age=15m,1h", "--desk", "a"],
    ["tick", "--explain", "--format", "json"],
    ["list", "--status", "new", "--open", "--since", "3d", "--columns", "ticket,unit", "--reveal", "--color", "never"],
]


@pytest.mark.parametrize("line", PLAIN, ids=" ".join)
def test_what_is_typed_daily_is_read_plainly(line: list[str]) -> None:
    """These lines are not left to click, and mean what click says."""
    found = plain.read(line, {"ADUAN_ACTOR": "ani", "ADUAN_NO_PLUGINS": "1", "ADUAN_LANG": ""})
    assert found is not None
    options, parameters = by_click(line, {"ADUAN_ACTOR": "ani", "ADUAN_NO_PLUGINS": "1", "ADUAN_LANG": ""})
    assert (typed(found.options), typed(found.parameters)) == (typed(options), typed(parameters))
    assert found.options["actor"] == ("sari" if "sari" in line else "ani")
    assert found.options["no_plugins"] is True


CLICKS = [
    [],
    ["--version"],
    ["-h"],
    ["--", "log", "x"],
    ["show"],
    ["show", "1", "2"],
    ["show", "-1"],
    ["search"],
    ["search", "--limit", "3"],
    ["unit", "show", "dlh"],
    ["info", "learn"],
    ["-q", "info", "gaps", "--limit", "5"],
    ["info", "--", "gaps"],
    ["info", "--name", "learn", "nomor RSUD"],
    ["info", "nomor RSUD", "--pick", "satu"],
    ["note", "1"],
    ["note", "1", "dua", "kata"],
    ["close", "1", "--by", "nobody"],
    ["ack", "1", "--if-version", "-2"],
    ["lo", "x"],
    ["", "x"],
    ["--desk"],
    ["--lang", "fr", "log", "x"],
    ["log", "--help"],
    ["log", "x", "-h"],
    ["log", "--version", "x"],
    ["log", "--parish", "x"],
    ["log", "--catego", "x"],
    ["log", "x", "--category"],
    ["log", "x", "--category", "-q"],
    ["log", "x", "--name", "--"],
    ["log", "x", "--kind", "nothing"],
    ["log", "x", "--format", "JSON"],
    ["log", "x", "--quiet=1"],
    ["log", "x", "-qv"],
    ["log", "-csampah", "x"],
    ["log", "-c=sampah", "x"],
    ["log", "- sampah menumpuk"],
    ["log", "-5 derajat"],
    ["list", "x"],
    ["list", "--limit", "-1"],
    ["list", "--limit", "many"],
    ["list", "--limit", "9" * 5000],
    ["list", "--sort", "-priority"],
    ["tick", "x"],
    ["tick", "--limit", "0"],
    ["tick", "--limit", "1.5"],
    ["tick", "--max-seconds", "-1"],
    ["tick", "--max-seconds", "1e3"],
    ["tick", "--max-seconds", "nan"],
]


@pytest.mark.parametrize("line", CLICKS, ids=lambda line: " ".join(line)[:40])
def test_what_is_in_doubt_is_left_to_click(line: list[str]) -> None:
    """Help, mistakes, everything that begins with a dash and is no option, and all other commands."""
    assert plain.read(line, {}) is None


@pytest.mark.parametrize("environment", [{"ADUAN_LANG": "fr"}, {"ADUAN_NO_PLUGINS": "maybe"}], ids=str)
def test_a_mistake_in_the_environment_is_left_to_click(environment: dict[str, str]) -> None:
    assert plain.read(["log", "x"], environment) is None
    with pytest.raises(click.UsageError):
        by_click(["log", "x"], environment)


DAY = [
    ["log", "Penelepon melaporkan sampah menumpuk", "--phone", "0812-0000-0001", "--kelurahan", "margahayu"],
    ["log", "melaporkan kebakaran di Duren Jaya", "--lang", "id"],
    ["log", "menanyakan ktp", "--answer", "Di kecamatan.", "-v", "--format", "json"],
    ["log", "sampah", "--dry-run"],
    ["log", "sampah", "--key", "satu", "-q"],
    ["log", "sampah", "--key", "satu"],
    ["log", "sampah", "--category", "sampahh"],
    ["log", "sampah", "--link", "999"],
    ["log", "sampah", "--detail", "x"],
    ["log", "sampah", "--kind", "kebakaran"],
    ["log"],
    ["log", "--", "-5 derajat, melaporkan listrik padam"],
    ["list"],
    ["list", "--lang", "id", "--color", "always"],
    ["list", "--format", "json", "--reveal"],
    ["list", "--unit", "disdamkar", "-v"],
    ["list", "--count", "--status", "routed"],
    ["list", "--limit", "1"],
    ["list", "--sort", "colour"],
    ["list", "--excel"],
    ["list", "--limit", "-1"],
    ["--no-plugins", "list", "--since", "kemarin", "--columns", "ticket,unit"],
    ["show", "1", "--lang", "id", "--color", "always"],
    ["show", "1", "--format", "json", "--reveal"],
    ["show", "999"],
    ["show", "1", "2"],
    ["show"],
    ["search", "sampah"],
    ["search", "sampah", "margahayu", "--format", "json", "--reveal"],
    ["search", "sampah", "--count"],
    ["search", "-"],
    ["search"],
    ["info", "menanyakan ktp"],
    ["info", "menanyakan ktp", "--pick", "1", "--phone", "0812-0000-0001"],
    ["info", "menanyakan ktp", "--format", "json"],
    ["info", "melaporkan kebakaran di Duren Jaya", "--lang", "id"],
    ["info"],
    ["info", "--", "learn"],
    ["info", "gaps"],
    ["edit", "1", "--name", "Siti", "--category", "sampah"],
    ["edit", "1"],
    ["note", "1", "penelepon menelepon lagi"],
    ["note", "1", " "],
    ["ack", "1", "--by", "Sari"],
    ["ack", "1"],
    ["close", "1"],
    ["start", "1", "999", "--lang", "id"],
    ["resolve", "1"],
    ["resolve", "1", "--result", "beres", "--format", "json"],
    ["close", "--where", "status=resolved"],
    ["close", "--where", "status=resolved", "--yes", "--by", "caller"],
    ["reject", "1", "--reason", "bosan"],
    ["assign", "1"],
    ["tick", "-v"],
    ["tick", "--limit", "1", "--lang", "id"],
    ["tick", "--explain"],
    ["tick", "--explain", "--status"],
    ["tick", "--late", "1,2"],
    ["tick", "--status", "--age", "1h,15m"],
    ["tick", "--limit", "0"],
]


def told(folder: Path, capsys: Any) -> list[tuple[int, str, str]]:
    """Return what the lines of a day print and say, one after the other, at a new desk in a folder."""
    office = Office(folder, capsys)
    ran: list[Ran] = []
    for line in DAY:
        i18n.choose(None)
        colour.choose("auto")
        ran.append(office.run(*line))
    return [(one.code, one.out, one.err.replace(str(folder), "FOLDER")) for one in ran]


def test_a_day_reads_the_same_by_click(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed and said, and how each command ends, is the same for every line: also where it fails."""
    plainly = told(tmp_path / "plain", capsys)
    monkeypatch.setattr(plain, "read", lambda _words, _environment: None)
    by_click_alone = told(tmp_path / "click", capsys)
    assert [(*line, one) for line, one in zip(DAY, plainly, strict=True)] == [
        (*line, one) for line, one in zip(DAY, by_click_alone, strict=True)
    ]
    assert {code for code, _out, _err in plainly} == {0, 2, 4, 5, 6}
