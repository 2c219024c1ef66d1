"""A signed entry as it leaves the record: on paper, or as plain text to paste. Both are on record as that."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from coordcare.access.actions import record_answer
from coordcare.access.gate import on_entry
from coordcare.access.membership import Standing
from coordcare.access.policy import Verb
from coordcare.errors import Conflict
from coordcare.extensions import clock
from coordcare.patients.models import Patient
from coordcare.timeline import feed_queries
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.text_rules import plain_text
from coordcare.timeline.views import blueprint


@blueprint.get("/entries/<int:entry_id>/print")
@on_entry(Verb.PRINT)
def paper(standing: Standing, patient: Patient, entry: TimelineEntry) -> ResponseReturnValue:
    """The entry as this viewer reads it, for paper; only its text for whoever asks for text/plain."""
    record_answer()
    card = feed_queries.card(standing, entry.id)
    if card is None:
        raise Conflict("This entry is a draft: sign it before it is printed or copied.")
    if card.retraction is not None and card.retraction.withheld:
        raise Conflict("The text of this entry is withheld: there is nothing to print or copy.")
    shown = {"patient": patient, "entry": card, "printed_at": clock.now()}
    text = plain_text(render_template("timeline/_paper.html", **shown))
    if request.accept_mimetypes.best_match(["text/html", "text/plain"]) == "text/plain":
        return Response(text + "\n", mimetype="text/plain", headers={"Vary": "Accept"})
    return Response(render_template("timeline/paper.html", **shown, text=text), headers={"Vary": "Accept"})
