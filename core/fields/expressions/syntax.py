"""
Reads an expression: the grammar is Python's, of which a short list of forms is allowed.

    names of fields, 12.5, "text", date("2026-03-31"), true, false
    + - * / %   == != < <= > >=   and or not   x in ("a", "b")   "a" in x
    if(condition, value, otherwise)   value if condition else otherwise   functions.FUNCTIONS

Nothing of it is ever compiled or run by Python: evaluation.py walks the tree. Limits on length,
depth and parts bound what reading and computing take.
"""

import ast
import re
import warnings
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from core.fields.expressions.functions import FUNCTIONS, MANY
from core.fields.expressions.value import UnreadableExpression
from core.refusals import sentence

COMPARE = sentence("Character %(at)s: write == to compare two values.")
UNCLOSED = sentence("Character %(at)s: this text has no closing quote.")
LENGTH_LIMIT = 1_000  # characters
SHORT = 100
DEPTH_LIMIT = 100
PARTS_LIMIT = 300
BRACKETS_LIMIT = 40
NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,10})?")
TOKEN = re.compile(r"""\s+|"[^"\\\n]*"|'[^'\\\n]*'|[^\W\d]\w*|[0-9][0-9.]*|[<>=!]=|.""", re.S)
# `if` before a bracket is a function where a value may begin, and Python's word behind a value.
CALLED_IF = "iF"
BEFORE_VALUES = {*"([,+-*/%<>", "==", "!=", "<=", ">=", "and", "or", "not", "in", "if", "else"}
BOOLEANS = {"true": True, "false": False, "True": True, "False": False}
# The forms that evaluation.py computes.
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod)
COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """
    `names` are those of the fields it depends on; positions in the tree count in `source`, which is
    the text as Python's grammar got it. Equal texts give one and the same object.
    """

    text: str
    source: str
    tree: ast.expr
    names: frozenset[str]


def read(text: str) -> Expression:
    """Raises UnreadableExpression, which says what is wrong and at which character."""
    if len(text) > LENGTH_LIMIT:
        raise UnreadableExpression(
            sentence("Shorten this to up to 1,000 characters."), LENGTH_LIMIT
        )
    return (_short if len(text) <= SHORT else _long)(text)


@lru_cache(maxsize=4_000)
def _short(text: str) -> Expression:
    """A tree takes a hundred times the memory of its text: few long ones are kept."""
    return _read(text)


@lru_cache(maxsize=200)
def _long(text: str) -> Expression:
    return _read(text)


def _read(text: str) -> Expression:
    prepared = _prepared(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(prepared, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as wrong:
        # Python names no place where the text ends too early.
        at = (wrong.offset if isinstance(wrong, SyntaxError) else 1) or len(text) + 1
        template = sentence(
            "This cannot be read from character %(at)s onward. Check brackets, quotes and commas."
        )
        raise UnreadableExpression(template, min(at, len(text) + 1)) from None
    reader = _TreeReader(prepared)
    reader.check(tree, 0)
    return Expression(text, prepared, tree, frozenset(reader.names))


def position(text: str, node: ast.AST) -> int:
    """The character, from 1, at which a part begins; Python counts bytes of UTF-8."""
    column = getattr(node, "col_offset", 0)
    return len(text.encode()[:column].decode(errors="ignore")) + 1


def _prepared(text: str) -> str:
    """
    The text as one line, of the same length, for Python's grammar.

    Also refuses here what Python would read as something else: = for ==, comments, escapes.
    """
    made: list[str] = []
    at, depth, last = 0, 0, "("
    for word in TOKEN.findall(text):
        if word.isspace():
            made.append(" " * len(word))
        else:
            depth = _check_word(word, at + 1, depth)
            following = text[at + len(word) :].lstrip()[:1]
            is_call = word == "if" and following == "(" and last in BEFORE_VALUES
            made.append(CALLED_IF if is_call else word)
            last = word
        at += len(word)
    if not text.strip():
        raise UnreadableExpression(sentence("Write a formula, such as quantity * price."), 1)
    # Blanks before the first word would be an indent.
    return "".join(made)


def _check_word(word: str, at: int, depth: int) -> int:
    if word == "=":
        raise UnreadableExpression(COMPARE, at)
    if word in ('"', "'"):
        raise UnreadableExpression(UNCLOSED, at)
    if (len(word) == 1 and word in "#\\`$@&|^~:;{}?!\0") or not word.isprintable():
        template = sentence("Character %(at)s: “%(what)s” cannot be used in a formula.")
        raise UnreadableExpression(template, at, what=word if word.isprintable() else "?")
    depth += (word in "([") - (word in ")]") if len(word) == 1 else 0
    if depth > BRACKETS_LIMIT:
        raise UnreadableExpression(sentence("Character %(at)s: there are too many brackets."), at)
    return depth


def _segment(text: str, node: ast.expr) -> str:
    whole = text.encode()
    return whole[node.col_offset : node.end_col_offset].decode()


class _TreeReader:
    """Goes through a tree once: refuses what is not allowed, and notes the names."""

    def __init__(self, text: str) -> None:
        self.text, self.parts = text, 0
        self.names: set[str] = set()

    def check(self, node: ast.expr, depth: int) -> None:
        self.parts += 1
        if depth > DEPTH_LIMIT or self.parts > PARTS_LIMIT:
            self.refuse(node, sentence("Character %(at)s: this formula has too many parts."))
        for child in self.children(node):
            self.check(child, depth + 1)

    def children(self, node: ast.expr) -> list[ast.expr]:
        match node:
            case ast.Constant():
                self.check_constant(node)
            case ast.Name(id=name):
                if name not in BOOLEANS:
                    self.names.add(name)
            case ast.BinOp(left=left, op=op, right=right) if isinstance(op, OPERATORS):
                return [left, right]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not(), operand=operand):
                return [operand]
            case ast.BoolOp(values=values):
                return values
            case ast.Compare():
                return self.compared(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return [test, body, orelse]
            case ast.Call():
                return self.called(node)
            case _:
                self.refuse(
                    node, sentence("Character %(at)s: formulas cannot contain this expression.")
                )
        return []

    def check_constant(self, node: ast.Constant) -> None:
        written = _segment(self.text, node)
        if isinstance(node.value, bool):
            return
        if isinstance(node.value, str) and written[:1] in "\"'":
            return
        if not NUMBER.fullmatch(written):
            template = sentence(
                "Character %(at)s: write numbers as 12 or 12.5, and text in quotes."
            )
            self.refuse(node, template)
        # Exactly as it was written, which a float is not.
        node.value = cast(Any, Decimal(written))

    def compared(self, node: ast.Compare) -> list[ast.expr]:
        children = [node.left]
        for op, right in zip(node.ops, node.comparators, strict=True):
            if not isinstance(op, COMPARISONS):
                self.refuse(node, COMPARE)
            if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.Tuple | ast.List):
                if not right.elts or len(right.elts) > MANY:
                    template = sentence("Character %(at)s: list up to 50 values after “in”.")
                    self.refuse(right, template)
                children += right.elts
            else:
                children.append(right)
        return children

    def called(self, node: ast.Call) -> list[ast.expr]:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if node.keywords or not (name in FUNCTIONS or name in (CALLED_IF, "date")):
            template = sentence("Character %(at)s: there is no function called “%(name)s”.")
            self.refuse(node, template, name=name or "?")
        least, most = _arguments(name)
        if not least <= len(node.args) <= most or any(
            isinstance(arg, ast.Starred) for arg in node.args
        ):
            template = sentence("Character %(at)s: “%(name)s” does not take this number of values.")
            self.refuse(node, template, name=name.lower())
        if name == "date":
            self.check_date(node)
            return []
        return node.args

    def check_date(self, node: ast.Call) -> None:
        """A day that is written, not computed: a day that does not exist is told at once."""
        written = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        try:
            date.fromisoformat(written if isinstance(written, str) else "")
        except ValueError:
            self.refuse(node, sentence('Character %(at)s: write a date as date("2026-03-31").'))

    def refuse(self, node: ast.AST, template: str, **values: str) -> None:
        raise UnreadableExpression(template, position(self.text, node), **values)


def _arguments(name: str) -> tuple[int, int]:
    if name == CALLED_IF:
        return 3, 3
    if name == "date":
        return 1, 1
    return FUNCTIONS[name].least, FUNCTIONS[name].most
