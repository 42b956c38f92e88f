"""What holds for every operation, said of each: headers, parts of answers, what may go wrong."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from webapp.api.v1.idempotency_header import IdempotencyHeader

Operation = dict[str, Any]
CHANGING = ("post", "put", "patch", "delete")
JSON, PROBLEM = "application/json", "application/problem+json"
REFUSED = {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}
TEXT = {"type": "string"}
HEADERS = {
    "If-Match": "An ETag: the change is done to this state of the thing, or not at all",
    "If-None-Match": "An ETag: without a body, 304, if nothing has changed since",
}
ANSWERED = {
    "ETag": "Changes whenever the thing does",
    "Location": "Where it is seen from now on",
    "Idempotent-Replayed": "“true”: the request was sent before, and this was answered then",
    "Retry-After": "Seconds",
}
VARIABLE = re.compile(r"\{(\w+)\}")


def describe(paths: Mapping[str, Mapping[str, Operation]], schemas: dict[str, Any]) -> None:
    """Adds to each operation what it does not say of itself, and the models that this needs."""
    for path, operations in paths.items():
        for method, operation in operations.items():
            _add_parameters(operation, method)
            _add_problems(operation, method, path)
            _add_answered_headers(operation, method)
            _allow_parts(operation)
    _add_links(paths, schemas)
    _add_parts(schemas, paths)


def _add_parameters(operation: Operation, method: str) -> None:
    given = operation.setdefault("parameters", [])
    names = {parameter["name"] for parameter in given}
    if method in CHANGING and "Idempotency-Key" not in names:
        schema = IdempotencyHeader.model_json_schema()["properties"]["Idempotency-Key"]
        given.append(_header("Idempotency-Key", schema["description"], schema["anyOf"][0]))
    seen = "If-Match" if method in CHANGING else "If-None-Match"
    if seen not in names and _whole_answers(operation):
        given.append(_header(seen, HEADERS[seen], TEXT))


def _header(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    said = {"name": name, "in": "header", "required": False}
    return {**said, "description": description, "schema": dict(schema)}


def _add_problems(operation: Operation, method: str, path: str) -> None:
    statuses = {400, 401, 403, 422, 429}
    if VARIABLE.search(path):
        statuses.add(404)
    if method in CHANGING:
        statuses |= {409, 412}
    if "requestBody" in operation:
        statuses |= {413, 415}
    answers = operation["responses"]
    for status in sorted(statuses):
        said = {"description": HTTPStatus(status).phrase, "content": {PROBLEM: REFUSED}}
        answers.setdefault(str(status), said)
    if method == "get" and _whole_answers(operation):
        answers.setdefault("304", {"description": HTTPStatus.NOT_MODIFIED.phrase})


def _add_answered_headers(operation: Operation, method: str) -> None:
    for status, answer in operation["responses"].items():
        names = []
        if JSON in answer.get("content", {}) or status == "304":
            names.append("ETag")
        if status == "201":
            names.append("Location")
        if method in CHANGING and status not in ("401", "403", "412", "429"):
            names.append("Idempotent-Replayed")
        if status == "429":
            names.append("Retry-After")
        for name in names:
            said = {"description": ANSWERED[name], "schema": TEXT}
            answer.setdefault("headers", {}).setdefault(name, said)


def _allow_parts(operation: Operation) -> None:
    """Where `fields` may name the members of an answer, the others are left out."""
    if all(parameter["name"] != "fields" for parameter in operation["parameters"]):
        return
    for answer in _whole_answers(operation):
        whole = answer["schema"]
        answer["schema"] = {"anyOf": [whole, {"$ref": whole["$ref"] + "Part"}]}


def _add_parts(schemas: dict[str, Any], paths: Mapping[str, Mapping[str, Operation]]) -> None:
    """The models of such parts: the same members, none of which has to be there."""
    asked = {
        choice["$ref"].rpartition("/")[2].removesuffix("Part")
        for operations in paths.values()
        for operation in operations.values()
        for answer in _whole_answers(operation)
        for choice in answer["schema"].get("anyOf", ())
    }
    for name in sorted(asked):
        model = schemas[name]
        if "next_cursor" in model["properties"]:  # of a list, it is its items that are parts
            item = model["properties"]["items"]["items"]["$ref"]
            _add_part(schemas, item.rpartition("/")[2])
            items = {**model["properties"]["items"], "items": {"$ref": f"{item}Part"}}
            members = {**model["properties"], "items": items}
            schemas[f"{name}Part"] = {**model, "title": f"{name}Part", "properties": members}
        else:
            _add_part(schemas, name)


def _add_part(schemas: dict[str, Any], name: str) -> None:
    model = {key: value for key, value in schemas[name].items() if key != "required"}
    description = "The members of it that “fields” names"
    schemas[f"{name}Part"] = {**model, "title": f"{name}Part", "description": description}


def _whole_answers(operation: Operation) -> list[dict[str, Any]]:
    """The content of what is answered in JSON when all is well."""
    found = (
        answer.get("content", {})
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    )
    return [content[JSON] for content in found if JSON in content]


def _add_links(paths: Mapping[str, Mapping[str, Operation]], schemas: Mapping[str, Any]) -> None:
    """Whoever has made something is told which operations take its id."""
    for path, operations in paths.items():
        made = operations.get("post", {}).get("responses", {}).get("201")
        if made is None or JSON not in made.get("content", {}):
            continue
        home, model = _home(path, paths), made["content"][JSON]["schema"]["$ref"]
        members = schemas[model.rpartition("/")[2]]["properties"]
        for place, name in _below(home, paths):
            for operation in paths[place].values():
                id = operation["operationId"]
                known = {each: f"$request.path.{each}" for each in VARIABLE.findall(home)}
                given = {**known, name: f"$response.body#/{'id' if 'id' in members else name}"}
                made.setdefault("links", {})[id] = {"operationId": id, "parameters": given}


def _home(path: str, paths: Mapping[str, Any]) -> str:
    """The list in which what is made there is found: of /a/{x}/envelopes it is /envelopes."""
    noun = path.rpartition("/")[2]
    general = f"{path.partition('/v1/')[0]}/v1/{noun}"
    return general if general in paths else path


def _below(home: str, paths: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The operations on one thing of a list, and what they call its id; no deeper ids."""
    for place in paths:
        rest = place.removeprefix(home)
        names = VARIABLE.findall(rest)
        if place.startswith(f"{home}/{{") and len(names) == 1:
            yield place, names[0]
