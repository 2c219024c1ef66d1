"""Sign-in's rules: tokens, how long a session lives, where `next` may lead, how failures slow one down."""

import hashlib
import ipaddress
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

SEEN_EVERY = timedelta(seconds=30)
WARNED_BEFORE = timedelta(minutes=2)
LINK_LIFE = timedelta(hours=72)
TOLD_OF_LINK_FOR = timedelta(days=7)
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
NAME_LENGTH, TITLE_LENGTH, EMAIL_LENGTH, PHONE_LENGTH = 120, 40, 254, 40
BAD_PHONE = f"Enter a phone number of at most {PHONE_LENGTH} characters, as in (555) 010-0142, or nothing."
BAD_EMAIL = "Enter an e-mail address, as in maya.lindqvist@clinic.org."
NEEDS_DISCIPLINE = "The configure duty needs a clinical discipline. Choose one, or take the duty away."
NEEDS_SOMETHING = "Choose a discipline or a duty: with neither there is nothing to do here."
_LOCAL = re.compile(r"(?:/[A-Za-z0-9_.~-]+)+/?(?:\?[A-Za-z0-9_.~=&%+,:/-]*)?")
_HOST_PART = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_HOST_PART}(?:\.{_HOST_PART})+")
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """Failures that are free, before each further one doubles the wait."""

    kind: str
    free: int


ACCOUNT = Limit("account", 5)
ADDRESS = Limit("address", 30)  # many staff share one
LINK = Limit("link", 30)


@dataclass(frozen=True, slots=True)
class Failures:
    """A throttle's counter: how many, when the last one was, and until when nothing is evaluated."""

    count: int
    last_at: datetime
    blocked_until: datetime | None = None


def one_more(before: Failures, limit: Limit, now: datetime) -> Failures:
    """The counter after a further failure. Old failures are forgotten one by one, all after a quiet day."""
    quiet = now - before.last_at
    forgotten = before.count if quiet >= FORGOTTEN_AFTER else int(quiet / (FORGOTTEN_AFTER / limit.free))
    count = max(before.count - max(forgotten, 0), 0) + 1
    if count < limit.free:
        return Failures(count, now)
    # The exponent is bounded first: the wait is at its longest long before.
    wait = timedelta(seconds=2 ** min(count - limit.free + 1, 10))
    return Failures(count, now, now + min(wait, LONGEST_DELAY))


def account_key(email: str) -> str:
    return f"{ACCOUNT.kind}:{hashlib.sha256(email.encode()).hexdigest()}"


def address_key(limit: Limit, address: str | None) -> str:
    """One key per IPv4 address or IPv6 network of 64 bits, which one person commands whole."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return f"{limit.kind}:unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return f"{limit.kind}:{found.ipv4_mapped}"
        return f"{limit.kind}:{ipaddress.ip_network((found, 64), strict=False)}"
    return f"{limit.kind}:{found}"


def new_token() -> str:
    """256 random bits, for a cookie or an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def normal_email(typed: str) -> str:
    """An address as it is kept. Cut before it is changed, to a length that is still too long to be one."""
    return typed.strip()[: EMAIL_LENGTH + 1].lower()


def is_email(email: str) -> bool:
    """Whether a normalised e-mail address can be one."""
    return len(email) <= EMAIL_LENGTH and _EMAIL.fullmatch(email) is not None


def is_phone(phone: str) -> bool:
    """Whether a tidied phone number can be one; nothing is one too. Extensions and words beside it may stand there."""
    return not phone or (len(phone) <= PHONE_LENGTH and phone.isprintable() and sum(map(str.isdigit, phone)) >= 3)


def end_reason(
    created_at: datetime, seen_at: datetime, now: datetime, idle: timedelta, absolute: timedelta
) -> str | None:
    """Why a session is over by itself: "idle" or "absolute"; None while it lives."""
    if now - created_at >= absolute:
        return "absolute"
    return "idle" if now - seen_at >= idle else None


def end_of(created_at: datetime, seen_at: datetime, idle: timedelta, absolute: timedelta) -> tuple[datetime, bool]:
    """When a session ends by itself if nothing more is done in it, and whether going on makes it last longer."""
    if_idle, at_last = seen_at + idle, created_at + absolute
    return (if_idle, True) if if_idle < at_last else (at_last, False)


def warned_before(idle: timedelta) -> timedelta:
    """How long before its end one is warned: two minutes, less where a clinic lets so little time pass."""
    return min(WARNED_BEFORE, idle / 3)


def local_next(target: str | None) -> str:
    """Where to go after sign-in: a path of this site, else `/`.

    Only the characters that our own addresses use pass, so that no browser can read another host into it.
    """
    if target and len(target) <= 2000 and _LOCAL.fullmatch(target) and "/../" not in target.partition("?")[0] + "/":
        return target
    return "/"


def browser_words(user_agent: str) -> str:
    """ "Chrome on Windows": enough to know one's own browser again."""
    name = next((words for mark, words in _BROWSERS if mark in user_agent), "A browser")
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), None)
    return f"{name} on {system}" if system else name
