"""Ready templates of ours, as programs see and take them."""

from typing import Annotated

from pydantic import BaseModel, Field

from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, Line


class ReadyTemplateAnswer(BaseModel):
    """`roles` sign it; `fields` are the names of what the sender fills in."""

    key: str
    name: str
    description: str
    roles: list[str]
    fields: list[str]


class ReadyTemplateListAnswer(ListPage[ReadyTemplateAnswer]):
    """All of them."""


class TakenTemplate(AskedModel):
    name: Annotated[
        Line | None, Field(max_length=200, description="If left out, that of the gallery")
    ] = None
