"""
What a disclosure has to say, 15 U.S.C. 7001(c)(1) (ESIGN 101(c)), and whether a text says it.

It is looked for by words, in a few languages: a text that says it in others is warned about, and
can be published all the same. Whether it says enough only its author can judge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.refusals import sentence


@dataclass(frozen=True, slots=True)
class Topic:
    """`words`: by language, what a text about it holds one of."""

    said: str
    words: Mapping[str, tuple[str, ...]]


TOPICS = (
    Topic(  # (c)(1)(B)(i)(I)
        sentence("that everything can be had on paper instead"),
        {"en": ("paper",), "de": ("papier",), "fr": ("papier",), "es": ("papel",)},
    ),
    Topic(  # (c)(1)(B)(i)(II) and (iii)
        sentence("that consent can be withdrawn, how, and what follows"),
        {
            "en": ("withdraw", "revoke"),
            "de": ("widerruf", "zurückzieh", "zurücknehm", "zurückzuzieh"),
            "fr": ("retirer", "retrait", "révoqu"),
            "es": ("retirar", "revocar", "retira"),
        },
    ),
    Topic(  # (c)(1)(B)(ii)
        sentence("what the consent covers: this envelope, or more"),
        {
            "en": ("this envelope", "these documents", "this transaction", "covers", "all future"),
            "de": ("diesen umschlag", "diese dokumente", "diesen vorgang", "gilt für", "künftige"),
            "fr": ("cette enveloppe", "ces documents", "cette opération", "couvre", "porte sur"),
            "es": ("este sobre", "estos documentos", "esta operación", "abarca", "se aplica a"),
        },
    ),
    Topic(  # (c)(1)(B)(iii)
        sentence("how recipients tell you of another e-mail address"),
        {
            "en": ("e-mail address", "email address", "contact details", "contact information"),
            "de": ("e-mail-adresse", "kontaktdaten"),
            "fr": ("adresse e-mail", "adresse électronique", "courriel", "coordonnées"),
            "es": ("correo electrónico", "datos de contacto"),
        },
    ),
    Topic(  # (c)(1)(B)(iv)
        sentence("how to get a paper copy, and whether it costs anything"),
        {
            "en": ("cost", "fee", "charge"),
            "de": ("kosten", "gebühr", "kostet"),
            "fr": ("frais", "coût", "gratuit"),
            "es": ("costo", "coste", "cuesta", "cargo", "gratuit", "gratis"),
        },
    ),
    Topic(  # (c)(1)(C)(i)
        sentence("which browser or software is needed"),
        {
            "en": ("browser", "software", "hardware"),
            "de": ("browser", "software"),
            "fr": ("navigateur", "logiciel"),
            "es": ("navegador", "programa", "software"),
        },
    ),
)


def is_checked(language: str) -> bool:
    """Whether we can look for the topics in a text of this language."""
    return all(language in topic.words for topic in TOPICS)


def missing(texts: Iterable[str], language: str) -> tuple[Topic, ...]:
    """Those that the texts do not seem to say; none in a language that we cannot look into."""
    said = "\n".join(texts).casefold()
    return tuple(
        topic
        for topic in TOPICS
        if language in topic.words and not any(word in said for word in topic.words[language])
    )
