"""Marisol's course: the silent agreement over L., the circle at the start and now."""

# fmt: off
from coordcare.demo.course_rules import NotHeld, Work, Written, circle, person

WORK = Work(
    documents=(
        Written(week=2, document="inventory", fields=circle(
            person(11, "D.", "Husband", 2, 5, 7, contact_frequency="daily", contact_mode="lives_with",
                linked_problem_area="role_dispute", confides="",
                positives="Kind with the children, never late, sings when he cooks.",
                difficulties="Promises her time to others; leaves the room when it gets loud.",
                expectations_mine="To be asked before he promises her help.",
                expectations_theirs="That family comes first, without a word said.",
                communication_pattern="She hints, he does not hear it, she falls silent for days.",
                desired_change="One evening a week on which L. is his."),
            person(12, "L.", "Mother-in-law", 2, 2, 9, contact_frequency="daily", contact_mode="lives_with",
                linked_problem_area="role_dispute",
                difficulties="Refuses help from anyone else.", recent_change="Moved in after a fall in spring."),
            person(13, "Cousin", "Older cousin", 1, 9, 1, contact_frequency="weekly", contact_mode="phone",
                confides="y", knows_about_illness="y", positives="Listens first."),
            person(14, "Sister", "Sister", 2, 6, 3, contact_frequency="weekly", contact_mode="phone"),
            person(15, "Children", "Two, 9 and 6", 1, 7, 4, contact_frequency="daily", contact_mode="lives_with"),
            person(16, "Choir", "Two friends", 3, 5, 0, contact_frequency="rarely"),
        )),
        Written(week=3, document="formulation", fields={
            "summary": """Second episode of depression, moderate. It began when her mother-in-law moved in and nobody
            said who would care for her. She hints and falls silent, he does not hear it, and both are lonely. We work
            on saying what she expects, sixteen sessions. Sleep went first and comes back first.""",
            "goal_1": "Asks D. for something directly, once a week",
            "goal_2": "One morning a week without L.",
            "goal_3": "A three-way talk about who cares for L.",
            "diagnosis": "Major depressive disorder, recurrent, moderate. First episode after her first child.",
            "onset": "Eight weeks after L. moved in; the choir given up in the same month.",
            "relationship": "Role dispute with D., at an impasse behind politeness.",
            "patterns": "Competent and quiet: the more she resents, the more she does.",
            "strengths": "Her cousin, her humor, a steady job, children who sleep.",
            "session_plan": "Sixteen, weekly. Middle: incidents with D., word for word. A talk of three by session 10.",
            "medication_role": "Sertraline helped once; it carries the work, it does not replace it.",
            "agreed_on": "",
        }),
        Written(week=4, document="focus_work", fields={
            "other_party": "D., husband", "issue": "Who cares for L., and who decides it.",
            "expectations_mine": "To be asked first; that it ends in a year.",
            "expectations_theirs": "That she knows without words what family means.",
            "options": "A home aide; the brother's turn in summer; saying no to single errands.",
            "last_attempt": "A sigh at dinner. Nobody answered it.",
        }),
        Written(week=10, document="formulation", fields={
            "summary": """Second episode of depression, moderate, now lifting. It began when her mother-in-law moved in
            and nobody said who would care for her. She has begun to ask directly and he answers. A talk of three is
            prepared. Sessions 9 to 16 secure this and look at what could bring it back.""",
            "goal_1": "Asks D. for something directly, once a week",
            "goal_2": "One morning a week without L.",
            "goal_3": "A three-way talk about who cares for L.",
            "diagnosis": "Major depressive disorder, recurrent, moderate, responding.",
            "relationship": "Role dispute with D., in renegotiation since the walk.",
            "strengths": "Her cousin, her humor, and D. once he is told.",
            "session_plan": "Talk of three, then the ending: signs, people, when to call.",
        }),
        Written(week=15, document="inventory", fields=circle(
            person(11, "D.", "Husband", 1, 8, 3, contact_frequency="daily", contact_mode="lives_with",
                linked_problem_area="role_dispute", confides="y", knows_about_illness="y",
                positives="Took over two evenings; sees some signs before she does.",
                expectations_mine="That he goes on asking when she is well.",
                communication_pattern="She says it; he is silent to the end of the block and then answers."),
            person(12, "L.", "Mother-in-law", 3, 4, 5, contact_frequency="daily", contact_mode="lives_with"),
            person(13, "Cousin", "Older cousin", 1, 9, 1, contact_frequency="weekly", contact_mode="phone",
                confides="y", knows_about_illness="y"),
            person(14, "Sister", "Sister", 2, 6, 2, contact_frequency="weekly", contact_mode="phone"),
            person(15, "Children", "Two, 9 and 6", 1, 7, 3, contact_frequency="daily", contact_mode="lives_with"),
            person(16, "Choir", "Two friends", 2, 7, 0, contact_frequency="weekly"),
        )),
    ),
    goals=("--1123444567778", "--0011123466778", "--0001123589999"),
    stages={2: "impasse", 6: "renegotiation"},
    not_held=(NotHeld(13, 1, "cancelled"),),
    place="At her cousin's house, address on file",
    participants={10: "D., husband, for the second half"},
)
