"""The certificate of completion is complete, beautiful to machines too, and loads nothing."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pymupdf
import pytest
import segno
import weasyprint
from jinja2 import UndefinedError

from actors.pdf.certificate import certificate, pydyf_once
from actors.pdf.certificate.facts import CertificateFacts, DocumentFacts, EventFacts, RecipientFacts
from actors.pdf.stamp import signature_image
from actors.pdf.verification.judge import judge
from core.text.printable import undrawable
from tests.actors.pdf import pdfs, sealed_pdfs
from tests.actors.pdf.forms import form_pdfs
from tests.actors.pdf.stamp.test_stamp import boxes_for_letters, burn_in, drawing, value

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
EVENTS = ("events.json", "application/json", b'[{"sequence":1}]')


def facts(second: str = "Signer Two", events: int = 8, **changes) -> CertificateFacts:
    picture = signature_image.reduce(drawing())
    times = {
        name: AT + timedelta(minutes=minute)
        for minute, name in enumerate(("sent_at", "opened_at", "consented_at", "signed_at"))
    }
    recipients = tuple(
        RecipientFacts(
            name=name,
            email=f"signer{number}@example.com",
            role="Signer",
            status="Signed",
            ip="203.0.113.9",
            user_agent="Browser 1.0",
            identity=("Link sent by e-mail",),
            signature=picture,
            **times,
        )
        for number, name in enumerate(("Signer One", second))
    )
    plain = CertificateFacts(
        organization="Example Organization",
        envelope_id="0193a5c2-7d1e-7b6a-9c2f-1f0e5a7b3c4d",
        envelope_name="Supply agreement",
        sender_name="Sender",
        sender_email="sender@example.com",
        sent_at=AT,
        signed_at=AT + timedelta(minutes=3),
        documents=(DocumentFacts("Supply agreement.pdf", 4, "7e" * 32),),
        recipients=(*recipients, RecipientFacts("Records", "cc@example.com", "Copy", "Notified")),
        disclosures=(("Electronic records, version 1", "02" * 32),),
        events=tuple(
            EventFacts(AT + timedelta(minutes=n), f"Step {n + 1} was taken.", "Signer One")
            for n in range(events)
        ),
        chain_sequence=events,
        chain_hash="9d" * 32,
        verification="https://sign.example.com/verify",
    )
    return replace(plain, **changes)


def made(of: CertificateFacts, **options) -> bytes:
    return certificate.lay_out(certificate.render(of), (EVENTS,), AT, **options)


def text(pdf: bytes) -> str:
    return " ".join(" ".join(pdfs.texts(pdf)).split())


def test_everything_it_must_say_can_be_extracted():
    said = text(made(facts()))

    for expected in (
        "Certificate of completion",
        "Supply agreement.pdf",
        "7e" * 32,
        "02" * 32,
        "0193a5c2-7d1e-7b6a-9c2f-1f0e5a7b3c4d",
        "Signer One",
        "signer1@example.com",
        "2026-11-21 09:33:00 UTC",
        "203.0.113.9",
        "Link sent by e-mail",
        "Step 8 was taken.",
        "https://sign.example.com/verify",
    ):
        assert expected in said, expected
    assert "9d" * 32 in said.replace(" ", "")


def test_it_is_tagged_pdf_a_with_the_events_inside():
    with pikepdf.open(io.BytesIO(made(facts()))) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.attachments["events.json"].get_file().read_bytes() == EVENTS[2]
        assert pdf.Root.AF[0].AFRelationship == "/Data"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_every_picture_has_words_that_stand_for_it():
    pdf = pikepdf.open(io.BytesIO(made(facts())))

    figures = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
    ]
    words = {str(figure.Alt) for figure in figures}
    assert words == {
        "Signature of Signer One",
        "Signature of Signer Two",
        "Seal of Countersign",
        "QR code for the verification page",
    }


def test_no_picture_is_smoothed_which_pdf_a_forbids():
    with pikepdf.open(io.BytesIO(made(facts()))) as pdf:
        pictures = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
        assert len(pictures) == 2  # the signature, which both drew, and the QR code
        assert not any(picture.get("/Interpolate") for picture in pictures)


def test_the_qr_code_is_that_of_the_verification_page():
    with pymupdf.open("pdf", made(facts())) as document:
        page = document[-1]
        place = max(page.get_image_info(), key=lambda picture: picture["bbox"][0])["bbox"]
        shown = page.get_pixmap(clip=place, dpi=300, colorspace="gray")
    code = segno.make("https://sign.example.com/verify", error="m", boost_error=False).matrix
    step = shown.width / len(code)

    def is_dark(row: int, column: int) -> bool:
        return shown.pixel(int((column + 0.5) * step), int((row + 0.5) * step))[0] < 0x80

    assert [[is_dark(y, x) for x in range(len(code))] for y in range(len(code))] == [
        [bool(module) for module in row] for row in code
    ]


def test_no_words_are_under_a_signature_and_all_are_within_the_border():
    browser = "Browser/1.0 (" + "a long description; " * 8 + ")"
    plain = facts(second="Signer With A Long Name " * 4)
    people = tuple(replace(person, user_agent=browser) for person in plain.recipients)
    hashed = EventFacts(AT, f"Signer One attached a file, SHA-256 {'7e' * 32}.", "")
    plain = replace(plain, recipients=people, events=(*plain.events, hashed))
    with pymupdf.open("pdf", made(plain)) as document:
        for page in document:
            pictures = [pymupdf.Rect(found["bbox"]) for found in page.get_image_info()]
            width, foot = page.rect.width, page.rect.height - 60
            for x0, y0, x1, y1, word, *_ in page.get_text("words"):
                box = pymupdf.Rect(x0, y0, x1, y1)
                assert not any(box.intersects(picture) for picture in pictures), word
                assert y0 > foot or 60 <= x0 < x1 <= width - 60, word


def test_the_number_and_the_count_of_pages_stand_at_the_foot_of_every_page():
    with pymupdf.open("pdf", made(facts(events=60))) as document:
        for page in document:
            foot = page.get_text(clip=(0, page.rect.height - 48, page.rect.width, 9999))
            assert facts().envelope_id in foot
            assert f"{page.number + 1} / {len(document)}" in foot


def test_a_file_written_once_is_the_file_that_would_be_written_twice():
    options = {"pdf_variant": "pdf/a-3a", "pdf_identifier": b"0123456789abcdef"}
    page = weasyprint.HTML(string='<html lang="en"><title>T</title><h1>Once</h1>')

    twice = page.write_pdf(**options)
    once = page.write_pdf(**options, finisher=pydyf_once.finish)

    undated = re.compile(rb"D:[0-9Z+'-]+")
    assert undated.sub(b"", once) == undated.sub(b"", twice)


def test_all_fonts_are_embedded():
    with pymupdf.open("pdf", made(facts())) as document:
        fonts = {font[0]: font[1] for page in document for font in page.get_fonts()}

    assert fonts
    assert "n/a" not in fonts.values()


@pytest.mark.parametrize(
    "name",
    [
        "署名者一郎",
        "Олександр",
        "हस्ताक्षर",
        "ลงนาม",
        "חותם",
        "𠮷田 太郎",
        "㈱山田",
        "Nguyễn Thị Ánh",
    ],
)
def test_a_name_in_another_script_is_drawn_with_a_font_that_has_it(name):
    pdf = made(facts(second=name))

    with pymupdf.open("pdf", pdf) as document:
        spans = [
            span
            for page in document
            for block in page.get_text("rawdict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    assert not boxes_for_letters(pdf)
    drawn = "".join(letter["c"] for span in spans for letter in span["chars"])
    assert sum(letter in drawn for letter in name) >= len(name) - 2
    assert "\ufffd" not in drawn


@form_pdfs.needs_cases
def test_the_names_of_the_cases_are_drawn_on_page_and_certificate_alike():
    lines = (form_pdfs.CASES / "names.txt").read_text().splitlines()
    names = [line for line in lines if not line.startswith("#")]
    assert len(names) >= 6
    assert [undrawable(name) for name in names] == [""] * len(names)
    values = [value(name, y=100 + 30 * row) for row, name in enumerate(names)]

    stamped = burn_in(pdfs.contract(1), tuple(values))
    page = made(facts(second=" ".join(names), envelope_name=names[0], organization=names[1]))

    assert not boxes_for_letters(stamped)
    assert not boxes_for_letters(page)


def test_letters_and_accents_apart_are_composed_and_what_no_font_has_is_spelled_out():
    assert "Jo\u0308rg" not in certificate.render(facts(second="Jo\u0308rg"))
    assert "Jörg" in certificate.render(facts(second="Jo\u0308rg"))
    assert "Li [U+2A6D6]" in certificate.render(facts(second="Li \U0002a6d6"))


def test_it_is_the_same_for_the_same_facts():
    assert made(facts()) == made(facts())


def test_days_in_sentences_are_read_from_the_left_where_words_are_read_from_the_right():
    (one, *others) = facts(language="ar").recipients
    told = replace(one, identity=("مفتاح مرور 2026-01-02",))

    page = certificate.render(facts(language="ar", recipients=(told, *others)))

    assert "\u20662026-01-02\u2069" in page
    assert "\u2066" not in certificate.render(facts(recipients=(told, *others)))


@pytest.mark.parametrize("paper, width", [("A4", 595), ("letter", 612)])
def test_it_comes_on_both_papers(paper, width):
    with pymupdf.open("pdf", made(facts(), paper=paper)) as document:
        assert round(document[0].rect.width) == width


def test_sixty_events_fill_more_pages_and_the_seal_stands_on_the_last():
    with pymupdf.open("pdf", made(facts(events=60))) as document:
        assert len(document) >= 3
        assert "Check it yourself" in document[-1].get_text()
        assert "Check it yourself" not in document[0].get_text()


def test_markup_in_a_name_stays_text():
    name = '<img src="https://example.com/x.png"><b>Signer'

    said = text(made(facts(envelope_name=name)))

    assert '<img src="https://example.com/x.png"><b>Signer' in said


@pytest.mark.parametrize(
    "address", ["https://example.com/x.png", "file:///etc/hostname", "font:../../../LICENSE"]
)
def test_a_page_loads_nothing_from_outside(address):
    fetcher = certificate.print_fonts.OwnFilesOnly()

    with pytest.raises(OSError):
        fetcher.fetch(address)


def test_a_fact_that_is_missing_is_an_error_and_not_a_gap():
    with pytest.raises((UndefinedError, AttributeError)):
        certificate.render(replace(facts(), documents=("no facts",)))


def test_it_is_sealed_and_judged_like_a_document():
    file = sealed_pdfs.sealed(made(facts()))

    report = judge(file, (sealed_pdfs.signer().certificate,))
    assert report.genuine, report.checks
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert pdf.open_metadata()["pdfaid:part"] == "3"
        widget = pdf.Root.AcroForm.Fields[0]
        assert str(widget.TU) == "Seal of the organization that sent this"
        assert int(widget.F) & 4  # printed, as PDF/A asks
        assert int(widget.F) & 2 == 0  # and not hidden


def test_many_certificates_are_laid_out_from_many_threads_at_once():
    command = [sys.executable, "-m", "tests.actors.pdf.certificate.many_layouts"]
    root = Path(__file__).parents[4]

    finished = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert (finished.returncode, finished.stderr) == (0, "")
