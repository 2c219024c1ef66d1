"""Backing the clinic's database up into one file, and restoring it into an empty database."""

import os
import tempfile
import zipfile
import zlib
from pathlib import Path

from flask import current_app

from coordcare.audit import verification
from coordcare.audit.rules import parse_keys
from coordcare.backup import snapshots
from coordcare.backup.rules import BadManifest, Manifest, differences, digest_of, read_manifest
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock

DATA, MANIFEST = "data", "manifest.json"
# What the archive's reader raises for files that we never wrote: damaged, encrypted, packed in another way.
DAMAGED = (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error)


def backup(target: Path) -> Manifest:
    """Write the database as of one instant into a new file that only its owner reads; others go on writing.

    The keys are not in it: without them nothing sealed in it can be read, and they are kept elsewhere. Raises
    Conflict if the file exists, Unavailable if there is no room for it.
    """
    if not target.parent.is_dir():
        raise Invalid(f"{target.parent} is not a folder.")
    if target.exists() or target.is_symlink():
        raise Conflict(f"{target} exists already. A backup never replaces a file.")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, snapshots.needs_room():
        data = Path(folder) / DATA
        tables, revision = snapshots.copy(_private(data))
        with data.open("rb") as file:
            manifest = Manifest(snapshots.kind(), revision, clock.now().isoformat(), tables, digest_of(file))
        made = _private(Path(folder) / "backup")
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.to_json(_secrets()[0]))
            archive.write(data, DATA)
        _sync(made)
        # A link fails if somebody made the file meanwhile, and the name never shows half a backup.
        os.link(made, target)
    return manifest


def restore(source: Path) -> tuple[Manifest, verification.Report]:
    """Put a backup into this database, which must be empty, and prove it: the same rows, the trail unbroken.

    Raises Conflict for a database that holds tables, Invalid for a file that is damaged or of another kind, Unavailable
    if there is no room.
    """
    if not snapshots.is_empty():
        raise Conflict("This database holds tables already. A backup is restored into an empty one.")
    with tempfile.TemporaryDirectory(dir=source.parent) as folder, snapshots.needs_room():
        data = Path(folder) / DATA
        manifest = _unpacked(source, data)
        snapshots.place(data)
    wrong = differences(manifest.tables, snapshots.contents())
    if wrong:
        raise Invalid("What was restored is not what was backed up. " + "; ".join(wrong))
    return manifest, verification.verify()


def _unpacked(source: Path, data: Path) -> Manifest:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = read_manifest(archive.read(MANIFEST), _secrets())
            with snapshots.needs_room(), archive.open(DATA) as packed, _private(data).open("wb") as file:
                while chunk := packed.read(1024 * 1024):
                    file.write(chunk)
    except (*DAMAGED, BadManifest) as error:
        words = str(error) if isinstance(error, BadManifest) else "The file is damaged, or no backup of CoordCare's."
        raise Invalid(words) from error
    if manifest.kind != snapshots.kind():
        raise Invalid(f"This backup is of {manifest.kind}; this database is {snapshots.kind()}.")
    with data.open("rb") as file:
        if digest_of(file) != manifest.data_digest:
            raise Invalid("The data in this backup were changed since it was made.")
    return manifest


def _secrets() -> list[bytes]:
    return [key.secret for key in parse_keys(current_app.config["AUDIT_KEYS"])]


def _private(path: Path) -> Path:
    """A new empty file that only its owner reads."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return path


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
