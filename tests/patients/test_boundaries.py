"""Another patient's team, a team that one left: on either side of the conditions of caseload and teams."""

from sqlalchemy import select, update

from coordcare.access import policy
from coordcare.access.membership import CareTeamMembership
from coordcare.access.policy import Action, Discipline, Grant
from coordcare.extensions import clock, db, transaction
from coordcare.patients import queries
from coordcare.patients.team_actions import set_lead

CORA = "Cora Lund"


def change(cast, patient, name, **values):
    table = CareTeamMembership
    here = table.patient_id == cast.patients[patient], table.account_id == cast.accounts[name]
    with cast.app.app_context(), transaction() as session:
        session.execute(update(table).where(*here).values(**values))


def names(page):
    return [row.patient.name for row in page.rows]


def test_a_page_after_a_strangers_patient_tells_nothing_of_their_name(cast, amara):
    """As after a number that there is not."""
    cast.admit(CORA, team=("therapist", "psychiatrist"))
    with cast.app.app_context():
        therapist, ben = cast.viewer("therapist"), cast.patients["Ben Ruiz"]
        assert names(queries.my_patients(therapist)) == ["Amara Osei", CORA]
        assert names(queries.my_patients(therapist, after_id=amara)) == [CORA]
        assert names(queries.my_patients(therapist, after_id=ben)) == names(queries.my_patients(therapist, after_id=99))
        assert names(queries.find_mine(therapist, "Ruiz")) == []
        assert sum(queries.status_counts(therapist).values()) == 2


def test_the_lead_of_a_caseload_leads_now(cast, amara):
    change(cast, "Amara Osei", "therapist", is_lead=True)
    with cast.app.app_context():
        (row,) = queries.my_patients(cast.viewer("coordinator")).rows
        assert cast.accounts["therapist"] in (row.lead_id,)
    change(cast, "Amara Osei", "therapist", ended_at=clock.now())
    with cast.app.app_context():
        (row,) = queries.my_patients(cast.viewer("coordinator")).rows
        assert row.lead_id is None


def test_a_new_lead_replaces_the_one_of_this_team_alone(cast, amara):
    cast.admit(CORA, team=("therapist", "psychiatrist"))
    for patient in ("Amara Osei", CORA):
        change(cast, patient, "psychiatrist", is_lead=True)
    table = CareTeamMembership
    with cast.app.app_context():
        query = select(table.id).where(table.patient_id == amara, table.account_id == cast.accounts["therapist"])
        set_lead(cast.viewer("coordinator"), amara, db.session.scalars(query).one())
        leads = select(table.patient_id, table.account_id).where(table.is_lead).order_by(table.patient_id)
        assert [tuple(row) for row in db.session.execute(leads)] == [
            (amara, cast.accounts["therapist"]),
            (cast.patients[CORA], cast.accounts["psychiatrist"]),
        ]


def test_assignments_are_the_teams_somebody_is_on(cast):
    cast.admit(CORA, team=("therapist",))
    with cast.app.app_context():
        told = {name: len(queries.memberships_of(cast.accounts[name])) for name in ("therapist", "coordinator")}
        assert told == {"therapist": 2, "coordinator": 1}
    change(cast, CORA, "therapist", ended_at=clock.now())
    with cast.app.app_context():
        assert [one.patient.name for one in queries.memberships_of(cast.accounts["therapist"])] == ["Amara Osei"]


def test_the_team_is_managed_and_its_log_read_as_the_policy_says(cast, amara, monkeypatch):
    """Managing is a cell that every discipline has today, changed."""
    page, log = f"/patients/{amara}/team", f"/patients/{amara}/access-log"

    def offered(name):
        text = cast.client(name).get(page).text.partition('id="main"')[2]
        return f'action="{page}"' in text, log in text

    assert (offered("therapist"), offered("coordinator")) == ((True, True), (True, False))
    monkeypatch.setitem(policy.ACTIONS[Action.MANAGE_PATIENT], Discipline.COORDINATOR, Grant.NO)
    assert offered("coordinator") == (False, False)


def test_a_form_that_added_a_patient_is_its_senders_own(cast, typed):
    assert cast.client("therapist").post("/patients/new", data=typed).status_code == 303
    with cast.app.app_context():
        told = [
            queries.by_submission(cast.viewer(name), typed["submission_key"]) for name in ("therapist", "coordinator")
        ]
        assert [one is not None for one in told] == [True, False]
