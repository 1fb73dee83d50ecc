"""What editors are told of the files that people write."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aduan_cli.rules.language.json_schema import FILES as FILES
from aduan_cli.rules.language.json_schema import json_schema


def schema_text(file: str, levels: Mapping[str, str]) -> str:
    """Return the JSON Schema of one of `FILES`, with the city's words for the levels of places."""
    return json.dumps(json_schema(file, levels), indent=2, ensure_ascii=False)
