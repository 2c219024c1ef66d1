"""Devon: a move, a lost role, and passive thoughts of death that were told, assessed and passed."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import FRI, MON, SAT, SUN, THU, TUE, WED
from coordcare.demo.rules import Addendum, Change, Event, Listed, Session, Story, Therapy
from coordcare.demo.stories.devon_care import CARE
from coordcare.demo.stories.devon_course import WORK

SESSIONS = (
    Session(week=1, mood=3, techniques="psychoeducation direct_elicitation",
        insight="""Low since leaving the doctoral program in the first year and moving back to this city in the
        same month. Sleeps until noon, eats cereal, answers messages with a thumbs-up. We set the onset against the
        calendar and it follows the move by three weeks. They had been calling it laziness; naming an illness
        brought visible relief.""",
        mood_link="Dropped on the evening their former cohort posted pictures of a retreat.",
        plan="Up by ten on three days. No decisions about school for the time of treatment.",
    ),
    Session(week=2, mood=3, techniques="timeline_update nondirective_exploration", mode="video",
        insight="""Inventory by video from their room. Most ties ran through the program: advisor, lab mates, the
        partner K., who stayed. Here there is a mother who worries aloud, a roommate found on the internet and a
        friend from high school, R., whom they have not told that they are back.""",
        mood_link="A stiff call with K. on Sunday left them in bed through Monday.",
        plan="Tell R. One sentence is enough.",
        for_prescriber="""Reads the leaflet closely and is afraid of the warning for young adults. Please go
        through it again.""",
    ),
    Session(week=3, mood=3, techniques="clarification expectations_review",
        insight="""Agreed on a role transition: from promising scientist to nobody in particular, as they put it.
        Made the two columns. Under what was lost: structure, standing, a reason to get up, K. every day. Under
        what was wrong with it they first wrote nothing, then that nobody there had ever asked how they were.""",
        mood_link="Slightly better after telling R., who came over with soup the same night.",
        plan="Add to the columns when something comes to mind. Lunch with R. on Friday.",
    ),
    Session(week=4, mood=2, techniques="direct_elicitation support_mobilization", risk_status="passive_thoughts",
        insight="""K. ended the relationship by text on Thursday. Devon has slept little since and told me near the
        end, looking away, that it would be simpler not to wake up. Asked in full: thoughts on most days since
        Thursday, no wish to act, no plan, no past attempt, no weapon at home. Roommate and R. are around. We wrote
        a safety plan together and they called R. from my office. Spoke with Dr. Farahani by telephone before they
        left.""",
        mood_link="Collapsed within an hour of the message; a little steadier while R. stayed over.",
        plan="""Telephone check on Wednesday at noon. R. stays through the weekend. 988 is saved in their
        telephone.""",
        for_prescriber="""Passive thoughts of death are new this week, four weeks after the start of fluoxetine.
        Please see them early.""",
        addendum=Addendum(2, """Telephone check: thoughts come and go, less at night. R. still there.
            Visit with Dr. Farahani today."""),
    ),
    Session(week=5, mood=3, techniques="encouragement_of_affect communication_analysis",
        risk_status="""passive_thoughts""",
        insight="""Thoughts now on two days, fleeting, no plan or intent; safety plan read again, one number added.
        Went through the exchange with K. message by message. Devon had answered "ok, makes sense". What they had
        felt was "you promised". Grief and fury for most of the hour, both far from the flatness of last week.""",
        mood_link="Bad on the day K. asked for the return of a jacket; the thoughts came that night.",
        plan="R. brings the jacket. Devon writes the answer that was never sent and does not send it.",
        for_prescriber="Takes the higher dose, no agitation that I can see. Sleep is about five hours.",
    ),
    Session(week=6, mood=4, techniques="encouragement_of_affect role_play", risk_status="passive_thoughts",
        insight="""One brief thought on Sunday, recognized at once as "the four o'clock one". Read out the unsent
        answer, which is good and merciless. In the role play with me as K. they managed to ask the question that
        mattered, why by text, and noticed that no answer would have been enough.""",
        mood_link="Sunday's dip came after scrolling through old pictures for two hours.",
        plan="Old pictures to a drive that R. keeps. Coffee-shop job: hand in the form.",
    ),
    Session(week=7, mood=4, techniques="problem_solving between_session_task",
        insight="""No thoughts of death for eight days, asked directly. Has a trial shift at the coffee shop.
        Mother said "at least it's something", and Devon heard contempt where, on second look, there was mainly
        fear. They want to be able to ask her which of the two it is.""",
        mood_link="Irritable for a day after the remark; proud, guardedly, after the shift.",
        plan="Ask mother what she meant, in the car, where neither has to look.",
    ),
    Session(week=8, mood=5, techniques="communication_analysis clarification", late=4,
        insight="""The car worked: mother was afraid, about money and about last month, and had not dared to ask.
        She cried, Devon did not, and both were hungry afterward. The old role is appearing in color now, including
        the advisor's remark on "people like you", which Devon had filed under jokes.""",
        mood_link="Best evening for months after the car; anger on the following days, at the advisor.",
        plan="Note for the columns: what the new situation allows that the lab did not.",
    ),
    Session(week=9, mood=5, techniques="encouragement_of_affect clarification",
        insight="""Worked on the advisor. Three concrete incidents; in each Devon had smiled and worked later that
        night. Shame first, then the thought that leaving was perhaps the one thing they had done for themselves.
        We lingered there. Early shifts have given mornings back a shape.""",
        mood_link="Tired and content on working days, hollow on the free Wednesday.",
        plan="Something with people on Wednesdays. The climbing gym has a beginners' hour.",
        for_prescriber="""Asks whether fluoxetine could be behind the vivid dreams. They are not frightened by
        them.""",
    ),
    Session(week=11, mood=6, techniques="support_mobilization incident_work",
        insight="""Back after a week with influenza, nursed by the roommate, which changed that tie more than six
        months of shared shelves. Climbing on Wednesday, stiff and cheerful. An awkward moment there over their
        name on the form; they corrected it, with their heart pounding, and the desk apologized. We took the moment
        apart with pleasure.""",
        mood_link="""Low on the second fever day, without thoughts of death; lifted by the roommate's terrible tea.""",
        plan="Reply to the friend from the cohort who wrote. Decide beforehand what to say about leaving.",
    ),
    Session(week=12, mood=6, techniques="role_play decision_analysis",
        insight="""Rehearsed the sentence about leaving: "I stopped because it made me ill, and I'm better." The
        first five versions contained an apology. Weighed the offer of a place as assistant manager against the
        idea of a teaching certificate; no need to choose, and they can now hold both in mind without sinking.""",
        mood_link="A wobble before writing to the cohort friend; none after.",
        plan="Ask the high school about a visiting day. Write to the friend.",
    ),
    Session(week=13, mood=7, techniques="between_session_task clarification",
        insight="""Spent the visiting day with a chemistry teacher who lets things smoke. Came back talking fast
        from joy; I asked about sleep and spending with bipolarity in mind, and found nothing. They told K.'s
        sister, met by chance, that they are well, and found that it was not a lie.""",
        mood_link="High spirits after the school visit, settled the next day.",
        plan="Twelve sessions done, four left. Bring the two columns for a last revision.",
    ),
    Session(week=15, mood=7, techniques="timeline_update encouragement_of_affect",
        insight="""Last week fell out because of the shop's stocktaking, and they noticed that they missed the hour
        without needing it. Revised the columns: the new side is longer. Some grief for the scientist remains and
        may stay. Began on early signs: thumbs-up answers, cereal for dinner, pictures at night.""",
        mood_link="Sad for an evening after hearing that K. is seeing someone, and went climbing.",
        plan="Show the early signs to R. and to mother. Add to the safety plan what helped in the bad weeks.",
    ),
    Session(week=16, mood=7, techniques="therapeutic_relationship support_mobilization",
        insight="""Spoke about the hour in which they told me that they did not wish to wake up. They had expected
        me to send them away. That I asked, stayed calm and picked up the telephone is, they say, how they later
        managed the car. Safety plan now names signs, people and places from their own experience. Application for
        the certificate is in.""",
        mood_link="Nervous about the application, pleased with the nervousness.",
        plan="Two sessions remain, every other week. Dr. Farahani's visit before the last of them.",
        for_prescriber="""They would like to stay on fluoxetine through the start of the program, and to hear it
        from you.""",
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10247", "name": "Devon Achterberg", "birth_date": date(2003, 8, 27),
        "pronouns": "they/them", "phone": "(555) 010-0151", "may_text": True,
        "email": "d.achterberg@mail.example", "preferred_language": "English",
        "emergency_name": "Carla Achterberg", "emergency_relation": "Mother",
        "emergency_phone": "(555) 010-0152",
        "after_hours_words": "Prefers text to a call. After hours: 988 by text, then R. (number on the safety plan).",
    },
    prescriber="psychiatrist", therapist="therapist", also=("nurse",),
    weeks=16, sessions_on=MON, at=time(14, 0),
    therapies=(
        Therapy(
            course_type="ipt_acute", planned=16, focus="role_transition",
            focus_words="From doctoral student to a life back home", sessions=SESSIONS, work=WORK,
        ),
    ),
    changes=(
        Change(week=0, day=MON, change_type="start", drug="fluoxetine", dose="10 mg once_daily",
            reason="""First episode, moderate, age under 25: low start. The boxed warning was read together. Weekly
            contact by therapist or nurse during the first month.""",
            watch_for="""New or stronger thoughts of death, agitation, sleeplessness: same-day call to me, at any
            dose.""",
        ),
        Change(week=4, day=WED, change_type="increase", drug="fluoxetine", dose="20 mg once_daily",
            reason="""Seen two days after the therapist's call. Passive thoughts since a break-up, none before; low
            mood unchanged at four weeks on 10 mg. No activation. To 20 mg with visits every week; plan shared with
            the team.""",
            watch_for="""Activation in the first ten days. Please ask about thoughts of death in every session
            until I say otherwise.""",
        ),
        Change(week=5, day=THU, by="nurse", change_type="start", drug="hydroxyzine", dose="10 mg as_needed",
            reason="""Sleeps five hours, racing thoughts at bedtime since the break-up. A few tablets only, no
            refills.""",
            watch_for="Should be needed on fewer nights each week. Dry mouth, heavy mornings.",
        ),
        Change(week=9, day=TUE, by="nurse", change_type="stop", drug="hydroxyzine",
            reason="Last taken three weeks ago. Leftover tablets returned at the visit.",
        ),
        Change(week=12, day=TUE, by="nurse", change_type="increase", drug="fluoxetine", dose="30 mg once_daily",
            reason="""Much better, with some heaviness left in the mornings and no side effects except vivid
            dreams. Agreed with Dr. Farahani to go to 30 mg, review in four weeks.""",
            watch_for="Dreams may get livelier for a while. Ask whether the mornings change.",
            addendum=Addendum(9, "Telephone: the new dose sits better with breakfast. No restlessness.",
            by="""nurse"""),
        ),
    ),
    events=(
        Event(week=0, day=SUN, told=1, category="move", impact="strained",
              text="Moved back to this city, three weeks after leaving the doctoral program."),
        Event(week=3, day=THU, told=4, category="relationship", impact="strained",
              text="Partner of two years ended the relationship by text message."),
        Event(week=7, day=SAT, told=8, category="work", impact="helped",
              text="First paid shift at the coffee shop; offered twenty hours a week."),
        Event(week=10, day=MON, told=11, lasted=6, category="health", impact="mixed",
              text="Influenza with high fever. Looked after by the roommate; session canceled."),
        Event(week=15, day=FRI, told=16, category="achievement", impact="helped",
              text="Sent the application for a teaching certificate."),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "No known allergies"),
        Listed("other_medicine", "Albuterol inhaler, as needed"),
        Listed("diagnosis", "Major depressive disorder, single episode, moderate", "F32.1"),
    ),
    next_visit=(3, "Medication visit with Denise Thibodeaux"),
)
