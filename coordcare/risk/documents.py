"""The living document that risk keeps: the safety plan."""

from coordcare.access.policy import Action, Sensitivity
from coordcare.documents.kinds import Content, Document
from coordcare.risk.forms import SafetyPlanForm
from coordcare.risk.plan_rules import SECTIONS, plan_lines


def present(content: Content) -> Content:
    """Each section with its lines, by key, and the labels of those that are empty."""
    lines = {key: plan_lines(content.get(key)) for key in SECTIONS}
    return {"lines": lines, "sections": SECTIONS, "empty": [SECTIONS[key].label for key in SECTIONS if not lines[key]]}


SAFETY_PLAN = Document(
    key="safety_plan",
    word="Safety plan",
    icon="shield",
    tone="danger",
    action=Action.ASSESS_RISK,
    sensitivity=Sensitivity.SAFETY,
    form=SafetyPlanForm,
    present=present,
    endpoint="risk.safety_plan",
    tab="risk.page",
    show_template="risk/safety_plan/show.html",
    form_template="risk/safety_plan/form.html",
    print_template="risk/safety_plan/print.html",
    none_yet=(
        "No safety plan yet. Whoever assesses risk writes it with the patient, in the patient’s words, and gives them"
        " the printed page."
    ),
)
