"""Models as validation and as OpenAPI 3.1 document at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Request
from pydantic import BaseModel, ValidationError
from spectree import Response as ModelsByStatus
from spectree import SecurityScheme, SpecTree
from spectree.model_adapter.protocol import SchemaMode
from spectree.models import SecureType, SecuritySchemeData
from spectree.plugins.base import Context
from spectree.plugins.flask_plugin import FlaskPlugin
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from core.api.refusals import InvalidRequest
from core.request_errors import JsonTooLarge
from webapp.api.v1 import queries, strict_json
from webapp.api.v1.problem_model import ProblemAnswer

BODY, FORM = "body", "form"
# Files in base64 lie in memory as a whole; larger ones come in parts.
JSON_LIMIT = 35_000_000
Model = type[BaseModel]
PROBLEM = "application/problem+json"
DESCRIPTION = (
    "Make envelopes, send them, and see how they stand. Every request carries an API key as"
    " “Authorization: Bearer cs_…”. Errors are problem details (RFC 9457) with a stable “code”;"
    " a body that cannot be accepted gets all that is wrong with it at once."
)


class Answers(ModelsByStatus):
    """What a route answers, by status; problems have a media type of their own."""

    def generate_spec(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        answers: dict[str, Any] = super().generate_spec(*args, **kwargs)
        for status, answer in answers.items():
            if int(status) >= 400:
                answer["content"] = {PROBLEM: answer["content"]["application/json"]}
        return answers


def answers(*problems: int, **models: type[BaseModel] | None) -> Answers:
    """The models of `models`, and for each status of `problems` a problem."""
    return Answers(**models, **{f"HTTP_{status}": ProblemAnswer for status in problems})


class RequestParts(FlaskPlugin):
    """
    Spectree's, which stops at the first part of a request that is wrong, and takes a body that is
    no JSON for an empty one.
    """

    def request_validation(
        self,
        request: Request,
        query: Model | None,
        json: Model | None,
        form: Model | None,
        headers: Model | None,
        cookies: Model | None,
    ) -> None:
        """Raises InvalidRequest with all that is wrong in all parts, JsonTooLarge, FormTooLarge."""
        wrong: list[dict[str, str]] = []

        def read(model: Model | None, part: Callable[[], Any], where: str) -> BaseModel | None:
            if model is None:
                return None
            try:
                value = part()
                wrong.extend(_oddities(model, value, where))
                if isinstance(value, str):
                    return model.model_validate_json(value)
                return model.model_validate(value)
            except ValidationError as error:
                told = {each.get("pointer") for each in wrong} - {None}
                errors = (_problem(each, where) for each in error.errors(include_input=False))
                wrong.extend(each for each in errors if each.get("pointer") not in told)
            return None

        in_parts = form is not None and request.mimetype == "multipart/form-data"
        request.context = Context(  # type: ignore[attr-defined]
            query=read(query, lambda: _query(request), "query"),
            json=None if in_parts else read(json, lambda: _body(request), BODY),
            form=read(form, lambda: self.fill_form(request), FORM) if in_parts else None,
            headers=read(headers, lambda: dict(request.headers), "header"),
            cookies=None,
        )
        if wrong:
            raise InvalidRequest(wrong)

    def validate_response(
        self,
        resp: Any,
        resp_model: ModelsByStatus | None,
        skip_validation: bool,
        force_resp_serialize: bool,
    ) -> Any:
        """
        Files go out as they are: to look into one, it would have to be in memory as a whole. What
        leaves members out, as it was asked to, does not fit its model.
        """
        left_out = resp.status_code == 304 or queries.wanted()
        if left_out or resp.is_streamed:
            return resp, None
        given = (resp, resp_model, skip_validation, force_resp_serialize)
        return super().validate_response(*given)


def _oddities(model: Model, value: Any, where: str) -> list[dict[str, str]]:
    """What is wrong with the JSON itself: of the body, or of what stands in a part of the form."""
    if where not in (BODY, FORM):
        return []
    texts = [value] if where == BODY else [value.get(name) for name in model.model_fields]
    return [
        {"pointer": pointer(path), "code": code, "detail": detail}
        for text in texts
        if isinstance(text, str)
        for path, code, detail in strict_json.problems(text)
    ]


def _query(request: Request) -> dict[str, str]:
    """Raises InvalidRequest for what stands there twice, and for what no text may hold."""
    wrong = [
        {"query": name, "code": code, "detail": detail}
        for name, values in request.args.lists()
        for code, detail in (strict_json.REPEATED, strict_json.NUL)
        if (len(values) > 1 if code == strict_json.REPEATED[0] else "\0" in name + "".join(values))
    ]
    if wrong:
        raise InvalidRequest(wrong)
    return request.args.to_dict()


def _body(request: Request) -> str:
    if not request.is_json or request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType
    # Also where the body comes in chunks and no one says its length.
    request.max_content_length = JSON_LIMIT
    try:
        return request.get_data(cache=False).decode()
    except RequestEntityTooLarge:
        raise JsonTooLarge from None
    except UnicodeDecodeError:
        detail = "The body is not UTF-8."
        raise InvalidRequest(
            [{"pointer": pointer(()), "code": "json_invalid", "detail": detail}]
        ) from None


def _problem(error: Mapping[str, Any], where: str) -> dict[str, str]:
    """Where it is, as a JSON pointer into the body (RFC 6901) or by name, and what is wrong."""
    path = error["loc"][1:] if where == FORM else error["loc"]
    place = (
        {"pointer": pointer(path)}
        if where in (BODY, FORM)
        else {where: str(path[0]) if path else ""}
    )
    return {**place, "code": error["type"], "detail": error["msg"].removeprefix("Value error, ")}


def pointer(path: Sequence[str | int]) -> str:
    """As a fragment, which is how RFC 9457 section 3 shows it."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "#" + "".join(f"/{step}" for step in steps)


class Documentation(SpecTree):
    """
    Spectree's, which keeps for itself what was said of a route, and which makes the schema of a
    model anew for each route, while the program starts: seconds that only the document needs.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._described: dict[Callable[..., Any], dict[str, Any]] = {}
        self._named: dict[tuple[Model, SchemaMode], None] = {}

    @property
    def spec(self) -> dict[str, Any]:
        while self._named:
            model, mode = next(iter(self._named))
            del self._named[model, mode]
            super()._add_model(model, mode)
        found: dict[str, Any] = super().spec
        return found

    def _add_model(self, model: Model, mode: SchemaMode = "validation") -> str:
        """Of two modes of a model the last one named is shown."""
        self._named.pop((model, mode), None)
        self._named[model, mode] = None
        return str(self.naming_strategy(model))

    def validate(  # type: ignore[override]
        self, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        decorate = super().validate(**kwargs)

        def decorated(view: Callable[..., Any]) -> Callable[..., Any]:
            validated: Callable[..., Any] = decorate(view)
            self._described[validated] = kwargs
            return validated

        return decorated

    def answers_of(self, view: Callable[..., Any]) -> ModelsByStatus | None:
        """What a route answers, by status."""
        return self._described.get(view, {}).get("resp")

    def operation_of(self, view: Callable[..., Any]) -> str:
        """How the description calls it; "" for what it does not name."""
        return str(self._described.get(view, {}).get("operation_id", ""))


documentation = Documentation(
    backend=RequestParts,
    before=lambda *_: None,
    after=lambda *_: None,
    title="Countersign",
    version="1",
    description=DESCRIPTION,
    mode="strict",
    annotations=False,
    validation_error_model=ProblemAnswer,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _, child: child,
    security_schemes=[
        SecurityScheme(name="key", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer")),
    ],
    security={"key": []},
)
