"""Legal custody: two people of the clinic open sealed text on a recorded basis (45 CFR 164.508(a)(2)).

The event goes to the author's chain before a word leaves. It names neither the patient nor what kind of text it was.
"""

from dataclasses import dataclass

from coordcare.accounts import queries as staff
from coordcare.accounts.hashing import verify_password
from coordcare.accounts.models import Account
from coordcare.accounts.rules import ACCOUNT, account_key, normal_email
from coordcare.accounts.throttling import count_attempt, forgive
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid
from coordcare.extensions import clock
from coordcare.patients.queries import named
from coordcare.process_notes import custody_queries, sealing
from coordcare.process_notes.rules import BASIS_WORDS, Basis
from coordcare.timeline import sealing as withheld_sealing


@dataclass(frozen=True, slots=True)
class Custody:
    """Who opens, and on which basis."""

    first: Account
    second: Account
    basis: Basis


def custodian(typed_email: str, password: str) -> Account:
    """An active account by its own password. Raises Invalid, recorded and counted, or TooMany."""
    email = normal_email(typed_email)
    key = account_key(email)
    count_attempt((key, ACCOUNT))
    known = staff.by_email(email)
    right = verify_password(password, known.password_hash if known else None)
    if known is None or not right or not known.is_active:
        about = known.id if known else None
        record(Event(Happening.REFUSED, Actor(), about_account_id=about, outcome="refused", subject="custody.open"))
        raise Invalid(f"{email}: this password is wrong, or the account is not active. Nothing was opened.")
    forgive(key)
    return known


def open_notes(custody: Custody, author_email: str, record_number: str) -> str:
    """One author's private notes on one patient, as text. Raises Invalid, NotesClosed or NoteClosed."""
    author, patient = staff.by_email(normal_email(author_email)), named(record_number)
    if author is None:
        raise Invalid("No account has the author's e-mail. Nothing was opened.")
    if patient is None:
        raise Invalid("No patient has this record number. Nothing was opened.")
    sealing.keys()
    notes = [(note, sealing.unseal(note)) for note in custody_queries.notes_of(author.id, patient.id)]
    record_opening(custody, author.id)
    if not notes:
        raise Invalid("There is no private note of this author on this patient.")
    parts = [f"Private notes of {author.full_name} on {patient.name}, {patient.record_number}"]
    for note, words in notes:
        parts.append(
            f"{words.day.isoformat()}  {words.heading}\nlast saved {note.saved_at.isoformat()}\n\n{words.text}"
        )
    return opened_text(custody, parts)


def open_withheld(custody: Custody, entry_id: int) -> str:
    """The body of an entry that was withheld when it was retracted, as text. Raises Invalid or Unavailable."""
    found = custody_queries.withheld(entry_id)
    if found is None:
        raise Invalid("No withheld entry has this number. Nothing was opened.")
    entry, box = found
    place = ("sealed_body", entry.id, entry.author_id, entry.version)
    body = withheld_sealing.unseal(box.key_id, box.nonce, box.ciphertext, *place)
    record_opening(custody, entry.author_id)
    parts = [f"Withheld {entry.rule.word.lower()}, entry {entry.id}, {entry.happened_on.isoformat()}"]
    parts += [f"{name}: {value}" for name, value in body["values"].items() if value not in (None, "", [])]
    parts += [f"addendum, {row['at']}:\n{row['text']}" for row in body["addenda"]]
    return opened_text(custody, parts)


def record_opening(custody: Custody, author_id: int) -> None:
    """Record it on the author's chain. Raises Invalid if the author is one of the two."""
    if author_id in (custody.first.id, custody.second.id):
        raise Invalid("The author cannot be one of the two people. Nothing was opened.")
    record(
        Event(
            Happening.CUSTODY_OPENED,
            custody.first.as_viewer().actor,
            about_account_id=author_id,
            subject_id=custody.second.id,
            reason=custody.basis.value,
        )
    )


def opened_text(custody: Custody, parts: list[str]) -> str:
    """What was opened, under who opened it, when and on which basis."""
    opened = (
        f"Opened {clock.now().isoformat(timespec='seconds')} by {custody.first.full_name} and "
        f"{custody.second.full_name}.\nLegal basis: {BASIS_WORDS[custody.basis]}."
    )
    return "\n\n----\n\n".join([opened, *parts]) + "\n"
