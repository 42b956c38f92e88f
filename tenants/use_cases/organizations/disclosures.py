"""Which disclosure a recipient accepts, and how an organization publishes its own."""

from dataclasses import dataclass
from datetime import datetime

from core.access import Permission
from core.refusals import NotFound
from core.signing.disclosures import disclosure
from core.signing.disclosures.disclosure import ENGLISH, Disclosure, Wording
from core.signing.disclosures.own_disclosure import (
    DisclosurePurpose,
    DisclosureVersion,
    DisclosureWords,
)
from core.signing.events.consent import DisclosurePublished
from core.signing.refusals import PublishedMeanwhile
from core.text.languages import OWN_NAMES
from tenants.transaction import Transaction

SHOWN = 50  # versions of one text, on its page


@dataclass(frozen=True, slots=True)
class EditedDisclosure:
    """One text of an organization: its versions, the newest first, and what counts now."""

    organization: str
    versions: tuple[DisclosureVersion, ...]

    @property
    def words(self) -> DisclosureWords | None:
        """None where the standard text counts."""
        return self.versions[0].words if self.versions else None

    @property
    def number(self) -> int:
        """Of the newest; 0 where nothing was published."""
        return self.versions[0].number if self.versions else 0


def current(
    tx: Transaction, organization: str, signs: bool, wording: Wording = ENGLISH
) -> Disclosure:
    """
    What someone who has not consented yet is shown: the organization's own text in their language,
    else the standard one in it.
    """
    purpose = DisclosurePurpose.SIGNING if signs else DisclosurePurpose.READING
    newest = tx.disclosures.newest(purpose, wording.language)
    own = newest.shown(organization) if newest else None
    return own or disclosure.for_organization(organization, signs, wording)


def in_use(tx: Transaction) -> tuple[DisclosureVersion, ...]:
    """The newest of each text that the organization has of its own."""
    tx.require(Permission.MANAGE_SETTINGS)
    return tx.disclosures.of_each()


def view(tx: Transaction, purpose: DisclosurePurpose, language: str) -> EditedDisclosure:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_SETTINGS)
    _check(language)
    versions = tx.disclosures.versions(purpose, language, SHOWN)
    return EditedDisclosure(tx.own_organization.name(), versions)


def version(
    tx: Transaction, purpose: DisclosurePurpose, language: str, number: int
) -> tuple[str, DisclosureVersion]:
    """With the name of the organization. Raises NotFound."""
    tx.require(Permission.MANAGE_SETTINGS)
    return tx.own_organization.name(), tx.disclosures.version(purpose, language, number)


def publish(
    tx: Transaction,
    purpose: DisclosurePurpose,
    language: str,
    words: DisclosureWords | None,
    now: datetime,
    after: int | None = None,
) -> DisclosureVersion:
    """
    The next version, for all who have not consented yet. The same words again change nothing.

    `words`: None for the standard text. `after` is the number that its page showed. Raises
    NotFound, PublishedMeanwhile.
    """
    tx.lock_exclusive("disclosures")
    tx.require(Permission.MANAGE_SETTINGS)
    _check(language)
    newest = tx.disclosures.newest(purpose, language)
    number = newest.number if newest else 0
    if newest and newest.words == words:
        return newest
    if after is not None and after != number:
        raise PublishedMeanwhile
    made = DisclosureVersion(purpose, language, number + 1, words, now)
    if words is None and newest is None:
        return made
    tx.disclosures.add(made)
    event = DisclosurePublished(
        purpose=purpose, language=language, number=made.number, is_standard=words is None
    )
    tx.record_admin((event,), tx.principal.actor, now)
    return made


def _check(language: str) -> None:
    """Raises NotFound."""
    if language not in OWN_NAMES:
        raise NotFound
