"""The sections of a safety plan and the numbers in its lines."""

import pytest

from coordcare.risk.cards import Phone
from coordcare.risk.forms import SafetyPlanForm
from coordcare.risk.plan_rules import SECTIONS, plan_lines


def test_the_form_has_every_section_in_its_order() -> None:
    form = SafetyPlanForm()
    fields = [field for field in form if field.description]
    assert [field.name for field in fields] == list(SECTIONS)
    assert [field.label.text for field in fields] == [section.label for section in SECTIONS.values()]


@pytest.mark.parametrize(
    ("line", "before", "phone", "tel"),
    [
        ("Sister 305-555-0144", "Sister ", "305-555-0144", "+13055550144"),
        ("(305) 555-0198 Carol", "", "(305) 555-0198", "+13055550198"),
        ("Hotline 1-800-555-0100, nights", "Hotline ", "1-800-555-0100", "+18005550100"),
        ("Room 12, 3055550144", "Room 12, ", "3055550144", "+13055550144"),
    ],
)
def test_a_number_is_found(line: str, before: str, phone: str, tel: str) -> None:
    (found,) = plan_lines(line)
    assert (found.before, found.phone, found.tel) == (before, phone, tel)
    assert found.before + found.phone + found.after == line


@pytest.mark.parametrize("line", ["Walk 2 miles", "Since 2026-11-17", "Order 12345678901234"])
def test_no_number_is_made_up(line: str) -> None:
    assert plan_lines(line)[0].phone == ""


def test_lines_are_cut_and_tidy() -> None:
    assert [line.before for line in plan_lines("- Walk\n\n  • Music  \nSleep")] == ["Walk", "Music", "Sleep"]
    assert [line.before for line in plan_lines("-5 degrees\n-")] == ["-5 degrees", "-"]
    assert plan_lines(None) == []


@pytest.mark.parametrize(
    ("number", "tel"), [("(305) 555-0101 x12", "3055550101"), ("+1 305.555.0101", "+13055550101"), ("ask", "")]
)
def test_a_number_as_a_dialer_takes_it(number: str, tel: str) -> None:
    assert Phone("Somebody", number).tel == tel
