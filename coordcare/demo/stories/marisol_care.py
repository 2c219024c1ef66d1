"""Marisol, around the sessions: a steady fall of the scores, and questions that went back and forth in time."""

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
    Score(0, 16, 11, day=THU, by="psychiatrist"),
    Score(1, 16),
    Score(2, 16),
    Score(3, 14),
    Score(4, 15, 11),
    Score(5, 14),
    Score(6, 12),
    Score(7, 12),
    Score(9, 9, 7, by="coordinator"),
    Score(10, 9),
    Score(11, 9),
    Score(12, 7, 5),
    Score(14, 7),
    Score(15, 6, 5),
)

VISITS = (
    Visit(week=0, day=THU, outcome="change", adherence="not_asked",
        interval_history="""Third month of low mood, early waking and loss of interest, after her mother-in-law moved
        in. An episode after the first child, recovered on sertraline 50 mg. No elevated periods. Ferritin was low in
        the spring.""",
        mental_state="Well dressed, tearful when she speaks of the evenings, otherwise composed. No psychosis.",
        assessment="Major depressive disorder, recurrent, moderate. What helped before is the first choice.",
        plan="Sertraline 50 mg in the morning. IPT with Mr. Herrera from Tuesday. Visit in ten days.",
    ),
    Visit(week=2, day=MON, outcome="change", side_effect="Mild nausea in the morning, easing",
        interval_history="Takes it with breakfast. Awake at three on five nights of seven, up for L. on two of them.",
        mental_state="Tired, quick to smile, says she is fine before the question ends.",
        assessment="Sleep is the loudest complaint and too early to be helped by sertraline.",
        plan="Trazodone 50 mg for some weeks. Iron again, every other day; her family physician agrees.",
    ),
    Visit(week=5, day=WED, outcome="change",
        interval_history="Five weeks at 50 mg. Sleeps six hours. Energy and interest are where they were.",
        mental_state="Brighter in contact, still slow to begin. Anger is nearer than sadness today.",
        assessment="Partial response with full adherence. The dose that was enough last time is not enough now.",
        plan="100 mg. Coordinator to call in a week.",
    ),
    Visit(week=7, day=THU, outcome="continue",
        interval_history="Two weeks at 100 mg. One jittery day, nothing else when asked. First talk with D. went well.",
        mental_state="Quicker, more color in her voice. Worry about Thursdays.",
        assessment="Early signs of improvement at 100 mg, together with movement at home.",
        plan="Stay. Next visit in three weeks.",
    ),
    Visit(week=10, day=THU, outcome="change", side_effect="Slow until ten in the morning",
        interval_history="Sleeps seven hours. PHQ-9 is 9. Choir twice. Talk with her mother-in-law is planned.",
        mental_state="Relaxed. Laughs at the idea of needing permission.",
        assessment="Good course. Grogginess is the trazodone, which has done its work.",
        plan="Halve trazodone, stop in a month. Sertraline 100 mg unchanged.",
    ),
    Visit(week=12, day=MON, outcome="no_change", mode="video",
        interval_history="Light nights have settled. A home aide on three mornings. Back at full hours.",
        mental_state="On video from her car, lively, no irritability.",
        assessment="PHQ-9 from 16 to 9 in twelve weeks. She has improved and is not yet done.",
        plan="No change of either drug before the canceled family dinner has been digested, as she puts it.",
    ),
    Visit(week=15, day=MON, outcome="change",
        interval_history="Four weeks at 25 mg with sound sleep. Sang a solo on Saturday. Therapy is ending soon.",
        mental_state="Even and warm, a little apprehensive about the nights to come.",
        assessment="Sustained improvement. Trazodone can go; sertraline should not move while therapy ends.",
        plan="Stop trazodone. Sertraline 100 mg for at least nine months more. Visit in six weeks.",
    ),
)

CONTACTS = (
    Contact(week=1, day=THU, at=time(10, 10), contact_type="phone", reached="reached",
        adherence="as_prescribed", side_effect="Nausea until noon",
        text="First-week call. Nausea on four mornings, better with toast. No restlessness. Wants to go on."),
    Contact(week=6, day=WED, at=time(12, 20), contact_type="phone", reached="reached",
        adherence="as_prescribed", side_effect="Jittery on one day",
        text="""One week at 100 mg. Slept badly on Friday and well since. Sounded hurried: called from the hospital
        cafeteria with her mother-in-law in the next chair."""),
    Contact(week=7, day=FRI, at=time(9, 45), contact_type="message", direction="incoming",
        text="Text message: away with the children all of next week, no session. Confirmed the one after."),
    Contact(week=11, day=FRI, at=time(13, 30), contact_type="phone", reached="message_left",
        with_whom="the home care agency",
        text="Agency asked for a letter that states the hours of treatment. Left word that it goes out on Monday."),
    Contact(week=13, day=TUE, at=time(7, 55), contact_type="phone", direction="incoming", reached="reached",
        text="""Canceled today's session: both children have stomach flu. Voice tired, no alarm. Offered a telephone
        hour on Thursday; she declined and laughed."""),
    Contact(week=14, day=FRI, at=time(11, 5), contact_type="phone", reached="reached",
        adherence="misses_some",
        text="Forgot sertraline on two days of the flu week and resumed it. No dizziness. Visit on Monday confirmed."),
)

ASSESSED = (
    Assessed(week=0, day=THU, at=time(9, 58), by="psychiatrist", risk_status="none",
        assessment="""No wish to be dead and no thoughts of suicide, now or in the earlier episode. Children are
        young, which she names first. No alcohol. No firearm at home.""",
        actions_taken="988 and the clinic's number given. Husband may be called."),
)

ASKS = (
    Ask(by="therapist", to="psychiatrist", week=1, day=TUE, at=time(17, 10), on="session_note",
        text="Awake from 3 a.m. most nights. Could sleep be looked at before anything else?",
        steps=(
            Step("answered", "psychiatrist", 2, MON, time(14, 30),
                 "Agreed. Trazodone 50 mg at night from today, for weeks and not for months."),
            Step("closed", "therapist", 2, TUE, time(17, 5), outcome="done"),
        )),
    Ask(by="psychiatrist", to="therapist", week=5, day=WED, at=time(15, 10), on="medication_change",
        text="Would you ask about sexual side effects when it fits? She may not tell me.",
        steps=(
            Step("acknowledged", "therapist", 5, THU, time(9, 30)),
            Step("answered", "therapist", 7, TUE, time(17, 15), "Asked today. None, and she was glad of the question."),
            Step("closed", "psychiatrist", 7, THU, time(11, 40), outcome="done"),
        )),
    Ask(by="therapist", to="psychiatrist", week=10, day=TUE, at=time(17, 12), on="session_note",
        text="Groggy until ten, with seven hours of sleep. She asks whether trazodone is still needed.",
        steps=(
            Step("answered", "psychiatrist", 10, THU, time(16, 50), """Halved today. If the nights hold it ends in a
                 month."""),
            Step("closed", "therapist", 11, TUE, time(17, 8), outcome="done"),
        )),
    Ask(by="therapist", to="coordinator", week=11, day=TUE, at=time(17, 20), nature="task", urgency="two_days",
        text="The home aide's agency wants a letter about her hours here. Dates and times only, please.",
        steps=(
            Step("acknowledged", "coordinator", 11, WED, time(8, 50)),
            Step("closed", "coordinator", 12, MON, time(10, 15), "Letter sent with her written release.",
                 outcome="""done"""),
        )),
    Ask(by="psychiatrist", to="therapist", week=15, day=MON, at=time(16, 30), on="medication_change",
        text="Trazodone ends today. Please ask tomorrow how she feels about the nights, and tell me of loud plates.",
        steps=(
            Step("acknowledged", "therapist", 15, TUE, time(9, 10)),
            Step("answered", "therapist", 15, TUE, time(17, 14),
                 """She is more nervous about sleep than about saying goodbye here. No plates so far; she has put them
                 first on her list of early signs."""),
        )),
    Ask(by="therapist", to="coordinator", week=15, day=TUE, at=time(17, 18), nature="task",
        text="""From now on every other week. Please find three Tuesdays at 4 p.m. that her mother-in-law does not
        need."""),
)

PRIVATE = (
    Private(week=5, day=TUE, at=time(18, 2), by="therapist", title="After session 5",
        text="""She apologized to me three times as well. When I looked tired in the role play I was tired. I notice
        that I want to be the first man in the story who asks. Leave that wish outside the room."""),
    Private(week=15, day=TUE, at=time(18, 5), by="therapist", title="Ending",
        text="""Who will notice when she goes quiet: I was about to answer "I will". Good that I did not. I shall miss
        the hour, and three sessions are enough to say so without burdening her."""),
)

HEARD = (
    Heard(week=3, day=TUE, at=time(15, 10), missed_doses=0, side_effect="Nausea until ten", severity="mild", onset=16,
        action="timing"),
)

MEASURED = (
    Measured(0, THU, "tsh", "1.8"),
    Measured(0, THU, "weight", "141"),
    Measured(12, MON, "weight", "143"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="87965430", gad7="6532341"),
        Leaning(week=6, phq9="66674420", gad7="5532441"),
        Leaning(week=12, phq9="44652320", gad7="5422331"),
        Leaning(week=15, phq9="32842320", gad7="6432221"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, asks=ASKS, private=PRIVATE,
)
