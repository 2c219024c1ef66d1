"""What a story does beside the timeline: safety plans, follow-up items, absences and process notes."""

from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.demo.act_rules import Act
from coordcare.demo.care_rules import Away
from coordcare.demo.care_rules import Step as Told
from coordcare.demo.chart_actions import Chart
from coordcare.demo.fields_rules import typed
from coordcare.demo.queries import watched_by
from coordcare.demo.rules import plain
from coordcare.documents import actions as documents
from coordcare.documents import kinds as documents_by_key
from coordcare.documents.queries import newest_number
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import clock
from coordcare.followup import actions as followup
from coordcare.followup.absence_actions import set_absence
from coordcare.followup.panels import strongest
from coordcare.followup.queries import open_risk_item_ids, visible_item
from coordcare.followup.team_queries import Colleague, colleagues_on
from coordcare.ipt.task_rules import FORMULATION
from coordcare.process_notes.actions import begin
from coordcare.process_notes.rules import Words
from coordcare.review.actions import decide_no_change
from coordcare.review.decision_queries import REVIEW_PAGE, since
from coordcare.review.forms import Mark
from coordcare.risk.documents import SAFETY_PLAN
from coordcare.risk.forms import SafetyPlanForm
from coordcare.settings.queries import today
from coordcare.timeline import kinds

OPENED = Action.OPEN_PROGRESS_REVIEW
WATCHED_FOR = timedelta(days=6)


def write_plan(chart: Chart, act: Act) -> None:
    """The next version of the safety plan; `act.number` says how many there are."""
    form = SafetyPlanForm(MultiDict(act.item.fields))
    if not form.validate() or set(act.item.fields) - set(form.data):
        raise Invalid(f"The safety plan of {act.day} is refused: {form.errors}")
    documents.publish(
        chart.standing(act.by),
        SAFETY_PLAN,
        form.typed(),
        form.content(),
        submission_key=chart.new_key(),
        base=act.number or 0,
        version=None,
    )


def write_document(chart: Chart, act: Act) -> None:
    """The next version of a document of the course."""
    own, told, document = chart.standing(act.by), act.item, documents_by_key.named(act.item.document)
    agreed = {"agreed_on": act.day} if told.document == FORMULATION else {}
    form = document.form(MultiDict(typed({**told.fields, **agreed})))
    if not form.validate() or form.is_empty():
        raise Invalid(f"The {told.document} of {act.day} is refused: {form.errors}")
    documents.publish(
        own,
        document,
        form.typed(),
        form.content(),
        submission_key=chart.new_key(),
        base=newest_number(own, document),
        version=None,
    )


def ask(chart: Chart, act: Act) -> None:
    """One item for a colleague, on the asker's last entry of a kind or alone."""
    told, own = act.item, chart.standing(act.by)
    person = chart.staff.get(told.to)
    account_id, discipline = (person.account_id, None) if person else (None, told.to)
    asked = [
        one for one in colleagues_on(chart.patient_id) if one.id == account_id or one.discipline.value == discipline
    ]
    item = followup.raise_item(
        own,
        nature=told.nature,
        text=plain(told.text),
        sensitivity=_sensitivity(own, asked, told.on),
        urgency=told.urgency,
        submission_key=chart.new_key(),
        for_account_id=account_id,
        for_discipline=discipline,
        entry_id=chart.signed[act.by, told.on] if told.on else None,
    )
    chart.made[id(told)] = item.id


def step(chart: Chart, act: Act) -> None:
    """A step on the item that the act is about, or on every risk task that is open."""
    own = chart.standing(act.by)
    item_ids = open_risk_item_ids(own) if act.about is None else [chart.made[id(act.about)]]
    if not item_ids:
        raise NotFound
    for item_id in item_ids:
        _step(chart, own, item_id, act.item)


def note_watched(chart: Chart, by: str) -> None:
    """Before somebody writes, they acknowledge what a change asked them to watch for; a week later it is done."""
    own = chart.standing(by)
    for item in watched_by(chart.patient_id, own.viewer.account_id):
        if item.status == "open":
            followup.acknowledge(own, item.id, version=item.version, submission_key=chart.new_key())
        elif clock.now() - item.raised_at > WATCHED_FOR:
            followup.close(own, item.id, "done", "", version=item.version, submission_key=chart.new_key())


def review(chart: Chart, by: str, reason: str) -> None:
    """Somebody reviews the record, and leaves medication as it is."""
    own = chart.standing(by)
    event = Event(Happening.VIEW, own.viewer.actor, chart.patient_id, rule=OPENED.value, subject=REVIEW_PAGE)
    seq = record(event)[0]
    shown = since(own, seq, today(), "").shown
    mark = Mark(own.patient_id, own.viewer.account_id, seq, today(), shown.digest, seq)
    decide_no_change(own, mark, ["asks", "insights", "changes"], plain(reason), submission_key=chart.new_key())


def write_privately(chart: Chart, act: Act) -> None:
    """A process note, sealed."""
    words = Words(act.day, act.item.title, plain(act.item.text))
    begin(chart.standing(act.by), words, form_key=chart.new_key())


def leave(chart: Chart, act: Act) -> None:
    """An absence of the story's own time."""
    stay_away(chart, act.item, act.on or act.day)


def stay_away(chart: Chart, away: Away, first: date) -> None:
    """An absence from its first day on."""
    last = first + timedelta(days=away.days - 1)
    set_absence(chart.staff[away.by], first, last, chart.staff[away.covered_by].account_id)


def _step(chart: Chart, own: Standing, item_id: int, told: Told) -> None:
    item, key, text = visible_item(own, item_id), chart.new_key(), plain(told.text or "")
    if item is None:
        raise NotFound
    if told.step == "acknowledged":
        followup.acknowledge(own, item_id, version=item.version, submission_key=key)
    elif told.step == "answered":
        followup.answer(own, item_id, text, version=item.version, submission_key=key)
    elif told.step == "called":
        followup.record_call(own, item_id, told.outcome or "", text, submission_key=key)
    else:
        followup.close(own, item_id, told.outcome or "", text, version=item.version, submission_key=key)


def _sensitivity(own: Standing, asked: list[Colleague], on: str | None) -> Sensitivity:
    """As the page has it: the entry's; alone clinical, or for the team where one of the two does not read that."""
    if on is not None:
        return strongest(kinds.named(on))
    clinical = Sensitivity.CLINICAL
    both = own.reads(clinical) and all(one.reads(clinical) for one in asked)
    return clinical if both else Sensitivity.TEAM
