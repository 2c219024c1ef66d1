"""The clinic's list of drugs, for who configures the clinic."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_duty
from coordcare.access.membership import Viewer
from coordcare.access.policy import Duty
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.fields import put_at_field
from coordcare.medication import list_actions, list_queries
from coordcare.medication.formulary import capitalized
from coordcare.medication.list_forms import DrugForm
from coordcare.versions.forms import put_both

blueprint = Blueprint("drug_list", __name__, url_prefix="/drug-list")


@blueprint.get("")
@on_duty(Duty.CONFIGURE)
def page(viewer: Viewer) -> ResponseReturnValue:
    """Every drug, or those of a few letters (?q=), and what was changed."""
    drugs, letters = list_queries.drug_list(), request.args.get("q", "")[:80]
    shown = drugs.search(letters) if letters.strip() else list(drugs.drugs.values())
    return render_template(
        "medication/list.html", drugs=shown, letters=letters, drug_list=drugs, changes=list_queries.list_changes()
    )


@blueprint.route("/drug", methods=["GET", "POST"])
@on_duty(Duty.CONFIGURE)
def drug(viewer: Viewer) -> ResponseReturnValue:
    """One drug of the list (?of=sertraline), or a new one, in its form. Changes that are signed keep what they say."""
    drugs, asked = list_queries.drug_list(), request.args.get("of")
    of = drugs.drugs.get(asked) if asked else None
    if asked and of is None:
        raise NotFound
    if request.method == "GET":
        return render_template("medication/list_drug.html", form=DrugForm(of=of, drugs=drugs), drug=of)
    form = DrugForm(request.form, of=of, drugs=drugs)
    if not form.validate():
        return render_template("medication/list_drug.html", form=form, drug=of), 422
    one = form.drug()
    try:
        list_actions.set_drug(viewer, form.version_shown(), one, new=of is None, submission_key=form.key())
    except Conflict as error:
        drugs = list_queries.drug_list()
        put_both(form, error, DrugForm(of=drugs.drugs.get(one.drug.generic), drugs=drugs))
        return render_template("medication/list_drug.html", form=form, drug=of), error.status
    except Invalid as error:
        put_at_field(form, error)
        return render_template("medication/list_drug.html", form=form, drug=of), error.status
    flash(f"{capitalized(one.drug.generic)} is set, for changes that are signed from now on.")
    return redirect(url_for("drug_list.page"), 303)
