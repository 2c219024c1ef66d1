"""Bytes that are no text: refused, since what a record keeps must be what was typed."""

from urllib.parse import quote_from_bytes

import pytest
from werkzeug.test import TestResponse

from tests.access.forms import fields, path
from tests.access.stage import Stage
from tests.access.texts import typed
from tests.attack.characters import BROKEN_BYTES
from tests.attack.targets import targets

broken = pytest.mark.parametrize("raw", BROKEN_BYTES.values(), ids=BROKEN_BYTES)
BOUNDARY = "b0undary"


def send_encoded(stage: Stage, values: dict[str, object], field: str, raw: bytes) -> TestResponse:
    browser = stage.clinic.browser("therapist")
    pairs = {**values, "csrf_token": browser._csrf}
    body = "&".join(f"{name}={quote_from_bytes(str(value).encode())}" for name, value in pairs.items())
    body += f"&{field}=before{quote_from_bytes(raw)}after"
    return browser.client.post(
        f"/patients/{stage.clinic.amara}/entries/new/session_note",
        data=body,
        content_type="application/x-www-form-urlencoded",
    )


def send_parts(stage: Stage, values: dict[str, object], field: str, raw: bytes) -> TestResponse:
    browser = stage.clinic.browser("therapist")
    parts = [(name, str(value).encode()) for name, value in {**values, "csrf_token": browser._csrf}.items()]
    parts.append((field, b"before" + raw + b"after"))
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in parts
    )
    return browser.client.post(
        f"/patients/{stage.clinic.amara}/entries/new/session_note",
        data=body + f"--{BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )


@broken
@pytest.mark.parametrize("send", [send_encoded, send_parts])
def test_a_form_of_broken_bytes_is_refused(sqlite_stage: Stage, send: object, raw: bytes) -> None:
    note = {**typed("session_note", "new"), "submission_key": "broken", "action": "sign"}
    note.pop("insight")
    before = sqlite_stage.digest()
    answer = send(sqlite_stage, note, "insight", raw)  # type: ignore[operator]
    assert answer.status_code == 400
    assert sqlite_stage.digest() == before


@pytest.mark.parametrize("send", [send_encoded, send_parts])
def test_strange_but_whole_text_is_kept(sqlite_stage: Stage, send: object) -> None:
    note = {**typed("session_note", "new"), "submission_key": "whole", "action": "sign"}
    note.pop("insight")
    words = "\u202eright to left\u202c \U0001f469\u200d\U0001f467 \U0010ffff e\u0301 % %E9 + & ="
    answer = send(sqlite_stage, note, "insight", words.encode())  # type: ignore[operator]
    assert answer.status_code == 303
    page = sqlite_stage.clinic.browser("therapist").get(answer.headers["Location"])
    assert "\u202eright to left\u202c \U0001f469\u200d\U0001f467 \U0010ffff e\u0301 % %E9 + &amp; =" in page.text


@broken
def test_an_address_of_broken_bytes_is_no_fault_of_ours(sqlite_stage: Stage, raw: bytes) -> None:
    client, mark = sqlite_stage.clinic.browser("therapist").client, quote_from_bytes(raw)
    for address in (f"/{mark}", f"/patients/1/entries/new/{mark}", f"/password/{mark}", f"/caseload?status={mark}",
                    f"/patients/1/timeline?kind={mark}", f"/static/{mark}", f"/?{mark}={mark}"):  # fmt: skip
        assert client.get(address).status_code in (200, 400, 404), address


@broken
def test_a_header_of_broken_bytes_is_no_fault_of_ours(sqlite_stage: Stage, raw: bytes) -> None:
    text = raw.decode("latin-1")
    for name in ("Cookie", "User-Agent", "Host", "Sec-Fetch-Site", "X-CSRFToken", "Content-Type", "Accept-Language"):
        value = f"coordcare={text}; theme={text}" if name == "Cookie" else text
        answer = sqlite_stage.app.test_client().get("/sign-in", headers={name: value})
        assert answer.status_code in (200, 400), name


@pytest.mark.parametrize("field", ["\x00", "na\x00me", "\ufffe", "__proto__", "a[b]", "csrf_token\x00"])
def test_names_of_fields_are_only_names(sqlite_stage: Stage, field: str) -> None:
    """A field that no form has is nothing; NUL is refused in names as in values, on every form."""
    stage = sqlite_stage
    before = stage.digest()
    for target in targets()[::5]:
        more = {**fields(stage.clinic, target.row, target.actor), field: "x"}
        answer = stage.clinic.browser(target.actor).post(path(stage.clinic, target.row), more)
        assert answer.status_code == 400 if "\x00" in field else answer.status_code < 500, target.name
        answer.close()
        if "\x00" in field:
            assert stage.digest() == before
        else:
            stage.restore()
