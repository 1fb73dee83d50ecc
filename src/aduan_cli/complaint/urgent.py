"""What the officer does now about an emergency, whatever step made it one."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.i18n import _
from aduan_cli.model import Decision, Facts
from aduan_cli.rules.engine import filled
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
    """Return the same of an emergency that is stored, whose decision is known by its rule alone."""
    compiled, facts = router.compiled, Facts()
    rules = [
        *compiled["handoffs"],
        *compiled["city"],
        *(rule for own in compiled["unit_rules"].values() for rule in own),
    ]
    own = next((rule["say"] for rule in rules if rule["id"] == complaint.rule), None)
    facts.readings = router.words_of(complaint.text).readings
    return filled(own, facts) or words_of(compiled, complaint.unit) or _unheard(compiled, complaint.unit)


def _unheard(compiled: Rules, unit: str | None) -> str:
    """Return what is said where the city's files have no words."""
    entry = compiled["units"].get(unit or "") or compiled["outside"].get(unit or "")
    return _("emergency for {unit}: tell them now").format(unit=f"{unit} ({entry['name']})" if entry else unit)
