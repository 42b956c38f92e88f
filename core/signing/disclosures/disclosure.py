"""The disclosure that a recipient accepts before any document is shown (ESIGN 101(c))."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from core.refusals import FilledSentence, sentence

ORGANIZATION = "{organization}"


@dataclass(frozen=True, slots=True)
class Wording:
    """The language of a reader by its tag, and how sentences of ours are said in it."""

    language: str
    translate: Callable[[str], str]


ENGLISH = Wording("en", str)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """
    As it is shown, in one language. `paragraphs` are (heading, text); a heading may be "".

    `text` is the whole as it is hashed and kept.
    """

    version: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]
    language: str = "en"

    @property
    def text(self) -> str:
        parts = [self.title, *(f"{heading}\n{text}".strip() for heading, text in self.paragraphs)]
        return "\n\n".join(parts)

    @property
    def sha256(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def for_organization(name: str, signs: bool = True, wording: Wording = ENGLISH) -> Disclosure:
    """
    The standard disclosure with the name of the organization that asks, to sign or to read.

    What is hashed is what is shown: the sentences as the reader gets them.
    """
    version, paragraphs = (SIGNING, TO_SIGN) if signs else (READING, TO_READ)
    say = wording.translate
    return Disclosure(
        version,
        say(TITLES[version]),
        tuple((say(head), say(text).replace(ORGANIZATION, name)) for head, text in paragraphs),
        wording.language,
    )


def title_of(version: str) -> str:
    """What the certificate of completion calls it: the standard one, or an organization's own."""
    if version in TITLES:
        return TITLES[version]
    purpose, _, rest = version.removeprefix(OWN).partition("-")
    language, _, number = rest.rpartition("-")
    return FilledSentence(OWN_TITLES[purpose], number=number, language=language)


SIGNING, READING = "2026-3", "2026-3-reading"
OWN = "own-"
TITLES = {SIGNING: sentence("Signing electronically"), READING: sentence("Electronic documents")}
OWN_TITLES = {
    "signing": sentence("Signing electronically, own text, version %(number)s (%(language)s)"),
    "reading": sentence("Electronic documents, own text, version %(number)s (%(language)s)"),
}
ADDRESS = (
    sentence("How to reach you"),
    sentence(
        "We write to the e-mail address this invitation was sent to. If it changes, tell"
        " {organization} by replying to that e-mail."
    ),
)
NEEDED = (
    sentence("What you need"),
    sentence(
        "A current web browser, an e-mail address, and a program that opens PDF files. You can"
        " keep or print a copy of everything, and we e-mail you the finished documents."
    ),
)
TO_SIGN = (
    (
        sentence("What you agree to"),
        sentence(
            "You agree to read and sign the documents of this envelope electronically. Your"
            " electronic signature then has the same effect as one on paper. The agreement"
            " covers this envelope only."
        ),
    ),
    (
        sentence("Paper instead"),
        sentence(
            "You may sign on paper instead, and you may ask {organization} for a paper copy of"
            " what you signed. Choose “Ask for paper” here, or reply to the e-mail that brought you"
            " here."
            " {organization} will tell you beforehand if a paper copy costs anything."
        ),
    ),
    (
        sentence("Changing your mind"),
        sentence(
            "You may withdraw your agreement at any time before you finish, without any cost, by"
            " choosing “Withdraw consent” in the menu. If you do, what you have filled in is"
            " deleted, nothing is signed, the documents are closed to you, and {organization} is"
            " told. You can agree again later. What you have already finished stays signed."
        ),
    ),
    ADDRESS,
    NEEDED,
)
TO_READ = (
    (
        sentence("What you agree to"),
        sentence(
            "You agree to receive the documents of this envelope electronically, and to answer"
            " them here. Your answer then has the same effect as one on paper. The agreement"
            " covers this envelope only."
        ),
    ),
    (
        sentence("Paper instead"),
        sentence(
            "You may have the documents on paper instead, and you may ask {organization} for a"
            " paper copy of what you received here. Choose “Ask for paper” here, or reply to the"
            " e-mail that brought you here. {organization} will tell you beforehand if a paper copy"
            " costs anything."
        ),
    ),
    (
        sentence("Changing your mind"),
        sentence(
            "You may withdraw your agreement at any time before you finish, without any cost, by"
            " choosing “Withdraw consent” in the menu. If you do, the documents are closed to you,"
            " and {organization} is told. You can agree again later. What you have already"
            " finished stays as it is."
        ),
    ),
    ADDRESS,
    NEEDED,
)
