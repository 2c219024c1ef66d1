"""Who can see this, and why: reachable from every page of a patient, in the policy's own words."""

import re

import pytest

from coordcare.access.policy import SENSITIVITY_WORDS, Sensitivity

TABS = ("timeline", "course", "medication", "measures", "risk", "follow-up", "team", "particulars", "process-notes")


def told(page):
    """Each person's line of the section, as words."""
    section = page.split('id="readings"')[1].split("</section>")[0]
    lines = section.split("<ul")[1].split("</ul>")[0].split("</li>")[:-1]
    return section, {
        re.search(r"<strong>(.*?)</strong>", line)[1]: " ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines
    }


@pytest.mark.parametrize("tab", [*TABS, "access-log", "entries/new/session_note", "safety-plan"])
def test_every_page_leads_there(cast, amara, tab):
    page = cast.client("therapist").get(f"/patients/{amara}/{tab}").text
    assert f'href="/patients/{amara}/team#readings"' in page


def test_each_member_with_what_they_read(cast, amara):
    section, lines = told(cast.client("therapist").get(f"/patients/{amara}/team").text)
    assert len(lines) == 5
    words = {part: SENSITIVITY_WORDS[part] for part in Sensitivity}
    assert lines["Therapist"].endswith("(you) Reads every part.")
    assert f"of {words[Sensitivity.WORKING]} only what they wrote themselves" in lines["Psychiatrist"]
    assert f"every part but {words[Sensitivity.WORKING]}" in lines["Nurse Practitioner"]
    for part in (Sensitivity.MEDICATION, Sensitivity.CLINICAL, Sensitivity.WORKING):
        assert words[part] in lines["Coordinator"]
    assert words[Sensitivity.SAFETY] not in lines["Coordinator"], "it is not kept from them"
    assert "nothing clinical" in section and "does not exist" in section
    assert 'href="/policy"' in section and f'href="/patients/{amara}/access-log"' in section


def test_the_access_log_is_offered_to_whom_it_is_open(cast, amara):
    section, _ = told(cast.client("coordinator").get(f"/patients/{amara}/team").text)
    assert "access-log" not in section


def test_who_left_is_not_told(cast, amara):
    cast.leave("Amara Osei", "psychologist")
    _, lines = told(cast.client("therapist").get(f"/patients/{amara}/team").text)
    assert "Psychologist" not in lines and len(lines) == 4
