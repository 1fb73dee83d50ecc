"""What a desk says of files that belong to calls: the largest one, and which categories ask for one as a proof."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.rules.language.compile import Compiled, compile_rules
from aduan_cli.rules.language.files import LARGEST_FILE, USUAL_FILE
from compiling import SMALLEST, documents, sentences

PLUGIN = '[plugin]\nname = "bmsda"\napi = 1\n[unit]\nid = "bmsda"\nname = "B"\n'


def of_size(size: float | None) -> Compiled:
    (city,) = documents(SMALLEST)
    desk: dict[str, Any] = {**city.data["desk"], **({} if size is None else {"largest_file": size})}
    return compile_rules(documents({**city.data, "desk": desk}))


@pytest.mark.parametrize(
    ("size", "most"), [(None, USUAL_FILE), (1, 1), (0.5, 0.5), (LARGEST_FILE, LARGEST_FILE), (USUAL_FILE, USUAL_FILE)]
)
def test_a_size_in_range_is_the_desks(size: float | None, most: float) -> None:
    found = of_size(size)
    assert sentences(found) == []
    assert found.rules["desk"]["largest_file"] == most


@pytest.mark.parametrize("size", [LARGEST_FILE + 1, LARGEST_FILE + 0.5, 10**9])
def test_what_nobody_could_read_whole_is_told_and_the_usual_holds(size: float) -> None:
    """A file is read into memory: a slip of the pen must not let one fill it."""
    found = of_size(size)
    assert sentences(found) == [
        f"rules.toml: desk.largest_file: {size} is out of range; 1 to {LARGEST_FILE} would be right"
    ]
    assert found.rules["desk"]["largest_file"] == USUAL_FILE


@pytest.mark.parametrize("size", [0, -1, float("inf"), float("nan")])
def test_what_is_no_size_is_told_by_its_shape(size: float) -> None:
    found = of_size(size)
    assert sentences(found)[0].endswith("a number above 0 would be right")
    assert found.rules["desk"]["largest_file"] == USUAL_FILE


# -- proof


def proofs(city: str, manifest: str = "") -> dict[str, list[str]]:
    more = '[plugins]\nenable = ["bmsda"]\n' if manifest else ""
    manifests = {"bmsda": PLUGIN + manifest} if manifest else {}
    found = compile_rules(documents(SMALLEST + more + city, **manifests))
    return dict(found.rules["proof"])


CATEGORY = '[categories.{name}]\nunit = "{unit}"\ntext = ["{name}"]\n'


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('proof = ["file"]\n', {"pju": ["file"]}),
        ('proof = ["file", "result"]\n', {"pju": ["result", "file"]}),
        ('proof = ["result"]\n', {"pju": ["result"]}),
        ("", {}),
    ],
)
def test_proof_is_told_in_one_order_where_a_category_says_so(written: str, kept: dict[str, list[str]]) -> None:
    """What says nothing asks for the usual, and isn't among it."""
    assert proofs(CATEGORY.format(name="pju", unit="dlh") + written) == kept


def test_of_two_files_only_the_owner_says_what_its_category_asks_for() -> None:
    city = CATEGORY.format(name="pju", unit="dlh") + 'proof = ["file"]\n'
    manifest = CATEGORY.format(name="pju", unit="bmsda") + 'proof = ["result"]\n'
    assert proofs(city, manifest) == {"pju": ["file"]}
    assert proofs("", manifest) == {"pju": ["result"]}
