"""What risk shows on every page of a patient."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents import queries as documents
from coordcare.documents.queries import VersionLine
from coordcare.followup.cards import ItemCard
from coordcare.followup.item_queries import open_risk_tasks
from coordcare.followup.queries import has_open_risk_task, with_open_risk_task
from coordcare.patients.panels import CaseloadColumn, Cell, Panel, Tab
from coordcare.risk import queries
from coordcare.risk.documents import SAFETY_PLAN
from coordcare.risk.rules import CurrentRisk


@dataclass(frozen=True, slots=True)
class RiskBanner:
    """The status that stands, the open risk task that is due first, how many more there are, and the plan."""

    current: CurrentRisk
    task: ItemCard | None
    more: int
    plan: VersionLine | None


def banner(standing: Standing, patient_id: int) -> RiskBanner:
    # On every page of the patient, and mostly there is none: asked for cheaply before the cards are made.
    tasks = open_risk_tasks(standing) if has_open_risk_task(patient_id) else []
    return RiskBanner(
        queries.risk_panel(standing, patient_id),
        tasks[0] if tasks else None,
        max(len(tasks) - 1, 0),
        documents.newest(standing, SAFETY_PLAN),
    )


def caseload(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, Cell]:
    """The risk last stated of each of these patients, and whether a risk task is open."""
    cells = {one: Cell(status.word, status.level) for one, status in queries.risks(viewer, patient_ids).items()}
    for patient_id in with_open_risk_task(viewer, patient_ids):
        stated = cells.get(patient_id, Cell("not yet assessed"))
        cells[patient_id] = Cell(
            f"Risk task open; {stated.words[:1].lower()}{stated.words[1:]}", max(stated.level or 0, 2)
        )
    return cells


RISK = Panel("risk", "banner", Sensitivity.SAFETY, "risk/panels/risk.html", banner)
RISK_COLUMN = CaseloadColumn(
    "Risk last stated", Sensitivity.SAFETY, caseload, empty="risk not yet assessed", leads=True
)
TAB = Tab("Risk", "risk.page", Action.OPEN_RECORD)
