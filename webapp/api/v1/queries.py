"""What stands behind the “?” of a read: which members, what else, and which page of a list."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, Field, create_model

from webapp.api.v1.value_types import AskedModel

Item = TypeVar("Item", bound=BaseModel)
CURSOR_LIMIT = 1_000
FIELDS = "The members to answer with, such as “{example}”; all of them if left out"
EXPAND = "What else to answer with: {names}"


class ListPage(BaseModel, Generic[Item]):
    """A part of a list; a list's own model is `class TagListAnswer(ListPage[TagAnswer])`."""

    items: list[Item]
    next_cursor: str | None = Field(
        description="Give it as “cursor” for what follows; null on the last page"
    )


class ListQuery(AskedModel):
    """Which page of a list; cursors are read by `cursors.read`."""

    cursor: Annotated[
        str, Field(max_length=CURSOR_LIMIT, description="“next_cursor” of the page before")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=100, description="Of items, at most")] = 50


def reading(
    model: type[BaseModel], *expandable: str, base: type[AskedModel] = AskedModel
) -> type[AskedModel]:
    """
    The query of a read that is answered with `model`, or with a list of it (`base` is a ListQuery).

    `responses` leaves out what `fields` does not name; what `expand` may name, the route gathers
    if `expands` says so.
    """
    known = list(model.model_fields)
    example = ",".join(known[:2])
    members: dict[str, Any] = {"fields": (_names(known, FIELDS.format(example=example)), "")}
    if expandable:
        words = ", ".join(expandable)
        members["expand"] = (_names(expandable, EXPAND.format(names=words)), "")
    return create_model(f"{model.__name__}Query", __base__=base, **members)


def wanted() -> set[str]:
    """The members that the request names; none: all."""
    return _given("fields")


def expands(name: str) -> bool:
    """Whether the request asks for this as well."""
    return name in _given("expand")


def _given(member: str) -> set[str]:
    parts = getattr(request, "context", None)
    text = getattr(parts and parts.query, member, "")
    return set(text.split(",")) if text else set()


def _names(known: Sequence[str], description: str) -> Any:
    one = "|".join(map(re.escape, known))
    schema: dict[str, Any] = {"pattern": f"^({one})(,({one}))*$", "type": "string"}
    return Annotated[
        str,
        AfterValidator(_all_of(known)),
        Field(description=description, json_schema_extra=schema, validate_default=False),
    ]


def _all_of(known: Sequence[str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        unknown = [name for name in text.split(",") if name not in known]
        if text and unknown:
            raise ValueError(
                f"There is no {', '.join(map(repr, unknown))} here. Choose among these,"
                f" with commas between them: {', '.join(known)}."
            )
        return text

    return check
