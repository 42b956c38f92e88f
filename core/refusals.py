"""The ways the rules say no: one class per reason, named after what is the case."""

from datetime import timedelta


def sentence(text: str) -> str:
    """Mark `text` for translation; webapp passes it through gettext when it is shown."""
    return text


class Told(str):
    """A sentence with values in it, such as a number: the template is what is translated."""

    template: str
    values: dict[str, str]

    def __new__(cls, template: str, **values: str) -> "Told":
        told = super().__new__(cls, template % values)
        told.template, told.values = template, values
        return told


class Refusal(Exception):
    """A request that the rules do not allow. `message` is what the person is told."""

    message = sentence("This cannot be done now. Reload the page to see what can.")

    @property
    def code(self) -> str:
        """The stable name of the reason, for the API and for tests."""
        return type(self).__name__

    def __str__(self) -> str:
        return self.message


class NotFound(Exception):
    """Absent, or another organization's: nobody learns which."""


class FileMissing(NotFound):
    """A file is not where its row says. Its disk may come back; a row that is gone does not."""


class Invalid(Exception):
    """A form that cannot be accepted as it is. `errors` maps a field's name to a sentence."""

    def __init__(self, **errors: str) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Forbidden(Exception):
    """The role of whoever asks does not allow it."""


class OrganizationFrozen(Refusal):
    message = sentence(
        "This organization is suspended or being closed, so nothing in it can be changed."
        " What is in it can still be read."
    )


# An uploaded file


class UnusableFile(Refusal):
    """The file cannot become a document."""


class NotAPdf(UnusableFile):
    message = sentence("This file is not a PDF. Save or print it as PDF and upload that.")


class DamagedPdf(UnusableFile):
    message = sentence("This PDF is damaged and cannot be read. Export it again and upload that.")


class PasswordNeeded(UnusableFile):
    message = sentence("This PDF is protected. Enter its password to go on.")


class WrongPassword(UnusableFile):
    message = sentence("That password does not open this PDF. Check it and try again.")


class NoPages(UnusableFile):
    message = sentence("This PDF has no pages. Check the file and upload it again.")


class TooManyPages(UnusableFile):
    message = sentence("This PDF has more than 2,000 pages. Split it into smaller files.")


class FileTooLarge(UnusableFile):
    message = sentence("This file is larger than 100 MB. Make it smaller or split it.")


class NotStored(Refusal):
    message = sentence(
        "The file could not be stored, and nothing of it was kept. Try again in a moment; if it"
        " happens again, tell whoever runs this installation."
    )


class TooComplex(UnusableFile):
    message = sentence(
        "This PDF takes too much memory or time to open. Print it to a new PDF and upload that."
    )


class XfaForm(UnusableFile):
    message = sentence("This is an XFA form, which browsers cannot show. Print it to a new PDF.")


class Unsealable(UnusableFile):
    message = sentence(
        "We tried to seal this PDF and could not, so nobody is asked to sign it."
        " Print it to a new PDF and upload that."
    )


class AlreadySigned(UnusableFile):
    message = sentence(
        "This PDF already carries a digital signature, which changing it would break."
        " Upload the unsigned version."
    )


class ShownDifferently(UnusableFile):
    message = sentence(
        "Viewers show different things on the pages of this PDF, so nobody could rely on what"
        " was signed. Print it to a new PDF and upload that."
    )


# A draft


class NotADraft(Refusal):
    message = sentence("This envelope is no longer a draft and cannot be changed. Begin a new one.")


class TooManyDocuments(Refusal):
    message = sentence("An envelope holds up to 50 documents. Put the others in another one.")


class NothingToSend(Refusal):
    """What is missing before sending: `missing` maps a place on the page to a sentence."""

    message = sentence("Something is missing before this can be sent. Add what is marked.")

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(self.message)
        self.missing = missing


class ChangedMeanwhile(Refusal):
    message = sentence(
        "This envelope was changed in another window, so it was not sent. Below is what it is now,"
        " with what you typed: look at it, then send it again."
    )


class NotUploadedYet(Refusal):
    message = sentence(
        "You have chosen a file that is not uploaded yet, so nothing was sent. Choose it again and"
        " upload it first."
    )


# The ceremony


class LinkReplaced(Refusal):
    message = sentence("This link was replaced by a newer one. Please use the latest mail from us.")


class UnusableImage(Refusal):
    message = sentence("This picture cannot be used. Choose a PNG or JPEG file of up to 5 MB.")


class NoInk(UnusableImage):
    message = sentence(
        "This picture is empty: it shows no ink. Draw, type or choose your signature again."
    )


class UnusableLogo(Refusal):
    message = sentence("This picture cannot be used. Save it as PNG and choose that.")


class NotOpen(Refusal):
    message = sentence("This envelope is closed, so nothing in it can change. Ask for a new one.")


class NotCorrectable(Refusal):
    message = sentence(
        "This person has opened the envelope, so their name and address stay as they are."
        " Void the envelope and send a new one."
    )


class CorrectedMeanwhile(Refusal):
    message = sentence(
        "This person was corrected in another window. Above is who it goes to now; below is what"
        " you typed. Look at both, then correct it again if you need to."
    )


class TooManyCorrections(Refusal):
    message = sentence(
        "This person has been corrected 10 times already. Void the envelope and send a new one."
    )


class NotYourTurn(Refusal):
    message = sentence("It is not your turn yet. We will mail you as soon as it is.")


class NothingToSign(Refusal):
    message = sentence("You receive a copy of this envelope. There is nothing for you to do.")


class ConsentNeeded(Refusal):
    message = sentence("Please read and accept the disclosure first.")


class AlreadyFinished(Refusal):
    message = sentence(
        "You have finished already, so this cannot be changed. Write to the sender if it has to be."
    )


class AlreadyDeclined(Refusal):
    message = sentence("This envelope was declined and is closed. Ask the sender for a new one.")


class SignatureNeeded(Refusal):
    message = sentence("Adopt a signature first, then place it here.")


class TooManySignatures(Refusal):
    message = sentence("You changed your signature many times. Please use the one you have now.")


class FieldsMissing(Refusal):
    """`field_ids` names what is still to be filled in, in reading order."""

    message = sentence("A few fields are still empty. We take you to the first one.")

    def __init__(self, field_ids: tuple[str, ...]) -> None:
        super().__init__(self.message)
        self.field_ids = field_ids


class PagesComing(Refusal):
    message = sentence(
        "Some pages are still being prepared, and nobody should sign what they could not read."
        " Wait a minute, reload the page and read all of it, then finish."
    )


# The end of an envelope


class NotDeletable(Refusal):
    message = sentence(
        "This envelope is still open for signing. Void it first, or wait until it has ended."
    )


class DocumentsGone(Refusal):
    message = sentence(
        "The organization has erased this document, as its own rules say. A sealed copy that you"
        " kept is as good as before: it can be checked on our verification page."
    )


class SealedFileChanged(Refusal):
    message = sentence(
        "What is stored is not the file that was sealed, so we do not give it to you. Please tell"
        " whoever runs this installation."
    )


class OnHold(Refusal):
    message = sentence(
        "A legal hold keeps this: nothing of it may be destroyed. Ask whoever placed the hold."
    )


class RemindedAlready(Refusal):
    message = sentence("Everybody whose turn it is had a mail within the last hour. Wait a little.")


class NoLongerVoidable(Refusal):
    message = sentence("Everybody has signed, so this cannot be voided. Agree on a new envelope.")


class TooFast(Refusal):
    """Too much at once; `wait` says after how long it works again."""

    message = sentence(
        "Your organization has done a lot within a minute. Nothing is lost: wait a minute, then"
        " try again."
    )

    def __init__(self, wait: timedelta) -> None:
        super().__init__(self.message)
        self.wait = wait


# Signing in


class WrongCredentials(Refusal):
    message = sentence("The e-mail address or the password is not right. Try again.")


class TooManyAttempts(Refusal):
    message = sentence("Too many attempts. Wait 15 minutes, then try again.")


class SecondFactorNeeded(Refusal):
    """The password was right: `token` lets the same browser give the second factor."""

    message = sentence("The password is right. Now show that it is you in a second way.")

    def __init__(self, token: str) -> None:
        super().__init__(self.message)
        self.token = token


class SignInLapsed(Refusal):
    message = sentence("This took longer than five minutes. Sign in from the beginning.")


class WrongCode(Refusal):
    message = sentence(
        "This code is not right, or it was used already. Wait for the next one and enter that."
    )


class PasskeyNotAccepted(Refusal):
    message = sentence("This passkey was not accepted. Try again, or sign in in another way.")


class AuthenticatorThere(Refusal):
    message = sentence("You have an authenticator app set up already. Remove that one first.")


class AnotherWayNeeded(Refusal):
    message = sentence(
        "Your organization does not let people sign in in this way."
        " Choose another of the ways on the sign-in page."
    )


class ResetLinkUsed(Refusal):
    message = sentence(
        "This link was used already, or it is older than an hour. Ask for a new one below."
    )


class SignedInThroughOrganization(Refusal):
    message = sentence(
        "You signed in through your organization, which looks after how you do so. To change your"
        " own password or second factor, sign in with them first."
    )


# People of an organization


class LastOwner(Refusal):
    message = sentence(
        "An organization needs an owner, and this is the only one. Make somebody else owner first."
    )


class MemberAlready(Refusal):
    message = sentence("This person is a member already. You find them in the list of people.")


class InvitationOver(Refusal):
    message = sentence(
        "This invitation was used, withdrawn, replaced by a newer one, or is older than a week."
        " Ask whoever invited you for a new one."
    )


class AnotherAddress(Refusal):
    message = sentence(
        "This was sent to another address than the one you are signed in with."
        " Sign out, then open the link in the mail again."
    )


class ForeignSignIn(Refusal):
    message = sentence(
        "You signed in through the sign-in service of your organization, which counts only there."
        " Sign in with your password or a passkey to go on."
    )


class NotSentYet(Refusal):
    message = sentence("This envelope was not sent yet. Send it first, then share it by a link.")


class TooManyLinks(Refusal):
    message = sentence("This envelope has many links already. Revoke one, then make another.")


class ShareLinkOver(Refusal):
    message = sentence(
        "This link was revoked, or its time is over. Ask whoever gave it to you for a new one."
    )


class TooManyMails(Refusal):
    message = sentence("Many mails went to this address today. Wait a day, then try again.")


class SignUpClosed(Refusal):
    message = sentence(
        "New organizations cannot be opened here at the moment. Ask whoever runs this service."
    )


class SignUpOver(Refusal):
    message = sentence("This link was used already, or is older than a day. Sign up again.")
