"""Ibrahim, around the sessions: thin ties on the telephone too, and an ECG that allowed a tablet in the pocket."""

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
    Private,
    Score,
    Step,
    Visit,
)

SCORES = (
    Score(0, 12, 14, day=FRI, by="psychiatrist2"),
    Score(1, 12),
    Score(2, 12),
    Score(3, 11),
    Score(4, 10, 13),
    Score(5, 10),
    Score(6, 12),
    Score(8, 9, 11),
    Score(9, 8, by="therapist2"),
    Score(10, 7),
    Score(11, 7),
    Score(12, 5, 7),
)

VISITS = (
    Visit(week=0, day=FRI, outcome="no_change", mode="video", adherence="not_asked",
        interval_history="""Low on and off for three years of working from home, worse since spring. Avoids meetings,
        lunch and the telephone. Propranolol from primary care, now up to three times a day, and sertraline with loose
        stools. No alcohol, for faith.""",
        mental_state="Camera off, then on. Soft voice, long pauses, exact wording. No psychosis.",
        assessment="Major depressive disorder, recurrent, mild, with social anxiety disorder.",
        plan="IPT with Dr. Solheim first. Decide about the drug in two weeks, with her impression.",
    ),
    Visit(week=2, day=WED, outcome="change",
        interval_history="Two sessions. Propranolol before every meeting. Score unchanged.",
        mental_state="In the office, coat on. Asked three questions from a list and thanked me for each answer.",
        assessment="Wants something that works on both. Sensitive to side effects by his own account.",
        plan="Escitalopram 5 mg, sertraline out over a week. Propranolol no more than once a day.",
    ),
    Visit(week=4, day=WED, outcome="change", side_effect="Jittery in the mornings, fading",
        interval_history="Two weeks at 5 mg. Some jittery mornings he would not have mentioned.",
        mental_state="Less guarded. Corrected me once, politely, and looked pleased.",
        assessment="Tolerated.",
        plan="10 mg. No large exposure task in the first week, please.",
    ),
    Visit(week=5, day=FRI, outcome="change", side_effect="Light-headed on stairs; resting pulse 54",
        interval_history="Propranolol on six of seven days. Light-headed twice on the stairs, no fainting.",
        mental_state="Worried about Thursday's meeting more than about the pulse.",
        assessment="Slow pulse under propranolol; heart rhythm to be seen before it goes on.",
        plan="Propranolol on hold. ECG next week. Escitalopram unchanged.",
    ),
    Visit(week=7, day=WED, outcome="change",
        interval_history="ECG normal, pulse 64. Two meetings without a tablet, both survived.",
        mental_state="Tired from the release, dry joke about it.",
        assessment="The tablet in the pocket does more than the tablet in the blood.",
        plan="May carry propranolol for real presentations, at most twice a week.",
    ),
    Visit(week=9, day=MON, outcome="continue",
        interval_history="Five weeks at 10 mg. Jitters gone. Has carried propranolol and not taken it.",
        mental_state="Eye contact for most of the visit. Told a story without being asked.",
        assessment="Improving on both scores, in step with what he practices.",
        plan="Continue. Next visit in two weeks.",
    ),
    Visit(week=11, day=MON, outcome="change",
        interval_history="Propranolol not taken once in four weeks; he put the bottle on my desk.",
        mental_state="Amused, upright, camera no longer a topic.",
        assessment="No longer needed. GAD-7 was 11 at the last count and is expected to be lower.",
        plan="Propranolol ends. Escitalopram 10 mg at least until three months after therapy.",
    ),
)

CONTACTS = (
    Contact(week=1, day=TUE, at=time(10, 35), contact_type="message", reached="reached",
        text="Asked by text which hours suit him. Answered in a numbered list. Thursday at one is his."),
    Contact(week=3, day=MON, at=time(14, 20), contact_type="message", direction="incoming",
        adherence="as_prescribed", side_effect="Jittery until ten",
        text="""Wrote that he does not want to bother anyone, but is jittery until ten. Told him that this is what I
        am for."""),
    Contact(week=6, day=TUE, at=time(9, 30), contact_type="phone", reached="reached",
        text="ECG appointment on Wednesday at seven. He had meant to cancel so as not to take up a place."),
    Contact(week=6, day=FRI, at=time(15, 10), contact_type="collateral", direction="incoming", reached="reached",
        with_whom="the cardiology office", text="""ECG normal, rate 62, no conduction delay. Report follows by fax.
        Passed on."""),
    Contact(week=7, day=WED, at=time(16, 45), contact_type="message", direction="incoming",
        text="Canceled tomorrow's session because of the release and apologized twice. Told him that once was enough."),
    Contact(week=10, day=MON, at=time(11, 50), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="Picked up at once. Takes it at breakfast. Asked how my weekend was, and there was time to answer."),
    Contact(week=11, day=WED, at=time(13, 25), contact_type="phone", reached="message_left",
        text="Session 11 by telephone if his line stays down. Left the number that Dr. Solheim will call from."),
)

ASSESSED = (
    Assessed(week=0, day=FRI, at=time(9, 55), by="psychiatrist2", risk_status="none",
        assessment="""No wish to be dead, no thoughts of suicide, now or earlier. Alone on most days. Faith and his
        mother are named before I can ask. No firearm.""",
        actions_taken="988 explained, also that it has an interpreter for French."),
    Assessed(week=6, day=THU, at=time(13, 58), by="psychologist", risk_status="none",
        assessment="Asked after three low days. Ashamed, not hopeless; no wish to be dead. Would call his uncle."),
)

ASKS = (
    Ask(by="psychologist", to="psychiatrist2", week=2, day=THU, at=time(14, 10), on="session_note",
        text="Propranolol before every video meeting, up to three times on some days. Did he say so to you?",
        steps=(
            Step("acknowledged", "psychiatrist2", 3, MON, time(8, 40)),
            Step("answered", "psychiatrist2", 4, WED, time(15, 40), """Only once I asked. Down to one a day; I watch
                 the pulse."""),
            Step("closed", "psychologist", 4, THU, time(14, 5), outcome="done"),
        )),
    Ask(by="psychiatrist2", to="coordinator", week=5, day=FRI, at=time(15, 30), nature="task", urgency="two_days",
        text="ECG next week, please: slow pulse under propranolol, which is on hold.",
        steps=(
            Step("acknowledged", "coordinator", 5, FRI, time(15, 50)),
            Step("closed", "coordinator", 6, FRI, time(15, 20), "Done on Wednesday. Normal, report on its way.",
                 """done"""),
        )),
    Ask(by="psychologist", to="psychiatrist2", week=10, day=THU, at=time(14, 12), on="session_note",
        text="He wonders about carrying a propranolol tablet just in case. Your call.",
        steps=(
            Step("answered", "psychiatrist2", 11, MON, time(12, 10),
                 "Overtaken: he gave me the bottle today, for symbolic reasons."),
            Step("acknowledged", "psychologist", 11, THU, time(14, 0)),
        )),
    Ask(by="psychiatrist2", to="psychologist", week=11, day=MON, at=time(12, 20), nature="flag", on="medication_change",
        text="No propranolol from today. The next month's meetings are the test, the wedding above all.",
        steps=(Step("acknowledged", "psychologist", 11, TUE, time(9, 15)),)),
    Ask(by="psychologist", to="therapist2", week=12, day=THU, at=time(14, 15), nature="task", on="session_note",
        text="One more practice hour with you before session 13: entering a group and leaving it, music included."),
)

PRIVATE = (
    Private(week=4, day=THU, at=time(17, 20), by="psychologist", title="Finishing sentences",
        text="""He is right, I finish his sentences, as my brother finished mine. The urge is strongest when he is about
        to say something sad. Count to five."""),
    Private(week=10, day=THU, at=time(17, 35), by="psychologist", title="The clock",
        text="""I looked at the clock because his mother's voice on the telephone made me think of mine. His telling me
        so was the best minute of this therapy. Do not spoil it by explaining."""),
)

HEARD = (
    Heard(week=3, day=TUE, at=time(12, 15), missed_doses=0, side_effect="Jittery until ten", severity="mild", onset=5,
        action="timing"),
)

MEASURED = (
    Measured(2, WED, "blood_pressure", "122/76"),
    Measured(5, FRI, "blood_pressure", "102/62"),
    Measured(7, WED, "blood_pressure", "118/74"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="67553863", gad7="8875434"),
        Leaning(week=6, phq9="67653742", gad7="8765433"),
        Leaning(week=9, phq9="45553521", gad7="7664323"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, asks=ASKS, private=PRIVATE,
)
