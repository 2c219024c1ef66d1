"""Run a command with the settings of environment files, read as systemd reads them: with_env.py FILE[,FILE] COMMAND...

A shell would trip over their spaces and signs. Root reads the files; runuser in the command then steps down.
"""

import os
import sys
from pathlib import Path


def settings(text: str) -> dict[str, str]:
    """NAME=value, one a line; empty lines and those that begin with # are skipped."""
    lines = (line.strip() for line in text.splitlines())
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def main(names: str, *command: str) -> None:
    for name in names.split(","):
        os.environ.update(settings(Path(name).read_text(encoding="utf-8")))
    os.execvp(command[0], command)  # noqa: S606 - the very command that was typed


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
