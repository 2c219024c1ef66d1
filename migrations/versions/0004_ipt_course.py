"""The course: its types as versions, pauses and ends, two focus areas, the whole session note, the summary."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOCUS = "('grief', 'role_dispute', 'role_transition', 'interpersonal_sensitivities')"
STAGES = "('renegotiation', 'impasse', 'dissolution')"
RATINGS = ("relationship_satisfaction", "communication", "trigger_confidence", "steadiness")
GOALS = ("goal_1", "goal_2", "goal_3", "goal_4")
NOTE_COLUMNS = (
    ("attendance", sa.String(length=20)),
    ("participants", sa.String(length=200)),
    ("functioning", sa.String(length=300)),
    ("adherence", sa.String(length=20)),
    ("side_effect", sa.String(length=300)),
    ("patient_place", sa.String(length=200)),
    ("others_present", sa.String(length=200)),
    ("callback", sa.String(length=40)),
    ("telehealth_consent", sa.Boolean()),
    ("technical_trouble", sa.String(length=300)),
    ("tasks", sa.JSON()),
    ("dispute_stage", sa.String(length=20)),
    *((name, sa.SmallInteger()) for name in RATINGS),
    ("formulation_version", sa.Integer()),
    *((name, sa.SmallInteger()) for name in GOALS),
    ("next_session_on", sa.Date()),
    ("patient_knows", sa.Boolean()),
)
NOTE_CHECKS = {
    "attendance": "attendance IN ('attended', 'cancelled', 'late_cancelled', 'missed')",
    "numbered": "session_number IS NULL OR attendance = 'attended'",
    "insight": "insight <> '' OR attendance <> 'attended'",
    "adherence": "adherence IN ('as_prescribed', 'misses_some', 'misses_most', 'stopped', 'not_asked')",
    "dispute_stage": f"dispute_stage IN {STAGES}",
    **{name: f"{name} BETWEEN 0 AND 10" for name in (*RATINGS, *GOALS)},
}
COURSE_COLUMNS = (
    ("ending_left", sa.Integer()),
    ("second_focus", sa.String(length=40)),
    ("second_focus_words", sa.String(length=120)),
    ("dispute_stage", sa.String(length=20)),
    ("paused_on", sa.Date()),
)
COURSE_CHECKS = {
    "paused": "paused_on IS NULL OR status = 'active'",
    "ending_left": "1 <= ending_left AND ending_left <= planned_sessions",
    "second_focus": f"second_focus IN {FOCUS}",
    "two_areas": "second_focus <> focus",
    "dispute_stage": f"dispute_stage IN {STAGES}",
}


def upgrade() -> None:
    _make_tables()
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared", sa.JSON(), nullable=True))
    with op.batch_alter_table("ipt_course", schema=None) as batch_op:
        for name, kind in COURSE_COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.add_column(sa.Column("follows_id", BIG, nullable=True))
        batch_op.create_foreign_key(op.f("fk_ipt_course_follows_id"), "ipt_course", ["follows_id"], ["id"])
    # What opened the ending phase until now opens the ending plan too.
    op.execute(
        "UPDATE ipt_course SET ending_left = planned_sessions - ending_from + 1 WHERE planned_sessions IS NOT NULL"
    )
    with op.batch_alter_table("ipt_course", schema=None) as batch_op:
        for name, words in COURSE_CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_ipt_course_{name}"), words)
    with op.batch_alter_table("session_note", schema=None) as batch_op:
        for name, kind in NOTE_COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        for name, words in NOTE_CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_session_note_{name}"), words)


def _make_tables() -> None:
    op.create_table(
        "ipt_course_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=True),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "step IN ('pause', 'resume', 'complete', 'end_early')", name=op.f("ck_ipt_course_step_step")
        ),
        sa.CheckConstraint(
            "reason IN ('patient_wish', 'lost_contact', 'moved', 'other_treatment', 'hospital', 'improved', 'other')",
            name=op.f("ck_ipt_course_step_reason"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ipt_course_step_by_id")),
        sa.ForeignKeyConstraint(["course_id"], ["ipt_course.id"], name=op.f("fk_ipt_course_step_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ipt_course_step")),
        sa.UniqueConstraint("by_id", "submission_key", name=op.f("uq_ipt_course_step_by_id_submission_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipt_course_step", schema=None) as batch_op:
        batch_op.create_index("ix_ipt_course_step_course", ["course_id", "id"], unique=False)
    op.create_table(
        "ipt_course_type",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in (
                "fewest", "most", "usual", "initial_sessions", "ending_sessions", "ending_left",
                "tasks_by", "rated_every", "quiet_days",
            )
        ),
        sa.Column("saved_by_id", BIG, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_ipt_course_type_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ipt_course_type")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_ipt_course_type_key_version")),
        sa.UniqueConstraint("saved_by_id", "submission_key", name=op.f("uq_ipt_course_type_saved_by_id_submission_key")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_table(
        "course_summary",
        sa.Column("course_words", sa.Text(), nullable=False),
        sa.Column("focus_words", sa.Text(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=True),
        sa.Column("goals", sa.Text(), nullable=True),
        sa.Column("what_helped", sa.Text(), nullable=False),
        sa.Column("warning_signs", sa.Text(), nullable=True),
        sa.Column("maintenance", sa.Text(), nullable=True),
        sa.Column("entry_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_course_summary_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_course_summary")),
    )


def downgrade() -> None:
    with op.batch_alter_table("session_note", schema=None) as batch_op:
        for name in NOTE_CHECKS:
            batch_op.drop_constraint(op.f(f"ck_session_note_{name}"), type_="check")
        for name, _ in NOTE_COLUMNS:
            batch_op.drop_column(name)
    with op.batch_alter_table("ipt_course", schema=None) as batch_op:
        for name in COURSE_CHECKS:
            batch_op.drop_constraint(op.f(f"ck_ipt_course_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_ipt_course_follows_id"), type_="foreignkey")
        for name in ("follows_id", *(name for name, _ in COURSE_COLUMNS)):
            batch_op.drop_column(name)
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_column("shared")
    op.drop_table("course_summary")
    op.drop_table("ipt_course_type")
    with op.batch_alter_table("ipt_course_step", schema=None) as batch_op:
        batch_op.drop_index("ix_ipt_course_step_course")
    op.drop_table("ipt_course_step")
