"""Why a file cannot become a document of an envelope."""

from core.refusals import NotFound, Refusal, sentence


class FileMissing(NotFound):
    """A file is not where its row says. Its disk may come back; a row that is gone does not."""


class UnusableFile(Refusal):
    """The file cannot become a document."""

    code = "unusable_file"
    status = 422


class NotAPdf(UnusableFile):
    code = "not_a_pdf"
    message = sentence("This file is not a PDF. Save or print it as a PDF and upload that.")


class DamagedPdf(UnusableFile):
    code = "damaged_pdf"
    message = sentence("This PDF is damaged and cannot be read. Export it again and upload that.")


class PasswordNeeded(UnusableFile):
    code = "password_needed"
    message = sentence("This PDF needs a password. Enter it to continue.")


class WrongPassword(UnusableFile):
    code = "wrong_password"
    message = sentence("That password does not open this PDF. Check it and try again.")


class NoPages(UnusableFile):
    code = "no_pages"
    message = sentence("This PDF has no pages. Check the file and upload it again.")


class TooManyPages(UnusableFile):
    code = "too_many_pages"
    message = sentence("This PDF has more than 2,000 pages. Split it into smaller files.")


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
        "This PDF takes too much memory or time to open. Print it to a new PDF and upload that."
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
        "This PDF already has a digital signature, which any change would break."
        " Upload the unsigned version."
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
