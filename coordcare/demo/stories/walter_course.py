"""Walter's course: the year after H.'s death, completed."""

# fmt: off
from coordcare.demo.course_rules import Work, Written, circle, person

WORK = Work(
    documents=(
        Written(week=2, document="inventory", fields=circle(
            person(51, "H.", "Wife, died a year ago", 1, 9, 3, has_died="y", linked_problem_area="grief",
                positives="She did the talking for both.",
                difficulties="The storm door, and all that was not finished."),
            person(52, "Daughter", "Older daughter", 2, 6, 3, contact_frequency="weekly", contact_mode="phone"),
            person(53, "Younger", "Younger daughter", 2, 5, 2, contact_frequency="monthly", contact_mode="phone"),
            person(54, "Brother", "Brother", 3, 4, 2, contact_frequency="rarely", contact_mode="phone"),
            person(55, "Union", "Retirees", 3, 3, 1, contact_frequency="none"),
        )),
        Written(week=3, document="formulation", fields={
            "summary": """Depression in the year after his wife's death. He arranged and paid for the death and has not
            mourned it. She carried all of their ties; without her he has answered no call for months. We mourn at his
            pace and end on time: fourteen sessions. The anniversary falls into the middle.""",
            "goal_1": "Tells one memory of H. to somebody each week",
            "goal_2": "Answers the telephone, and calls one person himself",
            "diagnosis": "Major depressive disorder, single episode, severe at the start.",
            "onset": "From the second month after the funeral.",
            "relationship": "Grief for H.; guilt over the storm door.",
            "strengths": "Punctual, exact, a workshop; two daughters and a brother who would come.",
        }),
        Written(week=4, document="focus_work", fields={
            "who_died": "H., his wife of forty-four years",
            "cause_of_death": "Pancreatic cancer, seven weeks from diagnosis to funeral.",
            "relationship": "Close and divided by tasks: she spoke, he repaired.",
            "anniversaries": "The day itself, with a mass; her birthday; the headstone.",
            "avoided_reminders": "The closet, the telephone, the empty passenger seat.",
        }),
        Written(week=14, document="inventory", fields=circle(
            person(51, "H.", "Wife, died", 1, 9, 1, has_died="y", linked_problem_area="grief"),
            person(52, "Daughter", "Older daughter", 1, 7, 3, contact_frequency="weekly", contact_mode="in_person"),
            person(53, "Younger", "Younger daughter", 1, 8, 1, contact_frequency="weekly", contact_mode="phone",
                confides="y"),
            person(54, "Brother", "Brother", 2, 7, 1, contact_frequency="weekly", contact_mode="in_person"),
            person(55, "Union", "Retirees", 3, 5, 1, contact_frequency="monthly"),
            person(56, "M.", "From the parish", 3, 6, 1, contact_frequency="weekly", contact_mode="in_person"),
        )),
    ),
    goals=("--123445567889", "--011234456778"),
    summary={
        "what_helped": """Telling the ordinary day and the hospice night aloud, then to his younger daughter. The
        closet, in one afternoon. Calling first, which he had left to H. for forty-four years.""",
        "warning_signs": """In his words: not answering the telephone, beer before the news, the hearing aid in the
        drawer. His brother and both daughters know these.""",
        "maintenance": """No further course now. He calls if two signs last a week. Medication goes on with Dr.
        Farahani. The first Friday of the month is for the union breakfast.""",
    },
)
