"""The rules that decided a complaint and those of today, for `why`. What the cache has is not read again."""

from __future__ import annotations

from aduan_cli.complaint.router import Router

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk


def engines(desk: Desk, revision: str | None) -> tuple[Router, Router]:
    """Return the engine on the revision that decided (today's when that one isn't kept), and on today's rules.

    Where the cache has no patterns as they were written, they are compiled from the texts.
    """
    rules, name = desk.rules_with_words(), desk.revision
    if rules is None:
        from aduan_cli.config.rule_files.loader import load

        loaded = load(desk.folder, desk.store.accepted())
        rules, name = loaded.rules, loaded.revision
    today = Router(rules, name)
    if revision is None or revision == today.revision:
        return today, today
    from aduan_cli.config.rule_files.texts import compile_texts

    then = compile_texts(desk.store.revision_files(revision))
    return (Router(then.rules, revision) if then.revision else today), today
