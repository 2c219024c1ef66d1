"""Anthony's course: from foreman to caretaker; the contract is still to be said aloud."""

# fmt: off
from coordcare.demo.course_rules import NotHeld, Work, Written, circle, person

WORK = Work(
    documents=(
        Written(week=7, document="inventory", fields=circle(
            person(21, "T.", "Wife", 1, 8, 4, contact_frequency="daily", contact_mode="lives_with",
                knows_about_illness="y", linked_problem_area="role_transition",
                positives="Works nights and still counts his tablets.",
                communication_pattern="She asks what he did today; he hears an inspection and says nothing."),
            person(22, "Father", "Father, 82", 1, 3, 8, contact_frequency="daily", contact_mode="lives_with",
                difficulties="Does not know who bathes him, and thanks the wrong son.",
                recent_change="Cannot be left alone in the morning any more."),
            person(23, "Son", "Son, Navy", 2, 7, 1, contact_frequency="monthly", contact_mode="phone"),
            person(24, "Steward", "Union steward", 3, 5, 2, contact_frequency="rarely", contact_mode="phone"),
            person(25, "Deputy", "Former deputy", 3, 2, 5, contact_frequency="none"),
        )),
        Written(week=8, document="formulation", fields={
            "summary": """First episode, moderately severe, four months after the plant closed. He lost the work that
            told him who he was and became his father's caretaker in the same season. He waits to be asked and feels
            inspected when he is. We look at what is lost and what the new role could hold. Little change so far.""",
            "goal_1": "Says one true sentence about the day to T.",
            "goal_2": "Two hours a week outside the house, without his father",
            "diagnosis": "Major depressive disorder, single episode, moderately severe.",
            "onset": "The closing by video call; caretaking since spring.",
            "relationship": "Role transition, with T. as the one who could hear of it.",
            "strengths": "Kept every session but one. Dry humor. Hands that can do anything.",
            "medication_role": "Ten weeks at 50 mg and hardly a change: asked for a review.",
        }),
        Written(week=9, document="focus_work", fields={
            "old_role": "Foreman of forty men, on time for twenty-six years.",
            "new_role": "Caretaker of his father; husband of a wife who earns.",
            "losses": "The men, the morning, being asked.",
            "gains": "He would not call anything a gain. His father sleeps when he sits there.",
            "supports": "T.; six hours of respite a week from next month; the steward, not yet called.",
        }),
    ),
    goals=("---112", "---011"),
    not_held=(NotHeld(10, 2, "missed"),),
    left_out=("contract", "practicalities"),
    place="At his father's bedside, 12 Foundry Row",
    callback="(555) 010-0161",
)
