"""The reference of the API as pages show it: the OpenAPI document, resource by resource."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.api.v1.reference.examples import all_examples
from webapp.api.v1.reference.openapi_document import JSON, description

ROOT = "/api/v1/"
REFERENCE = "#/components/schemas/"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class ReferenceMember:
    """Of a body or an answer, or a parameter; `model` is what its type links to, "" for none."""

    name: str
    type: str
    model: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    text: str
    members: tuple[ReferenceMember, ...]


@dataclass(frozen=True, slots=True)
class ReferenceAnswer:
    status: str
    text: str
    model: str


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    parameters: tuple[ReferenceMember, ...]
    body: str
    body_type: str
    answers: tuple[ReferenceAnswer, ...]
    refusals: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Resource:
    """What is at one plural noun, such as "envelopes"."""

    name: str
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]


def resources(base_url: str) -> dict[str, Resource]:
    """All of them by name, in the order of their names. `base_url` stands in the examples."""
    found = description()
    schemas = found["components"]["schemas"]
    by_noun: dict[str, list[Operation]] = {}
    for path, methods in sorted(found["paths"].items()):
        noun = path.removeprefix(ROOT).partition("/")[0]
        by_noun.setdefault(noun, []).extend(
            _operation(base_url, path, method, methods[method])
            for method in METHODS
            if method in methods
        )
    return {
        noun: Resource(noun, tuple(operations), tuple(_models(operations, schemas)))
        for noun, operations in sorted(by_noun.items())
    }


def _operation(base_url: str, path: str, method: str, told: Mapping[str, Any]) -> Operation:
    body = told.get("requestBody", {}).get("content", {})
    kind = JSON if JSON in body else next(iter(body), "")
    answers = told["responses"]
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        text=told["description"],
        scope=" ".join(scope for each in told["security"] for scope in each["key"]),
        parameters=tuple(_parameter(each) for each in told.get("parameters", ())),
        body=_type(body[kind]["schema"])[1] if body else "",
        body_type=" or ".join(body),
        answers=tuple(
            ReferenceAnswer(status, answer["description"], _answered(answer))
            for status, answer in sorted(answers.items())
            if int(status) < 400
        ),
        refusals=tuple(status for status in sorted(answers) if int(status) >= 400),
        example=_example(base_url, path, method.upper(), all_examples().get(told["operationId"])),
    )


def _parameter(told: Mapping[str, Any]) -> ReferenceMember:
    words, model = _type(told["schema"])
    where = {"path": "in the path", "query": "in the query", "header": "a header"}[told["in"]]
    return ReferenceMember(
        told["name"], f"{words}, {where}", model, told["required"], told["description"]
    )


def _answered(answer: Mapping[str, Any]) -> str:
    content = answer.get("content", {}).get(JSON)
    return _type(content["schema"])[1] if content else ""


def _models(operations: list[Operation], schemas: Mapping[str, Any]) -> Iterator[Model]:
    """What bodies and answers are made of, and what these are made of, each once."""
    named = [name for o in operations for name in (o.body, *(a.model for a in o.answers)) if name]
    shown: set[str] = set()
    while named:
        name = named.pop(0)
        if name in shown or name not in schemas:
            continue
        shown.add(name)
        model = _model(name, schemas[name])
        named.extend(member.model for member in model.members if member.model)
        yield model


def _model(name: str, schema: Mapping[str, Any]) -> Model:
    required = schema.get("required", ())
    members = []
    for each, told in schema.get("properties", {}).items():
        words, model = _type(told)
        members.append(
            ReferenceMember(each, words, model, each in required, told.get("description", ""))
        )
    if "enum" in schema:
        members.append(ReferenceMember("", _type(schema)[0], "", False, ""))
    return Model(name, schema.get("description", ""), tuple(members))


def _type(schema: Mapping[str, Any]) -> tuple[str, str]:
    """In words, and the model it names."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REFERENCE)
        return name, name
    if "anyOf" in schema:
        kinds = [_type(each) for each in schema["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(k for k, _ in kinds)), next((m for _, m in kinds if m), "")
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return "one of " + ", ".join(json.dumps(value) for value in values), ""
    if schema.get("type") == "array":
        words, model = _type(schema.get("items", {}))
        return f"list of {words}", model
    words = schema.get("format") or schema.get("type") or "any value"
    return words + _bounds(schema), ""


def _bounds(schema: Mapping[str, Any]) -> str:
    most = schema.get("maxLength", schema.get("maximum"))
    return f", at most {most}" if most is not None and most < 2**53 else ""


def _example(base_url: str, path: str, method: str, given: Mapping[str, Any] | None) -> str:
    """A command for a shell; "" where there is nothing to show."""
    if given is None:
        return ""
    for name, value in given.get("path", {}).items():
        path = path.replace(f"{{{name}}}", value)
    query = "&".join(f"{name}={value}" for name, value in given.get("query", {}).items())
    address = f"{base_url}{path}{'?' if query else ''}{query}"
    lines = [f'curl "{address}"' if method in ("GET", "POST") else f'curl -X {method} "{address}"']
    if method == "POST" and "body" not in given:
        lines[0] = f'curl -X POST "{address}"'
    lines.append('-H "Authorization: Bearer $COUNTERSIGN_KEY"')
    lines += [f'-H "{name}: {value}"' for name, value in given.get("headers", {}).items()]
    if "body" in given:
        text = json.dumps(given["body"], indent=2, ensure_ascii=False)
        lines.append("--json '" + re.sub(r"\$[A-Z_]+", r"'\g<0>'", text.replace("'", "’")) + "'")
    return " \\\n  ".join(lines)
