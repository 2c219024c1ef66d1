"""Entries of the timeline, as design.md says: section 3 for who reads and writes which kind, section 4 for their life.

A new kind is one line of KINDS. Whoever stands there as

    author   wrote the entries here: edits, signs, recalls, discards and retracts them
    writer   has the discipline that writes this kind: reads it, and adds to it
    reader   reads a part of it at least
    none     reads no part of it
"""

from tests.access.reading import read_entries
from tests.access.texts import WITHOUT_DRAFTS

# And the tables in which a signed entry of this kind stands, beside the spine.
# RAISED and CLOSED are what signing and recalling a change of medication do besides: an item for the therapist.
KINDS = """
#                 | psy    ps2    nur    plg    the    th2    coo    | of a signed entry
session_note      | writer writer reader writer author writer none   | session_note medication_report entry_text
life_event        | writer writer writer writer author writer none   | life_event entry_text
medication_change | author writer writer reader reader reader none   | medication_change entry_text
medication_visit  | writer writer author reader reader reader none   | medication_visit medication_report entry_text
contact           | writer writer writer writer writer writer author | contact medication_report entry_text
observation       | writer writer writer writer writer writer author | observation medication_report entry_text
monitoring_result | writer writer author reader reader reader none   | monitoring_result entry_text
measure_result    | writer writer writer writer author writer writer | measure_result
risk_assessment   | writer writer writer author writer writer reader | risk_assessment entry_text
course_summary    | writer writer reader writer author writer none   | course_summary entry_text
"""
# Nobody but its author knows of a draft. It opens in its form; there is nothing yet to add to or take back.
DRAFT = """
#                         | author writer reader none | the author's answer
GET  E                    | yes 404 404 404 | 303 E/edit
GET  E/history            | yes 404 404 404 | 303 E/edit
GET  E/edit               | yes 404 404 404 | 200
GET  E/compare            | yes 404 404 404 | 200
POST E/edit (save)        | yes 404 404 404 | 303 E/edit
     changes entry_draft timeline_entry
POST E/edit (sign)        | yes 404 404 404 | 303 E
     changes entry_draft SIGNED RAISED timeline_entry
GET  E/sign               | yes 404 404 404 | 200
POST E/sign               | yes 404 404 404 | 303 E
     changes entry_draft SIGNED RAISED timeline_entry
POST E/discard            | yes 404 404 404 | 303 P/timeline
     changes entry_draft timeline_entry
POST E/recall             | 409 404 404 404 | -
GET  E/addenda            | 409 404 404 404 | -
POST E/addenda            | 409 404 404 404 | -
GET  E/retract            | 409 404 404 404 | -
POST E/retract (error)    | 409 404 404 404 | -
POST E/retract (private)  | 409 404 404 404 | -
"""

SIGNED = """
#                         | author writer reader none | answer
GET  E                    | yes yes yes 404 | 200
GET  E/history            | yes yes yes 404 | 200
GET  E/edit               | 409 403 403 404 | -
GET  E/compare            | 409 403 403 404 | -
POST E/edit (save)        | 409 403 403 404 | -
POST E/edit (sign)        | 409 403 403 404 | -
GET  E/sign               | 409 403 403 404 | -
POST E/sign               | 409 403 403 404 | -
POST E/discard            | 409 403 403 404 | -
POST E/recall             | yes 403 403 404 | 303 E/edit
     changes entry_draft SIGNED CLOSED timeline_entry
GET  E/addenda            | yes yes 403 404 | 200
POST E/addenda            | yes yes 403 404 | 303 E
     changes entry_addendum entry_text
GET  E/retract            | yes 403 403 404 | 200
POST E/retract (error)    | yes 403 403 404 | 303 E
     changes entry_retraction CLOSED
POST E/retract (private)  | yes 403 403 404 | 303 E
     changes entry_retraction SIGNED sealed_body CLOSED
"""

# Words were added: no longer recalled. What is withheld takes the added words with it.
ADDENDED = """
GET  E                    | yes yes yes 404 | 200
GET  E/history            | yes yes yes 404 | 200
GET  E/edit               | 409 403 403 404 | -
GET  E/compare            | 409 403 403 404 | -
POST E/edit (save)        | 409 403 403 404 | -
POST E/edit (sign)        | 409 403 403 404 | -
GET  E/sign               | 409 403 403 404 | -
POST E/sign               | 409 403 403 404 | -
POST E/discard            | 409 403 403 404 | -
POST E/recall             | 409 403 403 404 | -
GET  E/addenda            | yes yes 403 404 | 200
POST E/addenda            | yes yes 403 404 | 303 E
     changes entry_addendum entry_text
GET  E/retract            | yes 403 403 404 | 200
POST E/retract (error)    | yes 403 403 404 | 303 E
     changes entry_retraction CLOSED
POST E/retract (private)  | yes 403 403 404 | 303 E
     changes entry_addendum entry_retraction entry_text SIGNED sealed_body CLOSED
"""

# As entered in error: struck through and still read. As private text: the stub is read by whoever read the entry,
# the words by nobody.
RETRACTED = """
GET  E                    | yes yes yes 404 | 200
GET  E/history            | yes yes yes 404 | 200
GET  E/edit               | 409 403 403 404 | -
GET  E/compare            | 409 403 403 404 | -
POST E/edit (save)        | 409 403 403 404 | -
POST E/edit (sign)        | 409 403 403 404 | -
GET  E/sign               | 409 403 403 404 | -
POST E/sign               | 409 403 403 404 | -
POST E/discard            | 409 403 403 404 | -
POST E/recall             | 409 403 403 404 | -
GET  E/addenda            | 409 409 403 404 | -
POST E/addenda            | 409 409 403 404 | -
GET  E/retract            | 409 403 403 404 | -
POST E/retract (error)    | 409 403 403 404 | -
POST E/retract (private)  | 409 403 403 404 | -
"""

# Paper and text ask for the action of printing, whoever wrote the entry: a coordinator has it not. Here stands as
#
#     author   wrote this draft       writer   may print what they read
#     reader   reads it, and may not print       none     reads no part of it
PRINT_DRAFT = "GET E/print | 409 yes 403 404 | -"
PRINT = "GET E/print | 409 yes 403 404 | 200"
PRINT_WITHHELD = "GET E/print | 409 409 403 404 | -"
DRAFT_PRINTERS = """
session_note      | none   none   none   none   author none   none   | -
life_event        | none   none   none   none   author none   none   | -
medication_change | author none   none   none   none   none   none   | -
medication_visit  | none   none   author none   none   none   none   | -
contact           | none   none   none   none   none   none   reader | -
observation       | none   none   none   none   none   none   reader | -
course_summary    | none   none   none   none   author none   none   | -
"""
PRINTERS = """
session_note      | writer writer writer writer writer writer none   | -
life_event        | writer writer writer writer writer writer none   | -
medication_change | writer writer writer writer writer writer none   | -
medication_visit  | writer writer writer writer writer writer none   | -
contact           | writer writer writer writer writer writer reader | -
observation       | writer writer writer writer writer writer reader | -
monitoring_result | writer writer writer writer writer writer none   | -
measure_result    | writer writer writer writer writer writer reader | -
risk_assessment   | writer writer writer writer writer writer reader | -
course_summary    | writer writer writer writer writer writer none   | -
"""
TABLES = {"draft": DRAFT, "signed": SIGNED, "addended": ADDENDED, "retracted": RETRACTED, "withheld": RETRACTED}

ROWS = [
    row
    for state, table in TABLES.items()
    for text, kinds in (
        (table, KINDS),
        (
            {"draft": PRINT_DRAFT, "withheld": PRINT_WITHHELD}.get(state, PRINT),
            PRINTERS if state != "draft" else DRAFT_PRINTERS,
        ),
    )
    for row in read_entries(text, kinds, state, never_recalled=WITHOUT_DRAFTS)
]
