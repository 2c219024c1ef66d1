"""The whole timeline: measures, visits, contacts, risk, documents, follow-up, private notes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("covered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_absence_days")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_absence_account_id")),
        sa.ForeignKeyConstraint(["covered_by_id"], ["account.id"], name=op.f("fk_absence_covered_by_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_absence_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_account", ["account_id", "to_on"], unique=False)
        batch_op.create_index("ix_absence_covered_by", ["covered_by_id", "to_on"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=80), nullable=True),
        sa.CheckConstraint("reason IN ('waits', 'overdue', 'came_back')", name=op.f("ck_outbox_message_reason")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_outbox_message_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("account_id", "reason", "day", name=op.f("uq_outbox_message_account_id_reason_day")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_message_waiting", ["sent_at", "next_try_at"], unique=False)

    op.create_table(
        "document_draft",
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_document_draft_author_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_document_draft_patient_id")),
        sa.PrimaryKeyConstraint("patient_id", "document", "author_id", name=op.f("pk_document_draft")),
    )
    op.create_table(
        "document_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_document_version_author_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_document_version_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint("author_id", "submission_key", name=op.f("uq_document_version_author_id_submission_key")),
        sa.UniqueConstraint(
            "patient_id", "document", "version", name=op.f("uq_document_version_patient_id_document_version")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "process_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_process_note_author_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_process_note_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_note")),
        sa.UniqueConstraint("author_id", "form_key", name=op.f("uq_process_note_author_id_form_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("process_note", schema=None) as batch_op:
        batch_op.create_index("ix_process_note_author", ["author_id", "patient_id"], unique=False)
        batch_op.create_index("ix_process_note_key", ["key_id", "id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("contact_type", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=True),
        sa.Column("with_whom", sa.String(length=120), nullable=True),
        sa.Column("reached", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("adherence", sa.String(length=20), nullable=True),
        sa.Column("side_effect", sa.String(length=300), nullable=True),
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint(
            "adherence IN ('as_prescribed', 'misses_some', 'misses_most', 'stopped', 'not_asked')",
            name=op.f("ck_contact_adherence"),
        ),
        sa.CheckConstraint(
            "contact_type IN ('phone', 'message', 'no_show', 'collateral')", name=op.f("ck_contact_contact_type")
        ),
        sa.CheckConstraint("direction IN ('incoming', 'outgoing')", name=op.f("ck_contact_direction")),
        sa.CheckConstraint("reached IN ('reached', 'message_left', 'not_reached')", name=op.f("ck_contact_reached")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_contact_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "follow_up_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sensitivity", sa.String(length=20), nullable=False),
        sa.Column("for_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("for_discipline", sa.String(length=30), nullable=True),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("raised_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("nature IN ('question', 'task', 'flag', 'risk')", name=op.f("ck_follow_up_item_nature")),
        sa.CheckConstraint(
            "sensitivity IN ('team', 'safety', 'medication', 'clinical')", name=op.f("ck_follow_up_item_sensitivity")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'acknowledged', 'answered', 'closed')", name=op.f("ck_follow_up_item_status")
        ),
        sa.CheckConstraint("urgency IN ('next_visit', 'two_days', 'same_day')", name=op.f("ck_follow_up_item_urgency")),
        sa.CheckConstraint(
            "(for_account_id IS NULL) <> (for_discipline IS NULL)", name=op.f("ck_follow_up_item_for_somebody")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_follow_up_item_entry_id")),
        sa.ForeignKeyConstraint(["for_account_id"], ["account.id"], name=op.f("fk_follow_up_item_for_account_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_follow_up_item_patient_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["account.id"], name=op.f("fk_follow_up_item_raised_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_item")),
        sa.UniqueConstraint(
            "raised_by_id", "submission_key", name=op.f("uq_follow_up_item_raised_by_id_submission_key")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_follow_up_item_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("follow_up_item", schema=None) as batch_op:
        batch_op.create_index("ix_follow_up_item_account", ["for_account_id", "status"], unique=False)
        batch_op.create_index("ix_follow_up_item_discipline", ["for_discipline", "status"], unique=False)
        batch_op.create_index("ix_follow_up_item_entry", ["entry_id"], unique=False)
        batch_op.create_index("ix_follow_up_item_patient", ["patient_id", "status"], unique=False)
        batch_op.create_index("ix_follow_up_item_raised", ["raised_by_id", "status"], unique=False)

    op.create_table(
        "measure_result",
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("given", sa.String(length=20), nullable=False),
        sa.Column("item_1", sa.SmallInteger(), nullable=True),
        sa.Column("item_2", sa.SmallInteger(), nullable=True),
        sa.Column("item_3", sa.SmallInteger(), nullable=True),
        sa.Column("item_4", sa.SmallInteger(), nullable=True),
        sa.Column("item_5", sa.SmallInteger(), nullable=True),
        sa.Column("item_6", sa.SmallInteger(), nullable=True),
        sa.Column("item_7", sa.SmallInteger(), nullable=True),
        sa.Column("item_8", sa.SmallInteger(), nullable=True),
        sa.Column("item_9", sa.SmallInteger(), nullable=True),
        sa.Column("difficulty", sa.SmallInteger(), nullable=True),
        sa.Column("answered", sa.SmallInteger(), nullable=False),
        sa.Column("total", sa.SmallInteger(), nullable=True),
        sa.Column("prorated", sa.Boolean(), nullable=False),
        sa.Column("band", sa.String(length=20), nullable=True),
        sa.Column("item_9_positive", sa.Boolean(), nullable=True),
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint("given IN ('patient', 'staff')", name=op.f("ck_measure_result_given")),
        sa.CheckConstraint(
            "measure = 'phq9' OR (item_8 IS NULL AND item_9 IS NULL)", name=op.f("ck_measure_result_items_of_measure")
        ),
        sa.CheckConstraint("measure IN ('phq9', 'gad7')", name=op.f("ck_measure_result_measure")),
        sa.CheckConstraint("(total IS NULL) = (band IS NULL)", name=op.f("ck_measure_result_band")),
        sa.CheckConstraint("answered BETWEEN 0 AND 9", name=op.f("ck_measure_result_answered")),
        sa.CheckConstraint("difficulty BETWEEN 0 AND 3", name=op.f("ck_measure_result_difficulty")),
        sa.CheckConstraint("item_1 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_1")),
        sa.CheckConstraint("item_2 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_2")),
        sa.CheckConstraint("item_3 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_3")),
        sa.CheckConstraint("item_4 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_4")),
        sa.CheckConstraint("item_5 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_5")),
        sa.CheckConstraint("item_6 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_6")),
        sa.CheckConstraint("item_7 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_7")),
        sa.CheckConstraint("item_8 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_8")),
        sa.CheckConstraint("item_9 BETWEEN 0 AND 3", name=op.f("ck_measure_result_item_9")),
        sa.CheckConstraint("total BETWEEN 0 AND 27", name=op.f("ck_measure_result_total")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_measure_result_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_measure_result")),
    )
    op.create_table(
        "medication_visit",
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("interval_history", sa.Text(), nullable=True),
        sa.Column("mental_state", sa.Text(), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("risk_status", sa.String(length=40), nullable=False),
        sa.Column("adherence", sa.String(length=20), nullable=False),
        sa.Column("side_effect", sa.String(length=300), nullable=True),
        sa.Column("regimen", sa.Text(), nullable=True),
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint(
            "adherence IN ('as_prescribed', 'misses_some', 'misses_most', 'stopped', 'not_asked')",
            name=op.f("ck_medication_visit_adherence"),
        ),
        sa.CheckConstraint("mode IN ('in_person', 'video', 'phone')", name=op.f("ck_medication_visit_mode")),
        sa.CheckConstraint("outcome IN ('no_change', 'continue', 'change')", name=op.f("ck_medication_visit_outcome")),
        sa.CheckConstraint(
            "risk_status IN ('none', 'passive_thoughts', 'active_thoughts_no_plan', 'plan_or_intent', 'not_assessed')",
            name=op.f("ck_medication_visit_risk_status"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_medication_visit_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_medication_visit")),
    )
    op.create_table(
        "risk_assessment",
        sa.Column("risk_status", sa.String(length=40), nullable=False),
        sa.Column("screener_1", sa.Boolean(), nullable=True),
        sa.Column("screener_2", sa.Boolean(), nullable=True),
        sa.Column("screener_3", sa.Boolean(), nullable=True),
        sa.Column("screener_4", sa.Boolean(), nullable=True),
        sa.Column("screener_5", sa.Boolean(), nullable=True),
        sa.Column("screener_6", sa.Boolean(), nullable=True),
        sa.Column("screener_recent", sa.Boolean(), nullable=True),
        sa.Column("screener_level", sa.String(length=20), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("actions_taken", sa.Text(), nullable=True),
        sa.Column("told", sa.String(length=300), nullable=True),
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint(
            "risk_status IN ('none', 'passive_thoughts', 'active_thoughts_no_plan', 'plan_or_intent', 'not_assessed')",
            name=op.f("ck_risk_assessment_risk_status"),
        ),
        sa.CheckConstraint(
            "screener_level IN ('none', 'low', 'moderate', 'high')", name=op.f("ck_risk_assessment_screener_level")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_risk_assessment_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_risk_assessment")),
    )
    op.create_table(
        "follow_up_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "step IN ('acknowledged', 'answered', 'closed', 'called')", name=op.f("ck_follow_up_step_step")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_follow_up_step_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["follow_up_item.id"], name=op.f("fk_follow_up_step_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_step")),
        sa.UniqueConstraint("by_id", "submission_key", name=op.f("uq_follow_up_step_by_id_submission_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("follow_up_step", schema=None) as batch_op:
        batch_op.create_index("ix_follow_up_step_item", ["item_id", "id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.String(length=40), server_default=sa.text("('')"), nullable=False))

    with op.batch_alter_table("entry_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("before", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("before_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("before_from", sa.String(length=10), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("entry_draft", schema=None) as batch_op:
        batch_op.drop_column("before_from")
        batch_op.drop_column("before_at")
        batch_op.drop_column("before")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("phone")

    with op.batch_alter_table("follow_up_step", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_up_step_item")

    op.drop_table("follow_up_step")
    op.drop_table("risk_assessment")
    op.drop_table("medication_visit")
    op.drop_table("measure_result")
    with op.batch_alter_table("follow_up_item", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_up_item_raised")
        batch_op.drop_index("ix_follow_up_item_patient")
        batch_op.drop_index("ix_follow_up_item_entry")
        batch_op.drop_index("ix_follow_up_item_discipline")
        batch_op.drop_index("ix_follow_up_item_account")

    op.drop_table("follow_up_item")
    op.drop_table("contact")
    with op.batch_alter_table("process_note", schema=None) as batch_op:
        batch_op.drop_index("ix_process_note_key")
        batch_op.drop_index("ix_process_note_author")

    op.drop_table("process_note")
    op.drop_table("document_version")
    op.drop_table("document_draft")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message_waiting")

    op.drop_table("outbox_message")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index("ix_absence_covered_by")
        batch_op.drop_index("ix_absence_account")

    op.drop_table("absence")
