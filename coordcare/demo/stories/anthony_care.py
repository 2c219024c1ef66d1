"""Anthony, around the sessions: scores that hardly move, a wife who counts tablets, a dose in question today."""

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
    Score(0, 18, 8, day=TUE, by="psychiatrist"),
    Score(2, 18, day=TUE, by="psychiatrist"),
    Score(5, 17, day=MON, by="psychiatrist"),
    Score(6, 17, 8),
    Score(7, 17),
    Score(8, 19),
    Score(9, 16, skipped=6),
    Score(11, 17, 7),
    Score(12, 17),
)

VISITS = (
    Visit(week=0, day=TUE, outcome="change", adherence="not_asked",
        interval_history="""Four months without drive since the plant closed. Sleeps from one to six and naps. Lost
        nine pounds. No earlier episode, no elevated periods, nothing in the family he knows of. Two beers on a
        Sunday.""",
        mental_state="""Broad man, sits forward, answers briefly. Mood "useless", affect narrow. No psychotic
        symptoms. Oriented, attention fair.""",
        assessment="""Major depressive disorder, single episode, moderately severe by score. IPT requested; the
        waiting list is five weeks, and he should not wait that long for a start.""",
        plan="Sertraline from 25 mg. See again in two weeks. Coordinator to call in the first week.",
    ),
    Visit(week=2, day=TUE, outcome="change",
        interval_history="Took every tablet. No nausea. Mood, appetite and sleep as before.",
        mental_state="Polite, flat. Smiles once, about his wife's tablet count.",
        assessment="Tolerates 25 mg well. No effect is expected yet.",
        plan="To 50 mg. Therapy begins in week 6; visit before that.",
    ),
    Visit(week=5, day=MON, outcome="no_change", side_effect="Dry mouth, mornings (he thinks from the leftover tablets)",
        interval_history="""Three weeks at 50 mg. Sleep still broken, so he has taken hydroxyzine left over from a
        rash, most nights since the layoff. Mentions it on the way out.""",
        mental_state="Unchanged: low, dry humor, slow to start a sentence.",
        assessment="Too early to judge 50 mg. The antihistamine adds dry mouth and fog and should go.",
        plan="Sertraline stays. Advised against hydroxyzine. First session with Mr. Herrera on Thursday.",
    ),
    Visit(week=7, day=MON, outcome="change", side_effect="Dry mouth and foggy mornings, from hydroxyzine",
        interval_history="""Five weeks at 50 mg, taken daily. He noticed nothing. Wife's view, by his report: "same
        man, same basement".""",
        mental_state="Low, no anxiety to speak of. No thoughts of death when asked.",
        assessment="""Little change so far. Therapy has only begun, and the night tablets have clouded the picture.
        One thing at a time.""",
        plan="Stop hydroxyzine. Review of the dose when therapy has had a few sessions. TSH and blood count to be "
             "obtained from primary care.",
    ),
)

CONTACTS = (
    Contact(week=0, day=FRI, at=time(11, 40), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="""First-week call. Three tablets taken, no nausea, no restlessness. Knows whom to call. Told him that
        he is fourth on the list for therapy."""),
    Contact(week=3, day=THU, at=time(15, 15), contact_type="phone", reached="message_left",
        text="Left word that a therapy hour opens in week 6, Wednesdays at 10. Asked him to call back and confirm."),
    Contact(week=4, day=MON, at=time(9, 20), contact_type="phone", direction="incoming", reached="reached",
        text="""Returned the call himself and took the Wednesday hour. The first one must be on Thursday, because of
        his father's doctor. Moved."""),
    Contact(week=4, day=THU, at=time(16, 5), contact_type="collateral", direction="incoming", reached="reached",
        with_whom="his wife T. (release on file)", adherence="as_prescribed",
        text="""T. called before her shift. She counts the tablets on Sundays: none missed. What worries her is that
        he stays in the basement until noon and no longer goes to the hardware store. No talk of dying at home. She
        was told how to reach us and 988."""),
    Contact(week=8, day=FRI, at=time(15, 30), contact_type="phone", reached="reached",
        adherence="as_prescribed", by="psychiatrist",
        text="""Called about the therapist's question. He would rather not raise the dose while his father's care is
        unsettled, and asks for three more weeks. No change was made. The entry of 100 mg was a mistake of mine and
        is retracted."""),
    Contact(week=10, day=WED, at=time(10, 25), contact_type="no_show", direction=None,
        text="Did not come to the 10 o'clock session, which he has never missed. No message."),
    Contact(week=10, day=WED, at=time(10, 40), contact_type="phone", reached="reached",
        text="""Reached him by cell: in the emergency room with his father since six. Apologized twice. Next week by
        video, same hour."""),
    Contact(week=11, day=FRI, at=time(14, 10), contact_type="phone", reached="reached",
        adherence="as_prescribed",
        text="""Gave him the county's number for respite care and the name of the form. He wrote it down and read it
        back. Voice slow. Next medication visit confirmed."""),
)

ASSESSED = (
    Assessed(week=0, day=TUE, at=time(10, 2), by="psychiatrist", risk_status="none",
        assessment="""Asked directly: no wish to be dead, no thoughts of suicide, now or ever. Against him: job loss,
        a man in middle age, isolation in the daytime. For him: wife and son, asks for help, drinks little. No firearm
        in the house since his son left for the Navy.""",
        actions_taken="Wife knows the early signs and the number of the clinic. 988 explained."),
    Assessed(week=8, day=WED, at=time(10, 49), by="therapist", risk_status="none",
        assessment="""Asked because he looks slower and wakes at four. No wish to be dead. "I don't want to be dead,
        I want to be at work." Nothing has changed in the house.""",
        actions_taken="Question about the dose sent to Dr. Farahani. To be asked again in every session."),
)

ASKS = (
    Ask(by="therapist", to="psychiatrist", week=8, day=WED, at=time(11, 20), on="session_note",
        text="Slower, and waking at four; no change that I can see since 50 mg. Is this the time to go up?",
        steps=(
            Step("acknowledged", "psychiatrist", 8, THU, time(8, 40)),
            Step("answered", "psychiatrist", 8, FRI, time(15, 45),
                 """Spoke with him today. He prefers to wait until his father's care is settled, and three more weeks
                 are defensible. I would have gone up. Please ask me again by session 6."""),
            Step("closed", "therapist", 9, WED, time(11, 10), outcome="done"),
        )),
    Ask(by="psychiatrist", to="coordinator", week=9, day=FRI, at=time(12, 30), nature="task",
        text="TSH and blood count of this year from his primary care office, please, before I see him again.",
        steps=(Step("acknowledged", "coordinator", 10, MON, time(9, 5)),)),
    Ask(by="therapist", to="coordinator", week=11, day=WED, at=time(11, 15), nature="task", urgency="two_days",
        text="He will ask the county about respite hours. Could you find out which form it takes?",
        steps=(
            Step("acknowledged", "coordinator", 11, THU, time(9, 0)),
            Step("closed", "coordinator", 11, FRI, time(14, 20),
                 "Number and name of the form given to him by telephone.", outcome="done"),
        )),
    Ask(by="therapist", to="psychiatrist", week=12, day=WED, at=time(11, 12), on="session_note",
        text="""Session 6 of 16. Ten weeks on sertraline 50 mg, taken daily by his wife's count. PHQ-9 was 18 at the
        start and is 17 now. He no longer minds a higher dose. Would you review it before session 8?"""),
    Ask(by="coordinator", to="psychiatrist", week=12, day=WED, at=time(15, 20),
        text="His wife would like to join the first minutes of your visit, and he agrees. Is that all right with you?"),
)

PRIVATE = (
    Private(week=11, day=WED, at=time(12, 5), by="therapist", title="The stairs",
        text="""I hurried him in the role play. My own father's hands kept coming to mind, and I wanted the scene to
        go well for somebody. Bring to consultation: whom am I rescuing when he goes to check the furnace?"""),
)

HEARD = (
    Heard(week=10, day=THU, at=time(16, 20), by="therapist", told_by="family", missed_doses=0,
        side_effect="Loose stools", severity="mild", onset=9, action="watched"),
    Heard(week=11, day=TUE, at=time(9, 5), missed_doses=0, fibser=(2, 1, 1)),
)

MEASURED = (
    Measured(0, TUE, "weight", "184"),
    Measured(5, MON, "tsh", "2.4"),
    Measured(5, MON, "cbc", finding="normal"),
    Measured(7, MON, "weight", "179"),
)

CARE = Care(
    leanings=(
        Leaning(phq9="99779832", gad7="5443362"),
        Leaning(week=7, phq9="88889536", gad7="5443362"),
    ),
    scores=SCORES, visits=VISITS, contacts=CONTACTS, heard=HEARD, measured=MEASURED,
    assessed=ASSESSED, asks=ASKS, private=PRIVATE,
)
