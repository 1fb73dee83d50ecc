"""Who may do what with a desk on a server, as SQL for the server's administrator."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.app.desk import Desk
from aduan_cli.complaint.former_units import family
from aduan_cli.desk_names import Names
from aduan_cli.errors import NotAllowedError, UsageError
from aduan_cli.i18n import _


def grants_of(desk: Desk, officers: Sequence[str], readers: Sequence[str], units: Sequence[str]) -> str:
    """Return the SQL; `units` are `UNIT=ROLE`, where a role that works for several is named with each.

    Raises `NotAllowedError` where the desk's data lie in a file, and `UsageError` for what is no unit.
    """
    address = desk.address
    if address is None:
        raise NotAllowedError(_("the data lie in a file: who may write it is said by its modes; see aduan desk share"))
    from aduan_cli.store.postgres.grants import grants

    names, found = Names(desk.rules), dict[str, list[str]]()
    for one in units:
        unit, sign, role = one.partition("=")
        named = names.unit(unit) if unit and sign and role else None
        if named not in desk.rules["units"]:
            raise UsageError(_("--unit {given}: UNIT=ROLE would be right").format(given=one))
        known = found.setdefault(role, [])
        known += [name for name in family(desk.rules, named) if name not in known]
    return grants(address.desk, officers, readers, found)
