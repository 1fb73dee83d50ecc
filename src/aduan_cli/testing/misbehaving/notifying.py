"""Plugins that are channels for messages and misbehave as such; they decide as one should."""

from __future__ import annotations

from typing import Any

from aduan_cli.testing.misbehaving.kit import ANSWER, HARMLESS, HEAD, ROUTE, Misbehaviour

_NOTIFY = """

@hookimpl
def notify(message):
"""


def _in_notify(name: str, does: str, *lines: str, **more: Any) -> Misbehaviour:
    body = "".join(f"    {line}\n" for line in lines)
    head = HEAD + "from aduan_cli.hookspecs import Delivery\n"
    return Misbehaviour(name, does, head + ROUTE + ANSWER + _NOTIFY + body, **{"hook": "notify", **more})


NOTIFYING = (
    _in_notify("notify-raises", "raises when it is to deliver", "raise ConnectionError('mati')"),
    _in_notify("notify-hangs", "never says what became of a message", "while True:", "    pass", kinds=("cpu", "time")),
    _in_notify(
        "notify-sleeps",
        "waits for its receiver for ever",
        "import time",
        "time.sleep(600)",
        kinds=("time",),
        waits=True,
    ),
    _in_notify("notify-exits", "ends the process", "import os", "os._exit(0)", kinds=("ended",)),
    _in_notify("notify-says-yes", "answers with a text", "return 'sent'", kinds=("refused",)),
    _in_notify("notify-unknown-state", "answers with an unknown state", "return Delivery('lost')", kinds=("refused",)),
    _in_notify("notify-nothing", "answers nothing", "return None", kinds=("refused",)),
    _in_notify("notify-huge", "says a million words", "return Delivery('failed', 'x' * 10**6)", kinds=("refused",)),
    _in_notify(
        "notify-changes-it", "changes the message", "message.ticket = 'x'", "return Delivery('sent')", kinds=("raised",)
    ),
    _in_notify(
        "notify-says-much",
        "delivers, and says so on many lines",
        "return Delivery('sent', 'baris\\x1b[31m\\n' * 90)",
        outcome=HARMLESS,
    ),
)
"""In the way of no other: `KIT` is of what is asked about a call, these are asked by `aduan tick`."""
