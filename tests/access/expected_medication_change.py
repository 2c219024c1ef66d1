"""Medication changes, as design.md says (sections 3 and 4): read by all clinicians, made by prescribers.

The psychiatrist is the author. All of the team but the coordinator read a change with its reason; psychiatrist and
nurse practitioner make changes, so they also add to one. Only the author edits, signs, recalls, discards, retracts.
"""

from tests.access.reading import read

# Nobody but its author knows of a draft. It opens in its form; there is nothing yet to add to or take back.
DRAFT = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 E/edit
GET  E/history            | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 E/edit
GET  E/edit               | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 200
POST E/edit (save)        | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 E/edit
     changes entry_draft timeline_entry
POST E/edit (sign)        | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 E
     changes entry_draft entry_text medication_change timeline_entry
GET  E/sign               | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 200
POST E/sign               | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 E
     changes entry_draft entry_text medication_change timeline_entry
POST E/discard            | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 P/timeline
     changes entry_draft timeline_entry
POST E/recall             | 409 404 404 404 404 404 404 | 404 404 404 | in in in | -
GET  E/addenda            | 409 404 404 404 404 404 404 | 404 404 404 | in in in | -
POST E/addenda            | 409 404 404 404 404 404 404 | 404 404 404 | in in in | -
GET  E/retract            | 409 404 404 404 404 404 404 | 404 404 404 | in in in | -
POST E/retract (error)    | 409 404 404 404 404 404 404 | 404 404 404 | in in in | -
POST E/retract (private)  | 409 404 404 404 404 404 404 | 404 404 404 | in in in | -
"""

SIGNED = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/discard            | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/recall             | yes 403 403 403 403 403 404 | 404 404 404 | in in in | 303 E/edit
     changes entry_draft entry_text medication_change timeline_entry
GET  E/addenda            | yes yes yes 403 403 403 404 | 404 404 404 | in in in | 200
POST E/addenda            | yes yes yes 403 403 403 404 | 404 404 404 | in in in | 303 E
     changes entry_addendum entry_text
GET  E/retract            | yes 403 403 403 403 403 404 | 404 404 404 | in in in | 200
POST E/retract (error)    | yes 403 403 403 403 403 404 | 404 404 404 | in in in | 303 E
     changes entry_retraction
POST E/retract (private)  | yes 403 403 403 403 403 404 | 404 404 404 | in in in | 303 E
     changes entry_retraction entry_text medication_change sealed_body
"""

# As signed, but no longer recalled.
ADDENDED = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/discard            | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/recall             | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
GET  E/addenda            | yes yes yes 403 403 403 404 | 404 404 404 | in in in | 200
POST E/addenda            | yes yes yes 403 403 403 404 | 404 404 404 | in in in | 303 E
     changes entry_addendum entry_text
GET  E/retract            | yes 403 403 403 403 403 404 | 404 404 404 | in in in | 200
POST E/retract (error)    | yes 403 403 403 403 403 404 | 404 404 404 | in in in | 303 E
     changes entry_retraction
POST E/retract (private)  | yes 403 403 403 403 403 404 | 404 404 404 | in in in | 303 E
     changes entry_addendum entry_retraction entry_text medication_change sealed_body
"""

# Retracted as entered in error: struck through and still read.
RETRACTED = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/discard            | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/recall             | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
GET  E/addenda            | 409 409 409 403 403 403 404 | 404 404 404 | in in in | -
POST E/addenda            | 409 409 409 403 403 403 404 | 404 404 404 | in in in | -
GET  E/retract            | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/retract (error)    | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/retract (private)  | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
"""

# Retracted as private text: the stub is read by whoever read the entry, the words by nobody.
WITHHELD = """
#                         | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  E                    | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/history            | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  E/edit               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (save)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/edit (sign)        | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
GET  E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/sign               | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/discard            | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/recall             | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
GET  E/addenda            | 409 409 409 403 403 403 404 | 404 404 404 | in in in | -
POST E/addenda            | 409 409 409 403 403 403 404 | 404 404 404 | in in in | -
GET  E/retract            | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/retract (error)    | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
POST E/retract (private)  | 409 403 403 403 403 403 404 | 404 404 404 | in in in | -
"""

ROWS = [
    *read(DRAFT, "medication_change", "draft"),
    *read(SIGNED, "medication_change", "signed"),
    *read(ADDENDED, "medication_change", "addended"),
    *read(RETRACTED, "medication_change", "retracted"),
    *read(WITHHELD, "medication_change", "withheld"),
]
