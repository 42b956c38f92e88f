"""The pages of an envelope as sheets: an image each, with the fields that lie on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from core.documents.document import Document
from core.envelopes.envelope import Envelope, Status
from core.fields import text_look
from core.fields.field import Field
from core.fields.kind import Printed
from core.fields.look_properties import ALIGNMENT, COLOUR, FONT
from core.text.line_breaking import LEADING
from tenants.ceremony import Ceremony
from tenants.store.documents.page_images import SIGNING_WIDTH

FAMILIES = {"serif": '"Times New Roman",Times,serif', "mono": '"Courier New",Courier,monospace'}


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One page. `fields` are the recipient's own, `filled` what others have finished there.

    `width` and `height` are points, `image_height` is pixels of the image at signing size.
    """

    document: Document
    number: int
    width: float
    height: float
    fields: tuple[Field, ...]
    filled: tuple[Field, ...]

    @property
    def id(self) -> str:
        return f"page-{self.document.position}-{self.number}"

    @property
    def image_height(self) -> int:
        return round(SIGNING_WIDTH * self.height / self.width)


def of(ceremony: Ceremony) -> list[Sheet]:
    """
    All pages in order. Fields of those who have not finished are no one else's business; on the
    sealed pages of a completed envelope everything stands already.
    """
    if ceremony.envelope.status is Status.COMPLETED:
        return sheets(ceremony.envelope)
    return sheets(ceremony.envelope, ceremony.places, ceremony.filled)


def sheets(
    envelope: Envelope, fields: Iterable[Field] = (), filled: Iterable[Field] = ()
) -> list[Sheet]:
    """All pages of an envelope in order, with these fields to fill in and those filled already."""
    own, done = _by_page(fields), _by_page(filled)
    return [
        Sheet(
            document,
            number,
            page.width,
            page.height,
            tuple(own[document.id, number]),
            tuple(done[document.id, number]),
        )
        for document in sorted(envelope.documents, key=lambda d: d.position)
        for number, page in enumerate(document.pages, 1)
    ]


def placement(sheets: Iterable[Sheet]) -> str:
    """
    A stylesheet that puts every field at its place, in shares of its page.

    A file of its own because our content security policy allows no styles within pages.
    """
    return "".join(rule for sheet in sheets for rule in _rules(sheet))


def _by_page(fields: Iterable[Field]) -> dict[tuple[UUID, int], list[Field]]:
    by_page: dict[tuple[UUID, int], list[Field]] = defaultdict(list)
    for field in fields:
        by_page[field.document_id, field.page].append(field)
    return by_page


def _rules(sheet: Sheet) -> Iterator[str]:
    yield f"#{sheet.id}{{--ratio:{sheet.width / sheet.height:.4f}}}\n"
    for field in (*sheet.fields, *sheet.filled):
        yield (
            f"#field-{field.id}{{"
            f"left:{field.x / sheet.width:.4%};top:{field.y / sheet.height:.4%};"
            f"width:{field.width / sheet.width:.4%};height:{field.height / sheet.height:.4%};"
            f"--room:{100 * (1 - field.x / sheet.width):.2f}cqw;"
            f"--point:{100 / sheet.width:.4f}cqw;--value-size:{_size(field)}{_look(field)}}}\n"
        )


def _size(field: Field) -> float:
    """The font size in points at which the value fits the field, or one line of a new one."""
    look = text_look.of(field.properties)
    if field.value and field.kind.printed is Printed.TEXT and not look.cells:
        return round(look.fitted(field.value, field.width, field.height).size, 1)
    return round(min(look.size, field.height / LEADING), 1)


def _look(field: Field) -> str:
    """Only what the sender chose: otherwise each script begins on its own side."""
    look, said = text_look.of(field.properties), ""
    align = ALIGNMENT.of(field.properties)
    if align != ALIGNMENT.default:
        said += f";--value-align:{align}"
    if look.family != FONT.default:
        said += f";--value-font:{FAMILIES[look.family]}"
    if look.bold:
        said += ";--value-weight:700"
    if look.italic:
        said += ";--value-style:italic"
    if COLOUR.of(field.properties) != COLOUR.default:
        said += ";--value-color:rgb({},{},{})".format(*look.colour)
    if look.cells:
        gap = f"{field.width / look.cells:.2f}*var(--point) - 1ch"
        said += f";--value-font:{FAMILIES['mono']}"
        said += f";--cell-gap:calc({gap});--cell-pad:calc(({gap})/2)"
    return said
