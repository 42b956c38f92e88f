"""The pages of an envelope as sheets: an image each, with the fields that lie on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from core.documents.document import Document
from core.envelopes.envelope import Envelope, Status
from core.fields.field import Field
from core.fields.properties import ALIGNMENT, FONT_SIZE, VALUE_SIZE
from tenants.ceremony import Ceremony
from tenants.store.documents.page_images import SIGNING_WIDTH


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
            f"--point:{100 / sheet.width:.4f}cqw;--value-size:{_size(field)}{_align(field)}}}\n"
        )


def _size(field: Field) -> float:
    """The font size in points at which one line fits the field."""
    return round(min(FONT_SIZE.of(field.properties) or VALUE_SIZE, field.height / 1.2), 1)


def _align(field: Field) -> str:
    """Only where the sender chose it: otherwise each script begins on its own side."""
    align = ALIGNMENT.of(field.properties)
    return "" if align == ALIGNMENT.default else f";--value-align:{align}"
