"""The kind of entry that measures add to the timeline."""

from typing import Any

from flask import has_request_context, request, url_for

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.followup.actions import raise_risk_task
from coordcare.measures import queries, rules
from coordcare.measures.forms import MeasureBackground, MeasureForm
from coordcare.measures.models import MeasureResult
from coordcare.measures.wording_rules import DIFFICULTY_OPTIONS, GIVEN, MEASURES, OPTIONS, PHQ9
from coordcare.patients.models import Patient
from coordcare.risk.queries import last_assessment
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

ITEMS = tuple(item.column for item in PHQ9.items)


def prepare(standing: Standing, patient: Patient) -> MeasureBackground:
    """The measure that the address asks for (?measure=gad7), PHQ-9 otherwise."""
    asked = request.args.get("measure", "") if has_request_context() else ""
    return MeasureBackground(patient.birth_date, today(), asked if asked in MEASURES else PHQ9.key)


def present(values: Values) -> Values:
    """A result in words: the total always, the alert and the answers where they are readable."""
    measure = MEASURES[values["measure"]]
    answers = [(item, values[item.column]) for item in measure.items] if "item_1" in values else []
    difficulty = values.get("difficulty")
    return {
        "title": rules.title(values),
        "measure": measure,
        "total": values["total"],
        "band_word": rules.band_word(measure, values["band"]) if values["band"] else None,
        "answered_words": rules.answered_words(values),
        "given_word": GIVEN[values["given"]],
        "alert": _alert(values),
        "item_9_open": measure.safety_item is not None and values.get("item_9_positive", False) is None,
        "answers": [
            (item.number, item.text, answer, None if answer is None else OPTIONS[answer].word)
            for item, answer in answers
        ],
        "difficulty_word": None if difficulty is None else DIFFICULTY_OPTIONS[difficulty].word,
    }


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing beyond the form: a result depends on no other entry."""


def on_signed(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """An item 9 above 0 is never silently stored: the team owes an answer, as of the same transaction."""
    answer = values["item_9"]
    if not values["item_9_positive"]:
        return
    last = last_assessment(standing.patient_id)
    assessed_on = last.on if last else None
    urgency = rules.item_9_urgency(answer, queries.item_9_before(standing, entry), assessed_on, today())
    raise_risk_task(
        standing,
        rules.item_9_text(entry.happened_on, urgency, assessed_on),
        entry_id=entry.id,
        submission_key=entry.uid,
        urgency=urgency,
    )


def next_page(standing: Standing, entry: TimelineEntry) -> str | None:
    """After a positive item 9 the risk comes first."""
    if not queries.item_9_is_positive(standing, entry.id):
        return None
    return url_for("risk.page", patient_id=standing.patient_id)


def _alert(values: dict[str, Any]) -> str | None:
    """Item 9 above 0, with the answer for those who read answers. A 0 is no clearance, so nothing is said of it."""
    if not values.get("item_9_positive"):
        return None
    if "item_9" not in values:
        return "Item 9 above 0"
    return f"Item 9: {OPTIONS[values['item_9']].word.lower()}"


MEASURE_RESULT = Kind(
    key=queries.KIND,
    package="measures",
    word="Score",
    plural="Scores",
    icon="chart",
    tone="score",
    action=Action.RECORD_MEASURE,
    model=MeasureResult,
    form=MeasureForm,
    parts=(
        Part("total", Sensitivity.TEAM, columns=("measure", "given", "answered", "total", "prorated", "band")),
        Part("alert", Sensitivity.SAFETY, columns=("item_9_positive",)),
        Part("answers", Sensitivity.CLINICAL, columns=(*ITEMS, "difficulty"), on_card=("item_9",)),
    ),
    prepare=prepare,
    present=present,
    check=check,
    drafts=False,
    visit=True,
    on_signed=on_signed,
    next_page=next_page,
)
