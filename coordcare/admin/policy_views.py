"""The policy page: the very tables that the gate reads, with a sentence for each row."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from coordcare.access import policy
from coordcare.access.gate import signed_in
from coordcare.access.membership import Viewer
from coordcare.access.policy import Discipline

blueprint = Blueprint("policy", __name__)


@blueprint.get("/policy")
@signed_in
def policy_page(viewer: Viewer) -> ResponseReturnValue:
    """Who does what and who reads what, with the viewer's own column marked."""
    return render_template(
        "admin/policy.html",
        own=viewer.discipline,
        disciplines=[(discipline, policy.DISCIPLINE_WORDS[discipline]) for discipline in Discipline],
        actions=[(action, policy.ACTION_WORDS[action], row) for action, row in policy.ACTIONS.items()],
        readers=[(part, policy.SENSITIVITY_WORDS[part], row) for part, row in policy.READERS.items()],
        verbs=[(verb.value, reach.value) for verb, reach in policy.VERBS.items()],
        duties=list(policy.DUTY_WORDS.values()),
    )
