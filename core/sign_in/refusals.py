"""Why a sign-in, or a change of how a person signs in, is refused."""

from core.refusals import Refusal, sentence


class WrongCredentials(Refusal):
    code = "wrong_credentials"
    message = sentence("The e-mail address or password is wrong. Try again.")


class TooManyAttempts(Refusal):
    code = "too_many_attempts"
    status = 429
    message = sentence("Too many attempts. Wait 15 minutes, then try again.")


class SecondFactorNeeded(Refusal):
    """The password was right: `token` lets the same browser give the second factor."""

    code = "second_factor_needed"
    message = sentence("Your password is correct. Confirm that it is you with a second step.")

    def __init__(self, token: str) -> None:
        super().__init__(self.message)
        self.token = token


class SignInLapsed(Refusal):
    code = "sign_in_lapsed"
    message = sentence("This took longer than five minutes. Sign in again.")


class WrongCode(Refusal):
    code = "wrong_code"
    message = sentence(
        "This code is wrong or was already used. Wait for the next one and enter that."
    )


class PasskeyNotAccepted(Refusal):
    code = "passkey_not_accepted"
    message = sentence("This passkey was not accepted. Try again, or sign in another way.")


class AuthenticatorThere(Refusal):
    code = "authenticator_there"
    message = sentence("You already have an authenticator app set up. Remove it first.")


class AnotherWayNeeded(Refusal):
    code = "another_way_needed"
    message = sentence(
        "Your organization does not allow signing in this way. Choose another way"
        " on the sign-in page."
    )


class ResetLinkUsed(Refusal):
    code = "reset_link_used"
    status = 410
    message = sentence(
        "This link was already used, or is older than an hour. Request a new one below."
    )


class SignedInThroughOrganization(Refusal):
    code = "signed_in_through_organization"
    message = sentence(
        "You signed in through your organization, which manages how you sign in."
        " To change your own password or authenticator app, sign in with them first."
    )
