"""
Computes an expression: the same values give the same result, at any time and on any machine.

A number or day that is not filled in makes the result of arithmetic not filled in. It equals only
what is not filled in either, and is neither less nor more than anything.
"""

import ast
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, cast

from core.fields.expressions.functions import FUNCTIONS, add_days
from core.fields.expressions.syntax import BOOLEANS, CALLED_IF, Expression
from core.fields.expressions.value import ARITHMETIC, Uncomputable, Value, checked, checked_text
from core.refusals import sentence


def evaluate(expression: Expression, values: Mapping[str, Value]) -> Value:
    """
    `values` have every name of the expression, of the types for which it was checked.

    Raises Uncomputable, and nothing else for an expression that fits its types.
    """
    return _Evaluation(values).of(expression.tree)


class _Evaluation:
    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values

    def of(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=value):
                return cast(Value, value)
            case ast.Name(id=name):
                return BOOLEANS[name] if name in BOOLEANS else self.values[name]
            case ast.BinOp(left=left, op=op, right=right):
                return _operated(self.of(left), op, self.of(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self.of(operand)
            case ast.UnaryOp(op=op, operand=operand):
                return _signed(op, self.of(operand))
            case ast.BoolOp(op=ast.And(), values=values):
                return all(self.of(value) for value in values)
            case ast.BoolOp(values=values):
                return any(self.of(value) for value in values)
            case ast.Compare():
                return self.compared(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.of(body if self.of(test) else orelse)
            case ast.Call(func=ast.Name(id="date"), args=[ast.Constant(value=written)]):
                return date.fromisoformat(str(written))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.called(name, args)
        raise TypeError(node)  # syntax.py lets no other through

    def compared(self, node: ast.Compare) -> bool:
        left = self.of(node.left)
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(right, ast.Tuple | ast.List):
                among = any(_equal(left, self.of(each)) for each in right.elts)
                if among is isinstance(op, ast.NotIn):
                    return False
                continue
            value = self.of(right)
            if not _holds(left, op, value):
                return False
            left = value
        return True

    def called(self, name: str, args: list[ast.expr]) -> Value:
        if name == CALLED_IF:
            test, body, orelse = args
            return self.of(body if self.of(test) else orelse)
        function, values = FUNCTIONS[name], [self.of(arg) for arg in args]
        if not function.takes_empty and None in values:
            return None
        return function.call(*values)


def _operated(left: Any, op: ast.operator, right: Any) -> Value:
    if left is None or right is None:
        return None
    if isinstance(left, str):
        return checked_text(left + right)
    if isinstance(left, date):
        if isinstance(right, date):
            return Decimal((left - right).days)
        return add_days(left, right if isinstance(op, ast.Add) else -right)
    return checked(_calculated(left, op, right))


def _calculated(left: Decimal, op: ast.operator, right: Decimal) -> Decimal:
    try:
        match op:
            case ast.Add():
                return ARITHMETIC.add(left, right)
            case ast.Sub():
                return ARITHMETIC.subtract(left, right)
            case ast.Mult():
                return ARITHMETIC.multiply(left, right)
            case ast.Div():
                return ARITHMETIC.divide(left, right)
        return ARITHMETIC.remainder(left, right)
    except (DivisionByZero, InvalidOperation, Overflow):
        wrong = sentence("This divides by zero. Check the numbers you entered.")
        raise Uncomputable(wrong) from None


def _signed(op: ast.unaryop, value: Any) -> Value:
    if value is None:
        return None
    return ARITHMETIC.minus(value) if isinstance(op, ast.USub) else value


def _holds(left: Any, op: ast.cmpop, right: Any) -> bool:
    match op:
        case ast.Eq():
            return _equal(left, right)
        case ast.NotEq():
            return not _equal(left, right)
        case ast.In():
            return left in right
        case ast.NotIn():
            return left not in right
    if left is None or right is None:
        return False
    match op:
        case ast.Lt():
            return bool(left < right)
        case ast.LtE():
            return bool(left <= right)
        case ast.Gt():
            return bool(left > right)
    return bool(left >= right)


def _equal(left: Value, right: Value) -> bool:
    return left == right
