"""Session notes, as design.md says (sections 3 and 4): clinical, written by whoever gives psychotherapy.

The therapist is the author. All of the team but the coordinator read a note; psychiatrist, psychologist and
therapist write notes, so they also add to one. Only the author edits, signs, recalls, discards and retracts.
"""

from tests.access.reading import read

# Nobody but its author knows of a draft. It opens in its form; there is nothing yet to add to or take back.
DRAFT = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 303 E/edit
GET  E/history            | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 303 E/edit
GET  E/edit               | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 200
POST E/edit (save)        | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 303 E/edit
     changes entry_draft timeline_entry
POST E/edit (sign)        | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 303 E
     changes entry_draft entry_text session_note timeline_entry
GET  E/sign               | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 200
POST E/sign               | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 303 E
     changes entry_draft entry_text session_note timeline_entry
POST E/discard            | 404 404 404 404 yes 404 404 | 404 404 404 | in in in | 303 P/timeline
     changes entry_draft timeline_entry
POST E/recall             | 404 404 404 404 409 404 404 | 404 404 404 | in in in | -
GET  E/addenda            | 404 404 404 404 409 404 404 | 404 404 404 | in in in | -
POST E/addenda            | 404 404 404 404 409 404 404 | 404 404 404 | in in in | -
GET  E/retract            | 404 404 404 404 409 404 404 | 404 404 404 | in in in | -
POST E/retract (error)    | 404 404 404 404 409 404 404 | 404 404 404 | in in in | -
POST E/retract (private)  | 404 404 404 404 409 404 404 | 404 404 404 | in in in | -
"""

SIGNED = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/discard            | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/recall             | 403 403 403 403 yes 403 404 | 404 404 404 | in in in | 303 E/edit
     changes entry_draft entry_text session_note timeline_entry
GET  E/addenda            | yes yes 403 yes yes yes 404 | 404 404 404 | in in in | 200
POST E/addenda            | yes yes 403 yes yes yes 404 | 404 404 404 | in in in | 303 E
     changes entry_addendum entry_text
GET  E/retract            | 403 403 403 403 yes 403 404 | 404 404 404 | in in in | 200
POST E/retract (error)    | 403 403 403 403 yes 403 404 | 404 404 404 | in in in | 303 E
     changes entry_retraction
POST E/retract (private)  | 403 403 403 403 yes 403 404 | 404 404 404 | in in in | 303 E
     changes entry_retraction entry_text session_note sealed_body
"""

# As signed, but no longer recalled.
ADDENDED = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/discard            | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/recall             | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
GET  E/addenda            | yes yes 403 yes yes yes 404 | 404 404 404 | in in in | 200
POST E/addenda            | yes yes 403 yes yes yes 404 | 404 404 404 | in in in | 303 E
     changes entry_addendum entry_text
GET  E/retract            | 403 403 403 403 yes 403 404 | 404 404 404 | in in in | 200
POST E/retract (error)    | 403 403 403 403 yes 403 404 | 404 404 404 | in in in | 303 E
     changes entry_retraction
POST E/retract (private)  | 403 403 403 403 yes 403 404 | 404 404 404 | in in in | 303 E
     changes entry_addendum entry_retraction entry_text session_note sealed_body
"""

# Retracted as entered in error: struck through and still read.
RETRACTED = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/discard            | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/recall             | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
GET  E/addenda            | 409 409 403 409 409 409 404 | 404 404 404 | in in in | -
POST E/addenda            | 409 409 403 409 409 409 404 | 404 404 404 | in in in | -
GET  E/retract            | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/retract (error)    | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/retract (private)  | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
"""

# Retracted as private text: the stub is read by whoever read the entry, the words by nobody.
WITHHELD = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/sign               | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/discard            | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/recall             | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
GET  E/addenda            | 409 409 403 409 409 409 404 | 404 404 404 | in in in | -
POST E/addenda            | 409 409 403 409 409 409 404 | 404 404 404 | in in in | -
GET  E/retract            | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/retract (error)    | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
POST E/retract (private)  | 403 403 403 403 409 403 404 | 404 404 404 | in in in | -
"""

ROWS = [
    *read(DRAFT, "session_note", "draft"),
    *read(SIGNED, "session_note", "signed"),
    *read(ADDENDED, "session_note", "addended"),
    *read(RETRACTED, "session_note", "retracted"),
    *read(WITHHELD, "session_note", "withheld"),
]
