"""A process that logs calls of other categories at a desk until its stdin ends, as another officer would.

Argument: the desk's folder. For each call it prints a line of JSON: unit, step, what was said, and the seconds that
it took.
"""

from __future__ import annotations

import json
import select
import sys
import time
from itertools import cycle

from aduan_cli.app.desk import Desk
from aduan_cli.complaint.report import Report, report_of_call
from aduan_cli.flow.intake.call import Call, Intake
from aduan_cli.flow.intake.storing import store_calls
from desk_here import Nobody

PAUSE = 0.25
"""Seconds between two calls."""


def report_of(desk: Desk, text: str) -> Report:
    """Return a call as `aduan log` hands it over."""
    now = desk.clock()
    return report_of_call(text=text, actor=desk.actor, reported_at=now, logged_at=now)


def log(folder: str, text: str) -> dict[str, object]:
    """Take one call as `aduan log` does."""
    said: list[str] = []
    started = time.monotonic()
    desk = Desk(folder, None, "joko", None, said.append, said.append)
    desk.keep_revision()
    intake = Intake(report_of(desk, text), desk.router, desk.code)
    taken: Call = store_calls([intake], desk.store, desk.clock, Nobody())[0]
    desk.close()
    seconds = time.monotonic() - started
    return {"unit": taken.complaint.unit, "step": taken.complaint.step, "said": said, "seconds": seconds}


def main() -> None:
    """Log until nobody listens any more."""
    for text in cycle(["baik di Margahayu", "sampah di Duren Jaya"]):
        sys.stdout.write(json.dumps(log(sys.argv[1], text)) + "\n")
        sys.stdout.flush()
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            return


if __name__ == "__main__":
    main()
