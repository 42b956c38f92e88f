"""Why a member, an invitation or a role cannot be changed now."""

from core.refusals import Refusal, sentence


class LastOwner(Refusal):
    code = "last_owner"
    message = sentence(
        "An organization needs an owner, and this is the only one. Make someone"
        " else an owner first."
    )


class MemberAlready(Refusal):
    code = "member_already"
    message = sentence(
        "This person is already in your organization. You can find them in the list of people."
    )


class NotASender(Refusal):
    code = "not_a_sender"
    message = sentence("This member may not send envelopes. Choose one who may.")


class InvitationOver(Refusal):
    code = "invitation_over"
    message = sentence(
        "This invitation was used, withdrawn or replaced by a newer one, or it is"
        " older than a week. Ask the person who invited you for a new one."
    )


class AnotherAddress(Refusal):
    code = "another_address"
    message = sentence(
        "This link was sent to a different address than the one you are signed in"
        " with. Sign out, then open the link in the e-mail again."
    )


class ForeignSignIn(Refusal):
    code = "foreign_sign_in"
    message = sentence(
        "You signed in through your organization’s own provider, which works only for that"
        " organization. Sign in with your password or a passkey to continue."
    )
