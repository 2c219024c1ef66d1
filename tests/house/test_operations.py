"""What docs/operations.md and deploy/ say is so: settings, commands, files, numbers, and what the proxy relies on."""

import ast
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from config import LOCAL, Base, configuration
from coordcare.health import _readings
from coordcare.metrics import exposition
from tests.house.source import ROOT, Source, made_up, refuse, sources

OPERATIONS = ROOT / "docs" / "operations.md"
OPERATIONS_LINES = 200
TEMPLATE = "deploy/coordcare.env.example"
# Set by systemd, by the Makefile, by tests and benches; the last two are PostgreSQL's own.
NOT_SETTINGS = {"RUNTIME_DIRECTORY", "PROMETHEUS_MULTIPROC_DIR", "PGHOST", "PGSSLMODE"}
# Typed at a terminal or given by a script, never kept in a file.
PASSING = {"COORDCARE_ADMIN_PASSWORD", "COORDCARE_CUSTODY_FIRST_PASSWORD", "COORDCARE_CUSTODY_SECOND_PASSWORD"}
# A path of ours in backticks.
PLACES = re.compile(r"`((?:deploy|docs|coordcare|tests|migrations|static|templates)/[\w./-]+)`")


def documents() -> list[Source]:
    return sources("README.md", "docs/*.md")


def settings_read(files: Iterable[Source]) -> set[str]:
    """Names of the environment that code reads, by os.environ.get, os.environ[...], or click's envvar."""
    names = {*LOCAL, *Base.SECRETS}
    for source in files:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
                names |= {str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)}
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                names |= {str(node.slice.value)} if isinstance(node.slice, ast.Constant) else set()
            elif isinstance(node, ast.keyword) and node.arg == "envvar" and isinstance(node.value, ast.Constant):
                names.add(str(node.value.value))
    return names - NOT_SETTINGS


def ours() -> set[str]:
    named = sources("config.py", "coordcare/**/*.py", "deploy/gunicorn.conf.py")
    return settings_read(named) | PASSING


def template_names(text: str) -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", text, re.MULTILINE))


def commands(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Each `flask ...` that a document names: its line, and its words. A line that ends in a backslash goes on."""
    fenced = False
    for number, line in enumerate(source.text.splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        found = re.findall(r"`(?:\S*/)?flask ([^`]+)`", line)
        if fenced:
            found = re.findall(r"^(?:\S*/)?flask (.+?)(?:  +#.*)?$", line)
        for words in found:
            yield number, shlex.split(words.replace("...", ""))


def unknown(source: Source, root: click.Group) -> Iterator[str]:
    """Commands, and options of theirs, that do not exist."""
    for number, words in commands(source):
        command: click.Command = root
        given = list(words)
        while isinstance(command, click.Group) and given and not given[0].startswith("-"):
            following = command.commands.get(given[0])
            if following is None:
                yield f"{source.path}:{number}: flask {' '.join(words)}: there is no {given[0]}"
                break
            command = following
            given.pop(0)
        else:
            known = {"--help", *(name for each in command.params for name in each.opts)}
            for option in (word for word in given if word.startswith("-") and word not in known):
                yield f"{source.path}:{number}: flask {' '.join(words)}: there is no {option}"


def missing_files(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for path in PLACES.findall(line):
            if not (ROOT / path).exists():
                yield f"{source.path}:{number}: {path} does not exist"


def test_the_operations_are_short() -> None:
    assert len(OPERATIONS.read_text(encoding="utf-8").splitlines()) <= OPERATIONS_LINES


def test_every_setting_stands_in_the_template_and_the_document() -> None:
    read = ours()
    assert {"DATABASE_OWNER_URL", "METRICS_TOKEN", "SEALING_KEYS", "GUNICORN_BIND"} <= read
    template, document = (ROOT / TEMPLATE).read_text(), OPERATIONS.read_text(encoding="utf-8")
    assert template_names(template) == read - PASSING, f"{TEMPLATE} and what the code reads"
    assert not {name for name in read if f"`{name}" not in document}, "docs/operations.md does not name these"


def test_a_setting_is_found_however_it_is_read() -> None:
    text = 'a = os.environ.get("A", "")\nb = os.environ["B"]\n@click.option(envvar="C")\ndef d(): ...'
    assert settings_read([made_up("config.py", text)]) >= {"A", "B", "C"}


def test_every_command_in_the_documents_exists(sqlite_app: Flask) -> None:
    found = [source for source in documents() if list(commands(source))]
    assert "docs/operations.md" in {source.path for source in found}
    refuse((each for source in found for each in unknown(source, sqlite_app.cli)), "Documents name commands that exist")


@pytest.mark.parametrize("line", ["flask db upgrad", "flask backups", "flask tick --now", "flask audit prove"])
def test_a_made_up_command_is_found(sqlite_app: Flask, line: str) -> None:
    for text in (f"Say `{line}`.", f"```\n{line}\n```"):
        assert list(unknown(made_up("docs/a.md", text), sqlite_app.cli))


def test_every_file_in_the_documents_exists() -> None:
    assert "deploy/nginx.conf" in PLACES.findall(OPERATIONS.read_text(encoding="utf-8"))
    refuse((each for source in documents() for each in missing_files(source)), "Documents name files that exist")
    assert list(missing_files(made_up("docs/a.md", "See `deploy/nothing.conf`.")))


def test_every_number_that_is_told_of_exists(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        told = exposition(_readings()).decode()
    alerts = (ROOT / "deploy/prometheus-alerts.yml").read_text()
    named = re.findall(r"coordcare_[a-z0-9]+_[a-z0-9_]+", OPERATIONS.read_text(encoding="utf-8") + alerts)
    assert len(set(named)) > 8
    assert not {name for name in named if name.removesuffix("_bucket") not in told}


def test_units_name_files_that_exist() -> None:
    for unit in ROOT.glob("deploy/*.service"):
        text = unit.read_text()
        assert "/opt/coordcare/.venv/bin/" in text and "EnvironmentFile=/etc/coordcare/coordcare.env" in text
        for path in re.findall(r"--config (\S+)", text):
            assert (ROOT / path).exists()
    assert {timer.with_suffix(".service").exists() for timer in ROOT.glob("deploy/*.timer")} == {True}


def test_the_proxy_and_gunicorn_fit() -> None:
    site = (ROOT / "deploy/nginx.conf").read_text()
    assigned = (node for node in sources("deploy/gunicorn.conf.py")[0].tree.body if isinstance(node, ast.Assign))
    conf = {ast.unparse(one.targets[0]): one.value.value for one in assigned if isinstance(one.value, ast.Constant)}
    idle = re.search(r"keepalive_timeout (\d+)s;", site)
    assert idle and int(str(conf["keepalive"])) > int(idle[1]), "the proxy closes an idle connection first"
    assert conf["accesslog"] is None and conf["control_socket_disable"] is True and conf["forwarder_headers"] == ""
    assert site.count("access_log off;") == 2 and "access_log /" not in site
    for header in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto https", "X-Forwarded-Host $host"):
        assert site.count(f"proxy_set_header {header};") == 2, header


def test_new_keys_are_taken_as_they_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    namespace: dict[str, object] = {"__name__": "make_keys"}
    exec(compile(Path(ROOT / "deploy/make_keys.py").read_text(), "make_keys.py", "exec"), namespace)
    lines = namespace["lines"]()  # type: ignore[operator]
    for name, value in (line.split("=", 1) for line in lines):
        monkeypatch.setenv(name, value)
    settings = configuration("production").values()
    assert all(settings[name] for name in Base.SECRETS)
