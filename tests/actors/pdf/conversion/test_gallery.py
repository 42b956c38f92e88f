"""Ready templates, laid out: each field stands where its words are, on both papers."""

import tempfile
from pathlib import Path
from uuid import uuid4

import pymupdf
import pytest

from actors.pdf.conversion import markup
from core.templates import gallery
from core.templates.gallery.ready_template import ReadyTemplate


def words(page: pymupdf.Page, text: str) -> list[pymupdf.Rect]:
    return list(page.search_for(text))


@pytest.mark.parametrize("paper", ["A4", "letter"])
@pytest.mark.parametrize("template", gallery.ALL, ids=lambda t: t.key)
def test_the_fields_of_a_ready_template_stand_at_their_words(
    template: ReadyTemplate, paper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Meant for a child that ends, it makes this the place of all temporary files.
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    pdf, notes = markup.to_pdf(template.html(), "html", paper, {}, str(tmp_path))

    people = template.recipients(uuid4)
    fields = template.fields(uuid4(), people, uuid4)
    with pymupdf.open(stream=pdf) as document:
        assert (len(document), notes) == (2, ())
        first, last = document
        for field in (f for f in fields if not f.recipient_ids):
            middle = field.y + field.height / 2
            labels = [w for w in words(first, field.label) if abs((w.y0 + w.y1) / 2 - middle) < 5]
            assert [w.x1 < field.x for w in labels] == [True], field.label
        for person in people:
            signature = next(f for f in fields if f.is_for(person.id) and f.kind.is_adopted)
            below = [w for w in words(last, "Signature") if w.y0 > signature.y + signature.height]
            assert min(w.y0 for w in below) - (signature.y + signature.height) < 6
