"""Ibrahim's course with Dr. Solheim: few and thin ties."""

# fmt: off
from coordcare.demo.course_rules import NotHeld, Work, Written, circle, person

WORK = Work(
    documents=(
        Written(week=2, document="inventory", fields=circle(
            person(71, "Mother", "Mother, abroad", 1, 6, 4, contact_frequency="weekly", contact_mode="phone",
                linked_problem_area="interpersonal_sensitivities"),
            person(72, "Uncle", "Uncle", 3, 4, 2, contact_frequency="rarely", contact_mode="phone"),
            person(73, "P.", "Former classmate", 2, 6, 1, contact_frequency="monthly", contact_mode="messages"),
            person(74, "S.", "Colleague", 3, 4, 4, contact_frequency="weekly", contact_mode="phone"),
        )),
        Written(week=3, document="formulation", fields={
            "summary": """Recurrent depression with social anxiety since he began to work from home. Few ties, thin
            ones, and a quick belief that he is a burden. Fourteen sessions: practice with people who are there, and
            with me first. Expect a slow start and a remark of criticism every week, as agreed.""",
            "goal_1": "Stays to the end of one gathering a week",
            "goal_2": "Says one critical remark a week to somebody who can hear it",
            "diagnosis": "Major depressive disorder, recurrent, mild to moderate; social anxiety.",
            "patterns": "Switches the camera off at the first silence, then concludes.",
            "strengths": "Writes well, keeps his word, replies within the hour.",
        }),
        Written(week=4, document="focus_work", fields={
            "patterns": "Assumes that he disturbs; leaves first.", "strengths": "Loyal, exact, warm in writing.",
            "past_ties": "Best: chess at school. Hardest: the team that moved on without a word.",
            "practice_tasks": "One sentence in the meeting, lunch with S., three games in the park.",
        }),
    ),
    goals=("--011233456", "--122234455"),
    not_held=(NotHeld(7, 3, "cancelled"),),
    place="At home, 4th floor, address on file",
    callback="(555) 010-0181",
    participants={5: "Mei Chao, as S. in the role play"},
)
