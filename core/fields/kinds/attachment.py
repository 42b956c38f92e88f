"""A file that the recipient uploads: kept beside the document, which prints its name."""

from core.documents import attached_file
from core.fields.expressions.value import ValueType
from core.fields.field_property import Properties
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.refusals import Invalid, counted, sentence


def parse(value: str, properties: Properties) -> str:
    return attached_file.read(value).value if value else ""


def written(value: str, properties: Properties, date_format: str) -> str:
    try:
        return f"{attached_file.read(value).shown} (attached)"
    except Invalid:  # a row that was changed: nothing is sealed with it
        return ""


KIND = FieldKind(
    name="attachment",
    word=sentence("Attachment"),
    counted=counted("%(num)d attachment", "%(num)d attachments"),
    group=FieldGroup.FILL_IN,
    rank=8,
    icon="paperclip",
    size=(180.0, 26.0),
    step=sentence("Next: attach a file"),
    properties=PRINTED,
    parse=parse,
    written=written,
    value_type=lambda properties: ValueType.TEXT,
    is_pressed=True,
    is_uploaded=True,
)
