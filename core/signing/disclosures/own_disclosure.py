"""The disclosure in an organization's own words: one text for each purpose and language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.refusals import FilledSentence, Invalid, sentence
from core.signing.disclosures import disclosure
from core.signing.disclosures.disclosure import ENGLISH, ORGANIZATION, OWN, Disclosure, Wording
from core.text.printable import cleaned, is_line, is_prose

TITLE_LIMIT = 150
TEXT_LIMIT = 20_000
HEADING = "# "
TITLE_PROBLEM = sentence("Enter a one-line title, up to 150 characters.")
TEXT_PROBLEM = sentence("Enter plain text, up to 20,000 characters.")
NOTHING_SAID = sentence("Enter the text that recipients are to accept.")
PLACEHOLDER_PROBLEM = sentence("“%(wrong)s” is not a valid placeholder. Use {organization}.")


class DisclosurePurpose(StrEnum):
    """What recipients agree to: to sign, or to read and answer."""

    SIGNING = "signing"
    READING = "reading"

    @property
    def signs(self) -> bool:
        return self is DisclosurePurpose.SIGNING


@dataclass(frozen=True, slots=True)
class DisclosureWords:
    """Title and paragraphs, as the organization wrote them: `{organization}` is its name."""

    title: str
    paragraphs: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> str:
        """The paragraphs as they are edited: a line that begins with “# ” is a heading."""
        return "\n\n".join(
            f"{HEADING}{heading}\n\n{text}" if heading else text
            for heading, text in self.paragraphs
        )


@dataclass(frozen=True, slots=True)
class DisclosureVersion:
    """One that was published. `words` is None for the standard text, which counts again since."""

    purpose: DisclosurePurpose
    language: str
    number: int
    words: DisclosureWords | None
    published_at: datetime

    def shown(self, organization: str) -> Disclosure | None:
        """To a recipient; None where the standard text counts."""
        if self.words is None:
            return None
        version = f"{OWN}{self.purpose}-{self.language}-{self.number}"
        return filled(self.words, version, self.language, organization)


def filled(words: DisclosureWords, version: str, language: str, organization: str) -> Disclosure:
    """With the organization's name. What is in the name is never looked at again."""
    return Disclosure(
        version,
        words.title.replace(ORGANIZATION, organization),
        tuple(
            (heading.replace(ORGANIZATION, organization), text.replace(ORGANIZATION, organization))
            for heading, text in words.paragraphs
        ),
        language,
    )


def standard(purpose: DisclosurePurpose, wording: Wording = ENGLISH) -> DisclosureWords:
    """Ours, to begin with: its placeholder is left in place."""
    ours = disclosure.for_organization(ORGANIZATION, purpose.signs, wording)
    return DisclosureWords(ours.title, ours.paragraphs)


def read(title: str, typed: str) -> DisclosureWords:
    """What was typed. Raises Invalid with `title` and `text`."""
    title, typed = cleaned(title), cleaned(typed)
    errors = dict(_errors(title, typed))
    if errors:
        raise Invalid(**errors)
    return DisclosureWords(title, tuple(_paragraphs(typed)))


def _paragraphs(typed: str) -> Iterator[tuple[str, str]]:
    heading, lines = "", list[str]()
    for line in (*typed.split("\n"), HEADING):
        if not line.startswith(HEADING):
            lines.append(line)
            continue
        text = "\n".join(lines).strip()
        if heading or text:
            yield heading, text
        heading, lines = line.removeprefix(HEADING).strip(), []


def _errors(title: str, typed: str) -> Iterator[tuple[str, str]]:
    if not title or len(title) > TITLE_LIMIT or not is_line(title):
        yield "title", TITLE_PROBLEM
    elif wrong := _misused(title):
        yield "title", FilledSentence(PLACEHOLDER_PROBLEM, wrong=wrong)
    if not any(text for _, text in _paragraphs(typed)):
        yield "text", NOTHING_SAID
    elif len(typed) > TEXT_LIMIT or not is_prose(typed):
        yield "text", TEXT_PROBLEM
    elif wrong := _misused(typed):
        yield "text", FilledSentence(PLACEHOLDER_PROBLEM, wrong=wrong)


def _misused(text: str) -> str:
    """What stands from the first brace on that belongs to no placeholder; else ""."""
    rest = text.replace(ORGANIZATION, "")
    at = next((at for at, letter in enumerate(rest) if letter in "{}"), None)
    if at is None:
        return ""
    end = rest.find("}", at)
    return rest[at : end + 1 if at <= end < at + 60 else at + 1]
