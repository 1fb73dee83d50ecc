"""What `plugin enable` and `plugin disable` share: the changed list comes into force as any changed file does."""

from __future__ import annotations

from aduan_cli.cli.context import Context
from aduan_cli.config.locking import changing_files
from aduan_cli.config.plugin_files.switch import Switch
from aduan_cli.config.rule_files.sources import RULES
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _
from aduan_cli.rules.language.declare import manifest_path


def switch(context: Context, name: str, enable: bool, before: str | None = None) -> bool:
    """Change the list, and let it come into force. False: there was nothing to change. Raises `ConfigError`."""
    desk = context.desk
    with changing_files(desk.folder):
        change = Switch(desk.folder, name, enable, before)
        if not change.changes:
            return False
        change.rehearse(desk.store.accepted())
        change.write()
    loaded = desk.notice_changes()
    wrong = [problem for path in (RULES, manifest_path(name)) for problem in loaded.left_out.get(path, ())]
    if loaded.postponed:
        context.say(_("{file} is changed; it waits for: {command}").format(file=RULES, command="aduan rules accept"))
    elif wrong:
        raise ConfigError(_("{file} is changed, but not in force").format(file=RULES), tuple(map(str, wrong)))
    return True
