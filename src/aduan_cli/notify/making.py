"""From a table `[notifiers.NAME]` to what sends."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aduan_cli.notify.outcomes import secret_of

if TYPE_CHECKING:
    from aduan_cli.compiled_beside import NotifierTable as Table
    from aduan_cli.outbox import Notifier

_TIMEOUT = 20.0
"""Seconds that one message may take where nothing is said."""


def notifier_of(table: Table, folder: str, environment: Mapping[str, str] = os.environ) -> Notifier:
    """Return what sends as a table says; paths count from the desk's folder. Raises `answers.UnreadyError`."""
    kind, timeout = table["type"], table.get("timeout", _TIMEOUT)
    if kind == "smtp":
        from aduan_cli.notify.smtp import PORTS, SmtpNotifier

        tls = table.get("tls", "starttls")
        password = secret_of(table, "password", folder, environment)
        to, port = tuple(table.get("to", ())), table.get("port", PORTS[tls])
        return SmtpNotifier(table["host"], table["from"], to, port, tls, table.get("user"), password, timeout)
    if kind == "webhook":
        from aduan_cli.notify.webhook import WebhookNotifier

        return WebhookNotifier(table["url"], secret_of(table, "secret", folder, environment), timeout)
    if kind == "command":
        from aduan_cli.notify.command import CommandNotifier

        return CommandNotifier(tuple(table["run"]), folder, timeout)
    from aduan_cli.notify.spool import SpoolNotifier, usual_mode

    place = os.path.normpath(os.path.join(folder, os.path.expanduser(table["folder"])))
    return SpoolNotifier(place, None if place.startswith(folder + os.sep) else usual_mode())
