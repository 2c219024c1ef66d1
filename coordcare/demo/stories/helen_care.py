"""Helen, around the sessions: remission, a relapse that the scores show at once, and the way back."""

# fmt: off
from datetime import time

from coordcare.demo.calendar_rules import FRI, MON, THU, TUE, WED
from coordcare.demo.care_rules import (
    Ask,
    Assessed,
    Away,
    Care,
    Contact,
    Heard,
    Leaning,
    Measured,
    SafetyPlan,
    Score,
    Step,
)
from coordcare.demo.stories.helen_visits import VISITS

SCORES = (
    Score(0, 17, day=WED, by="psychiatrist2"),
    Score(1, 17, 11),
    Score(2, 16),
    Score(3, 14),
    Score(4, 13),
    Score(5, 11, 7),
    Score(6, 10),
    Score(7, 8),
    Score(9, 5, 4),
    Score(10, 4),
    Score(11, 4),
    Score(12, 2, skipped=3),
    Score(13, 2, 2),
    Score(17, 3, by="coordinator"),
    Score(21, 6, 5),
    Score(23, 17, 10),
    Score(24, 16),
    Score(25, 13),
    Score(26, 10, 6),
)

CONTACTS = (
    Contact(week=1, day=FRI, at=time(10, 5), contact_type="phone", reached="reached",
        adherence="misses_some", side_effect="Dizzy when a capsule is late",
        text="Takes it when she opens the shop, which is at eight or at ten. Felt the late days. Wants a fixed hour."),
    Contact(week=5, day=FRI, at=time(9, 40), contact_type="phone", direction="incoming", reached="reached",
        adherence="as_prescribed",
        text="Pharmacy reading yesterday 138/86, pulse 78. No headache. Next reading on Thursday."),
    Contact(week=10, day=WED, at=time(11, 25), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="Four weekly readings between 124/78 and 134/82. Told her that monthly is enough from now on."),
    Contact(week=16, day=WED, at=time(10, 30), contact_type="phone", reached="reached",
        adherence="as_prescribed", side_effect="Fewer sweats",
        text="""One week on 112.5 mg. No dizziness. Sleep good. Reminded her of the list on the refrigerator; she
        read it out."""),
    Contact(week=19, day=MON, at=time(9, 50), contact_type="no_show", direction=None,
        text="Did not come for her blood pressure check. Left it for the visit on Thursday."),
    Contact(week=23, day=TUE, at=time(14, 35), contact_type="collateral", direction="incoming", reached="reached",
        with_whom="her business partner J. (release on file)", adherence="as_prescribed",
        text="""J. called from the stockroom. Helen is up at three, has done J.'s ordering as well as her own, and
        cooked for thirty. "It's the list," she said. Session moved forward to Thursday. No talk of dying that J.
        knows."""),
    Contact(week=24, day=WED, at=time(12, 40), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="Five days on 150 mg. Awake from three still. Eats supper with J. No thoughts of death when asked."),
    Contact(week=25, day=THU, at=time(15, 50), contact_type="phone", reached="reached",
        adherence="as_prescribed", side_effect="Night sweats",
        text="Slept until five on three nights. Gets up slowly with trazodone and has not been dizzy."),
)

ASSESSED = (
    Assessed(week=1, day=WED, at=time(13, 50), by="psychiatrist2", risk_status="none",
        assessment="""No thoughts of suicide in this episode. In the second one, years ago, passive thoughts for some
        weeks, no plan, no behavior. Lives alone; supper is the hardest hour, in her words.""",
        actions_taken="J. may be called at any time, with written release."),
    Assessed(week=23, day=THU, at=time(17, 52), by="therapist2", risk_status="none",
        assessment="""Asked twice, once about now and once about the nights: no wish to be dead, no thoughts of suicide.
        Ashamed of the relapse more than hopeless. J. knows. Against her: a third episode come back, earlier
        passive thoughts, alone at night.""",
        actions_taken="Safety plan written. J. eats supper with her from today.",
        told="Dr. Mensah-Brandt, by telephone at 6:05 p.m."),
    Assessed(week=23, day=FRI, at=time(11, 50), by="psychiatrist2", risk_status="none",
        assessment="""Confirmed the day after the relapse was named: none, with a plan on paper and a friend at the
        table.""",
        actions_taken="Question to be repeated at each contact while the dose is settling."),
)

PLAN = {
    "warning_signs": "Cooking for the freezer\nAwake at three\nNot calling back\nTaking over at the shop",
    "on_my_own": "Sit down before saying yes\nWalk around the block before the shop opens\nTea, not the oven",
    "distraction": "Choir on Wednesday\nThe coffee counter across the street",
    "people_to_ask": "J., (555) 010-0172, at any hour",
    "professionals": "Ms. Chao, weekdays, (555) 010-0107\nDr. Mensah-Brandt, (555) 010-0104",
    "safer_surroundings": "Tablets for two weeks at a time. Old capsules went back to the pharmacy.",
    "reason_for_living": "The children.",
}

SAFETY_PLANS = (
    SafetyPlan(week=23, day=THU, at=time(18, 2), by="therapist2", fields=PLAN),
    SafetyPlan(week=25, day=MON, at=time(18, 20), by="therapist2", fields=PLAN | {
        "people_to_ask": "J., (555) 010-0172, at any hour\nN., since the evening on the porch",
        "reason_for_living": "The children, also from far away.",
    }),
)

ASKS = (
    Ask(by="therapist2", to="psychiatrist2", week=2, day=MON, at=time(18, 10), on="session_note",
        text="Venlafaxine at odd hours, and she notices it. Can a fixed time be agreed?",
        steps=(
            Step("acknowledged", "psychiatrist2", 2, TUE, time(8, 35)),
            Step("answered", "psychiatrist2", 4, THU, time(16, 45), """With breakfast, written on the box. She likes
                 rules."""),
            Step("closed", "therapist2", 5, MON, time(18, 5), outcome="done"),
        )),
    Ask(by="psychiatrist2", to="therapist2", week=15, day=TUE, at=time(15, 20), on="medication_change",
        text="Lowered at her wish and against my advice. Please look at the list with her each month: sleep first.",
        steps=(
            Step("acknowledged", "therapist2", 15, WED, time(9, 15)),
            Step("answered", "therapist2", 21, MON, time(18, 8), """Sleep is lighter since the news about Oregon. Two
                 weeks."""),
            Step("closed", "psychiatrist2", 21, TUE, time(8, 50), "Read. To be called at under six hours.", "done"),
        )),
    Ask(by="therapist2", to="psychiatrist2", week=23, day=THU, at=time(18, 4), nature="flag", urgency="same_day",
        on="session_note", text="Clear relapse. No thoughts of death. Please see her this week.",
        steps=(
            Step("called", "therapist2", 23, THU, time(18, 6), "He has an hour tomorrow at eleven.", "reached"),
            Step("acknowledged", "psychiatrist2", 23, THU, time(18, 30)),
            Step("closed", "psychiatrist2", 23, FRI, time(12, 5), "Seen, back to 150 mg.", "done"),
        )),
    Ask(by="psychiatrist2", to="coordinator", week=24, day=FRI, at=time(15, 10), nature="task",
        text="Blood pressure twice before the next session, please: one sitting, one standing, for trazodone.",
        steps=(Step("acknowledged", "coordinator", 25, MON, time(9, 10)),)),
    Ask(by="psychiatrist2", to="therapist2", week=25, day=FRI, at=time(14, 10), on="medication_visit",
        text="Trazodone for four weeks at most. Would you ask about dizziness and the nights in each session?",
        steps=(Step("answered", "therapist2", 26, MON, time(18, 7), """Asked. Sleeps until five, not dizzy. Will ask
        again."""),)),
)

HEARD = (
    Heard(week=5, day=TUE, at=time(16, 10), missed_doses=2, barriers="routine", side_effect="Sweats at night",
        severity="moderate", onset=10, action="prescriber_told"),
    Heard(week=24, day=TUE, at=time(16, 30), by="therapist2", missed_doses=0, fibser=(4, 3, 2)),
)

MEASURED = (
    Measured(1, WED, "blood_pressure", "126/78"),
    Measured(4, THU, "blood_pressure", "138/86"),
    Measured(9, WED, "blood_pressure", "130/82"),
    Measured(24, FRI, "blood_pressure", "134/84"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="78865852", gad7="6653321"),
        Leaning(week=5, phq9="66764630", gad7="5543221"),
        Leaning(week=9, phq9="34852210", gad7="4433221"),
        Leaning(week=21, phq9="67964643", gad7="6643331"),
        Leaning(week=23, phq9="88975655", gad7="6653342"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, safety_plans=SAFETY_PLANS, asks=ASKS,
    away=(Away(by="therapist2", covered_by="therapist", days=3),),
)
