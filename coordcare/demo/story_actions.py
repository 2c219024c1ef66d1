"""Living through one patient's story, week by week, so that its record is as real as any other."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from coordcare.access.membership import Viewer
from coordcare.access.policy import Action
from coordcare.audit.actions import Event as AuditEvent
from coordcare.audit.actions import record
from coordcare.audit.rules import Happening
from coordcare.demo import care_actions
from coordcare.demo.act_rules import Act, Verb
from coordcare.demo.calendar_rules import last_open_day, open_day
from coordcare.demo.care_fields_rules import (
    assessment_fields,
    contact_fields,
    heard_fields,
    measured_fields,
    score_fields,
    visit_fields,
)
from coordcare.demo.care_rules import COORDINATOR, Assessed, Contact, Heard, Measured, Visit
from coordcare.demo.chart_actions import Chart, filled_form, sign
from coordcare.demo.course_rules import NotHeld, Summed
from coordcare.demo.fields_rules import (
    Fields,
    change_fields,
    event_fields,
    not_held_fields,
    session_fields,
    typed,
    work_fields,
)
from coordcare.demo.rules import Change, Draft, Event, Session, Story, plain
from coordcare.demo.schedule_rules import acts
from coordcare.demo.score_rules import Filled
from coordcare.errors import NotFound
from coordcare.extensions import clock
from coordcare.ipt.actions import start_course, take_step
from coordcare.ipt.queries import active_course
from coordcare.ipt.rules import CoursePlan, Step
from coordcare.ipt.type_rules import COURSE_TYPES
from coordcare.patients.actions import add_patient, change_particulars, plan_next_visit
from coordcare.patients.health_actions import add_health_item, end_health_item, record_no_known_allergies
from coordcare.patients.rules import NO_KNOWN_ALLERGIES_WORDS, Category, PatientValues
from coordcare.patients.team_actions import add_member
from coordcare.settings.queries import clinic, today
from coordcare.timeline import actions as timeline
from coordcare.timeline import amendment_actions, kinds
from coordcare.timeline.kinds import Kind
from coordcare.timeline.rules import RetractionReason

TIMELINE_PAGE = "timeline.feed"
DRAFT_AGE = timedelta(minutes=20)


def live(story: Story, staff: Mapping[str, Viewer], now: datetime) -> None:
    """Make the patient and the whole record, inside the caller's transaction. `now` is where the story stands."""
    chart, local = Chart(story, staff), clinic()
    for act in acts(story, local.day(now)):
        with clock.at(local.instant(act.day, *divmod(act.minute, 60))):
            _DOES[act.verb](chart, act)
    _leave_open(chart, now)


def _admit(chart: Chart, act: Act) -> None:
    viewer, story = chart.staff[COORDINATOR], chart.story
    chart.patient_id = add_patient(viewer, PatientValues(**story.particulars)).id
    for member in story.team:
        lead = story.therapies[0].led_by or story.therapist
        add_member(viewer, chart.patient_id, chart.staff[member].account_id, is_lead=member == lead)


def _list(chart: Chart, act: Act) -> None:
    viewer, item = chart.staff[act.by], act.item
    if item.text == NO_KNOWN_ALLERGIES_WORDS:
        made = record_no_known_allergies(viewer, chart.patient_id, act.day)
    else:
        category = Category(item.category)
        made = add_health_item(viewer, chart.patient_id, category, item.text, act.day, item.code)
    chart.made[id(item)] = made.id


def _unlist(chart: Chart, act: Act) -> None:
    item_id, reason = chart.made[id(act.item)], act.item.ended[1]
    end_health_item(chart.staff[act.by], chart.patient_id, item_id, act.day, reason)


def _start_course(chart: Chart, act: Act) -> None:
    therapy = act.item
    plan = CoursePlan(therapy.course_type, therapy.planned, None, None, act.day)
    key = f"demo-{chart.patient_id}-{act.day}"
    start_course(chart.standing(act.by), plan, focus=therapy.focus, focus_words=therapy.focus_words, submission_key=key)


def _end_course(chart: Chart, act: Act) -> None:
    course, therapy = active_course(chart.patient_id), act.item
    if course is None:
        raise NotFound
    take_step(
        chart.standing(act.by),
        Step.COMPLETE if therapy.ended == "completed" else Step.END_EARLY,
        act.day,
        reason=therapy.end_reason,
        words=therapy.end_words,
        version=course.version,
        submission_key=chart.new_key(),
    )


def _sign(chart: Chart, act: Act) -> None:
    kind, fields = _typed(act, chart.story)
    care_actions.note_watched(chart, act.by)
    if isinstance(act.item, Summed):
        fields = _drafted(chart, act, kind) + fields
    chart.made[id(act.item)] = sign(chart, act.by, kind, fields, act.day)


def _addend(chart: Chart, act: Act) -> None:
    entry_id = chart.made[id(act.item)]
    text = plain(act.item.addendum.text)
    amendment_actions.addend(chart.standing(act.by), entry_id, text, submission_key=f"demo-{entry_id}")


def _take_back(chart: Chart, act: Act) -> None:
    reason = RetractionReason(act.item.taken_back.reason)
    amendment_actions.retract(chart.standing(act.by), chart.made[id(act.item)], reason)


def _look(chart: Chart, act: Act) -> None:
    own = chart.standing(act.by)
    actor, rule = own.viewer.actor, Action.OPEN_RECORD.value
    opened = AuditEvent(Happening.VIEW, actor, chart.patient_id, rule=rule, subject=TIMELINE_PAGE)
    amendment_actions.look(own, record(opened)[0])


def _set_status(chart: Chart, act: Act) -> None:
    patient = chart.patient()
    values = replace(patient.particulars, status=act.item)
    change_particulars(chart.staff[act.by], chart.patient_id, values, patient.version)


_FIELDS: dict[type, tuple[str, Callable[..., Fields]]] = {
    Change: ("medication_change", change_fields),
    Event: ("life_event", event_fields),
    Filled: ("measure_result", score_fields),
    Visit: ("medication_visit", visit_fields),
    Contact: ("contact", contact_fields),
    Heard: ("observation", heard_fields),
    Measured: ("monitoring_result", measured_fields),
    Assessed: ("risk_assessment", assessment_fields),
    NotHeld: ("session_note", not_held_fields),
}

_DOES: dict[Verb, Callable[[Chart, Act], None]] = {
    Verb.ADMIT: _admit,
    Verb.LIST: _list,
    Verb.UNLIST: _unlist,
    Verb.START_COURSE: _start_course,
    Verb.END_COURSE: _end_course,
    Verb.SIGN: _sign,
    Verb.ADDEND: _addend,
    Verb.TAKE_BACK: _take_back,
    Verb.LOOK: _look,
    Verb.SET_STATUS: _set_status,
    Verb.WRITE_PLAN: care_actions.write_plan,
    Verb.WRITE_DOCUMENT: care_actions.write_document,
    Verb.ASK: care_actions.ask,
    Verb.STEP: care_actions.step,
    Verb.WRITE_PRIVATELY: care_actions.write_privately,
    Verb.LEAVE: care_actions.leave,
}


def _typed(act: Act, story: Story) -> tuple[Kind, Fields]:
    item, on = act.item, act.on or act.day
    if isinstance(item, Session):
        return kinds.named("session_note"), [*session_fields(item, on, story.at, act.number), *_work(story, act)]
    if isinstance(item, Summed):
        return kinds.named("course_summary"), typed({"happened_on": on, **item.fields})
    key, typed_into = _FIELDS[type(item)]
    return kinds.named(key), typed_into(item, on)


def _drafted(chart: Chart, act: Act, kind: Kind) -> Fields:
    """What the record says of the course, as the form of its summary offers it."""
    drafted: dict[str, str] = kind.prepare(chart.standing(act.by), chart.patient()).drafted
    return list(drafted.items())


def _work(story: Story, act: Act) -> Fields:
    """What a session's note tells of its course."""
    therapy = next(one for one in story.therapies if act.item in one.sessions)
    planned = therapy.planned or COURSE_TYPES[therapy.course_type].numbers.usual
    return work_fields(therapy, act.item, act.number or 0, planned)


def _leave_open(chart: Chart, now: datetime) -> None:
    """What is still open today: the next visit, and drafts."""
    with clock.at(now):
        if chart.story.next_visit:
            days, words = chart.story.next_visit
            on = open_day(today() + timedelta(days=days))
            plan_next_visit(chart.staff[COORDINATOR], chart.patient_id, on, words)
        for away in chart.story.care.away:
            if away.week is None:
                care_actions.stay_away(chart, away, today())
        if chart.story.no_change:
            care_actions.review(chart, chart.story.prescriber, chart.story.no_change)
    for draft in chart.story.drafts:
        _leave_draft(chart, draft, now - DRAFT_AGE)


def _leave_draft(chart: Chart, draft: Draft, saved: datetime) -> None:
    local = clinic()
    day = last_open_day(local.day(saved))
    moment = saved if day == local.day(saved) else local.instant(day, 15)
    with clock.at(moment):
        own, kind = chart.standing(draft.by), kinds.named(draft.kind)
        form = filled_form(chart, own, kind, typed({"happened_on": day, **draft.fields}))
        timeline.save_draft(own, kind, form.typed(), submission_key=f"demo-draft-{chart.patient_id}")
