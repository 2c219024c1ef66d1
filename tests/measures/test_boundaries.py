"""Results are one patient's, and for who is on the team."""

from coordcare.measures import queries


def test_results_are_of_one_patient_and_for_their_team(cast, amara, record):
    cast.admit("Cora Lund", team=("therapist",))
    assert record([1] * 9).status_code == 303
    with cast.app.app_context():
        for ask in (queries.results, queries.latest):
            told = [
                sum(len(found) for found in ask(cast.standing(name, patient)).values())
                for name, patient in (
                    ("therapist", "Amara Osei"),
                    ("coordinator", "Amara Osei"),
                    ("therapist", "Cora Lund"),
                    ("outside_therapist", "Amara Osei"),
                )
            ]
            assert told == [1, 1, 0, 0]
        both = list(cast.patients.values())
        told = [list(queries.last_phq9_words(cast.viewer(name), both)) for name in ("coordinator", "outside_therapist")]
        assert told == [[amara], []]
