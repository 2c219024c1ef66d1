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


GOALS = ("goal_1", "goal_2", "goal_3", "goal_4")


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
    with op.batch_alter_table("session_note", schema=None) as batch_op:
        for name in GOALS:
            batch_op.add_column(sa.Column(f"{name}_words", sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column("goals_gone", sa.Text(), nullable=True))
    _name_goals()


def _name_goals() -> None:
    """Give the ratings of signed notes the words of the version of the formulation that they were given to."""
    note = sa.table("session_note", sa.column("entry_id"), sa.column("formulation_version"), *map(sa.column, GOALS))
    words = sa.table("session_note", sa.column("entry_id"), *(sa.column(f"{name}_words") for name in GOALS))
    entry = sa.table("timeline_entry", sa.column("id"), sa.column("patient_id"))
    document = sa.table(
        "document_version",
        *(sa.column(name) for name in ("patient_id", "document", "version")),
        sa.column("shared", sa.JSON()),
    )
    query = (
        sa.select(note, document.c.shared)
        .join(entry, entry.c.id == note.c.entry_id)
        .join(
            document,
            sa.and_(
                document.c.patient_id == entry.c.patient_id,
                document.c.document == "formulation",
                document.c.version == note.c.formulation_version,
            ),
        )
    )
    for row in op.get_bind().execute(query).mappings().all():
        named = {f"{name}_words": (row["shared"] or {}).get(name) for name in GOALS if row[name] is not None}
        if named:
            op.execute(sa.update(words).where(words.c.entry_id == row["entry_id"]).values(**named))


def downgrade() -> None:
    with op.batch_alter_table("session_note", schema=None) as batch_op:
        for name in GOALS:
            batch_op.drop_column(f"{name}_words")
        batch_op.drop_column("goals_gone")
    op.drop_table("raised_concern")
