"""Statements that count the halves of writes: a row without its event, an event without its row."""

from coordcare.timeline import kinds

EVENT = "EXISTS (SELECT 1 FROM audit_event a WHERE a.happening = '{}' AND {})"
# Entries and addenda and items bear the number of their event in the patient's chain.
CHAINED = "a.chain = 'patient:' || {0}.patient_id AND a.seq = {0}.{1} AND a.actor_id = {0}.{2}"
ENTRY = "FROM timeline_entry e WHERE"
EVENTS = "FROM audit_event a WHERE a.happening ="
NOTES = "FROM process_note n WHERE"


def _events_differ(happening: str, table: str) -> str:
    return f"abs((SELECT count(*) {EVENTS} '{happening}') - (SELECT count(*) FROM {table}))"


def _body(kind: str, table: str) -> str:
    """Signed entries without the row of their kind (or their sealed body), and the reverse."""
    return (
        f"(SELECT count(*) {ENTRY} e.kind = '{kind}' AND e.status = 'signed' "
        f"AND NOT EXISTS (SELECT 1 FROM {table} b WHERE b.entry_id = e.id) "
        f"AND NOT EXISTS (SELECT 1 FROM sealed_body s WHERE s.entry_id = e.id)) "
        f"+ (SELECT count(*) FROM {table} b WHERE NOT EXISTS "
        f"(SELECT 1 {ENTRY} e.id = b.entry_id AND e.kind = '{kind}' AND e.status = 'signed'))"
    )


SIGNED = EVENT.format("signed", CHAINED.format("e", "signed_seq", "author_id") + " AND a.subject_id = e.id")
ADDED = EVENT.format("addendum", "a.chain = 'patient:' || e.patient_id AND a.seq = d.seq AND a.subject_id = e.id")
CALLED = EVENT.format("call_recorded", "a.chain = 'patient:' || i.patient_id AND a.seq = s.seq AND a.subject_id = i.id")
RAISED = EVENT.format("follow_up_raised", CHAINED.format("i", "seq", "raised_by_id"))
HALVES = {
    "signed entries without their event": f"SELECT count(*) {ENTRY} e.status = 'signed' AND NOT {SIGNED}",
    "events of signatures without the entry": f"SELECT count(*) {EVENTS} 'signed' AND NOT EXISTS (SELECT 1 {ENTRY} "
    "e.id = a.subject_id AND e.status = 'signed' AND e.signed_seq = a.seq)",
    "entries without the one event of their draft": f"SELECT count(*) {ENTRY} (SELECT count(*) {EVENTS} "
    "'draft_opened' AND a.subject_id = e.id) <> 1",
    "events of drafts without the entry": f"SELECT count(*) {EVENTS} 'draft_opened' AND NOT EXISTS "
    f"(SELECT 1 {ENTRY} e.id = a.subject_id)",
    "drafts without their words, or signed entries with them": f"SELECT count(*) {ENTRY} "
    "(e.status = 'draft') <> EXISTS (SELECT 1 FROM entry_draft d WHERE d.entry_id = e.id)",
    "addenda without their event": "SELECT count(*) FROM entry_addendum d JOIN timeline_entry e ON e.id = d.entry_id "
    f"WHERE NOT {ADDED}",
    "more or fewer events of addenda than addenda": f"SELECT {_events_differ('addendum', 'entry_addendum')}",
    "more or fewer searchable addenda than addenda": "SELECT abs((SELECT count(*) FROM entry_addendum) - "
    "(SELECT count(*) FROM entry_text t WHERE t.part = 'addendum'))",
    "items without their event": f"SELECT count(*) FROM follow_up_item i WHERE NOT {RAISED}",
    "more or fewer events of items than items": f"SELECT {_events_differ('follow_up_raised', 'follow_up_item')}",
    "calls without their event": "SELECT count(*) FROM follow_up_step s JOIN follow_up_item i ON i.id = s.item_id "
    f"WHERE NOT {CALLED}",
    "more or fewer events of calls than calls": f"SELECT {_events_differ('call_recorded', 'follow_up_step')}",
    "items whose version is not their number of steps": "SELECT count(*) FROM follow_up_item i WHERE i.version <> 1 + "
    "(SELECT count(*) FROM follow_up_step s WHERE s.item_id = i.id)",
    "private notes without their one event": f"SELECT count(*) {NOTES} (SELECT count(*) {EVENTS} 'process_note_saved' "
    "AND a.subject_id = n.id AND a.chain = 'account:' || n.author_id) <> 1",
    "events of private notes without the note": f"SELECT count(*) {EVENTS} 'process_note_saved' AND NOT EXISTS "
    f"(SELECT 1 {NOTES} n.id = a.subject_id)",
}


def statements() -> dict[str, str]:
    """What must not be there, each with the statement that counts it; needs the kinds, so an application."""
    bodies = {
        f"rows of {kind.key} without the entry, or the reverse": f"SELECT {_body(kind.key, kind.model.__tablename__)}"
        for kind in kinds.every()
    }
    return HALVES | bodies
