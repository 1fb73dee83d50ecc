"""What a message says, and what a template can't reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.app.letters import Letters, Masked, answers
from aduan_cli.app.sending import preview
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.messages import count_batch
from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.flow.incidents import Gathering
from aduan_cli.i18n import choose
from aduan_cli.model import INCIDENT
from aduan_cli.outbox import Letter, Posted
from aduan_cli.templates import LONGEST, TextError, fill
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

PHONE = Masked("+62***789", "+6281200000789")


@pytest.mark.parametrize("text", ["{{ phone._whole }}", "{{ phone['_whole'] }}", "{{ phone|attr('_whole') }}"])
def test_what_is_masked_is_out_of_reach(text: str) -> None:
    try:
        said = fill(text, {}, {"phone": PHONE})
    except TextError:
        return
    assert "0000789" not in said


@pytest.mark.parametrize(
    "text",
    [
        "{{ x.append(1) }}",
        "{{ ''.__class__.__mro__ }}",
        "{% include 'rules.toml' %}",
        "{{ 1 / 0 }}",
        "{% for %}",
        "{{ y }}",
    ],
)
def test_what_can_not_be_filled_is_one_error(text: str) -> None:
    with pytest.raises(TextError):
        fill(text, {}, {"x": []})


def test_a_text_that_grows_without_end_ends() -> None:
    with pytest.raises(TextError):
        fill("{% for a in x %}{% for b in x %}{{ a }}{% endfor %}{% endfor %}", {}, {"x": ["y" * 100] * 1_000})
    assert len(fill("{{ x }}", {}, {"x": "y" * LONGEST})) == LONGEST


def test_values_are_escaped_in_html_alone() -> None:
    values = {"x": "<b>"}
    assert (fill("{{ x }}", {}, values), fill("{{ x }}", {}, values, html=True)) == ("<b>", "&lt;b&gt;")


@given(st.text(max_size=40))
def test_whatever_somebody_writes_is_filled_or_refused(text: str) -> None:
    """Nothing else is raised, for any text as a template and as a value."""
    try:
        fill(text, {}, {"x": text})
    except TextError:
        pass
    assert fill("{{ x }}", {}, {"x": text}) == text


# -- of one complaint


TOLD = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "DLH"\ntell = ["surat"]')
SPOOL = '[notifiers.surat]\ntype = "spool"\nfolder = "surat"\n'
CALLER = {"caller_name": "Budi Santoso", "caller_phone": "+6281200000789;+6281200000790", "caller_address": "Gang 7"}


def waiting(desk: HereDesk, text: str = "sampah di Margahayu", **given: Any) -> tuple[Posted, Complaint]:
    """Take a call; return its message that waits, with it."""
    complaint = desk.log(text, **given)
    (posted,) = desk.store.outbox.posted((), complaint)
    return posted, complaint


def filled(folder: Path, template: str, **given: Any) -> str:
    """Return what a template of the desk makes of a call."""
    desk = desk_here(folder, f"{TOLD}{SPOOL}[messages.routed]\nbody = '{template}'\n")
    posted, _complaint = waiting(desk, **given)
    return preview(desk, [posted]).body


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ unit }} {{ unit_id }} {{ role }}", "DLH dlh lead"),
        ("{{ title }}|{{ category }}|{{ kind }}", "sampah|sampah|complaint"),
        ("{{ place }}", "Jl. Mawar 3, Margahayu, Bekasi Timur"),
        ("{{ reported_at }}|{{ at }}|{{ due_at }}", "2026-11-23 14:05|2026-11-23 14:05|"),
        ("{{ caller.name }}|{{ caller.phone }}|{{ caller.address }}", "B***|+6281******789|***"),
        ("{{ answers.jumlah | default(0) }}", "3"),
        ("{{ clock }}{{ whose }}{{ result }}{{ referral }}{{ level }}", ""),
        ("{{ count }} {{ messages[0].ticket == ticket }}", "1 True"),
    ],
)
def test_a_template_has_what_is_known_of_the_call(tmp_path: Path, template: str, said: str) -> None:
    given = {**CALLER, "address": "Jl. Mawar 3", "answers": {"jumlah": 3}}
    assert filled(tmp_path, template, **given) == said


def test_a_caller_of_whom_nothing_is_known_is_empty_and_not_none(tmp_path: Path) -> None:
    template = "[{{ caller.name }}{{ caller.phone }}{{ caller.address }}]{{ address }}"
    assert filled(tmp_path, template) == "[]"


def test_a_category_without_a_title_is_called_by_its_name_in_words(tmp_path: Path) -> None:
    """As reports, sites and other systems call it; one with a title by that."""
    rules = TOLD.replace("[categories.sampah]", "[categories.sampah-liar]")
    desk = desk_here(tmp_path, rules + SPOOL)
    assert "] sampah liar, Margahayu" in preview(desk, [waiting(desk)[0]]).subject
    titled = rules.replace("[categories.sampah-liar]", '[categories.sampah-liar]\ntitle = "Sampah di mana-mana"')
    (tmp_path / "desk" / "rules.toml").write_text(titled + SPOOL)
    now = HereDesk(tmp_path / "desk")
    assert "] Sampah di mana-mana, Margahayu" in preview(now, [waiting(now)[0]]).subject


def test_what_has_no_category_is_called_by_its_kind(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, TOLD + SPOOL + '[[rule]]\nid = "semua"\ntext = "entah"\nto = "dlh"\n')
    assert preview(desk, [waiting(desk, "entah apa")[0]]).subject.endswith("] complaint")
    choose("id")
    assert preview(desk, [waiting(desk, "entah apa lagi")[0]]).subject.endswith("] pengaduan")


def test_an_emergency_is_seen_in_the_subject(tmp_path: Path) -> None:
    urgent = '[[rule]]\nid = "gawat"\ntext = "gawat"\npriority = "emergency"\n'
    desk = desk_here(tmp_path, TOLD + SPOOL + urgent)
    assert preview(desk, [waiting(desk, "sampah gawat")[0]]).subject.startswith("EMERGENCY: [UJI")
    assert preview(desk, [waiting(desk, "sampah")[0]]).subject.startswith("[UJI")


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_unit_whose_mails_count_is_told_how_to_answer_in_words_that_are_understood(
    tmp_path: Path, language: str
) -> None:
    """Each line that it is shown is one that `aduan inbox` takes, with the words behind the colon."""
    rules = TOLD.replace('tell = ["surat"]', 'tell = ["surat"]\nmail = "dlh@example.go.id"')
    desk = desk_here(tmp_path, rules + SPOOL)
    choose(language)
    body = preview(desk, [waiting(desk)[0]]).body
    table = MoveWords({})
    for line, verb in zip(answers(), ("ack", "start", "hold", "resolve", "return"), strict=True):
        assert f"\n  {line}\n" in body
        said = table.parse(line)
        assert said is not None
        assert said.verb == verb


def test_a_unit_whose_mails_do_not_count_is_not_told_to_answer(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, TOLD + SPOOL)
    body = preview(desk, [waiting(desk)[0]]).body
    assert not any(line in body for line in answers())


def test_heads_stand_in_one_column_and_what_is_not_known_has_no_line(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, TOLD + SPOOL)
    lines = preview(desk, [waiting(desk, **CALLER)[0]]).body.splitlines()
    heads = [line for line in lines if ": " in line and not line.startswith(" ")][:6]
    assert [line.partition(":")[0] for line in heads] == [
        "Ticket",
        "About",
        "Priority",
        "Place",
        "Reported",
        "Caller",
    ]
    assert len({len(line) - len(line.partition(":")[2].lstrip()) for line in heads}) == 1


# -- HTML, several, incidents


HTML = '[messages.routed]\nbody = "x"\nhtml = "<p>{{ text }}</p>"\n'


def test_what_a_caller_said_is_text_in_html_and_never_markup(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, TOLD + SPOOL + HTML)
    posted, _complaint = waiting(desk, "sampah <script>alert('x')</script> & lalat")
    letter = preview(desk, [posted])
    assert letter.html is not None
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert letter.body == "x"


def test_that_it_may_have_come_before_stands_in_html_too(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, TOLD + SPOOL + HTML)
    posted, _complaint = waiting(desk)
    plain, again = preview(desk, [posted]), preview(desk, [posted._replace(repeated=True)])
    assert plain.html is not None
    assert again.html == plain.html + "\n<p>This message may have reached you before.</p>\n"


def together(desk: HereDesk, number: int, **changes: Any) -> Letter:
    """Return so many calls as one letter."""
    going = [waiting(desk, f"sampah {place} di Margahayu") for place in range(number)]
    return Letters(desk).letter([(posted._replace(**changes), one) for posted, one in going])


def test_several_may_have_a_template_of_their_own(tmp_path: Path) -> None:
    several = '[messages.several]\nsubject = "{{ count }} {{ unit_id }}"\n'
    several += 'body = "{% for m in messages %}{{ m.text }};{% endfor %}"\n'
    letter = together(desk_here(tmp_path, TOLD + SPOOL + several), 3)
    assert (letter.subject, letter.event) == ("3 dlh", "several")
    assert letter.body == "sampah 0 di Margahayu;sampah 1 di Margahayu;sampah 2 di Margahayu;"


def test_of_several_a_unit_is_told_to_begin_its_answer_with_the_ticket(tmp_path: Path) -> None:
    rules = TOLD.replace('tell = ["surat"]', 'tell = ["surat"]\nmail = "dlh@example.go.id"')
    sentence = "Of several complaints: begin your line with the ticket."
    assert sentence in together(desk_here(tmp_path / "a", rules + SPOOL), 2).body
    assert sentence not in together(desk_here(tmp_path / "b", TOLD + SPOOL), 2).body


def test_of_an_incident_the_count_is_told_and_what_is_new(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, TOLD + SPOOL)
    going = [waiting(desk, f"sampah {place} di Margahayu") for place in range(2)]
    begun = Gathering(desk.store, desk.actor, desk.clock()).begin(
        Incident("lalat", ("sampah",)), [one for _p, one in going]
    )
    told = [(posted._replace(event=INCIDENT, batch=count_batch(begun.id)), one) for posted, one in going]
    letter = Letters(desk).letter(told[1:])
    assert letter.subject == "lalat: 2 calls, 1 of them new"
    assert letter.body.startswith(
        f"Incident {begun.id}, lalat, since 2026-11-23 14:05: 2 calls. New are:\n\n{going[1][1].ticket} · "
    )
    assert "sampah 0" not in letter.body


def test_an_incident_may_have_a_template_of_its_own(tmp_path: Path) -> None:
    own = '[messages.incident]\nsubject = "{{ incident.name }}"\n'
    own += 'body = "{{ incident.count }}/{{ count }} {{ incident.ended }}"\n'
    desk = desk_here(tmp_path, TOLD + SPOOL + own)
    posted, one = waiting(desk)
    gathering = Gathering(desk.store, desk.actor, desk.clock())
    begun = gathering.begin(Incident("lalat", ("sampah",)), [one])
    gathering.end(begun)
    letter = Letters(desk).letter([(posted._replace(event=INCIDENT, batch=count_batch(begun.id)), one)])
    assert (letter.subject, letter.body) == ("lalat", "1/1 2026-11-23 14:05")
