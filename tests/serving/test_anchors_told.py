"""Whoever proves the trail hears when a cut tail could not show."""

from pathlib import Path

from flask import Flask

WARNING = "No anchors: a cut tail would not show. Run flask audit anchor daily."


def test_a_check_without_anchors_says_so(sqlite_app: Flask, tmp_path: Path) -> None:
    sqlite_app.config["AUDIT_ANCHOR_FILE"] = str(tmp_path / "anchors.jsonl")
    run = sqlite_app.test_cli_runner()
    for _ in range(2):  # the first check leaves its own line in the file, which anchors nothing
        bare = run.invoke(args=["audit", "verify"])
        assert (bare.exit_code, WARNING in bare.output) == (0, True)
    run.invoke(args=["audit", "anchor"])
    assert WARNING not in run.invoke(args=["audit", "verify"]).output
