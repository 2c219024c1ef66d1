"""Savannah: bipolar II, interpersonal and social rhythm therapy after a divorce and a change of shifts."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import FRI, MON, SAT, SUN, THU, TUE, WED
from coordcare.demo.rules import Addendum, Change, Draft, Event, Listed, Session, Story, Therapy
from coordcare.demo.stories.savannah_care import CARE
from coordcare.demo.stories.savannah_course import WORK

SESSIONS = (
    Session(week=1, mood=4, techniques="psychoeducation timeline_update",
        insight="""History in episodes: two hypomanic stretches in her thirties, each after a run of night shifts,
        each followed by months in bed. Divorced half a year ago, on days for a month. She describes her body as
        "still set to nights". Introduced the idea that bedtimes, meals and people are part of the treatment.""",
        mood_link="Slumped on the two weekends when her son was with his father.",
        plan="Write down five anchor times each day: up, first contact, start of work, supper, bed.",
    ),
    Session(week=2, mood=4, techniques="timeline_update direct_elicitation",
        insight="""The rhythm sheet shows getting up between 5:40 and 11:15. First contact with another person is
        the most variable of all, on free days sometimes only at four. She was surprised that this counts. We chose
        that anchor first, since it is the one that costs nothing.""",
        mood_link="Free days down, workdays level, as if somebody had drawn it.",
        plan="Speak with someone before nine, on free days too. Her neighbor walks a dog at eight.",
        for_prescriber="Skips quetiapine before early shifts because of the hangover, about twice a week.",
    ),
    Session(week=3, mood=4, techniques="nondirective_exploration clarification",
        insight="""Inventory. Her ex-husband R. is present in every corner of it; colleagues from nights miss her
        and she them. Her sister took R.'s side. With her son, eleven, she is brisk and funny, and hides. She had
        not noticed that the change of shifts cost her nearly all of her friends.""",
        mood_link="Tears after meeting the night crew at the elevator as they left and she arrived.",
        plan="Breakfast with the night crew after their shift, once.",
    ),
    Session(week=4, mood=5, techniques="clarification expectations_review",
        insight="""Focus agreed: transition to single, day-working mother, together with steadier rhythms. She
        fears that a steady life is a dull one and that the dull one is what R. left. Mourned the charge nurse of
        the night shift a little, including the jokes. Lamotrigine is in its second step, and she checks her skin
        with a nurse's eye.""",
        mood_link="Better since breakfast with the crew.",
        plan="Bed by 10:30 on five nights. Television off at ten.",
    ),
    Session(week=5, mood=5, techniques="communication_analysis incident_work",
        insight="""The handover of her son on Friday. R. came ninety minutes late; she said "no problem", drove to
        the mall and spent four hundred dollars. Taken apart: late, silent, furious, bright. We looked carefully at
        the brightness, as it lasted six hours and let her sleep as usual. She recognized the sequence from the
        year before the first episode.""",
        mood_link="Sharp rise after the handover, gone by Saturday noon.",
        plan="Agree with R. on handover at school, where nobody waits.",
        for_prescriber="One bright, spending evening, self-limited. Sleep stayed at seven hours. No rash.",
        risk_status="none",
    ),
    Session(week=6, mood=5, techniques="role_play communication_analysis",
        insight="""Rehearsed the message to R., then the call in case he does not read messages. In the role play
        he was charming, and she melted twice. The third time she stayed with the sentence about the school gate.
        She felt cold doing it, and sad, which seemed the right feeling for once.""",
        mood_link="Low on Wednesday after seeing his new car.",
        plan="Send the message on Thursday at lunch, not at night.",
    ),
    Session(week=7, mood=5, techniques="problem_solving psychoeducation", mode="phone", risk_status="none",
        insight="""Shortened session by telephone. A rash on the forearms since Sunday; she had already called
        Denise Thibodeaux and holds lamotrigine. Frightened for the treatment more than for her skin. We planned
        three days: who drives, who takes her son, which anchors stay. R. agreed to the school gate without a word
        of charm.""",
        mood_link="Alarm on Sunday night, steadier once the nurse had called back.",
        plan="Dermatology tomorrow. Anchors stay, even at home.",
    ),
    Session(week=8, mood=6, techniques="encouragement_of_affect clarification",
        insight="""Contact dermatitis from new gloves; lamotrigine goes on. What stayed with her is that four
        people offered to drive. She has kept count all her life of what she gives and has no column for this. We
        opened one.""",
        mood_link="Relief since Wednesday, and a quiet, good weekend with her son.",
        plan="Accept one offer that she does not need.",
        addendum=Addendum(3, """She accepted a lasagna, she writes, and it was dreadful, and she kept
            the dish to return."""),
    ),
    Session(week=9, mood=6, techniques="incident_work expectations_review",
        insight="""Asked to cover two nights. She said she would let them know, and told her manager the next day
        that she no longer works nights for medical reasons. The manager said "all right". She was ready for a
        fight, and the energy kept her up till one. Getting-up times now lie within fifty minutes of each other.""",
        mood_link="A short night after the talk with the manager, made up by the next.",
        plan="Plan the week at the lake hour by hour; rhythm tends to go first.",
        for_prescriber="""Managed one short night without a swing upward. Less hangover on the lower quetiapine.""",
    ),
    Session(week=11, mood=6, techniques="timeline_update problem_solving",
        insight="""After the week at the lake. Bedtime drifted to midnight for three days; she saw it on the sheet
        and brought it back by herself, with the help of cold water. Her son asked whether the divorce was because
        of her illness. She told him what it was and what it was not. They both ate ice cream, at the proper hour.""",
        mood_link="Sad after her son's question, close to him for the rest of the week.",
        plan="Think about her sister: is there something to ask of her?",
    ),
    Session(week=12, mood=6, techniques="communication_analysis role_play",
        insight="""Her sister had said "you were a lot to live with". We heard it together as reproach first, then
        tried it as information. Savannah wants to say that she knows, that she is treated, and that she missed her
        at the hearing. In the role play she got as far as the hearing and stopped; the hurt there is older than
        the divorce.""",
        mood_link="Unsettled for a day by an old photograph that her sister posted.",
        plan="A letter to the sister, by hand, to be read here first.",
    ),
    Session(week=14, mood=7, techniques="encouragement_of_affect decision_analysis", late=2,
        insight="""Read the letter aloud; it is generous and not humble. Decided to send it without the last
        paragraph, which explained too much. She slept badly the night before this hour and well on every other. We
        missed last week because of her recertification course, which she passed as the oldest in the room.""",
        mood_link="Pride after the course, some flatness on the day after, back on the line by Thursday.",
        plan="Mail the letter. Keep the sheet on the free weekend.",
    ),
    Session(week=15, mood=7, techniques="support_mobilization clarification",
        insight="""The sister called. They spoke for two hours, which broke bedtime, and she judged that worth it
        and went to bed at nine the next day. That is the flexibility we have been aiming for. She has told two
        day-shift colleagues about her diagnosis; one has it too.""",
        mood_link="High-spirited the morning after the call, with normal sleep the night following.",
        plan="Write the plan for upward swings with Denise Thibodeaux: who says what to whom.",
        for_prescriber="""She would like to try without quetiapine in the coming months. Rhythms have held for six
        weeks.""",
    ),
    Session(week=16, mood=7, techniques="timeline_update between_session_task",
        insight="""Session 14 of 16. Put the first rhythm sheet beside the present one; she wants it framed. Spoke
        about ending: from weekly to every other week, then quarterly. She fears brightness less because she knows
        what comes before it (late, silent, furious), and her sister and the neighbor know it as well.""",
        mood_link="Even. The first weekend alone that she did not dread.",
        plan="Next session in two weeks. The plan for upward swings goes to all three of them.",
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10255", "name": "Savannah Whitlock", "preferred_name": "Vanna",
        "birth_date": date(1981, 12, 5), "pronouns": "she/her", "phone": "(555) 010-0191",
        "may_voicemail": True, "preferred_language": "English", "emergency_name": "Corinne Whitlock",
        "emergency_relation": "Sister", "emergency_phone": "(555) 010-0192",
        "after_hours_words": "Works early shifts: not before 3 p.m. on weekdays. Sister may be called at any time.",
    },
    prescriber="psychiatrist2", therapist="therapist2", also=("nurse",),
    weeks=16, sessions_on=TUE, at=time(15, 30),
    therapies=(
        Therapy(
            course_type="ipsrt", planned=16, focus="role_transition",
            focus_words="To single, day-working mother, with steady rhythms", sessions=SESSIONS, work=WORK,
        ),
    ),
    changes=(
        Change(week=0, day=WED, change_type="taking_already", drug="quetiapine", dose="100 mg at_bedtime",
            reason="""Started in the hospital clinic after the last hypomanic episode. Weight up 11 pounds in six
            months.""",
            watch_for="She skips it before early shifts. Please ask, she will tell you.",
        ),
        Change(week=1, day=THU, by="nurse", change_type="start", drug="lamotrigine", dose="25 mg once_daily",
            reason="""Depressive pole of bipolar II is the burden. Slow titration explained, plan agreed with Dr.
            Mensah-Brandt. No valproate, no oral contraceptive.""",
            watch_for="Any rash, fever or sore mouth: same-day call. Missing five days means starting over.",
        ),
        Change(week=3, day=THU, by="nurse", change_type="increase", drug="lamotrigine", dose="50 mg once_daily",
            reason="Two weeks at 25 mg, skin clear, no doses missed.",
            watch_for="Rash remains the question for the first eight weeks.",
        ),
        Change(week=5, day=THU, by="nurse", change_type="increase", drug="lamotrigine", dose="100 mg once_daily",
            reason="Two weeks at 50 mg without rash. To 100 mg; next step only after review.",
            watch_for="""Headache, poor coordination. A bright evening as on Friday: write down how long she slept
            after it.""",
        ),
        Change(week=7, day=MON, by="nurse", change_type="hold", drug="lamotrigine",
            reason="""New rash on both forearms, no fever, mouth clear. Held until dermatology has seen it, in two
            days.""",
            watch_for="Spreading, blisters, sore eyes or mouth: emergency room.",
        ),
        Change(week=7, day=THU, by="nurse", change_type="resume", drug="lamotrigine", dose="100 mg once_daily",
            reason="""Dermatology: contact dermatitis from gloves. Three days without drug, so the same dose can go
            on.""",
            watch_for="New spots away from the hands. Otherwise as before.",
        ),
        Change(week=8, day=THU, change_type="decrease", drug="quetiapine", dose="50 mg at_bedtime",
            reason="""Hangover before early shifts and weight gain; lamotrigine is on board. Halved, with a plan to
            return to 100 mg should sleep drop under six hours for two nights.""",
            watch_for="Sleep under six hours on two nights running, or spending. Call the same day.",
        ),
        Change(week=9, day=WED, by="nurse", change_type="increase", drug="lamotrigine", dose="150 mg once_daily",
            steps=((21, "200"),),
            more={"indication": "bipolar_depression", "risk_talk": "discussed_boxed"},
            reason="""Four weeks at 100 mg in all, skin clear since. Mood better but still low on free days. In three
            weeks to the usual maintenance dose, unless she hears otherwise.""",
            watch_for="Double vision or unsteadiness in the first days.",
            addendum=Addendum(14, "No side effects. Weight down three pounds since quetiapine was halved.",
            by="""nurse"""),
        ),
    ),
    events=(
        Event(week=0, day=MON, told=1, category="work", impact="mixed",
              text="First month on the day shift, after fourteen years of nights."),
        Event(week=4, day=FRI, told=5, category="relationship", impact="strained",
              text="Ex-husband came ninety minutes late to the handover of their son."),
        Event(week=6, day=SUN, told=8, category="health", impact="strained", lasted=4,
              text="Rash on the forearms; later found to come from new gloves at work."),
        Event(week=10, day=MON, told=11, category="family", impact="helped", lasted=6,
              text="A week at the lake with her son. No session."),
        Event(week=13, day=THU, told=14, category="achievement", impact="helped",
              text="Passed the recertification course."),
        Event(week=14, day=SAT, told=15, category="family", impact="helped",
              text="Her sister called after a silence of more than a year."),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "Amoxicillin: rash"),
        Listed("allergy", "Nitrile glove accelerators: contact dermatitis", week=8),
        Listed("other_medicine", "Levothyroxine 50 mcg before breakfast"),
        Listed("diagnosis", "Bipolar II disorder", "F31.81"),
        Listed("diagnosis", "Hypothyroidism", "E03.9"),
    ),
    drafts=(
        Draft(
            by="psychiatrist2", kind="medication_change",
            fields={
                "change_type": "decrease", "drug": "quetiapine", "dose": "25", "unit": "mg", "frequency": "at_bedtime",
                "reason": "Rhythms steady for six weeks by the therapist's sheets. Ask Denise Thibodeaux first whether",
            },
        ),
    ),
    next_visit=(7, "Medication visit with Denise Thibodeaux: quetiapine"),
)
