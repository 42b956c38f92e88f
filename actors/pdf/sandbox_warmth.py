"""What the fork server loads and runs once, so that no child pays for a first time."""

import io

import pymupdf
import pypdf


def warm() -> None:
    """Touch every library the PDF room uses, with a page of our own."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Warm")
    pypdf.PdfReader(io.BytesIO(document.tobytes())).pages[0].extract_text()
