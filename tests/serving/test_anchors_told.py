"""Whoever proves the trail hears when a cut tail could not show."""

from pathlib import Path

from flask import Flask
from structlog.testing import capture_logs

WARNING = "No anchors: a cut tail would not show. Run flask audit anchor daily."


def test_a_check_without_anchors_says_so(sqlite_app: Flask, tmp_path: Path) -> None:
    sqlite_app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
    for _ in range(2):  # the first check leaves its own line in the file, which anchors nothing
        assert _verify(sqlite_app) == (0, True)
    sqlite_app.test_cli_runner().invoke(args=["audit", "anchor"])
    assert _verify(sqlite_app) == (0, False)


def _verify(app: Flask) -> tuple[int, bool]:
    """The exit code, and whether the log was told; where the log goes another test may have settled."""
    with capture_logs() as lines:
        done = app.test_cli_runner().invoke(args=["audit", "verify"])
    return done.exit_code, WARNING in [line["event"] for line in lines]
