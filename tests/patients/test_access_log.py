"""The access log tells who opened the record and who was refused."""

import re


def lines(page):
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if "<td" in row]


def test_views_and_refusals_by_name_newest_first(cast, amara):
    cast.client("coordinator").get(f"/patients/{amara}/team")
    cast.client("outside_therapist").get(f"/patients/{amara}/team")
    shown = lines(cast.client("therapist").get(f"/patients/{amara}/access-log").get_data(as_text=True))
    assert len(shown) == 3
    assert re.search(r"^\d+ \w+ 20\d\d, \d\d:\d\d Therapist Therapist opened", shown[0]), "this very view"
    assert "Outside Therapist Therapist Refused" in shown[1]
    assert "Coordinator Coordinator opened: team" in shown[2]


def test_another_patients_events_are_not_there(cast, amara):
    cast.client("outside_psychiatrist").get(f"/patients/{cast.patients['Ben Ruiz']}/team")
    shown = lines(cast.client("therapist").get(f"/patients/{amara}/access-log").get_data(as_text=True))
    assert len(shown) == 1 and "Psychiatrist" not in shown[0]


def test_long_log_has_pages_without_gap_or_repeat(cast, amara):
    client = cast.client("therapist")
    for _ in range(60):
        client.get(f"/patients/{amara}/team")
    first = client.get(f"/patients/{amara}/access-log").get_data(as_text=True)
    older = first.split('rel="next"')[0].split('href="')[-1].split('"')[0]
    second = client.get(older).get_data(as_text=True)
    assert len(lines(first)) == 50
    # 60 views and the first page's own; the second page's own is newer than where it begins.
    assert len(lines(second)) == 11
    assert "Back to the newest" in second and 'rel="next"' not in second
