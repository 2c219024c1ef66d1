"""A side effect that is told to have ended.

Going back, what was done about it is not known: that it has ended stands nowhere then.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = ("side_effect_action", "side_effect_2_action", "side_effect_3_action")
BEFORE = "'watched', 'prescriber_told', 'timing', 'dose_lowered', 'stopped', 'treated', 'emergency'"


def upgrade() -> None:
    _allow(f"{BEFORE}, 'ended'")


def downgrade() -> None:
    for column in COLUMNS:
        op.execute(f"UPDATE medication_report SET {column} = NULL WHERE {column} = 'ended'")
    _allow(BEFORE)


def _allow(actions: str) -> None:
    with op.batch_alter_table("medication_report", schema=None) as batch_op:
        for column in COLUMNS:
            batch_op.drop_constraint(op.f(f"ck_medication_report_{column}"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_medication_report_{column}"), f"{column} IN ({actions})")
