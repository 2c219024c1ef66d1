"""Which task told the team of which person's safety concern; the goals of a session by their words.

A concern that was raised before is not tied to its task: the page offers to raise it again, which is the safe side.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "raised_concern",
        sa.Column("item_id", BIG, autoincrement=False, nullable=False),
        sa.Column("person_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("inventory_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["follow_up_item.id"], name=op.f("fk_raised_concern_item_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_raised_concern_patient_id")),
        sa.PrimaryKeyConstraint("item_id", "person_number", name=op.f("pk_raised_concern")),
    )
    with op.batch_alter_table("raised_concern", schema=None) as batch_op:
        batch_op.create_index("ix_raised_concern_patient", ["patient_id", "person_number"], unique=False)


def downgrade() -> None:
    op.drop_table("raised_concern")
