"""Anthony: a role transition after a layoff; session 6 of 16 on sertraline 50 mg, and hardly better."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import FRI, MON, SAT, THU, TUE, WED
from coordcare.demo.rules import Change, Event, Listed, Session, Story, TakenBack, Therapy
from coordcare.demo.stories.anthony_care import CARE
from coordcare.demo.stories.anthony_course import WORK

SESSIONS = (
    Session(week=6, mood=3, techniques="psychoeducation direct_elicitation", day=THU,
        insight="""Began after five weeks on the waiting list. Twenty-two years at the plant, the last nine as
        foreman; laid off by video call with the whole second shift. Since then in the basement until noon, short
        with his wife, no appetite, no tools touched. Calls himself "retired by accident". Depression explained and
        accepted with a shrug: "Then give me something to fix." """,
        mood_link="Lowest around two in the afternoon, when the shift would have begun.",
        plan="Breakfast upstairs. Bring the names of the people he used to see every day.",
        for_prescriber="Says he takes sertraline every morning. His wife counts the tablets and agrees.",
    ),
    Session(week=7, mood=3, techniques="timeline_update nondirective_exploration",
        insight="""The names filled a page and a half, and he has spoken to two of them since the closing. At home:
        his wife T., who works nights at the hospital, a son in the Navy, and his father, with dementia, whom he
        has washed and fed every morning since the layoff "because I'm there". He had not counted that as something
        that happened.""",
        mood_link="A visit to his father's doctor on Wednesday left him unable to eat.",
        plan="Put both on the timeline, the plant and the father.",
    ),
    Session(week=8, mood=2, techniques="clarification expectations_review",
        insight="""Focus agreed: the transition from foreman to caretaker, two changes in one month, only one of
        which got a farewell lunch. He was bitter about the lunch. Losses came easily (crew, pay, being asked),
        gains not at all, and I did not press. He looks slower than in the first session, and his handwriting has
        shrunk.""",
        mood_link="Worse after his former deputy was hired by a competitor and did not call.",
        plan="One call to someone from the page. He offered the union steward.",
        for_prescriber="""Slower, and waking at four. I see no change since the dose went to 50 mg. Is this the
        time to go up?""",
    ),
    Session(week=9, mood=3, techniques="communication_analysis incident_work",
        insight="""He called the steward and hung up at the greeting. We went back to T.'s question from the same
        night, "What did you do today?", which he heard as an inspection and answered with "Nothing". She slept on
        the couch. Slowly he found what he might have said: that he had bathed his father and that it was awful.""",
        mood_link="Flat all week, with one bad night after the couch.",
        plan="Say the sentence about his father to T., before her shift, in whatever words come.",
    ),
    Session(week=11, mood=3, techniques="encouragement_of_affect role_play", mode="video",
        insight="""Missed last week when his father was in the emergency room. He did say the sentence; T. sat down
        on the stairs and cried, and he went to check the furnace. In the role play he tried staying on the stairs.
        It lasted four seconds the first time and perhaps thirty the third. There is grief close beneath, and he is
        exhausted.""",
        mood_link="A little warmth on the evening with T.; nothing he could call pleasure otherwise.",
        plan="Ask the county about respite hours for his father. T. will make the call with him.",
        for_prescriber="""Appetite still poor and sleep broken. No thoughts of death when asked. Therapy is moving,
        mood is not.""",
    ),
    Session(week=12, mood=3, techniques="problem_solving support_mobilization",
        insight="""Respite begins next month, six hours a week. He took this in without relief, and said that
        before all this he would have been pleased. What interests him is why he is not. We took that seriously:
        the circumstances have shifted a little and the illness has not. He wants Dr. Farahani to know, and does
        not mind "a stronger pill". On the good side, he stayed on the stairs.""",
        mood_link="""One hour of interest while explaining the furnace to a neighbor's boy; otherwise level and
        low.""",
        plan="Session 7 next week, T. joins for the first half. Keep the note of hours slept.",
        for_prescriber="""Six sessions, attended and worked well, ten weeks on 50 mg taken daily: no real
        improvement. Please review before session 8.""",
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10263", "name": "Anthony Marchetti", "preferred_name": "Tony",
        "birth_date": date(1979, 1, 30), "pronouns": "he/him", "phone": "(555) 010-0161",
        "may_voicemail": True, "preferred_language": "English", "emergency_name": "Theresa Marchetti",
        "emergency_relation": "Wife", "emergency_phone": "(555) 010-0162",
    },
    prescriber="psychiatrist", therapist="therapist",
    weeks=12, sessions_on=WED, at=time(10, 0),
    therapies=(
        Therapy(
            course_type="ipt_acute", planned=16, focus="role_transition",
            focus_words="From foreman to caretaker of his father", sessions=SESSIONS, work=WORK,
        ),
    ),
    changes=(
        Change(week=0, day=TUE, change_type="start", drug="sertraline", dose="25 mg once_daily",
            more={
                "indication": "major_depression", "risk_talk": "discussed",
                "target_symptoms_1_name": "Early waking", "target_symptoms_1_rating": "8",
                "target_symptoms_2_name": "No drive", "target_symptoms_2_rating": "7",
                "target_symptoms_3_name": "Guilt about work", "target_symptoms_3_rating": "6",
            },
            reason="""Single episode, moderately severe, four months after a layoff. Stomach is sensitive, so 25 mg
            for two weeks. He would have preferred "just talking"; the waiting list is five weeks.""",
            watch_for="Whether he takes it at all. Nausea in the first week.",
        ),
        Change(week=2, day=TUE, change_type="increase", drug="sertraline", dose="50 mg once_daily",
            more={
                "target_symptoms_1_name": "Early waking", "target_symptoms_1_rating": "8",
                "target_symptoms_2_name": "No drive", "target_symptoms_2_rating": "7",
                "target_symptoms_3_name": "Guilt about work", "target_symptoms_3_rating": "6",
            },
            reason="Two weeks at 25 mg without nausea. To 50 mg, the usual first target.",
            watch_for="Any lift of energy or appetite from week 4 on; his wife will see it before he does.",
        ),
        Change(week=5, day=MON, change_type="taking_already", drug="hydroxyzine", dose="25 mg at_bedtime",
            reason="""Has taken leftover tablets, once prescribed for itching, most nights since the layoff and
            mentions it only now. Advised against going on.""",
        ),
        Change(week=7, day=MON, change_type="stop", drug="hydroxyzine",
            reason="Stopped on advice: dry mouth and a foggy morning, no better sleep.",
            watch_for="Two or three worse nights at first.",
        ),
        Change(week=8, day=FRI, change_type="increase", drug="sertraline", dose="100 mg once_daily",
            reason="""Therapist reports slowing and early waking at six weeks on 50 mg. Increase discussed by
            telephone.""",
            taken_back=TakenBack(35, "entered_in_error"),
        ),
    ),
    events=(
        Event(week=0, day=MON, told=0, by="psychiatrist", category="work", impact="strained",
              text="""Last severance pay. The plant's closing was announced four months before, by video call."""),
        Event(week=3, day=SAT, told=6, category="family", impact="strained",
              text="Father can no longer be left alone in the morning; patient bathes and feeds him daily."),
        Event(week=7, day=FRI, told=8, category="work", impact="strained",
              text="His former deputy was hired as foreman by a competitor."),
        Event(week=10, day=WED, told=11, lasted=2, category="health", impact="strained",
              text="""Father in the emergency room and overnight for dehydration. Patient stayed with him, session
              missed."""),
        Event(week=11, day=SAT, told=12, category="legal_financial", impact="mixed",
              text="County approved six hours of respite care a week, to begin next month."),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "Codeine: vomiting"),
        Listed("other_medicine", "Omeprazole 20 mg before breakfast"),
        Listed("diagnosis", "Major depressive disorder, single episode, moderate", "F32.1"),
        Listed("diagnosis", "Dependent relative needing care at home", "Z63.6", week=7),
    ),
    next_visit=(6, "Medication review with Leila Farahani, then session 7"),
)
