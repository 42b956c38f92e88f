"""Why a recipient cannot sign, fill in or finish now."""

from core.refusals import Refusal, sentence


class LinkReplaced(Refusal):
    code = "link_replaced"
    message = sentence(
        "This link was replaced by a newer one. Please use the link in our latest e-mail."
    )


class NotEmbeddable(Refusal):
    code = "not_embeddable"
    status = 422
    message = sentence(
        "This origin or return address is not in the list of the organization. Add it under"
        " Settings, Embedded signing."
    )


class NoLongerNeeded(Refusal):
    code = "no_longer_needed"
    message = sentence("Your part is no longer needed. You do not have to do anything.")


class ProofNeeded(Refusal):
    code = "proof_needed"
    message = sentence(
        "You have not confirmed who you are yet. Open the link in our e-mail again to do so."
    )


class ProofsLocked(Refusal):
    code = "proofs_locked"
    message = sentence(
        "There were too many wrong tries. The sender has been told and can let you try again."
    )


class CodeJustSent(Refusal):
    code = "code_just_sent"
    message = sentence(
        "We sent you a code less than a minute ago. Wait a moment before you ask for another one."
    )


class CodeExpired(Refusal):
    code = "code_expired"
    message = sentence("This code is no longer good. Ask for a new one.")


class QuizUnavailable(Refusal):
    code = "quiz_unavailable"
    status = 503
    message = sentence(
        "The identity service cannot ask its questions just now. This does not count as a try."
        " Wait a few minutes, then start again."
    )


class UnusableImage(Refusal):
    code = "unusable_image"
    status = 422
    message = sentence("This image cannot be used. Choose a PNG or JPEG file of up to 10 MB.")


class SignatureImageTooLarge(UnusableImage):
    code = "signature_image_too_large"
    message = sentence(
        "This image is larger than 10 MB. Choose a smaller one, or take the photo again with a"
        " lower resolution."
    )


class NoInk(UnusableImage):
    code = "no_ink"
    message = sentence("This image is empty. Draw, type or choose your signature again.")


class SupplementsPending(Refusal):
    code = "supplements_pending"
    message = sentence(
        "You have to read a document before you can finish. Open it from the top of the page."
    )


class AttachmentChecking(Refusal):
    code = "attachment_checking"
    message = sentence(
        "Your file is still being checked. This takes a few seconds: wait a moment, then finish."
    )


class AttachmentUndecided(Refusal):
    code = "attachment_undecided"
    message = sentence(
        "Someone else attached a file where you attached one, too. Open the field, choose which"
        " file to keep, then finish."
    )


class UnusableAttachment(Refusal):
    code = "unusable_attachment"
    status = 422
    message = sentence(
        "This file cannot be attached. Choose a PDF or an image (JPEG, PNG or WebP) that opens"
        " without a password."
    )


class AttachmentTooLarge(UnusableAttachment):
    code = "attachment_too_large"
    message = sentence("This file is larger than 20 MB. Choose a smaller one.")


class AttachmentNoRoom(UnusableAttachment):
    code = "attachment_no_room"
    status = 409
    message = sentence(
        "There is no room for this file: the sender's organization has used all of its storage."
        " Please tell the sender, and attach the file later."
    )


class AttachmentEmpty(UnusableAttachment):
    code = "attachment_empty"
    message = sentence("This file is empty. Choose another one.")


class AttachmentInfected(UnusableAttachment):
    code = "attachment_infected"
    message = sentence(
        "The virus scanner found malware in this file, so it was not attached. Choose another one."
    )


class NotYourTurn(Refusal):
    code = "not_your_turn"
    message = sentence("It is not your turn yet. We will e-mail you as soon as it is.")


class NothingToSign(Refusal):
    code = "nothing_to_sign"
    message = sentence(
        "You have nothing to sign in this envelope. Reload the page to see what you can do."
    )


class ConsentNeeded(Refusal):
    code = "consent_needed"
    message = sentence("Please read and accept the disclosure first.")


class AlreadyFinished(Refusal):
    code = "already_finished"
    message = sentence(
        "You have already finished, so this cannot be changed. If something needs to change, ask"
        " the sender."
    )


class AlreadyDeclined(Refusal):
    code = "already_declined"
    message = sentence("This envelope was declined and is closed. Ask the sender for a new one.")


class SignatureNeeded(Refusal):
    code = "signature_needed"
    message = sentence("Create a signature first, then place it here.")


class TooManySignatures(Refusal):
    code = "too_many_signatures"
    message = sentence(
        "You have changed your signature many times. Please use the one you have now."
    )


class FieldsMissing(Refusal):
    """`field_ids` names what is still to be filled in, in reading order."""

    code = "fields_missing"
    message = sentence("Some fields are still empty. Please fill them in first.")

    def __init__(self, field_ids: tuple[str, ...]) -> None:
        super().__init__(self.message)
        self.field_ids = field_ids
        self.details = {"field_ids": list(field_ids)}


class SignaturesUnconfirmed(Refusal):
    code = "signatures_unconfirmed"
    message = sentence("Please confirm each signature first, then finish.")


class AnswersChanged(Refusal):
    """What conditions and formulas say is not what the recipient has seen."""

    code = "answers_changed"
    message = sentence(
        "Your answers changed other fields on the page. Please check them, then finish."
    )


class FieldsChanged(AnswersChanged):
    """Their sender corrected them after the page was opened."""

    code = "fields_changed"
    message = sentence(
        "The sender changed fields after you opened this page. What you entered is kept. Please"
        " check the fields, then finish."
    )


class PagesComing(Refusal):
    code = "pages_coming"
    message = sentence(
        "Some pages are still being prepared, and you should be able to read"
        " everything before you decide. Wait a minute, reload the page, read all of"
        " it, then finish."
    )


class SigningSuspended(Refusal):
    """What recipients of a suspended organization are told."""

    code = "signing_suspended"
    message = sentence(
        "Signing is paused for everything this organization has sent. You do not"
        " have to do anything, and nothing you signed or filled in is lost."
    )


TOO_EARLY = sentence("Choose a step after yours.")


class PeopleUnnamed(Refusal):
    code = "people_unnamed"
    message = sentence("Enter who comes next before you finish.")


class NotYoursAlone(Refusal):
    code = "not_yours_alone"
    message = sentence(
        "You can only sign an envelope yourself if you are its only recipient and its signer."
        " Send it instead."
    )


class PublishedMeanwhile(Refusal):
    code = "published_meanwhile"
    message = sentence(
        "Someone else has published a version of this text meanwhile. Read theirs, then publish"
        " yours again."
    )
