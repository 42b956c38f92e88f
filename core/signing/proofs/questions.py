"""Questions that the sender wrote and whose answers only the recipient should know (KBA)."""

import unicodedata
from collections.abc import Sequence

from core.refusals import Invalid, sentence
from core.signing.proofs import proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords
from core.text.printable import cleaned, is_line

MOST = 3
LONGEST_QUESTION, LONGEST_ANSWER = 200, 100
NO_QUESTION = sentence("Enter a question of up to 200 characters for each answer.")
NO_ANSWER = sentence("Enter an answer of 2 to 100 characters for each question.")
TOO_MANY = sentence("Ask at most three questions.")


def check(typed: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """
    Questions with what counts of their answers; rows in which nothing was typed are left out. An
    answer may be "" where an earlier one stays. Raises Invalid(questions=...).
    """
    asked = tuple((cleaned(q), tidied(a)) for q, a in typed if q.strip() or a.strip())
    if len(asked) > MOST:
        raise Invalid(questions=TOO_MANY)
    for question, answer in asked:
        if not question or len(question) > LONGEST_QUESTION or not is_line(question):
            raise Invalid(questions=NO_QUESTION)
        if answer and not 2 <= len(answer) <= LONGEST_ANSWER:
            raise Invalid(questions=NO_ANSWER)
    return asked


def tidied(answer: str) -> str:
    """Neither case, accents, spaces nor punctuation matter: people write one thing in many ways."""
    plain = unicodedata.normalize("NFKD", answer).casefold()
    return "".join(c for c in plain if c.isalnum())


QUESTIONS = IdentityProof(
    name="questions",
    needs=("questions",),
    known_to_sender=True,
    stated=proof_events.stated("questions", sentence("answers to the sender’s questions")),
    words=ProofWords(
        choice=sentence("Questions"),
        explanation=sentence("They answer questions that you write, all of them in one try."),
        noun=sentence("answers to questions"),
        lacking=sentence("Enter questions and answers for %(name)s in their options."),
    ),
)
