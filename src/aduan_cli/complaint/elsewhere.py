"""Place and wording of a complaint as other systems may be told them, where a table of the desk's shares them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from aduan_cli.complaint.homes import hidden_home, tells_home
from aduan_cli.masking import HIDDEN, mask_phones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Category
    from aduan_cli.complaint.complaint import Complaint

_NAME = re.compile(r"[^\W\d_]{3,}")


def title_of(category: str, categories: Mapping[str, Category]) -> str:
    """Return what a category is called; of one without a title, or that is none any more, its name in words."""
    entry = categories.get(category)
    return str((entry[4] if entry else None) or category.replace("-", " "))


def place_of(complaint: Complaint, shared: Collection[str]) -> str:
    """Return where it is, from the street to the kecamatan.

    The street only where it is shared and is not where the caller lives; without phones.
    """
    street, areas = complaint.address, (complaint.kelurahan, complaint.kecamatan)
    if "address" not in shared or _is_home(complaint):
        street = None
    return ", ".join(str(mask_phones(one)) for one in (street, *areas) if one)


def _is_home(complaint: Complaint) -> bool:
    """Say whether the street of the incident is where the caller lives."""
    areas = (complaint.kelurahan, complaint.kecamatan, complaint.caller_kelurahan, complaint.caller_kecamatan)
    return bool(complaint.address) and tells_home(complaint.address or "", complaint.caller_address or "", areas)


def words_of(complaint: Complaint) -> str:
    """Return the wording without what is the caller's."""
    return without_caller(complaint.text, complaint)


def without_caller(text: str, complaint: Complaint) -> str:
    """Return a text without where the caller lives, the phones in it, and the words of the caller's name."""
    # First the home: a phone within it would be masked, and the rest no longer known again.
    if _is_home(complaint):  # As the text has it, which may say it in another order than the caller's address does.
        text = hidden_home(text, complaint.address or "")
    text = str(mask_phones(hidden_home(text, complaint.caller_address or "")))
    for word in _NAME.findall(complaint.caller_name or ""):
        text = re.sub(rf"\b{re.escape(word)}\b", HIDDEN, text, flags=re.IGNORECASE)
    return text
