"""Devon, around the sessions: a positive item 9, who answered for it, and three versions of a safety plan."""

# fmt: off
from datetime import time

from coordcare.demo.calendar_rules import FRI, MON, THU, TUE, WED
from coordcare.demo.care_rules import (
    Alerted,
    Ask,
    Assessed,
    Care,
    Contact,
    Heard,
    Leaning,
    Measured,
    Private,
    SafetyPlan,
    Score,
    Step,
)
from coordcare.demo.stories.devon_visits import VISITS

SCORES = (
    Score(0, 15, 9, day=MON, by="psychiatrist"),
    Score(1, 15),
    Score(2, 14),
    Score(3, 14),
    Score(4, 20, item_9=2, at_end=True),
    Score(5, 17, 12, item_9=1),
    Score(6, 14, item_9=1),
    Score(7, 12),
    Score(8, 10),
    Score(9, 9, 6),
    Score(11, 8),
    Score(12, 7),
    Score(13, 5, 4),
    Score(15, 4),
    Score(16, 4, 3),
)

CONTACTS = (
    Contact(week=1, day=WED, at=time(12, 15), contact_type="message", reached="reached",
        adherence="as_prescribed", side_effect="Slight nausea",
        text="First-week check by text, as they prefer. Slight nausea until breakfast. No restlessness."),
    Contact(week=4, day=THU, at=time(13, 10), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="""Day one of 20 mg. R. is with them and answered first. Slept four hours. Knows tomorrow's number and
        that it is mine."""),
    Contact(week=4, day=FRI, at=time(16, 30), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="Call before the weekend, as agreed. R. stays until Monday. Read me the three numbers of the plan."),
    Contact(week=5, day=WED, at=time(12, 5), contact_type="message", reached="reached",
        adherence="as_prescribed",
        text="Check by text. No agitation. Had supper with R. and the roommate, first meal at a table this month."),
    Contact(week=8, day=FRI, at=time(10, 40), contact_type="collateral", direction="incoming", reached="reached",
        with_whom="their mother (release for emergencies only)",
        text="""Mother called to ask how they are. Told her that I may listen and not tell. She hears more laughter on
        the telephone. Devon was told of the call the same day and was fine with it."""),
    Contact(week=10, day=MON, at=time(8, 45), contact_type="message", direction="incoming",
        text="""Text message: fever of 102, no session. Roommate is in charge of soup. Asked to be written to on
        Wednesday."""),
    Contact(week=10, day=WED, at=time(11, 30), contact_type="message", reached="reached",
        adherence="misses_some",
        text="""Fever down. Missed two doses of fluoxetine while sick and goes on today. No dark thoughts, asked in
        words."""),
    Contact(week=14, day=MON, at=time(14, 20), contact_type="no_show", direction=None,
        text="Did not come at two. Their message about stocktaking at the shop arrived at half past."),
)

ASSESSED = (
    Assessed(week=0, day=MON, at=time(9, 45), by="psychiatrist", risk_status="none",
        assessment="""No wish to be dead, no thoughts of suicide, no self-harm at any time. Age under 25 with a new
        antidepressant, which was said aloud. No weapon, no stock of tablets.""",
        actions_taken="Contact every week in the first month, by therapist or nurse."),
    Assessed(week=4, day=MON, at=time(15, 6), by="therapist", risk_status="passive_thoughts", screener="yn---n",
        assessment="""Item 9 answered with 2 at the end of the hour, then told: it would be simpler not to wake up, on
        most days since Thursday. No wish to act, no plan, no past attempt, no weapon, no tablets beyond the month's
        fluoxetine. New: break-up by text, little sleep. For them: R., the roommate, relief at being asked.""",
        actions_taken="""Safety plan written together and photographed. R. called from the office and comes tonight.
        988 saved. Telephone check on Wednesday at noon.""",
        told="Dr. Farahani by telephone at 2:58 p.m.; she sees them on Wednesday. R., with Devon listening."),
    Assessed(week=4, day=WED, at=time(10, 50), by="psychiatrist", risk_status="passive_thoughts", screener="yn---n",
        assessment="""Thoughts come and go, fewer at night. Still passive, without plan or intent. Slept four hours
        with R. in the next room. No activation, no agitation. Not in need of a hospital today.""",
        actions_taken="Fluoxetine to 20 mg, visits every week, calls on Thursday and Friday by the coordinator.",
        told="Mr. Herrera and Ms. Walker, in person. Mother not told, at Devon's wish."),
    Assessed(week=5, day=MON, at=time(14, 54), by="therapist", risk_status="passive_thoughts", screener="yn---n",
        assessment="Thoughts on two days, fleeting, the worse after the jacket. No plan, no intent, less often.",
        actions_taken="Plan read again, one number added. Asked in every session until further notice.",
        told="Dr. Farahani, by this record and a flag."),
    Assessed(week=6, day=MON, at=time(14, 53), by="therapist", risk_status="passive_thoughts", screener="yn---n",
        assessment="""One brief thought on Sunday at four, recognized as such and answered with a walk. No plan or
        intent.""",
        actions_taken="Old pictures go to R. today."),
    Assessed(week=7, day=MON, at=time(14, 52), by="therapist", risk_status="none",
        assessment="""Eight days without a thought of death; item 9 answered with 0. Keeps the plan in the phone case.
        What would bring it back, in their words: four o'clock, and pictures.""",
        told="Dr. Farahani and Denise Thibodeaux."),
    Assessed(week=16, day=MON, at=time(15, 10), by="therapist", risk_status="none",
        assessment="""None for two months, asked in full before the ending. They know the four o'clock sign and the way
        back from it. Nervous about the application, in a way that has a future in it.""",
        actions_taken="Plan revised in their own words; goes to R. and to their mother this time."),
)

PLAN = {
    "warning_signs": "Not answering R.\nStill in bed at two in the afternoon\nThinking that it would be simpler",
    "on_my_own": "Walk to the river and back\nA shower\nThe chemistry podcast, not the pictures",
    "distraction": "The roommate, in the kitchen\nThe coffee shop on the corner",
    "people_to_ask": "R., (555) 010-0153, at any hour\nMother, in the daytime",
    "professionals": "Mr. Herrera, (555) 010-0106\nDr. Farahani, (555) 010-0103\nEmergency room at St. Anne's",
    "safer_surroundings": "No weapon in the house. Two weeks of tablets at home, R. keeps the rest.",
    "reason_for_living": "R.'s soup.",
}

SAFETY_PLANS = (
    SafetyPlan(week=4, day=MON, at=time(15, 9), by="therapist", fields=PLAN),
    SafetyPlan(week=5, day=MON, at=time(14, 58), by="therapist", fields=PLAN | {
        "people_to_ask": "R., (555) 010-0153, at any hour\nMother, in the daytime\nThe roommate",
    }),
    SafetyPlan(week=16, day=MON, at=time(15, 12), by="therapist", fields=PLAN | {
        "warning_signs": "Thumbs-up answers\nCereal for dinner\nPictures at night\nThe four o'clock thought",
        "on_my_own": "Climbing on Wednesday\nThe car, with mother, where neither has to look\nA walk before four",
        "distraction": "The climbing gym\nThe early shift, also when tired",
        "people_to_ask": "R., (555) 010-0153, at any hour\nMother, now also at night\nThe roommate",
        "reason_for_living": "To find out what comes after the lab.",
    }),
)

ASKS = (
    Ask(by="therapist", to="psychiatrist", week=2, day=MON, at=time(15, 12), on="session_note",
        text="They read the boxed warning for young adults closely and are afraid of it. Please go through it again.",
        steps=(
            Step("acknowledged", "psychiatrist", 2, TUE, time(8, 45)),
            Step("answered", "psychiatrist", 2, WED, time(17, 5),
                 "Denise Thibodeaux read it with them today, line by line. They asked good questions and stay on it."),
            Step("closed", "therapist", 3, MON, time(15, 8), outcome="done"),
        )),
    Ask(by="psychiatrist", to="coordinator", week=4, day=WED, at=time(11, 20), nature="task", urgency="two_days",
        text="Please call Devon on Thursday and before the weekend. Ask in plain words, and call me if they hesitate.",
        steps=(
            Step("acknowledged", "coordinator", 4, WED, time(11, 32)),
            Step("closed", "coordinator", 4, FRI, time(16, 40), "Both calls made, both reached.", outcome="done"),
        )),
    Ask(by="therapist", to="nurse", week=9, day=MON, at=time(15, 15), on="session_note",
        text="Vivid dreams, not frightening. Could fluoxetine be behind them?",
        steps=(
            Step("answered", "nurse", 9, TUE, time(11, 20),
                 "Quite possibly. Told them to take it in the morning. No reason to stop while it does not frighten."),
            Step("closed", "therapist", 11, MON, time(15, 10), outcome="done"),
        )),
    Ask(by="nurse", to="therapist", week=12, day=TUE, at=time(16, 10), on="medication_change",
        text="30 mg from today. Would you ask about the mornings, and about restlessness, next Monday?",
        steps=(
            Step("answered", "therapist", 13, MON, time(15, 12), "Mornings are lighter. No restlessness, only joy."),
            Step("closed", "nurse", 13, WED, time(9, 25), outcome="done"),
        )),
    Ask(by="therapist", to="psychiatrist", week=16, day=MON, at=time(15, 20), on="session_note",
        text="""They want to stay on fluoxetine through the start of the program and to hear it from you. Two sessions
        remain.""",
        steps=(
            Step("answered", "psychiatrist", 16, MON, time(18, 50),
                 "Yes, and gladly: nine months at the least. I will see them before the last session and say so."),
        )),
)

ALERTED = (
    Alerted(week=4, steps=(
        Step("called", "therapist", 4, MON, time(14, 58), "She knows Devon and sees them on Wednesday.", "reached"),
        Step("acknowledged", "psychiatrist", 4, MON, time(15, 1)),
    )),
    Alerted(week=5, steps=(Step("acknowledged", "psychiatrist", 5, MON, time(14, 40)),)),
    Alerted(week=6, steps=(Step("acknowledged", "nurse", 6, MON, time(14, 30)),)),
)

PRIVATE = (
    Private(week=4, day=MON, at=time(18, 40), by="therapist", title="The last ten minutes",
        text="""My voice was calm and my knees were not. I had nearly closed the folder when they looked away. Next
        time the questionnaire comes at the beginning, always."""),
    Private(week=16, day=MON, at=time(18, 10), by="therapist", title="Being sent away",
        text="""They had expected to be sent away. So had I, once, at that age. I kept this to myself and think it
        was heard."""),
)

HEARD = (
    Heard(week=10, day=WED, at=time(11, 20), missed_doses=0, side_effect="Vivid dreams", severity="mild", onset=12,
        action="watched", fibser=(3, 1, 1)),
)

MEASURED = (
    Measured(0, MON, "weight", "138"),
    Measured(0, MON, "blood_pressure", "114/70"),
    Measured(12, TUE, "weight", "136"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="78784850", gad7="5443331"),
        Leaning(week=4, phq9="79865843", gad7="6543423"),
        Leaning(week=7, phq9="67764742", gad7="5433331"),
        Leaning(week=11, phq9="34682210", gad7="4332221"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, safety_plans=SAFETY_PLANS, asks=ASKS,
    alerted=ALERTED, private=PRIVATE,
)
