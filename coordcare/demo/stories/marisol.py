"""Marisol: a role dispute at home, brought from impasse to renegotiation; responding well."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import MON, SAT, SUN, THU, TUE, WED
from coordcare.demo.rules import Addendum, Change, Draft, Event, Listed, Look, Session, Story, Therapy
from coordcare.demo.stories.marisol_care import CARE
from coordcare.demo.stories.marisol_course import WORK

SESSIONS = (
    Session(week=1, mood=3, techniques="psychoeducation direct_elicitation timeline_update",
        insight="""Reviewed the current episode against the earlier one after her first child: sleep, appetite and
        interest went within six weeks of her mother-in-law L. moving into the downstairs room. Named this as a
        depressive illness, not a failure of patience, and agreed what she can set down while she recovers: the
        weekend meal preparation. She cried at the word "illness" and said nobody had given her permission before.""",
        mood_link="Lowest in the evenings, when D. goes upstairs and she is left to settle L. for the night.",
        plan="""Track mood at breakfast and bedtime. Bring the list of who does what at home on a usual weekday.""",
        for_prescriber="""Still waking at 3 a.m. most nights, in her first week of sertraline. Would you look at
        sleep first?""",
    ),
    Session(week=2, mood=3, techniques="nondirective_exploration clarification expectations_review",
        insight="""Interpersonal inventory. Closest tie is an older cousin by phone; her sister is warm but far
        away. With D. she speaks of the children and the budget, and of L. only through sighs. She expects him to
        notice; he expects her to say. The list of household tasks she brought had 31 lines in her column and 6 in
        his.""",
        mood_link="""A good Saturday with the cousin lifted her for a day; Monday's hospital run for L. undid it.""",
        plan="Next time agree a focus. Ask the cousin whether a weekly call could be fixed.",
    ),
    Session(week=3, mood=4, techniques="clarification psychoeducation",
        insight="""Shared formulation: depression that began with an unspoken change of roles when L. moved in,
        kept going by a dispute with D. that has gone silent. She corrected my word "conflict": "We are too polite
        to have one." Agreed on role dispute, at the stage of impasse, sixteen sessions, and two goals she can see:
        D. takes three evenings with L., and she gets to say what she wants before she is furious.""",
        plan="""Notice one moment this week when she goes quiet instead of asking, and write down what she wanted.""",
        addendum=Addendum(2, """She called to add a third goal: back to choir on Thursdays by the end of
            treatment."""),
    ),
    Session(week=4, mood=3, techniques="communication_analysis encouragement_of_affect incident_work",
        insight="""The quiet moment: D. told L. at dinner that "we" would drive her to physical therapy twice a
        week. We went through it line by line. She said "fine", cleared the plates loudly, and did not sleep. What
        she had wanted was to be asked. She could hear that "fine" left him nothing to answer. Anger came first in
        session and, under it, fear that he would choose his mother if she made him choose.""",
        mood_link="""Two bad nights after the dinner on Wednesday; a little brighter once she had told her cousin.""",
        plan="No confrontation yet. Write the sentence she would have liked to say at that table.",
    ),
    Session(week=5, mood=4, techniques="role_play encouragement_of_affect communication_analysis",
        insight="""Her sentence was "I need you to ask me before you promise me." We tried it in three tones; the
        first was a verdict, the third was a request. In the role play she was startled by how quickly she
        apologized when I, as D., looked tired. Stayed with the guilt and where she learned it: eldest of five,
        useful or unseen.""",
        mood_link="""Energy low all week; she links it to covering a colleague's shifts as well as L.'s
        appointments.""",
        plan="Say the sentence to D. on a walk, not in the kitchen, and before the weekend.",
        for_prescriber="""Takes every dose. Reports mild morning nausea that has eased, and no change in energy so
        far.""",
    ),
    Session(week=6, mood=5, techniques="communication_analysis expectations_review",
        insight="""She said it. D. was silent to the end of the block and then answered that he had thought she
        liked being the one who knew how everything was done. Neither had known what the other assumed. She left
        the talk shaky but slept six hours. The dispute is moving: from impasse to renegotiation, with both in the
        room.""",
        mood_link="""Mood rose the day after the walk and held for three days, the longest stretch since it began.""",
        plan="""Draw up together with D. which evenings are his. Her task is to leave the house on the first of
        them.""",
    ),
    Session(week=7, mood=5, mode="video", techniques="decision_analysis incident_work problem_solving",
        insight="""D.'s first evening went badly: L. refused his help with her stockings, and he called Marisol
        home from choir after twenty minutes. She went, and was angrier at herself than at him. Worked out the
        options she had on the telephone, from "I'll be home at nine" to asking to speak with L. herself, and
        weighed each.""",
        mood_link="""The call home on Thursday was followed by a flat weekend and an argument about the laundry.""",
        plan="""Tell D. beforehand that on Thursdays she answers only in an emergency, and agree what counts as
        one.""",
    ),
    Session(week=9, mood=6, techniques="encouragement_of_affect clarification",
        insight="""After the week away with the children she noticed that she had laughed on four days. Coming home
        on Saturday she felt the weight return at the front door, and told D. so in those words. He asked what
        would help right then, and took L.'s supper. We marked this as new: a feeling said at the time, to the
        person concerned.""",
        mood_link="The dip on return lasted an evening, not a week; she puts that down to having said it.",
        plan="Plan a talk with L. herself about mornings. D. to be present and to open it.",
    ),
    Session(week=10, mood=6, techniques="role_play communication_analysis",
        insight="""Prepared the three-way talk. In the role play L. was easy to pity and hard to refuse; Marisol
        found a middle sentence: "I am glad to have you here, and I cannot be your nurse before eight." We looked
        for what L. might be afraid of, and she guessed correctly, she thinks: the nursing home her own sister died
        in.""",
        plan="Hold the talk on Saturday after lunch. Choir again on Thursday whatever happens.",
        for_prescriber="""Sleeping seven hours and groggy until ten. She asks whether the trazodone is still
        needed.""",
    ),
    Session(week=11, mood=6, techniques="expectations_review encouragement_of_affect",
        insight="""The talk took twelve minutes. L. wept, D. held her hand and kept to the plan, and a home aide
        for three mornings is now agreed with the insurance. Marisol's relief was mixed with shame at "paying a
        stranger". We set the shame beside the 31 lines of the first list: she counted 17 now, and D. 14.""",
        mood_link="""Better from Saturday on; one irritable afternoon when the agency changed the aide without
        notice.""",
        plan="Use one of the free mornings for herself and report what it was like, without an errand in it.",
    ),
    Session(week=12, mood=7, techniques="communication_analysis between_session_task",
        insight="""She spent the free morning at the pool and felt "eighteen and slightly illegal". Energy is back
        by midweek. One lapse: D. accepted a family dinner for twelve people without asking. She brought it up the
        same evening and he canceled it himself. She could not recall having ever won anything by speaking, before.""",
        mood_link="No low day this week. Irritation on Monday passed within an hour of the conversation.",
        plan="Begin to speak of ending: four sessions remain after the next. Bring what she wants to keep.",
    ),
    Session(week=14, mood=7, techniques="incident_work clarification",
        insight="""First session after the canceled week, when the children had stomach flu. She ran the sickroom
        alone for two days, felt the old resentment, and on the third morning asked D. to stay home. He did, badly,
        and she let it be done badly. We called that the harder skill: tolerating help that is not how she would do
        it.""",
        mood_link="Tearful on the second night of the flu, even again two days after D. took over.",
        plan="Circle of closeness to be redrawn next time, beside the one of week 2.",
        for_prescriber="""She feels the dose is right and would rather not change sertraline while therapy is
        ending.""",
    ),
    Session(week=15, mood=7, techniques="timeline_update encouragement_of_affect support_mobilization",
        insight="""Opened the ending phase. D. has moved one ring closer on the circle, and L. is on it for the
        first time. She was told at yesterday's visit that trazodone stops, and is more nervous about sleep than
        about saying goodbye here; then the goodbye came, in tears, with "who will notice when I go quiet?" She
        answered it herself: the cousin, and possibly D. Began her list of early signs, with clearing plates loudly
        at the top.""",
        mood_link="Steady apart from a sleepless night after the choir solo, which she was proud of anyway.",
        plan="""Write the early signs with D., who sees some of them first. Three sessions left, every other week.""",
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10231", "name": "Marisol Vega-Tran", "birth_date": date(1987, 5, 19),
        "pronouns": "she/her", "phone": "(555) 010-0131", "may_text": True, "may_voicemail": True,
        "email": "marisol.vegatran@mail.example", "preferred_language": "English",
        "emergency_name": "Duc Tran", "emergency_relation": "Husband", "emergency_phone": "(555) 010-0132",
    },
    prescriber="psychiatrist",
    therapist="therapist",
    no_change="Sertraline stays at 100 mg to the end of therapy. A week without trazodone, and sleep holds.",
    weeks=15,
    sessions_on=TUE,
    at=time(16, 0),
    therapies=(
        Therapy(
            course_type="ipt_acute",
            planned=16,
            focus="role_dispute",
            focus_words="With her husband, over the care of his mother",
            sessions=SESSIONS, work=WORK,
        ),
    ),
    changes=(
        Change(week=0, day=THU, change_type="start", drug="sertraline", dose="50 mg once_daily",
            more={
                "indication": "major_depression", "risk_talk": "discussed",
                "target_symptoms_1_name": "Interest", "target_symptoms_1_rating": "8",
                "target_symptoms_2_name": "Sleep", "target_symptoms_2_rating": "7",
            },
            reason="""Recurrent depression, moderate, third month. Sertraline helped after her first child at this
            dose and was well tolerated. Risks, benefits and delay of effect discussed; she prefers to start at
            once.""",
            watch_for="Nausea and restlessness in the first two weeks; early energy before the mood follows.",
        ),
        Change(week=2, day=MON, change_type="start", drug="trazodone", dose="50 mg at_bedtime",
            reason="""Wakes at 3 a.m. five nights of seven, also noted by therapy. Short course while sertraline
            acts.""",
            watch_for="Morning grogginess, and dizziness when she gets up at night for her mother-in-law.",
        ),
        Change(week=5, day=WED, change_type="increase", drug="sertraline", dose="100 mg once_daily",
            more={
                "target_symptoms_1_name": "Interest", "target_symptoms_1_rating": "6",
                "target_symptoms_2_name": "Sleep", "target_symptoms_2_rating": "4",
            },
            reason="""Five weeks at 50 mg with full adherence: sleep better, energy and interest hardly changed.
            Nausea has settled. Step to 100 mg rather than adding a second drug.""",
            watch_for="""Jitteriness or worse sleep in the first ten days. Ask about sexual side effects; she may
            not say.""",
        ),
        Change(week=10, day=THU, change_type="decrease", drug="trazodone", dose="25 mg at_bedtime",
            reason="Sleeps seven hours and is slow until ten. Half the dose for a few weeks, then stop.",
            watch_for="A few lighter nights are expected and are not a relapse.",
            addendum=Addendum(6, "By phone: two light nights, since then unchanged. Continue as planned."),
        ),
        Change(week=15, day=MON, change_type="stop", drug="trazodone",
            reason="""Four weeks at 25 mg with sound sleep. Stopped with her agreement; sertraline stays as it is.""",
            watch_for="""Poor sleep for up to a week. If it lasts beyond two, or the plates get loud again, tell
            me.""",
        ),
    ),
    events=(
        Event(
            week=0, day=SAT, told=1, category="family", impact="strained",
            text="""Mother-in-law's second fall at home; from then on somebody sleeps within call of her each
            night.""",
        ),
        Event(
            week=6, day=SUN, told=7, category="relationship", impact="helped",
            text="First open talk with her husband about what each had expected when his mother moved in.",
        ),
        Event(
            week=8, day=MON, told=9, lasted=5, category="family", impact="helped",
            text="""A week at her sister's with the children. Husband stayed with his mother. No session that week.""",
        ),
        Event(
            week=11, day=MON, category="family", impact="mixed",
            text="A home aide begins on three mornings a week, paid for by the mother-in-law's insurance.",
        ),
        Event(
            week=14, day=SAT, told=15, category="achievement", impact="helped",
            text="Sang a solo with the choir. Husband and both children came; the aide stayed with L.",
        ),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "Sulfa antibiotics: rash"),
        Listed("other_medicine", "Levonorgestrel intrauterine device"),
        Listed("other_medicine", "Ferrous sulfate 325 mg, every other day", week=4),
        Listed("diagnosis", "Major depressive disorder, recurrent, moderate", "F33.1"),
    ),
    looks=(Look("therapist", 14, TUE), Look("psychiatrist", 15, MON)),
    drafts=(
        Draft(
            by="therapist",
            kind="session_note",
            fields={
                "mode": "phone",
                "mood": "6",
                "insight": "Short call between sessions at her request. Two poor nights since the trazodone ended; she "
                "had begun to clear plates loudly, noticed it, and told D. before he asked. Finish: plan for sleep",
                "risk_status": "none",
            },
        ),
    ),
    next_visit=(5, "Session 14 with Tomás Herrera"),
)
