"""Why an organization cannot be opened, changed or used more now."""

from collections.abc import Mapping

from core.refusals import Refusal, sentence


class OrganizationFrozen(Refusal):
    code = "organization_frozen"
    message = sentence(
        "This organization is suspended or being closed, so nothing in it can be"
        " changed. Everything can still be read."
    )


class UnusableLogo(Refusal):
    code = "unusable_logo"
    status = 422
    message = sentence("This image cannot be used. Save it as a PNG file and choose that file.")


class SignUpClosed(Refusal):
    code = "sign_up_closed"
    message = sentence(
        "New organizations cannot be created here at the moment. Ask the person who runs this"
        " installation."
    )


class SignUpOver(Refusal):
    code = "sign_up_over"
    message = sentence("This link was already used, or is older than a day. Sign up again.")


class QuotaReached(Refusal):
    """There is a message for each thing that is counted."""

    code = "quota_reached"
    message = sentence("Your organization has reached a limit. Ask an admin to have it raised.")

    def __init__(self, message: str, values: Mapping[str, object]) -> None:
        super().__init__(message)
        self.message, self.values = message, values
