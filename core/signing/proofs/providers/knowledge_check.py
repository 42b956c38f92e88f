"""Questions that a provider asks of a person, from what it knows of them (KBA)."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.evidence.audit import Entry
from core.refusals import FilledSentence, sentence
from core.signing.proofs import one_time_code, proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords

STATED = sentence("questions about the person, asked by %(provider)s (score %(score)s of 100)")
check = one_time_code.check  # a quiz has to be answered within the time that codes count


@dataclass(frozen=True, slots=True)
class QuizChoice:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    id: str
    text: str
    choices: tuple[QuizChoice, ...]


@dataclass(frozen=True, slots=True)
class Quiz:
    """The questions are shown once, and kept nowhere."""

    questions: tuple[QuizQuestion, ...]


@dataclass(frozen=True, slots=True)
class QuizResult:
    """`transaction` is the provider's."""

    transaction: str
    passed: bool
    score: int


def detail(provider: str, result: QuizResult) -> str:
    """As the trail has it."""
    return f"{provider} {result.transaction} {result.score}"


def _stated(entries: Sequence[Entry]) -> str | None:
    found = proof_events.details("knowledge_check", entries)
    if not found:
        return None
    provider, _, score = found[-1].split()
    return FilledSentence(STATED, provider=provider, score=score)


KNOWLEDGE_CHECK = IdentityProof(
    name="knowledge_check",
    needs=("name", "birthdate"),
    stated=_stated,
    words=ProofWords(
        choice=sentence("Questions about the person"),
        explanation=sentence(
            "A provider asks them about their own past, by the name and date of birth you enter."
        ),
        noun=sentence("questions about the person"),
        lacking=sentence("Enter the name and date of birth of %(name)s in their options."),
    ),
)
