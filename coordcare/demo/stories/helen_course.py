"""Helen's two courses: being needed by N., and keeping what was gained."""

# fmt: off
from coordcare.demo.course_rules import Work, Written, circle, person

ACUTE_WORK = Work(
    documents=(
        Written(week=2, document="inventory", fields=circle(
            person(61, "N.", "Daughter", 2, 4, 8, contact_frequency="weekly", contact_mode="messages",
                linked_problem_area="role_dispute", communication_pattern="Short, correct letters; both are efficient.",
                expectations_mine="To be needed.", expectations_theirs="To be asked, not helped."),
            person(62, "J.", "Business partner", 1, 9, 1, contact_frequency="daily", contact_mode="in_person",
                confides="y", knows_about_illness="y"),
            person(63, "Older", "Grandchild, 7", 2, 6, 1, contact_frequency="monthly"),
            person(64, "Younger", "Grandchild, 5", 2, 6, 1, contact_frequency="monthly"),
            person(65, "Former", "Former husband", 3, 1, 4, contact_frequency="none"),
        )),
        Written(week=3, document="formulation", fields={
            "summary": """Third episode, moderate. It began when her daughter no longer needed her on Saturdays. She
            gives help so well that nobody dares to refuse it, and feels thrown away when somebody does. Twelve
            sessions on asking instead of offering. Both earlier episodes followed a loss of being needed.""",
            "goal_1": "Asks N. one open question a week and waits",
            "goal_2": "One thing a week that is for herself alone",
            "diagnosis": "Major depressive disorder, recurrent, moderate.",
            "onset": "The call about Saturdays.",
            "relationship": "Role dispute with N., over what a grandmother is for.",
            "strengths": "J., the shop, wit, two earlier recoveries.",
            "medication_role": "Venlafaxine helped in the second episode; raised in two steps.",
        }),
        Written(week=4, document="focus_work", fields={
            "other_party": "N., daughter", "issue": "What a grandmother is for.",
            "expectations_mine": "To be called when it burns.", "expectations_theirs": "To be visited, not managed.",
            "last_attempt": "A casserole, left at the door.",
        }),
    ),
    goals=("--1234556788", "--2334455677"),
    stages={3: "impasse", 6: "renegotiation"},
    place="In the stockroom of the shop, door closed",
    callback="(555) 010-0171",
    summary={
        "what_helped": """Asking instead of offering, practiced until it was no gift in disguise. The hour without a
        casserole. Telling N. by letter what she could not say at the table.""",
        "warning_signs": "Cooks for people who did not ask. Wakes at three. Rearranges what belongs to others.",
        "maintenance": """Monthly sessions, half a year at first. Dr. Mensah-Brandt goes on with venlafaxine and takes
        it down only slowly. J. knows the signs.""",
    },
)
KEEPING = Work(
    documents=(
        Written(week=25, document="formulation", fields={
            "summary": """Relapse after two months of remission, when her daughter decided to move to Oregon and the
            dose had been lowered. She can say it this time: she told N. on the porch. Monthly sessions are closer for
            now. We mourn the empty Tuesday table and plan how to stay related at a distance.""",
            "goal_1": "Asks N. one open question a week and waits",
            "goal_2": "A fixed hour a week with the grandchildren by video",
            "diagnosis": "Major depressive disorder, recurrent, moderate, improving.",
            "onset": "The decision about the move; venlafaxine at 112.5 mg.",
            "relationship": "Still N.; the dispute has become a parting.",
        }),
        Written(week=26, document="inventory", fields=circle(
            person(61, "N.", "Daughter", 1, 7, 4, contact_frequency="weekly", contact_mode="in_person",
                linked_problem_area="role_dispute", recent_change="Moves to Oregon in spring."),
            person(62, "J.", "Business partner", 1, 9, 1, contact_frequency="daily", contact_mode="in_person",
                confides="y", knows_about_illness="y"),
            person(63, "Older", "Grandchild, 7", 1, 7, 2, contact_frequency="weekly"),
            person(64, "Younger", "Grandchild, 5", 1, 7, 2, contact_frequency="weekly"),
        )),
    ),
    goals=("----56", "----12"),
    place="At home, address on file",
    callback="(555) 010-0171",
)
