"""Goals as they were rated over the sessions of a course, across the versions of the formulation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordcare.access.membership import Standing
from coordcare.documents import kinds as documents
from coordcare.documents.queries import current, version
from coordcare.errors import NotFound
from coordcare.ipt.session_queries import CourseSession
from coordcare.ipt.session_rules import GOALS
from coordcare.ipt.task_rules import FORMULATION


@dataclass(frozen=True, slots=True)
class RatedGoal:
    """A goal by its words, and how it was rated: (session, 0 to 10), in order. `now` tells that it still stands."""

    words: str
    ratings: Sequence[tuple[CourseSession, int]]
    now: bool


def rated_goals(standing: Standing, sessions: Sequence[CourseSession]) -> list[RatedGoal]:
    """The goals that stand and those that were rated, each with its ratings. A reworded goal is another one."""
    words_of = {number: _goals(standing, number) for number in {one.formulation_version for one in sessions}}
    newest = current(standing, documents.named(FORMULATION))
    standing_now = [newest.content[name] for name in GOALS if newest.content.get(name)] if newest else []
    found: dict[str, list[tuple[CourseSession, int]]] = {words: [] for words in standing_now}
    for one in sessions:
        for name, rated in one.goals.items():
            words = words_of[one.formulation_version].get(name)
            if words:
                found.setdefault(words, []).append((one, rated))
    return [RatedGoal(words, ratings, words in standing_now) for words, ratings in found.items()]


def _goals(standing: Standing, number: int | None) -> Mapping[str, str]:
    """The goals of one version of the formulation, by column."""
    if number is None:
        return {}
    try:
        content = version(standing, documents.named(FORMULATION), number).content
    except NotFound:
        return {}
    return {name: content[name] for name in GOALS if content.get(name)}
