"""What a hook answered: made plain data in the child, checked in the parent. Never a pickled object.

The child looks at the types, which only it can see; the parent believes nothing and looks at everything again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from aduan_cli import amounts
from aduan_cli.hookspecs import (
    DELIVERIES,
    LONGEST,
    MOST,
    QUESTION_TYPES,
    Complaint,
    Decision,
    Delivery,
    Event,
    Message,
    Note,
    Question,
)
from aduan_cli.i18n import _
from aduan_cli.model import PRIORITIES, UnitAnswer
from aduan_cli.storable import storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Data = Any
    """Plain JSON data."""


class AnswerError(Exception):
    """An answer that the contract doesn't allow; the message says what was expected and what came."""


# -- in the child


def argument(hook: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the argument that a hook is called with, by its name."""
    if hook == "notify":
        return {"message": Message(**{**data, "tickets": tuple(data.get("tickets", ()))})}
    if hook == "commands":
        return {}
    if hook == "observe":
        complaint = _complaint(data["complaint"])
        return {"event": Event(data["type"], _moment(data["at"]), data["actor"], complaint)}
    return {"complaint": _complaint(data)}


def _complaint(data: Mapping[str, Any]) -> Complaint:
    from types import MappingProxyType

    more = {name: MappingProxyType(data[name]) for name in ("answers", "fields")}
    return Complaint(**{**data, **more, "support": tuple(data["support"]), "reported_at": _moment(data["reported_at"])})


def _moment(text: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(text)


def plain(hook: str, answer: object) -> Data:
    """Return an answer as plain data. Raises `AnswerError` for a type that the contract doesn't know."""
    if hook == "route":
        return None if answer is None else _plain_decision(answer)
    if hook == "validate":
        return [_text(_of(note, Note, hook).text, "text") for note in _several(answer, hook, Note)]
    if hook == "questions":
        return [_plain_question(_of(question, Question, hook)) for question in _several(answer, hook, Question)]
    if hook == "commands":
        return _command_names(answer)
    if hook == "notify":
        delivery = _of(answer, Delivery, hook)
        return [_text(delivery.state, "state"), _text(delivery.detail, "detail", optional=True)]
    if answer is not None:
        raise AnswerError(_expected(hook, "None", answer))
    return None


def _of(value: object, wanted: type[object], hook: str) -> Any:
    if not isinstance(value, wanted):
        raise AnswerError(_expected(hook, wanted.__name__, value))
    return value


def _expected(where: str, wanted: str, value: object) -> str:
    return _("{where}: {wanted} was expected, {type} came").format(
        where=where, wanted=wanted, type=type(value).__name__
    )


def _several(answer: object, hook: str, wanted: type[object]) -> list[object]:
    if answer is None:
        return []
    if not isinstance(answer, (list, tuple)) or isinstance(answer, wanted):
        raise AnswerError(_expected(hook, f"list[{wanted.__name__}]", answer))
    if len(answer) > MOST:
        raise AnswerError(
            _("{where}: {count} came; at most {most} would be right").format(where=hook, count=len(answer), most=MOST)
        )
    return list(answer)


def _text(value: object, where: str, optional: bool = False) -> Any:
    if value is None and optional:
        return None
    if not isinstance(value, str):
        raise AnswerError(_expected(where, "str", value))
    if len(value) > LONGEST:
        raise AnswerError(
            _("{where}: {characters} came; at most {most} would be right").format(
                where=where, characters=amounts.characters(len(value)), most=LONGEST
            )
        )
    return value


def _plain_decision(answer: Any) -> Data:
    decision = _of(answer, Decision, "route")
    support = [_text(unit, "support") for unit in _texts(decision.support, "support")]
    return [
        _text(decision.unit, "unit"),
        support,
        _text(decision.priority, "priority", optional=True),
        _text(decision.reason, "reason", optional=True),
    ]


def _command_names(answer: object) -> list[str]:
    """Return the names of commands; click itself is no business of the child's."""
    if answer is not None and not isinstance(answer, (list, tuple)):
        raise AnswerError(_expected("commands", "list[click.Command]", answer))
    for command in answer or ():
        if not callable(command) or not isinstance(getattr(command, "name", None), str):
            raise AnswerError(_expected("commands", "click.Command", command))
    return [command.name for command in answer or ()]


def _texts(value: object, where: str) -> list[Any]:
    """Return the items of a sequence of texts; one bare string would be read letter by letter."""
    if not isinstance(value, (list, tuple)):
        raise AnswerError(_expected(where, "list[str]", value))
    if len(value) > MOST:
        raise AnswerError(
            _("{where}: {count} came; at most {most} would be right").format(where=where, count=len(value), most=MOST)
        )
    return list(value)


def _plain_question(question: Question) -> Data:
    choices = [_text(choice, "choices") for choice in _texts(question.choices, "choices")]
    texts = [_text(getattr(question, name), name) for name in ("id", "text", "type")]
    return [*texts, choices]


# -- in the parent


def checked(hook: str, data: Data, scope: Collection[str], outside: Collection[str]) -> object:
    """Return what a child answered: `UnitAnswer` or None, texts, questions, or a delivery. Raises `AnswerError`.

    `scope` are the units and outside bodies that the plugin may name, `outside` those that are no units.
    """
    reader = _READERS.get(hook)
    if reader is None:
        return None
    try:
        return reader(data, scope, outside)
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise AnswerError(_("{where}: the answer can't be read").format(where=hook)) from error


def _decision(data: Data, scope: Collection[str], outside: Collection[str]) -> UnitAnswer | None:
    if data is None:
        return None
    unit, support, priority, reason = data
    _in_scope("unit", _text(unit, "unit"), scope)
    for helper in _texts(support, "support"):
        _in_scope("support", _text(helper, "support"), scope)
        if helper in outside:
            raise AnswerError(_("support: '{unit}' is an outside body").format(unit=helper))
    if priority is not None and priority not in PRIORITIES:
        wanted = ", ".join(PRIORITIES)
        raise AnswerError(
            _("priority: {value!r} came; one of {wanted} was expected").format(value=priority, wanted=wanted)
        )
    return UnitAnswer(unit, tuple(support), priority, _optional(reason, "reason"))


def _in_scope(where: str, unit: str, scope: Collection[str]) -> None:
    if unit in scope:
        return
    known = ", ".join(sorted(scope)[:12]) + (", ..." if len(scope) > 12 else "")
    raise AnswerError(
        _("{where}: '{unit}' is no unit that the plugin may name; one of {known} was expected").format(
            where=where, unit=unit[:60], known=known
        )
    )


def _notes(data: Data, _scope: Collection[str], _outside: Collection[str]) -> list[str]:
    return [" ".join(storable(_nonempty_text(note)).split()) for note in _texts(data, "validate")]


def _questions(data: Data, _scope: Collection[str], _outside: Collection[str]) -> list[list[object]]:
    found = []
    for name, text, kind, choices in _texts(data, "questions"):
        if not _is_slug(_text(name, "id")):
            # It is an event's plain data, which can't be erased: no place for words.
            wanted = _("lower-case letters and digits with single hyphens")
            raise AnswerError(_("id: {value!r} came; {wanted} were expected").format(value=name[:60], wanted=wanted))
        text = storable(_nonempty_text(text))
        if kind not in QUESTION_TYPES or (kind == "choice") != bool(choices):
            raise AnswerError(
                _("type: {value!r} with {choices} can't be asked").format(
                    value=kind, choices=amounts.choices(len(choices))
                )
            )
        shown = [storable(_nonempty_text(choice)) for choice in _texts(choices, "choices")]
        _each_once(shown, "choices")
        found.append([name, text, kind, shown])
    _each_once([question[0] for question in found], "id")
    return found


def _each_once(given: list[str], where: str) -> None:
    """Refuse two of the same: the second one could never be answered."""
    for text in given:
        if given.count(text) > 1:
            raise AnswerError(_("{where}: {value!r} came twice").format(where=where, value=text[:60]))


def _is_slug(name: str) -> bool:
    parts = name.split("-")
    return name.isascii() and name == name.lower() and all(part.isalnum() for part in parts)


def _commands(data: Data, _scope: Collection[str], _outside: Collection[str]) -> list[str]:
    if not isinstance(data, list):
        raise AnswerError(_expected("commands", "list[str]", data))
    return [storable(_text(name, "name")) for name in data]


def _delivery(data: Data, _scope: Collection[str], _outside: Collection[str]) -> Delivery:
    state, detail = data
    if state not in DELIVERIES:
        wanted = ", ".join(DELIVERIES)
        raise AnswerError(_("state: {value!r} came; one of {wanted} was expected").format(value=state, wanted=wanted))
    return Delivery(state, _optional(detail, "detail"))


def _nonempty_text(text: Data) -> str:
    """Return a text that somebody is to read: there is something in it."""
    said: str = _text(text, "text")
    if not said.strip():
        raise AnswerError(_("text: there is nothing in it; a sentence would be right"))
    return said


def _optional(text: Data, where: str) -> str | None:
    return None if text is None else storable(_text(text, where))


_READERS: dict[str, Callable[[Data, Collection[str], Collection[str]], object]] = {
    "route": _decision,
    "validate": _notes,
    "questions": _questions,
    "notify": _delivery,
    "commands": _commands,
}
