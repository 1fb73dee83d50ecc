"""The table of what is published of the desk for other programs: Open311."""

from __future__ import annotations

from aduan_cli.model import PUBLISHABLE
from aduan_cli.rules.language.key import Key, Table

OPEN311 = Key("table", "What `aduan open311` publishes, and takes over.", table="open311")
OPEN311_TABLES: dict[str, Table] = {
    "open311": {
        "categories": Key("strings", "What is published: complaints of these and no others.", names="category"),
        "publish": Key(
            "strings",
            "What of a complaint is published besides its kelurahan; free words and exact places may tell who called.",
            values=PUBLISHABLE,
        ),
        "within": Key("string", "How old a complaint may be; 90d if nothing is said.", shape="age"),
        "url": Key("string", "Where the folder is on the web, for the discovery file.", shape="filled"),
        "contact": Key("string", "Whom to ask about it.", shape="filled"),
        "key_service": Key("string", "How to get a key; nobody needs one to read.", shape="filled"),
        "jurisdiction": Key("string", "The id of the city, as other systems know it.", shape="filled"),
        "services": Key(
            "map",
            "The service_code of another system = our category, for what is taken over.",
            of=Key("string", "", names="category"),
        ),
    },
}
