"""What waits for me: risk, what I owe, what came back, who comes, drafts, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordcare.access.membership import Viewer
from coordcare.documents.queries import Begun, my_drafts
from coordcare.followup import item_queries as followup
from coordcare.followup.cards import ItemCard
from coordcare.medication.monitoring_cards import LastResult
from coordcare.medication.visit_queries import AwaitedChange, awaiting_changes
from coordcare.patients.models import Patient
from coordcare.patients.queries import my_patients
from coordcare.review.unacted_queries import reviews_due, unacted_results
from coordcare.risk.queries import risks
from coordcare.settings.queries import today
from coordcare.timeline import feed_queries, kinds
from coordcare.timeline import queries as entries
from coordcare.timeline.cards import DraftCard

SHOWN = 8
MOST_PATIENTS = 1000


@dataclass(frozen=True, slots=True)
class News:
    """What others signed on a patient since the viewer's last look: how many of each kind, in words."""

    patient: Patient
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Risk:
    """A patient of whom a risk stands, worst first: level 1 to 3."""

    patient: Patient
    word: str
    level: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft of the viewer's with its patient."""

    draft: DraftCard
    patient: Patient


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document of which the viewer has begun a next version."""

    begun: Begun
    patient: Patient


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A visit of the viewer's that says that medication changed, without the change itself."""

    awaited: AwaitedChange
    patient: Patient


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A patient's last results out of range on which nobody has acted."""

    patient: Patient
    results: Sequence[LastResult]


@dataclass(frozen=True, slots=True)
class Promised:
    """A patient of whom a review is due by a day that stands with a change."""

    patient: Patient
    on: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """Home of a member of the clinical staff. Of long lists the first are here, and how many there are."""

    risk_tasks: list[ItemCard]
    risks: list[Risk]
    out_of_range: list[OutOfRange]
    reviews: list[Promised]
    today: list[Patient]
    coming: list[Patient]
    owed: list[ItemCard]
    owed_count: int
    came_back: list[ItemCard]
    came_back_count: int
    waiting: list[Waiting]
    documents: list[WaitingDocument]
    changes: list[WaitingChange]
    news: list[News]
    patient_count: int


def home_page(viewer: Viewer) -> HomePage:
    """All of home in a number of statements that does not grow with the caseload."""
    mine = {row.patient.id: row.patient for row in my_patients(viewer, limit=MOST_PATIENTS).rows}
    counts = feed_queries.new_counts(viewer)
    news = [_news(mine[patient_id], found) for patient_id, found in counts.items() if patient_id in mine]
    drafts = entries.my_drafts(viewer)
    stated = risks(viewer, list(mine))
    owed = [item for item in followup.owed(viewer) if not item.is_risk]
    came_back = followup.came_back(viewer)
    day = today()
    visits = _visits(list(mine.values()), day)
    standing = [Risk(mine[patient_id], status.word, status.level or 0) for patient_id, status in stated.items()]
    return HomePage(
        risk_tasks=followup.risk_tasks(viewer),
        risks=sorted((one for one in standing if one.level), key=lambda one: (-one.level, one.patient.name)),
        out_of_range=[
            OutOfRange(mine[one.patient_id], one.results) for one in unacted_results(viewer) if one.patient_id in mine
        ],
        reviews=[
            Promised(mine[one.patient_id], one.on, one.overdue) for one in reviews_due(viewer) if one.patient_id in mine
        ],
        waiting=[Waiting(draft, mine[draft.patient_id]) for draft in drafts if draft.patient_id in mine],
        documents=[WaitingDocument(one, mine[one.patient_id]) for one in my_drafts(viewer) if one.patient_id in mine],
        changes=[
            WaitingChange(one, mine[one.patient_id]) for one in awaiting_changes(viewer) if one.patient_id in mine
        ],
        news=sorted(news, key=lambda item: (-item.count, item.patient.name)),
        today=[patient for patient in visits if patient.next_visit_on == day],
        coming=[patient for patient in visits if patient.next_visit_on != day][:SHOWN],
        owed=owed[:SHOWN],
        owed_count=len(owed),
        came_back=came_back[:SHOWN],
        came_back_count=len(came_back),
        patient_count=len(mine),
    )


def _news(patient: Patient, counts: dict[str, int]) -> News:
    words = [
        f"{count} {(kind.word if count == 1 else kind.word + 's').lower()}"
        for kind in kinds.every()
        if (count := counts.get(kind.key))
    ]
    return News(patient, sum(counts.values()), ", ".join(words))


def _visits(patients: Sequence[Patient], day: date) -> list[Patient]:
    coming = [patient for patient in patients if patient.next_visit_on and patient.next_visit_on >= day]
    return sorted(coming, key=lambda patient: (patient.next_visit_on or day, patient.name))
