"""The living documents of a course: the inventory, the formulation, and the work on the focus."""

from dataclasses import dataclass
from datetime import date, datetime

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents.kinds import Content, Document
from coordcare.ipt import drawing, queries
from coordcare.ipt.concern_forms import ConcernForm
from coordcare.ipt.concern_queries import Concerns, concerns
from coordcare.ipt.focus_rules import fields_of
from coordcare.ipt.formulation_forms import SHARED, FocusForm, FormulationForm
from coordcare.ipt.inventory_forms import LABELS, InventoryForm
from coordcare.ipt.people_rules import CONTACTS, RINGS, WAYS, Person, differences, people
from coordcare.ipt.rules import FOCUS_WORDS
from coordcare.ipt.task_rules import FORMULATION, INVENTORY
from coordcare.templating import plain_day


@dataclass(frozen=True, slots=True)
class BesideInventory:
    """Which safety concerns the team was told of, and the form that tells it."""

    standing: Standing

    def concerns(self, found: list[Person], written_at: datetime) -> Concerns:
        """Of whom a task is open, and of whom none is."""
        return concerns(self.standing, found, written_at)

    def form(self, number: int) -> ConcernForm:
        """The form that tells the team of the concerns of a version."""
        return ConcernForm(inventory_version=number)

    def changes(self, before: list[Person], now: list[Person]) -> list[str]:
        """What became of the circle since an earlier version."""
        return differences(before, now)


def present_inventory(content: Content) -> Content:
    """The people with their circle, and those with a safety concern."""
    found = people(content)
    return {
        "people": found,
        "circle": drawing.circle(found),
        "concerns": [one.name for one in found if one.safety_concern],
        "rings": RINGS,
        "marks": drawing.legend(),
        "told": [(one, _told(one)) for one in found],
    }


def present_formulation(content: Content) -> Content:
    """The goals that are written, and the rest as it stands."""
    goals = [goal for number in range(1, 5) if (goal := content.get(f"goal_{number}"))]
    agreed = content.get("agreed_on")
    return {**content, "goals": goals, "agreed_on": date.fromisoformat(agreed) if agreed else None}


def present_focus(content: Content) -> Content:
    """The areas of which something is written, each with its lines."""
    areas = []
    for area, word in FOCUS_WORDS.items():
        told = {field: content[name] for name, field in fields_of(area).items() if content.get(name)}
        lines = [(field, _day(words) if field.is_day else words) for field, words in told.items()]
        if lines:
            areas.append((word, lines))
    return {"areas": areas}


def _beside_inventory(standing: Standing) -> BesideInventory:
    return BesideInventory(standing)


def _beside_focus(standing: Standing) -> Content:
    """The areas of the course, whose fields stand open, and the fields of all."""
    course = queries.latest_course(standing.patient_id)
    return {
        "chosen": course.areas if course else {},
        "areas": [(area, word, list(fields_of(area))) for area, word in FOCUS_WORDS.items()],
    }


def _told(one: Person) -> list[tuple[str, str]]:
    """What is told of a person, as lines: what is short together."""
    told = one.told
    often, how = CONTACTS.get(told.get("contact_frequency") or ""), WAYS.get(told.get("contact_mode") or "")
    ratings = {"support": one.supportive, "strain": one.strain}
    rated = [f"{word} {value}" for word, value in ratings.items() if value is not None]
    known = {"confides": "The patient confides in them", "knows_about_illness": "They know of the illness"}
    lines = {
        "From 0 to 10": ", ".join(rated).capitalize(),
        "Contact": ", ".join(filter(None, (often, how.lower() if how and often else how))),
        "Trust": ". ".join(words for name, words in known.items() if told.get(name)),
        "Focus": FOCUS_WORDS.get(told.get("linked_problem_area") or ""),
        **{label: told.get(name) for name, label in LABELS.items()},
        "Changed on": _day(told.get("changed_on")),
    }
    return [(label, words) for label, words in lines.items() if words]


def _day(written: str | None) -> str | None:
    return plain_day(date.fromisoformat(written)) if written else None


INVENTORY_DOCUMENT = Document(
    key=INVENTORY,
    word="Interpersonal inventory",
    icon="users",
    tone="session",
    action=Action.WRITE_SESSION_NOTE,
    sensitivity=Sensitivity.WORKING,
    form=InventoryForm,
    present=present_inventory,
    endpoint="ipt.inventory",
    tab="ipt.course",
    show_template="ipt/inventory/show.html",
    form_template="ipt/inventory/form.html",
    print_template=None,
    none_yet="No inventory yet. Begin with the people who matter now; a name and a ring are enough to draw the circle.",
    beside=_beside_inventory,
)
FORMULATION_DOCUMENT = Document(
    key=FORMULATION,
    word="Formulation",
    icon="pen",
    tone="session",
    action=Action.WRITE_SESSION_NOTE,
    sensitivity=Sensitivity.WORKING,
    form=FormulationForm,
    present=present_formulation,
    endpoint="ipt.formulation",
    tab="ipt.course",
    show_template="ipt/formulation/show.html",
    form_template="ipt/formulation/form.html",
    print_template=None,
    none_yet="No formulation yet. The summary in plain words is what the psychiatrist reads first.",
    shared=SHARED,
    shared_sensitivity=Sensitivity.CLINICAL,
    part_words=("Summary, goals, agreement", "The rest"),
)
FOCUS_DOCUMENT = Document(
    key="focus_work",
    word="Work on the focus",
    icon="flag",
    tone="session",
    action=Action.WRITE_SESSION_NOTE,
    sensitivity=Sensitivity.WORKING,
    form=FocusForm,
    present=present_focus,
    endpoint="ipt.focus",
    tab="ipt.course",
    show_template="ipt/focus/show.html",
    form_template="ipt/focus/form.html",
    print_template=None,
    none_yet="Nothing is written about the focus yet.",
    beside=_beside_focus,
)
DOCUMENTS = (INVENTORY_DOCUMENT, FORMULATION_DOCUMENT, FOCUS_DOCUMENT)
