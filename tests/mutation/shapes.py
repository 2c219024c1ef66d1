"""What an expression is by its shape: an owner check, a visibility predicate, or neither of them."""

import ast
import re
from collections.abc import Iterator

from tests.mutation.syntax import Function, Module, Mutant, called, is_statement, last, root, words

MARK, PREDICATE, OWNER = "gate mark", "visibility predicate", "owner check"
# Whose a row is, and who asks.
WHOSE = re.compile(r"(^|_)(author|account|actor|viewer|session|owner|by)_id$")
ASKING = re.compile(r"^(viewer|standing|me|mine)$")
ASKED_FOR = re.compile(r"^(ME|me|mine|(account|author|session|viewer|cover|by)_id)$")
READ = re.compile(r"^_?readable")
# Who asks, in a statement that is made once.
PARAMETERS = {"account", "me", "author", "viewer"}
NARROWED = re.compile(r"^(readable|writable)")
WITHDRAWN = re.compile(r"(withh|WITHHOLD)")
COUNTS = re.compile(r"^(started_at|ended_at|disabled_at|revoked_at|expires_at|used_at|created_at|seen_at)$")
SQL_TESTS = {"in_", "is_", "is_not", "not_in"}


def checks(module: Module) -> Iterator[Mutant]:
    for node in ast.walk(module.source.tree):
        if isinstance(node, ast.Compare | ast.Call | ast.Starred) and _inside_function(module, node):
            yield from _check(module, node)


def _check(module: Module, node: ast.Compare | ast.Call | ast.Starred) -> Iterator[Mutant]:
    if isinstance(node, ast.Starred):
        if isinstance(node.value, ast.Call) and module.is_condition(node.value):
            yield module.mutant(node.value, PREDICATE, "named condition", "nothing")
        return
    told = _condition(module, node) if _is_sql(module, node) else _answer(module, node)
    if told is not None:
        yield module.mutant(node, *told)


def _condition(module: Module, node: ast.Compare | ast.Call) -> tuple[str, str, bool | str] | None:
    """What a condition in SQL is: owner check, visibility predicate, or neither."""
    if isinstance(node, ast.Call) and module.is_condition(node):
        starred = isinstance(module.parents[node], ast.Starred)
        return None if starred else (PREDICATE, "named condition", "condition")
    said, column = words(node), _column(node)
    other = node.comparators[0] if isinstance(node, ast.Compare) else node
    if said & module.names.lists:
        return PREDICATE, "patients of the viewer", "condition"
    if WHOSE.search(column) and _is_asking(other):
        return OWNER, "row of", "condition"
    if column == "patient_id" and (_parameter(other) or root(other)) in {"standing", "patient_id", "patient"}:
        return PREDICATE, "row of the patient", "condition"
    if (
        column == "id"
        and isinstance(node, ast.Compare)
        and "patient" in (last(other).removesuffix("_id"), _parameter(other))
    ):
        return PREDICATE, "row of the patient", "condition"
    if column == "sensitivity" or said & {"SIGNED", "DRAFT", "readable", "is_draft"}:
        return PREDICATE, "row that may be read", "condition"
    if COUNTS.search(column) or WITHDRAWN.search(column):
        return PREDICATE, "row that counts", "condition"
    return None


def _answer(module: Module, node: ast.Compare | ast.Call) -> tuple[str, str, bool | str] | None:
    """What a yes or no in Python is, and the value under which it lets everybody pass."""
    if isinstance(node, ast.Call):
        if called(node) in module.names.answers:
            return PREDICATE, "named answer", True
        return (PREDICATE, "what may be read", "widest") if NARROWED.search(called(node)) else None
    if len(node.ops) != 1:
        return None
    positive = isinstance(node.ops[0], ast.Eq | ast.Is | ast.In | ast.LtE)
    asks_equal = isinstance(node.ops[0], ast.Eq | ast.NotEq)
    left, right, said = last(node.left), last(node.comparators[0]), words(node)
    if ast.unparse(node.left) in {"discipline", "standing.discipline", "viewer.discipline", "self.discipline"}:
        return (PREDICATE, "on the team", not positive) if right == "None" else None
    if asks_equal and (WHOSE.search(left) or WHOSE.search(right)):
        mine = _is_asking(node.left) or _is_asking(node.comparators[0])
        return (OWNER, "row of", _passing(module, node, positive)) if mine else None
    if left == "patient_id" and (asks_equal or right == "mine") and not isinstance(node.comparators[0], ast.Constant):
        return PREDICATE, "row of the patient", _passing(module, node, positive)
    if "Reach" in said:
        return OWNER, "reach of a verb", positive
    if right == "duties" and root(node.comparators[0]) == "viewer":
        return PREDICATE, "duty", positive
    if said & {"Grant"}:
        return PREDICATE, "cell of the policy", not positive if "NO" in said else positive
    if {one for one in said if WITHDRAWN.search(one)} and isinstance(node.ops[0], ast.In | ast.NotIn):
        return PREDICATE, "withheld", not positive
    return (PREDICATE, "row that may be read", positive) if any(map(READ.search, said)) else None


def _is_asking(node: ast.expr) -> bool:
    """Whether a side of a comparison is who asks: the viewer, or an account handed in."""
    if isinstance(node, ast.Call) and called(node) == "bindparam":
        return _parameter(node) in PARAMETERS
    if isinstance(node, ast.Name):
        return bool(ASKED_FOR.search(node.id))
    return any(ASKING.search(one) for one in words(node)) and not ast.unparse(node).endswith("patient_id")


def _parameter(node: ast.expr) -> str:
    """The name of a parameter in SQL, "" for anything else."""
    is_one = isinstance(node, ast.Call) and called(node) == "bindparam"
    return last(node.args[0]) if is_one and isinstance(node, ast.Call) else ""


def _passing(module: Module, node: ast.expr, positive: bool) -> bool:
    """The value that lets everybody pass: what a check says of the right person, unless its body refuses them."""
    refuses, turned, child = False, False, node
    for parent in module.above(node):
        if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
            turned = not turned
        if isinstance(parent, ast.If | ast.IfExp):
            refuses = isinstance(parent, ast.If) and child is parent.test and _refuses(parent.body)
            break
        if isinstance(parent, ast.stmt):
            break
        child = parent  # type: ignore[assignment]
    return turned if refuses else positive


def _refuses(body: list[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.Return):
        return last.value is None or ast.unparse(last.value) in {"None", "[]", "False", "{}", "frozenset()", "()"}
    return isinstance(last, ast.Raise | ast.Continue)


def _is_sql(module: Module, node: ast.Compare | ast.Call) -> bool:
    """Whether an expression becomes SQL: it compares a column of a table, or calls what returns a condition."""
    if isinstance(node, ast.Call):
        tests = isinstance(node.func, ast.Attribute) and node.func.attr in SQL_TESTS
        return tests or module.is_condition(node)
    if not all(isinstance(one, ast.Eq | ast.NotEq | ast.Gt | ast.GtE | ast.Lt | ast.LtE) for one in node.ops):
        return False
    table = root(node.left)
    return table[:1].isupper() or table in module.tables(node) or ".c." in ast.unparse(node.left)


def _column(node: ast.Compare | ast.Call) -> str:
    if isinstance(node, ast.Compare):
        return last(node.left)
    return last(node.func.value) if isinstance(node.func, ast.Attribute) else ""


def _inside_function(module: Module, node: ast.AST) -> bool:
    """Whether a request runs it: in the body of a function, or in a statement that a module makes once."""
    child = node
    for parent in module.above(node):
        if isinstance(parent, ast.Assign) and isinstance(module.parents[parent], ast.Module):
            return is_statement(parent)
        if isinstance(parent, Function | ast.Lambda):
            return child in (parent.body if isinstance(parent.body, list) else [parent.body])
        child = parent
    return False
