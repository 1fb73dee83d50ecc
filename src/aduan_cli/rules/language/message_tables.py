"""The tables of messages to units."""

from __future__ import annotations

from aduan_cli.georeport import FORMATS
from aduan_cli.model import CALLER_TOLD, NOTIFIERS, PUSHABLE, TLS, UNIT_MOVES
from aduan_cli.rules.language.key import Key, Table

SENDERS = Key("strings", "Addresses, or `@domain`, whose mails are its word, and that of its crews.", shape="sender")
"""Of a unit: who writes in its name."""
INBOX = Key("table", "What comes back from units: `aduan inbox`.", table="inbox")
AUDIT = Key("table", "Who keeps, elsewhere, what the history came to.", table="audit")
MESSAGE_TABLES: dict[str, Table] = {
    "audit": {
        "witness": Key(
            "strings",
            "A file elsewhere, or a list: a program and its arguments; `tick` hands it the newest event's hash once a"
            " day.",
            shape="filled",
        ),
    },
    "inbox": {
        "folder": Key(
            "string", "The folder or Maildir that `tick` takes in; a path in the desk or elsewhere.", shape="filled"
        ),
        "hold": Key("string", "The code of [reasons.hold] where a unit that can't go on names none.", shape="slug"),
        "verified_by": Key(
            "string",
            "The mail server whose Authentication-Results must say dmarc=pass; without it any sender is believed.",
            shape="filled",
        ),
        "words": Key(
            "map",
            "More words with which a reply may begin, by the move that they mean.",
            of=Key("strings", "", names="pattern"),
            key_values=UNIT_MOVES,
        ),
    },
    "notifier": {
        "type": Key("string", "How it sends.", True, values=NOTIFIERS),
        "host": Key("string", "smtp: the server.", shape="filled"),
        "port": Key("integer", "smtp: its port; 587, with tls = 'tls' 465, if nothing is said."),
        "tls": Key("string", "smtp: how the line is kept private; starttls if nothing is said.", values=TLS),
        "from": Key("string", "smtp: the sender's address.", shape="filled"),
        "to": Key("strings", "smtp: the addresses that get it.", shape="filled"),
        "user": Key("string", "smtp: the login's name.", shape="filled"),
        "password_env": Key("string", "smtp: the variable of the environment that holds the password.", shape="filled"),
        "password_file": Key("string", "smtp: the file that holds the password.", shape="filled"),
        "url": Key(
            "string", "webhook: where the JSON is posted; open311: the endpoint, without /requests.", shape="filled"
        ),
        "secret_env": Key("string", "webhook: the variable that holds the key of the signature.", shape="filled"),
        "secret_file": Key("string", "webhook: the file that holds it.", shape="filled"),
        "run": Key("list", "command: the program and its arguments; it gets JSON on stdin.", shape="filled"),
        "folder": Key("string", "spool: the folder, a file for each message.", shape="filled"),
        "jurisdiction": Key("string", "open311: the city, where the endpoint has several.", shape="filled"),
        "api_key_env": Key("string", "open311: the variable that holds the key.", shape="filled"),
        "api_key_file": Key("string", "open311: the file that holds it.", shape="filled"),
        "format": Key("string", "open311: how it answers; xml if nothing is said.", values=tuple(FORMATS)),
        "services": Key(
            "map",
            "open311: its service_code = our category; what isn't named is looked for among its services.",
            of=Key("string", "", names="category"),
        ),
        "attributes": Key(
            "map", "open311: the code of one of its questions = ours, whose answer is posted.", of=Key("string", "")
        ),
        "share": Key(
            "strings",
            "open311: what of a complaint is posted besides its category and kelurahan; all of it may tell who called.",
            values=PUSHABLE,
        ),
        "plugin": Key(
            "string", "plugin: whose code sends it; the notifier's own name if nothing is said.", shape="slug"
        ),
        "at_once": Key("integer", "How many messages are on their way at once at most; 1 if nothing is said."),
        "per_minute": Key("integer", "How many messages go in a minute at most; the others wait for the next tick."),
        "group_wait": Key(
            "string",
            "How long the first message to a unit waits for others, which go as one with it; emergencies and"
            " escalations never wait.",
            shape="wait",
        ),
        "timeout": Key("number", "Seconds that one message may take; 20 if nothing is said."),
    },
    "callers": {
        "tell": Key(
            "strings", "What callers are told who agreed to it; nothing if nothing is said.", values=CALLER_TOLD
        ),
        "over": Key(
            "map",
            "Channel that a caller may agree to = the notifier that goes there.",
            of=Key("string", "", shape="slug"),
            key_shape="slug",
        ),
    },
    "incident": {
        "id": Key("string", "Name of the rule, unique in the desk.", True, shape="slug"),
        "title": Key(
            "string", "What the incident is called, before its place; the id if nothing is said.", shape="filled"
        ),
        "category": Key("strings", "What the calls are about.", True, names="category"),
        "place": Key(
            "string",
            "At one place of which level; in the whole city if nothing is said.",
            values=("kecamatan", "kelurahan"),
            names="level",
        ),
        "count": Key("integer", "So many calls begin it.", True),
        "within": Key("string", "Within such a time: '1h'.", True, shape="wait"),
        "tell_every": Key("string", "How often units are told the count; 5m if nothing is said.", shape="wait"),
        "quiet": Key("string", "It ends when nobody called for so long; by hand if nothing is said.", shape="wait"),
    },
    "message": {
        "subject": Key("string", "The subject, a template.", shape="filled"),
        "body": Key("string", "The text, a template.", shape="filled"),
        "html": Key(
            "string", "The text as HTML beside it, a template; what it is filled with is escaped.", shape="filled"
        ),
    },
}
