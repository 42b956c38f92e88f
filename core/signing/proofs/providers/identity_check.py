"""An identity provider that has seen the recipient's papers and says who they are (OpenID)."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from core.evidence.audit import Entry
from core.refusals import FilledSentence, Invalid, sentence
from core.signing.proofs import proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords

STATED = sentence("identity verified by %(provider)s (%(claims)s)")
NO_DATE = sentence("Enter a date of birth such as 1984-03-29, or leave it empty.")
CLAIM_WORDS = {"name": "name", "birthdate": "date of birth"}


def birthdate(typed: str) -> str:
    """As ISO 8601 writes it; "" for none. Raises Invalid(birthdate=...)."""
    try:
        return date.fromisoformat(typed.strip()).isoformat() if typed.strip() else ""
    except ValueError:
        raise Invalid(birthdate=NO_DATE) from None


def check(name: str, born: str, claims: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """
    The claims that were compared, and the first that differs; "" when all are the recipient's.

    All words of the name that the sender wrote have to be in the papers, which may have more.
    """
    wanted, said = _words(name), _words(claims.get("name", ""))
    if not wanted or not wanted <= said:
        return ("name",), "name"
    if not born:
        return ("name",), ""
    return ("name", "birthdate"), "" if claims.get("birthdate") == born else "birthdate"


def _words(name: str) -> set[str]:
    """Without case, accents and punctuation, which papers write in other ways."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = (c if c.isalnum() else "" if unicodedata.combining(c) else " " for c in plain)
    return set("".join(letters).split())


def _stated(entries: Sequence[Entry]) -> str | None:
    found = proof_events.details("identity_check", entries)
    if not found:
        return None
    provider, *claims = found[-1].split()
    return FilledSentence(
        STATED, provider=provider, claims=", ".join(CLAIM_WORDS.get(c, c) for c in claims)
    )


IDENTITY_CHECK = IdentityProof(
    name="identity_check",
    needs=("name",),
    stated=_stated,
    words=ProofWords(
        choice=sentence("Identity verification"),
        explanation=sentence(
            "They identify themselves at an identity provider, which has to confirm the name you"
            " wrote and, if you enter it, their date of birth."
        ),
        noun=sentence("identity verification"),
    ),
)
