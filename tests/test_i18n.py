"""Messages in two languages: which one is chosen, that the Indonesian catalogue is whole, and what it costs."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from babel.messages.pofile import read_po

import catalogue
from aduan_cli import i18n
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.root import root_group
from processes import Aduan, clean_environment

PLACEHOLDER = re.compile(r"\{\w[^{}]*\}|%\(\w+\)[a-z]")
LOCALES = ("ADUAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
NO_TICKET = {"id": "kesalahan: tidak ada tiket 999", "en": "error: no ticket 999"}
# Prints the catalogues that a command opened, after the command's own output.
PROBE = """\
import sys
opened = []
sys.addaudithook(lambda event, given: opened.append(given[0]) if event == "open" else None)
sys.argv = ["aduan", *{arguments!r}]
import atexit
from aduan_cli.cli import main
try:
    main()
except SystemExit:
    pass
sys.stdout.flush()
print("OPENED", *(path for path in opened if str(path).endswith(".mo")), file=sys.stderr)
"""


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    """Leave the choice of a language to the environment again, whatever a test chose."""
    yield
    i18n.choose(None)


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Return (sentence, translation) of the catalogue, of two forms the plural."""
    with catalogue.PO.open("rb") as file:
        return tuple((_last(one.id), _last(one.string)) for one in read_po(file, locale="id") if one.id)


@cache
def told() -> dict[str, str]:
    """Return sentence → translation."""
    return dict(pairs())


def _last(forms: str | tuple[str, ...] | list[str] | None) -> str:
    return forms if isinstance(forms, str) else (forms or [""])[-1]


def test_each_translation_has_the_placeholders_of_its_sentence() -> None:
    """No value is lost in Indonesian, and none is asked for that the code does not give."""
    wrong = [(one, two) for one, two in pairs() if set(PLACEHOLDER.findall(one)) != set(PLACEHOLDER.findall(two))]
    assert wrong == []


def test_translations_keep_the_paragraphs_of_their_sentence() -> None:
    """A help page has as many paragraphs in Indonesian, and no sentence begins or ends with another blank."""
    wrong = [
        one
        for one, two in pairs()
        if one.count("\n\n") != two.count("\n\n")
        or (one[:1].isspace(), one[-1:].isspace()) != (two[:1].isspace(), two[-1:].isspace())
    ]
    assert wrong == []


def test_names_of_options_stay_english() -> None:
    """A translation names the very options that its sentence names."""
    options = re.compile(r"(?<!\w)--[a-z][a-z-]*")
    wrong = [one for one, two in pairs() if set(options.findall(one)) != set(options.findall(two))]
    assert wrong == []


def test_indonesian_has_one_plural_form() -> None:
    """One and many read the same, and the count stands in the sentence."""
    i18n.choose("id")
    said = [i18n.ngettext("{count} record read", "{count} records read", count).format(count=count) for count in (1, 2)]
    assert said == ["1 baris dibaca", "2 baris dibaca"]


def test_the_catalogue_is_in_step_with_the_code() -> None:
    """Every sentence of the code is translated, none is left over, and the compiled file is fresh."""
    done = subprocess.run(
        [sys.executable, str(catalogue.ROOT / "scripts" / "catalogue.py"), "check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_compiled_catalogue_is_held_to_what_it_means(tmp_path: Path) -> None:
    """Another version of the tool that wrote it makes no difference; another sentence or rule of plurals does."""
    with catalogue.PO.open("rb") as file:
        written = read_po(file, locale="id")
    as_it_is = catalogue._compiled(written)
    other_tool = as_it_is.replace(b"Generated-By: Babel ", b"Generated-By: Bible ")
    assert other_tool != as_it_is
    assert catalogue.meaning(other_tool) == catalogue.meaning(as_it_is)
    assert catalogue.meaning(as_it_is.replace(b"plural=0;", b"plural=1;")) != catalogue.meaning(as_it_is)
    next(message for message in written if message.id).string += "!"
    assert catalogue.meaning(catalogue._compiled(written)) != catalogue.meaning(as_it_is)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "id_ID.UTF-8"}, "id"),
        ({"LC_ALL": "id_ID.UTF-8", "LANG": "en_US.UTF-8"}, "id"),
        ({"LC_ALL": "C.UTF-8", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "id_ID.UTF-8"}, "id"),
        ({"ADUAN_LANG": "en", "LC_ALL": "id_ID.UTF-8"}, "en"),
        ({"ADUAN_LANG": "id", "LC_ALL": "en_US.UTF-8"}, "id"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    """`ADUAN_LANG` wins over the locale, `LC_ALL` over `LC_MESSAGES` over `LANG`; an empty one says nothing."""
    for name in LOCALES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    i18n.choose(None)
    assert i18n.language() == expected


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["show", "999"], {"ADUAN_LANG": "id"}, "id"),
        (["show", "999"], {"ADUAN_LANG": "", "LC_ALL": "id_ID.UTF-8"}, "id"),
        (["show", "999"], {"ADUAN_LANG": "en", "LC_ALL": "id_ID.UTF-8"}, "en"),
        (["--lang", "id", "show", "999"], {"ADUAN_LANG": "en"}, "id"),
        (["show", "999", "--lang", "id"], {"ADUAN_LANG": "en"}, "id"),
        (["show", "999", "--lang", "en"], {"ADUAN_LANG": "id"}, "en"),
        (["show", "999"], {"ADUAN_LANG": "", "LANG": "C.UTF-8"}, "en"),
    ],
)
def test_a_command_speaks_the_chosen_language(
    aduan: Aduan, arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    """`--lang`, wherever it stands, wins over `ADUAN_LANG`, which wins over the locale."""
    done = aduan(*arguments, env=environment)
    assert (done.returncode, done.stderr.strip()) == (4, NO_TICKET[expected])


@pytest.mark.parametrize("given", [["--lang", "xx", "list"], ["list", "--lang", "xx"]])
def test_an_unknown_language_is_a_usage_error(aduan: Aduan, given: list[str]) -> None:
    """A language that there is no catalogue for is refused, and those that there are are named."""
    done = aduan(*given)
    assert (done.returncode, done.stdout) == (2, "")
    assert "'xx' is not one of 'id', 'en'" in done.stderr


def test_an_unknown_language_of_the_environment_is_a_usage_error(aduan: Aduan) -> None:
    """`ADUAN_LANG` is held to the same list, and the answer is in English."""
    done = aduan("list", env={"ADUAN_LANG": "xx"})
    assert (done.returncode, done.stdout) == (2, "")
    assert "'xx' is not one of 'id', 'en'" in done.stderr


def test_clicks_own_sentences_are_indonesian(aduan: Aduan) -> None:
    """A usage error that click words follows the same choice as our own."""
    done = aduan("--lang", "id", "show")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Pemakaian: aduan show [OPTIONS] TICKET",
        "Bantuan: 'aduan show --help'.",
        "",
        "kesalahan: Kurang argumen 'TICKET'.",
    ]


def test_the_root_help_is_indonesian(aduan: Aduan) -> None:
    """The list of commands and of options is in Indonesian, their names are not."""
    shown = aduan("--help", env={"ADUAN_LANG": "id"}).stdout
    assert "Pemakaian: aduan [OPTIONS] COMMAND [ARGS]..." in shown
    assert "Meja aduan pusat panggilan kota" in shown
    assert re.search(r"^  list +Daftar aduan, yang terbaru di atas\.$", shown, re.MULTILINE)
    assert re.search(r"^  --desk DIR +Folder meja\.$", shown, re.MULTILINE)


def test_lang_chooses_the_language_of_a_help_page_wherever_it_stands(aduan: Aduan) -> None:
    """`--help --lang id` and `--lang id log --help` show the same page, with the options in Indonesian."""
    after, before = aduan("log", "--help", "--lang", "id").stdout, aduan("--lang", "id", "log", "--help").stdout
    assert after == before
    assert "Nama penelepon." in after
    assert "Who called." not in after


class Page(NamedTuple):
    """What a command's help page says in English: what it is for, and about its own options."""

    about: str
    options: list[str]


def pages() -> Iterator[tuple[str, Page]]:
    """Yield (name as typed after `aduan`, help page) of every command, the root's name being empty."""
    i18n.choose("en")
    root = root_group()
    yield from _pages(root, click.Context(root, info_name="aduan", obj=Context()), "")
    i18n.choose(None)


def _pages(command: click.Command, context: click.Context, name: str) -> Iterator[tuple[str, Page]]:
    shown = command.params[: command.own] if isinstance(command, Command) else command.params
    helps = [option.help for option in shown if isinstance(option, click.Option) and option.help]
    yield name, Page(inspect.cleandoc(command.help or ""), helps)
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            child = command.get_command(context, part)
            assert child is not None
            child_context = click.Context(child, info_name=part, parent=context)
            yield from _pages(child, child_context, f"{name} {part}".strip())


def squeezed(text: str) -> str:
    """Return a text without blanks, for a help page breaks its lines where it likes."""
    return "".join(text.split())


PAGES = dict(pages())


Shown = Callable[[str], str]


@pytest.fixture(scope="module")
def asked() -> dict[str, str]:
    """Return the help pages that a test asked for: each is asked for once."""
    return {}


@pytest.fixture
def shown(aduan: Aduan, asked: dict[str, str]) -> Shown:
    """Return a function that gives the help page of a command as an officer in Bekasi sees it."""

    def page(name: str) -> str:
        if name not in asked:
            asked[name] = aduan(*name.split(), "--help", env={"ADUAN_LANG": "id"}).stdout
        return asked[name]

    return page


@pytest.mark.parametrize("name", PAGES)
def test_options_are_explained_in_indonesian(name: str, shown: Shown) -> None:
    """The help of every command explains each of its own options in Indonesian."""
    page = squeezed(shown(name))
    assert [english for english in PAGES[name].options if squeezed(told()[english]) not in page] == []


@pytest.mark.parametrize("name", PAGES)
def test_commands_are_explained_in_indonesian(name: str, shown: Shown) -> None:
    """The help of every command says in Indonesian what it is for, all paragraphs of it."""
    assert squeezed(told()[PAGES[name].about]) in squeezed(shown(name))


@pytest.mark.parametrize("name", [name for name in PAGES if name.count(" ") == 1])
def test_a_group_lists_its_commands_in_indonesian(name: str, shown: Shown) -> None:
    """The help of a group has no English line about any of its commands."""
    first = PAGES[name].about.split(". ")[0].split("\n")[0]
    assert squeezed(first) not in squeezed(shown(name.split()[0]))


@pytest.mark.parametrize("name", PAGES)
def test_the_help_option_is_explained_in_indonesian(name: str, shown: Shown) -> None:
    """`--help` itself is explained in Indonesian, too."""
    assert "Tampilkan bantuan ini." in shown(name)


def test_an_unknown_option_is_told_in_one_language(aduan: Aduan) -> None:
    """What click finds wrong while it reads the line is Indonesian to its end, also by the locale alone."""
    told = aduan("list", "--nope", env={"ADUAN_LANG": "", "LC_ALL": "id_ID.UTF-8"}).stderr
    assert "kesalahan: Tidak ada opsi '--nope'." in told


def test_lang_en_wins_on_the_root_help(aduan: Aduan) -> None:
    """`--lang en` shows the whole root page in English where the environment says Indonesian."""
    shown = aduan("--lang", "en", "--help", env={"ADUAN_LANG": "id"}).stdout
    assert "The complaint desk of a city call centre" in shown


def opened_catalogues(desk: Path, home: Path, language: str, *arguments: str) -> list[str]:
    """Run a command in a fresh interpreter and return the catalogues that it opened."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(arguments=["--desk", str(desk), *arguments])],
        env={**clean_environment(home), "ADUAN_LANG": language},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stderr.rpartition("OPENED")[2].split()


@pytest.mark.parametrize("arguments", [["log", "sampah di Margahayu"], ["list"], ["show", "999"], ["list", "--nope"]])
def test_english_reads_no_catalogue(desk: Path, tmp_path: Path, arguments: list[str]) -> None:
    """English costs no look into a catalogue, neither for our sentences nor for click's."""
    assert opened_catalogues(desk, tmp_path, "en", *arguments) == []


def test_indonesian_reads_our_catalogue(desk: Path, tmp_path: Path) -> None:
    """The probe sees a catalogue where one is due, and it is the one that ships."""
    opened = opened_catalogues(desk, tmp_path, "id", "show", "999")
    assert {Path(path).resolve() for path in opened} == {catalogue.PO.with_suffix(".mo")}


def test_the_same_command_helps_in_either_language(aduan_here: Aduan) -> None:
    """Also where one process shows both, as tests and the writer of the docs do."""
    helps = [aduan_here("log", "--help", "--lang", language).stdout for language in ("id", "en", "id")]
    assert helps[0] == helps[2] != helps[1]
    assert "Log a call" in helps[1]
    assert "Catat panggilan" in helps[0]
