"""Devon's course: from doctoral student to a life back home."""

# fmt: off
from coordcare.demo.course_rules import NotHeld, Work, Written, circle, person

WORK = Work(
    documents=(
        Written(week=3, document="inventory", fields=circle(
            person(31, "Mother", "Mother", 2, 5, 6, contact_frequency="daily", contact_mode="lives_with",
                expectations_theirs="That it be explained to the neighbors."),
            person(32, "R.", "Friend", 1, 9, 1, contact_frequency="daily", contact_mode="in_person", confides="y",
                knows_about_illness="y", positives="Comes over with soup."),
            person(33, "K.", "Partner, then former partner", 2, 3, 9, contact_frequency="none",
                linked_problem_area="role_transition",
                difficulties="Checks their telephone, shouted, once held the door shut."),
            person(34, "Advisor", "Former advisor", 3, 1, 8, contact_frequency="none"),
            person(35, "Cohort", "Cohort friend", 3, 5, 2, contact_frequency="rarely", contact_mode="messages"),
        )),
        Written(week=4, document="formulation", fields={
            "summary": """First episode, moderate, after leaving a doctoral program. In their words: from promising
            scientist to nobody in particular. They smile and work later when hurt. We mourn the laboratory and try out
            who else they are, sixteen sessions. A break-up brought passive thoughts; asked in every session.""",
            "goal_1": "Tells one person a week that the program is over",
            "goal_2": "Three fixed hours a week among people",
            "goal_3": "Applies for one thing that is not science",
            "diagnosis": "Major depressive disorder, single episode, moderate.",
            "onset": "Leaving the program; moving back home.",
            "relationship": "Role transition; the advisor still speaks in their head.",
            "strengths": "R., precision, climbing, a sense of the comic.",
        }),
        Written(week=6, document="focus_work", fields={
            "old_role": "Doctoral student, first at the bench.", "new_role": "Open: coffee shop, teaching, home.",
            "losses": "A name on a door, the cohort, K.", "gains": "Sleep, hands that do not shake.",
            "supports": "R., the roommate, the mother since the car.",
        }),
    ),
    goals=("--0122345567788", "--1123445566777", "---000012234689"),
    not_held=(NotHeld(9, 0, "late_cancelled"),),
    participants={7: "Mother, for ten minutes"},
)
