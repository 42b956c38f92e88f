"""A problem as the API answers it: RFC 9457, section 3.1, with a stable code."""

from pydantic import BaseModel, Field


class WrongValue(BaseModel):
    """One thing that is wrong in a request."""

    pointer: str = Field(default="", description="Where in the body: a JSON pointer, RFC 6901")
    header: str = Field(default="", description="Or which header")
    query: str = Field(default="", description="Or which part of the query")
    code: str
    detail: str


class ProblemAnswer(BaseModel):
    """Why a request was not done."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable: what programs rely on")
    errors: list[WrongValue] = Field(default=[], description="All that is wrong with the body")
