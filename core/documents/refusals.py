"""Why a file cannot become a document of an envelope."""

from core.refusals import NotFound, Refusal, sentence


class FileMissing(NotFound):
    """A file is not where its row says. Its disk may come back; a row that is gone does not."""


class UnusableFile(Refusal):
    """The file cannot become a document."""

    code = "unusable_file"
    status = 422


class UnknownKind(UnusableFile):
    code = "unknown_kind"
    message = sentence(
        "This kind of file cannot be used. Upload a PDF, an image, an office document, HTML or"
        " Markdown, or save yours as a PDF."
    )


class EmptyFile(UnusableFile):
    code = "empty_file"
    message = sentence("This file is empty. Check it and upload it again.")


class AmbiguousFile(UnusableFile):
    code = "ambiguous_file"
    message = sentence(
        "This file can be read as two kinds of files at once, so people might see different"
        " content. Print it to a new PDF and upload that."
    )


class DamagedFile(UnusableFile):
    code = "damaged_file"
    message = sentence("This file is damaged and cannot be read. Save it again and upload that.")


class DamagedImage(UnusableFile):
    code = "damaged_image"
    message = sentence("This image is damaged and cannot be read. Export it again and upload that.")


class ImageTooLarge(UnusableFile):
    code = "image_too_large"
    message = sentence(
        "This image has more than 120 million pixels. Make it smaller and upload that."
    )


class EncryptedOfficeFile(UnusableFile):
    code = "encrypted_office_file"
    message = sentence(
        "This document is protected with a password. Remove the password and upload it again."
    )


class OfficeMissing(UnusableFile):
    code = "office_missing"
    message = sentence(
        "Office documents cannot be converted on this server, because its operating system cannot"
        " confine LibreOffice. Save yours as a PDF and upload that."
    )


class WriterMissing(OfficeMissing):
    code = "writer_missing"
    message = sentence(
        "Text documents cannot be converted here because LibreOffice Writer is not installed. Save"
        " yours as a PDF and upload that. The person who runs this installation can install"
        " libreoffice-writer-nogui."
    )


class CalcMissing(OfficeMissing):
    code = "calc_missing"
    message = sentence(
        "Spreadsheets cannot be converted here because LibreOffice Calc is not installed. Save"
        " yours as a PDF and upload that. The person who runs this installation can install"
        " libreoffice-calc-nogui."
    )


class ImpressMissing(OfficeMissing):
    code = "impress_missing"
    message = sentence(
        "Presentations cannot be converted here because LibreOffice Impress is not installed. Save"
        " yours as a PDF and upload that. The person who runs this installation can install"
        " libreoffice-impress-nogui."
    )


class NotConverted(UnusableFile):
    code = "not_converted"
    message = sentence("This document could not be converted. Save it as a PDF and upload that.")


class NotImages(Refusal):
    code = "not_images"
    message = sentence(
        "Only two or more images that are ready can become one document. Choose at least two."
    )


class NotTakenIn(UnusableFile):
    """Its intake failed again and again, for no reason that lies in the file as far as known."""

    code = "not_taken_in"
    message = sentence(
        "This file could not be checked, although it was tried several times. Try again, or upload"
        " another version of it."
    )


class NotDrawn(UnusableFile):
    """Some of its pages failed to be drawn again and again. It is ready but for them."""

    code = "not_drawn"
    message = sentence(
        "The pages of this document could not be prepared, although it was tried several times."
        " Try again, or upload another version of it."
    )


class NotAPdf(UnusableFile):
    code = "not_a_pdf"
    message = sentence("This file is not a PDF. Save or print it as a PDF and upload that.")


class DamagedPdf(UnusableFile):
    code = "damaged_pdf"
    message = sentence("This file is damaged and cannot be read. Export it again and upload that.")


class VirusFound(UnusableFile):
    code = "virus_found"
    message = sentence(
        "The virus scanner found malware in this file, so it was deleted. Remove it from this list"
        " and upload a clean file."
    )
    named = sentence(
        "The virus scanner found malware in this file (%(virus)s), so it was deleted. Remove it"
        " from this list and upload a clean file."
    )


class TooLargeToScan(UnusableFile):
    code = "too_large_to_scan"
    message = sentence(
        "The virus scanner here does not check files as large as this one. Upload a smaller file."
    )


class ScannerAway(Refusal):
    code = "scanner_away"
    status = 503
    message = sentence(
        "The virus scanner does not respond at the moment. The file waits and is checked as soon"
        " as it does. You can leave this page."
    )


class IntakeFault(Refusal):
    """What failed is no fault of the file as far as known: it is tried again, and that is told."""

    code = "intake_fault"
    status = 503
    message = sentence(
        "Something went wrong on our side while this file was being prepared. It is tried again"
        " automatically, and you can leave this page. If this does not go away, tell the person"
        " who runs this installation."
    )


class ValuesNeeded(UnusableFile):
    code = "values_needed"
    message = sentence("This document asks for values. Fill in all of them to continue.")


class ValueTooLong(Refusal):
    code = "value_too_long"
    status = 422
    message = sentence("A value can have up to 2,000 characters. Shorten it.")


class PasswordNeeded(UnusableFile):
    code = "password_needed"
    message = sentence("This PDF needs a password. Enter it to continue.")


class WrongPassword(UnusableFile):
    code = "wrong_password"
    message = sentence("That password does not open this PDF. Check it and try again.")


class NoPages(UnusableFile):
    code = "no_pages"
    message = sentence("This file has no pages. Check the file and upload it again.")


class TooManyPages(UnusableFile):
    code = "too_many_pages"
    message = sentence("This file has more than 2,000 pages. Split it into smaller files.")


class FileTooLarge(UnusableFile):
    code = "file_too_large"
    status = 413
    message = sentence("This file is larger than 100 MB. Make it smaller or split it.")


class NotStored(Refusal):
    code = "not_stored"
    message = sentence(
        "The file could not be stored, so nothing was saved. Try again in a moment. If it happens"
        " again, tell the person who runs this installation."
    )


class TooComplex(UnusableFile):
    code = "too_complex"
    message = sentence(
        "This file takes too much memory or time to open. Print it to a new PDF and upload that."
    )


class XfaForm(UnusableFile):
    code = "xfa_form"
    message = sentence(
        "This is an XFA form, which browsers cannot show. Print it to a new PDF and upload that."
    )


class Unsealable(UnusableFile):
    code = "unsealable"
    message = sentence(
        "This PDF cannot be sealed, so it cannot be sent for signing. Print it to a new PDF and"
        " upload that."
    )


class AlreadySigned(UnusableFile):
    code = "already_signed"
    message = sentence(
        "This PDF is digitally signed and needs a password to open. Removing the password would"
        " break its signature. Upload a version without a password."
    )


class CannotBeAddedTo(Refusal):
    code = "cannot_be_added_to"
    message = sentence(
        "No signature can be added to this document without breaking the earlier ones. Attach it"
        " unchanged, or remove it."
    )


class NotSigned(Refusal):
    code = "not_signed"
    message = sentence(
        "Only a document that is digitally signed can be attached unchanged. Place fields on this"
        " one, or remove it."
    )


class ValuesStayDrawn(Refusal):
    code = "values_stay_drawn"
    message = sentence(
        "The values of this form cannot be made editable. They stay on the pages as they are."
    )


class PagesLocked(Refusal):
    code = "pages_locked"
    message = sentence(
        "The pages of this document cannot be edited: it is digitally signed, asks for values, has"
        " fields that wait for a place, or is not ready yet. Place the fields, or edit the file"
        " itself and upload it again."
    )


class EditsFinal(Refusal):
    code = "edits_final"
    message = sentence(
        "This document is a copy of one whose pages were edited, so the earlier pages cannot be"
        " restored. Upload the original file instead."
    )


class NoPagesLeft(Refusal):
    code = "no_pages_left"
    status = 422
    message = sentence(
        "At least one page of the document has to stay. Keep a page, or remove the document."
    )


class PagesChanged(Refusal):
    code = "pages_changed"
    message = sentence(
        "The pages of this document were changed in another window. Reload the page and edit them"
        " again."
    )
    for_programs = sentence("“pages” names a page that the document does not have, or one twice.")


class FieldsOnDeletedPages(Refusal):
    code = "fields_on_deleted_pages"
    message = sentence("There are fields on pages that you delete. Confirm that they are removed.")
    for_programs = sentence(
        "There are fields on pages that are left out. Keep the pages, or remove the fields with"
        " “remove_fields”."
    )


class NotRedacted(UnusableFile):
    code = "not_redacted"
    message = sentence(
        "A part of this document could not be blacked out completely, so it cannot be used. Remove"
        " the document, black out the part in the file itself, and upload it again."
    )


class ShownDifferently(UnusableFile):
    code = "shown_differently"
    message = sentence(
        "Different PDF viewers show the pages of this file differently, so no one could rely on"
        " what was signed. Print it to a new PDF and upload that."
    )


class TooManyDocuments(Refusal):
    code = "too_many_documents"
    message = sentence(
        "An envelope can have up to 50 documents. Put the others in another envelope."
    )
