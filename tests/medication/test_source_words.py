"""Sources as a clinician reads them."""

import pytest

from coordcare.medication.advice_rules import QUIET, Advice, source_words
from coordcare.medication.limit_formulary import limits
from coordcare.medication.maoi_formulary import maoi_conflicts


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("sources.md 8: PMC9243911 tables 6-7", "PMC9243911 tables 6-7"),
        ("FDA boxed warning, age 24 and under: sources.md 8, 4.2 [S43]", "FDA boxed warning, age 24 and under"),
        ("NICE NG222 1.4.24: sources.md 8", "NICE NG222 1.4.24"),
        ("sources.md 4.2 (Florida E-FORCSE) [GK]", "Florida E-FORCSE; general knowledge"),
        ("sources.md data, psychotropics.csv [GK]", "the clinic's list; general knowledge"),
        ("sources.md 4.2 [S29, GK]", "general knowledge"),
        ("set by this clinic, version 2", "set by this clinic, version 2"),
        ("sources.md 3 [S24]", "the clinic's papers"),
    ],
)
def test_a_source_is_told_without_our_own_marks(source, words):
    assert source_words(source) == words


def test_no_source_of_the_lists_is_told_with_our_own_marks():
    sources = {limit.source for limit in limits()}
    sources |= {text for one in maoi_conflicts().values() for text in (one.conflict_source, one.washout_source) if text}
    told = [source_words(source) for source in sources]
    assert not [words for words in told if "sources.md" in words or "[" in words or not words]


@pytest.mark.parametrize(("verified", "words"), [(True, "NICE"), (False, "NICE; clinic default, not verified")])
def test_what_was_not_verified_says_so(verified, words):
    assert Advice("key", "Words.", QUIET, "NICE", verified).standing == words
