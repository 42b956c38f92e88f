"""What the roles of members are called."""

from core.refusals import sentence
from webapp.text.translation import gettext

WORDS = {
    "owner": sentence("Owner"),
    "admin": sentence("Admin"),
    "sender": sentence("Sender"),
    "viewer": sentence("Viewer"),
    "auditor": sentence("Auditor"),
}


def word(role: str) -> str:
    return gettext(WORDS[role]) if role in WORDS else role
