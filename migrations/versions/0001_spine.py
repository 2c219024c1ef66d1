"""The spine: staff, patients, teams, the trail, the timeline and its first three kinds."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("discipline", sa.String(length=30), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("can_configure", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=36), nullable=True),
        sa.CheckConstraint("discipline IS NOT NULL OR NOT can_configure", name=op.f("ck_account_configure_discipline")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_account_submission_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "throttle",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=90), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
        sa.UniqueConstraint("key", name=op.f("uq_throttle_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "password_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_password_link_account_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_password_link_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_link_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.create_index("ix_password_link_account", ["account_id"], unique=False)

    op.create_table(
        "patient",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("record_number", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("preferred_name", sa.String(length=80), nullable=False),
        sa.Column("pronouns", sa.String(length=40), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("may_text", sa.Boolean(), nullable=False),
        sa.Column("may_voicemail", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("preferred_language", sa.String(length=60), nullable=False),
        sa.Column("emergency_name", sa.String(length=120), nullable=False),
        sa.Column("emergency_relation", sa.String(length=60), nullable=False),
        sa.Column("emergency_phone", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("after_hours_words", sa.String(length=500), nullable=False),
        sa.Column("next_visit_on", sa.Date(), nullable=True),
        sa.Column("next_visit_words", sa.String(length=120), nullable=False),
        sa.Column("search_name", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'maintenance', 'discharged', 'lost', 'deceased')", name=op.f("ck_patient_status")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_patient_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("created_by_id", "submission_key", name=op.f("uq_patient_created_by_id_submission_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_patient_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patient_search_name"), ["search_name"], unique=False)
        batch_op.create_index(
            "uq_patient_record_number",
            ["record_number"],
            unique=True,
            postgresql_where=sa.text("record_number IS NOT NULL"),
        )

    op.create_table(
        "session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=30), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index("ix_session_account", ["account_id", "revoked_at"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happening", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=True),
        sa.Column("subject", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_role", sa.String(length=60), nullable=True),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_audit_event_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_audit_event_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_audit_event_chain_seq")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_actor", ["actor_id", "id"], unique=False)
        batch_op.create_index("ix_audit_event_at", ["at", "id"], unique=False)
        batch_op.create_index("ix_audit_event_patient", ["patient_id", "id"], unique=False)

    op.create_table(
        "care_team_membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_by_admin", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_care_team_membership_account_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_care_team_membership_added_by_id")),
        sa.ForeignKeyConstraint(["covered_by_id"], ["account.id"], name=op.f("fk_care_team_membership_covered_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_care_team_membership_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_team_membership")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("care_team_membership", schema=None) as batch_op:
        batch_op.create_index("ix_care_team_membership_account", ["account_id", "ended_at"], unique=False)
        batch_op.create_index("ix_care_team_membership_patient_account", ["patient_id", "account_id"], unique=False)

    op.create_table(
        "health_list_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=True),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "category IN ('allergy', 'other_medicine', 'diagnosis')", name=op.f("ck_health_list_item_category")
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_health_list_item_ended_with_reason")
        ),
        sa.CheckConstraint("ended_on >= noted_on", name=op.f("ck_health_list_item_ended_after_noted")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_health_list_item_ended_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_health_list_item_patient_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_health_list_item_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_list_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("health_list_item", schema=None) as batch_op:
        batch_op.create_index("ix_health_list_item_patient", ["patient_id", "category"], unique=False)

    op.create_table(
        "ipt_course",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_type", sa.String(length=40), nullable=False),
        sa.Column("planned_sessions", sa.Integer(), nullable=True),
        sa.Column("initial_until", sa.Integer(), nullable=True),
        sa.Column("ending_from", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("focus", sa.String(length=40), nullable=False),
        sa.Column("focus_words", sa.String(length=120), nullable=True),
        sa.Column("led_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("(status = 'active') = (ended_on IS NULL)", name=op.f("ck_ipt_course_ended")),
        sa.CheckConstraint("status IN ('active', 'completed', 'ended_early')", name=op.f("ck_ipt_course_status")),
        sa.CheckConstraint(
            "(planned_sessions IS NULL AND initial_until IS NULL AND ending_from IS NULL) OR (1 <= initial_until AND initial_until < ending_from AND ending_from <= planned_sessions)",
            name=op.f("ck_ipt_course_phases"),
        ),
        sa.ForeignKeyConstraint(["led_by_id"], ["account.id"], name=op.f("fk_ipt_course_led_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_ipt_course_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ipt_course")),
        sa.UniqueConstraint("led_by_id", "submission_key", name=op.f("uq_ipt_course_led_by_id_submission_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_ipt_course_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipt_course", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ipt_course_active",
            ["patient_id"],
            unique=True,
            sqlite_where=sa.text("status = 'active'"),
            postgresql_where=sa.text("status = 'active'"),
        )
        batch_op.create_index("ix_ipt_course_patient", ["patient_id", "started_on"], unique=False)

    op.create_table(
        "record_look",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("baseline_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_record_look_account_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_record_look_patient_id")),
        sa.PrimaryKeyConstraint("account_id", "patient_id", name=op.f("pk_record_look")),
    )
    op.create_table(
        "timeline_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("occasion_id", sa.String(length=36), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_timeline_entry_author_id")),
        sa.ForeignKeyConstraint(["course_id"], ["ipt_course.id"], name=op.f("fk_timeline_entry_course_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_timeline_entry_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entry")),
        sa.UniqueConstraint("author_id", "submission_key", name=op.f("uq_timeline_entry_author_id_submission_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_timeline_entry_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.create_index("ix_timeline_entry_drafts", ["author_id", "status"], unique=False)
        batch_op.create_index("ix_timeline_entry_feed", ["patient_id", "status", "happened_at", "id"], unique=False)
        batch_op.create_index(
            "ix_timeline_entry_kind", ["patient_id", "kind", "status", "happened_at", "id"], unique=False
        )
        batch_op.create_index("ix_timeline_entry_new", ["patient_id", "signed_seq"], unique=False)

    op.create_table(
        "entry_addendum",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_entry_addendum_author_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_entry_addendum_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_addendum")),
        sa.UniqueConstraint("author_id", "submission_key", name=op.f("uq_entry_addendum_author_id_submission_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("entry_addendum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_addendum_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "entry_draft",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_entry_draft_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_draft")),
    )
    op.create_table(
        "entry_retraction",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("retracted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_entry_retraction_entry_id")),
        sa.ForeignKeyConstraint(["retracted_by_id"], ["account.id"], name=op.f("fk_entry_retraction_retracted_by_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_retraction")),
    )
    op.create_table(
        "entry_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_entry_text_author_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_entry_text_entry_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_entry_text_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_text")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("entry_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_text_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index("ix_entry_text_patient", ["patient_id", "kind"], unique=False)

    op.create_table(
        "life_event",
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("impact", sa.String(length=20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint(
            "category IN ('loss', 'relationship', 'work', 'move', 'health', 'family', 'achievement', 'legal_financial', 'other')",
            name=op.f("ck_life_event_category"),
        ),
        sa.CheckConstraint("impact IN ('helped', 'strained', 'mixed', 'unclear')", name=op.f("ck_life_event_impact")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_life_event_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_life_event")),
    )
    op.create_table(
        "medication_change",
        sa.Column("change_type", sa.String(length=20), nullable=False),
        sa.Column("drug", sa.String(length=80), nullable=False),
        sa.Column("rxcui", sa.String(length=20), nullable=True),
        sa.Column("dose", sa.Numeric(precision=10, scale=3, asdecimal=False), nullable=True),
        sa.Column("unit", sa.String(length=10), nullable=True),
        sa.Column("frequency", sa.String(length=20), nullable=True),
        sa.Column("dose_confirmed", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("previous_dose", sa.Numeric(precision=10, scale=3, asdecimal=False), nullable=True),
        sa.Column("previous_unit", sa.String(length=10), nullable=True),
        sa.Column("previous_frequency", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("watch_for", sa.Text(), nullable=True),
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint(
            "(change_type IN ('hold', 'stop')) = (dose IS NULL)", name=op.f("ck_medication_change_dose_needed")
        ),
        sa.CheckConstraint(
            "change_type IN ('start', 'taking_already', 'increase', 'decrease', 'hold', 'resume', 'stop')",
            name=op.f("ck_medication_change_change_type"),
        ),
        sa.CheckConstraint(
            "(dose IS NULL) = (unit IS NULL) AND (dose IS NULL) = (frequency IS NULL)",
            name=op.f("ck_medication_change_dose_whole"),
        ),
        sa.CheckConstraint(
            "(previous_dose IS NULL) = (previous_unit IS NULL) AND (previous_dose IS NULL) = (previous_frequency IS NULL)",
            name=op.f("ck_medication_change_previous_whole"),
        ),
        sa.CheckConstraint("dose > 0", name=op.f("ck_medication_change_dose")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_medication_change_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_medication_change")),
    )
    op.create_table(
        "sealed_body",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_sealed_body_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_sealed_body")),
    )
    op.create_table(
        "session_note",
        sa.Column("session_number", sa.Integer(), nullable=True),
        sa.Column("course_type", sa.String(length=40), nullable=True),
        sa.Column("focus", sa.String(length=40), nullable=True),
        sa.Column("phase", sa.String(length=20), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("insight", sa.Text(), nullable=False),
        sa.Column("mood", sa.Integer(), nullable=True),
        sa.Column("mood_link", sa.String(length=300), nullable=True),
        sa.Column("techniques", sa.JSON(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("for_prescriber", sa.Text(), nullable=True),
        sa.Column("risk_status", sa.String(length=40), nullable=False),
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint("mode IN ('in_person', 'video', 'phone')", name=op.f("ck_session_note_mode")),
        sa.CheckConstraint(
            "risk_status IN ('none', 'passive_thoughts', 'active_thoughts_no_plan', 'plan_or_intent', 'not_assessed')",
            name=op.f("ck_session_note_risk_status"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_session_note_times")),
        sa.CheckConstraint("mood BETWEEN 0 AND 10", name=op.f("ck_session_note_mood")),
        sa.CheckConstraint("session_number >= 1", name=op.f("ck_session_note_session_number")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_session_note_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_session_note")),
    )


def downgrade() -> None:
    op.drop_table("session_note")
    op.drop_table("sealed_body")
    op.drop_table("medication_change")
    op.drop_table("life_event")
    with op.batch_alter_table("entry_text", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_text_patient")
        batch_op.drop_index(batch_op.f("ix_entry_text_entry_id"))

    op.drop_table("entry_text")
    op.drop_table("entry_retraction")
    op.drop_table("entry_draft")
    with op.batch_alter_table("entry_addendum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_addendum_entry_id"))

    op.drop_table("entry_addendum")
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_timeline_entry_new")
        batch_op.drop_index("ix_timeline_entry_kind")
        batch_op.drop_index("ix_timeline_entry_feed")
        batch_op.drop_index("ix_timeline_entry_drafts")

    op.drop_table("timeline_entry")
    op.drop_table("record_look")
    with op.batch_alter_table("ipt_course", schema=None) as batch_op:
        batch_op.drop_index("ix_ipt_course_patient")
        batch_op.drop_index(
            "ix_ipt_course_active",
            sqlite_where=sa.text("status = 'active'"),
            postgresql_where=sa.text("status = 'active'"),
        )

    op.drop_table("ipt_course")
    with op.batch_alter_table("health_list_item", schema=None) as batch_op:
        batch_op.drop_index("ix_health_list_item_patient")

    op.drop_table("health_list_item")
    with op.batch_alter_table("care_team_membership", schema=None) as batch_op:
        batch_op.drop_index("ix_care_team_membership_patient_account")
        batch_op.drop_index("ix_care_team_membership_account")

    op.drop_table("care_team_membership")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_patient")
        batch_op.drop_index("ix_audit_event_at")
        batch_op.drop_index("ix_audit_event_actor")

    op.drop_table("audit_event")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index("ix_session_account")

    op.drop_table("session")
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_index("uq_patient_record_number", postgresql_where=sa.text("record_number IS NOT NULL"))
        batch_op.drop_index(batch_op.f("ix_patient_search_name"))

    op.drop_table("patient")
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.drop_index("ix_password_link_account")

    op.drop_table("password_link")
    op.drop_table("throttle")
    op.drop_table("audit_head")
    op.drop_table("account")
