"""What session notes show on every page of a patient."""

from coordcare.access.policy import Sensitivity
from coordcare.notes import queries
from coordcare.patients.panels import CaseloadColumn, Panel

RISK = Panel("risk", "banner", Sensitivity.SAFETY, "notes/panels/risk.html", queries.risk_panel)
RISK_COLUMN = CaseloadColumn("Risk last stated", Sensitivity.SAFETY, queries.risk_words)
