"""Caleb's course: grief for J.; it broke off after the anniversary."""

# fmt: off
from coordcare.demo.course_rules import NotHeld, Work, Written, circle, person

WORK = Work(
    documents=(
        Written(week=2, document="inventory", fields=circle(
            person(81, "J.", "Brother, died", 1, 7, 7, has_died="y", linked_problem_area="grief"),
            person(82, "Mother", "Mother", 1, 6, 6, contact_frequency="daily", contact_mode="phone"),
            person(83, "B.", "Former girlfriend", 2, 7, 3, contact_frequency="weekly", contact_mode="in_person"),
            person(84, "Crew", "Four men at work", 3, 4, 3, contact_frequency="daily", contact_mode="in_person"),
        )),
        Written(week=3, document="formulation", fields={
            "summary": """Depression and sleeplessness a year after he found his brother dead. He had not taken the last
            call. He works hard and drinks on Fridays so as not to think. Twelve sessions, bargained down from none.
            The anniversary is the hard week: please look at whether he takes the tablets then.""",
            "goal_1": "Tells one person a week something about J.",
            "goal_2": "Two Fridays a month without drinking",
            "diagnosis": "Major depressive disorder, single episode, moderate.",
            "onset": "The day he found him.",
        }),
        Written(week=3, document="focus_work", fields={
            "who_died": "J., older brother", "cause_of_death": "Overdose. Caleb found him.",
            "relationship": "He had covered for him since school.",
            "anniversaries": "The Saturday in week 9.", "avoided_reminders": "The telephone, sirens, one street.",
        }),
    ),
    goals=("--11222", "--01112"),
    not_held=(NotHeld(4, 2, "cancelled"), NotHeld(10, 2, "missed"), NotHeld(11, 2, "missed")),
    place="In his truck, parked", callback="(555) 010-0121",
)
