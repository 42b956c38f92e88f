"""Why a sign-in through an organization's provider is refused: each says what to do about it."""

from core.refusals import Refusal, sentence


class SsoFailure(Refusal):
    """`code` is what the organization's log keeps of it."""

    code = "sso_failure"


# Coming back from the provider


class AttemptGone(SsoFailure):
    code = "attempt_gone"
    message = sentence(
        "This sign-in was used already, or it took longer than ten minutes. Start again."
    )


class OtherBrowser(SsoFailure):
    code = "other_browser"
    message = sentence(
        "This sign-in was begun in another browser. Start again in the one you are using now."
    )


class OtherOrganization(SsoFailure):
    code = "other_organization"
    message = sentence(
        "This answer belongs to the sign-in of another organization. Start again from your own."
    )


class ConnectionChanged(SsoFailure):
    code = "connection_changed"
    message = sentence(
        "The sign-in of your organization was changed or turned off meanwhile. Start again."
    )


class ProviderRefused(SsoFailure):
    code = "provider_refused"
    message = sentence(
        "Your organization's provider did not let you in. Ask whoever runs it to give you access"
        " to Countersign, then start again."
    )


class ProviderAway(SsoFailure):
    code = "provider_away"
    message = sentence(
        "Your organization's provider does not answer. Wait a few minutes and start again."
    )


class ProviderConfused(SsoFailure):
    code = "provider_confused"
    message = sentence(
        "Your organization's provider gave an answer that cannot be read. Tell your"
        " administrator, who can test the connection in the settings."
    )


class CodeRefused(SsoFailure):
    code = "code_refused"
    message = sentence(
        "Your organization's provider did not accept our question. Start again; if it happens"
        " again, your administrator should check the client secret in the settings."
    )


# The ID token


class TokenRefused(SsoFailure):
    """The ID token is not what it has to be: a mistake in the provider, or an attack."""

    code = "token_refused"
    message = sentence(
        "We cannot trust the answer of your organization's provider, so nobody was signed in."
        " Start again; if it happens again, tell your administrator."
    )


class TokenUnsigned(TokenRefused):
    code = "token_unsigned"


class AlgorithmRefused(TokenRefused):
    code = "algorithm_refused"


class SignatureWrong(TokenRefused):
    code = "signature_wrong"


class KeyUnknown(TokenRefused):
    code = "key_unknown"


class IssuerWrong(TokenRefused):
    code = "issuer_wrong"


class AudienceWrong(TokenRefused):
    code = "audience_wrong"


class NonceWrong(TokenRefused):
    code = "nonce_wrong"


class SubjectMissing(TokenRefused):
    code = "subject_missing"


class SubjectMixedUp(TokenRefused):
    code = "subject_mixed_up"


class TokenExpired(TokenRefused):
    code = "token_expired"
    message = sentence(
        "The answer of your organization's provider came too late, or its clock is wrong. Start"
        " again; if it happens again, your administrator should check the provider's clock."
    )


class TokenNotYetValid(TokenExpired):
    code = "token_not_yet_valid"


# Who it is


class EmailUnverified(SsoFailure):
    code = "email_unverified"
    message = sentence(
        "Your organization's provider did not confirm your e-mail address. Ask whoever runs it"
        " to mark the address as verified, then start again."
    )


class EmailElsewhere(SsoFailure):
    code = "email_elsewhere"
    message = sentence(
        "Your e-mail address does not belong to a domain of this organization. Ask its"
        " administrator for an invitation."
    )


class AddressHasAccount(SsoFailure):
    code = "address_has_account"
    message = sentence(
        "There is an account with your e-mail address already. Sign in the way you usually do,"
        " then connect your organization's sign-in in your settings."
    )


class NoLongerMember(SsoFailure):
    code = "no_longer_member"
    message = sentence(
        "You were removed from this organization. Ask its administrator to let you in again."
    )


class ConnectedToSomebodyElse(SsoFailure):
    code = "connected_to_somebody_else"
    message = sentence(
        "This account of your provider is connected to another person here. Sign in to the"
        " provider as yourself, or ask your administrator."
    )


class ConnectedAlready(SsoFailure):
    code = "connected_already"
    message = sentence(
        "You are connected with another account of your provider. Disconnect that one first."
    )


class NotWhoBegan(SsoFailure):
    code = "not_who_began"
    message = sentence(
        "You are signed in as somebody else than when you began. Start again in your settings."
    )


# In the settings


class NotSetUp(Refusal):
    code = "not_set_up"
    message = sentence(
        "Your organization has no single sign-on, or it is turned off. Sign in as you usually do."
    )


class DomainTaken(Refusal):
    code = "domain_taken"
    message = sentence(
        "You proved that the domain is yours, but another organization on this server uses it."
        " Have it removed there first, or ask the operator of this server."
    )


class RecordNotFound(Refusal):
    code = "record_not_found"
    message = sentence(
        "The TXT record is not there yet. New records can take an hour to be seen: check its name"
        " and its value, then try again later."
    )


class NameServerAway(Refusal):
    code = "name_server_away"
    message = sentence("The name servers of this domain do not answer now. Try again later.")


class TooManyDomains(Refusal):
    code = "too_many_domains"
    message = sentence("An organization can have 50 domains. Remove one that you no longer need.")


class NotTriedYet(Refusal):
    code = "not_tried_yet"
    message = sentence(
        "A mistake here would lock all of you out. Connect your own account and sign in through"
        " the provider once, then require it from everybody."
    )


class RequiredNow(Refusal):
    code = "required_now"
    message = sentence(
        "Everybody has to sign in this way, so it cannot be turned off or led to another provider."
        " First let other ways in again."
    )


class OnlyWayIn(Refusal):
    code = "only_way_in"
    message = sentence(
        "This is your only way in, so it stays connected. Ask your administrator if you leave."
    )
