"""Who joins, leaves, leads and covers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coordcare.access.membership import CareTeamMembership, member_ids
from coordcare.access.policy import Discipline, Sensitivity
from coordcare.accounts.models import Account
from coordcare.audit.models import AuditEvent
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import clock, db, transaction
from coordcare.patients.queries import memberships_of, readers
from coordcare.patients.team_actions import LAST_MEMBER, add_member, end_membership, set_cover, set_lead
from coordcare.patients.team_queries import former_team, team
from coordcare.settings.queries import today


def membership_id(cast, name, patient="Amara Osei"):
    """The open membership of somebody on a patient's team."""
    with cast.app.app_context():
        return db.session.scalars(
            select(CareTeamMembership.id).where(
                CareTeamMembership.patient_id == cast.patients[patient],
                CareTeamMembership.account_id == cast.accounts[name],
                CareTeamMembership.ended_at.is_(None),
            )
        ).one()


def events(cast, happening):
    with cast.app.app_context():
        query = select(AuditEvent).where(AuditEvent.happening == happening).order_by(AuditEvent.id)
        return [(event.patient_id, event.subject_id, event.reason) for event in db.session.scalars(query)]


def test_colleague_added_opens_the_record_and_the_trail_says_who(cast, amara):
    new = cast.accounts["outside_therapist"]
    response = cast.client("coordinator").post(f"/patients/{amara}/team", data={"account_id": new})
    assert response.status_code == 303
    page = cast.client("outside_therapist").get(f"/patients/{amara}/team").get_data(as_text=True)
    assert "added by Coordinator" in page
    assert events(cast, "member_added") == [(amara, new, "by_a_colleague")]


def test_member_added_by_an_admin_is_shown_to_the_team(cast, amara):
    with cast.app.app_context():
        add_member(cast.viewer("admin"), amara, cast.accounts["outside_therapist"], by_admin=True)
    page = cast.client("therapist").get(f"/patients/{amara}/team").get_data(as_text=True)
    assert "added by an admin (Admin)" in page
    assert events(cast, "member_added")[-1][2] == "by_an_admin"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("psychologist", "on the team already"),
        ("admin", "Choose a colleague with an active account and a discipline."),
        ("therapist", "Nobody adds themselves"),
    ],
)
def test_who_cannot_be_added(cast, amara, who, words):
    data = {"account_id": cast.accounts[who], "until": ""}
    response = cast.client("therapist").post(f"/patients/{amara}/team", data=data)
    assert response.status_code == 422 and words in response.get_data(as_text=True)
    assert events(cast, "member_added") == []


@pytest.mark.parametrize("account_id", ["", "nobody", "0", "-1", str(2**70)])
def test_what_is_not_a_colleague_is_refused(cast, amara, account_id):
    response = cast.client("therapist").post(f"/patients/{amara}/team", data={"account_id": account_id})
    assert response.status_code == 422 and b"Choose a colleague" in response.data
    assert events(cast, "member_added") == []


def test_disabled_colleague_cannot_be_added_and_reads_nothing(cast, amara):
    with cast.app.app_context():
        with transaction() as session:
            for name in ("outside_therapist", "psychologist"):
                session.get_one(Account, cast.accounts[name]).disabled_at = clock.now()
        with pytest.raises(Invalid, match="active account"):
            add_member(cast.viewer("therapist"), amara, cast.accounts["outside_therapist"])
        assert cast.accounts["psychologist"] not in {person.id for person in readers(amara)}


def test_outsider_and_admin_without_the_flag_add_nobody(cast, amara):
    cast.hire("newcomer", Discipline.THERAPIST)
    with cast.app.app_context():
        for name, by_admin in (("outside_therapist", False), ("outside_therapist", True), ("admin", False)):
            with pytest.raises(NotFound):
                add_member(cast.viewer(name), amara, cast.accounts["newcomer"], by_admin=by_admin)
        with pytest.raises(Invalid, match="Nobody adds themselves"):
            add_member(cast.viewer("admin"), amara, cast.accounts["admin"], by_admin=True)
        assert cast.accounts["newcomer"] not in member_ids(amara)


def test_stand_in_leaves_by_themselves_after_the_last_day(cast, amara):
    new = cast.accounts["outside_therapist"]
    with cast.app.app_context():
        with pytest.raises(Invalid) as refused:
            add_member(cast.viewer("therapist"), amara, new, until=today() - timedelta(days=1))
        assert refused.value.field == "until"
        ends = add_member(cast.viewer("therapist"), amara, new, until=today()).ended_at
        with clock.at(ends - timedelta(seconds=1)):
            assert new in member_ids(amara)
        with clock.at(ends):
            assert new not in member_ids(amara)
            assert new in {member.person.id for member in former_team(cast.standing("therapist", "Amara Osei"))}


def test_taking_a_colleague_off_asks_first_and_keeps_the_dates(cast, amara):
    address = f"/patients/{amara}/team/{membership_id(cast, 'psychologist')}/end"
    client = cast.client("therapist")
    asked = client.get(address).get_data(as_text=True)
    assert "Take Psychologist off the team?" in asked and "last member" not in asked
    assert cast.client("psychologist").get(f"/patients/{amara}/team").status_code == 200
    assert client.post(address).location == f"/patients/{amara}/team"
    assert cast.client("psychologist").get(f"/patients/{amara}/team").status_code == 404
    assert "Formerly on the team" in client.get(f"/patients/{amara}/team").get_data(as_text=True)
    assert events(cast, "member_removed") == [(amara, cast.accounts["psychologist"], "by_a_colleague")]
    assert client.post(address).status_code == 404, "it has ended"


def test_leaving_oneself_leads_to_the_caseload(cast, amara):
    address = f"/patients/{amara}/team/{membership_id(cast, 'therapist')}/end"
    client = cast.client("therapist")
    assert client.post(address).location == "/caseload"
    assert client.get(f"/patients/{amara}/team").status_code == 404


def test_last_member_does_not_leave_silently(cast):
    patient = cast.admit("Solo Patient", team=("therapist",))
    client, address = cast.client("therapist"), f"/patients/{patient}/team/"
    address += f"{membership_id(cast, 'therapist', 'Solo Patient')}/end"
    assert "This is the last member of the team" in client.get(address).get_data(as_text=True)
    refused = client.post(address)
    assert refused.status_code == 422 and LAST_MEMBER in refused.get_data(as_text=True)
    with cast.app.app_context():
        assert member_ids(patient) == [cast.accounts["therapist"]]
    assert client.post(address, data={"leaving_nobody": "y"}).status_code == 303
    with cast.app.app_context():
        assert member_ids(patient) == []


def test_ending_twice_is_one_end(cast, amara):
    number = membership_id(cast, "psychologist")
    with cast.app.app_context():
        for _ in range(2):
            end_membership(cast.viewer("admin"), amara, number, by_admin=True)
    assert events(cast, "member_removed") == [(amara, cast.accounts["psychologist"], "by_an_admin")]


def test_membership_of_another_patient_is_not_found(cast, amara):
    other = membership_id(cast, "outside_therapist", "Ben Ruiz")
    client = cast.client("therapist")
    for what in ("end", "lead", "cover"):
        assert client.post(f"/patients/{amara}/team/{other}/{what}", data={"covered_by_id": 0}).status_code == 404
    with cast.app.app_context(), pytest.raises(NotFound):
        end_membership(cast.viewer("therapist"), amara, other)
    assert cast.client("outside_therapist").get(f"/patients/{cast.patients['Ben Ruiz']}/team").status_code == 200


def test_one_leads_at_a_time(cast, amara):
    client = cast.client("therapist")
    for name in ("psychiatrist", "therapist", "therapist"):
        client.post(f"/patients/{amara}/team/{membership_id(cast, name)}/lead")
    with cast.app.app_context():
        members = team(cast.standing("therapist", "Amara Osei"))
        assert [member.name for member in members if member.lead] == ["Therapist"]
        assert members[0].name == "Therapist", "the lead stands first"
    assert [reason for _, _, reason in events(cast, "member_changed")] == ["made_lead", "made_lead"]


def test_cover_is_shown_and_ends_with_the_coverer(cast, amara):
    client, mine = cast.client("therapist"), membership_id(cast, "therapist")
    psychologist = cast.accounts["psychologist"]
    client.post(f"/patients/{amara}/team/{mine}/cover", data={"covered_by_id": psychologist})
    assert "Psychologist covers for Therapist" in client.get(f"/patients/{amara}/team").get_data(as_text=True)
    client.post(f"/patients/{amara}/team/{membership_id(cast, 'psychologist')}/end")
    assert "covers for" not in client.get(f"/patients/{amara}/team").get_data(as_text=True)
    with cast.app.app_context():
        assert db.session.get_one(CareTeamMembership, mine).covered_by_id is None


@pytest.mark.parametrize(
    ("who", "words"),
    [("therapist", "Nobody covers for themselves"), ("outside_therapist", "Only a member of this team")],
)
def test_who_cannot_cover(cast, amara, who, words):
    address = f"/patients/{amara}/team/{membership_id(cast, 'therapist')}/cover"
    response = cast.client("therapist").post(address, data={"covered_by_id": cast.accounts[who]})
    assert response.status_code == 422 and words in response.get_data(as_text=True)
    assert events(cast, "member_changed") == []


def test_cover_opens_no_record(cast, amara):
    with cast.app.app_context():
        set_cover(cast.viewer("therapist"), amara, membership_id(cast, "therapist"), cast.accounts["psychologist"])
    cast.leave("Amara Osei", "psychologist")
    assert cast.client("psychologist").get(f"/patients/{amara}/team").status_code == 404
    with cast.app.app_context():
        covered = [member.covered_by for member in team(cast.standing("therapist", "Amara Osei"))]
        assert covered == [None] * 4, "somebody off the team does not cover"


def test_readers_follow_the_policy(cast, amara):
    def read(part):
        with cast.app.app_context():
            return {person.name for person in readers(amara, part)}

    assert read(Sensitivity.TEAM) == {
        "Psychiatrist",
        "Nurse Practitioner",
        "Psychologist",
        "Therapist",
        "Coordinator",
    }
    assert "Coordinator" not in read(Sensitivity.CLINICAL)
    assert read(Sensitivity.WORKING) == {"Psychologist", "Therapist"}


def test_page_says_who_reads_what(cast, amara):
    page = " ".join(cast.client("coordinator").get(f"/patients/{amara}/team").get_data(as_text=True).split())
    row = page.split("Inventory, closeness circle, working formulation</th>")[1].split("</tr>")[0]
    assert "<td>Psychologist, Therapist; what they wrote themselves: Psychiatrist</td>" in row


def test_admin_sees_names_and_numbers_of_a_caseload(cast, amara):
    with cast.app.app_context():
        set_lead(cast.viewer("therapist"), amara, membership_id(cast, "therapist"))
        mine = memberships_of(cast.accounts["therapist"])
        assert [(one.patient.name, one.patient.record_number, one.is_lead) for one in mine] == [
            ("Amara Osei", "T-00001", True)
        ]
    cast.leave("Amara Osei", "therapist")
    with cast.app.app_context():
        assert memberships_of(cast.accounts["therapist"]) == []
