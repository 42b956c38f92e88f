"""Why a sign-in through an organization's provider is refused: each says what to do about it."""

from core.refusals import Refusal, sentence


class SsoFailure(Refusal):
    """`code` is what the organization's log keeps of it."""


# Coming back from the provider


class AttemptGone(SsoFailure):
    message = sentence(
        "This sign-in was used already, or it took longer than ten minutes. Start again."
    )


class OtherBrowser(SsoFailure):
    message = sentence(
        "This sign-in was begun in another browser. Start again in the one you are using now."
    )


class OtherOrganization(SsoFailure):
    message = sentence(
        "This answer belongs to the sign-in of another organization. Start again from your own."
    )


class ConnectionChanged(SsoFailure):
    message = sentence(
        "The sign-in of your organization was changed or turned off meanwhile. Start again."
    )


class ProviderRefused(SsoFailure):
    message = sentence(
        "Your organization's provider did not let you in. Ask whoever runs it to give you access"
        " to Countersign, then start again."
    )


class ProviderAway(SsoFailure):
    message = sentence(
        "Your organization's provider does not answer. Wait a few minutes and start again."
    )


class ProviderConfused(SsoFailure):
    message = sentence(
        "Your organization's provider gave an answer that cannot be read. Tell your"
        " administrator, who can test the connection in the settings."
    )


class CodeRefused(SsoFailure):
    message = sentence(
        "Your organization's provider did not accept our question. Start again; if it happens"
        " again, your administrator should check the client secret in the settings."
    )


# The ID token


class TokenRefused(SsoFailure):
    """The ID token is not what it has to be: a mistake in the provider, or an attack."""

    message = sentence(
        "We cannot trust the answer of your organization's provider, so nobody was signed in."
        " Start again; if it happens again, tell your administrator."
    )


class TokenUnsigned(TokenRefused):
    pass


class AlgorithmRefused(TokenRefused):
    pass


class SignatureWrong(TokenRefused):
    pass


class KeyUnknown(TokenRefused):
    pass


class IssuerWrong(TokenRefused):
    pass


class AudienceWrong(TokenRefused):
    pass


class NonceWrong(TokenRefused):
    pass


class SubjectMissing(TokenRefused):
    pass


class SubjectMixedUp(TokenRefused):
    pass


class TokenExpired(TokenRefused):
    message = sentence(
        "The answer of your organization's provider came too late, or its clock is wrong. Start"
        " again; if it happens again, your administrator should check the provider's clock."
    )


class TokenNotYetValid(TokenExpired):
    pass


# Who it is


class EmailUnverified(SsoFailure):
    message = sentence(
        "Your organization's provider did not confirm your e-mail address. Ask whoever runs it"
        " to mark the address as verified, then start again."
    )


class EmailElsewhere(SsoFailure):
    message = sentence(
        "Your e-mail address does not belong to a domain of this organization. Ask its"
        " administrator for an invitation."
    )


class AddressHasAccount(SsoFailure):
    message = sentence(
        "There is an account with your e-mail address already. Sign in the way you usually do,"
        " then connect your organization's sign-in in your settings."
    )


class NoLongerMember(SsoFailure):
    message = sentence(
        "You were removed from this organization. Ask its administrator to let you in again."
    )


class ConnectedToSomebodyElse(SsoFailure):
    message = sentence(
        "This account of your provider is connected to another person here. Sign in to the"
        " provider as yourself, or ask your administrator."
    )


class ConnectedAlready(SsoFailure):
    message = sentence(
        "You are connected with another account of your provider. Disconnect that one first."
    )


class NotWhoBegan(SsoFailure):
    message = sentence(
        "You are signed in as somebody else than when you began. Start again in your settings."
    )


# In the settings


class NotSetUp(Refusal):
    message = sentence(
        "Your organization has no single sign-on, or it is turned off. Sign in as you usually do."
    )


class DomainTaken(Refusal):
    message = sentence(
        "You proved that the domain is yours, but another organization on this server uses it."
        " Have it removed there first, or ask the operator of this server."
    )


class RecordNotFound(Refusal):
    message = sentence(
        "The TXT record is not there yet. New records can take an hour to be seen: check its name"
        " and its value, then try again later."
    )


class NameServerAway(Refusal):
    message = sentence("The name servers of this domain do not answer now. Try again later.")


class TooManyDomains(Refusal):
    message = sentence("An organization can have 50 domains. Remove one that you no longer need.")


class NotTriedYet(Refusal):
    message = sentence(
        "A mistake here would lock all of you out. Connect your own account and sign in through"
        " the provider once, then require it from everybody."
    )


class RequiredNow(Refusal):
    message = sentence(
        "Everybody has to sign in this way, so it cannot be turned off or led to another provider."
        " First let other ways in again."
    )


class OnlyWayIn(Refusal):
    message = sentence(
        "This is your only way in, so it stays connected. Ask your administrator if you leave."
    )
