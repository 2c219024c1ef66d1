"""The side effects that stand on a review, out of what was last reported."""

from coordcare.medication import effect_rules
from coordcare.medication.effect_rules import Told
from coordcare.medication.observation_queries import Latest
from coordcare.review.reading_queries import Reading


def effects_of(known: Reading, observed: Latest) -> list[Told]:
    """Side effects of the last 28 days, or since the last change of a dose: the latest report of each, newest first."""
    told = [Told(effect, one.on, one.by, one.entry_id) for one in observed.effects for effect in one.side_effects]
    return effect_rules.standing(told, effect_rules.window_from(known.changes, known.on))
