"""Which lines for the prescriber stand on a review, and which of them a decision settles. Pure.

A decision settles what its page showed as it was opened: the lines that stood open, and those in the fold where that
was opened. What came in while the decision was being written, and what stayed folded, stays: folded, for a line of
last month that moved up after each decision would read as one of today.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

# Lines that stand open at most, the letters that they take together, and lines that stand on the page at all.
OPEN, LETTERS, LISTED = 3, 200, 15
PART = "asks"
# What of a line stands on the page: whole until then, else its beginning and the sentences that ask.
WHOLE, BEGINNING = 280, 140
_SENTENCE = re.compile(r"[^.?!]+[.?!]*\s*")


@dataclass(frozen=True, slots=True)
class Settled:
    """What the last decision of a viewer left: up to `seq` in the patient's chain only `left` stands, ids of entries.

    `settled` are those that it settled, on the day `on`; None before a first decision. What was signed after `since`,
    where its review was opened, is new. `undone`: where a decision of the viewer last ceased to count, withheld as
    one on the wrong patient or with its change retracted: the lines of that one stand again.
    """

    seq: int = 0
    left: tuple[int, ...] = ()
    settled: tuple[int, ...] = ()
    on: date | None = None
    since: int = 0
    undone: int = 0

    def stands(self, entry_id: int, signed_seq: int) -> bool:
        return signed_seq > self.seq or entry_id in self.left

    def as_kept(self) -> dict[str, Any]:
        """The same in the types of JSON."""
        day = self.on.isoformat() if self.on else None
        ids = {"left": list(self.left), "settled": list(self.settled)}
        return {"seq": self.seq, **ids, "on": day, "since": self.since}


def settled_of(text: str | None, opened_seq: int | None, undone: int | None = None) -> Settled:
    """As a decision keeps it; one that kept no lines settled all that was signed before its review was opened.

    Earlier ones kept no `since`: of those any line may stand open.
    """
    if text is None:
        return Settled(opened_seq or 0, since=opened_seq or 0, undone=undone or 0)
    kept: Mapping[str, Any] = json.loads(text)
    day = date.fromisoformat(kept["on"])
    return Settled(kept["seq"], tuple(kept["left"]), tuple(kept["settled"]), day, kept.get("since", 0), undone or 0)


class Asking(NamedTuple):
    """A line for the prescriber: its entry, the entry's place of signing, and its letters as the page tells it."""

    entry_id: int
    signed_seq: int
    letters: int


def stand_open(lines: Sequence[Asking], before: Settled) -> list[Asking]:
    """Of lines that stand, newest first, the new ones that stand open: by nothing else, so it can be told later."""
    new = [one for one in lines if one.signed_seq > before.since]
    totals = list(accumulate(one.letters for one in new[:OPEN]))
    return new[: max(sum(total <= LETTERS for total in totals), min(len(totals), 1))]


def settle(
    before: Settled,
    lines: Sequence[Asking],
    opened_seq: int,
    parts: Iterable[str] | None,
    *,
    seq: int,
    on: date,
) -> Settled:
    """What a decision leaves. `lines`: every line that stands or stood when the review was opened, newest first.

    `opened_seq` is the place of the first view of the review, `parts` what was opened on it (None: not known), `seq`
    the decision's own place.
    """
    stands = {one.entry_id for one in lines if before.stands(one.entry_id, one.signed_seq)}
    # What another window settled meanwhile stood on this page too. What else stood open on it nobody can tell.
    meanwhile = before.settled if before.seq > opened_seq else ()
    on_page = [one for one in lines if one.signed_seq <= opened_seq and one.entry_id in {*stands, *meanwhile}]
    # Nor which of those that stand again since the review was opened stood on it: it settles none.
    unknown = before.undone > opened_seq
    on_page = [] if unknown else on_page
    opened = [] if before.seq > opened_seq else stand_open(on_page, before)
    folded = [one for one in on_page if one not in opened] if PART in (parts or ()) else []
    seen = {one.entry_id for one in [*opened, *folded][:LISTED]}
    standing = [one.entry_id for one in lines if one.entry_id in stands]
    return Settled(
        seq,
        tuple(one for one in standing if one not in seen),
        tuple(one for one in standing if one in seen),
        on,
        before.since if unknown else opened_seq,
    )


def told(text: str) -> str:
    """A line as the page tells it: whole, or its beginning with every sentence that asks."""
    tidy = " ".join(text.split())
    asking = [one for one in _SENTENCE.finditer(tidy) if "?" in one[0]]
    if len(tidy) <= WHOLE:
        return tidy
    if not asking or asking[-1].end() <= WHOLE:
        return _begun(tidy, WHOLE)
    later = [one for one in asking if one.end() > BEGINNING]
    parts, reached = [_begun(tidy[: later[0].start()], BEGINNING)], later[0].start()
    for one in later:
        parts += ["…"] * (one.start() > reached)
        parts.append(_ending(one[0].strip()))
        reached = one.end()
    return " ".join(filter(None, parts))


def _begun(text: str, most: int) -> str:
    """The beginning, cut at a word."""
    return text.strip() if len(text) <= most else f"{text[:most].rsplit(maxsplit=1)[0]} …"


def _ending(text: str) -> str:
    """A sentence that asks, whole, or its end: the question mark stands there."""
    return text if len(text) <= WHOLE else f"… {text[-WHOLE:].split(maxsplit=1)[-1]}"
