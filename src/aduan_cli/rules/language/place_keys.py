"""The keys of `places/*.toml`, and what conditions may ask of places."""

from __future__ import annotations

from aduan_cli.rules.language.key import Key, Table

PLACE_KINDS = (
    "street", "estate", "village", "apartment", "landmark", "station", "terminal", "toll", "bridge", "market", "mall",
    "hospital", "school", "office", "worship", "park", "water",
)  # fmt: skip
"""What a place is. Of a `street` the name counts where a word for a road stands before it."""

AREAS = Key(
    "map",
    "Areas that rules may ask for: name = the corners around it, in their order.",
    of=Key("list", "", shape="point"),
    key_shape="slug",
)
AREA = Key("strings", "The point of the incident lies in one of these areas of [areas].", names="area")
POINT = Key("string", "Where it is, as in '-6.2383,106.9756', given likewise.", shape="point")

PLACE_TABLES: dict[str, Table] = {
    "places.toml": {"place": Key("tables", "Places that callers say.", True, table="place")},
    "place": {
        "name": Key("string", "What it is called.", True, names="pattern"),
        "kind": Key(
            "string",
            "What it is; a street is found where a word for a road stands before its name.",
            True,
            values=PLACE_KINDS,
        ),
        "spellings": Key("list", "What callers say for it besides.", names="pattern"),
        "kecamatan": Key("strings", "Where it lies; all that a street runs through.", names="kecamatan"),
        "kelurahan": Key("string", "The kelurahan in which it lies, where it is one alone.", names="kelurahan"),
        "body": Key("string", "Whose it is, where it isn't the city's own or one of its units' alone.", names="target"),
        "source": Key("string", "Who says so, or where it stands.", shape="filled"),
    },
    "place-condition": {
        "kind": Key("strings", "What the place is that the text names.", values=PLACE_KINDS),
        "body": Key("strings", "Whose it is.", names="target"),
    },
}
