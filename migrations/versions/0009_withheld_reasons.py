"""The reason for no change, once its author has withheld it.

Going back takes away what is sealed here, whose words stand nowhere else: have it opened by custody before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "review_withheld",
        sa.Column("decision_id", BIG, autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("withheld_by_id", BIG, nullable=False),
        sa.Column("withheld_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("reason IN ('wrong_patient', 'private_text')", name=op.f("ck_review_withheld_reason")),
        sa.ForeignKeyConstraint(["decision_id"], ["review_decision.id"], name=op.f("fk_review_withheld_decision_id")),
        sa.ForeignKeyConstraint(["withheld_by_id"], ["account.id"], name=op.f("fk_review_withheld_withheld_by_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_review_withheld")),
    )


def downgrade() -> None:
    op.drop_table("review_withheld")
