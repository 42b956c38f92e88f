"""Versions of a template, as programs see them."""

from datetime import datetime

from pydantic import BaseModel, Field

from webapp.api.v1.queries import ListPage


class TemplateVersionAnswer(BaseModel):
    number: int
    published_by: str = Field(description="The name of a member; empty once it is not known")
    published_at: datetime


class TemplateVersionListAnswer(ListPage[TemplateVersionAnswer]):
    """The latest first, up to 200."""
