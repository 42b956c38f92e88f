"""Who may open an organization here, and what they have to say about it."""

from enum import StrEnum

from core.settings import Mode

SETTING = "sign_up"


class SignUp(StrEnum):
    """By whom organizations are opened: anybody, whom the operator invites, the operator alone."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


def mode(setting: str | None, installation: Mode) -> SignUp:
    """What the platform is set to; as long as nobody set it, open on a laptop and closed else."""
    if setting is None:
        return SignUp.OPEN if installation is Mode.EMBEDDED else SignUp.CLOSED
    return SignUp(setting)
