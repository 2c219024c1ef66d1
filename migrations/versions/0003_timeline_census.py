"""One index from which the timeline's filters are counted, however long the record."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = ["patient_id", "status", "kind", "author_id", "course_id", "happened_on"]


def upgrade() -> None:
    op.create_index("ix_timeline_entry_census", "timeline_entry", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_timeline_entry_census", "timeline_entry")
