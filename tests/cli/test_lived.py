"""What is told of a move: where it went, that nothing changed, and who still works on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli import errors
from aduan_cli.cli.context import Context
from aduan_cli.cli.lived import COLUMNS, ended, line, row, show
from aduan_cli.complaint.assignments import LEAD, SUPPORT, Assignment
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import NotFoundError, PartialError, UsageError
from aduan_cli.flow.lifecycle import Moved
from aduan_cli.i18n import choose
from aduan_cli.testing import desk as make_desk
from office import RULES

TICKET = "UJI-261123-0001-6"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Return what a command gets at a desk with an outside body."""
    rules = RULES.partition('[[rule]]\nid = "pju-di-pohon"')[0]
    folder = make_desk(tmp_path_factory.mktemp("gerak") / "desk", rules)
    made = Context()
    made.keep("desk", str(folder))
    return made


def moved(
    verb: str = "resolve", was: str = "acknowledged", now: str = "resolved", unit: str = "dlh", role: str = LEAD,
    changed: bool = True, helping: tuple[Assignment, ...] = (), ticket: str = TICKET,
) -> Moved:  # fmt: skip
    """Return what became of a complaint."""
    complaint = Complaint(ticket=ticket, status=now, unit=unit, version=3)
    return Moved(complaint, verb, Assignment(unit, role, was), Assignment(unit, role, now), changed, helping)


def told(context: Context, one: Moved) -> str:
    """Return the line of a move."""
    return line(context.desk.rules, one)


def test_a_move_is_told_from_where_to_where_and_with_whom(context: Context) -> None:
    assert told(context, moved()) == f"{TICKET}: acknowledged → resolved · dlh (Dinas Lingkungan Hidup)"


def test_what_was_so_already_is_told_and_not_as_a_move(context: Context) -> None:
    one = moved(was="resolved", changed=False)
    assert told(context, one).startswith(f"{TICKET}: resolved already; nothing changed · dlh")


def test_a_move_within_one_state_has_no_arrow(context: Context) -> None:
    assert "→" not in told(context, moved("assign", "routed", "routed"))


def test_who_is_asked_to_help_is_told_so(context: Context) -> None:
    assert told(context, moved("assign", "routed", "routed", role=SUPPORT)).startswith(f"{TICKET}: helps · ")


def test_states_are_told_in_the_officers_language_and_as_data_in_english(context: Context) -> None:
    choose("id")
    assert "diterima → selesai" in told(context, moved())
    assert [row(moved())[name] for name in ("was", "status")] == ["acknowledged", "resolved"]


def test_data_have_the_promised_columns_in_their_order() -> None:
    assert tuple(row(moved())) == COLUMNS
    assert row(moved(role=SUPPORT))["role"] == SUPPORT


def test_who_still_works_on_a_call_that_is_done_is_named(context: Context, capfd: pytest.CaptureFixture[str]) -> None:
    helping = (Assignment("disdamkar", SUPPORT, "in_progress"),)
    for verb, role, named in (
        ("resolve", LEAD, True), ("close", LEAD, True), ("ack", LEAD, False), ("resolve", SUPPORT, False),
    ):  # fmt: skip
        show(context, [moved(verb, role=role, helping=helping)], None)
        assert ("not done yet: disdamkar (in_progress)" in capfd.readouterr().err) is named, (verb, role)


def test_what_the_caller_is_told_of_an_outside_body_is_said(
    context: Context, capfd: pytest.CaptureFixture[str]
) -> None:
    show(context, [moved("refer", now="referred", unit="pln")], None)
    out, err = capfd.readouterr()
    assert "referred · pln\n" in out
    assert "Hubungi PLN di 123." in err
    show(context, [moved("assign", now="referred", unit="pln")], None)
    assert "123" not in capfd.readouterr().err


def test_as_data_nothing_is_said_on_stdout_beside_them(context: Context, capfd: pytest.CaptureFixture[str]) -> None:
    show(context, [moved(), moved(ticket="UJI-261123-0002-8")], "csv")
    out, _err = capfd.readouterr()
    assert out.splitlines()[0] == ",".join(COLUMNS)
    assert len(out.splitlines()) == 3


def test_what_failed_is_told_each_and_counted_together(context: Context, capfd: pytest.CaptureFixture[str]) -> None:
    failures = [("1", NotFoundError("no ticket 1")), ("2", UsageError("not so"))]
    with pytest.raises(PartialError, match="2 of 5 were not moved: 1, 2"):
        ended(context, failures, 5)
    assert capfd.readouterr().err == "error: no ticket 1\nerror: not so\n"
    with pytest.raises(PartialError, match="1 of 5 was not moved: 2"):
        ended(context, failures[1:], 5)
    assert ended(context, [], 5) == errors.DONE


def test_a_name_of_a_unit_obeys_no_terminal(context: Context, capfd: pytest.CaptureFixture[str]) -> None:
    show(context, [moved(unit="x\x1b[2J")], None)
    assert "\x1b" not in capfd.readouterr().out
    assert Path(context.desk.folder).is_dir()
