"""The drug that a typed name means: without its release words, or by the name of its salt. Reference data, read once.

Source: drug_synonyms.csv beside this file [GK]. Never a guess: where two drugs fit, or none, no drug is named.
Only for what somebody types: a drug that was once recorded uncoded stays what it was recorded as. A depot's name
(decanoate, palmitate) names none: 100 mg of it every four weeks must not become 100 mg by mouth every day.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from coordcare.medication.formulary import Drug, find_drug, formulary

RELEASE_WORDS = frozenset({"xl", "xr", "er", "sr", "cr", "dr", "ir", "la", "odt"})
_SHORTENED = {"hcl": "hydrochloride"}


def typed_drug(name: str, drugs: Mapping[str, Drug] | None = None) -> Drug | None:
    """The one drug that a name means: as it stands on the list, else without release words or by its salt."""
    found = find_drug(name, drugs)
    if found is not None:
        return found
    known = formulary() if drugs is None else drugs
    bare = _bare(name)
    fitting = {drug.generic: drug for drug in known.values() if bare in map(_bare, (drug.generic, *drug.brands))}
    salt = known.get(synonyms().get(bare, ""))
    if salt is not None:
        fitting[salt.generic] = salt
    return next(iter(fitting.values())) if bare and len(fitting) == 1 else None


@cache
def synonyms() -> Mapping[str, str]:
    """The generic name of the list by a salt's or an ingredient's name."""
    with (Path(__file__).with_name("drug_synonyms.csv")).open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["generic"] for row in csv.DictReader(file)}


def _bare(name: str) -> str:
    """A name without its release words, in small letters: Lamictal XR is lamictal."""
    words = name.casefold().replace("-", " ").split()
    return " ".join(_SHORTENED.get(word, word) for word in words if word not in RELEASE_WORDS)
