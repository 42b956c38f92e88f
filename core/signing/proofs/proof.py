"""What a proof of identity is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.evidence.audit import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofWords:
    """Sentences to be translated, of a proof that a sender can ask for."""

    choice: str  # where the sender chooses it
    explanation: str  # below the choice
    noun: str  # in timelines and on the certificate: "access code"
    lacking: str = ""  # what the sender has not given yet. %(name)s


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProof:
    """
    How a recipient proves who they are. Its module holds `check`, which refuses what is no proof.

    `needs` are what the sender has to give of a recipient, named as in `Recipient` or in its
    options. `job` is the kind of job that sends what the recipient proves it with; "" where
    nothing is sent. `stated` is given the entries about one recipient, since they were corrected
    last, and gives the sentence of the certificate of completion; None when this proof was not
    given. `words` are there for a proof that a sender can ask for. `known_to_sender`: whoever sends
    could give it themself. `enrolled`: whoever has the link sets it up at first use, and it speaks
    for their address from then on.
    """

    name: str
    needs: tuple[str, ...]
    job: str = ""
    stated: Callable[[Sequence[Entry]], str | None]
    words: ProofWords | None = None
    known_to_sender: bool = False
    enrolled: bool = False

    @property
    def template(self) -> str:
        """The page template of what is asked of the recipient."""
        return f"signing/proofs/{self.name}.html"
