"""Fields that a program asks for where a text stands: placed when the pages are drawn."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from core.documents.document import Document
from core.fields import kinds
from core.fields.anchoring import anchor as anchors
from core.fields.anchoring.anchor import Anchor, AnchoredPlace, DrawnLine, Needed
from core.fields.field import Field


@dataclass(frozen=True, slots=True)
class AnchoredField:
    """`field` is as it will be, wherever its text stands."""

    anchor: Anchor
    field: Field


@dataclass(frozen=True, slots=True)
class AwaitedFields:
    """Of one document. `tags`: the text tags in it are placed, too."""

    anchored: tuple[AnchoredField, ...] = ()
    tags: bool = False


def as_text(awaited: AwaitedFields) -> str:
    """As it is kept with the document; "" where nothing is awaited."""
    if not awaited.anchored and not awaited.tags:
        return ""
    anchored = [_row(one) for one in awaited.anchored]
    return json.dumps({"anchored": anchored, "tags": awaited.tags})


def read(text: str, document_id: UUID) -> AwaitedFields:
    if not text:
        return AwaitedFields()
    kept = json.loads(text)
    anchored = tuple(_read(row, document_id) for row in kept["anchored"])
    return AwaitedFields(anchored, kept["tags"])


def placed(
    awaited: AwaitedFields, document: Document, lines: Sequence[DrawnLine]
) -> tuple[list[list[Field]], list[Anchor]]:
    """The fields at the places of each text, the first with its id; and what was not found."""
    found: list[list[Field]] = []
    missing: list[Anchor] = []
    for one in awaited.anchored:
        there = anchors.places(one.anchor, lines)
        if there:
            found.append([at(place, one.field, document) for place in there])
        elif one.anchor.needed is not Needed.NOWHERE:
            missing.append(one.anchor)
    return found, missing


def at(found: AnchoredPlace, field: Field, document: Document) -> Field:
    """On the line of the text; an offset beyond the edge of the page ends at it."""
    page = document.pages[found.page - 1]
    width, height = min(field.width, page.width), min(field.height, page.height)
    return replace(
        field,
        page=found.page,
        x=round(min(max(found.x, 0.0), page.width - width), 2),
        y=round(min(max(found.foot - height, 0.0), page.height - height), 2),
        width=width,
        height=height,
    )


def _row(one: AnchoredField) -> dict[str, Any]:
    field, anchor = one.field, one.anchor
    return {
        "text": anchor.text,
        "right": anchor.right,
        "down": anchor.down,
        "every": anchor.every,
        "needed": anchor.needed,
        "id": str(field.id),
        "recipients": [str(id) for id in field.recipient_ids],
        "kind": field.kind.name,
        "width": field.width,
        "height": field.height,
        "required": field.required,
        "label": field.label,
        "properties": dict(field.properties),
    }


def _read(row: dict[str, Any], document_id: UUID) -> AnchoredField:
    field = Field(
        UUID(row["id"]),
        document_id,
        tuple(map(UUID, row["recipients"])),
        kinds.named(row["kind"]),
        *(1, 0.0, 0.0, row["width"], row["height"]),
        required=row["required"],
        label=row["label"],
        properties=row["properties"],
    )
    needed = Needed(row.get("needed", Needed.HERE))
    place = (row["text"], row["right"], row["down"], row["every"])
    return AnchoredField(Anchor(*place, needed), field)
