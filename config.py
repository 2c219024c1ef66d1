"""Configurations by name. Production refuses to start without its secrets; the others make their own."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

INSTANCE = Path(os.environ.get("COORDCARE_INSTANCE", Path(__file__).parent / "instance"))
SHORTEST_SECRET = 32
# A database that no wire leads to; every other one is reached through TLS that checks who answers.
THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})
CHECKED_TLS = frozenset({"verify-ca", "verify-full"})
# What each local secret begins with: the name of its key.
LOCAL = {"SECRET_KEY": "", "AUDIT_KEYS": "local:", "SEALING_KEYS": "local:", "PROCESS_NOTE_KEYS": "local:"}


class ConfigurationError(RuntimeError):
    """The configuration lacks something that the clinic's safety depends on."""


def _local_secrets() -> dict[str, str]:
    """Secrets of this machine for development and demo, made once, readable by their owner only."""
    path = INSTANCE / "local-secrets.json"
    INSTANCE.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Two workers may start at once: one makes what is missing, the other finds it.
    with os.fdopen(os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_WRONLY, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = {name: start + secrets.token_hex(32) for name, start in LOCAL.items() if name not in kept}
        if missing:
            # A new file in the old one's place: half a file would lose the secrets that were kept.
            fresh = path.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
                json.dump({**kept, **missing}, file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
    return {**kept, **missing}


def _with_driver(url: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _refuse_plain_text(url: str) -> None:
    """Raise ConfigurationError for a PostgreSQL on another machine without TLS that verifies its certificate.

    libpq's own default, `prefer`, goes on in plain text when the server, or somebody between, declines TLS.
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    named = asked.get("hostaddr", []) + asked.get("host", [parts.hostname or os.environ.get("PGHOST", "")])
    hosts = [name for hosts in named for name in hosts.split(",")]
    away = [name for name in hosts if name not in THIS_MACHINE and not name.startswith("/")]
    mode = asked.get("sslmode", [os.environ.get("PGSSLMODE", "")])[-1]
    if parts.scheme.startswith("postgresql") and away and mode not in CHECKED_TLS:
        raise ConfigurationError("DATABASE_URL names another machine: add sslmode=verify-full (and sslrootcert).")


class Base:
    """What every configuration shares."""

    NAME = "base"
    SECRETS: ClassVar[tuple[str, ...]] = ("SECRET_KEY", "AUDIT_KEYS", "SEALING_KEYS")
    DEMO = False
    TESTING = False
    SESSION_COOKIE_NAME = "__Host-coordcare"
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    THEME_COOKIE_NAME = "__Host-theme"
    SHORTCUTS_COOKIE_NAME = "__Host-shortcuts"
    WTF_CSRF_TIME_LIMIT = None
    WTF_CSRF_SSL_STRICT = False
    MAX_CONTENT_LENGTH = 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 1024 * 1024
    MAX_FORM_PARTS = 200
    IDLE_MINUTES = 15
    ABSOLUTE_HOURS = 12
    # How long a review of a patient counts as the one before a change of medication.
    REVIEW_COUNTS_HOURS = 24
    TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
    CLINIC_NAME = os.environ.get("CLINIC_NAME", "CoordCare")
    CLINIC_ZONE = os.environ.get("CLINIC_ZONE", "America/New_York")
    CLINIC_PHONE = os.environ.get("CLINIC_PHONE", "")
    CLINIC_AFTER_HOURS = os.environ.get("CLINIC_AFTER_HOURS", "After hours: call or text 988, or 911 in an emergency.")
    PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000")
    PROCESS_NOTE_KEYS_FILE = os.environ.get("PROCESS_NOTE_KEYS_FILE", "")
    # Mail that something waits: by SMTP, or to the console where there is no clinic to reach.
    SMTP_HOST = os.environ.get("SMTP_HOST", "")
    SMTP_PORT = int(os.environ.get("SMTP_PORT", "587"))
    SMTP_USER = os.environ.get("SMTP_USER", "")
    SMTP_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
    SMTP_FROM = os.environ.get("SMTP_FROM", "CoordCare <no-reply@localhost>")
    SMTP_STARTTLS = os.environ.get("SMTP_STARTTLS", "1") == "1"
    MAIL_TO_CONSOLE = False
    AUDIT_ANCHOR_FILE = os.environ.get("AUDIT_ANCHOR_FILE", str(INSTANCE / "audit-anchors.jsonl"))
    # Whose the tables are, if not the application's: only migrations and a restore connect as this role.
    DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
    TICK_FILE = str(INSTANCE / "last-tick")
    # Without it there is no /metrics.
    METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
    # An error of the database would else quote what somebody typed.
    SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, object]] = {"hide_parameters": True}

    @classmethod
    def values(cls) -> dict[str, object]:
        """All settings of this configuration; raises ConfigurationError if a secret is missing."""
        settings = {name: getattr(cls, name) for name in dir(cls) if name.isupper()}
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{INSTANCE / cls.NAME}.sqlite3"
        settings["SQLALCHEMY_DATABASE_URI"] = _with_driver(url)
        settings["DATABASE_OWNER_URL"] = _with_driver(cls.DATABASE_OWNER_URL)
        if cls.DATABASE_OWNER_URL and urlsplit(cls.DATABASE_OWNER_URL).path != urlsplit(url).path:
            raise ConfigurationError("DATABASE_OWNER_URL names another database than DATABASE_URL.")
        local = cls.local_secrets()
        for name in cls.SECRETS:
            settings[name] = os.environ.get(name) or local.get(name)
            if not settings[name]:
                raise ConfigurationError(f"{name} is not set. See docs/operations.md, Keys.")
        # Without it everything starts and works but the pages of process notes, which stay closed.
        own = "" if cls.PROCESS_NOTE_KEYS_FILE else local.get("PROCESS_NOTE_KEYS", "")
        settings["PROCESS_NOTE_KEYS"] = os.environ.get("PROCESS_NOTE_KEYS", own)
        if len(str(settings["SECRET_KEY"])) < SHORTEST_SECRET:
            raise ConfigurationError(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters.")
        if 0 < len(cls.METRICS_TOKEN) < SHORTEST_SECRET:
            raise ConfigurationError(f"METRICS_TOKEN is shorter than {SHORTEST_SECRET} characters.")
        return settings

    @classmethod
    def local_secrets(cls) -> dict[str, str]:
        return _local_secrets()


class Development(Base):
    """A developer's machine: plain http on loopback."""

    NAME = "development"
    MAIL_TO_CONSOLE = True
    SESSION_COOKIE_NAME = "coordcare"
    SESSION_COOKIE_SECURE = False
    THEME_COOKIE_NAME = "theme"
    SHORTCUTS_COOKIE_NAME = "shortcuts"


class Demo(Development):
    """The demo clinic: synthetic patients, published password, loopback only."""

    NAME = "demo"
    DEMO = True
    CLINIC_NAME = os.environ.get("CLINIC_NAME", "Harbor Street Clinic")
    CLINIC_PHONE = os.environ.get("CLINIC_PHONE", "(555) 010-0199")


class Testing(Development):
    """Automated tests; the database address comes from the test."""

    NAME = "testing"
    TESTING = True
    # Not in the file beside it: with the tests' key in it, a clinic's own trail would be told as changed.
    AUDIT_ANCHOR_FILE = os.environ.get("AUDIT_ANCHOR_FILE", str(INSTANCE / "testing-anchors.jsonl"))
    CLINIC_NAME = "Test Clinic"
    DATABASE_OWNER_URL = ""
    METRICS_TOKEN = ""

    @classmethod
    def local_secrets(cls) -> dict[str, str]:
        keys = {"AUDIT_KEYS": "a1", "SEALING_KEYS": "b2", "PROCESS_NOTE_KEYS": "c3"}
        return {"SECRET_KEY": "t" * 64, **{name: "test:" + digits * 32 for name, digits in keys.items()}}


class Production(Base):
    """A real clinic: TLS in front, secrets from the environment, no Host but its own."""

    NAME = "production"
    TRUSTED_HOSTS: ClassVar[list[str]] = [urlsplit(Base.PUBLIC_URL).hostname or ""]

    @classmethod
    def values(cls) -> dict[str, object]:
        """All settings; raises ConfigurationError also for a database that would be spoken to in plain text."""
        settings = super().values()
        for name in ("SQLALCHEMY_DATABASE_URI", "DATABASE_OWNER_URL"):
            _refuse_plain_text(str(settings[name]))
        return settings

    @classmethod
    def local_secrets(cls) -> dict[str, str]:
        return {}


CONFIGURATIONS = {cls.NAME: cls for cls in (Development, Demo, Testing, Production)}


def configuration(name: str | None = None) -> type[Base]:
    """The configuration called `name`, else the one COORDCARE_CONFIG names, else Production."""
    chosen = name or os.environ.get("COORDCARE_CONFIG", "production")
    if chosen not in CONFIGURATIONS:
        raise ConfigurationError(f"COORDCARE_CONFIG={chosen} is none of {', '.join(CONFIGURATIONS)}.")
    return CONFIGURATIONS[chosen]
