"""Messages that are let go again or skipped: each by itself, of one alone an error, of several what could be done."""

from __future__ import annotations

import pytest
from test_telling import TELLING

from aduan_cli import errors
from aduan_cli.cli.context import Context
from aduan_cli.cli.outbox.setting import set_all
from aduan_cli.complaint.messages import QUEUED, SKIPPED
from aduan_cli.errors import NotAllowedError, NotFoundError
from aduan_cli.i18n import choose
from office import Office


@pytest.fixture
def context(office: Office) -> Context:
    """Return what a command gets at a desk with messages of two calls."""
    office.write_rules(TELLING)
    for text in ("Melaporkan sampah menumpuk", "Melaporkan sampah di pasar"):
        office.log(text)
    made = Context()
    made.keep("desk", str(office.folder))
    made.keep("now", "2026-11-23 15:00")
    made.keep("actor", "rina")
    return made


def states(context: Context) -> dict[int, str]:
    """Return the state of each message."""
    return {one.id: one.state for one in context.desk.store.outbox.posted((), None)}


def test_each_message_is_set_once_and_told(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = sorted(states(context))
    assert set_all(context, [*numbers, numbers[0]], SKIPPED, "{id}: skipped") == errors.DONE
    assert capsys.readouterr().out.splitlines() == [f"{n}: skipped" for n in numbers]
    assert set(states(context).values()) == {SKIPPED}
    assert set_all(context, numbers[:1], QUEUED, "{id}: again") == errors.DONE
    assert states(context)[numbers[0]] == QUEUED


def test_who_set_it_stands_in_the_calls_history(context: Context) -> None:
    (number, *_more) = sorted(states(context))
    set_all(context, [number], SKIPPED, "{id}")
    found = [event for _ticket, event in context.desk.store.feed(0) if event.type == "message_skipped"]
    assert [event.actor for event in found] == ["rina"]


def test_of_one_alone_what_is_wrong_is_an_error(context: Context) -> None:
    (number, *_more) = sorted(states(context))
    with pytest.raises(NotFoundError, match="no message 999"):
        set_all(context, [999], SKIPPED, "{id}")
    set_all(context, [number], SKIPPED, "{id}")
    with pytest.raises(NotAllowedError, match=f"message {number} stays as it is: skipped"):
        set_all(context, [number, number], SKIPPED, "{id}")
    choose("id")
    with pytest.raises(NotAllowedError, match="dilewati"):
        set_all(context, [number], SKIPPED, "{id}")


def test_of_several_the_others_are_done_and_the_exit_code_says_so(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    number = min(states(context))
    assert set_all(context, [999, number], SKIPPED, "{id}: skipped") == errors.PARTIAL
    out, err = capsys.readouterr()
    assert out == f"{number}: skipped\n"
    assert "no message 999" in err
    assert states(context)[number] == SKIPPED
