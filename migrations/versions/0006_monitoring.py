"""What was heard of medication in one table, for whatever kind of entry heard it, and observations of their own.

What sessions, visits and contacts held in two columns each moves into it, row for row; nothing of it changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("session_note", "medication_visit", "contact")
EFFECTS = ("side_effect", "side_effect_2", "side_effect_3")
FIBSER = ("fibser_frequency", "fibser_intensity", "fibser_burden")
TAKEN = "('as_prescribed', 'misses_some', 'misses_most', 'stopped')"
ASKED = "('as_prescribed', 'misses_some', 'misses_most', 'stopped', 'not_asked')"
SEVERITIES = "('mild', 'moderate', 'severe')"
ACTIONS = "('watched', 'prescriber_told', 'timing', 'dose_lowered', 'stopped', 'treated', 'emergency')"
CHECKS = {
    "adherence": f"adherence IN {TAKEN}",
    "missed_doses": "missed_doses BETWEEN 0 AND 14",
    "missed_of_taken": "missed_doses IS NULL OR adherence IS NOT NULL",
    **{f"{name}_severity": f"{name}_severity IN {SEVERITIES}" for name in EFFECTS},
    **{f"{name}_action": f"{name}_action IN {ACTIONS}" for name in EFFECTS},
    **{
        name: f"{name} IS NOT NULL OR ({name}_severity IS NULL AND {name}_onset IS NULL AND {name}_action IS NULL)"
        for name in EFFECTS
    },
    **{name: f"{name} BETWEEN 0 AND 6" for name in FIBSER},
    "fibser_whole": (
        "(fibser_frequency IS NULL) = (fibser_burden IS NULL) AND (fibser_intensity IS NULL) = (fibser_burden IS NULL)"
    ),
}


def upgrade() -> None:
    _make_reports()
    for kind in KINDS:
        op.execute(
            "INSERT INTO medication_report (entry_id, adherence, side_effect)"
            f" SELECT entry_id, NULLIF(adherence, 'not_asked'), side_effect FROM {kind}"
            " WHERE (adherence <> 'not_asked' OR side_effect IS NOT NULL)"
            " AND entry_id NOT IN (SELECT entry_id FROM medication_report)"
        )
        with op.batch_alter_table(kind, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{kind}_adherence"), type_="check")
            batch_op.drop_column("adherence")
            batch_op.drop_column("side_effect")


def _make_reports() -> None:
    op.create_table(
        "observation",
        sa.Column("told_by", sa.String(length=20), nullable=False),
        sa.Column("entry_id", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "told_by IN ('patient', 'family', 'other_clinician', 'seen')", name=op.f("ck_observation_told_by")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_observation_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_observation")),
    )
    op.create_table(
        "medication_report",
        sa.Column("adherence", sa.String(length=20), nullable=True),
        sa.Column("missed_doses", sa.SmallInteger(), nullable=True),
        sa.Column("barriers", sa.JSON(), nullable=True),
        sa.Column("barrier_words", sa.String(length=300), nullable=True),
        *(column for name in EFFECTS for column in _effect(name)),
        *(sa.Column(name, sa.SmallInteger(), nullable=True) for name in FIBSER),
        sa.Column("entry_id", BIG, autoincrement=False, nullable=False),
        *(sa.CheckConstraint(words, name=op.f(f"ck_medication_report_{name}")) for name, words in CHECKS.items()),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_medication_report_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_medication_report")),
    )


def _effect(name: str) -> list[sa.Column]:
    return [
        sa.Column(name, sa.String(length=300), nullable=True),
        sa.Column(f"{name}_severity", sa.String(length=20), nullable=True),
        sa.Column(f"{name}_onset", sa.Date(), nullable=True),
        sa.Column(f"{name}_action", sa.String(length=20), nullable=True),
    ]


def downgrade() -> None:
    """What one column cannot hold (severity, scores, a second side effect) goes; observations go whole."""
    for kind in KINDS:
        with op.batch_alter_table(kind, schema=None) as batch_op:
            batch_op.add_column(sa.Column("adherence", sa.String(length=20), nullable=True))
            batch_op.add_column(sa.Column("side_effect", sa.String(length=300), nullable=True))
        op.execute(
            f"UPDATE {kind} SET"
            " adherence = COALESCE((SELECT r.adherence FROM medication_report r"
            f" WHERE r.entry_id = {kind}.entry_id), 'not_asked'),"
            " side_effect = (SELECT r.side_effect FROM medication_report r"
            f" WHERE r.entry_id = {kind}.entry_id)"
        )
        with op.batch_alter_table(kind, schema=None) as batch_op:
            batch_op.create_check_constraint(op.f(f"ck_{kind}_adherence"), f"adherence IN {ASKED}")
            if kind == "medication_visit":
                batch_op.alter_column("adherence", existing_type=sa.String(length=20), nullable=False)
    op.drop_table("medication_report")
    op.drop_table("observation")
