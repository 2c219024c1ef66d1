"""What a discipline reads and does, on either side of a cell of the policy."""

from coordcare.access import gate, policy
from coordcare.access.policy import Action, Discipline, Sensitivity, Verb
from coordcare.timeline import kinds
from tests.cast import Cast
from tests.rows import AMARA, entry


def test_a_draft_is_hidden_from_who_left_the_team(pair: Cast) -> None:
    pair.leave(AMARA, "therapist")
    left, mine = (entry(pair, "life_event", who=who, status="draft") for who in ("therapist", "psychologist"))
    seen = [
        [gate.sees(pair.standing(who, AMARA), one) for one in (left, mine)] for who in ("therapist", "psychologist")
    ]
    assert seen == [[False, False], [False, True]]


def test_a_verb_is_for_who_writes_the_kind(pair: Cast) -> None:
    event, author = kinds.named("life_event"), pair.accounts["therapist"]
    told = {
        who: [gate.may(pair.standing(who, AMARA), verb, event, author) for verb in (Verb.ADDEND, Verb.RETRACT)]
        for who in ("therapist", "psychologist", "coordinator")
    }
    assert told == {"therapist": [True, True], "psychologist": [True, False], "coordinator": [False, False]}
    own = pair.standing("coordinator", AMARA)
    assert not gate.may(own, Verb.RETRACT, event, own.viewer.account_id)


def test_what_one_reads_of_ones_own_is_no_more_than_the_policy_says(pair: Cast) -> None:
    doctor, coordinator = (pair.standing(who, AMARA) for who in ("psychiatrist", "coordinator"))
    mine, theirs = doctor.viewer.account_id, pair.accounts["therapist"]
    assert [doctor.reads(Sensitivity.WORKING, author) for author in (mine, theirs, None)] == [True, False, False]
    assert not coordinator.reads(Sensitivity.CLINICAL, coordinator.viewer.account_id)
    assert Sensitivity.CLINICAL not in policy.readable_if_own(Discipline.COORDINATOR)


def test_the_writers_of_a_kind_are_counted() -> None:
    assert [policy.writers(one) for one in (Action.CHANGE_MEDICATION, Action.WRITE_CONTACT)] == [2, 5]
