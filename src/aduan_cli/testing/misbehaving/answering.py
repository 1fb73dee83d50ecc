"""Plugins whose answers the contract doesn't allow, and some that only look so."""

from __future__ import annotations

from typing import Any

from aduan_cli.testing.misbehaving.kit import ANSWER, HARMLESS, HEAD, ROUTE, Misbehaviour, does_and_answers, in_route

_REFUSED = ("refused",)


def _answers(name: str, does: str, answer: str, *before: str, **more: Any) -> Misbehaviour:
    return in_route(name, does, *before, f"return {answer}", **{"kinds": _REFUSED, **more})


def _with(name: str, does: str, code: str, **more: Any) -> Misbehaviour:
    return Misbehaviour(name, does, HEAD + code, **more)


ANSWERS = (
    _answers("wrong-type", "answers with a text", '"nakal-regu"'),
    _answers("a-tuple", "answers with a tuple that looks right", '("nakal-regu", (), None, None)'),
    _answers("the-class", "answers with the class instead of a decision", "Decision"),
    _answers("true", "answers with yes", "True"),
    _answers("unknown-unit", "names a unit that isn't there", 'Decision("regu-hantu")'),
    _answers("another-s-unit", "names another's unit", 'Decision("dlh")'),
    _answers("another-s-unit-helps", "names another's unit as a helper", 'Decision("nakal-regu", support=["bpbd"])'),
    _answers("triage", "sends the call to the desk's own queue", 'Decision("triage")'),
    _answers("a-unit-of-no-type", "names a number as unit", "Decision(7)"),
    _answers("huge-reason", "gives a reason of 10 MB", 'Decision("nakal-regu", reason="sebab" * 2_000_000)'),
    _answers("unknown-priority", "names a priority that isn't there", 'Decision("nakal-regu", priority="urgent")'),
    _answers("nan-priority", "names no number as priority", 'Decision("nakal-regu", priority=float("nan"))'),
    _answers("support-is-a-text", "names one helper where a list is due", 'Decision("nakal-regu", support="nakal")'),
    _answers("very-many-helpers", "names a million helpers", 'Decision("nakal-regu", support=["nakal"] * 1_000_000)'),
    _answers(
        "helpers-without-end",
        "names helpers without end",
        'Decision("nakal-regu", support=Endless())',
        "class Endless(list):",
        "    def __iter__(self):",
        "        while True:",
        '            yield "nakal"',
        kinds=("raised", "cpu", "ended", "refused"),
    ),
    _answers(
        "hostile-reduce",
        "answers with an object that runs code in whoever unpickles it",
        "Trap()",
        "class Trap:",
        "    def __reduce__(self):",
        "        import os",
        '        return os.system, ("touch terjebak",)',
    ),
    _answers(
        "lying-class",
        "answers with an object that says that it is a decision",
        "Liar()",
        "class Liar:",
        "    __class__ = Decision",
        '    unit, support, priority, reason = "nakal-regu", (), None, object()',
    ),
    _answers(
        "lying-text",
        "answers with an object that says that it is a text",
        'Decision("nakal-regu", reason=Liar())',
        "class Liar:",
        "    __class__ = str",
        "    def __len__(self):",
        "        return 3",
        kinds=("raised", "ended", "refused"),
    ),
    _answers(
        "hostile-text",
        "answers with a text that raises when it is looked at",
        'Decision("nakal-regu", reason=Rude("sebab"))',
        "class Rude(str):",
        "    def __len__(self):",
        "        raise RuntimeError('tidak mau')",
        kinds=("raised",),
    ),
    _answers(
        "hostile-name",
        "answers with an object whose type has a name that no terminal may be given",
        r'type("\x1b[2J\n\u202e", (), {})()',
    ),
    _answers(
        "unstorable-reason",
        "gives a reason that no store and no terminal may be given",
        r'Decision("nakal-regu", reason="\ud800 \x1b[2J \x00 \u202e\nbaris dua")',
        outcome=HARMLESS,
    ),
    _with(
        "async-function",
        "answers some other time",
        "\n\n@hookimpl\nasync def route(complaint):\n" + ANSWER,
        kinds=_REFUSED,
    ),
    _with(
        "generator",
        "answers bit by bit",
        '\n\n@hookimpl\ndef route(complaint):\n    yield Decision("nakal-regu")\n',
        kinds=_REFUSED,
    ),
    _with(
        "unknown-argument",
        "wants to be called with more than the contract gives",
        "\n\n@hookimpl\ndef route(complaint, caller):\n" + ANSWER,
        hook="import",
    ),
    _with(
        "unknown-hook",
        "has a hook that the contract doesn't know",
        ROUTE + ANSWER + "\n\n@hookimpl\ndef routes(complaint):\n    return None\n",
        hook="import",
    ),
    _with(
        "hostile-module",
        "raises when pluggy asks what is in it",
        ROUTE.replace("@hookimpl", "@hookimpl(tryfirst=True)")
        + ANSWER
        + "\n\ndef __dir__():\n    raise RuntimeError('rahasia')\n",
        hook="import",
    ),
    _with(
        "validator-raises",
        "decides, and raises when it looks at the call",
        ROUTE + ANSWER + "\n\n@hookimpl\ndef validate(complaint):\n    raise ValueError('?')\n",
        hook="validate",
        decides=True,
    ),
    _with(
        "validator-returns-a-text",
        "decides, and notes one text where a list is due",
        ROUTE + ANSWER + "\n\n@hookimpl\ndef validate(complaint):\n    return 'lihat lagi'\n",
        hook="validate",
        kinds=_REFUSED,
        decides=True,
    ),
    _with(
        "validator-returns-texts",
        "decides, and notes texts where notes are due",
        ROUTE + ANSWER + "\n\n@hookimpl\ndef validate(complaint):\n    return ['lihat lagi']\n",
        hook="validate",
        kinds=_REFUSED,
        decides=True,
    ),
    _with(
        "validator-notes-without-end",
        "decides, and has a thousand notes",
        ROUTE + ANSWER + "\n\n@hookimpl\ndef validate(complaint):\n    return [Note('lihat')] * 1000\n",
        hook="validate",
        kinds=_REFUSED,
        decides=True,
    ),
    _with(
        "observer-raises",
        "decides, and raises when it is told",
        ROUTE + ANSWER + "\n\n@hookimpl\ndef observe(event):\n    raise ValueError('?')\n",
        hook="observe",
        decides=True,
    ),
    _with(
        "observer-sleeps",
        "decides, and sleeps when it is told",
        ROUTE + ANSWER + "\n\n@hookimpl\ndef observe(event):\n    import time\n    time.sleep(3600)\n",
        hook="observe",
        kinds=("time",),
        decides=True,
        waits=True,
    ),
    _with(
        "async-observer",
        "decides, and would do some other time what it is told",
        ROUTE + ANSWER + "\n\n@hookimpl\nasync def observe(event):\n    raise ValueError('?')\n",
        hook="observe",
        kinds=_REFUSED,
        decides=True,
    ),
    does_and_answers("in-time", "is the one that does nothing wrong"),
)
