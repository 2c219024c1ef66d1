"""What risk shows on every page of a patient."""

from dataclasses import dataclass

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents import queries as documents
from coordcare.documents.queries import VersionLine
from coordcare.followup.cards import ItemCard
from coordcare.followup.item_queries import open_risk_tasks
from coordcare.patients.panels import CaseloadColumn, Panel, Tab
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
    tasks = open_risk_tasks(standing)
    return RiskBanner(
        queries.risk_panel(standing, patient_id),
        tasks[0] if tasks else None,
        max(len(tasks) - 1, 0),
        documents.newest(standing, SAFETY_PLAN),
    )


RISK = Panel("risk", "banner", Sensitivity.SAFETY, "risk/panels/risk.html", banner)
RISK_COLUMN = CaseloadColumn("Risk last stated", Sensitivity.SAFETY, queries.risk_words)
TAB = Tab("Risk", "risk.page", Action.OPEN_RECORD)
