"""The one registry of events: what each type says for ever, and what of it may have to be erased. Pure.

What an event says is private unless the registry names it as plain: an officer's words may name somebody, and so may
what a plugin's code printed. Private values stand beside the event and enter the chain as a digest.
"""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint.fields import TOLD

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

LOGGED, IMPORTED, ROUTED, ANSWERS_ADDED = "logged", "imported", "routed", "answers_added"
CORRECTED, REPLACED, EDITED = "corrected", "replaced", "edited"
ACKNOWLEDGED, STARTED, HELD, RETURNED, RESOLVED = "acknowledged", "started", "held", "returned", "resolved"
ASSIGNED, REFERRED, CLOSED, REJECTED, REOPENED = "assigned", "referred", "closed", "rejected", "reopened"
ANSWERED, ATTACHED, REPORTED_BACK, RECEIVED = "answered", "attached", "reported_back", "received"
MERGED, UNMERGED, FOLLOWED, CALLED_BACK = "merged", "unmerged", "followed", "called_back"
DUPLICATE_ADDED, DUPLICATE_REMOVED, UNLINKED = "duplicate_added", "duplicate_removed", "unlinked"
WOKEN, REDATED, ESCALATED = "woken", "redated", "escalated"
LINKED, ERASED, REVEALED = "linked", "erased", "revealed"
ANONYMISED, FILES_REMOVED, RETAINED, REFUSED = "anonymised", "files_removed", "retained", "refused"
SECOND_NAMED = "second_named"
MESSAGE_QUEUED, MESSAGE_SKIPPED, MESSAGE_BOUNCED = "message_queued", "message_skipped", "message_bounced"
CODE_ANSWERED, CODE_LEFT_OUT, NOTED, PLUGIN_FAILED = "code_answered", "code_left_out", "noted", "plugin_failed"
PLUGIN_SET_ASIDE, PLUGIN_ENABLED = "plugin_set_aside", "plugin_enabled"
RULES_ACCEPTED, RULES_RESTORED, DESK_SHARED, DESK_OWNED = (
    "rules_accepted",
    "rules_restored",
    "desk_shared",
    "desk_owned",
)
NUMBERS_SKIPPED, STORE_BEGUN_ANEW, STORE_OLDER = "numbers_skipped", "store_begun_anew", "store_older"
HANDED_OVER = "handed_over"
PUSHED = "pushed"
REPORT_MAILED = "report_mailed"
JOINED, LEFT, INCIDENT_OVER = "joined", "left", "incident_over"
INCIDENT_STARTED, INCIDENT_ENDED = "incident_started", "incident_ended"

_PART = ("unit", "role", "was", "status")
"""Of a move: whose assignment it is, and from which state to which; of the whole complaint without unit and role."""
_RECEIVED = ("received", "via", "said_at")
"""Of what came from a unit through the inbox: what tells the record or mail from others, the way that it came, and when
the unit says that it was."""
_STORE = ("store", "event", "hash")
PLAIN: Mapping[str, tuple[str, ...]] = {
    # of a complaint
    LOGGED: (*TOLD, "brought"),
    IMPORTED: (*TOLD, "brought"),
    ROUTED: (
        "from", "to", "step", "rule", "revision", "status", "category", "priority", "support", "support_was", "kind",
        "kecamatan", "kelurahan", "shift", "corrected",
    ),
    CORRECTED: (
        "status", "category", "priority", "support", "support_was", "kind", "kecamatan", "kelurahan", "shift",
        "corrected",
    ),
    ACKNOWLEDGED: (*_PART, *_RECEIVED),
    STARTED: (*_PART, *_RECEIVED),
    HELD: (*_PART, *_RECEIVED, "code", "until", "stops_clock"),
    WOKEN: (*_PART, "until"),
    REDATED: ("due", "revision"),
    ESCALATED: ("clock", "unit", "since", "due", "level", "passed", "tell", "again", "was", "priority"),
    RETURNED: (*_PART, *_RECEIVED, "to"),
    RESOLVED: (*_PART, *_RECEIVED, "files"),
    RECEIVED: (*_RECEIVED, "unit", "move", "files"),
    ATTACHED: ("files", "of_call"),
    REPORTED_BACK: ("unit", "took"),
    ASSIGNED: ("from", "to", *_PART),
    REFERRED: ("from", "to", "was", "status"),
    CLOSED: ("was", "status", "by"),
    REJECTED: ("was", "status", "code"),
    REOPENED: ("from", "was", "status"),
    ANSWERED: ("was", "status", "ready"),
    MERGED: ("into", "was", "status", "code", "acting", "linked"),
    UNMERGED: ("into", "was", "status", "acting"),
    FOLLOWED: ("into", "state"),
    DUPLICATE_ADDED: ("duplicate",),
    DUPLICATE_REMOVED: ("duplicate",),
    CALLED_BACK: (),
    EDITED: ("fields",),
    ANSWERS_ADDED: ("questions",),
    REPLACED: ("fields", "source_file", "source_row", "status", "stays"),
    LINKED: ("to",),
    UNLINKED: ("to",),
    ERASED: ("bodies", "key_digest", "why"),
    ANONYMISED: ("kept", "why"),
    FILES_REMOVED: ("removed", "why"),
    REVEALED: (
        "command", "count", "format", "where", "without", "open_only", "unanswered", "bounced", "escalated", "due",
        "due_before", "since", "until", "to",
    ),
    CODE_ANSWERED: ("plugin", "sha256", "answer"),
    CODE_LEFT_OUT: ("plugin", "why"),
    NOTED: ("plugin",),
    SECOND_NAMED: ("units", "weights"),
    PLUGIN_FAILED: ("plugin", "hook", "kind", "sha256"),
    MESSAGE_QUEUED: ("message", "event", "notifier", "unit"),
    MESSAGE_SKIPPED: ("message", "event", "notifier", "unit"),
    JOINED: ("incident",),
    LEFT: ("incident",),
    INCIDENT_OVER: ("incident",),
    PUSHED: ("notifier", "unit", "request", "token", "lost"),
    MESSAGE_BOUNCED: ("message", "event", "notifier", "unit", "received"),
    # of the desk
    INCIDENT_STARTED: ("incident", "name", "category", "kecamatan", "kelurahan", "rule", "every"),
    INCIDENT_ENDED: ("incident",),
    REFUSED: ("right", "unit", "user"),
    RETAINED: ("callers", "texts", "attachments", "quarantine"),
    PLUGIN_SET_ASIDE: ("plugin", "why", "failure"),
    PLUGIN_ENABLED: ("plugin",),
    RULES_ACCEPTED: ("revision", "before", "files", "desk", "noticed", "written"),
    RULES_RESTORED: ("revision", "files", "copies"),
    DESK_SHARED: ("group",),
    DESK_OWNED: ("group",),
    HANDED_OVER: ("to", "shift", "counts", "tickets"),
    REPORT_MAILED: ("report", "since", "until", "notifier", "letter"),
    NUMBERS_SKIPPED: ("day", "after", "past"),
    STORE_BEGUN_ANEW: _STORE,
    STORE_OLDER: _STORE,
}  # fmt: skip
"""Types of events, each with the names in its data that are kept for ever."""
DECIDING = (LOGGED, IMPORTED, ROUTED, ASSIGNED, REFERRED)
"""Types of events that decide; what code said to one stands behind it."""


def parted(type_: str, data: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Return what an event says for ever, and what of it may have to be erased; of an unknown type all may."""
    plain = PLAIN.get(type_, ())
    private = {name: value for name, value in data.items() if name not in plain and value}
    return {name: value for name, value in data.items() if name in plain}, private
