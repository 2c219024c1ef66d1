"""Walter: grief for his wife, a full course with one session by a covering psychologist; recovered."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import FRI, MON, SAT, SUN, THU, TUE, WED
from coordcare.demo.rules import Addendum, Change, Event, Listed, Look, Session, Story, Therapy
from coordcare.demo.stories.walter_care import CARE
from coordcare.demo.stories.walter_course import WORK

SESSIONS = (
    Session(week=1, mood=2, techniques="psychoeducation nondirective_exploration",
        insight="""First meeting; he came because his daughter drove him. Married forty-four years; H. died of
        pancreatic cancer, seven weeks from diagnosis to funeral. He reports the facts in order, like a shop
        inspection, and falls silent at the drive home from the hospice. Depressed most of each day since the
        second month, has lost 14 pounds.""",
        mood_link="Worst between four and six, the hours when she came home from the library.",
        plan="Eat one cooked meal a day, with the neighbor if possible. Bring a photograph.",
        for_prescriber="""Weight loss and early waking are marked. He drinks two beers at night, more since the
        funeral.""",
    ),
    Session(week=2, mood=3, techniques="direct_elicitation timeline_update",
        insight="""Brought three photographs and told the marriage through them. With H. as interpreter he had many
        friends; without her he has answered no telephone call for four months. Inventory shows a wide, idle
        circle: two daughters, a brother, the union retirees, all of them kept at the door by "I'm fine".""",
        mood_link="Slightly easier on the day his older daughter stayed for lunch.",
        plan="Return one call. He picked his brother, because his brother does not ask.",
    ),
    Session(week=3, mood=3, techniques="clarification psychoeducation",
        insight="""Agreed on grief as the focus: he has arranged, paid for and tidied the death, and not yet
        mourned it. He objected that a man who starts crying may not stop. I said we would find out together and
        end on time. He laughed, then cried for about a minute, and was surprised that it ended.""",
        mood_link="A restless week since the headstone company telephoned.",
        plan="Write down what happened on the last ordinary day before the diagnosis.",
    ),
    Session(week=4, mood=3, techniques="encouragement_of_affect nondirective_exploration",
        insight="""Read me the ordinary day: eggs, a quarrel about the storm door, her singing in the car. The
        quarrel holds him. He told H. that she never finished anything, and the next week she was too ill to finish
        the door. Guilt came with real force. He has never said this to anyone, and could look at me while saying
        it.""",
        mood_link="Woke at three on four nights with the storm door in his mind.",
        plan="Visit the grave once, alone, for as long as he likes and no longer.",
        addendum=Addendum(1, """Telephoned to check on him after a hard hour: had slept, and walked to
            the corner store."""),
    ),
    Session(week=5, mood=3, techniques="encouragement_of_affect incident_work", by="psychologist",
        insight="""Covering for Mr. Herrera, as arranged with the patient. He used the hour to describe the hospice
        night minute by minute, including the nurse who asked him to step out, so that H. died with a stranger.
        Anger at the nurse, for the first time; under it, that he had obeyed. He accepted that I would pass this on
        to his therapist.""",
        mood_link="Tense since the anniversary mass was announced in the bulletin.",
        plan="Mr. Herrera to take up the hospice night. Patient will tell his daughter about the nurse.",
    ),
    Session(week=6, mood=4, techniques="encouragement_of_affect communication_analysis",
        insight="""Took up the hospice night. He told his younger daughter, who had been in the corridor and had
        her own version: H. was asleep, and had said goodbye to both of them at supper. He had not heard that
        sentence for a year. We went through how the two of them had protected each other with silence.""",
        mood_link="A long, sad and, he says, clean evening with the daughter on Friday.",
        plan="Ask each daughter for one memory of the last month that he does not know.",
        for_prescriber="""Appetite is back to two meals. He asks if the beer matters with the tablets; please tell
        him directly.""",
    ),
    Session(week=7, mood=4, techniques="clarification support_mobilization",
        insight="""The memories arrived as letters. In one, H. complains of him: the workshop, the radio. He
        enjoyed that more than the praise. We talked about missing a real person rather than a saint. He has begun
        to wear the hearing aid again, "since there is somebody to hear".""",
        mood_link="Two good mornings, both after reading the letters aloud to himself.",
        plan="Union retirees' breakfast on Wednesday: go for one coffee, sit near the door.",
    ),
    Session(week=8, mood=5, techniques="problem_solving between_session_task",
        insight="""Stayed at the breakfast for two hours. A man he trained asked him to look at a bandsaw. What was
        difficult was the empty passenger seat on the way back; he talked to it. Normalized, and asked what he had
        said: "You'd have hated the coffee." The sick role is getting too small for him, as it should.""",
        mood_link="Up on Wednesday, down on the drive, level by evening.",
        plan="The bandsaw on Saturday. Consider the closet, in his own time.",
    ),
    Session(week=10, mood=5, techniques="encouragement_of_affect incident_work",
        insight="""The anniversary fell in the week without a session, and the mass with it. He wept in the pew,
        let his brother put an arm round him, and stayed for the meal. Two bleak days followed, which he had
        foreseen and told both daughters about in advance. He calls this the first thing in a year that he planned
        and then lived through.""",
        mood_link="Low Thursday and Friday after the mass; on Saturday the bandsaw.",
        plan="Daughters to come for the closet. He decides beforehand what stays.",
    ),
    Session(week=11, mood=6, techniques="encouragement_of_affect communication_analysis",
        insight="""The closet took an afternoon. He kept the library cardigan and the driving gloves. A sharp
        exchange with the older daughter over a coat he wanted to give away: she felt H. was being cleared out. He
        did what we had rehearsed for the hospice talk, asked what the coat meant to her, and gave it to her.""",
        mood_link="Anxious before the closet, tired and lighter after it.",
        plan="Look at evenings: which of them does he want company in, and whose?",
        for_prescriber="No side effects mentioned. One beer on weekends now.",
    ),
    Session(week=12, mood=6, techniques="decision_analysis support_mobilization",
        insight="""A widow from the parish, M., has asked him to the fish supper, and he felt disloyal for two
        days. We explored what H. would have said (he does her voice rather well) and what he himself wants, which
        is the fish. Distinguished new company from a replacement. Reminded him that three sessions are left.""",
        mood_link="Guilt on Tuesday after the invitation; gone once his daughter laughed about it.",
        plan="Go to the supper if he wants the fish. Think about what he would miss here.",
    ),
    Session(week=13, mood=7, techniques="role_play clarification",
        insight="""He went, enjoyed himself, and came home to a silent house, which hurt. Rehearsed telling M.
        plainly that he is glad of company and is not courting; in the role play he first handed me a speech, then
        two sentences. Sleep, weight and reading are as before the illness.""",
        mood_link="The silence after the supper cost him one evening.",
        plan="Bring to the next session what warns him first when he is slipping.",
    ),
    Session(week=14, mood=7, techniques="support_mobilization psychoeducation",
        insight="""Warning signs, in his words: not answering the telephone, beer before the news, leaving the
        hearing aid in the drawer. His brother and both daughters now know these. We spoke of the end here as a
        small repeat of the large one. He is sad, and says it is a sadness of the ordinary kind.""",
        mood_link="An even week; he missed her most when the storm door finally closed properly.",
        plan="Last session next week. He has asked to bring cake.",
    ),
    Session(week=15, mood=8, techniques="therapeutic_relationship clarification",
        insight="""Final session, with cake from the parish bakery. Went over the course from the first photographs
        to the storm door, which he has finished and painted in her color. Feelings about ending: thankful, a
        little afraid of four o'clock. He thanked Dr. Solheim by name for the week of the hospice night. Gains are
        his own and he can list them. No maintenance wished; he knows how to come back.""",
        mood_link="Steady through her birthday, which he spent at the grave and then at his brother's.",
        plan="""Discharged from therapy. Medication continues with his primary care physician after one more visit
        here.""",
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10198", "name": "Walter Kowalczyk", "preferred_name": "Walt",
        "birth_date": date(1951, 11, 2), "pronouns": "he/him", "phone": "(555) 010-0141",
        "may_voicemail": True, "preferred_language": "English", "emergency_name": "Anne Kowalczyk-Bell",
        "emergency_relation": "Daughter", "emergency_phone": "(555) 010-0142",
    },
    prescriber="psychiatrist", therapist="therapist", also=("psychologist",),
    weeks=19, sessions_on=FRI, at=time(11, 0),
    therapies=(
        Therapy(
            course_type="ipt_acute", planned=14, focus="grief",
            focus_words="""For his wife, one year after her death""",
            sessions=SESSIONS, work=WORK, ended="completed",
        ),
    ),
    changes=(
        Change(week=0, day=WED, change_type="start", drug="escitalopram", dose="5 mg once_daily",
            reason="""First depressive episode, severe weight loss, age over 70. Half the usual starting dose. ECG
            from his cardiologist shows a normal QTc; sodium to be checked in two weeks.""",
            watch_for="""Dizziness, confusion or new falls: call us the same day. Mood is not expected to move
            before week 4.""",
        ),
        Change(week=2, day=TUE, change_type="start", drug="mirtazapine", dose="7.5 mg at_bedtime",
            reason="""Lost 14 pounds and wakes at three. Low dose at night for sleep and appetite, with one beer at
            most.""",
            watch_for="""Sleepiness before noon; how much he drinks. He answers honestly when asked straight out.""",
        ),
        Change(week=3, day=WED, change_type="increase", drug="escitalopram", dose="10 mg once_daily",
            reason="Sodium 139 after two weeks, no side effects after three. To 10 mg, the ceiling at his age.",
            watch_for="Restlessness in the first week; stomach upset if he takes it without breakfast.",
        ),
        Change(week=13, day=MON, change_type="stop", drug="mirtazapine",
            reason="""Weight regained, sleeps through. Stopped from the lowest dose without taper, before therapy
            ends.""",
            watch_for="Two or three short nights. A lasting change of appetite is worth a call.",
            addendum=Addendum(10, "Weight 171 pounds, unchanged. Sleeps from eleven to six."),
        ),
    ),
    events=(
        Event(week=3, day=MON, category="loss", impact="strained",
              text="""The headstone company called to confirm the lettering, a year to the week after the
              diagnosis."""),
        Event(week=9, day=THU, told=10, category="loss", impact="mixed",
              text="Anniversary mass for his wife; both daughters and his brother came back to the house."),
        Event(week=11, day=SUN, told=12, category="relationship", impact="mixed",
              text="Invited to the parish supper by a widow of his own age."),
        Event(week=14, day=SAT, told=15, category="achievement", impact="helped",
              text="Finished and painted the storm door that his wife had begun."),
        Event(week=18, day=SUN, told=19, by="psychiatrist", category="family", impact="helped",
              text="Younger daughter expects a child. He told me before he told me how he was."),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "Penicillin: hives as a child"),
        Listed("other_medicine", "Lisinopril 10 mg daily"),
        Listed("other_medicine", "Atorvastatin 20 mg at bedtime"),
        Listed("other_medicine", "Melatonin 3 mg at bedtime, bought by himself", week=18),
        Listed("diagnosis", "Major depressive disorder, single episode, moderate", "F32.1", ended=(18, "resolved")),
        Listed("diagnosis", "Essential hypertension", "I10"),
    ),
    looks=(Look("psychologist", 16, MON),),
    status=(19, "discharged"),
)
