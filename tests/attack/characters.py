"""Characters that no list holds: directions, marks, controls, and bytes that are no text at all."""

from collections.abc import Iterator

RIGHT_TO_LEFT, ISOLATE, POP = "\u202e", "\u2067", "\u2069"
MARK = "\u0301"
# Bytes that a form's body can hold and that are not valid UTF-8, by what they are.
BROKEN_BYTES = {
    "overlong slash": b"\xc0\xaf",
    "overlong NUL": b"\xc0\x80",
    "overlong less-than": b"\xe0\x80\xbc",
    "lone surrogate": b"\xed\xa0\x80",
    "surrogate pair": b"\xed\xa0\xbd\xed\xb8\x80",
    "cut short": b"\xe2\x82",
    "lone continuation": b"\xbf",
    "beyond Unicode": b"\xf5\x80\x80\x80",
    "not a byte of UTF-8": b"\xff\xfe",
}


def odd_characters() -> Iterator[str]:
    """Texts that are valid and strange."""
    yield f"{RIGHT_TO_LEFT}txet desrever"
    yield f"a{ISOLATE}<b>{POP}c"
    yield "e" + MARK * 100
    yield "a\x00b"
    yield "\x00"
    yield "bell \x07 escape \x1b[31m delete \x7f"
    yield "line\u2028paragraph\u2029end"
    yield "\ufeffbyte order\ufffe\uffff"
    yield "first\r\nSet-Cookie: stolen=1\r\n\r\n<html>"
    yield "\U0010ffff\U0001f469\u200d\U0001f469\u200d\U0001f467"
    yield "zero\u200bwidth\u2060joined\u00a0"
    yield "{{ 7*7 }}{% raw %}${7*7}<%= 7*7 %>#{7*7}"
    yield "%(name)s {0} {name.__class__} %n%s"
    yield "'\"><svg/onload=alert(1)>"
    yield "</textarea><script>alert(1)</script>"
    yield "--><img src=x onerror=alert(1)><!--"
    yield '=HYPERLINK("https://evil.example")'
