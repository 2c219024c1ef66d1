"""Caleb: grief for his brother, a course left unfinished, and the attempts to reach him."""

# fmt: off
from datetime import date, time

from coordcare.demo.calendar_rules import FRI, SAT, THU, TUE, WED
from coordcare.demo.rules import Addendum, Change, Event, Listed, Session, Story, Therapy
from coordcare.demo.stories.caleb_care import CARE
from coordcare.demo.stories.caleb_course import WORK

SESSIONS = (
    Session(week=1, mood=3, techniques="psychoeducation nondirective_exploration",
        insight="""Sits on the edge of the chair with his jacket on. His older brother J. died of an overdose
        ten months ago; Caleb found him. Works as a roofer, drinks on Fridays, sleeps four hours. He came
        because his foreman told him to. When I said that finding somebody is an injury of its own, he took the
        jacket off.""",
        mood_link="Every siren. There were three this week.",
        plan="Come again. Eat at noon with the crew and not in the truck.",
        for_prescriber="""Tired and slowed rather than anxious; hopes for something that does not make him numb.""",
    ),
    Session(week=2, mood=3, techniques="timeline_update direct_elicitation",
        insight="""Drew the timeline on the back of an invoice. J. in rehab, J. at home again, the call that Caleb
        let ring because he was angry, the next morning. He told the part with the call looking at the window.
        Inventory: mother, with whom he speaks of groceries; an ex-girlfriend, B., who knew J.; the crew.""",
        mood_link="Down after dreaming of the telephone on two nights.",
        plan="Think about who else knew J. well. B. came up and was dismissed.",
    ),
    Session(week=3, mood=4, techniques="clarification expectations_review",
        insight="""Named grief as the focus, with twelve sessions. He bargained for eight and accepted twelve with
        the right to complain. What has kept mourning away is the unanswered call: whoever is guilty may not be
        sad, as he put it. I asked what J. would say to that. "He'd say quit being an idiot".""",
        mood_link="Laughed with the crew on Thursday and felt like a traitor that night.",
        plan="Write down three things about J. that have nothing to do with drugs.",
    ),
    Session(week=5, mood=4, techniques="encouragement_of_affect communication_analysis",
        insight="""Missed last week for a job out of town and called to say so. He had written eleven things.
        Number seven: J. taught him to whistle with grass. He wept at seven. Afterward we went through the last
        conversation he did have with J.: short, about a borrowed ladder, and not unkind.""",
        mood_link="Softer after writing the list, angry on the drive home from the job.",
        plan="Read the list to somebody. He thinks his mother could not bear it; we left that open.",
        for_prescriber="Sleeps six hours now. Fewer beers, by his count four a week.",
    ),
    Session(week=6, mood=5, techniques="role_play decision_analysis",
        insight="""He read the list to B. in her car. She added two. For the mother he wanted to prepare: in the
        role play I was silent like her, and he filled the silence with groceries at once. On the second run he
        said, "Ma, I miss him", and had to stand up and walk around the room.""",
        mood_link="The evening with B. gave him the first whole night of sleep.",
        plan="Tell his mother one of the thirteen things.",
    ),
    Session(week=8, mood=5, techniques="encouragement_of_affect incident_work",
        insight="""His mother has kept J.'s telephone charged all year. She showed him the last message: "love you,
        ladder's in the garage." Sent after the call that Caleb had not taken. He read it to me, put his head down,
        and cried for a long time. At the door he said that the anniversary is coming and that he would rather be
        on a roof.""",
        mood_link="Torn open since Saturday and, in his words, less dead.",
        plan="Plan the anniversary together next week: where, with whom, until when.",
        for_prescriber="Jaw tension and a dry mouth since the increase. He will not call about it himself.",
    ),
    Session(week=9, mood=4, techniques="problem_solving support_mobilization", mode="phone",
        insight="""By telephone from the truck, twenty minutes. Anniversary on Saturday: he will take the early
        shift, then his mother, then the garage. No thoughts of suicide, asked directly. Sounded hurried and said
        twice that he was fine. I told him that people sometimes stay away after an hour like the last one, and
        that the door stays open.""",
        mood_link="Short of sleep and on edge for three days.",
        plan="Call on Monday after the anniversary. Session on Wednesday as usual.",
        addendum=Addendum(21, """No reply to three calls, two messages and a letter. Foreman's number is
            not released to us."""),
    ),
)

STORY = Story(
    particulars={
        "record_number": "HS-10219", "name": "Caleb Strand", "birth_date": date(1998, 4, 22),
        "pronouns": "he/him", "phone": "(555) 010-0121", "may_text": True, "preferred_language": "English",
        "emergency_name": "Ruth Strand", "emergency_relation": "Mother",
        "emergency_phone": "(555) 010-0122",
    },
    prescriber="psychiatrist2", therapist="therapist2",
    weeks=16, sessions_on=WED, at=time(8, 0),
    therapies=(
        Therapy(
            course_type="ipt_acute", planned=12, focus="grief", focus_words="For his brother, whom he found",
            sessions=SESSIONS, work=WORK, ended="ended_early", end_reason="lost_contact",
            end_words="After the anniversary; calls and a letter unanswered",
        ),
    ),
    changes=(
        Change(week=1, day=FRI, change_type="start", drug="bupropion", dose="150 mg once_daily",
            reason="""Slowed, sleeps four hours, wants nothing that numbs. No seizures, no eating disorder; four to
            six beers on Fridays, told not to stop drinking abruptly and not to drink more.""",
            watch_for="""Worse sleep if taken late. More drinking or a sudden stop of it: tell me, both matter with
            this drug.""",
        ),
        Change(week=6, day=THU, change_type="increase", drug="bupropion", dose="300 mg once_daily",
            reason="Five weeks at 150 mg: energy somewhat better, mood still low. Tolerated.",
            watch_for="Jaw tension, irritability, shaking. Sleep below five hours.",
        ),
        Change(week=9, day=FRI, change_type="decrease", drug="bupropion", dose="150 mg once_daily",
            reason="""Dry mouth and jaw tension, reported by the therapist. Back to 150 mg by telephone; visit in
            two weeks.""",
            watch_for="Whether he takes it at all in the week of the anniversary.",
            addendum=Addendum(20, """Did not come to the visit and did not answer two calls. Pharmacy:
                last refill not collected."""),
        ),
    ),
    events=(
        Event(week=1, day=TUE, category="work", impact="mixed", told=1,
              text="Foreman sent him home after a near fall and told him to see somebody."),
        Event(week=5, day=SAT, category="relationship", impact="helped", told=6,
              text="Read a list about his brother to his former girlfriend."),
        Event(week=7, day=SAT, category="family", impact="mixed", told=8,
              text="His mother showed him the last message on his brother's telephone."),
        Event(week=9, day=SAT, category="loss", impact="unclear", told=12,
              text="""First anniversary of his brother's death. We do not know how he spent it; he has not been
              reached since."""),
    ),
    care=CARE,
    lists=(
        Listed("allergy", "Bee stings: local swelling"),
        Listed("diagnosis", "Major depressive disorder, single episode, moderate", "F32.1"),
        Listed("diagnosis", "Alcohol use, unspecified", "F10.90", week=1),
    ),
    status=(15, "lost"),
)
