"""CoordCare: one shared record for psychiatrists and therapists. create_app is the table of contents."""

from pathlib import Path
from typing import Any

from flask import Flask, current_app
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import configuration
from coordcare import cli, errors, health, metrics, privileges, process_notes, serving, telemetry, templating, triggers
from coordcare.access import gate
from coordcare.access.policy import Duty, Sensitivity, readable
from coordcare.accounts import keyboard_views
from coordcare.accounts import queries as staff
from coordcare.accounts import views as accounts
from coordcare.admin import policy_views
from coordcare.admin import views as admin
from coordcare.audit import models as audit
from coordcare.demo.queries import holds_demo
from coordcare.documents import kinds as document_kinds
from coordcare.documents import models as documents
from coordcare.errors import Unavailable
from coordcare.extensions import csrf, db, end_sessions, login_manager, migrate
from coordcare.followup import absence_views, item_views, outbox_queries
from coordcare.followup import models as followup
from coordcare.followup import panels as followup_panels
from coordcare.followup import views as followup_views
from coordcare.ipt import concern_views, progress_views, summary_entries, type_views
from coordcare.ipt import document_views as ipt_documents
from coordcare.ipt import documents as course_documents
from coordcare.ipt import models as ipt_models
from coordcare.ipt import panels as ipt_panels
from coordcare.ipt import views as ipt
from coordcare.measures import entries as measures_entries
from coordcare.measures import panels as measures_panels
from coordcare.measures import views as measures
from coordcare.medication import entries as medication_entries
from coordcare.medication import (
    list_views,
    monitoring_models,
    monitoring_views,
    observation_entries,
    page_queries,
    result_entries,
    visit_entries,
)
from coordcare.medication import models as medication_models
from coordcare.medication import panels as medication_panels
from coordcare.medication import views as medication
from coordcare.notes import contact_entries, session_entries
from coordcare.notes import entries as notes_entries
from coordcare.notes import panels as notes_panels
from coordcare.patients import blueprint as patient_pages
from coordcare.patients import caseload_views, health_views, panels, team_views
from coordcare.patients import queries as patients
from coordcare.patients import views as patient_views
from coordcare.process_notes import panels as private_panels
from coordcare.process_notes import views as private_notes
from coordcare.review import models as review_models
from coordcare.review import panels as review_panels
from coordcare.review import progress_views as review_progress
from coordcare.review import views as review
from coordcare.risk import documents as risk_documents
from coordcare.risk import entries as risk_entries
from coordcare.risk import panels as risk_panels
from coordcare.risk import plan_views
from coordcare.risk import views as risk
from coordcare.templating import NavItem
from coordcare.timeline import amendment_actions, amendment_views, draft_views, entry_views, kinds, paper_views, views
from coordcare.timeline import models as timeline
from coordcare.timeline import panels as entry_panels
from coordcare.timeline import queries as entries

ROOT = Path(__file__).parent.parent
# Views that register themselves on their package's blueprint by being imported.
REGISTERED = (
    absence_views,
    item_views,
    keyboard_views,
    amendment_views,
    caseload_views,
    draft_views,
    entry_views,
    health_views,
    ipt_documents,
    concern_views,
    paper_views,
    patient_views,
    plan_views,
    progress_views,
    review_progress,
    team_views,
)
KINDS = (
    session_entries.SESSION_NOTE,
    medication_entries.MEDICATION_CHANGE,
    visit_entries.MEDICATION_VISIT,
    contact_entries.CONTACT,
    observation_entries.OBSERVATION,
    result_entries.MONITORING_RESULT,
    measures_entries.MEASURE_RESULT,
    risk_entries.RISK_ASSESSMENT,
    notes_entries.LIFE_EVENT,
    summary_entries.COURSE_SUMMARY,
)
MENU = [
    NavItem("Home", "review.home", lambda viewer: True, key="h"),
    NavItem("Caseload", "patients.caseload", lambda viewer: viewer.discipline is not None, key="c"),
    NavItem("Follow-up", "followup.mine", lambda viewer: viewer.discipline is not None, key="f"),
    NavItem("Monitoring", "monitoring.mine", lambda viewer: Sensitivity.MEDICATION in readable(viewer.discipline)),
    NavItem("Staff", "admin.staff", lambda viewer: Duty.ADMIN in viewer.duties, key="s"),
    NavItem("Audit", "admin.audit", lambda viewer: Duty.ADMIN in viewer.duties, key="a"),
    NavItem("Course types", "course_types.page", lambda viewer: Duty.CONFIGURE in viewer.duties),
    NavItem("Drug list", "drug_list.page", lambda viewer: Duty.CONFIGURE in viewer.duties),
    NavItem("Monitoring rules", "monitoring.rules", lambda viewer: Duty.CONFIGURE in viewer.duties),
    NavItem("What I can see", "policy.policy_page", lambda viewer: True),
]


def create_app(name: str | None = None, **overrides: Any) -> Flask:
    """The application under the configuration called `name` (else COORDCARE_CONFIG, else production)."""
    app = Flask(__name__, static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    app.config.from_mapping(configuration(name).values())
    app.config.update(overrides)
    if app.config["NAME"] == "production":
        app.before_request(_refuse_unsafe_database)
    _serve(app)
    _extensions(app)
    serving.init_app(app)
    templating.init_app(app, MENU)
    telemetry.init_app(app)
    metrics.init_app(app)
    process_notes.leave_no_lines()
    errors.init_app(app)
    accounts.init_app(app)
    _patient_pages(app)
    for blueprint in (
        health.blueprint,
        accounts.blueprint,
        patient_pages,
        views.blueprint,
        ipt.blueprint,
        type_views.blueprint,
        medication.blueprint,
        list_views.blueprint,
        monitoring_views.blueprint,
        measures.blueprint,
        risk.blueprint,
        private_notes.blueprint,
        followup_views.blueprint,
        review.blueprint,
        admin.blueprint,
        policy_views.blueprint,
    ):
        app.register_blueprint(blueprint)
    gate.install(app, gate.Loaders(patients.load, entries.load_entry, kinds.find, amendment_actions.look))
    cli.init_app(app)
    return app


def _serve(app: Flask) -> None:
    # `//` is no address of ours; the redirect away from it would repeat whatever Host was sent.
    app.url_map.merge_slashes = False
    files = WhiteNoise(
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="/static/",
        max_age=3600,
        allow_all_origins=False,
        mimetypes={".svg": "image/svg+xml; charset=utf-8"},
    )
    app.wsgi_app = serving.with_headers(files)  # type: ignore[assignment, method-assign]
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def _refuse_unsafe_database() -> None:
    """Production serves no database with published passwords, and none whose protection it could take away itself.

    Asked until it was answered once.
    """
    known = current_app.extensions
    if "unsafe_because" not in known:
        owner = "CoordCare's role owns the tables. See docs/operations.md, Two roles." if _owns_tables() else ""
        known["unsafe_because"] = "This database holds the demo clinic." if holds_demo() else owner
    if known["unsafe_because"]:
        raise Unavailable(f"{known['unsafe_because']} Production does not serve it.")


def _owns_tables() -> bool:
    with db.engine.connect() as connection:
        return privileges.owns_tables(connection)


def _extensions(app: Flask) -> None:
    db.init_app(app)
    end_sessions(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    csrf.init_app(app)
    # Without its context processor: an error page must not ask a database that is away who looks at it.
    login_manager.init_app(app, add_context_processor=False)


def _patient_pages(app: Flask) -> None:
    for kind in KINDS:
        kinds.register(kind)
    for document in (risk_documents.SAFETY_PLAN, *course_documents.DOCUMENTS):
        document_kinds.register(document)
    triggers.register(app, *audit.TRIGGERS, *timeline.triggers(), *documents.TRIGGERS)
    triggers.register(app, *followup.TRIGGERS, *ipt_models.TRIGGERS, *review_models.TRIGGERS)
    triggers.register(app, *medication_models.TRIGGERS, *monitoring_models.TRIGGERS)
    app.extensions["mail_waits_since"] = outbox_queries.waits_since
    app.extensions["people"] = staff.people
    app.extensions["colleagues"] = staff.colleagues
    panels.init_app(app)
    entry_panels.init_app(app)
    followup_panels.register_asked(app)
    for panel in (
        risk_panels.RISK,
        ipt_panels.COURSE,
        measures_panels.SCORES,
        medication_panels.REGIMEN,
        *panels.PANELS,
    ):
        panels.register_panel(app, panel)
    for tab in (
        views.TAB,
        review_panels.TAB,
        ipt_panels.TAB,
        medication_panels.TAB,
        measures_panels.TAB,
        risk_panels.TAB,
        private_panels.TAB,
        followup_panels.TAB,
        *panels.TABS,
    ):
        panels.register_tab(app, tab)
    panels.register_caseload_column(app, risk_panels.RISK_COLUMN)
    panels.register_caseload_column(app, measures_panels.LAST_PHQ9_COLUMN)
    panels.register_caseload_column(app, notes_panels.LAST_CONTACT_COLUMN)
    panels.register_adds(app, views.add_links)
    entry_panels.register_entry_offers(app, medication_panels.visit_offers)
    entry_panels.register_entry_offers(app, medication_panels.sheet_offers)
    medication_panels.register_halves(app)
    medication_panels.register_stops(app)
    page_queries.register_scores(app, measures_panels.phq9_totals)
    panels.register_companion(app, private_panels.BESIDE_SESSION_NOTE)
    review_panels.attend_changes(app)
