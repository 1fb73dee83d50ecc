"""Saved lists: what they name must be there, as on the line of `list`; each that isn't is told with its place."""

from __future__ import annotations

from typing import cast

import pytest

from aduan_cli.compiled import Rules
from aduan_cli.complaint.fields import COLUMNS, STATUSES
from aduan_cli.config.rule_files.message_texts import wrong_messages
from aduan_cli.config.rule_files.views import wrong_views
from aduan_cli.model import KINDS, NOT, PRIORITIES, SORTS
from compiling import rules_of

CITY = """\
[desk]
name = "Meja"
prefix = "UJI"
timezone = "UTC"
channels = ["phone", "wa"]
[shifts]
pagi = "07:00-14:00"
[kecamatan]
"Bekasi Timur" = ["Margahayu"]
[units.dlh]
name = "DLH"
[categories.sampah]
unit = "dlh"
text = ["sampah"]
"""


def told(view: str, missing: bool = False) -> list[tuple[str, str]]:
    """Return what is wrong with one saved list: its severity, and the sentence behind its place."""
    rules = cast(Rules, rules_of(f"{CITY}[views.uji]\n{view}\n"))
    return [(one.severity, str(one).partition("views.uji.")[2]) for one in wrong_views(rules, missing)]


@pytest.mark.parametrize(
    "view",
    [
        "",
        *(f'status = "{status}"' for status in STATUSES),
        *(f'kind = "{kind}"' for kind in KINDS),
        *(f'priority = ["{NOT}{priority}"]' for priority in PRIORITIES),
        'unit = ["dlh", "triage"]',
        'category = "sampah"',
        'kecamatan = "bekasi timur"',
        'kelurahan = "Margahayu"',
        'channel = "wa"',
        'shift = "pagi"',
        'actor = "siapa saja"',
        'since = "kemarin"\nuntil = "hari ini"',
        "limit = 0\nopen = true\nreverse = true",
        f"columns = {list(COLUMNS)}".replace("'", '"'),
        *(f'sort = "{name}"' for name in SORTS),
        'sort = "-reported_at"',
    ],
)
def test_what_is_there_is_not_spoken_of(view: str) -> None:
    assert told(view) == []


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        ('status = "tutp"', "status: "),
        ('status = ["new", "baruu"]', "status[2]: "),
        ('kind = "komplain"', "kind: "),
        ('unit = "dhl"', "unit: "),
        ('category = "sampa"', "category: "),
        ('kecamatan = "Bekasi Barat"', "kecamatan: "),
        ('channel = "fax"', "channel: "),
        ('shift = "malam"', "shift: "),
        ('columns = ["ticket", "tiket_nya"]', "columns[2]: "),
        ('sort = "-umur"', "sort: "),
        ('since = "dulu sekali"', "since: "),
        ('until = "99-99"', "until: "),
    ],
)
def test_what_is_not_there_is_told_with_its_place(view: str, sentence: str) -> None:
    ((severity, said),) = told(view)
    assert (severity, said[: len(sentence)]) == ("error", sentence)
    assert len(said) > len(sentence)


@pytest.mark.parametrize(("view", "severity"), [('unit = "x"', "warning"), ('category = "x"', "warning"),
                                                ('kind = "x"', "error")])  # fmt: skip
def test_what_a_file_may_declare_that_is_left_out_is_a_warning(view: str, severity: str) -> None:
    """The list comes into force; it shows nothing until the file is mended."""
    assert [one for one, _said in told(view, missing=True)] == [severity]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(told('unit = ["a", "b"]\nkind = "c"\nsort = "d"')) == 4


# -- templates


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("{{ ticket }}: {{ caller.name | reveal }}", True),
        ("{% for one in messages %}{{ one.text }}{% endfor %} {{ count }}", True),
        ("{{ tiket }}", False),
        ("{{ ticket", False),
        ("{% if x %}", False),
        ("{{ caller.umur }}", False),
        ("{{ ticket.__class__ }}", False),
    ],
)
def test_a_template_is_tried_before_it_comes_into_force(text: str, right: bool) -> None:
    """With a value in every gap that there is; what can't be filled names those that there are."""
    rules = cast(Rules, rules_of(f"{CITY}[messages.routed]\nbody = '{text}'\n"))
    found = [str(problem) for problem in wrong_messages(rules)]
    assert (found == []) is right
    if not right:
        assert found[0].startswith("rules.toml: messages.routed.body: ")
        assert "; gaps are ticket, event, desk, " in found[0]


def test_the_line_of_a_long_template_is_told() -> None:
    rules = cast(Rules, rules_of(f"{CITY}[messages.routed]\nbody = '''\na\nb\n{{% if %}}\n'''\n"))
    (problem,) = wrong_messages(rules)
    assert problem.what.startswith("line 3 of the text: ")
