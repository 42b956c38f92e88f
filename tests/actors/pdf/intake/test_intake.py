"""What is accepted with which notes, what is refused with which words."""

import io

import pytest
from pypdf import PdfReader

from actors.pdf.intake import intake
from actors.pdf.sandbox import sandbox
from core.documents.document import Page
from core.documents.refusals import (
    DamagedPdf,
    FileTooLarge,
    NoPages,
    NotAPdf,
    PasswordNeeded,
    TooManyPages,
    UnusableFile,
    WrongPassword,
    XfaForm,
)
from tests.actors.pdf import pdfs
from webapp.routes.organizations.onboarding import SAMPLE


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", NotAPdf),
        (b"a letter, not a PDF", NotAPdf),
        (b"PK\x03\x04" + bytes(2000) + b"%PDF-1.7", NotAPdf),
        (pdfs.damaged(), DamagedPdf),
        (b"%PDF-1.7", DamagedPdf),
        (pdfs.no_pages(), NoPages),
        (pdfs.many_pages(2001), TooManyPages),
        (pdfs.xfa(), XfaForm),
        (pdfs.encrypted(), PasswordNeeded),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_unusable_file_is_refused_for_its_reason(pdf, reason):
    with pytest.raises(reason):
        intake.accept(pdf)


def test_the_sample_of_ours_is_taken_in_as_one_page_with_its_lines_below_the_text():
    taken = intake.accept(SAMPLE.read_bytes())

    assert taken.pages == (Page(595, 842),)
    assert not taken.notes


def test_a_file_of_more_than_100_mb_is_refused_unread():
    with pytest.raises(FileTooLarge):
        intake.accept(b"%PDF-1.7" + bytes(100_000_000))


def test_2000_pages_are_accepted():
    assert len(intake.accept(pdfs.many_pages(2000)).pages) == 2000


def test_a_wrong_password_is_told_and_both_right_ones_open():
    locked = pdfs.encrypted("open", "owner")

    with pytest.raises(WrongPassword):
        intake.accept(locked, "guess")
    by_user, by_owner = intake.accept(locked, "open"), intake.accept(locked, "owner")

    assert by_user.canonical == by_owner.canonical
    assert by_user.notes == ("decrypted",)
    assert not PdfReader(io.BytesIO(by_user.canonical)).is_encrypted


def test_a_file_that_is_protected_only_against_changes_opens_without_a_password():
    accepted = intake.accept(pdfs.encrypted(user="", owner="owner"))

    assert accepted.notes == ("decrypted",)
    assert "Contract, page 1" in pdfs.texts(accepted.canonical)[0]


@pdfs.needs_samples
def test_the_protected_sample_asks_for_its_password():
    locked = pdfs.sample("libreoffice-writer-password.pdf")

    with pytest.raises(PasswordNeeded):
        intake.accept(locked)
    with pytest.raises(WrongPassword):
        intake.accept(locked, "guess")
    opened = intake.accept(locked, "openpassword")
    assert (len(opened.pages), opened.notes) == (1, ("decrypted",))
    assert len(intake.accept(locked, "permissionpassword").pages) == 1


@pdfs.needs_samples
def test_of_the_sample_with_an_attachment_the_sender_is_told_that_it_goes():
    assert "attachments_removed" in pdfs.accepted_sample("with-attachment.pdf").notes


def test_an_ordinary_contract_needs_no_note():
    accepted = intake.accept(pdfs.contract(3))

    assert accepted.notes == ()
    assert accepted.pages == (Page(595, 842),) * 3
    assert accepted.fields == ()


@pytest.mark.parametrize(
    ("pdf", "notes"),
    [
        (pdfs.broken_table(), ("repaired",)),
        (pdfs.with_leading_junk(), ("junk_removed",)),
        (pdfs.with_attachment(), ("annotations_flattened", "attachments_removed")),
        (pdfs.with_scripts(), ("actions_removed", "scripts_removed")),
        (pdfs.tagged(), ("structure_lost",)),
        (pdfs.with_hidden_layer(), ("layers_removed",)),
        (pdfs.annotated(), ("annotations_flattened",)),
        (pdfs.form(), ("form_flattened", "scripts_removed")),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_changed_is_noted(pdf, notes):
    assert intake.accept(pdf).notes == notes
    assert set(notes) <= set(intake.NOTES)


def test_a_repaired_file_has_all_its_pages():
    assert "Contract, page 2" in pdfs.texts(intake.accept(pdfs.broken_table()).canonical)[1]


def test_a_table_that_leads_astray_is_set_aside_and_the_pages_found():
    whole = pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    )
    table = whole.index(b"xref")
    astray = whole[:table] + whole[table:].replace(b"00000 n", b"00000 f")

    accepted = intake.accept(astray)

    assert accepted.pages == (Page(200, 200),)
    assert accepted.notes == ("repaired",)


def test_pages_that_cannot_be_found_are_damage_and_not_an_empty_document():
    lost = pdfs.assemble(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids(gone)/Count 1>>")

    with pytest.raises(DamagedPdf):
        intake.accept(lost)


def test_page_sizes_are_those_shown():
    assert intake.accept(pdfs.rotated(90)).pages[0] == Page(842, 595)
    assert intake.accept(pdfs.cropped()).pages[0] == Page(515, 750)
    assert intake.accept(pdfs.user_unit(2.0)).pages[0] == Page(1190, 1684)
    assert intake.accept(pdfs.inherited()).pages[0] == Page(792, 612)


def test_form_fields_are_found_where_they_are_shown():
    fields = {field.name: field for field in intake.accept(pdfs.form()).fields}

    name, agree = fields["name"], fields["agree"]
    assert (name.kind, name.page, name.value, name.required) == ("text", 1, "Signer One", True)
    assert (name.x, name.y, name.width, name.height) == (72, 100, 200, 20)
    assert (agree.kind, agree.value, agree.required) == ("checkbox", "true", False)
    assert fields["signed_on"].kind == "date"
    assert (fields["colour"].kind, fields["colour"].properties["options"]) == (
        "dropdown",
        ["red", "blue"],
    )
    assert (fields["signature"].kind, fields["signature"].y) == ("signature", 842 - 550)


def test_a_field_on_a_turned_page_is_found_where_it_is_shown():
    remark = next(field for field in intake.accept(pdfs.form()).fields if field.name == "remark")

    assert (remark.page, remark.width, remark.height) == (2, 20, 200)
    assert (remark.x, remark.y) == (842 - 120, 72)


@pdfs.needs_samples
def test_the_fields_of_the_sample_forms_are_found():
    office = pdfs.accepted_sample("libreoffice-form.pdf").fields
    latex = pdfs.accepted_sample("pdflatex-forms.pdf").fields

    assert [field.kind for field in office].count("radio") == 2
    assert {field.name: field.value for field in office}["First Name"] == "Alice"
    assert [(field.name, field.kind) for field in latex] == [
        ("Name", "text"),
        ("Check", "checkbox"),
    ]


@pytest.mark.usefixtures("child")
def test_in_the_sandbox_the_result_is_the_same():
    for pdf in (pdfs.contract(2), pdfs.form(), pdfs.with_hidden_layer(), pdfs.broken_table()):
        assert sandbox.run_untrusted(intake.accept, pdf, None, seconds=20) == intake.accept(pdf)


@pytest.mark.usefixtures("child")
def test_a_refusal_reaches_the_worker():
    with pytest.raises(WrongPassword):
        sandbox.run_untrusted(intake.accept, pdfs.encrypted(), "guess", seconds=20)


def test_every_cut_of_a_file_is_accepted_or_refused_in_plain_words():
    whole = pdfs.form()

    for length in range(0, len(whole), 97):
        try:
            accepted = intake.accept(whole[:length])
        except UnusableFile as refusal:
            assert refusal.message
        else:
            assert accepted.pages


@pdfs.needs_cases
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("endstream-two-faces.pdf", "The tenant pays 500 EUR a month."),
        ("oc-two-faces.pdf", "The tenant pays 5000 EUR a month."),
        ("oc-visibility-expression.pdf", "VE and(A,not C): visible plain group A: visible"),
    ],
)
def test_of_two_faces_one_is_left_and_the_sender_is_told_the_page(name, words):
    accepted = intake.accept(pdfs.case(name))

    assert "pages_ambiguous:1" in accepted.notes
    assert pdfs.texts_in_all_engines(accepted.canonical) == {words}
