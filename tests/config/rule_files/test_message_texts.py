"""Templates of messages: each is tried with a value in every gap, and what can't be filled is told by its key."""

from __future__ import annotations

from typing import cast

import pytest

from aduan_cli.compiled import Rules
from aduan_cli.config.rule_files.message_texts import wrong_messages
from aduan_cli.i18n import choose
from aduan_cli.model import INCIDENT, REPORT_SENT
from aduan_cli.templates import KNOWN, KNOWN_OF_REPORT
from compiling import SMALLEST, rules_of


def told(event: str, **texts: str) -> list[str]:
    """Return what is wrong with the texts of an event."""
    rules = rules_of(SMALLEST)
    return [str(one) for one in wrong_messages(cast(Rules, {**rules, "messages": {event: texts}}))]


@pytest.mark.parametrize("name", [name for name in KNOWN if name != INCIDENT])
def test_every_gap_that_there_is_can_be_filled(name: str) -> None:
    for part in ("subject", "body", "html"):
        assert told("routed", **{part: f"{{{{ {name} }}}}"}) == []


@pytest.mark.parametrize("name", KNOWN_OF_REPORT)
def test_a_report_has_gaps_of_its_own_and_no_others(name: str) -> None:
    assert told(REPORT_SENT, subject=f"{{{{ {name} }}}}") == []
    (wrong,) = told(REPORT_SENT, subject="{{ ticket }}")
    assert wrong.startswith("rules.toml: messages.report.subject: ")
    assert wrong.endswith("gaps are desk, report, since, until")


def test_only_a_message_of_an_incident_tells_of_one() -> None:
    assert told(INCIDENT, body="{{ incident.name }}: {{ incident.count }}") == []
    (wrong,) = told("routed", body="{{ incident.name }}")
    assert "messages.routed.body" in wrong
    assert "incident" not in wrong.rpartition("gaps are")[2]


@pytest.mark.parametrize("name", ["body", "html"])
def test_a_report_is_its_own_text(name: str) -> None:
    (wrong,) = told(REPORT_SENT, **{name: "x"})
    assert f"messages.report.{name}: a report has no template for '{name}'" in wrong
    assert "subject would be right" in wrong


def test_all_that_is_wrong_is_told_each_by_its_key() -> None:
    found = told("routed", subject="{{ tiket }}", body="{{", html="{% for %}")
    assert [one.split(": ")[1] for one in found] == [
        "messages.routed.subject",
        "messages.routed.body",
        "messages.routed.html",
    ]


@pytest.mark.parametrize(("text", "line"), [("{{ a b }}", 1), ("satu\ndua\n{% if %}", 3), ("\n{{ ticket", 2)])
def test_the_line_in_the_text_is_told(text: str, line: int) -> None:
    assert f"line {line} of the text: " in told("routed", body=text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in messages %}{% for b in messages %}x{% endfor %}{% endfor %}",
        "{{ caller.phone | reveal }}",
        "{{ ticket | upper }} {{ text[:40] }}",
        "{% if is_late %}{{ due_at }}{% endif %}",
        "{{ answers.jumlah | default('-') }}",
        "",
        "tanpa celah",
    ],
)
def test_what_people_write_in_messages_is_right(text: str) -> None:
    assert told("routed", body=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ticket.__init__.__globals__ }}",
        "{% for n in range(9) %}x{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ 'x' * 200000 }}",
        "{% include 'a' %}",
        "{% import 'a' as a %}",
        "{{ open('/etc/passwd') }}",
    ],
)
def test_what_reaches_out_of_a_message_never_comes_into_force(text: str) -> None:
    """A unit's template is filled with callers' data by whoever sends it."""
    assert told("routed", body=text) != []


def test_a_value_is_no_markup_in_a_page_and_stays_as_it_is_in_a_text() -> None:
    assert told("routed", html="<b>{{ text }}</b>", body="<{{ text }}>") == []


def test_it_is_told_in_the_users_language() -> None:
    english = told("routed", body="{{ tiket }}")
    choose("id")
    indonesian = told("routed", body="{{ tiket }}")
    assert english != indonesian
    assert len(indonesian) == 1
