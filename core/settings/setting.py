"""What a setting is: one row of the table in settings.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.settings import service_urls, value_parsing


@dataclass(frozen=True, slots=True)
class SettingType:
    """`words` say what a value has to be; `read` parses the variable of a name."""

    words: str
    read: Callable[[Mapping[str, str], str], Any]


DATABASE = SettingType("URL of a PostgreSQL database", service_urls.database_url)
KEY = SettingType("32 bytes in base64", value_parsing.key)
NUMBER = SettingType("whole number, or empty", value_parsing.number)
TEXT = SettingType("text", value_parsing.text)
YES_OR_NO = SettingType("yes, no or empty", value_parsing.flag)


@dataclass(frozen=True, slots=True)
class Setting:
    """
    `reason` is told to operators, and `example` is what they begin with. `used_by` are the folders
    that read it. `secret`: it may come from a file, and programs forget it once they have read it.
    `stand_in` is right in form: doctor puts it in place of a wrong value, to find the next one.
    """

    type: SettingType
    reason: str
    used_by: tuple[str, ...]
    example: str
    secret: bool
    stand_in: str
    name: str


def setting(
    type: SettingType,
    reason: str,
    *used_by: str,
    example: str = "",
    secret: bool = False,
    stand_in: str = "",
    name: str = "",
) -> Any:
    """A field of Settings. Its variable has the field's name in capitals, or `name`."""
    row = Setting(type, reason, used_by, example, secret, stand_in, name)
    return field(metadata={"setting": row})
