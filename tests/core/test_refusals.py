import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import core
from core import error_table
from core.refusals import Invalid, Problem, Refusal
from core.signing.refusals import FieldsMissing, NotYourTurn

FOLDER = Path(core.__file__).parent
LIST = FOLDER.parent / "docs" / "errors.md"
TABLE = error_table.errors()
FORMS = (
    "envelopes/drafts/draft",
    "envelopes/drafts/draft_fields",
    "envelopes/drafts/draft_sending",
    "envelopes/ending",
    "envelopes/recipient_list",
    "fields/field",
    "signing/consenting",
    "signing/declining",
    "signing/finishing",
)
# Sentences that begin so say themselves what to do.
DOES = ("Add", "Create", "Enter", "Give", "Place", "Please", "Say", "Write")


def every(of: type[Problem]) -> Iterator[type[Problem]]:
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


@pytest.mark.parametrize("refusal", TABLE.values(), ids=TABLE.keys())
def test_every_refusal_says_what_is_wrong_and_what_to_do(refusal: type[Problem]) -> None:
    assert refusal.message.endswith(".")
    assert tells_what_to_do(refusal.message), refusal.message


@pytest.mark.parametrize("text", sorted(set(mistakes())))
def test_every_mistake_in_a_form_is_told_with_what_to_do(text: str) -> None:
    assert text.endswith(".")
    assert tells_what_to_do(text)


def test_a_refusal_has_a_stable_code_and_reads_as_its_message() -> None:
    assert NotYourTurn().code == "not_your_turn"
    assert str(NotYourTurn()) == NotYourTurn.message
    assert str(FieldsMissing(("a",))) == FieldsMissing.message


def test_the_codes_are_those_of_the_list_and_none_was_taken_away() -> None:
    listed = [line for line in LIST.read_text().splitlines() if line.startswith("`")]

    assert listed == [f"`{code}` | {e.status} | {e.message}" for code, e in TABLE.items()]


def test_every_refusal_has_a_code_of_its_own() -> None:
    declared = [refusal for refusal in every(Refusal) if "code" in vars(refusal)]

    assert declared == list(every(Refusal))
    assert len({refusal.code for refusal in declared}) == len(declared)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in TABLE)


def test_refusals_are_declared_where_one_looks_for_them() -> None:
    assert {refusal.__module__.split(".")[-1] for refusal in every(Refusal)} == {"refusals"}


def test_a_code_that_is_not_known_any_more_reads_as_a_general_refusal() -> None:
    assert error_table.by_code("gone_since") is Refusal


def test_a_mistake_does_not_quote_what_was_typed() -> None:
    assert str(Invalid(name="Enter a name.", email="Enter an address.")) == "name, email"
