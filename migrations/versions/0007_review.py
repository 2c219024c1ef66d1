"""The review before a change: what was shown at a decision."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "review_opening",
        sa.Column("id", BIG, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("viewer_id", BIG, nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("opened_seq", BIG, nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_review_opening_patient_id")),
        sa.ForeignKeyConstraint(["viewer_id"], ["account.id"], name=op.f("fk_review_opening_viewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_opening")),
        sa.UniqueConstraint(
            "viewer_id", "form_key", "opened_seq", name=op.f("uq_review_opening_viewer_id_form_key_opened_seq")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_decision",
        sa.Column("id", BIG, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("decided_by_id", BIG, nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("entry_id", BIG, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("opened_seq", BIG, nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=60), nullable=False),
        sa.CheckConstraint("decision IN ('change', 'no_change')", name=op.f("ck_review_decision_decision")),
        sa.CheckConstraint("(decision = 'change') = (entry_id IS NOT NULL)", name=op.f("ck_review_decision_of_change")),
        sa.CheckConstraint(
            "(decision = 'no_change') = (reason IS NOT NULL)", name=op.f("ck_review_decision_reason_needed")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_review_decision_decided_by_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_review_decision_entry_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_review_decision_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
        sa.UniqueConstraint(
            "decided_by_id", "submission_key", name=op.f("uq_review_decision_decided_by_id_submission_key")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_review_decision_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("review_decision", schema=None) as batch_op:
        batch_op.create_index("ix_review_decision_entry", ["entry_id"], unique=False)
        batch_op.create_index("ix_review_decision_patient", ["patient_id", "seq"], unique=False)


def downgrade() -> None:
    op.drop_table("review_decision")
    op.drop_table("review_opening")
