"""What unit code may use; `[plugins.limits]` in `rules.toml` says otherwise where a desk wants it."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from json import dumps

from aduan_cli.i18n import _, ngettext
from aduan_cli.record import Record

IN_ALL = 20
"""Failures in one command after which a plugin is set aside; `model.FAILURES_IN_A_ROW` is the other measure."""
LOST = 30.0
"""Seconds lost with failures in one command after which it is."""
HARM = "1 harm to the desk's data"
"""Why a plugin is set aside whose code harmed the store's file, as it is stored."""
LARGEST_ANSWER = 256 * 1024
"""Bytes of one answer as JSON; what the contract allows needs a tenth of it."""
MOST_TRACEBACK = 8_000
"""Characters of a traceback that are kept, the last ones."""
LARGEST_FILE = 16 * 1024 * 1024
"""Bytes of a file that code may write."""
LARGEST_CODE = 1024 * 1024
"""Bytes of a plugin's code."""


LACKING = (OSError, MemoryError, ImportError)
"""What is raised while a child is made ready where the machine lacks something."""


def tell_lack(error: Exception, answered: int) -> None:
    """Write what the machine lacked to the pipe for a child's answers, before any of the plugin's code ran."""
    reason = os.strerror(errno.ENOMEM) if isinstance(error, MemoryError) else getattr(error, "strerror", None)
    os.write(answered, dumps({"lacking": reason or str(error)}).encode() + b"\n")


def why_set_aside(stored: str | None) -> str:
    """Return in the user's language why a plugin was set aside; it is stored in English."""
    count, _space, rest = (stored or "?").partition(" ")
    number = int(count) if count.isdecimal() else 0
    sentences = {
        HARM.partition(" ")[2]: _("it harmed the desk's database"),
        "failures in a row": ngettext("{count} failure in a row", "{count} failures in a row", number),
        "failures in one command": ngettext(
            "{count} failure in one command", "{count} failures in one command", number
        ),
        "seconds lost in one command": ngettext(
            "{count} second lost in one command", "{count} seconds lost in one command", number
        ),
    }
    sentence = sentences.get(rest)
    return sentence.format(count=count) if sentence else stored or "?"


class Limits(Record):
    """Times in seconds, memory in MiB.

    `cpu` and `call` are for one call of a hook: processor time, and time in all; `load` is for importing the code;
    `command` for all plugin code in a command that takes one call. `memory` is beside what the desk itself uses.
    """

    cpu: float = 0.25
    call: float = 2.0
    load: float = 2.0
    memory: float = 256
    command: float = 6.0


def limits_of(settings: Mapping[str, float]) -> Limits:
    """Return the limits that `[plugins.limits]` leaves."""
    names = {"import": "load"}
    return Limits(**{names.get(name, name): value for name, value in settings.items()})
