"""What was heard of medication in one table, observations of their own, results of monitoring, and its rules.

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

TESTS = (
    "lithium_level",
    "valproate_level",
    "carbamazepine_level",
    "anc",
    "cbc",
    "creatinine",
    "egfr",
    "tsh",
    "calcium",
    "sodium",
    "alt",
    "ast",
    "glucose_fasting",
    "a1c",
    "cholesterol",
    "ldl",
    "hdl",
    "triglycerides",
    "weight",
    "bmi",
    "waist",
    "blood_pressure",
    "qtc",
    "ecg",
    "aims",
    "prolactin",
    "urinalysis",
    "pregnancy_test",
    "hla_b_1502",
    "metabolic_history",
)
UNITS = (
    "mEq/L",
    "mmol/L",
    "mcg/mL",
    "cells/mcL",
    "10^3/mcL",
    "mg/dL",
    "umol/L",
    "mL/min/1.73m2",
    "mIU/L",
    "U/L",
    "%",
    "lb",
    "kg",
    "kg/m2",
    "in",
    "cm",
    "mmHg",
    "ms",
    "points",
    "ng/mL",
)
FINDINGS = ("normal", "abnormal", "negative", "positive", "asked")
RESULT_CHECKS = {
    "test": f"test IN ({', '.join(repr(key) for key in TESTS)})",
    "unit": f"unit IN ({', '.join(repr(key) for key in UNITS)})",
    "finding": f"finding IN ({', '.join(repr(key) for key in FINDINGS)})",
    "value_with_unit": "(value IS NULL) = (unit IS NULL)",
    "one_answer": "(value IS NULL) <> (finding IS NULL)",
    "value": "value >= 0",
    "second_value": "(second_value IS NULL) = (test <> 'blood_pressure')",
    "hours_since_dose": "hours_since_dose BETWEEN 0 AND 96",
    "hours_unknown": "hours_since_dose IS NULL OR NOT hours_unknown",
}


def upgrade() -> None:
    _make_monitoring()
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


def _make_monitoring() -> None:
    op.create_table(
        "monitoring_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", BIG, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_monitoring_version_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_version")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_monitoring_version_key_version")),
        sa.UniqueConstraint(
            "saved_by_id", "submission_key", name=op.f("uq_monitoring_version_saved_by_id_submission_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "monitoring_result",
        sa.Column("test", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Numeric(10, 3, asdecimal=False), nullable=True),
        sa.Column("second_value", sa.Numeric(10, 3, asdecimal=False), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("finding", sa.String(length=20), nullable=True),
        sa.Column("hours_since_dose", sa.Numeric(10, 3, asdecimal=False), nullable=True),
        sa.Column("hours_unknown", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("entry_id", BIG, autoincrement=False, nullable=False),
        *(
            sa.CheckConstraint(words, name=op.f(f"ck_monitoring_result_{name}"))
            for name, words in RESULT_CHECKS.items()
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_monitoring_result_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_monitoring_result")),
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
    op.drop_table("monitoring_result")
    op.drop_table("monitoring_version")
