"""What the desk's own mail server found out about who sent a mail (RFC 8601)."""

from __future__ import annotations

import re
from email.message import EmailMessage

_IN_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
_PASSED = re.compile(r"\s*dmarc\s*=\s*pass(?:\s.*)?", re.I | re.S)


def is_verified(mail: EmailMessage, server: str) -> bool:
    """Say whether a server has written that the domain of `From` is who sent a mail (`dmarc=pass`).

    Its topmost word alone counts: it stands above all that came with the mail. What stands in comments and quotes,
    where a sender may have written it, is no word of the server.
    """
    for header in mail.get_all("Authentication-Results", []):
        said = " ".join(str(header).split())
        while (bare := _IN_WORDS.sub(" ", said)) != said:
            said = bare
        by, *results = said.split(";")
        if by.split()[:1] and by.split()[0].lower() == server:
            return any(_PASSED.fullmatch(one) for one in results)
    return False
