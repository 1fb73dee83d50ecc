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


_Notifier = TypedDict("_Notifier", {"type": str, "from": str}, total=False)


class NotifierTable(_Notifier, total=False):
    """How messages go: `type`, and the keys of `[notifiers.NAME]` that this type has. `group_wait` is seconds."""

    host: str
    port: int
    tls: str
    to: list[str]
    user: str
    password_env: str
    password_file: str
    url: str
    secret_env: str
    secret_file: str
    run: list[str]
    folder: str
    jurisdiction: str
    api_key_env: str
    api_key_file: str
    format: str
    services: dict[str, str]
    attributes: dict[str, str]
    share: list[str]
    timeout: float
    plugin: str
    at_once: int
    per_minute: int
    group_wait: int
