"""Caleb, around the sessions: scores that end in the middle, and everything that was tried to reach him."""

# fmt: off
from datetime import time

from coordcare.demo.calendar_rules import FRI, MON, THU, TUE, WED
from coordcare.demo.care_rules import (
    Ask,
    Assessed,
    Care,
    Contact,
    Heard,
    Leaning,
    Measured,
    SafetyPlan,
    Score,
    Step,
    Visit,
)

SCORES = (
    Score(1, 17, 8),
    Score(2, 17),
    Score(3, 15),
    Score(5, 12, 6),
    Score(6, 11, day=THU, by="psychiatrist2"),
    Score(8, 12, skipped=2),
    Score(9, 13, 9),
)

VISITS = (
    Visit(week=1, day=FRI, outcome="change", adherence="not_asked",
        interval_history="""Ten months since his brother's death; he found him. Four hours of sleep, works every day,
        four to six beers on Fridays. No seizures, no eating disorder, no earlier treatment.""",
        mental_state="Jacket on. Slowed, short answers, eyes wet once. No psychosis.",
        assessment="""Major depressive disorder, single episode, moderate, in complicated mourning. Drinking to be
        watched.""",
        plan="Bupropion in the morning. Asked not to stop or raise his beers suddenly. IPT with Ms. Chao has begun.",
    ),
    Visit(week=3, day=FRI, outcome="continue",
        interval_history="Two weeks at 150 mg. Five hours of sleep. Five beers on Friday, none on the other days.",
        mental_state="A first half-smile, about bargaining for eight sessions.",
        assessment="Tolerated. Too early.",
        plan="Same dose, three more weeks.",
    ),
    Visit(week=6, day=THU, outcome="change",
        interval_history="Sleeps six hours, four beers a week. Read a list about his brother to a friend.",
        mental_state="More present. Anger comes before sadness and does not stay.",
        assessment="Partial response at five weeks.",
        plan="300 mg once daily. Call me about sleep, jaw or more drinking.",
    ),
    Visit(week=9, day=FRI, outcome="change", mode="phone", adherence="misses_some", side_effect="Dry mouth, tense jaw",
        interval_history="From the truck. Left out two doses because of the jaw. Anniversary tomorrow.",
        mental_state="Hurried on the telephone. Asked directly: no thoughts of suicide.",
        assessment="Side effects of the higher dose in a bad week.",
        plan="Back to 150 mg. Visit in two weeks. The door stays open, said twice.",
    ),
)

CONTACTS = (
    Contact(week=0, day=THU, at=time(15, 45), contact_type="phone", direction="incoming", reached="reached",
        text="""First call. Gave his name and that his foreman told him to. Wednesday at eight,
        before work."""),
    Contact(week=2, day=MON, at=time(12, 10), contact_type="message", reached="reached",
        adherence="as_prescribed", text="First-week check by text. “ok no problems.” Takes it with coffee at five."),
    Contact(week=4, day=WED, at=time(6, 50), contact_type="phone", direction="incoming", reached="reached",
        text="Called from the road: job out of town, no session today. Will be there next week."),
    Contact(week=7, day=WED, at=time(7, 30), contact_type="message", direction="incoming",
        text="Text: rained out on Monday, so on the roof today. Session moved to next Wednesday at his wish."),
    Contact(week=10, day=MON, at=time(9, 5), contact_type="phone", reached="not_reached",
        by="therapist2", text="Call after the anniversary, as agreed. Rang out. No voicemail set up."),
    Contact(week=10, day=WED, at=time(8, 25), contact_type="no_show", direction=None,
        text="Did not come at eight. Truck not in the lot. First session missed without word."),
    Contact(week=10, day=WED, at=time(12, 15), contact_type="message", reached="message_left",
        text="Text: no need to explain, please let us know that you are all right. Delivered, not answered."),
    Contact(week=11, day=MON, at=time(7, 15), contact_type="phone", reached="not_reached",
        by="therapist2", text="Second call, before work. No answer."),
    Contact(week=11, day=FRI, at=time(10, 40), contact_type="no_show", direction=None,
        by="psychiatrist2", text="""Did not come to the medication visit. Called twice, no answer. Pharmacy asked
        about refills."""),
    Contact(week=11, day=FRI, at=time(15, 0), contact_type="message", reached="message_left",
        text="Second text, with the number of the clinic and 988. Not answered."),
    Contact(week=12, day=MON, at=time(7, 20), contact_type="phone", reached="not_reached",
        by="therapist2", text="Third call. Foreman's number is not on his release, so we do not use it."),
    Contact(week=12, day=TUE, at=time(14, 30), contact_type="message", with_whom="the patient, by letter",
        text="Letter sent: we have not given up the hour, and here is how to come back. Signed by all three of us."),
    Contact(week=14, day=MON, at=time(11, 20), contact_type="collateral", direction="incoming", reached="reached",
        with_whom="his mother (emergency contact)", adherence="stopped",
        text="""His mother called about the letter. He works out of town since the week of the anniversary and calls
        her on
        Sundays. He told her that he is fine and takes no tablets. She will tell him that the door is open. I told her
        nothing beyond that, and gave her 988 for herself."""),
)

ASSESSED = (
    Assessed(week=1, day=FRI, at=time(12, 48), by="psychiatrist2", risk_status="none",
        assessment="""No wish to be dead, no thoughts of suicide. Against him: found his brother dead, guilt, weekend
        drinking, a young man alone at night. For him: his mother, the crew, comes on time. No firearm; his brother's
        tablets were returned by the police.""",
        actions_taken="Safety plan written at the end of the visit, at his pace."),
    Assessed(week=9, day=WED, at=time(8, 24), by="therapist2", risk_status="none",
        assessment="""By telephone before the anniversary, asked directly: none. Hurried. I believe him, and worry
        about Saturday.""",
        actions_taken="Saturday planned hour by hour. Call on Monday.",
        told="Dr. Mensah-Brandt, who calls him on Friday."),
)

SAFETY_PLANS = (
    SafetyPlan(week=1, day=FRI, at=time(12, 55), by="psychiatrist2", fields={
        "warning_signs": "Letting calls ring\nBeer on a weekday\nEating alone in the truck",
        "on_my_own": "A roof, any roof\nDrive out of town with the window down\nWhistle",
        "distraction": "The crew at noon\nThe diner by the yard",
        "people_to_ask": "Mother, (555) 010-0122\nB.",
        "professionals": "Ms. Chao, weekdays, (555) 010-0107\nDr. Mensah-Brandt, (555) 010-0104",
        "safer_surroundings": "No firearm. None of his brother's tablets are left in the house. No beer in the truck.",
        "reason_for_living": "Mother has one son.",
    }),
)

ASKS = (
    Ask(by="therapist2", to="psychiatrist2", week=8, day=WED, at=time(9, 5), on="session_note",
        text="Jaw tension and a dry mouth since the increase. He will not call about it himself.",
        steps=(
            Step("acknowledged", "psychiatrist2", 8, THU, time(8, 35)),
            Step("closed", "psychiatrist2", 9, FRI, time(16, 40), "Called him. Back to 150 mg.", "done"),
        )),
    Ask(by="therapist2", to="coordinator", week=11, day=MON, at=time(7, 25), nature="task", urgency="two_days",
        text="Two calls unanswered since the anniversary. Please write to him as well, by text and by letter.",
        steps=(
            Step("acknowledged", "coordinator", 11, MON, time(9, 0)),
            Step("closed", "coordinator", 14, MON, time(11, 35),
                 "Two texts and a letter. Mother heard from him: out of town, calls her on Sundays.", "could_not"),
        )),
    Ask(by="psychiatrist2", to="therapist2", week=15, day=TUE, at=time(9, 30),
        text="Before we close him as lost: is there anything in the sessions that we have not tried?",
        steps=(
            Step("answered", "therapist2", 15, WED, time(7, 50),
                 """B., whom he trusts, but she is on no release. The letter says all we may. I would keep his place
                      for a call."""),
        )),
)

HEARD = (
    Heard(week=8, day=FRI, at=time(9, 50), missed_doses=5, barriers="doubts", side_effect="Jaw tension",
        severity="moderate", onset=12, action="prescriber_told", fibser=(4, 3, 3)),
)

MEASURED = (
    Measured(1, FRI, "blood_pressure", "128/78"),
    Measured(6, THU, "blood_pressure", "136/86"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="67884850", gad7="4343352"),
        Leaning(week=5, phq9="56774730", gad7="4343342"),
        Leaning(week=8, phq9="58873840", gad7="5454352"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, safety_plans=SAFETY_PLANS, asks=ASKS,
)
