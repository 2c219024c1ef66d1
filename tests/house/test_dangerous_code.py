"""What our code never does: run what somebody typed, build SQL or patterns of it, roll its own cipher, take files."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator

import pytest

from tests.house.imports import imports
from tests.house.source import Source, application, made_up, refuse

# Calls that run text as code, unpack objects, or take and hand out files.
CALLS = {
    r"(?:builtins\.)?(?:eval|exec|compile|__import__)": "runs text as code",
    r"(?:.*\.)?(?:render_template_string|from_string)|(?:jinja2\.)?Template": "makes a template of text",
    r"os\.(?:system|popen|exec\w*|spawn\w*)|(?:.*\.)?getoutput": "runs a command line",
    r"(?:.*\.)?send_(?:file|from_directory)": "serves a file by a name",
    r"(?:.*\.)?FileField": "takes a file",
}
MODULES = {
    "pickle": "unpacks objects",
    "marshal": "unpacks objects",
    "shelve": "unpacks objects",
    "dill": "unpacks objects",
    "yaml": "unpacks objects",
    "xml": "reads XML",
    "lxml": "reads XML",
    "ldap": "asks a directory",
    "requests": "asks another server",
    "urllib.request": "asks another server",
    "http.client": "asks another server",
    "random": "can be guessed; secrets cannot",
}
# The one place for each thing that is dangerous elsewhere.
ONLY_IN = {
    "subprocess": {"coordcare/backup/snapshots.py"},  # pg_dump and pg_restore, without a shell
    "cryptography": {"coordcare/sealing.py"},
    "argon2": {"coordcare/accounts/hashing.py"},
    "smtplib": {"coordcare/followup/mail.py"},
}
# SQL put together from names of ours: tables, triggers, roles and pragmas cannot be parameters.
BUILDS_SQL = {
    "coordcare/triggers.py",
    "coordcare/backup/snapshots.py",
    "coordcare/extensions.py",
    "coordcare/privileges.py",
}
# Cards, lines and charts, drawn piece by piece, each value escaped where it is put in. Attacks are run against them.
DRAWS_MARKUP = {
    "coordcare/templating.py",
    "coordcare/measures/drawing.py",
    "coordcare/charts/sheet_drawing.py",
    "coordcare/timeline/drawing.py",
}
SQL_CALLS = re.compile(
    r"(?:.*\.)?(?:text|literal_column|exec_driver_sql)|(?:connection|copied|cursor|session)\.execute"
)
PATTERN_CALLS = re.compile(r"re\.(?:compile|sub|subn|match|fullmatch|search|split|findall|finditer)")
# The padding of a password is stripped by patterns that stand in a literal list right there.
OWN_PATTERNS = {("coordcare/accounts/passwords.py", "padding")}
WEAK = re.compile(r"\b(?:md5|sha1|MD5|SHA1|DES|RC4|ARC4|Blowfish|ECB|CBC|PKCS1v15|Fernet)\b\s*\(?")


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node, ast.unparse(node.func)


def dangerous(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        for node, name in calls(source):
            for pattern, words in CALLS.items():
                if re.fullmatch(pattern, name):
                    yield source.says(node, f"{name}( {words}")
            if any(keyword.arg == "shell" for keyword in node.keywords):
                yield source.says(node, f"{name}( with a shell")
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr == "files" and ast.unparse(node.value) == "request":
                yield source.says(node, "request.files takes files")
        for found in imports(source):
            for module, words in MODULES.items():
                if found.module == module or found.module.startswith(f"{module}."):
                    yield found.says(f"{module} {words}")
            places = ONLY_IN.get(found.module.split(".")[0])
            if places is not None and not source.path.startswith(tuple(places)):
                yield found.says(f"{found.module} belongs into {', '.join(places)} only")


def is_ours(node: ast.expr) -> bool:
    """Whether a text is written in the code: literals, and names of constants of a module."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.Name):
        return node.id.isupper()
    if isinstance(node, ast.JoinedStr):
        return all(is_ours(part.value) if isinstance(part, ast.FormattedValue) else True for part in node.values)
    if isinstance(node, ast.BinOp):
        return is_ours(node.left) and is_ours(node.right)
    return False


def built_sql(files: Iterable[Source]) -> Iterator[str]:
    """SQL that is put together from more than literals of the code."""
    for source in files:
        for node, name in calls(source):
            if SQL_CALLS.fullmatch(name) and node.args and is_text(node.args[0]) and not is_ours(node.args[0]):
                yield source.says(node, f"{name}( with SQL that is put together")


def is_text(node: ast.expr) -> bool:
    """Whether an argument is a text that is made here: an f-string, a sum, a product, a format."""
    made = isinstance(node, ast.JoinedStr | ast.BinOp)
    formatted = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}
    )
    return made or formatted


def built_patterns(files: Iterable[Source]) -> Iterator[str]:
    """Patterns that hold more than literals of the code: what somebody typed would be read as a pattern."""
    for source in files:
        for node, name in calls(source):
            if not PATTERN_CALLS.fullmatch(name) or is_ours(node.args[0]):
                continue
            if (source.path, ast.unparse(node.args[0])) not in OWN_PATTERNS:
                yield source.says(node, f"{name}({ast.unparse(node.args[0])}) is not a pattern of ours")


def trusted_markup(files: Iterable[Source]) -> Iterator[str]:
    """Markup made of anything but a literal: `.format` on a literal escapes what it puts in."""
    for source in files:
        for node, name in calls(source):
            if name.rpartition(".")[2] == "Markup" and node.args and not is_ours(node.args[0]):
                yield source.says(node, "Markup( of something that is not a literal")


def all_but(paths: Collection[str]) -> list[Source]:
    return [source for source in application() if source.path not in paths]


def weak_ciphers(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        for number, line in enumerate(source.text.splitlines(), 1):
            if WEAK.search(line.partition("#")[0]):
                yield f"{source.path}:{number}: {WEAK.search(line).group()} is weak, or not authenticated"  # type: ignore[union-attr]


def test_nothing_runs_unpacks_or_serves_what_somebody_sent() -> None:
    refuse(dangerous(application()), "Nothing typed is run, unpacked or taken for a file's name")


def test_sql_is_never_put_together_from_values() -> None:
    refuse(built_sql(all_but(BUILDS_SQL)), "Values reach the database as parameters")


def test_patterns_are_our_own() -> None:
    refuse(built_patterns(application()), "No pattern is made of what somebody typed")


def test_only_literals_are_trusted_as_markup() -> None:
    refuse(trusted_markup(all_but(DRAWS_MARKUP)), "Markup is made of literals")


def test_only_strong_ciphers_and_hashes_are_used() -> None:
    refuse(weak_ciphers(application()), "No weak cipher, mode or hash")


def test_each_exception_is_still_needed() -> None:
    for module, places in ONLY_IN.items():
        users = {
            source.path for source in application() for found in imports(source) if found.module.split(".")[0] == module
        }
        assert users == places, module
    text = {source.path: source.text for source in application()}
    assert all(name in text[path] for path, name in OWN_PATTERNS)


@pytest.mark.parametrize(
    "line",
    [
        "eval(typed)",
        "exec(typed)",
        "render_template_string(typed)",
        "environment.from_string(typed)",
        "Template(typed)",
        "os.system(typed)",
        "run(typed, shell=True)",
        "flask.send_file(typed)",
        "request.files['a']",
        "FileField('a')",
        "import pickle",
        "from xml.etree import ElementTree",
        "import subprocess",
        "from cryptography.fernet import Fernet",
        "from random import choice",
        "import urllib.request",
    ],
)
def test_a_danger_is_found(line: str) -> None:
    assert list(dangerous([made_up("coordcare/notes/actions.py", line)]))
    assert not list(
        dangerous([made_up("coordcare/notes/actions.py", "from urllib.parse import quote\nevaluate(compiled)")])
    )


@pytest.mark.parametrize(
    "line",
    ["text(f'SELECT {a}')", "session.execute(a + 'b')", "db.text('a {}'.format(b))", "c.exec_driver_sql('%s' % a)"],
)
def test_built_sql_is_found(line: str) -> None:
    assert list(built_sql([made_up("coordcare/notes/queries.py", line)]))
    assert not list(built_sql([made_up("coordcare/notes/queries.py", "text('SELECT 1')\nsession.execute(query)")]))


@pytest.mark.parametrize("line", ["re.compile(typed)", "re.search(f'a{typed}', b)", "re.sub('a' + typed, b, c)"])
def test_a_typed_pattern_is_found(line: str) -> None:
    assert list(built_patterns([made_up("coordcare/notes/rules.py", line)]))
    assert not list(built_patterns([made_up("coordcare/notes/rules.py", "re.compile(rf'a{_PART}')\n_PART")]))


@pytest.mark.parametrize("line", ["Markup(text)", "markupsafe.Markup(f'<p>{text}</p>')", "Markup('<p>' + text)"])
def test_trusted_text_is_found(line: str) -> None:
    assert list(trusted_markup([made_up("coordcare/notes/cards.py", line)]))
    assert not list(trusted_markup([made_up("coordcare/notes/cards.py", "Markup('<p>{}</p>').format(text)")]))


@pytest.mark.parametrize("line", ["hashlib.md5(a)", "SELECT = 'md5(a)'", "modes.ECB()", "Fernet(key)", "hashes.SHA1()"])
def test_a_weak_cipher_is_found(line: str) -> None:
    assert list(weak_ciphers([made_up("coordcare/notes/actions.py", line)]))
    assert not list(weak_ciphers([made_up("coordcare/notes/actions.py", "hashlib.sha256(a)  # not md5(a)")]))
