"""Password hashing: argon2id, a few at a time, never inside a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from coordcare.accounts.passwords import as_kept, is_too_long
from coordcare.errors import Unavailable

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# A hash of random bytes that nobody kept, made with the same parameters: where an account has no password,
# or does not exist, this is verified instead, so that the answer takes as long.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$KLK9aNx72nwVSKwMNMURvQ$2TZRmtswL8RoFbDvL61Wg41TaMLVhaDlS7tlW8BcwrI"
# Each takes 19 MiB: a flood of sign-ins must not eat the memory.
_PLACES = BoundedSemaphore(4)
_PATIENCE_SECONDS = 10


def hash_password(typed: str) -> str:
    """The hash to keep. Raises Unavailable if too many are being made."""
    with _a_place():
        return _HASHER.hash(as_kept(typed))


def verify_password(typed: str, kept: str | None) -> bool:
    """Whether it is the password of a hash; one verification also when there is none, or it is too long."""
    if is_too_long(typed):
        typed, kept = "", None
    with _a_place():
        try:
            return _HASHER.verify(kept or _NOBODYS, as_kept(typed)) and kept is not None
        except VerifyMismatchError:
            return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


@contextmanager
def _a_place() -> Iterator[None]:
    if not _PLACES.acquire(timeout=_PATIENCE_SECONDS):
        raise Unavailable
    try:
        yield
    finally:
        _PLACES.release()
