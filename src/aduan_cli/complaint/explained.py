"""Why a complaint was decided as it was, for type checkers: what `flow/routing` tells and `why` prints.

Nothing loads this while a command runs.
"""

from __future__ import annotations

from typing import TypedDict


class MatchedPart(TypedDict, total=False):
    """A part of a condition that held: a pattern with the caller's words, or the value that it saw.

    `list`: the list of `[words]` that the condition has it from.
    """

    condition: str
    pattern: str
    list: str
    words: str
    value: object
    """With a reading's value `words` are those that it was read from, and `wanted` is what it was compared with."""
    wanted: str


class Node(TypedDict, total=False):
    """A condition with what it saw: its `parts`, the caller's `words`, or a `value`; and what it wanted.

    `said`: the words of a reading.
    """

    condition: str
    held: bool
    parts: list[Node]
    wanted: list[object]
    words: list[MatchedPart]
    value: object
    said: str


ExplainedRule = TypedDict(
    "ExplainedRule",
    {"step": str, "id": str, "file": str, "line": int, "as": str | None, "reason": str | None, "say": str | None},
    total=False,
)
"""A rule that decided or held; one that no rules have any more has only its id."""


RuleSeen = TypedDict(
    "RuleSeen",
    {
        "id": str,
        "file": str,
        "line": int,
        "to": str | None,
        "as": str | None,
        "support": list[str],
        "priority": str | None,
        "continue": bool,
        "held": bool,
        "when": Node | None,
    },
)
"""A rule that was looked at."""


class CodeTarget(TypedDict):
    """Where a unit's code sent a complaint."""

    unit: str
    support: list[str]
    priority: str | None


class CodeAnswer(TypedDict):
    """What a unit's code answered, and why it was not asked where it wasn't."""

    plugin: str
    sha256: str | None
    answer: CodeTarget | None
    reason: str | None
    left_out: str | None


class ExplainedStep(TypedDict, total=False):
    """A step of a decision; `left`: rules behind the one that decided. Those of code also say what `CodeSaid` does.

    `file` and `line` are those of the category.
    """

    step: str
    plugin: str | None
    reached: bool
    decided: bool
    rules: list[RuleSeen]
    left: int
    category: str
    unit: str
    when: Node | None
    file: str
    line: int
    sha256: str | None
    answer: CodeTarget | None
    reason: str | None
    left_out: str | None


class PastFailure(TypedDict):
    """One time that code failed; `at` in seconds since 1970."""

    at: int
    plugin: str
    hook: str
    kind: str
    message: str | None
    traceback: str | None


ByHand = TypedDict(
    "ByHand", {"actor": str | None, "at": int, "from": str | None, "to": str | None, "reason": str | None}
)
"""Who decided by hand, when and why."""


class PastReturn(TypedDict):
    """One time that it came back: `at` in seconds since 1970, by which unit, and what had sent it there."""

    at: int
    actor: str | None
    unit: str | None
    to: str | None
    reason: str | None
    step: str | None
    rule: str | None
    category: str | None


class NamedPlace(TypedDict):
    """A place of the city's files that the text names. `counts`: conditions on places look at it; `namesakes`: how many
    others the same words name, in which case none gives where it is.
    """

    words: str
    name: str
    kind: str
    kecamatan: list[str]
    kelurahan: str | None
    body: str | None
    counts: bool
    namesakes: int
    file: str
    line: int


class Answered(TypedDict):
    """What a revision's rules say; `same`: as it is stored."""

    revision: str | None
    same: bool
    unit: str
    support: list[str]
    category: str | None
    step: str
    rule: str | None


class Explained(TypedDict):
    """All that is told of a decision."""

    ticket: str
    unit: str | None
    support: list[str]
    priority: str
    status: str
    step: str | None
    rule: ExplainedRule | None
    because: list[MatchedPart]
    held: list[ExplainedRule]
    code: CodeAnswer | None
    failures: list[PastFailure]
    by_hand: ByHand | None
    returned: list[PastReturn]
    category: str | None
    category_words: list[MatchedPart]
    kind: str
    kind_words: list[MatchedPart]
    kecamatan: str | None
    kelurahan: str | None
    place_words: list[str]
    places: list[NamedPlace]
    sources: dict[str, str]
    steps: list[ExplainedStep]
    revision: str | None
    replayed: Answered
    today: Answered | None
