"""Types of tables of the compiled form that say what the desk does beside routing; see `compiled`."""

from __future__ import annotations

from typing import TypedDict


class Open311(TypedDict):
    """What is published: of which categories, what of a complaint, of how many days (0: all). `groups` by category.

    `services` are our categories by the codes of another system; texts are empty where nothing is said.
    """

    categories: list[str]
    publish: list[str]
    within: int
    url: str
    contact: str
    key_service: str
    jurisdiction: str
    services: dict[str, str]
    groups: dict[str, str]


class Audit(TypedDict, total=False):
    """Who gets the newest hash each night: a `file`, or a program with its arguments (`run`); neither: nobody."""

    file: str
    run: list[str]
