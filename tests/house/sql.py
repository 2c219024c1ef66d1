"""Where a file speaks to the database, found by the names it imports and the session it uses."""

import ast
from collections.abc import Iterator

from tests.house.imports import imports
from tests.house.source import Source

READS = frozenset({"select", "exists", "union", "union_all"})
WRITES = frozenset({"insert", "update", "delete"})
# Of extensions: it runs a write that was made once.
OURS = frozenset({"write"})
PLAIN = frozenset({"text"})
SESSION_READS = frozenset({"get", "get_one", "scalar", "scalars", "query", "refresh"})
SESSION_WRITES = frozenset({"add", "add_all", "delete", "merge", "flush", "commit", "rollback", "begin_nested"})
SESSION_ANY = frozenset({"execute", "connection"})


def uses(source: Source) -> Iterator[tuple[ast.AST, str, str]]:
    """Each use of the database: where, `reads`, `writes` or `any`, and the words for it."""
    known = dict(_names(source))
    ours = not any(found.module == "flask" and "session" in found.names for found in imports(source))
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in known:
            yield node, _right(known[called.id]), f"{known[called.id]}("
        elif isinstance(called, ast.Attribute):
            holder = ast.unparse(called.value)
            if _is_session(holder, ours):
                yield from _of_session(node, holder, called.attr)
            elif holder in {"sa", "sqlalchemy"} and called.attr in READS | WRITES | PLAIN:
                yield node, _right(called.attr), f"{holder}.{called.attr}("
            elif (called.attr == "insert" and len(node.args) == 1) or called.attr == "exec_driver_sql":
                yield node, "writes", f"{holder}.{called.attr}("
            elif called.attr == "execute":
                yield node, "any", f"{holder}.execute("


def _names(source: Source) -> Iterator[tuple[str, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            theirs = READS | WRITES | PLAIN if module.split(".")[0] == "sqlalchemy" else frozenset()
            for alias in node.names:
                if alias.name in (OURS if module == "coordcare.extensions" else theirs):
                    yield alias.asname or alias.name, alias.name


def _right(name: str) -> str:
    return "reads" if name in READS else "writes" if name in WRITES | OURS else "any"


def _of_session(node: ast.Call, holder: str, method: str) -> Iterator[tuple[ast.AST, str, str]]:
    for right, methods in (("reads", SESSION_READS), ("writes", SESSION_WRITES), ("any", SESSION_ANY)):
        if method in methods:
            yield node, right, f"{holder}.{method}("


def _is_session(holder: str, ours: bool) -> bool:
    return holder in {"db.session", "db.session()"} or (holder == "session" and ours)
