"""What measures show beside every page of a patient, and in the caseload."""

from collections.abc import Sequence
from datetime import date

from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Sensitivity
from coordcare.measures import drawing, queries, rules
from coordcare.measures.cards import LatestScore, Result, ScoresPanel
from coordcare.measures.wording_rules import MEASURES, PHQ9, Measure
from coordcare.patients.panels import CaseloadColumn, Cell, Panel, Tab
from coordcare.templating import address


def scores_panel(standing: Standing, patient_id: int) -> ScoresPanel:
    """The latest result of each measure with its change and a short line."""
    found = queries.latest(standing)
    scores = [_latest(measure, found[key]) for key, measure in MEASURES.items() if key in found]
    return ScoresPanel(scores, address("measures.page", patient_id=patient_id))


def _latest(measure: Measure, newest_first: list[Result]) -> LatestScore:
    now = newest_first[0]
    totals = [result.point for result in newest_first if result.total is not None]
    change = None
    if now.total is not None and len(totals) > 1:
        change = rules.short_change_words(now.total, totals[1])
    return LatestScore(measure, now, change, drawing.sparkline(measure, totals[::-1]))


def phq9_totals(standing: Standing) -> list[tuple[date, int]]:
    """Every PHQ-9 total that counts with its day, oldest first; none for a viewer who does not read totals."""
    found = queries.results(standing).get(PHQ9.key, [])
    return [(one.on, one.total) for one in found[::-1] if one.total is not None and one.retracted is None]


def last_phq9(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, Cell]:
    """The last PHQ-9 of each of these patients, for the caseload."""
    return {one: Cell(words) for one, words in queries.last_phq9_words(viewer, patient_ids).items()}


SCORES = Panel("scores", "aside", Sensitivity.TEAM, "measures/panels/scores.html", scores_panel)
TAB = Tab("Measures", "measures.page", Action.OPEN_RECORD)
LAST_PHQ9_COLUMN = CaseloadColumn("Last PHQ-9", Sensitivity.TEAM, last_phq9, empty="none yet")
