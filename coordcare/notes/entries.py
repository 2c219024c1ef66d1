"""The kind of entry for life events."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.notes import rules
from coordcare.notes.forms import LifeEventForm
from coordcare.notes.models import LifeEvent
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from coordcare.timeline.forms import Background
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry


def prepare_event(standing: Standing, patient: Patient) -> Background:
    return Background(patient.birth_date, today())


def present_event(values: Values) -> Values:
    """A life event in words; `more` is its text where the title does not say all of it."""
    first = rules.headline(values["text"])
    return {
        **values,
        "title": f"Life event: {first}",
        "more": values["text"] if values["text"].rstrip(".") != first else None,
        "category_word": rules.CATEGORIES[values["category"]],
        "impact_word": rules.IMPACTS[values["impact"]],
    }


def check_event(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing that the form has not checked."""


LIFE_EVENT = Kind(
    key="life_event",
    package="notes",
    word="Life event",
    plural="Life events",
    icon="calendar",
    tone="event",
    action=Action.RECORD_LIFE_EVENT,
    model=LifeEvent,
    form=LifeEventForm,
    parts=(
        Part(
            "event",
            Sensitivity.CLINICAL,
            columns=("category", "text", "impact", "ended_on"),
            searched=("text",),
        ),
    ),
    prepare=prepare_event,
    present=present_event,
    check=check_event,
)
