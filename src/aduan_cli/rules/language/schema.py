"""The tables of `rules.toml` and `plugin.toml`, as data: the one list of keys there is.

The compiler reads these tables to check a file, and a JSON Schema is made from the very same ones. What a
value *names* (a unit, a category, ...) can only be checked with the whole desk at hand; `names` says it.
"""

from __future__ import annotations

from aduan_cli.model import CALLER_TOLD, KINDS, OF_CALLER, PRIORITIES, REPORT_SENT, SEVERAL, TEMPLATES
from aduan_cli.rules.language.example_keys import EXAMPLE_TABLES
from aduan_cli.rules.language.key import Key, Table
from aduan_cli.rules.language.message_tables import AUDIT, INBOX, MESSAGE_TABLES, SENDERS
from aduan_cli.rules.language.open311_tables import OPEN311, OPEN311_TABLES
from aduan_cli.rules.language.place_keys import AREA, AREAS, PLACE_TABLES
from aduan_cli.rules.language.privacy_tables import PEOPLE, PRIVACY_TABLES, RETENTION
from aduan_cli.rules.language.reading_tables import READ, READING_TABLES, READINGS
from aduan_cli.rules.language.time_tables import TIME_TABLES
from aduan_cli.rules.language.values import DAYS
from aduan_cli.rules.language.view_tables import VIEW_TABLES

CONDITION_KEYS: Table = {
    "category": Key("strings", "The complaint's category is one of these.", names="category"),
    "kind": Key("strings", "The complaint's kind is one of these.", values=KINDS),
    "kecamatan": Key("strings", "The incident lies in one of these kecamatan.", names="kecamatan"),
    "kelurahan": Key("strings", "The incident lies in one of these kelurahan.", names="kelurahan"),
    "text": Key(
        "strings",
        "One of these words occurs; `*`: the rest of a word, `~a`: its forms, `a .. b`: up to three words between, "
        "a last `$`: nothing follows, `a|b`: one of the two, `@name`: one of a list of [words].",
        names="wording",
    ),
    "text_all": Key(
        "strings", "All of these words occur in the text, of a list among them one.", names="wording", lists=True
    ),
    "text_not": Key("strings", "None of these words occurs in the text.", names="wording"),
    "priority": Key("strings", "The complaint was logged with one of these priorities.", values=PRIORITIES),
    "channel": Key("strings", "It came in by one of these channels.", names="channel"),
    "shift": Key("strings", "It was reported in one of these shifts.", names="shift"),
    "hours": Key("strings", "The local time is in one of these spans; a span may pass midnight.", shape="span"),
    "days": Key("strings", "The local day is one of these.", values=tuple(DAYS)),
    "answers": Key(
        "map", "Answers to the category's questions: a value, a list, or '>= 50'.", of=Key("comparison", "")
    ),
    "fields": Key("map", "Columns that an import map keeps: a value, a list, or '>= 50'.", of=Key("comparison", "")),
    "readings": READ,
    "area": AREA,
    "place": Key("table", "It is at a place of places/*.toml of this kind or body.", table="place-condition"),
    "any": Key("tables", "One of these conditions holds.", table="condition"),
    "all": Key("tables", "All of these conditions hold.", table="condition"),
    "not": Key("table", "This condition doesn't hold.", table="condition"),
}

_CUE_KEYS: Table = {
    name: key._replace(table="cue") if key.table else key
    for name, key in CONDITION_KEYS.items()
    if name in ("text", "text_all", "text_not", "any", "all", "not")
}
"""A cue tells the kind before anything else is known, so that it can look at words alone."""

_UNIT_ID = Key("string", "Id of the unit: the usual abbreviation in lower case, hyphen for space.", True, shape="slug")
_UNIT_NAME = Key("string", "Full name of the unit.", True, shape="filled")
_ALIASES = Key("list", "Other spellings, as found in logs.", names="pattern")
_CALLED = Key(
    "list",
    "More words by which callers name it, beside name and aliases: for categories with `each`.",
    names="pattern",
)
_CONTACT = Key("string", "Public contact of the office.")
_CONTACTS: Table = {
    "contacts": Key("list", "What callers are told: numbers, links, addresses.", shape="filled"),
    "hours": Key("string", "When somebody is there, as callers are told.", shape="filled"),
}
_EACH = Key("string", "One office for each: `<unit>-<slug>`.", values=("kecamatan",), names="level")
_UNIT_SAY = Key(
    "string", "What the officer does now of an emergency that has no words of its own, in one line.", shape="filled"
)
_RULE_KEYS: Table = {
    "id": Key("string", "Name of the rule, unique in the desk.", shape="slug"),
    "to": Key("string", "Who leads.", names="target"),
    "support": Key("strings", "Units that help.", names="unit"),
    "priority": Key("string", "The priority that it gets.", values=PRIORITIES),
}
_RESPONSE: Table = {
    **{name: _RULE_KEYS[name] for name in ("to", "support", "priority")},
    "kind": CONDITION_KEYS["kind"],
    "as": Key(
        "string", "What the call is about, whatever its other words say; its questions are asked.", names="category"
    ),
}
_ANSWERS = Key("tables", "What callers are told who ask; the first that fits goes first.", table="answer")
_DEADLINES = Key("table", "How long each clock of its complaints may run.", table="deadlines")
_TELL = Key("strings", "By which notifiers it is told what comes to it; a crew or office as its parent.", shape="slug")
_HEAD = Key("strings", "By which notifiers its head is told; as `tell` if nothing is said.", shape="slug")
_CATEGORY_OWN: Table = {
    "unit": Key("string", "The unit, often a crew, that acts.", True, names="target", unless="each"),
    "each": Key(
        "string",
        "In rules.toml: one such category for every unit, `<id>-<unit>`, with the words by which callers name it.",
        values=("unit",),
    ),
    "group": Key("string", "What it belongs to, for reports and other systems: roads, waste.", shape="filled"),
    "title": Key("string", "What the officer reads; where there is one for each unit, {unit} is the unit's name."),
}

_WORDS = Key(
    "map",
    'Lists of words, each written once: "@name" among words stands for all of them, in any file.',
    of=Key("list", "", names="wording"),
    key_shape="slug",
)

_CATEGORY: Table = {
    **_CATEGORY_OWN,
    **{name: key for name, key in CONDITION_KEYS.items() if name not in ("category", "priority")},
    "priority": _RULE_KEYS["priority"],
    "specific": Key(
        "boolean",
        "true: looked for before all other categories of the desk (rules.toml alone); 'last': after all of them.",
        values=("last",),
    ),
    "after": Key("string", "Looked for after this category, also where the files have it before.", names="category"),
    "routes_feedback": Key("boolean", "Feedback about it goes to the unit and is not just answered."),
    "deadlines": _DEADLINES,
    "proof": Key("list", 'What `resolve` asks for; ["result"] if nothing is said.', values=("result", "file")),
    "examples": Key(
        "map",
        "What callers say of it, by the kind of their call: each sentence gets this category, its unit and the kind.",
        of=Key("strings", "", shape="filled"),
        key_values=KINDS,
    ),
}

TABLES: dict[str, Table] = {
    "rules.toml": {
        "desk": Key("table", "The call centre.", True, table="desk"),
        "store": Key("table", "Where the data lie, if not in the desk's folder.", table="store"),
        "words": _WORDS,
        "shifts": Key("map", "Shifts: name = span of time.", of=Key("string", "", shape="span"), key_shape="slug"),
        "cues": Key(
            "map",
            "Words that tell the kind, or conditions on words; the first kind, in this order, of which one holds.",
            of=Key("strings", "", names="wording", table="cue"),
            key_values=KINDS,
        ),
        "kecamatan": Key("map", "The districts and the kelurahan of each.", of=Key("list", "", names="pattern")),
        "kelurahan": Key("map", "What is known of a kelurahan.", of=Key("table", "", table="ward")),
        "areas": AREAS,
        "places": Key("table", "What the two levels of places are called.", table="places"),
        "spellings": Key(
            "map",
            "The city's spelling = a list of others; or other spelling = the city's.",
            of=Key("strings", "", names="pattern"),
        ),
        "landmarks": Key(
            "map",
            "Older form of [[place]] in places/*.toml: what callers say = the kecamatan or kelurahan in which it lies.",
            of=Key("string", "", names="place"),
        ),
        "synonyms": Key(
            "map",
            "A word, and what callers say for it: each counts as the word, in texts and in patterns alike.",
            of=Key("list", "", names="pattern"),
        ),
        "readings": READINGS,
        "unless": Key("table", "Words that say that what is said isn't so now, for all readings.", table="unless"),
        "asides": Key("table", "Words that are beside the matter: no category is found by them.", table="asides"),
        "holidays": Key("table", "The days that are holidays.", table="holidays"),
        "units": Key("map", "The city's units.", of=Key("table", "", table="unit"), key_shape="slug"),
        "outside": Key("map", "Bodies that aren't the city's.", of=Key("table", "", table="outside"), key_shape="slug"),
        "categories": Key("map", "What calls are about.", of=Key("table", "", table="category"), key_shape="slug"),
        "responses": Key(
            "map",
            "Who goes, and what the call is about then: what hand-offs have in common.",
            of=Key("table", "", table="response"),
            key_shape="slug",
        ),
        "handoff": Key("tables", "Emergencies that go by voice at once.", table="handoff"),
        "no_handoff": Key("tables", "What keeps every hand-off from holding: past, taken back, a drill.", table="cue"),
        "rule": Key("tables", "The city's rules: the first that holds decides.", table="rule"),
        "example": Key("tables", "Sentences and what must come out for them.", table="example"),
        "question": Key("tables", "What the officer asks for the city's own categories.", table="question"),
        "plugins": Key("table", "Which units' manifests and code count.", table="plugins"),
        "grants": Key(
            "map",
            "Units and outside bodies that a plugin may name besides its own.",
            of=Key("strings", "", names="target"),
        ),
        "rules": Key("table", "How changed files come into force.", table="rules"),
        "reasons": Key("table", "Why a unit waits, and why nothing is done about a complaint.", table="reasons"),
        "answer": _ANSWERS,
        "views": Key(
            "map", "Saved lists: `aduan list --view NAME`.", of=Key("table", "", table="view"), key_shape="slug"
        ),
        "calendars": Key("map", "Working hours.", of=Key("table", "", table="calendar"), key_shape="slug"),
        "deadlines": _DEADLINES,
        "escalation": Key(
            "tables",
            "Whom to tell when a clock comes that far, each level once, or as often as it says.",
            table="escalation",
        ),
        "callers": Key("table", "What callers are told of their own call.", table="callers"),
        "incident": Key("tables", "Many calls about one thing, which begin an incident.", table="incident"),
        "notifiers": Key("map", "How messages go to units.", of=Key("table", "", table="notifier"), key_shape="slug"),
        "messages": Key(
            "map",
            "What a unit is told, by what happened.",
            of=Key("table", "", table="message"),
            key_values=(*TEMPLATES, SEVERAL, REPORT_SENT, *(f"{OF_CALLER}{event}" for event in CALLER_TOLD)),
        ),
        "inbox": INBOX,
        "retention": RETENTION,
        "people": PEOPLE,
        "audit": AUDIT,
        "open311": OPEN311,
    },
    "plugin.toml": {
        "plugin": Key("table", "The plugin itself, where more is to be said than its unit tells.", table="plugin"),
        "unit": Key("table", "The plugin's unit.", True, table="own-unit"),
        "crews": Key(
            "map", "Crews: `pju` is the unit `<unit>-pju`.", of=Key("table", "", table="crew"), key_shape="slug"
        ),
        "words": _WORDS,
        "categories": Key(
            "map", "What this unit acts on.", of=Key("table", "", table="own-category"), key_shape="slug"
        ),
        "rule": Key("tables", "The unit's rules for its own categories.", table="rule"),
        "readings": READINGS,
        "question": Key("tables", "What the officer asks for its categories.", table="question"),
        "example": Key("tables", "Sentences and what must come out for them.", table="example"),
        "answer": _ANSWERS,
        "commands": Key(
            "map",
            "Commands of the plugin's code: `aduan <plugin> <name>`.",
            of=Key("table", "", table="command"),
            key_shape="slug",
        ),
    },
    "examples.toml": {
        "example": Key("tables", "Sentences and what must come out for them.", True, table="example"),
    },
    "desk": {
        "name": Key("string", "Name of the call centre.", True, shape="filled"),
        "prefix": Key("string", "What tickets begin with.", True, shape="prefix"),
        "timezone": Key("string", "Time zone, as in 'Asia/Jakarta'.", True, shape="filled"),
        "triage": Key("string", "The desk's own queue.", shape="slug"),
        "head": Key("strings", "By which notifiers somebody hears of what is late and waits in triage.", shape="slug"),
        "channels": Key("list", "How calls come in; the first is the default.", shape="slug"),
        "say": Key(
            "string", "What the officer does now of an emergency for which nothing else says it.", shape="filled"
        ),
        "largest_file": Key("number", "MB of the largest file that can be attached; 25 if nothing is said."),
    },
    "store": {
        "url": Key("string", "A PostgreSQL server: postgresql://USER@HOST/DATABASE.", shape="server"),
        "desk": Key("string", "What the desk is called there, aduan if nothing is said.", shape="desk-name"),
        "read_url": Key("string", "A copy of the server, at which commands look that do nothing else.", shape="server"),
    },
    "ward": {
        "inhabitants": Key("number", "How many people live there; reports say how many call of 1,000 of them."),
    },
    "places": {
        "levels": Key("list", "Two words, the larger place first, as in 'district' and 'ward'.", True, shape="slug"),
    },
    "holidays": {
        "file": Key(
            "string",
            "A file in the desk: TOML with [[holiday]] tables, iCalendar (.ics), or CSV with the date first.",
            shape="filled",
        ),
        "dates": Key("list", "Dates.", shape="date"),
    },
    "unit": {
        "name": _UNIT_NAME,
        "aliases": _ALIASES,
        "called": _CALLED,
        "parent": Key("string", "The unit that this one is a part of.", names="unit"),
        "each": _EACH,
        "contact": _CONTACT,
        **_CONTACTS,
        "say": _UNIT_SAY,
        "deadlines": _DEADLINES,
        "tell": _TELL,
        "head": _HEAD,
        "mail": SENDERS,
    },
    "own-unit": {
        "id": _UNIT_ID,
        "name": _UNIT_NAME,
        "aliases": _ALIASES,
        "called": _CALLED,
        "each": _EACH,
        "contact": _CONTACT,
        **_CONTACTS,
        "say": _UNIT_SAY,
        "deadlines": _DEADLINES,
        "tell": _TELL,
        "head": _HEAD,
        "mail": SENDERS,
    },
    "crew": {
        "name": _UNIT_NAME,
        "aliases": _ALIASES,
        "contact": _CONTACT,
        **_CONTACTS,
        "say": _UNIT_SAY,
        "deadlines": _DEADLINES,
        "tell": _TELL,
        "head": _HEAD,
        "mail": SENDERS,
    },
    "outside": {
        "name": _UNIT_NAME,
        "referral": Key("string", "What the caller is told.", True, shape="filled"),
        "aliases": _ALIASES,
        **_CONTACTS,
    },
    "category": _CATEGORY,
    "own-category": {
        **_CATEGORY,
        "unit": Key("string", "The unit that acts; this one if nothing is said, else often a crew.", names="target"),
    },
    "condition": CONDITION_KEYS,
    "cue": _CUE_KEYS,
    "response": _RESPONSE,
    "handoff": {
        **CONDITION_KEYS,
        "id": _RULE_KEYS["id"],
        "response": Key("string", "The one of [responses] that says what this table doesn't.", shape="slug"),
        **_RESPONSE,
        "to": _RESPONSE["to"]._replace(required=True, unless="response"),
        "say": Key("string", "What the officer does now, in one line.", True, shape="filled"),
        "reason": Key("string", "Why."),
    },
    "rule": {
        **CONDITION_KEYS,
        **_RULE_KEYS,
        "continue": Key("boolean", "Add support or priority and go on."),
        "say": Key("string", "What the officer does now, in one line, if it is an emergency.", shape="filled"),
        "reason": Key("string", "Why."),
    },
    "plugins": {
        "enable": Key("list", "Names of the plugins that count, in order.", shape="slug", names="plugin"),
        "trust": Key("list", "Users and groups that may own or write the desk's files.", shape="filled"),
        "limits": Key("table", "What unit code may use.", table="limits"),
    },
    "limits": {
        "cpu": Key("number", "Seconds of processor time for one call of a hook."),
        "call": Key("number", "Seconds in all for one call of a hook."),
        "import": Key("number", "Seconds for importing a plugin's code."),
        "memory": Key("number", "MiB of memory beside what the desk itself uses."),
        "command": Key("number", "Seconds for all plugin code in a command that takes one call."),
    },
    "reasons": {
        "hold": Key(
            "map", "Why a unit waits, by the code for it.", of=Key("table", "", table="hold"), key_shape="slug"
        ),
        "reject": Key(
            "map",
            "Why nothing is done about a complaint: the code for it = what people read.",
            of=Key("string", "", shape="filled"),
            key_shape="slug",
        ),
    },
    "hold": {
        "say": Key("string", "What people read.", True, shape="filled"),
        "stops_clock": Key("boolean", "The unit's time stops meanwhile."),
    },
    **READING_TABLES,
    **TIME_TABLES,
    **MESSAGE_TABLES,
    **PRIVACY_TABLES,
    **OPEN311_TABLES,
    **PLACE_TABLES,
    **EXAMPLE_TABLES,
    "answer": {
        "id": Key("string", "Name of the answer, unique in the desk.", True, shape="slug"),
        "title": Key("string", "What it is about, as the officer looks for it.", True, shape="filled"),
        "text": Key("string", "What is read out to the caller.", True, shape="filled"),
        "words": Key("strings", "One of these words occurs in the question; as `text` of a rule.", names="wording"),
        **{name: key for name, key in CONDITION_KEYS.items() if name != "text"},
        "unit": Key("string", "The unit or outside body that it is about.", names="target"),
        "source": Key("string", "Who said so, or where it stands.", shape="filled"),
        "valid_until": Key("string", "The last day on which it is right.", shape="date"),
    },
    **VIEW_TABLES,
    "command": {"help": Key("string", "What it does, in one line.", True, shape="filled")},
    "rules": {
        "accept": Key("string", "Whether changed files count by themselves.", values=("auto", "manual")),
    },
    "plugin": {
        "name": Key("string", "Name of the plugin: its folder's name.", shape="slug"),
        "api": Key("integer", "Version of the plugin contract; 1 if nothing is said."),
        "owner": Key("string", "Who looks after it; its unit if nothing is said."),
        "fields": Key("list", "Columns of an import that its code may see.", of=Key("string", "")),
    },
}
