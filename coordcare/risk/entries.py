"""The kind of entry that risk adds to the timeline."""

from flask import url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.followup.actions import raise_risk_task, settle_risk_tasks
from coordcare.followup.queries import settled_with
from coordcare.patients.models import Patient
from coordcare.risk import screener_rules
from coordcare.risk.forms import RiskAssessmentForm
from coordcare.risk.models import SCREENER_ITEMS, RiskAssessment
from coordcare.risk.rules import RISK_STATUSES
from coordcare.risk.statement_entries import answer_statement
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from coordcare.timeline.forms import Background
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

ANSWER_WORDS = {True: "Yes", False: "No", None: "Not asked"}


def prepare(standing: Standing, patient: Patient) -> Background:
    return Background(patient.birth_date, today())


def present(values: Values) -> Values:
    """An assessment in words. Who reads the status only gets None for the assessment and no answers."""
    status, level = RISK_STATUSES[values["risk_status"]], values["screener_level"]
    return {
        "title": f"Risk assessment: {status.word}",
        "risk_word": status.word,
        "risk_level": status.level,
        "screener_word": screener_rules.LEVEL_WORDS[level] if level else None,
        "screener_warning": screener_rules.WARNING_LEVELS.get(level) if level else None,
        "differs": screener_rules.differs(level, values["risk_status"]),
        "actions_taken": values["actions_taken"],
        "told": values["told"],
        "assessment": values.get("assessment"),
        "screener": _screener(values) if "screener_1" in values else None,
    }


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing that the form has not checked."""


def on_signed(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Today's assessment is what the open risk tasks asked for; one entered later says nothing of them.

    A plan or an intent then asks for safety, with a task of its own.
    """
    if entry.happened_on == today():
        settle_risk_tasks(standing, "assessed", submission_key=entry.submission_key)
    answer_statement(standing, entry, values)


def on_retracted(standing: Standing, entry: TimelineEntry) -> None:
    """What the assessment closed asks for an answer again."""
    if settled_with(entry.author_id, entry.submission_key):
        words = f"The risk assessment of {plain_day(entry.happened_on)} that closed a risk task was retracted."
        key = f"retracted-{entry.id}"
        raise_risk_task(standing, f"{words} Assess the risk.", entry_id=entry.id, submission_key=key)


def next_page(standing: Standing, entry: TimelineEntry) -> str:
    return url_for("risk.page", patient_id=entry.patient_id)


def _screener(values: Values) -> Values | None:
    """The answers by question number, and the rule that gave the level; None where nothing was asked."""
    answers: dict[int, bool | None] = {number: values[f"screener_{number}"] for number in SCREENER_ITEMS}
    if all(answer is None for answer in answers.values()):
        return None
    recent = values["screener_recent"]
    missing = screener_rules.unanswered(answers)
    rule = screener_rules.screener_rule(answers, recent)
    words = [(f"Question {number}", ANSWER_WORDS[answers[number]]) for number in SCREENER_ITEMS]
    if answers[6]:
        words.append(("Question 6 in the past 3 months", ANSWER_WORDS[recent]))
    return {
        "answers": words,
        "missing": ", ".join(str(number) for number in missing),
        "rule": rule,
        "unverified": None if rule is None or rule.verified else screener_rules.UNVERIFIED,
    }


RISK_ASSESSMENT = Kind(
    key="risk_assessment",
    package="risk",
    word="Risk assessment",
    plural="Risk",
    icon="risk",
    tone="danger",
    action=Action.ASSESS_RISK,
    model=RiskAssessment,
    form=RiskAssessmentForm,
    parts=(
        Part(
            "status",
            Sensitivity.SAFETY,
            columns=("risk_status", "screener_level", "actions_taken", "told"),
            searched=("actions_taken", "told"),
        ),
        Part(
            "assessment",
            Sensitivity.CLINICAL,
            columns=(*(f"screener_{number}" for number in SCREENER_ITEMS), "screener_recent", "assessment"),
            searched=("assessment",),
        ),
    ),
    prepare=prepare,
    present=present,
    check=check,
    drafts=False,
    visit=True,
    facts={"risk_status": "risk_status"},
    on_signed=on_signed,
    on_retracted=on_retracted,
    next_page=next_page,
)
