"""Results of measures, as signed: every answer, and what the rules made of them."""

from sqlalchemy import CheckConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.extensions import Model
from coordcare.timeline.models import EntryBody

ITEMS = range(1, 10)


class MeasureResult(EntryBody, Model):
    """One filled-in measure. An item that was not answered is None; `total` is None where too few were.

    `item_9_positive` is whether the item on thoughts of death or self-harm was answered above 0, None where the
    measure does not ask or it was not answered.
    """

    __tablename__ = "measure_result"
    __table_args__ = (
        CheckConstraint("measure IN ('phq9', 'gad7')", name="measure"),
        *(CheckConstraint(f"item_{number} BETWEEN 0 AND 3", name=f"item_{number}") for number in ITEMS),
        CheckConstraint("measure = 'phq9' OR (item_8 IS NULL AND item_9 IS NULL)", name="items_of_measure"),
        CheckConstraint("difficulty BETWEEN 0 AND 3", name="difficulty"),
        CheckConstraint("total BETWEEN 0 AND 27", name="total"),
        CheckConstraint("answered BETWEEN 0 AND 9", name="answered"),
        CheckConstraint("(total IS NULL) = (band IS NULL)", name="band"),
        CheckConstraint("given IN ('patient', 'staff')", name="given"),
    )

    measure: Mapped[str] = mapped_column(String(20))
    given: Mapped[str] = mapped_column(String(20))
    item_1: Mapped[int | None] = mapped_column(SmallInteger)
    item_2: Mapped[int | None] = mapped_column(SmallInteger)
    item_3: Mapped[int | None] = mapped_column(SmallInteger)
    item_4: Mapped[int | None] = mapped_column(SmallInteger)
    item_5: Mapped[int | None] = mapped_column(SmallInteger)
    item_6: Mapped[int | None] = mapped_column(SmallInteger)
    item_7: Mapped[int | None] = mapped_column(SmallInteger)
    item_8: Mapped[int | None] = mapped_column(SmallInteger)
    item_9: Mapped[int | None] = mapped_column(SmallInteger)
    difficulty: Mapped[int | None] = mapped_column(SmallInteger)
    answered: Mapped[int] = mapped_column(SmallInteger)
    total: Mapped[int | None] = mapped_column(SmallInteger)
    prorated: Mapped[bool]
    band: Mapped[str | None] = mapped_column(String(20))
    item_9_positive: Mapped[bool | None]
