"""Risk assessments, as signed."""

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.extensions import Model
from coordcare.risk.rules import RISK_STATUSES
from coordcare.timeline.models import EntryBody

SCREENER_ITEMS = range(1, 7)


class RiskAssessment(EntryBody, Model):
    """One assessment. `screener_N` are yes and no by question number of the official C-SSRS screener card.

    `screener_recent` is whether the behavior of question 6 lies in the past 3 months.
    """

    __tablename__ = "risk_assessment"
    __table_args__ = (
        CheckConstraint(f"risk_status IN ({', '.join(repr(key) for key in RISK_STATUSES)})", name="risk_status"),
        CheckConstraint("screener_level IN ('none', 'low', 'moderate', 'high')", name="screener_level"),
    )

    risk_status: Mapped[str] = mapped_column(String(40))
    screener_1: Mapped[bool | None]
    screener_2: Mapped[bool | None]
    screener_3: Mapped[bool | None]
    screener_4: Mapped[bool | None]
    screener_5: Mapped[bool | None]
    screener_6: Mapped[bool | None]
    screener_recent: Mapped[bool | None]
    screener_level: Mapped[str | None] = mapped_column(String(20))
    assessment: Mapped[str] = mapped_column(Text)
    actions_taken: Mapped[str | None] = mapped_column(Text)
    told: Mapped[str | None] = mapped_column(String(300))
