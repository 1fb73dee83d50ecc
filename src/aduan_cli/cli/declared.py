"""Options and arguments as plain data: click's parameters are made of it, and so is what `plain` reads.

It imports nothing: a daily command is read from it before anything else is loaded.
"""

from __future__ import annotations

from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

TEXT, FILE, FLAG, NUMBER, CHOICE, WORD = "text", "file", "flag", "number", "choice", "word"
POSITIVE, SECONDS = "positive", "seconds"
"""What a value is: any text, the name of a file, nothing, a whole number from 0, one of some words, a fixed word of a
field or an Indonesian one for it; a whole number from 1, seconds from 0 that may have a fraction."""
COLOURS = ("auto", "always", "never")
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md")


class Option(Record):
    """An option. `words` are those of a choice or of a field; `parameter` is its name in the code if not its own."""

    names: tuple[str, ...]
    """As typed, the short one first."""
    about: str
    """Its line in the help, in English."""
    kind: str = TEXT
    metavar: str | None = None
    words: tuple[str, ...] = ()
    several: bool = False
    """Whether it may be given again; its value is a tuple then."""
    default: str | None = None
    envvar: str | None = None
    parameter: str | None = None
    bare: str | None = None
    """Its value where none stands behind it; None: one must."""

    @property
    def name(self) -> str:
        """The parameter of the code that gets its value."""
        return self.parameter or self.names[-1].lstrip("-").replace("-", "_")

    @property
    def unset(self) -> object:
        """Its value where it is not given."""
        return False if self.kind == FLAG else () if self.several else self.default


class Argument(Record):
    """Texts that stand alone: any number of them, or just one."""

    name: str
    metavar: str
    alone: bool = False
    """Whether it is just one text, and its value that text."""
    required: bool = False
    """Whether it can't be left out."""


FORMAT = Option(("--format",), "How to print it.", CHOICE, words=FORMATS, parameter="format_")
WORKBOOK = "xlsx"
SHEET_FORMAT = Option(
    ("--format",),
    "How to print it; xlsx: a workbook, for > FILE.xlsx.",
    CHOICE,
    words=(*FORMATS, WORKBOOK),
    parameter="format_",
)
EXCEL = Option(("--excel",), "With --format csv: a file that Excel opens as it should.", FLAG)
REVEAL = Option(("--reveal",), "Show callers whole: name, phone, address; asking is recorded.", FLAG)
LIMIT = Option(("--limit",), "Most rows, 0 for all; without it 50 in a table or a terminal, else all.", NUMBER)
DRY_RUN = Option(("--dry-run",), "Store nothing; show what it would be.", FLAG)
COUNT = Option(("--count",), "Print how many there are, and nothing else.", FLAG)
FILES = Option(
    ("--file",), "A file that belongs to it: a photo, a letter.", FILE, "FILE", several=True, parameter="files"
)
COLUMNS = Option(("--columns",), "Which fields, in this order.", metavar="FIELD,...")

EVERYWHERE = (
    Option(("--desk",), "The desk's folder.", FILE, "DIR", envvar="ADUAN_DESK"),
    Option(("--store",), "Where the data lie.", FILE, "PATH", envvar="ADUAN_STORE"),
    Option(("--actor",), "Who is at the desk.", metavar="NAME", envvar="ADUAN_ACTOR"),
    Option(("--lang",), "Language of messages.", CHOICE, words=("id", "en"), envvar="ADUAN_LANG"),
    Option(("--color",), "Colours: auto is on a terminal; NO_COLOR, FORCE_COLOR.", CHOICE, words=COLOURS),
    Option(("--no-plugins",), "Leave out all plugin code.", FLAG, envvar="ADUAN_NO_PLUGINS"),
    Option(("--no-pager",), "Don't page long output (ADUAN_PAGER, PAGER).", FLAG),
    Option(("--now",), "Take this for the time now (tests, replays).", metavar="TIME"),
    Option(("-q", "--quiet"), "On stderr only warnings, errors, and what must not be missed.", FLAG),
    Option(("-v", "--verbose"), "Say more on stderr.", FLAG),
    Option(("--debug",), "Show the traceback of a bug.", FLAG),
)
"""The options that every command takes, before or after its name."""
