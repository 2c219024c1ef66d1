"""Changes of medication in full: plans, switches, second lines, what was advised; the clinic's own list of drugs.

Rows that are signed already stay as they are: every new column may be empty, or says no.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPES_BEFORE = "'start', 'taking_already', 'increase', 'decrease', 'hold', 'resume', 'stop'"
TYPES = "'start', 'taking_already', 'increase', 'decrease', 'timing', 'hold', 'switch', 'augment', 'taper', 'resume', 'stop'"
COLUMNS = (
    ("most_per_day", sa.SmallInteger()),
    ("form", sa.String(length=20)),
    ("route", sa.String(length=20)),
    ("steps", sa.JSON()),
    ("other_drug", sa.String(length=80)),
    ("leaving", sa.JSON()),
    ("linked_id", BIG),
    ("previous_form", sa.String(length=20)),
    ("indication", sa.String(length=40)),
    ("conditions", sa.JSON()),
    ("target_symptoms", sa.JSON()),
    ("alternatives", sa.Text()),
    ("risk_talk", sa.String(length=20)),
    ("pdmp_checked_on", sa.Date()),
    ("next_review_on", sa.Date()),
    ("without_review", sa.String(length=20)),
    ("advice", sa.JSON()),
    ("advice_reason", sa.Text()),
)
FLAGS = ("unlisted", "beside")
FORMS = "'xl', 'xr', 'er', 'sr', 'cr', 'dr', 'ir', 'odt', 'liquid', 'patch', 'depot'"
CHECKS = {
    "other_drug": "change_type NOT IN ('switch', 'augment') OR other_drug IS NOT NULL",
    "linked": "linked_id IS NULL OR change_type IN ('stop', 'taper')",
    "most_per_day": "most_per_day IS NULL OR (most_per_day > 0 AND frequency = 'as_needed')",
    "form": f"form IN ({FORMS})",
    "route": "route IN ('oral', 'sublingual', 'transdermal', 'intranasal', 'intramuscular')",
    "risk_talk": "risk_talk IN ('discussed', 'discussed_boxed', 'not_possible')",
    "without_review": "without_review IN ('seen_today', 'urgent', 'planned', 'outside', 'other')",
}


def upgrade() -> None:
    with op.batch_alter_table("medication_change", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_medication_change_change_type"), type_="check")
        for name in FLAGS:
            batch_op.add_column(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
        for name, kind in COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.create_foreign_key(op.f("fk_medication_change_linked_id"), "timeline_entry", ["linked_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_medication_change_change_type"), f"change_type IN ({TYPES})")
        for name, words in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_medication_change_{name}"), words)
        batch_op.create_index("ix_medication_change_linked", ["linked_id"], unique=False)
    with op.batch_alter_table("medication_visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("target_symptoms", sa.JSON(), nullable=True))
    op.create_table(
        "formulary_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("generic", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("brands", sa.String(length=200), nullable=False),
        sa.Column("drug_class", sa.String(length=80), nullable=False),
        sa.Column("schedule", sa.String(length=4), nullable=True),
        sa.Column("family", sa.String(length=40), nullable=True),
        sa.Column("common_start", sa.String(length=80), nullable=False),
        sa.Column("usual_maximum", sa.String(length=120), nullable=False),
        sa.Column("rxcui", sa.String(length=20), nullable=True),
        sa.Column("maximum", sa.Numeric(precision=10, scale=3), nullable=True),
        sa.Column("maximum_unit", sa.String(length=10), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("saved_by_id", BIG, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("maximum > 0", name=op.f("ck_formulary_version_maximum")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_formulary_version_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formulary_version")),
        sa.UniqueConstraint("generic", "version", name=op.f("uq_formulary_version_generic_version")),
        sa.UniqueConstraint(
            "saved_by_id", "submission_key", name=op.f("uq_formulary_version_saved_by_id_submission_key")
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Signed changes of the new kinds stay, told in the words of before: nothing that was signed is lost."""
    op.drop_table("formulary_version")
    with op.batch_alter_table("medication_visit", schema=None) as batch_op:
        batch_op.drop_column("target_symptoms")
    # The checks first: a taper that belongs to a switch may not be called a decrease while they stand.
    with op.batch_alter_table("medication_change", schema=None) as batch_op:
        for name in (*CHECKS, "change_type"):
            batch_op.drop_constraint(op.f(f"ck_medication_change_{name}"), type_="check")
    # The amount of a day stayed as it was at another time: neither more nor less, only what is taken.
    told = {"timing": "taking_already", "switch": "start", "augment": "start", "taper": "decrease"}
    for new, before in told.items():
        op.execute(f"UPDATE medication_change SET change_type = '{before}' WHERE change_type = '{new}'")
    with op.batch_alter_table("medication_change", schema=None) as batch_op:
        batch_op.drop_index("ix_medication_change_linked")
        batch_op.drop_constraint(op.f("fk_medication_change_linked_id"), type_="foreignkey")
        for name in (*FLAGS, *(name for name, _ in COLUMNS)):
            batch_op.drop_column(name)
        batch_op.create_check_constraint(op.f("ck_medication_change_change_type"), f"change_type IN ({TYPES_BEFORE})")
