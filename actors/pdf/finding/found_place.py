"""A field that a document brings along or seems to ask for, as the worker answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FoundPlace:
    """Points from the top left corner of the page as shown; pages count from 1.

    `kind` is one of the words that kinds of fields are `found_as`, of a tag the kind's own name.
    `source` says what told of it: form, tag or suggestion. `role` is the word for who fills it in,
    `side` its number among those who sign, 0 where no one knows. `properties` are those of fields,
    where the kind has them. `required` is None where the kind says so. `value` is what is drawn
    in it: of a ticked checkbox or radio button "true"; `is_filled` are all buttons of a group of
    which one is ticked. `key` tells form fields apart, each time the file is taken in.
    """

    kind: str
    page: int
    x: float
    y: float
    width: float
    height: float
    source: str
    required: bool | None = None
    label: str = ""
    name: str = ""
    role: str = ""
    side: int = 0
    value: str = ""
    is_filled: bool = False
    key: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
