import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import core
from core import refusals
from core.refusals import Invalid, Refusal

FOLDER = Path(core.__file__).parent
FORMS = (
    "envelopes/draft",
    "envelopes/ending",
    "envelopes/recipient",
    "fields/field",
    "signing/ceremony",
)
# Sentences that begin so say themselves what to do.
DOES = ("Add", "Adopt", "Enter", "Give", "Place", "Please", "Say", "Write")


def every(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for below in of.__subclasses__():
        yield below
        yield from every(below)


def mistakes() -> Iterator[str]:
    """What the rules say of a form, wherever they say it."""
    for name in FORMS:
        for node in ast.walk(ast.parse((FOLDER / f"{name}.py").read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "sentence":
                yield str(ast.literal_eval(node.args[0]))


def tells_what_to_do(text: str) -> bool:
    return text.startswith(DOES) or len(re.findall(r"[.;] ?", text)) >= 2


@pytest.mark.parametrize("refusal", sorted(every(), key=lambda r: r.__name__))
def test_every_refusal_says_what_is_wrong_and_what_to_do(refusal: type[Refusal]) -> None:
    assert refusal.message.endswith(".")
    assert tells_what_to_do(refusal.message), refusal.message


@pytest.mark.parametrize("text", sorted(set(mistakes())))
def test_every_mistake_in_a_form_is_told_with_what_to_do(text: str) -> None:
    assert text.endswith(".")
    assert tells_what_to_do(text)


def test_a_refusal_has_a_stable_name_and_reads_as_its_message() -> None:
    assert refusals.NotYourTurn().code == "NotYourTurn"
    assert str(refusals.NotYourTurn()) == refusals.NotYourTurn.message
    assert str(refusals.FieldsMissing(("a",))) == refusals.FieldsMissing.message
    assert len({r.__name__ for r in every()}) == len(list(every()))


def test_a_mistake_does_not_quote_what_was_typed() -> None:
    assert str(Invalid(name="Enter a name.", email="Enter an address.")) == "name, email"
