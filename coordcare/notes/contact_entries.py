"""The kind of entry for a contact. Its parts have readers of their own."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.medication.observation_entries import HEARD_PART
from coordcare.medication.observation_rules import heard
from coordcare.notes import rules
from coordcare.notes.contact_forms import ContactBackground, ContactForm
from coordcare.notes.models import Contact
from coordcare.patients.models import Patient
from coordcare.patients.queries import readers
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Kind, Part, Values
from coordcare.timeline.models import TimelineEntry

CONTACT_PART = Part(
    "contact",
    Sensitivity.TEAM,
    columns=("contact_type", "direction", "with_whom", "reached", "text"),
    searched=("text", "with_whom"),
)


def prepare(standing: Standing, patient: Patient) -> ContactBackground:
    """Who reads which part, by the policy and the team as they are now."""
    return ContactBackground(
        patient.birth_date,
        today(),
        readers(patient.id, CONTACT_PART.sensitivity),
        readers(patient.id, HEARD_PART.sensitivity),
        standing.reads(HEARD_PART.sensitivity, standing.viewer.account_id),
    )


def present(values: Values) -> Values:
    """A contact in words, with what was reported where the viewer reads it."""
    reached, direction = values["reached"], values["direction"]
    return {
        **values,
        **heard(values),
        "title": rules.contact_title(values["contact_type"], direction, values["with_whom"], reached),
        "type_word": rules.CONTACT_TYPES[values["contact_type"]],
        "direction_word": rules.DIRECTIONS[direction] if direction else None,
        "reached_word": rules.REACHED[reached] if reached else None,
        "reads_reported": "adherence" in values,
    }


def check(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """Nothing that the form has not checked."""


CONTACT = Kind(
    key="contact",
    package="notes",
    word="Contact",
    plural="Contacts",
    icon="contact",
    tone="contact",
    action=Action.WRITE_CONTACT,
    model=Contact,
    form=ContactForm,
    parts=(CONTACT_PART, HEARD_PART),
    prepare=prepare,
    present=present,
    check=check,
)
