"""One patient's record while its story is lived through, and signing into it as the application does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from coordcare.access.membership import Standing, Viewer, standing
from coordcare.access.policy import Verb
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.demo.fields_rules import Fields
from coordcare.demo.rules import Story
from coordcare.errors import Invalid, NotFound
from coordcare.patients.models import Patient
from coordcare.patients.queries import load
from coordcare.timeline import actions as timeline
from coordcare.timeline.forms import EntryForm
from coordcare.timeline.kinds import Kind


@dataclass
class Chart:
    """A record in the making. `made` holds ids by the identity of what was told; `signed` the last entry of an author
    and kind; `keys` counts the forms that were sent.
    """

    story: Story
    staff: Mapping[str, Viewer]
    patient_id: int = 0
    made: dict[int, int] = field(default_factory=dict)
    signed: dict[tuple[str, str], int] = field(default_factory=dict)
    keys: int = 0

    def standing(self, by: str) -> Standing:
        return standing(self.staff[by], self.patient_id)

    def patient(self) -> Patient:
        patient = load(self.patient_id)
        if patient is None:
            raise NotFound
        return patient

    def new_key(self) -> str:
        """The mark of a form, as the page would have given it."""
        self.keys += 1
        return f"demo-{self.patient_id}-{self.keys}"


def sign(chart: Chart, by: str, kind: Kind, fields: Fields, on: date) -> int:
    """Fill in a kind's form and sign it; the entry's id. Raises Invalid where the form refuses."""
    own = chart.standing(by)
    record(Event(Happening.VIEW, own.viewer.actor, chart.patient_id, rule=Verb.CREATE.value, subject=kind.key))
    form = filled_form(chart, own, kind, fields)
    if not own.may(kind.action) or not form.validate():
        raise Invalid(f"{kind.key} of {on} by {by} is refused: {form.errors}")
    entry = timeline.sign(own, kind, form.typed(), form.content(), submission_key=chart.new_key())
    chart.signed[by, kind.key] = entry.id
    return entry.id


def filled_form(chart: Chart, own: Standing, kind: Kind, fields: Fields) -> EntryForm:
    """A kind's form with what somebody typed."""
    background: Any = kind.prepare(own, chart.patient())
    form: EntryForm = kind.form(MultiDict(fields), background=background)
    return form
