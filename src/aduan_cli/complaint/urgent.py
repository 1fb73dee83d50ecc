"""What the officer does now about an emergency, whatever step made it one."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.reading import as_stored
from aduan_cli.i18n import _
from aduan_cli.model import Decision
from aduan_cli.rules.language.urgent import contact_of as contact_of
from aduan_cli.rules.language.urgent import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.router import Router


def what_to_do(compiled: Rules, complaint: Complaint, decision: Decision) -> str | None:
    """Return what the officer does now: of every hand-off and every emergency; None: it can wait."""
    if decision.step == "handoff" or complaint.priority == "emergency":
        return decision.say or words_of(compiled, decision.unit) or _unheard(compiled, decision.unit)
    return None


def words_of_stored(router: Router, complaint: Complaint) -> str:
    """Return the same of an emergency that is stored, by what the rules decide of it as it was logged."""
    compiled = router.compiled
    said = router.engine.decide(as_stored(complaint, router).facts).say
    return said or words_of(compiled, complaint.unit) or _unheard(compiled, complaint.unit)


def _unheard(compiled: Rules, unit: str | None) -> str:
    """Return what is said where the city's files have no words."""
    entry = compiled["units"].get(unit or "") or compiled["outside"].get(unit or "")
    return _("emergency for {unit}: tell them now").format(unit=f"{unit} ({entry['name']})" if entry else unit)
