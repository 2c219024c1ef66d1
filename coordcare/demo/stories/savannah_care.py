"""Savannah, around the sessions: rhythm on paper, a rash on the telephone, a sister who is back."""

# fmt: off
from datetime import time

from coordcare.demo.calendar_rules import FRI, MON, THU, TUE, WED
from coordcare.demo.care_rules import Ask, Assessed, Care, Contact, Heard, Leaning, Measured, SafetyPlan, Score, Step
from coordcare.demo.stories.savannah_visits import VISITS

SCORES = (
    Score(0, 14, day=WED, by="psychiatrist2"),
    Score(1, 14, 9),
    Score(2, 13),
    Score(3, 13),
    Score(4, 11),
    Score(5, 10, 8),
    Score(6, 10, by="coordinator"),
    Score(7, 11),
    Score(8, 8),
    Score(9, 7, 5),
    Score(11, 8),
    Score(12, 7, by="coordinator"),
    Score(14, 5, 4),
    Score(15, 3),
    Score(16, 4),
)

CONTACTS = (
    Contact(week=1, day=FRI, at=time(15, 25), contact_type="phone", reached="reached",
        adherence="misses_some",
        text="""Called after three, as she wishes. Lamotrigine every morning. Quetiapine left out before both early
        shifts."""),
    Contact(week=4, day=FRI, at=time(15, 40), contact_type="phone", reached="reached",
        adherence="as_prescribed", text="""Skin clear, checked in daylight. Asked when the next step is due and knew
        it."""),
    Contact(week=7, day=MON, at=time(7, 50), contact_type="phone", reached="reached",
        by="nurse",
        text="""Called back on her Sunday message at opening: rash on both forearms since last evening. No fever,
        mouth and eyes clear. Told her to
        leave out this morning's lamotrigine and to come at half past ten."""),
    Contact(week=7, day=THU, at=time(9, 20), contact_type="collateral", direction="incoming", reached="reached",
        with_whom="the dermatology office", text="""Contact dermatitis from glove accelerators. Letter by fax. Passed to
        the team."""),
    Contact(week=10, day=WED, at=time(15, 10), contact_type="message", direction="incoming",
        text="A picture of the lake and a bedtime: 11:50 p.m. She asks to have it on record that she knows."),
    Contact(week=12, day=FRI, at=time(15, 15), contact_type="phone", reached="message_left",
        text="One day on 200 mg. Left word to call if her sight doubles or her gait is unsteady."),
    Contact(week=13, day=TUE, at=time(15, 5), contact_type="message", direction="incoming",
        text="No session today: recertification course until Thursday. Bedtime stays at 10:30, she adds."),
    Contact(week=15, day=FRI, at=time(16, 0), contact_type="collateral", reached="reached", direction="outgoing",
        with_whom="her sister (release on file)", adherence="as_prescribed",
        text="""With Savannah's written wish. Her sister asked what she would see first: late, silent, furious, then
        bright. She wrote it down, and will call us and not argue. Thinks that she sleeps well and sounds like
        herself."""),
)

ASSESSED = (
    Assessed(week=0, day=WED, at=time(10, 4), by="psychiatrist2", risk_status="none",
        assessment="""None now. After the second hypomanic stretch, in her thirties, weeks of wishing not to wake up,
        no plan, no behavior. Bipolar II, divorced half a year: asked at each visit. No firearm; her ex-husband keeps
        his elsewhere.""",
        actions_taken="Early signs in both directions to be written down in therapy."),
    Assessed(week=7, day=TUE, at=time(15, 52), by="therapist2", risk_status="none",
        assessment="Asked because treatment seemed in danger. Frightened, not hopeless. No wish to be dead.",
        actions_taken="Three days planned: who drives, who takes her son."),
    Assessed(week=15, day=THU, at=time(11, 30), by="nurse", risk_status="none",
        assessment="None in this course of treatment. Plan for low days and for bright ones now lies on one sheet."),
)

PLAN = {
    "warning_signs": "First word with anybody after noon\nFree weekends in bed\nTelevision after ten",
    "on_my_own": "The eight o'clock dog walk\nCold water, then breakfast\nThe rhythm sheet, filled in honestly",
    "distraction": "The night crew, at breakfast\nThe neighbor with the dog",
    "people_to_ask": "The neighbor\nA colleague from nights",
    "professionals": "Denise Thibodeaux, anything about tablets, (555) 010-0105\nMs. Chao, weekdays, (555) 010-0107",
    "safer_surroundings": "Tablets for four weeks at a time, in the kitchen and not beside the bed.",
    "reason_for_living": "My son, eleven.",
}

SAFETY_PLANS = (
    SafetyPlan(week=2, day=TUE, at=time(16, 32), by="therapist2", fields=PLAN),
    SafetyPlan(week=15, day=THU, at=time(11, 40), by="nurse", fields=PLAN | {
        "warning_signs": "First word with anybody after noon\nFree weekends in bed\n"
        "The other way: late, silent, furious, then bright; under six hours of sleep on two nights",
        "people_to_ask": "My sister, (555) 010-0192, at any hour\nThe neighbor\nThe colleague who has it too",
    }),
)

ASKS = (
    Ask(by="therapist2", to="nurse", week=2, day=TUE, at=time(16, 35), on="session_note",
        text="Skips quetiapine before early shifts, about twice a week, because of the hangover.",
        nature="flag",
        steps=(
            Step("acknowledged", "nurse", 2, WED, time(8, 30)),
            Step("answered", "nurse", 3, THU, time(15, 30), """Known and told to Dr. Mensah-Brandt. Two hours earlier
                 for now."""),
            Step("closed", "therapist2", 4, TUE, time(16, 30), outcome="done"),
        )),
    Ask(by="nurse", to="coordinator", week=7, day=MON, at=time(12, 45), nature="task", urgency="same_day",
        text="A dermatologist within two days, please: new rash on lamotrigine, which is held.",
        steps=(
            Step("acknowledged", "coordinator", 7, MON, time(12, 50)),
            Step("closed", "coordinator", 7, MON, time(14, 5), "Wednesday at 8:15. She knows.", "done"),
        )),
    Ask(by="therapist2", to="nurse", week=15, day=TUE, at=time(16, 30), nature="task", on="session_note",
        text="She would like to write the plan for upward swings with you: who says what to whom.",
        steps=(
            Step("acknowledged", "nurse", 15, WED, time(9, 0)),
            Step("closed", "nurse", 15, THU, time(11, 45), "Written today, on the sheet of the safety plan.", "done"),
        )),
    Ask(by="therapist2", to="psychiatrist2", week=15, day=TUE, at=time(16, 33), on="session_note",
        text="She would like to try without quetiapine in the coming months. Rhythms have held for six weeks.",
        steps=(Step("acknowledged", "psychiatrist2", 15, WED, time(8, 25)),)),
    Ask(by="psychiatrist2", to="nurse", week=15, day=WED, at=time(8, 30), nature="task", urgency="two_days",
        text="""Last TSH is over a year old, on levothyroxine. Could you order it, with a metabolic panel for
        quetiapine?"""),
    Ask(by="therapist2", to="nurse_practitioner", week=16, day=TUE, at=time(16, 50), nature="task", on="session_note",
        text="Three copies of the plan for upward swings, please, for her to take along from her next visit."),
)

HEARD = (
    Heard(week=2, day=FRI, at=time(15, 20), missed_doses=4, barriers="side_effects routine",
        side_effect="Hangover after quetiapine", severity="moderate", onset=60, action="prescriber_told",
        fibser=(4, 4, 3)),
    Heard(week=11, day=TUE, at=time(16, 45), by="therapist2", missed_doses=0, side_effect="Slow first hour",
        severity="mild", fibser=(2, 2, 1)),
)

MEASURED = (
    Measured(0, WED, "weight", "178"),
    Measured(0, WED, "blood_pressure", "126/80"),
    Measured(0, WED, "aims", "0"),
    Measured(0, WED, "metabolic_history", finding="asked"),
    Measured(1, THU, "waist", "36"),
    Measured(1, THU, "a1c", "5.5"),
    Measured(8, THU, "weight", "177"),
    Measured(9, WED, "weight", "174"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="77784532", gad7="5443243"),
        Leaning(week=5, phq9="56664441", gad7="4432342"),
        Leaning(week=9, phq9="34752220", gad7="4332221"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, safety_plans=SAFETY_PLANS, asks=ASKS,
)
