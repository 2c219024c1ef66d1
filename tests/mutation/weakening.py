"""The gate without one of its questions, made of the real one's source."""

import ast
from typing import Any

from coordcare.access import gate
from tests.house.source import ROOT
from tests.mutation.syntax import Function

GATE = "coordcare/access/gate.py"
# The statement of the gate that asks each question: an `if` whose condition says one of these, and raises.
QUESTIONS = {
    "action": (".may(", "Grant.NO"),
    "sensitivity": (".reads(reads",),
    "author": ("not may(",),
    "duty": ("in viewer.duties",),
    "sign-in": ("viewer is None",),
}


# Whoever is signed in gets a standing and the patient, and is asked nothing more.
QUESTIONS["membership"] = ("discipline is None", *QUESTIONS["action"], *QUESTIONS["sensitivity"], *QUESTIONS["author"])
NOT_SEEN = ("sight", "membership")


class Unfit(Exception):
    """A mutant that cannot be made: the shape of the code is not what this file knows."""


def weak_gate(weak: str) -> dict[str, Any]:
    """The gate's functions as its source has them, without one question; their other names are the real gate's."""
    source = (ROOT / GATE).read_text(encoding="utf-8")
    changed = _Unasked(weak)
    tree = changed.visit(ast.parse(source, str(ROOT / GATE)))
    if not changed.count:
        raise Unfit(f"the gate asks nothing that looks like {weak}")
    functions = [one for one in tree.body if isinstance(one, Function)]
    module = ast.fix_missing_locations(ast.Module(functions, []))
    names = dict(vars(gate))
    exec(compile(module, f"{ROOT / GATE} without {weak}", "exec"), names)
    return names


class _Unasked(ast.NodeTransformer):
    """Takes out of the gate every refusal of one sort, or the recording of views."""

    def __init__(self, weak: str) -> None:
        self.weak = weak
        self.count = 0

    def visit_If(self, node: ast.If) -> Any:
        text = ast.unparse(node.test)
        refuses = isinstance(node.body[-1], ast.Raise | ast.Return)
        if refuses and any(part in text for part in QUESTIONS.get(self.weak, ())):
            self.count += 1
            rest = [self.visit(one) for one in node.orelse]
            return rest or ast.copy_location(ast.Pass(), node)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> Any:
        if self.weak in NOT_SEEN and ast.unparse(node.func) == "sees":
            self.count += 1
            return ast.copy_location(ast.Constant(True), node)
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> Any:
        if self.weak == "record" and ast.unparse(node).startswith("record_view("):
            self.count += 1
            return ast.copy_location(ast.Pass(), node)
        return self.generic_visit(node)
