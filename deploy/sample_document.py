"""Writes webapp/samples/agreement.pdf, the document of ours that a new organization tries."""

from pathlib import Path

import pymupdf

from webapp.routes.organizations.onboarding import SAMPLE

PAPER = pymupdf.Rect(0, 0, 595, 842)
STYLE = """
    body { font-family: serif; font-size: 11.5pt; line-height: 1.45; color: #1c2233; }
    h1 { font-size: 23pt; font-weight: normal; margin: 0 0 4pt; }
    h2 { font-size: 12pt; margin: 14pt 0 2pt; }
    p { margin: 0 0 6pt; }
    .quiet { color: #5d6475; font-size: 10pt; }
"""
TEXT = """
    <h1>Confidentiality agreement</h1>
    <p class="quiet">A sample. Nothing in it binds anyone.</p>
    <h2>1. What it is about</h2>
    <p>Two parties want to talk about working together. To do so they will show each other things
    that are not public: plans, prices, drafts, numbers.</p>
    <h2>2. What stays confidential</h2>
    <p>Whatever one party marks as confidential, or tells the other in confidence. Not what is
    public already, what the other party knew before, or what the law requires to be disclosed.</p>
    <h2>3. What each party promises</h2>
    <p>To use it for these talks only, to show it only to people who need it for them, and to
    protect it as carefully as its own.</p>
    <h2>4. How long</h2>
    <p>For two years from the day of the last signature. Either party may ask for its papers back
    at any time.</p>
    <h2>5. Signatures</h2>
    <p>Signed electronically. Each signature is sealed into this document, and anyone can check
    later that not one letter of it has changed.</p>
"""
LINES = ((70, 640, "Signature"), (330, 640, "Date"), (70, 720, "Name"))


def document() -> bytes:
    with pymupdf.open() as made:
        page = made.new_page(width=PAPER.width, height=PAPER.height)
        page.insert_htmlbox(pymupdf.Rect(70, 70, 525, 590), TEXT, css=STYLE)
        for x, y, word in LINES:
            page.draw_line((x, y), (x + 195, y), color=(0.36, 0.39, 0.46), width=0.7)
            page.insert_htmlbox(
                pymupdf.Rect(x, y + 3, x + 195, y + 20), f'<p class="quiet">{word}</p>', css=STYLE
            )
        made.subset_fonts()
        made.set_metadata({"title": "Confidentiality agreement (sample)", "producer": ""})
        written: bytes = made.tobytes(garbage=4, deflate=True, no_new_id=True)
    return written


if __name__ == "__main__":
    Path(SAMPLE).write_bytes(document())
