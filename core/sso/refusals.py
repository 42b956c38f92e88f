"""Why a sign-in through an organization's provider is refused: each says what to do about it."""

from core.refusals import Refusal, sentence


class SsoFailure(Refusal):
    """`code` is what the organization's log keeps of it."""

    code = "sso_failure"


# Coming back from the provider


class AttemptGone(SsoFailure):
    code = "attempt_gone"
    message = sentence(
        "This sign-in was already used, or it took longer than ten minutes. Start again."
    )


class OtherBrowser(SsoFailure):
    code = "other_browser"
    message = sentence(
        "This sign-in was started in another browser. Start again in the one you are using now."
    )


class OtherOrganization(SsoFailure):
    code = "other_organization"
    message = sentence("This sign-in belongs to another organization. Start again from your own.")


class ConnectionChanged(SsoFailure):
    code = "connection_changed"
    message = sentence(
        "Your organization’s sign-in was changed or turned off in the meantime. Start again."
    )


class ProviderRefused(SsoFailure):
    code = "provider_refused"
    message = sentence(
        "Your organization’s provider did not let you in. Ask the person who runs"
        " it to give you access to Countersign, then start again."
    )


class ProviderAway(SsoFailure):
    code = "provider_away"
    message = sentence(
        "Your organization’s provider is not responding. Wait a few minutes, then start again."
    )


class ProviderConfused(SsoFailure):
    code = "provider_confused"
    message = sentence(
        "Your organization’s provider sent a response that could not be read. Tell your admin,"
        " who can test the connection in the settings."
    )


class CodeRefused(SsoFailure):
    code = "code_refused"
    message = sentence(
        "Your organization’s provider did not accept our request. Start again. If"
        " it happens again, your admin should check the client secret in the"
        " settings."
    )


# The ID token


class TokenRefused(SsoFailure):
    """The ID token is not what it has to be: a mistake in the provider, or an attack."""

    code = "token_refused"
    message = sentence(
        "We cannot trust the response from your organization’s provider, so you were not signed"
        " in. Start again. If it happens again, tell your admin."
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
        "The response from your organization’s provider came too late, or its clock is wrong."
        " Start again. If it happens again, your admin should check the provider’s clock."
    )


class TokenNotYetValid(TokenExpired):
    code = "token_not_yet_valid"


# Who it is


class EmailUnverified(SsoFailure):
    code = "email_unverified"
    message = sentence(
        "Your organization’s provider did not confirm your e-mail address. Ask the"
        " person who runs it to mark the address as verified, then start again."
    )


class EmailElsewhere(SsoFailure):
    code = "email_elsewhere"
    message = sentence(
        "Your e-mail address does not belong to a domain of this organization. Ask"
        " an admin for an invitation."
    )


class AddressHasAccount(SsoFailure):
    code = "address_has_account"
    message = sentence(
        "There is already an account with your e-mail address. Sign in the way you"
        " usually do, then connect your work account in your settings."
    )


class NoLongerMember(SsoFailure):
    code = "no_longer_member"
    message = sentence("You were removed from this organization. Ask an admin to let you in again.")


class ConnectedToSomebodyElse(SsoFailure):
    code = "connected_to_somebody_else"
    message = sentence(
        "This provider account is connected to another person here. Sign in to the"
        " provider as yourself, or ask your admin."
    )


class ConnectedAlready(SsoFailure):
    code = "connected_already"
    message = sentence(
        "You are connected to a different account at your provider. Disconnect that one first."
    )


class NotWhoBegan(SsoFailure):
    code = "not_who_began"
    message = sentence("You are now signed in as someone else. Start again in your settings.")


# In the settings


class NotSetUp(Refusal):
    code = "not_set_up"
    message = sentence(
        "Your organization has no single sign-on, or it is turned off. Sign in the"
        " way you usually do."
    )


class DomainTaken(Refusal):
    code = "domain_taken"
    message = sentence(
        "You proved that the domain is yours, but another organization on this installation uses"
        " it. Have it removed there first, or ask the person who runs this installation."
    )


class RecordNotFound(Refusal):
    code = "record_not_found"
    message = sentence(
        "The TXT record is not visible yet. New records can take an hour. Check"
        " its name and value, then try again later."
    )


class NameServerAway(Refusal):
    code = "name_server_away"
    message = sentence("The name servers of this domain are not answering. Try again later.")


class TooManyDomains(Refusal):
    code = "too_many_domains"
    message = sentence("An organization can have up to 50 domains. Remove one you no longer need.")


class NotTriedYet(Refusal):
    code = "not_tried_yet"
    message = sentence(
        "A mistake here would lock everyone out. Connect your own account and sign in through the"
        " provider once, then require it for everyone."
    )


class RequiredNow(Refusal):
    code = "required_now"
    message = sentence(
        "Everyone has to sign in this way, so it cannot be turned off or moved to"
        " another provider. Allow other ways to sign in first."
    )


class OnlyWayIn(Refusal):
    code = "only_way_in"
    message = sentence(
        "This is your only way to sign in, so it stays connected. If you are"
        " leaving, talk to your admin."
    )
