"""What a backup says of itself: when, of which database, and what each table held. Pure."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from typing import IO

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows a table held, and a digest of all of them, in any order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in a backup. `kind` is sqlite or postgresql; `data_digest` is the SHA-256 of the data file."""

    kind: str
    revision: str
    made_at: str
    tables: dict[str, Table]
    data_digest: str

    def to_json(self, secret: bytes) -> bytes:
        """The manifest with a seal, so that it cannot be made to fit changed data."""
        return json.dumps({"manifest": asdict(self), "seal": _seal(self, secret)}, indent=1, sort_keys=True).encode()


class BadManifest(ValueError):
    """No manifest of ours, or changed since it was written."""


def read_manifest(text: bytes, secrets: list[bytes]) -> Manifest:
    """The manifest, if one of the secrets sealed it as it stands. Raises BadManifest."""
    try:
        told = json.loads(text)
        fields = dict(told["manifest"])
        tables = {name: Table(**table) for name, table in fields.pop("tables").items()}
        manifest, seal = Manifest(**fields, tables=tables), str(told["seal"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadManifest("The manifest cannot be read.") from error
    if not any(hmac.compare_digest(_seal(manifest, secret).encode(), seal.encode()) for secret in secrets):
        raise BadManifest("The manifest was changed, or the key that sealed it is not here.")
    return manifest


def _seal(manifest: Manifest, secret: bytes) -> str:
    text = json.dumps(asdict(manifest), sort_keys=True, separators=(",", ":"))
    return hmac.new(secret, b"coordcare backup\n" + text.encode(), hashlib.sha256).hexdigest()


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of what is left of a file."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def differences(expected: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """Which tables do not hold what they held, in words."""
    names = sorted(expected.keys() | found.keys())
    return [f"{name}: {_told(expected.get(name))}, now {_told(found.get(name))}" for name in names
            if expected.get(name) != found.get(name)]  # fmt: skip


def _told(table: Table | None) -> str:
    return f"{table.rows} rows ({table.digest[:12]})" if table else "no table"
