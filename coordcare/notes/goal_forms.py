"""The goals of the formulation as a session's form asks for them: each is rated by its words, not by its place."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField

from coordcare.fields import AtMost
from coordcare.ipt.forms import ScaleField
from coordcare.ipt.session_rules import GOALS
from coordcare.medication.observation_forms import HeardForm

GOALS_CHANGED = (
    "The goals were changed in the formulation while this form was open. Each of your ratings stands beside the goal"
    " that it was given to, as the goals are today: check them, then sign again."
)
GONE_LENGTH = 800
WORDS = {name: f"{name}_words" for name in GOALS}


def placed(typed: "MultiDict[str, str]", goals: Mapping[str, str]) -> "MultiDict[str, str]":
    """What was typed, with each rating beside the goal to which it was given, wherever that stands in `goals` today.

    `goals_gone` tells the ratings of goals that do not stand any more, `goals_moved` that any rating changed its place.
    A form that does not say what it asked is taken to have asked for the goals of today.
    """
    asked = {name: typed.get(words) or goals.get(name, "") for name, words in WORDS.items()}
    rated = {asked[name]: typed[name].strip() for name in GOALS if typed.get(name, "").strip()}
    moved = any(asked[name] != goals.get(name, "") for name in GOALS if asked[name] in rated)
    now = typed.copy()
    for name, words in WORDS.items():
        goal = goals.get(name, "")
        now[words] = goal
        if moved:
            now[name] = rated.pop(goal, "") if goal else ""
    if moved:
        told = [typed.get("goals_gone"), *(f"“{goal}”: {rating}" for goal, rating in rated.items())]
        now["goals_gone"], now["goals_moved"] = "; ".join(filter(None, told)), "y"
    return now


class GoalForm(HeardForm):
    """The ratings of the goals, what each goal is, and the ratings of goals that stand no more."""

    goal_1 = ScaleField("Goal 1")
    goal_2 = ScaleField("Goal 2")
    goal_3 = ScaleField("Goal 3")
    goal_4 = ScaleField("Goal 4")
    goal_1_words = HiddenField("What goal 1 is")
    goal_2_words = HiddenField("What goal 2 is")
    goal_3_words = HiddenField("What goal 3 is")
    goal_4_words = HiddenField("What goal 4 is")
    goals_gone = StringField(
        "Rated today, and no goal any more",
        validators=[AtMost(GONE_LENGTH)],
    )

    def __init__(self, typed: Any = None, *, goals: Mapping[str, str] | None, **options: Any) -> None:
        self.goals_moved = False
        if typed is not None and goals is not None:
            typed = placed(MultiDict(typed), goals)
            self.goals_moved = bool(typed.pop("goals_moved", None))
        given = {WORDS[name]: goal for name, goal in (goals or {}).items()}
        super().__init__(typed, **(given | options))
        for name, goal in (goals or {}).items():
            self[name].label.text = goal

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.goals_moved:
            self.form_errors.append(GOALS_CHANGED)
        return fine and not self.goals_moved
