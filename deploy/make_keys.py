"""Print new secrets for a clinic's environment file. Nothing is kept: what is lost cannot be made again."""

import secrets
from datetime import UTC, datetime

NAMED = ("AUDIT_KEYS", "SEALING_KEYS", "PROCESS_NOTE_KEYS")


def lines() -> list[str]:
    """SECRET_KEY and METRICS_TOKEN, and one key each of the others, named for this month."""
    name = f"{datetime.now(UTC):%Y-%m}"
    plain = [f"{setting}={secrets.token_hex(32)}" for setting in ("SECRET_KEY", "METRICS_TOKEN")]
    return [*plain, *(f"{setting}={name}:{secrets.token_hex(32)}" for setting in NAMED)]


if __name__ == "__main__":
    print("\n".join(lines()))
