"""The properties that fields of every kind have."""

from typing import Any

from core.fields.field_name import NAME
from core.fields.field_property import FieldProperty
from core.fields.logic.conditions import CONDITIONS, GROUP

COMMON: tuple[FieldProperty[Any], ...] = (NAME, GROUP, *CONDITIONS)
