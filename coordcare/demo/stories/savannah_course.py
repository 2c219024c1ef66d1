"""Savannah's course: steady rhythms as a single, day-working mother."""

# fmt: off
from coordcare.demo.course_rules import Work, Written, circle, person

WORK = Work(
    documents=(
        Written(week=3, document="inventory", fields=circle(
            person(41, "Son", "Son", 1, 7, 4, contact_frequency="daily", contact_mode="lives_with"),
            person(42, "Ex", "Former husband", 3, 3, 7, contact_frequency="weekly", contact_mode="messages",
                linked_problem_area="role_transition"),
            person(43, "Sister", "Sister", 2, 7, 2, contact_frequency="weekly", contact_mode="phone", confides="y"),
            person(44, "Ward", "Night-shift friends", 2, 5, 4, contact_frequency="monthly"),
        )),
        Written(week=4, document="formulation", fields={
            "summary": """Bipolar depression. Each high followed a run of nights, each low an empty weekend. She has
            become a single mother who works by day, and mourns the ward. We keep five daily times steady and work on
            the new role, sixteen sessions. Tell us of short sleep with energy on the same day.""",
            "goal_1": "Up within half an hour of 6:40 on six days",
            "goal_2": "One thing on each weekend without her son",
            "diagnosis": "Bipolar II disorder, current episode depressed.",
            "onset": "Separation and the change to day shifts in one month.",
            "strengths": "Honest with the sheet; a sister who calls.",
        }),
        Written(week=5, document="focus_work", fields={
            "old_role": "Night nurse, wife.", "new_role": "Day worker, mother on her own.",
            "losses": "The ward at four in the morning.", "gains": "Breakfast with her son.",
            "supports": "Sister, the school bus, one neighbor.",
        }),
    ),
    goals=("---23345566778", "---01123345567"),
    place="In her parked car outside work",
    callback="(555) 010-0192",
)
