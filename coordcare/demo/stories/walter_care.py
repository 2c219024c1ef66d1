"""Walter, around the sessions: recovered by every score, and one summary that his family physician still waits for."""

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
    Private,
    Score,
    Step,
    Visit,
)

SCORES = (
    Score(0, 19, 9, day=WED, by="psychiatrist"),
    Score(1, 19),
    Score(2, 19),
    Score(3, 17, skipped=6),
    Score(4, 19),
    Score(5, 18, 9, by="psychologist"),
    Score(6, 15),
    Score(7, 14),
    Score(8, 12, 6),
    Score(10, 12),
    Score(11, 9),
    Score(12, 7, 5),
    Score(13, 5),
    Score(14, 4),
    Score(15, 3, 2),
    Score(19, 2, day=FRI, by="psychiatrist"),
)

VISITS = (
    Visit(week=0, day=WED, outcome="change", adherence="not_asked",
        interval_history="""Low since the second month after his wife's death. Fourteen pounds down, awake at three,
        no appetite, telephone unanswered. Two beers at night. No earlier episode. Recent ECG and laboratory values
        brought in a folder.""",
        mental_state="""Neat, thin, exact. Weeps at no point and says that this is the trouble. Memory and orientation
        sound; clock drawn without error.""",
        assessment="""Major depressive disorder after bereavement, beyond what he and his daughters call grief. Weight
        and age ask for low doses.""",
        plan="Escitalopram 5 mg. Sodium in two weeks. IPT with Mr. Herrera from Friday next.",
    ),
    Visit(week=2, day=TUE, outcome="change",
        interval_history="Two weeks of escitalopram. Awake at three on most nights, weight 157.",
        mental_state="Slowed. A first dry joke about the soup his neighbor brings.",
        assessment="Tolerates the start. Sleep and weight cannot wait for it.",
        plan="Mirtazapine 7.5 mg at night. One beer at most, said plainly.",
    ),
    Visit(week=3, day=WED, outcome="change", mode="phone",
        interval_history="Sodium 139. Sleeps until five with mirtazapine. No dizziness, no falls.",
        assessment="Safe to go to the target dose.",
        plan="Escitalopram 10 mg, with breakfast.",
    ),
    Visit(week=7, day=MON, outcome="continue", side_effect="Sleepy until nine on some days",
        interval_history="Two meals a day, weight 161. Asked about beer, as his therapist had announced he would.",
        mental_state="Wept briefly about the hospice night and did not apologize for it. Hears poorly today.",
        assessment="Improving. He wants rules he can follow.",
        plan="No change. Told him: one beer, not every day, never within three hours of mirtazapine.",
    ),
    Visit(week=10, day=TUE, outcome="no_change",
        interval_history="The anniversary was last week. Two bleak days that he had predicted. Weight 165.",
        mental_state="Sad and in contact; speaks of her without stopping himself.",
        assessment="Mourning, no longer depression on top of it. PHQ-9 was 12 before it.",
        plan="Both as they are. Mirtazapine to end before therapy does.",
    ),
    Visit(week=13, day=MON, outcome="change",
        interval_history="Weight 171, as before the illness. Sleeps through. Reads again.",
        mental_state="Upright, amused, a little shy about the parish supper.",
        assessment="Recovered but for one silent evening a week.",
        plan="Stop mirtazapine. Coordinator to call in ten days. Visit after the end of therapy.",
    ),
    Visit(week=16, day=TUE, outcome="continue",
        interval_history="Therapy ended on Friday, with cake. Nights without mirtazapine are sound.",
        mental_state="Even. Speaks of the last session as of a good funeral.",
        assessment="Score in the remission range twice in a row. Ending well borne.",
        plan="Escitalopram 10 mg for a year in all. One more visit, then back to primary care.",
    ),
    Visit(week=18, day=MON, outcome="no_change", mode="phone",
        interval_history="Bought melatonin by himself after two short nights; both passed.",
        assessment="Remission holds five weeks after mirtazapine. Nothing speaks against discharge.",
        plan="Escitalopram unchanged. Diagnosis marked as resolved. Last visit on Friday.",
    ),
    Visit(week=19, day=FRI, outcome="continue",
        interval_history="Younger daughter expects a child, which he told me before I had sat down.",
        mental_state="Cheerful, exact as ever. Brought a list of his own warning signs.",
        assessment="Well. Knows what comes first when he slips, and who would notice.",
        plan="Discharged. Primary care continues escitalopram 10 mg until next spring, sodium twice a year.",
    ),
)

CONTACTS = (
    Contact(week=1, day=MON, at=time(9, 30), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="First-week call, third attempt: he lets it ring. Takes the tablet at six with coffee. No dizziness."),
    Contact(week=2, day=FRI, at=time(15, 40), contact_type="collateral", reached="reached", direction="incoming",
        with_whom="his older daughter (release on file)", adherence="as_prescribed",
        text="""She fills the pill box and finds it emptied on the right days. Two empty beer bottles on the porch, as
        he says. She thanks us for sending him home with an appointment and not with a leaflet."""),
    Contact(week=3, day=TUE, at=time(10, 50), contact_type="message", direction="incoming",
        with_whom="the cardiologist's office", text="Laboratory result by fax: sodium 139. Passed to Dr. Farahani."),
    Contact(week=9, day=MON, at=time(11, 15), contact_type="phone", direction="incoming", reached="reached",
        text="""Canceled Friday: the anniversary mass is on Thursday and the family stays over. Asked me to tell
        Mr. Herrera that he is not running away."""),
    Contact(week=14, day=WED, at=time(13, 5), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="Call after the end of mirtazapine. Sleeps from eleven to six. Appetite fine: was making pierogi."),
    Contact(week=17, day=THU, at=time(9, 10), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="Two weeks without therapy. Answered at the second ring. Retirees' breakfast every Wednesday."),
    Contact(week=18, day=WED, at=time(15, 20), contact_type="phone", direction="incoming", reached="reached",
        with_whom="his primary care office",
        text="They take over escitalopram from next month and ask for a short summary of the therapy by Friday."),
)

ASSESSED = (
    Assessed(week=0, day=WED, at=time(9, 40), by="psychiatrist", risk_status="none",
        assessment="""Asked in two ways. Would not mind meeting his wife again "in due time", no wish to be dead, no
        thoughts of suicide. An older man, widowed, drinking, alone at night. For him: two daughters, faith, an open
        answer to every question. One hunting rifle, which his brother has kept since the spring.""",
        actions_taken="Older daughter knows of it, with his consent, and keeps the pill box."),
    Assessed(week=10, day=FRI, at=time(11, 58), by="therapist", risk_status="none",
        assessment="""Asked after the anniversary. Two bleak days, no wish to be dead in them. Rifle still at his
        brother's."""),
)

ASKS = (
    Ask(by="psychologist", to="therapist", week=5, day=FRI, at=time(12, 30), nature="flag", on="session_note",
        text="""He told me the hospice night, with anger for the first time. He knows that I pass it on. Yours to
        take up.""",
        steps=(
            Step("acknowledged", "therapist", 6, MON, time(8, 55)),
            Step("closed", "therapist", 6, FRI, time(12, 15), "Taken up today.", outcome="done"),
        )),
    Ask(by="therapist", to="psychiatrist", week=6, day=FRI, at=time(12, 20), on="session_note",
        text="Appetite is back. He asks if the beer matters with the tablets. Please tell him directly.",
        steps=(
            Step("answered", "psychiatrist", 7, MON, time(12, 0), "Told him today, in numbers. He repeated the rule."),
            Step("closed", "therapist", 7, FRI, time(12, 10), outcome="done"),
        )),
    Ask(by="coordinator", to="therapist", week=18, day=WED, at=time(15, 30), nature="task", urgency="two_days",
        on="contact", text="His primary care office asks for a summary of the therapy: focus, course, warning signs.",
        steps=(Step("acknowledged", "therapist", 18, THU, time(10, 5)),)),
)

PRIVATE = (
    Private(week=5, day=FRI, at=time(13, 10), by="psychologist", title="One hour in another's room",
        text="""He gave me in one hour what he has kept from his therapist for five. A stranger is easier: nobody to
        protect. I was moved more than I showed, and I envy my colleague the ending of this work."""),
    Private(week=15, day=FRI, at=time(13, 5), by="therapist", title="Cake",
        text="""I ate two pieces. He fathered me a little today and I let him. I should have named it. He will be all
        right without my naming it."""),
)

HEARD = (
    Heard(week=8, day=THU, at=time(10, 40), told_by="family", missed_doses=0, side_effect="Sleepy until nine",
        severity="mild", onset=30, action="prescriber_told"),
    Heard(week=14, day=THU, at=time(10, 15), missed_doses=1, barriers="forgets", fibser=(1, 1, 0)),
)

MEASURED = (
    Measured(0, WED, "sodium", "139"),
    Measured(0, WED, "qtc", "428"),
    Measured(0, WED, "weight", "147"),
    Measured(3, WED, "sodium", "136"),
    Measured(10, TUE, "weight", "155"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="88888563", gad7="4544312"),
        Leaning(week=4, phq9="68786943", gad7="5543212"),
        Leaning(week=8, phq9="58564531", gad7="4432211"),
        Leaning(week=13, phq9="25632110", gad7="3322111"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, asks=ASKS, private=PRIVATE,
    away=(Away(by="therapist", covered_by="psychologist", week=5, day=FRI, days=2),),
)
