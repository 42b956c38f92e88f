"""Several images in one file made one PDF, in their order. To be run in the sandbox."""

from io import BytesIO

import pymupdf

from actors.pdf.conversion import file_kinds, images
from core.documents import image_bundle
from core.documents.document import PAGES_LIMIT
from core.documents.refusals import TooManyPages, UnknownKind


def to_pdf(data: bytes, paper: str) -> tuple[bytes, tuple[str, ...]]:
    """
    The PDF, and notes. The archive was unpacked before, so it is no bomb.

    Raises what images.to_pdf raises, UnknownKind and TooManyPages.
    """
    notes: set[str] = set()
    with pymupdf.open() as made:
        for file in image_bundle.files(BytesIO(data)):
            kind = file_kinds.kind_of(file.data()).name
            if kind not in images.FORMATS:
                raise UnknownKind
            pdf, told = images.to_pdf(kind, file.data(), paper)
            notes.update(told)
            with pymupdf.open(stream=pdf, filetype="pdf") as one:
                if made.page_count + one.page_count > PAGES_LIMIT:
                    raise TooManyPages
                made.insert_pdf(one)
        if not made.page_count:
            raise UnknownKind
        written: bytes = made.tobytes(garbage=0, deflate=False)
    return written, tuple(sorted(notes))
