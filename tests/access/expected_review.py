"""The review before a change of medication: clinicians open it, and who prescribes decides. R stands for P/review."""

from tests.access.reading import read

REVIEW = """
#                                    | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  R                               | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
GET  R/table                         | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
GET  R/print                         | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
GET  R/decisions                     | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
GET  R/decisions/<int:decision_id>   | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
# To a form of its own, which finds the review again by its key.
POST R/change                        | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 303 P/entries/new/...
     changes review_opening
POST R/no-change                     | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 303 R
# The psychiatrist has decided already: nothing new was asked of them, and nobody waits to be told.
     changes review_decision follow_up_item@psychiatrist2 follow_up_item@nurse_practitioner
# Whoever decided, alone.
GET  R/decisions/<int:decision_id>/withhold | yes 404 404 403 403 403 403 | 404 404 404 | in in in | 200
POST R/decisions/<int:decision_id>/withhold | yes 404 404 403 403 403 403 | 404 404 404 | in in in | 303 R/decisions/...
     changes review_decision review_withheld
"""

ROWS = [*read(REVIEW)]
