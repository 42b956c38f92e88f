"""Why an envelope cannot be changed, sent, shared or ended now."""

from collections.abc import Sequence

from core.refusals import Refusal, sentence


class NotADraft(Refusal):
    code = "not_a_draft"
    message = sentence(
        "This envelope is no longer a draft and cannot be changed. Create a new one."
    )


class TemplateContent(Refusal):
    code = "template_content"
    message = sentence(
        "This is a template, which is never sent itself. Use it to start an envelope."
    )


class FrozenVersion(Refusal):
    code = "frozen_version"
    message = sentence(
        "A published version of a template stays as it is. Change the template and publish it"
        " again."
    )


class NotReadyToCopy(Refusal):
    code = "not_ready_to_copy"
    message = sentence(
        "The pages of a document are not ready yet. Wait a moment, then try again. If a document"
        " could not be used, replace or remove it first."
    )


class NothingToCopy(Refusal):
    code = "nothing_to_copy"
    message = sentence(
        "The documents of this envelope were deleted, so it cannot be copied. Upload them again in"
        " a new envelope."
    )


class BeingSent(Refusal):
    code = "being_sent"
    message = sentence(
        "A program asked to send this envelope once its pages are ready, so it"
        " cannot be changed. Wait a moment and reload the page, or void it."
    )
    for_programs = sentence(
        "This envelope was asked to be sent once its pages are ready, so it cannot be changed."
    )


class DocumentUnusable(Refusal):
    code = "document_unusable"
    message = sentence("One document could not be used. Replace or remove it.")


class FieldOffPage(Refusal):
    code = "field_off_page"
    message = sentence(
        "A field was placed outside its page, or on a page that does not exist. Place it again."
    )


class TextNotFound(Refusal):
    code = "text_not_found"
    named = sentence(
        "The text “%(text)s”, where fields were to be placed, is not in the document, or no one has"
        " that role. Place the fields yourself."
    )
    message = sentence(
        "A text where fields were to be placed is not in the document. Place them yourself."
    )


class NothingToSend(Refusal):
    """What is missing before sending: `errors` maps a place on the page to a sentence."""

    code = "nothing_to_send"
    message = sentence(
        "Something is missing before this can be sent. Complete the highlighted items."
    )
    for_programs = sentence("Something is missing before this can be sent. “errors” lists it.")

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(self.message)
        self.errors = errors


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"
    message = sentence(
        "This envelope was changed in another window, so it was not sent. Below is"
        " its current state with what you typed. Check it, then send it again."
    )


class NotUploadedYet(Refusal):
    code = "not_uploaded_yet"
    message = sentence(
        "You chose a file that has not been uploaded yet, so nothing was sent. Choose it again"
        " and upload it first."
    )


class NotOpen(Refusal):
    code = "not_open"
    message = sentence("This envelope is closed and cannot be changed. Ask for a new one.")


class PausedBySender(Refusal):
    code = "paused_by_sender"
    message = sentence(
        "The sender has paused this envelope, so nothing can be done in it now. What was filled in"
        " is kept."
    )


class NotStartedYet(Refusal):
    code = "not_started_yet"
    message = sentence(
        "No one has been asked yet, because this envelope starts later. Start it now, or wait."
    )


class NothingScheduled(Refusal):
    code = "nothing_scheduled"
    message = sentence(
        "This envelope is not waiting for a start. Reload the page to see where it stands."
    )


class NotCorrectable(Refusal):
    code = "not_correctable"
    message = sentence(
        "This person has opened the envelope, so their name and address can no"
        " longer be changed. Void the envelope and send a new one."
    )


class NotReassignable(Refusal):
    code = "not_reassignable"
    message = sentence(
        "This part cannot be given to someone else: it is finished, or its proof of identity needs"
        " what is known of one person only. Reload the page to see where it stands."
    )


class NotDelegable(Refusal):
    code = "not_delegable"
    message = sentence(
        "The sender has not allowed handing this over. Ask the sender to send it to someone else."
    )


class TooManyReassignments(Refusal):
    code = "too_many_reassignments"
    message = sentence(
        "Parts of this envelope have already been given to other people 10 times. Void the envelope"
        " and send a new one."
    )


class CorrectedMeanwhile(Refusal):
    code = "corrected_meanwhile"
    message = sentence(
        "This recipient was corrected in another window. The current name and address are above;"
        " what you typed is below. Compare them, then correct the recipient again if needed."
    )


class TooManyCorrections(Refusal):
    code = "too_many_corrections"
    message = sentence(
        "This recipient has already been corrected 10 times. Void the envelope and send a new one."
    )


class LinksNotHandedOver(Refusal):
    code = "links_not_handed_over"
    message = sentence(
        "Your organization does not allow senders to copy signing links. Ask an admin to allow it"
        " in the settings."
    )


class LinkNeedsProof(Refusal):
    code = "link_needs_proof"
    message = sentence(
        "A link that you hand over does not prove who opens it. First ask this recipient for a"
        " proof of identity that you cannot give yourself, such as a code by e-mail."
    )


class RemindedAlready(Refusal):
    code = "reminded_already"
    message = sentence(
        "Everyone whose turn it is was e-mailed within the last hour. Wait a while, then try again."
    )


class NotTheirTurn(Refusal):
    code = "not_their_turn"
    message = sentence(
        "This envelope is not waiting for this person. Reload the page to see who is next."
    )


class NoLongerVoidable(Refusal):
    code = "no_longer_voidable"
    message = sentence(
        "Everyone has finished, so this envelope can no longer be voided. If something needs to"
        " change, send a new one."
    )


class NotSentYet(Refusal):
    code = "not_sent_yet"
    message = sentence(
        "This envelope has not been sent yet. Send it first, then share it with a link."
    )


class TooManyLinks(Refusal):
    code = "too_many_links"
    message = sentence("This envelope has 20 links already. Revoke one, then create another.")


class ShareLinkOver(Refusal):
    code = "share_link_over"
    message = sentence(
        "This link was revoked or has expired. Ask the person who gave it to you for a new one."
    )


class TooManyCustomFields(Refusal):
    code = "too_many_custom_fields"
    message = sentence("There are already 50 custom fields. Delete one you no longer need first.")


class DetailsMissing(Refusal):
    """`names` are the fields that have to be filled in first."""

    code = "details_missing"
    message = sentence("Some details of this envelope are missing. Enter %(names)s.")

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(self.message)
        self.values = {"names": ", ".join(names)}


class NobodyToShowItTo(Refusal):
    code = "nobody_to_show_it_to"
    message = sentence(
        "The team or person you chose no longer exists, so nothing was sent."
        " Choose again who can see it."
    )
