"""What an audit event is, and the seal that shows a gap or an edit."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum


class Happening(Enum):
    """What was done. Coded, so that the trail never holds a patient's words."""

    VIEW = "view"
    REFUSED = "refused"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    SESSION_REVOKED = "session_revoked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PASSWORD_LINK_MADE = "password_link_made"  # noqa: S105
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    PATIENT_ADDED = "patient_added"
    PATIENT_CHANGED = "patient_changed"
    MEMBER_ADDED = "member_added"
    MEMBER_CHANGED = "member_changed"
    MEMBER_REMOVED = "member_removed"
    COURSE_STARTED = "course_started"
    COURSE_CHANGED = "course_changed"
    COURSE_TYPE_CHANGED = "course_type_changed"
    DRUG_CHANGED = "drug_changed"
    MONITORING_CHANGED = "monitoring_changed"
    DRAFT_OPENED = "draft_opened"
    DRAFT_DISCARDED = "draft_discarded"
    SIGNED = "signed"
    RECALLED = "recalled"
    ADDENDUM = "addendum"
    RETRACTED = "retracted"
    SEARCHED = "searched"
    FOLLOW_UP_RAISED = "follow_up_raised"
    FOLLOW_UP_ACKNOWLEDGED = "follow_up_acknowledged"
    FOLLOW_UP_ANSWERED = "follow_up_answered"
    FOLLOW_UP_CLOSED = "follow_up_closed"
    CALL_RECORDED = "call_recorded"
    ABSENCE_SET = "absence_set"
    ABSENCE_ENDED = "absence_ended"
    DOCUMENT_SAVED = "document_saved"
    REVIEW_OPENED = "review_opened"
    REVIEW_DECIDED = "review_decided"
    REVIEW_WITHHELD = "review_withheld"
    PROCESS_NOTE_SAVED = "process_note_saved"
    CUSTODY_OPENED = "custody_opened"
    KEYS_CHANGED = "keys_changed"


WORDS: dict[Happening, str] = {
    Happening.VIEW: "opened",
    Happening.REFUSED: "was refused",
    Happening.SIGN_IN: "signed in",
    Happening.SIGN_IN_FAILED: "failed to sign in",
    Happening.SIGN_OUT: "signed out",
    Happening.SESSION_REVOKED: "ended sessions",
    Happening.PASSWORD_CHANGED: "set a password",
    Happening.PASSWORD_LINK_MADE: "made a password link",
    Happening.ACCOUNT_ADDED: "added a staff account",
    Happening.ACCOUNT_CHANGED: "changed a staff account",
    Happening.ACCOUNT_DISABLED: "disabled a staff account",
    Happening.ACCOUNT_ENABLED: "enabled a staff account",
    Happening.PATIENT_ADDED: "added the patient",
    Happening.PATIENT_CHANGED: "changed the patient's particulars",
    Happening.MEMBER_ADDED: "added a team member",
    Happening.MEMBER_CHANGED: "changed a team membership",
    Happening.MEMBER_REMOVED: "ended a team membership",
    Happening.COURSE_STARTED: "started a course",
    Happening.COURSE_CHANGED: "changed a course",
    Happening.COURSE_TYPE_CHANGED: "changed a course type",
    Happening.DRUG_CHANGED: "changed a drug of the clinic's list",
    Happening.MONITORING_CHANGED: "changed what is monitored",
    Happening.DRAFT_OPENED: "opened a draft",
    Happening.DRAFT_DISCARDED: "discarded a draft",
    Happening.SIGNED: "signed an entry",
    Happening.RECALLED: "recalled an entry",
    Happening.ADDENDUM: "added an addendum",
    Happening.RETRACTED: "retracted an entry",
    Happening.SEARCHED: "searched",
    Happening.FOLLOW_UP_RAISED: "asked for follow-up",
    Happening.FOLLOW_UP_ACKNOWLEDGED: "acknowledged a follow-up item",
    Happening.FOLLOW_UP_ANSWERED: "answered a follow-up item",
    Happening.FOLLOW_UP_CLOSED: "closed a follow-up item",
    Happening.CALL_RECORDED: "recorded a call",
    Happening.ABSENCE_SET: "set an absence",
    Happening.ABSENCE_ENDED: "ended an absence",
    Happening.DOCUMENT_SAVED: "saved a version of a document",
    Happening.REVIEW_OPENED: "took a review to a medication change",
    Happening.REVIEW_DECIDED: "decided after a review",
    Happening.REVIEW_WITHHELD: "withheld the reason of a decision",
    Happening.PROCESS_NOTE_SAVED: "saved a process note",
    Happening.CUSTODY_OPENED: "opened sealed text by legal custody",
    Happening.KEYS_CHANGED: "changed the key of sealed text",
}


# A view by a rule of its own is told by it: what was printed or copied has left the record.
VIEW_WORDS = {"print": "printed or copied"}
SUBJECT_WORDS = {
    "timeline.feed": "timeline",
    "timeline.search_patient": "search",
    "risk.page": "risk",
    "measures.page": "measures",
    "review.progress": "progress review",
    "review.decision": "a decision after a review",
    "review.decisions": "decisions after reviews",
    "review.table": "progress review",
    "review.paper": "progress review",
    "review.begin_change": "progress review",
    "review.no_change": "progress review",
    "followup.page": "follow-up",
    "followup.ask": "follow-up",
    "followup.item": "a follow-up item",
    "followup.acknowledge": "a follow-up item",
    "followup.answer": "a follow-up item",
    "followup.close": "a follow-up item",
    "followup.record_call": "a follow-up item",
    "absence": "",
}


def happening_words(happening: Happening, rule: str | None) -> str:
    """What was done, in words."""
    return (VIEW_WORDS.get(rule or "") if happening is Happening.VIEW else None) or WORDS[happening]


def code_words(code: str | None) -> str:
    """A code of ours (an endpoint, a kind, a reason) in plain words; "" for None."""
    if code in SUBJECT_WORDS:
        return SUBJECT_WORDS[code]
    return (code or "").rpartition(".")[2].replace("_", " ")


def role_words(code: str | None) -> str:
    """A role as the trail keeps it ("nurse_practitioner+admin") in words."""
    return ", ".join(code_words(part) for part in (code or "").split("+")).capitalize()


class ChainBroken(Exception):
    """A chain does not verify; the text names the chain and the first bad row."""


@dataclass(frozen=True, slots=True)
class Key:
    """A named HMAC key. The name stands in each row, so that keys can be changed."""

    name: str
    secret: bytes


def parse_keys(text: str) -> list[Key]:
    """`name:hex,name:hex`; the first is the one that writes. Raises ValueError."""
    keys = []
    for item in text.split(","):
        name, _, digits = item.strip().partition(":")
        secret = bytes.fromhex(digits)
        if not name or len(secret) < 32:
            raise ValueError("a key is written as name:hex with at least 64 hex digits")
        keys.append(Key(name, secret))
    return keys


def seal(key: Key, fields: dict[str, object]) -> str:
    """HMAC-SHA-256 over key id, chain, sequence and all fields, in one unambiguous form."""
    text = json.dumps({"key_id": key.name, **_plain(fields)}, sort_keys=True, separators=(",", ":"))
    return hmac.new(key.secret, text.encode(), hashlib.sha256).hexdigest()


def _plain(fields: dict[str, object]) -> dict[str, object]:
    return {
        name: value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
        for name, value in fields.items()
    }


def patient_chain(patient_id: int) -> str:
    return f"patient:{patient_id}"


def account_chain(account_id: int | None) -> str:
    """An account's chain; sign-ins to no account share one chain of the clinic's."""
    return f"account:{account_id}" if account_id else "clinic"
