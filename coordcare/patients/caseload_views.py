"""The viewer's own patients: the caseload, and finding one of them."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient, signed_in
from coordcare.access.membership import Viewer
from coordcare.access.policy import Action
from coordcare.patients import actions, blueprint, queries
from coordcare.patients.forms import SearchForm
from coordcare.patients.models import Patient
from coordcare.patients.panels import Cell, caseload_columns, reads_all_that_leads
from coordcare.patients.rules import CURRENT, LARGEST_ID, STATUS_WORDS
from coordcare.settings.queries import today
from coordcare.settings.rules import age_on
from coordcare.templating import Link

# A search while one types, after a pause: what was found as a list to choose from, recorded like any other search.
FRAGMENT, OFFERED = "X-Fragment", 8
# The level of a state that asks for nothing: told in plain words, not as a pill.
CALM = 0
GROUPS = {"current": CURRENT, **{status: (status,) for status in STATUS_WORDS}, "all": tuple(STATUS_WORDS)}
GROUP_WORDS = {"current": "Current", **STATUS_WORDS, "all": "All"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the caseload: one headline, or none, and cells under the columns that other packages hand in.

    `beside` is what the leading columns say of a patient when that is not the headline.
    """

    patient: Patient
    age: int
    lead: str
    headline: Cell | None
    beside: list[Cell]
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The caseload as a table; `columns` are the headings of the cells."""

    columns: list[str]
    rows: list[Row]
    more: bool


@blueprint.get("/caseload")
@on_patient(Action.OPEN_RECORD)
def caseload(viewer: Viewer) -> ResponseReturnValue:
    """The viewer's patients by name, of the chosen status."""
    chosen = request.args.get("status", "current")
    chosen = chosen if chosen in GROUPS else "current"
    after = request.args.get("after", type=int)
    after = after if after and 0 < after <= LARGEST_ID else None
    found = queries.my_patients(viewer, GROUPS[chosen], after)
    first = url_for("patients.caseload", status=chosen)
    return render_template(
        "patients/caseload.html",
        table=_table(viewer, found),
        groups=_groups(viewer, chosen),
        newest=first if after else None,
        older=f"{first}&after={found.next_after}" if found.next_after else None,
    )


@blueprint.route("/search", methods=["GET", "POST"])
@signed_in
def search(viewer: Viewer) -> ResponseReturnValue:
    """Find among the viewer's own patients; the words stay out of addresses and logs."""
    form = SearchForm(request.form if request.method == "POST" else None)
    table = None
    if request.method == "POST" and form.validate() and form.q.data:
        actions.record_search(viewer)
        if FRAGMENT in request.headers:
            return render_template("patients/_found.html", rows=queries.find_mine(viewer, form.q.data, OFFERED).rows)
        table = _table(viewer, queries.find_mine(viewer, form.q.data))
    return render_template("patients/search.html", form=form, table=table), 422 if form.errors else 200


def _groups(viewer: Viewer, chosen: str) -> list[Link]:
    counts = queries.status_counts(viewer)
    totals = {group: sum(counts.get(status, 0) for status in statuses) for group, statuses in GROUPS.items()}
    return [
        Link(GROUP_WORDS[group], url_for("patients.caseload", status=group), group == chosen, count=total)
        for group, total in totals.items()
        if total or group in ("current", chosen)
    ]


def _table(viewer: Viewer, found: queries.CaseloadPage) -> Table:
    day = today()
    loaded = caseload_columns(viewer, [row.patient.id for row in found.rows])
    columns = [(column.label, cells) for column, cells in loaded if not column.leads]
    leading = [cells for column, cells in loaded if column.leads]
    people = queries.people({row.lead_id for row in found.rows if row.lead_id is not None})
    leads: dict[int | None, str] = {one: person.name for one, person in people.items()}
    leads[viewer.account_id] = "You"
    rows, whole = [], reads_all_that_leads(viewer)
    for row in found.rows:
        one = row.patient
        first = [cells[one.id] for cells in leading]
        headline = _headline(one, first, day) or (_calm(one, first) if whole else None)
        rows.append(
            Row(
                one,
                age_on(one.birth_date, day),
                leads.get(row.lead_id, ""),
                headline,
                _beside(one, first, headline),
                [cells[one.id] for _, cells in columns],
            )
        )
    return Table([label for label, _ in columns], rows, found.next_after is not None)


def _beside(patient: Patient, leading: list[Cell], headline: Cell | None) -> list[Cell]:
    """What else the leading columns say; nothing presses of a patient who is not treated here now."""
    told = [cell for cell in leading if cell.words and cell is not headline]
    return [cell for cell in told if patient.status in CURRENT or not cell.pressing]


def _headline(patient: Patient, leading: list[Cell], day: date) -> Cell | None:
    """The one reason to look at this patient first: danger, what presses, a visit that is missing; else none.

    A calm state is no reason.
    """
    if worst := max((cell for cell in leading if cell.level), key=lambda cell: cell.level or 0, default=None):
        return worst
    if patient.status not in CURRENT:
        return None
    if found := next((cell for cell in leading if cell.pressing), None):
        return found
    if patient.next_visit_on is None:
        return Cell("No next visit planned")
    return Cell("Day of the next visit has passed") if patient.next_visit_on < day else None


def _calm(patient: Patient, leading: list[Cell]) -> Cell | None:
    """What stands in the place of a reason where there is none; nothing where a risk was never asked about."""
    stated = any(cell.level is not None for cell in leading)
    return Cell("Nothing presses", CALM) if stated and patient.status in CURRENT else None
