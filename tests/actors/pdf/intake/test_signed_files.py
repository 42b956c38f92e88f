"""What intake says of PDFs that are signed already, and what may be added to each."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm

from actors.pdf.intake import intake
from core.documents.document import Page
from core.documents.earlier_signatures import Adding
from core.documents.refusals import AlreadySigned
from tests.actors.pdf import pdfs, signed_pdfs
from tests.actors.pdf.signed_pdfs import approved, certified, sign, with_empty_fields

FILL_FORMS, ANNOTATE, NO_CHANGES = MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE, MDPPerm.NO_CHANGES


def test_the_file_is_kept_as_it_came_and_its_signers_are_named():
    pdf = approved("Ana Lima", "Bo Berg")

    taken = intake.accept(pdf)

    assert taken.canonical == pdf
    assert taken.pages == (Page(595, 842),) * 2
    assert taken.earlier.signers == ("Ana Lima", "Bo Berg")
    assert all(signature.intact and signature.at for signature in taken.earlier.signatures)


@pytest.mark.parametrize(
    ("pdf", "adding", "reason"),
    [
        (lambda: approved("Ana Lima"), Adding.NEW_FIELDS, ""),
        (lambda: approved("Ana Lima", "Bo Berg"), Adding.NEW_FIELDS, ""),
        (lambda: signed_pdfs.timestamped(approved("Ana Lima")), Adding.NEW_FIELDS, ""),
        (lambda: sign(pdfs.rotated(90), "Ana Lima"), Adding.NEW_FIELDS, ""),
        (lambda: certified(FILL_FORMS, "Buyer", "Seller"), Adding.EMPTY_FIELDS, ""),
        (lambda: certified(ANNOTATE, "Buyer"), Adding.EMPTY_FIELDS, ""),
        (lambda: certified(FILL_FORMS), Adding.NOTHING, "no_empty_field"),
        (lambda: certified(NO_CHANGES, "Buyer"), Adding.NOTHING, "final"),
        (lambda: sign(approved("Ana Lima"), "Bo Berg", lock=True), Adding.NOTHING, "final"),
    ],
    ids=(
        "approved",
        "approved twice",
        "timestamped",
        "rotated",
        "certified, fields may be filled in",
        "certified, notes may be made",
        "certified without a field",
        "certified for good",
        "locked by the last signer",
    ),
)
def test_only_what_the_signatures_allow_may_be_added(pdf, adding, reason):
    earlier = intake.accept(pdf()).earlier

    assert (earlier.adding, earlier.reason) == (adding, reason)


def test_empty_signature_fields_are_found_and_can_be_given_to_signers():
    taken = intake.accept(sign(with_empty_fields(pdfs.contract(2), "Buyer", "Seller"), "Ana Lima"))

    buyer, seller = taken.earlier.empty_fields
    assert taken.earlier.adding is Adding.NEW_FIELDS
    assert (buyer.name, buyer.page, buyer.x, buyer.y) == ("Buyer", 1, 300, 698)
    assert (seller.name, seller.width, seller.height) == ("Seller", 170, 44)
    assert [(field.name, field.kind) for field in taken.fields] == [
        ("Buyer", "signature"),
        ("Seller", "signature"),
    ]


def _with_second_field_of_the_same_signature() -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(approved("Ana Lima")))
    form = writer.root["/AcroForm"]
    first = form["/Fields"][0]
    copy = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Sig"),
            pdf_name("/T"): generic.pdf_string("Ghost"),
            pdf_name("/V"): first.raw_get("/V"),
        }
    )
    form["/Fields"].append(writer.add_object(copy))
    writer.update_container(form["/Fields"])
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _drawn_on() -> bytes:
    """A shadow attack in small: the page gets other contents by an update after the signature."""
    writer = IncrementalPdfFileWriter(BytesIO(approved("Ana Lima")))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"BT /helv 24 Tf 72 700 Td (900 EUR) Tj ET")
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize(
    "pdf",
    [
        _with_second_field_of_the_same_signature,
        _drawn_on,
        lambda: approved("Ana Lima").replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1),
        lambda: approved("Ana Lima") + b"\n",
        lambda: approved("Ana Lima")[:-200],
        lambda: b"junk before it\n" + approved("Ana Lima"),
        pdfs.signed,
    ],
    ids=(
        "one signature, two fields",
        "drawn on afterwards",
        "a broken byte range",
        "bytes after the end",
        "cut off",
        "junk before it",
        "no signature that can be read",
    ),
)
def test_a_doubtful_file_can_only_be_attached_as_it_is(pdf):
    pdf = pdf()

    taken = intake.accept(pdf)

    assert taken.canonical == pdf
    assert taken.earlier.adding is Adding.NOTHING
    assert taken.earlier.reason in ("not_intact", "unreadable")


def test_a_signed_file_that_needs_a_password_is_refused():
    locked = signed_pdfs.encrypted("open", "Ana Lima")

    with pytest.raises(AlreadySigned):
        intake.accept(locked, "open")


def test_scripts_and_actions_of_a_signed_file_stay_and_the_sender_is_told():
    taken = intake.accept(sign(pdfs.with_scripts(), "Ana Lima"))

    assert taken.notes == ("actions_kept", "scripts_kept")


@pdfs.needs_cases
def test_a_signature_that_engines_see_differently_is_a_doubt():
    taken = intake.accept(pdfs.case("signed-xref-number-reused.pdf"))

    assert taken.earlier.adding is Adding.NOTHING
    assert taken.earlier.reason == "unreadable"
