"""How large the pages of a PDF are, as they are shown; for places that are parts of a page."""

import pymupdf


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """
    Width and height in points of each page. None of what is no PDF, or needs a password.

    To be run in a child: the bytes are untrusted.
    """
    try:
        with pymupdf.open(stream=pdf, filetype="pdf") as document:
            if document.needs_pass:
                return []
            return [(page.rect.width, page.rect.height) for page in document]
    except (pymupdf.FileDataError, RuntimeError, ValueError):
        return []
