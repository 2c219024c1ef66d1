"""What medication shows on every page of a patient."""

from coordcare.access.policy import Action, Sensitivity
from coordcare.medication import queries
from coordcare.patients.panels import Panel, Tab

REGIMEN = Panel("regimen", "aside", Sensitivity.REGIMEN, "medication/panels/regimen.html", queries.regimen_panel)
TAB = Tab("Medication", "medication.medication_page", Action.OPEN_RECORD)
