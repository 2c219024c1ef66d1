"""docs/hazards.md: every hazard has all its parts, its tests exist, and the table at the top says the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.house.documents import TEST, all_missing, document, rows
from tests.house.source import Source, made_up, refuse

HARMS = ("severe", "serious", "moderate")
RISKS = ("small", "noticeable", "large")
PARTS = ("How", "Against it", "Proved by", "Remains")
FEWEST, MOST = 25, 50


@dataclass(frozen=True)
class Hazard:
    """One section: its number and title, where it stands, and its parts by name."""

    number: str
    title: str
    line: int
    parts: dict[str, str]


def hazards(source: Source) -> list[Hazard]:
    found = []
    pieces = re.split(r"(?m)^### (H\d+) (.+)$", source.text)
    for number, title, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        text = re.sub(r"\s+", " ", body.split("\n## ")[0])
        told = re.split(r"(?:^| )(?:- )?\*\*([^*]+)\.\*\* ", text)
        parts = {name: words.strip().rstrip(".") for name, words in zip(told[1::2], told[2::2], strict=True)}
        line = source.text[: source.text.index(f"### {number} ")].count("\n") + 1
        found.append(Hazard(number, title, line, parts))
    return found


def wrong(source: Source) -> Iterator[str]:
    for index, hazard in enumerate(hazards(source), 1):
        place = f"{source.path}:{hazard.line}: {hazard.number}"
        if hazard.number != f"H{index:02}":
            yield f"{place} stands where H{index:02} should"
        if hazard.parts.get("Harm", "").lower() not in HARMS:
            yield f"{place}: its harm is none of {', '.join(HARMS)}"
        if hazard.parts.get("Remaining risk", "").lower() not in RISKS:
            yield f"{place}: its remaining risk is none of {', '.join(RISKS)}"
        for part in PARTS:
            if not hazard.parts.get(part):
                yield f"{place} lacks {part}"
        proof = hazard.parts.get("Proved by", "")
        if not TEST.search(proof) and len(proof.removeprefix("no test:").split()) < 4:
            yield f"{place} names no test and does not say why there is none"


def out_of_step(source: Source) -> Iterator[str]:
    """Where the table at the top differs from the sections."""
    table = [row.cells for row in rows(source, r"H\d+")]
    told = [
        (each.number, each.title, each.parts.get("Harm", "").lower(), each.parts.get("Remaining risk", "").lower())
        for each in hazards(source)
    ]
    for listed in table:
        if listed not in told:
            yield f"{source.path}:1: the table has {listed}, the sections do not"
    for section in told:
        if section not in table:
            yield f"{source.path}:1: {section} is not in the table"


def test_every_hazard_is_whole() -> None:
    found = hazards(document("docs/hazards.md"))
    assert FEWEST <= len(found) <= MOST
    refuse(wrong(document("docs/hazards.md")), "Every hazard has its parts")


def test_the_table_says_what_the_sections_say() -> None:
    refuse(out_of_step(document("docs/hazards.md")), "The table of hazards follows the sections")


def test_what_proves_them_exists() -> None:
    refuse(all_missing(document("docs/hazards.md")), "Every test that is named exists")


GOOD = """
| H01 | A slip | severe | small |
### H01 A slip

- **Harm.** Severe. **Remaining risk.** Small.
- **How.** By haste.
- **Against it.** A check, of
  two lines.
- **Proved by.** `tests/house/test_hazards_document.py::test_every_hazard_is_whole`.
- **Remains.** Haste.
"""


@pytest.mark.parametrize(
    ("this", "that"),
    [
        ("- **How.** By haste.\n", ""),
        ("Severe.", "Bad."),
        ("Small.", "None."),
        ("### H01", "### H02"),
        ("`tests/house/test_hazards_document.py::test_every_hazard_is_whole`", "no test: hard"),
        ("- **Remains.** Haste.", ""),
    ],
)
def test_a_hazard_without_a_part_is_found(this: str, that: str) -> None:
    assert list(wrong(made_up("docs/hazards.md", GOOD.replace(this, that))))
    assert not list(wrong(made_up("docs/hazards.md", GOOD)))


@pytest.mark.parametrize(("this", "that"), [("| severe |", "| serious |"), ("| H01 | A slip", "| H01 | Another")])
def test_another_table_is_found(this: str, that: str) -> None:
    assert list(out_of_step(made_up("docs/hazards.md", GOOD.replace(this, that))))
    assert not list(out_of_step(made_up("docs/hazards.md", GOOD)))


def test_a_reason_for_no_test_is_taken_and_a_lost_test_is_found() -> None:
    named = "`tests/house/test_hazards_document.py::test_every_hazard_is_whole`"
    told = GOOD.replace(named, "no test: nothing can read a face")
    assert not list(wrong(made_up("docs/hazards.md", told)))
    assert list(all_missing(made_up("docs/hazards.md", GOOD.replace("is_whole", "is_gone"))))
