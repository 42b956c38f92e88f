"""The disclosure that a recipient accepts before any document is shown (ESIGN 101(c))."""

import hashlib
from dataclasses import dataclass

from core.refusals import sentence


@dataclass(frozen=True, slots=True)
class Disclosure:
    """`paragraphs` are (heading, text); `{organization}` stands for the organization's name."""

    version: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]
    language: str = "en"

    @property
    def text(self) -> str:
        """The whole as it is hashed."""
        parts = [self.title, *(f"{heading}\n{text}" for heading, text in self.paragraphs)]
        return "\n\n".join(parts)

    @property
    def sha256(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def for_organization(name: str, signs: bool = True) -> Disclosure:
    """The standard disclosure with the name of the organization that asks, to sign or to read."""
    version, paragraphs = (SIGNING, TO_SIGN) if signs else (READING, TO_READ)
    return Disclosure(
        version,
        TITLES[version],
        tuple((heading, text.replace("{organization}", name)) for heading, text in paragraphs),
    )


SIGNING, READING = "2026-2", "2026-2-reading"
TITLES = {SIGNING: sentence("Signing electronically"), READING: sentence("Electronic documents")}
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
            " what you signed. Ask by replying to the e-mail that brought you here."
            " {organization} will tell you beforehand if a paper copy costs anything."
        ),
    ),
    (
        sentence("Changing your mind"),
        sentence(
            "You may withdraw your agreement at any time before you finish, by choosing"
            " “Decline to sign”. If you do, nothing is signed, and {organization} is told. What you"
            " have already finished stays signed."
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
            " paper copy of what you received here. Ask by replying to the e-mail that brought"
            " you here. {organization} will tell you beforehand if a paper copy costs anything."
        ),
    ),
    (
        sentence("Changing your mind"),
        sentence(
            "You may withdraw your agreement at any time before you finish, by declining. If"
            " you do, {organization} is told. What you have already finished stays as it is."
        ),
    ),
    ADDRESS,
    NEEDED,
)
