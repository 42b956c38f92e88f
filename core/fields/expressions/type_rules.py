"""
Whether an expression fits the types of its names, told when it is saved.

    number + - * / % number → number      text + text → text
    date + number → date                  date - number → date      date - date → number (of days)
    == and != : two of one type           < <= > >= : two numbers, texts or dates
    x in (…) : all of one type            part in text : two texts
    and, or, not, and the condition of if : yes or no
    if : both values of one type          functions : as functions.FUNCTIONS says
"""

import ast
from collections.abc import Mapping

from core.fields.expressions.functions import FUNCTIONS
from core.fields.expressions.syntax import (
    BOOLEANS,
    CALLED_IF,
    Expression,
    position,
)
from core.fields.expressions.value import UnreadableExpression, ValueType
from core.refusals import sentence

NUMBER, TEXT, DATE, YES_NO = ValueType
ADDED = {
    (NUMBER, NUMBER): NUMBER,
    (TEXT, TEXT): TEXT,
    (DATE, NUMBER): DATE,
}
SUBTRACTED = {(NUMBER, NUMBER): NUMBER, (DATE, NUMBER): DATE, (DATE, DATE): NUMBER}
UNFITTING = sentence("Character %(at)s: %(one)s and %(other)s cannot be combined here.")
EXPECTED = sentence("Character %(at)s: this must be %(expected)s, but it is %(found)s.")


def type_of(expression: Expression, types: Mapping[str, ValueType]) -> ValueType:
    """`types` are those of all names that there are. Raises UnreadableExpression."""
    return _Checker(expression.source, types).of(expression.tree)


class _Checker:
    def __init__(self, text: str, types: Mapping[str, ValueType]) -> None:
        self.text, self.types = text, types

    def of(self, node: ast.expr) -> ValueType:
        match node:
            case ast.Constant(value=bool()):
                return YES_NO
            case ast.Constant(value=constant):
                return TEXT if isinstance(constant, str) else NUMBER
            case ast.Name(id=name):
                return self.of_name(node, name)
            case ast.BinOp(left=left, op=op, right=right):
                return self.of_operation(node, self.of(left), op, self.of(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.expect(operand, YES_NO)
            case ast.UnaryOp(operand=operand):
                return self.expect(operand, NUMBER)
            case ast.BoolOp(values=values):
                for value in values:
                    self.expect(value, YES_NO)
                return YES_NO
            case ast.Compare():
                return self.of_comparison(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.of_choice(test, body, orelse)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.of_call(name, args)
        raise TypeError(node)  # syntax.py lets no other through

    def of_name(self, node: ast.expr, name: str) -> ValueType:
        if name in BOOLEANS:
            return YES_NO
        if name not in self.types:
            template = sentence(
                "Character %(at)s: no field is called “%(name)s”. Check the name, or give a"
                " field this name."
            )
            raise UnreadableExpression(template, position(self.text, node), name=name)
        return self.types[name]

    def of_operation(
        self, node: ast.expr, left: ValueType, op: ast.operator, right: ValueType
    ) -> ValueType:
        known = {ast.Add: ADDED, ast.Sub: SUBTRACTED}.get(type(op), {(NUMBER, NUMBER): NUMBER})
        if (left, right) not in known:
            self.unfitting(node, left, right)
        return known[left, right]

    def of_comparison(self, node: ast.Compare) -> ValueType:
        one = self.of(node.left)
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(right, ast.Tuple | ast.List):
                for each in right.elts:
                    self.same(each, one, self.of(each))
                continue
            other = self.of(right)
            self.same(right, one, other)
            is_part = isinstance(op, ast.In | ast.NotIn)
            is_ordered = isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE)
            if (is_part and one is not TEXT) or (is_ordered and one is YES_NO):
                self.unfitting(right, one, other)
            one = other
        return YES_NO

    def same(self, node: ast.expr, one: ValueType, other: ValueType) -> None:
        if one is not other:
            self.unfitting(node, one, other)

    def of_choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr) -> ValueType:
        self.expect(test, YES_NO)
        one, other = self.of(body), self.of(orelse)
        if one is not other:
            self.unfitting(orelse, one, other)
        return one

    def of_call(self, name: str, args: list[ast.expr]) -> ValueType:
        if name == CALLED_IF:
            return self.of_choice(*args)
        if name == "date":
            return DATE
        function, found = FUNCTIONS[name], [self.of(arg) for arg in args]
        for number, (arg, type) in enumerate(zip(args, found, strict=True)):
            takes = function.takes[min(number, len(function.takes) - 1)]
            if number and function.gives is None:
                takes = found[0]
            self.fit(arg, type, takes)
        return function.gives or found[0]

    def expect(self, node: ast.expr, expected: ValueType) -> ValueType:
        found = self.of(node)
        self.fit(node, found, expected)
        return found

    def fit(
        self, node: ast.expr, found: ValueType, expected: ValueType | frozenset[ValueType]
    ) -> None:
        allowed = {expected} if isinstance(expected, ValueType) else expected
        if found not in allowed:
            wanted = next(type for type in ValueType if type in allowed)
            at = position(self.text, node)
            raise UnreadableExpression(EXPECTED, at, expected=wanted, found=found)

    def unfitting(self, node: ast.expr, one: ValueType, other: ValueType) -> None:
        raise UnreadableExpression(UNFITTING, position(self.text, node), one=one, other=other)
