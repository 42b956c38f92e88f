"""An organization's own words in its mails: plain text with names in braces for what differs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.refusals import FilledSentence, sentence
from core.text.printable import cleaned, is_line, is_prose

KINDS = ("invitation", "reminder", "completion", "ending")
PLACEHOLDERS = ("recipient", "envelope", "sender", "organization")
SUBJECT_LIMIT = 150
INTRODUCTION_LIMIT = 1_000
IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What replaces our own subject and first paragraph; "" leaves ours."""

    subject: str = ""
    introduction: str = ""

    def __str__(self) -> str:
        return "\n".join(part for part in (self.subject, self.introduction) if part)


def cleaned_words(words: OwnWords) -> OwnWords:
    return OwnWords(cleaned(words.subject), cleaned(words.introduction))


def filled(words: OwnWords, values: Mapping[str, str]) -> OwnWords:
    """With what the placeholders stand for. What a value contains is never looked at again."""

    def value(found: re.Match[str]) -> str:
        return values.get(found[1], found[0])

    return OwnWords(IN_BRACES.sub(value, words.subject), IN_BRACES.sub(value, words.introduction))


def errors(kind: str, words: OwnWords) -> Iterator[tuple[str, str]]:
    """What is wrong, by the name of the input it is to be said beside."""
    if len(words.subject) > SUBJECT_LIMIT or not is_line(words.subject):
        yield f"{kind}_subject", sentence("Enter a one-line subject, up to 150 characters.")
    if len(words.introduction) > INTRODUCTION_LIMIT or not is_prose(words.introduction):
        yield f"{kind}_introduction", sentence("Enter plain text, up to 1,000 characters.")
    for name in ("subject", "introduction"):
        if wrong := _misused(getattr(words, name)):
            yield f"{kind}_{name}", _unknown(wrong)


def _misused(text: str) -> str:
    """The first thing in braces that we know nothing of, or a brace without its other half."""
    unknown = next((m[0] for m in IN_BRACES.finditer(text) if m[1] not in PLACEHOLDERS), "")
    rest = IN_BRACES.sub("", text)
    return unknown or next((brace for brace in rest if brace in "{}"), "")


def _unknown(wrong: str) -> str:
    return FilledSentence(
        sentence("“%(wrong)s” is not a valid placeholder. Use %(allowed)s."),
        wrong=wrong[:60],
        allowed=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
    )
