"""A template of DocuSeal, or a submission that is not completed, as the exchange format has it."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.exchange.docuseal import field_names, fields
from core.exchange.docusign.members import objects, text, whole
from core.exchange.translated import PageSizes, Translated, line

SUBMITTER = frozenset({"name", "uuid", "email", "order", "is_requester"})


def template(
    row: Mapping[str, Any],
    files: Mapping[str, tuple[str, PageSizes]],
    people: Sequence[Mapping[str, Any]] = (),
) -> Translated:
    """
    `row` has id, name, schema, fields, submitters and preferences, read from their JSON.

    `files` are path and pages of each document by its attachment's UUID; one that could not be
    read is missing. `people` are the submitters of a submission, who take the roles.
    """
    left: list[str] = []
    documents, places = [], {}
    for each in objects(row["schema"]):
        uuid = text(each.get("attachment_uuid"))
        if uuid not in files:
            left.append(f"{line(each.get('name'), 100)}: its file")
            continue
        path, sizes = files[uuid]
        ending = path.rpartition(".")[2]
        name = line(each.get("name"), 190) or "Document"
        documents.append({"name": f"{name}.{ending}" if "." in path else name, "file": path})
        places[uuid] = (len(documents), sizes)
    roles, numbers = _roles(row, people, left)
    names = field_names.of(objects(row["fields"]))
    item = {
        "id": text(row["id"]),
        "name": line(row["name"], 200) or "–",
        "documents": documents,
        "recipients": roles,
        "fields": fields.fields(objects(row["fields"]), names, numbers, places, left),
    }
    return Translated(item, left)


def _roles(
    row: Mapping[str, Any], people: Sequence[Mapping[str, Any]], left: list[str]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    in_turn = text(row["preferences"].get("submitters_order")) == "preserved"
    known = {text(person.get("uuid")): person for person in people}
    roles, numbers = [], {}
    for n, each in enumerate(objects(row["submitters"]), 1):
        uuid, name = text(each.get("uuid")), line(each.get("name"), 60) or f"Party {n}"
        person = known.get(uuid, each if not people else {})
        order = whole(each.get("order"))
        left += [f"{name}: {m}" for m, v in each.items() if m not in SUBMITTER and v]
        roles.append(
            {
                "role_name": name,
                "name": line(person.get("name"), 120) if people else "",
                "email": line(person.get("email"), 254),
                "order": min(order + 1 if order is not None else n if in_turn else 1, 100),
            }
        )
        numbers[uuid] = n
    return roles, numbers
