"""The links that somebody else made and that were used of late for this account."""

from datetime import timedelta

from coordcare.accounts.models import PasswordLink
from coordcare.accounts.queries import recent_resets
from coordcare.extensions import clock
from tests.cast import Cast
from tests.rows import kept


def test_a_used_link_is_told_to_whose_it_was_for_some_days(pair: Cast) -> None:
    now = clock.now()
    for number, (who, days) in enumerate((("therapist", 1), ("therapist", 30), ("psychologist", 2))):
        used = now - timedelta(days=days)
        whose = {"account_id": pair.accounts[who], "made_by_id": pair.accounts["admin"]}
        times = {"created_at": used, "expires_at": used, "used_at": used}
        kept(PasswordLink(token_hash=str(number), purpose="reset", **whose, **times))
    told = {who: recent_resets(pair.accounts[who]) for who in ("therapist", "psychologist", "coordinator")}
    assert [[used for used, _ in one] for one in told.values()] == [
        [now - timedelta(days=1)],
        [now - timedelta(days=2)],
        [],
    ]
