"""Helen: a dispute with her daughter, remission, a relapse during maintenance, and the way back."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import FRI, MON, SAT, SUN, THU, TUE, WED
from coordcare.demo.rules import Addendum, Change, Event, Listed, Session, Story, TakenBack, Therapy
from coordcare.demo.stories.helen_care import CARE
from coordcare.demo.stories.helen_course import ACUTE_WORK, KEEPING

ACUTE = (
    Session(week=1, mood=3, techniques="psychoeducation timeline_update",
        insight="""Third episode; the first followed her divorce, the second a hysterectomy, and this one began
        when her daughter N. stopped bringing the grandchildren. She knows the illness well enough to be angry at
        it. Relieved to hear that the time limit is real: earlier therapies, she says, "petered out like a bad
        marriage".""",
        mood_link="The empty Sunday is the worst day, Monday the second worst.",
        plan="""Limited duties at the shop for a month; her partner already offered. Bring the last letters from N.""",
    ),
    Session(week=2, mood=3, techniques="nondirective_exploration clarification",
        insight="""N.'s letters are short and correct. The inventory is full of competent women who admire each
        other and do not telephone at night. The one exception is her business partner J. With N., closeness has
        always run through practical help: babysitting, checks, curtains. When N. said no more babysitting, the tie
        lost its only road.""",
        mood_link="Better for a day after J. simply sat with her in the stockroom.",
        plan="Write out the phone call in which N. said no, as exactly as she can.",
        for_prescriber="She takes venlafaxine at odd hours and notices it. Can a fixed time be agreed?",
    ),
    Session(week=3, mood=4, techniques="clarification expectations_review",
        insight="""Focus: a dispute with N. about what a grandmother is for. She expects to be needed; N., it seems
        from the call, expects to be asked. Stage is impasse, with politeness on both sides. She objected to the
        word dispute and then used it six times.""",
        mood_link="A low, sleepless night before this session from thinking about the call.",
        plan="Collect what N. has asked of her in the past year, in N.'s words.",
    ),
    Session(week=4, mood=4, techniques="communication_analysis incident_work",
        insight="""Word for word through the call. N.: "We're fine for Saturdays now." Helen: "Of course, you know
        best." She heard herself sounding like her own mother. What she had wanted to say was that Saturday is the
        day she lives for. Tears, which she attributed to hay fever for about a minute.""",
        mood_link="The card from the older grandchild brought her up for an afternoon.",
        plan="Do not answer letters on the same day.",
    ),
    Session(week=5, mood=5, techniques="role_play communication_analysis",
        insight="""Practiced asking instead of offering. In her first try every question was a gift in disguise.
        The version she kept: "I miss you, not only the children. May I come for an hour, and bring nothing?" She
        found the last three words the hardest.""",
        mood_link="Energy for the first time at the end of a working day.",
        plan="Say it to N. by telephone, standing up.",
        for_prescriber="Blood pressure was 138 over 86 at the pharmacy on Thursday, she asks me to pass on.",
    ),
    Session(week=6, mood=5, techniques="encouragement_of_affect clarification",
        insight="""N. said "Nothing at all? Not even a casserole?", and both laughed. The hour took place and was
        stiff. On leaving, N. said that she had felt inspected in her own kitchen for years. Helen did not defend
        herself, and shook in the car. Hurt and respect, both at once, is how we left it.""",
        mood_link="Two heavy days after the visit, then unexpectedly good sleep.",
        plan="Think about the kitchen from N.'s side. A second hour, again with empty hands.",
    ),
    Session(week=7, mood=6, techniques="expectations_review decision_analysis",
        insight="""On the kitchen: she has rearranged N.'s spice shelf more than once. She can smile at it. We
        worked out what she expects of a daughter and what of a friend, and where J. or the choir might fill what
        N. cannot. The dispute has turned into a renegotiation, conducted mainly over coffee.""",
        mood_link="No whole bad day this week.",
        plan="Ask N. what would make visits easy for her.",
    ),
    Session(week=9, mood=7, techniques="between_session_task support_mobilization",
        insight="""With the week off she painted the shop together with J. N.'s answer had come by mail: come on
        weekdays, come for supper, leave before bath time. Helen admits that bath time was what she came for. She
        agreed to it anyway, and grieved over it here rather than there.""",
        mood_link="Sad on the evening of the letter; proud the next morning of not having replied at once.",
        plan="First supper on Tuesday.",
    ),
    Session(week=10, mood=7, techniques="incident_work communication_analysis",
        insight="""Supper went well until the younger one asked why Grandma never babysits any more. Silence; then
        Helen said that grown-ups were learning to ask each other things. N. squeezed her arm at the door. We
        looked at how she had managed: she felt the sting, waited, and then spoke to the child and not through her.""",
        mood_link="Stable all week, even with the shop's tax audit.",
        plan="The ending phase has begun. Bring thoughts about what is different.",
    ),
    Session(week=11, mood=7, techniques="role_play decision_analysis",
        insight="""N. asked whether she would take both children for a weekend, at one day's notice. A year ago she
        would have closed the shop. She felt the pull, said that she would answer after supper, and then offered
        the Saturday only. N. was short with her for a day. We role-played the pause between the question and the
        answer until it felt less like cruelty and more like manners.""",
        mood_link="Anxious overnight about N.'s short tone; it passed when a picture of the children came.",
        plan="Enjoy the Saturday. Two more sessions: think about what should happen after them.",
    ),
    Session(week=12, mood=8, techniques="timeline_update clarification",
        insight="""Symptoms are gone, except for light sleep. She can state what changed: she asks, she waits, she
        comes with empty hands. Ending brings up the earlier therapies; she would like this one to have a door with
        a date on it. Because this is her third episode we talked over monthly maintenance, and she wants it.""",
        mood_link="Good days, with a short dip when the audit letter came.",
        plan="One more session of the course, then monthly.",
        for_prescriber="""In remission by my impression. She will ask you about lowering the dose; her wish, not
        mine.""",
    ),
    Session(week=13, mood=8, techniques="therapeutic_relationship support_mobilization",
        insight="""Last session of the acute course. N. has asked her for the chicken recipe, which Helen
        understands as a treaty. Early signs agreed and shared with J.: taking over at the shop, casseroles, not
        calling back. We said goodbye to the weekly hour as if for good, because in its form it is.""",
        mood_link="Even, warm, a bit solemn.",
        plan="Monthly maintenance from here on, beginning in four weeks.",
    ),
)

MAINTENANCE = (
    Session(week=17, mood=8, techniques="clarification",
        insight="""First monthly session. Suppers continue, and N. once asked her to stay for the bath. She
        reported this like a weather record. Nothing of the old signs, by her own account and by J.'s.""",
        mood_link="One gray week in four, after a cold.",
        plan="In four weeks. The list of early signs stays on the refrigerator.",
    ),
    Session(week=21, mood=7, techniques="expectations_review direct_elicitation",
        insight="""N.'s husband has been offered work in Oregon and they are considering it. Helen told me this
        last, in a bright voice, having already looked up moving companies for them. I pointed to the list on the
        refrigerator. She was quiet, and then said that helping is how she does not cry.""",
        mood_link="Sleep is lighter since the news, about two weeks.",
        plan="Ask N. about the plan without offering anything. Call me if sleep drops below six hours.",
        for_prescriber="""Six weeks on the lower dose. First warning signs since the news about Oregon; nothing
        more so far.""",
    ),
    Session(week=23, mood=3, techniques="direct_elicitation support_mobilization", day=THU, risk_status="none",
        insight="""Brought forward at J.'s urging. The move is decided. For two weeks she has woken at three, lost
        interest in the shop and cooked for the freezer until it would not close. She recognizes it: "It's back,
        and I fed it." Named as a relapse, treatable, and not a verdict on her. No thoughts of death; asked twice.""",
        mood_link="Fell over three days after N. told her the date of the move.",
        plan="Weekly again. Dr. Mensah informed by telephone today. J. takes over the bookkeeping.",
        for_prescriber="""Clear relapse, eight weeks after the dose was lowered and in the month of the news.
        Please see her this week.""",
    ),
    Session(week=24, mood=4, techniques="encouragement_of_affect clarification", mode="video",
        insight="""The grief came. She imagined the empty Tuesday table and wept without hay fever. We separated
        the loss (an airplane ticket instead of a Tuesday supper) from the old conclusion that she is no longer
        needed. She had not told N. that she is ill again; she had sent boxes.""",
        mood_link="Mornings black, evenings bearable since J. eats with her.",
        plan="Tell N. she is ill and sad, with empty hands.",
    ),
    Session(week=25, mood=5, techniques="role_play incident_work",
        insight="""She told N. on the porch. N. had thought that her mother was relieved, "you were so efficient
        about it". They sat until dark. They now have two plans: a call on Tuesdays at supper time, with plates,
        and a first visit six weeks after the move. Interest in the shop is returning at the edges.""",
        mood_link="Up after the porch, and it has lasted four days.",
        plan="Let N. pack her own kitchen.",
        for_prescriber="Better sleep since the dose went up. Sweats at night, which she can live with.",
    ),
    Session(week=26, mood=6, techniques="timeline_update support_mobilization",
        insight="""She went to see the packing and touched nothing, a feat. Talked through the day of the move hour
        by hour: who drives, who comes home with her, what is for supper. She can feel sad without the floor giving
        way. Compared with the first weeks of the relapse the illness has loosened its grip.""",
        mood_link="Wistful rather than low; one bad night after the swing set was sold.",
        plan="Weekly until after the move, then every other week.",
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10112", "name": "Helen Nakamura-Ruiz", "birth_date": date(1966, 9, 8),
        "pronouns": "she/her", "phone": "(555) 010-0171", "may_voicemail": True, "may_text": True,
        "email": "helen.nr@mail.example", "preferred_language": "English", "emergency_name": "Joyce Okafor",
        "emergency_relation": "Business partner", "emergency_phone": "(555) 010-0172",
    },
    prescriber="psychiatrist2", therapist="therapist2",
    weeks=26, sessions_on=MON, at=time(17, 0),
    therapies=(
        Therapy(
            course_type="ipt_acute", planned=12, focus="role_dispute",
            focus_words="""With her daughter, over being needed""",
            sessions=ACUTE, ended="completed", work=ACUTE_WORK,
        ),
        Therapy(
            course_type="ipt_maintenance", focus="role_dispute",
            focus_words="""Keeping what was gained with her daughter""",
            sessions=MAINTENANCE, work=KEEPING,
        ),
    ),
    changes=(
        Change(week=0, day=WED, change_type="taking_already", drug="venlafaxine", dose="37.5 mg once_daily",
            reason="""Extended-release capsule, restarted by her family physician ten days ago as in the last
            episode.""",
        ),
        Change(week=1, day=WED, change_type="increase", drug="venlafaxine", dose="75 mg once_daily",
            reason="""Tolerated for over two weeks. Responded to 150 mg in the second episode; going there in two
            steps.""",
            watch_for="Missed capsules: she feels them within a day as dizziness and electric sensations.",
        ),
        Change(week=4, day=THU, change_type="increase", drug="venlafaxine", dose="150 mg once_daily",
            reason="""Three weeks at 75 mg: sleep better, interest still low. Blood pressure 128/80. Fixed time
            with breakfast.""",
            watch_for="Sweating, higher blood pressure. She will check at the pharmacy once a week.",
            addendum=Addendum(11, """Readings between 130/82 and 138/86. Continue, weekly readings for
                one more month."""),
        ),
        Change(week=15, day=TUE, change_type="decrease", drug="venlafaxine", dose="112.5 mg once_daily",
            reason="""In remission for about a month, and she wishes to take less because of sweats. I advised six
            months at the full dose and explained the risk after two earlier episodes; she decided with that
            knowledge.""",
            watch_for="Sleep first, then the casseroles. Please call me at the first sign on her list.",
        ),
        Change(week=23, day=FRI, change_type="increase", drug="venlafaxine", dose="150 mg once_daily",
            reason="""Relapse, reported by the therapist yesterday. Back to the dose of her remission. Blood
            pressure 132/84.""",
            watch_for="Thoughts of death at each contact, sleep, and whether she eats with somebody.",
        ),
        Change(week=24, day=FRI, change_type="start", drug="trazodone", dose="50 mg at_bedtime",
            reason="""Has been awake from three for two weeks. For the time until venlafaxine works again, four
            weeks at most.""",
            watch_for="Dizziness when getting up, in particular together with the higher dose.",
        ),
        Change(week=25, day=FRI, change_type="taper", drug="trazodone", dose="25 mg at_bedtime",
            begins=14, steps=((21, "12.5"), (28, "stop")),
            more={"indication": "insomnia", "target_symptoms_1_name": "Awake from three",
                  "target_symptoms_1_rating": "4"},
            reason="""Sleeps until five again. The end was agreed at the start: down by halves from the second week
            on, so that it is over when venlafaxine carries her.""",
            watch_for="Two or three short nights at each step are expected and are not the relapse.",
        ),
    ),
    events=(
        Event(week=0, day=SUN, told=1, category="family", impact="strained",
              text="Daughter said that she no longer needs her for the Saturdays with the grandchildren."),
        Event(week=5, day=SAT, told=6, category="relationship", impact="mixed",
              text="First visit to her daughter without presents; they spoke about the kitchen."),
        Event(week=8, day=MON, told=9, lasted=5, category="work", impact="helped",
              text="Closed and repainted the shop together with her business partner; no session that week."),
        Event(week=14, day=THU, told=17, category="legal_financial", impact="helped",
              text="Tax audit of the shop ended without a claim."),
        Event(week=17, day=WED, told=21, category="health", impact="strained",
              taken_back=TakenBack(50, "wrong_patient"),
              text="Worked three night shifts in a row after a colleague fell ill; slept four hours a day."),
        Event(week=18, day=FRI, told=21, category="move", impact="strained",
              text="Son-in-law was offered work in Oregon; the family is thinking about moving."),
        Event(week=22, day=SAT, told=23, category="move", impact="strained",
              text="Daughter told her that the move is decided, and the date."),
        Event(week=24, day=SAT, told=25, category="relationship", impact="helped",
              text="Told her daughter on the porch that she is ill again and will miss her."),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "Latex: contact rash"),
        Listed("other_medicine", "Estradiol patch 0.05 mg, twice weekly"),
        Listed("other_medicine", "Oral iron", ended=(9, "stopped")),
        Listed("diagnosis", "Major depressive disorder, recurrent, moderate", "F33.1"),
    ),
    status=(13, "maintenance"),
    next_visit=(4, "Session with Mei Chao; blood pressure reading"),
)
