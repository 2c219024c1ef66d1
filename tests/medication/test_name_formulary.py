"""Names as doctors type them: without release words, by their salt, and never a guess."""

from dataclasses import replace

import pytest

from coordcare.medication.formulary import find_drug, formulary
from coordcare.medication.name_formulary import RELEASE_WORDS, synonyms, typed_drug
from tests.medication.test_advised_form import change, form

DEPOTS = ("haloperidol decanoate", "paliperidone palmitate", "fluphenazine decanoate")


@pytest.mark.parametrize(
    ("typed", "generic"),
    [
        *((name, "divalproex sodium") for name in ("valproate", "Valproic acid", "Divalproex", "divalproex ER")),
        *((name, "lithium") for name in ("lithium carbonate", "Lithium carbonate ER")),
        *((name, "bupropion") for name in ("Wellbutrin", "wellbutrin sr", "bupropion HCl XL")),
        ("Effexor", "venlafaxine"),
        ("Lamictal XR", "lamotrigine"),
        ("Adderall XR", "amphetamine"),
        ("Zoloft", "sertraline"),
    ],
)
def test_a_name_without_its_release_words_or_by_its_salt_finds_the_drug(typed, generic):
    assert typed_drug(typed).generic == generic
    asked = form(drug=typed, dose="25", advice_reason="Meant.")
    assert asked.validate(), asked.errors
    assert asked.values()["drug"] == asked.recorded_as() == generic and not asked.values()["unlisted"]


@pytest.mark.parametrize(
    "typed", ["", "XR", "kava", "levothyroxine", "sertralin", "lithium orotate", "lamisil ER", *DEPOTS]
)
def test_what_fits_no_drug_names_none(typed):
    assert typed_drug(typed) is None


def test_where_two_drugs_fit_none_is_named_and_the_nearest_are_asked():
    own = replace(find_drug("bupropion"), generic="bupropion hydrobromide", brands=("Wellbutrin BR",))
    drugs = {**formulary(), own.generic: replace(own, brands=("Wellbutrin SR",))}
    assert typed_drug("Wellbutrin", drugs) is None
    assert typed_drug("Wellbutrin SR", drugs).generic == own.generic


def test_every_synonym_means_a_drug_of_the_list_and_is_no_name_of_it():
    assert set(synonyms().values()) <= set(formulary())
    assert not [name for name in synonyms() if find_drug(name) or RELEASE_WORDS & set(name.split())]


def test_what_was_recorded_uncoded_is_still_changed_under_its_name():
    takes = [change("start", "valproate", -30, "500")]
    asked = form(*takes, change_type="stop", drug="valproate", dose="")
    assert asked.validate(), asked.errors
    assert asked.values()["drug"] == "valproate" and asked.recorded_as() is None
