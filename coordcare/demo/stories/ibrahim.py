"""Ibrahim: interpersonal sensitivities, led by the psychologist, with the therapist for practice."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import FRI, MON, SAT, THU, TUE, WED
from coordcare.demo.rules import Addendum, Change, Event, Listed, Session, Story, Therapy
from coordcare.demo.stories.ibrahim_care import CARE
from coordcare.demo.stories.ibrahim_course import WORK

SESSIONS = (
    Session(week=1, mood=4, techniques="psychoeducation direct_elicitation", mode="video",
        insight="""Camera off for the first ten minutes, at his request. Depressed on and off since he began
        working from home three years ago; no single event. He knows his colleagues by their initials in a chat
        window. Explained how depression and shyness feed each other. He summed it up: "The less I practice, the
        worse the exam".""",
        mood_link="Nothing this week stood out for him, in either direction.",
        plan="Camera on for five minutes next time. Groceries in person once.",
    ),
    Session(week=2, mood=4, techniques="nondirective_exploration timeline_update", mode="video",
        insight="""A short inventory. His mother in Conakry by phone on Fridays, an uncle in the Bronx, a former
        roommate P. who moved abroad. In every tie he is the good listener; nobody has heard that he is ill. He
        fell silent when I asked who would be upset not to have known, and then named P.""",
        mood_link="Friday's call with his mother left him lonely rather than comforted.",
        plan="Write to P. Two lines, one of them true.",
        for_prescriber="He is taking propranolol before every video meeting, up to three times on some days.",
    ),
    Session(week=3, mood=4, techniques="clarification therapeutic_relationship", mode="video",
        insight="""Agreed on sensitivities as the area: few ties, thin ones, and a quick assumption of being a
        burden. He proposed goals in the manner of a ticket system, and I said so; a first joke followed. We agreed
        to use what happens between the two of us as practice. He told me that my taking notes makes him feel
        graded.""",
        mood_link="Lighter after writing to P., who replied within the hour.",
        plan="I take no notes in session from now on. He says one critical thing to me each week.",
    ),
    Session(week=4, mood=5, techniques="communication_analysis therapeutic_relationship",
        insight="""First session in the office. His critical remark: I finish his sentences. True, and we looked at
        what it is like when I do. From there to a meeting on Tuesday in which his idea was presented by a
        colleague, S., while he typed "sounds good". He could find the moment when he decided that speaking would
        cost more than it gained.""",
        mood_link="Heavy for two days after the meeting.",
        plan="Note the next such moment, without having to do anything about it.",
        for_prescriber="""Two weeks on escitalopram: a little jittery in the mornings, otherwise fine. Uses less
        propranolol.""",
    ),
    Session(week=5, mood=5, techniques="role_play behavior_change",
        insight="""Mei Chao joined for the second half, as S., so that I could sit beside him. Three rounds: in the
        first he apologized, in the second he attacked, in the third he said "That's the approach I posted on
        Monday, let me add to it". He grinned at the third and asked to do it again. Afterward he was worn out,
        which he took for failure until we compared it with the gym.""",
        mood_link="Nervous before the session for two days, proud after it.",
        plan="""One sentence with "I" in Thursday's meeting.""",
    ),
    Session(week=6, mood=4, techniques="encouragement_of_affect incident_work",
        insight="""He said his sentence, nobody reacted, and he switched the camera off. In the retelling it
        emerged that S. had later sent a thumbs-up, which he had taken for mockery. Stayed with the shame; it has
        his schoolyard in it, and an accent he lost by force. He wept briefly and did not apologize for it.""",
        mood_link="Three low days after Thursday's meeting.",
        plan="Ask S. what the thumb meant. It may be answered in writing.",
    ),
    Session(week=8, mood=5, techniques="communication_analysis clarification",
        insight="""After the week of the release, when we did not meet. The thumb had meant thumb. S. had also
        written that he should speak more, and he has read that message eleven times. We compared his first reading
        of several people's silences with what they turned out to be: four of five were about the other person's
        day.""",
        mood_link="A rise on the day of S.'s answer; release week was mainly tiring.",
        plan="Lunch with S., who suggested it. Noon on Wednesday, forty minutes.",
    ),
    Session(week=9, mood=6, techniques="role_play between_session_task", by="therapist2",
        insight="""Dr. Solheim and I planned this one as a practice hour with me, in the cafe downstairs. He
        ordered, sent back the wrong sandwich and made small talk with the man at the next table about a dog. His
        face warmed with the dog. At the end he asked how I had come to this work, and waited for the answer.""",
        mood_link="He expected the worst hour of the week and called it the second best, after lunch with S.",
        plan="Dr. Solheim next week. Board-game evening at the library: stay for one game.",
    ),
    Session(week=10, mood=6, techniques="therapeutic_relationship clarification",
        insight="""He stayed for three games and was asked for his number. Told me, as this week's critical remark,
        that I had looked at the clock when he spoke about his mother. I had. He was able to say that it hurt, hear
        that I was sorry, and go on. For him this was a first, and we both knew it.""",
        mood_link="Good throughout, with the exception of the evening after last session.",
        plan="Tell his mother on Friday that he has been ill.",
        for_prescriber="""Morning jitters are gone. He wonders about carrying a propranolol tablet just in case;
        your call.""",
    ),
    Session(week=11, mood=6, techniques="encouragement_of_affect communication_analysis", mode="phone",
        insight="""By telephone, as his line was down. His mother cried and then scolded him for having borne it
        alone, "as if you had no people". He had prepared for disappointment and was not ready for love. Afterward
        his uncle called, and two cousins; he is invited to a wedding. Too much, and not unwelcome.""",
        mood_link="Overwhelmed on Friday night, settled by Sunday.",
        plan="Choose one cousin to answer first.",
    ),
    Session(week=12, mood=7, techniques="decision_analysis behavior_change",
        insight="""Session 11 of 14. He turned down a fully remote position with better pay and asked his own team
        for two office days. He weighed it in columns, with a row for people. What he fears is the wedding: three
        hundred guests and dancing. We divided the evening into pieces that can each be left.""",
        mood_link="One low morning after the refusal, then relief.",
        plan="""Practice session with Mei Chao on entering and leaving a group. Ending to be discussed from next
        time.""",
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10270", "name": "Ibrahim Diallo", "birth_date": date(1993, 6, 11),
        "pronouns": "he/him", "phone": "(555) 010-0181", "may_text": True, "email": "i.diallo@mail.example",
        "preferred_language": "English, French", "emergency_name": "Mamadou Diallo",
        "emergency_relation": "Uncle", "emergency_phone": "(555) 010-0182",
    },
    prescriber="psychiatrist2", therapist="therapist2", also=("psychologist",),
    weeks=12, sessions_on=THU, at=time(13, 0),
    therapies=(
        Therapy(
            course_type="ipt_acute", planned=14, focus="interpersonal_sensitivities", led_by="psychologist",
            focus_words="Few and thin ties; expects to be a burden", sessions=SESSIONS, work=WORK,
        ),
    ),
    changes=(
        Change(week=0, day=FRI, change_type="taking_already", drug="propranolol", dose="10 mg as_needed",
            reason="""From his primary care physician for presentations; now uses it before ordinary meetings. No
            asthma.""",
        ),
        Change(week=0, day=FRI, change_type="taking_already", drug="sertraline", dose="50 mg once_daily",
            reason="""From his primary care physician since spring. Loose stools from the first week, little benefit
            that he could name.""",
        ),
        Change(week=2, day=WED, change_type="switch", drug="escitalopram", dose="5 mg once_daily",
            left="sertraline", leaving=((0, "25"), (7, "stop")),
            more={
                "indication": "anxiety", "risk_talk": "discussed",
                "target_symptoms_1_name": "Dread before meetings", "target_symptoms_1_rating": "8",
                "target_symptoms_2_name": "Low mood", "target_symptoms_2_rating": "5",
                "alternatives": "Sertraline at a higher dose, which he did not want; waiting for the sessions alone.",
            },
            reason="""Recurrent depression with social anxiety; sertraline has not been worth its loose stools.
            Sensitive to side effects by his own account, so 5 mg first, sertraline out over a week.""",
            watch_for="""Jitters and loose stools in the first ten days. He tends not to mention what bothers him;
            ask.""",
        ),
        Change(week=4, day=WED, change_type="increase", drug="escitalopram", dose="10 mg once_daily",
            more={
                "target_symptoms_1_name": "Dread before meetings", "target_symptoms_1_rating": "7",
                "target_symptoms_2_name": "Low mood", "target_symptoms_2_rating": "4",
            },
            reason="Tolerated after some jittery mornings. First full dose.",
            watch_for="A second, shorter round of jitters. It is a bad week for a big exposure task.",
        ),
        Change(week=5, day=FRI, change_type="hold", drug="propranolol",
            reason="Resting pulse 54 and light-headed on stairs. On hold until an ECG is read.",
            watch_for="He may avoid meetings without it. Fainting: emergency room, and call us.",
        ),
        Change(week=7, day=WED, change_type="resume", drug="propranolol", dose="10 mg as_needed",
            reason="""ECG normal, pulse 64 after two weeks without. May carry it for real presentations, at most
            twice a week.""",
            watch_for="Whether carrying it without taking it is enough.",
        ),
        Change(week=11, day=MON, change_type="stop", drug="propranolol",
            reason="Not taken once in four weeks. He gave the tablets back, \"for symbolic reasons\".",
            watch_for="Meetings in the next month, the wedding above all.",
        ),
    ),
    events=(
        Event(week=6, day=SAT, told=8, by="psychologist", category="work", impact="strained", lasted=6,
              text="""Release week with long evenings; session canceled by him a day before, with an apology for
              nothing."""),
        Event(week=8, day=WED, told=8, by="psychologist", category="relationship", impact="helped",
              text="A colleague asked him to lunch, and he said yes before thinking."),
        Event(week=10, day=FRI, told=11, by="psychologist", category="family", impact="helped",
              text="Told his mother on the telephone that he has been ill for a long time."),
        Event(week=11, day=TUE, told=11, by="psychologist", category="work", impact="helped",
              text="Asked for two office days a week and turned down a remote position.",
              addendum=Addendum(5, "He wrote that the office days were approved.", by="psychologist")),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "Shellfish: swelling of the lips"),
        Listed("diagnosis", "Major depressive disorder, recurrent, mild", "F33.0"),
        Listed("diagnosis", "Social anxiety disorder", "F40.10"),
        Listed("other_medicine", "Cetirizine 10 mg, as needed", week=3),
    ),
    next_visit=(2, "Session 12 with Ingrid Solheim, video"),
)
