from datetime import timedelta

import pytest
from flask import Flask

from core.envelopes.refusals import NothingToSend
from core.organizations import quota
from core.organizations.refusals import QuotaReached
from core.refusals import Forbidden, Invalid, Problem, TooFast
from core.signing.refusals import FieldsMissing, NotYourTurn
from webapp.http import errors, problem_json


def test_an_address_of_the_api_that_leads_nowhere_is_told_as_problem_json(app: Flask) -> None:
    answer = app.test_client().get("/api/nothing-here")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json == {
        "type": "urn:countersign:error:not_found",
        "title": "Not found",
        "status": 404,
        "detail": "Nothing that this key may see has this address. Check it and its ids.",
        "code": "not_found",
    }


def test_whoever_asks_for_problem_json_gets_it_from_a_page_too(app: Flask) -> None:
    asking = {"Accept": "application/problem+json"}

    answer = app.test_client().get("/nothing-here", headers=asking)

    assert answer.json is not None
    assert answer.json["code"] == "not_found"


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (NotYourTurn(), 409, "not_your_turn"),
        (Forbidden(), 403, "forbidden"),
        (TooFast(timedelta(seconds=7)), 429, "too_fast"),
        (Invalid(name="Enter a name."), 422, "invalid"),
    ],
)
def test_the_status_and_the_code_are_those_of_the_table(
    app: Flask, problem: Problem, status: int, code: str
) -> None:
    with app.test_request_context("/api/v1/envelopes"):
        answer = errors.answer(problem)

        body = answer.get_json()
        assert answer.status_code == body["status"] == status
        assert body["code"] == code
        assert answer.headers.get("Retry-After") == ("7" if code == "too_fast" else None)


def test_what_is_wrong_with_single_values_is_listed(app: Flask) -> None:
    with app.test_request_context("/api/v1/envelopes"):
        invalid = problem_json.response(Invalid(name="Enter a name.")).get_json()
        lacking = problem_json.response(NothingToSend({"documents": "Add one."})).get_json()
        empty = problem_json.response(FieldsMissing(("a", "b"))).get_json()

    name, documents = ("invalid", "Enter a name."), ("nothing_to_send", "Add one.")
    assert [(e["code"], e["detail"]) for e in invalid["errors"] + lacking["errors"]] == [
        name,
        documents,
    ]
    assert "highlighted" not in invalid["detail"] + lacking["detail"]
    with app.test_request_context("/envelopes"):
        page = problem_json.response(Invalid(name="Enter a name.")).get_json()
    assert page["errors"] == [{"field": "name", "detail": "Enter a name."}]
    assert empty["field_ids"] == ["a", "b"]


def test_numbers_in_a_sentence_are_filled_in(app: Flask) -> None:
    with pytest.raises(QuotaReached) as caught:
        quota.require(quota.Usage(quota.Kind.STORAGE, 2_000_000, 2_000_000), 1)
    with app.test_request_context("/api/v1/envelopes"):
        detail = problem_json.response(caught.value).get_json()["detail"]

    assert "uses 2 MB of its 2 MB" in detail
