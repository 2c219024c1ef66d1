"""Whoever proves the trail hears when a cut tail could not show."""

from pathlib import Path

import pytest
from flask import Flask

WARNING = "No anchors: a cut tail would not show. Run flask audit anchor daily."


def test_a_check_without_anchors_says_so(sqlite_app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sqlite_app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
    run = sqlite_app.test_cli_runner()
    for _ in range(2):  # the first check leaves its own line in the file, which anchors nothing
        bare = run.invoke(args=["audit", "verify"])
        # The log may have been opened before this command's own streams: either way it is what a terminal shows.
        assert (bare.exit_code, WARNING in bare.output + capsys.readouterr().err) == (0, True)
    run.invoke(args=["audit", "anchor"])
    assert WARNING not in run.invoke(args=["audit", "verify"]).output + capsys.readouterr().err
