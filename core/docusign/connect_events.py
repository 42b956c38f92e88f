"""The events of Connect: DocuSign's words, and what they are called here."""

from collections.abc import Iterable, Mapping

# Theirs by ours; the first of several is what is told.
WORDS: Mapping[str, str] = {
    "envelope.created": "envelope-created",
    "envelope.sent": "envelope-sent",
    "envelope.delivered": "envelope-delivered",
    "envelope.completed": "envelope-completed",
    "envelope.declined": "envelope-declined",
    "envelope.voided": "envelope-voided",
    "envelope.expired": "envelope-voided",
    "envelope.corrected": "envelope-corrected",
    "envelope.purged": "envelope-purge",
    "recipient.sent": "recipient-sent",
    "recipient.delivered": "recipient-delivered",
    "recipient.completed": "recipient-completed",
    "recipient.declined": "recipient-declined",
    "recipient.authentication_failed": "recipient-authenticationfailed",
    "recipient.bounced": "recipient-autoresponded",
    "recipient.delegated": "recipient-delegate",
    "recipient.reassigned": "recipient-reassign",
}
ANY_ENVELOPE = ("created", "sent", "delivered", "completed", "declined", "voided")


def ours(words: Iterable[str]) -> tuple[str, ...]:
    """The names of events, each once. Raises ValueError with a word that there is none of."""
    found: dict[str, None] = {}
    for word in words:
        names = [name for name, known in WORDS.items() if known == word.casefold()]
        if not names:
            raise ValueError(word)
        found |= dict.fromkeys(names)
    return tuple(found)


def theirs(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(WORDS[name] for name in names if name in WORDS))
