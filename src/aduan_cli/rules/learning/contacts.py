"""What an officer's answer gives a caller to go by: telephone numbers, links, an address. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from aduan_cli.phones import normalise_phone, phone_keys
from aduan_cli.text import join_pattern

NUMBER, LINK, ADDRESS = "number", "link", "address"
_PUBLIC = re.compile(r"1[12][0-9]|14[0-9]{3}|15[0-9]{5}")
"""Short numbers that are nobody's own: 110 to 129, 14xxx, 1500xxx. Other digits are postcodes and sums of money."""
_MONEY = re.compile(r"\brp\.?\s*[0-9][0-9.,]*", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s,;()<>\"']+|(?<![\w.@])@[A-Za-z][\w.]{2,29}|\b[\w-]+(?:\.[\w-]+)*\.go\.id\b[^\s,;()]*"
)
_SHORT_AREAS = ("021", "022", "024", "031", "061")
"""Codes of the areas that have three digits: Jakarta, Bandung, Semarang, Surabaya, Medan; all others have four."""
_ADDRESS = 100
"""Characters of an address from which on it is no address any more."""


class Contact(NamedTuple):
    """One of them: what kind it is, by what it is known again, and how it is read out."""

    kind: str
    key: str
    shown: str


def contacts_in(answer: str, address: str | None) -> list[Contact]:
    """Return what an answer gives, in its order by kind. `address` is the street that was found in it."""
    found = [Contact(LINK, link.rstrip(".").casefold(), link.rstrip(".")) for link in _LINK.findall(answer)]
    for key in numbers_in(_LINK.sub(" ", answer)):
        found.append(Contact(NUMBER, key, spoken(key)))
    if address and len(address) <= _ADDRESS:
        found.append(Contact(ADDRESS, join_pattern(address), address))
    return list({contact.key: contact for contact in found}.values())


def numbers_in(text: str) -> list[str]:
    """Return the telephone numbers of a text in the form that `phones` keeps, but no sums, years or postcodes."""
    keys = phone_keys(normalise_phone(_MONEY.sub(" ", text)))
    return [key for key in keys if key.startswith("+") or is_public(key) or (len(key) > 6 and key[0] != "1")]


def is_public(key: str) -> bool:
    """Say whether a number is a short one that no caller can have for their own."""
    return _PUBLIC.fullmatch(key) is not None


def spoken(key: str) -> str:
    """Return a number as it is read out: `0812-0000-0001`, `021-8000123`, `119`."""
    if not key.startswith("+62"):
        return key
    national = "0" + key[3:]
    if national.startswith("08"):
        return "-".join((national[:4], national[4:8], national[8:])).rstrip("-")
    area = 3 if national.startswith(_SHORT_AREAS) else 4
    return f"{national[:area]}-{national[area:]}"
