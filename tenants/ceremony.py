"""A recipient in the signing ceremony, and the transactions they open in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from core.documents import visibility
from core.envelopes import groups
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import DROPPED, Recipient
from core.envelopes.refusals import NotOpen
from core.envelopes.turns import reassigning
from core.fields.field import Field
from core.fields.logic.dependencies import has_logic
from core.fields.logic.resolution import Resolution
from core.organizations.delegation import Delegation
from core.principal import SYSTEM, RecipientPrincipal
from core.refusals import NotFound
from core.signing import ceremony_logic, embedding, link, own_hand
from core.signing.embedding import Frame
from core.signing.proofs import mailed_link, proving, registry
from core.signing.proofs.in_person import IN_PERSON
from core.signing.proofs.proof import IdentityProof
from core.signing.proofs.public_form import PUBLIC_FORM
from core.signing.refusals import ConsentNeeded, SigningSuspended
from tenants.identifiers import new_token
from tenants.installation import Installation, Organization
from tenants.store.directory import Link
from tenants.store.documents.page_images import PageId
from tenants.store.signing.begun_confirmations import NOTHING_BEGUN, BegunConfirmation
from tenants.transaction import Transaction
from tenants.use_cases.organizations import brand_look
from tenants.use_cases.organizations.brand_look import Brand

SESSION_LIFETIME = timedelta(days=7)
# Whose address no one has confirmed: to return later they need what was mailed to it.
FORM_LIFETIME = timedelta(hours=2)


@dataclass(frozen=True)
class Ceremony:
    """
    An envelope as one recipient meets it, through a link that proved to be theirs.

    `whole` is the envelope with what others see as well: conditions and formulas count with it.
    `today` is the date where the organization is: what dates of signing will say.
    """

    organization: Organization
    organization_name: str
    time_zone: str
    language: str  # the organization's
    date_format: str
    sender_name: str
    recipient_id: UUID
    whole: Envelope
    brand: Brand = brand_look.PLAIN
    today: date | None = None
    session: bytes = b""  # the hash of its secret, where a browser has begun one
    given: frozenset[str] = frozenset()  # the proofs of identity that were given in it
    ends_at: datetime | None = None  # of the session
    frame: Frame | None = None  # of the application whose page shows it
    frame_origins: tuple[str, ...] = ()  # that the organization lets show it
    closing_words: str = ""
    asks_location: bool = False  # the organization wants to know where its recipients are
    begun: BegunConfirmation = NOTHING_BEGUN  # the signature that this browser confirms just now
    delegation: str = Delegation.CHOSEN  # whether the organization lets them hand their part over

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", own_hand.seen_by(self.whole, self.recipient_id))

    @cached_property
    def envelope(self) -> Envelope:
        """Without the documents that are hidden from this recipient."""
        return visibility.seen_by(self.whole, [self.recipient_id])

    @property
    def recipient(self) -> Recipient:
        return self.whole.recipient(self.recipient_id)

    @cached_property
    def standing(self) -> Resolution:
        """Which fields are shown and required with what is filled in, and what formulas say."""
        return ceremony_logic.on_day(self.whole, self.recipient_id, self.today)

    @cached_property
    def places(self) -> tuple[Field, ...]:
        """
        What this recipient may fill in, in reading order, also what is hidden just now. No one has
        to fill in what someone else still may.
        """
        id = self.recipient_id
        return tuple(
            replace(f, required=f.required and not self.envelope.others_may_fill(f, id))
            for f in self.standing.of(self.envelope.fields_of(id))
        )

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """What they may fill in, and what is computed for them."""
        return tuple(f for f in self.places if not f.is_hidden)

    @cached_property
    def has_logic(self) -> bool:
        """Whether an answer can change other fields."""
        return any(map(has_logic, self.whole.fields))

    @cached_property
    def mark(self) -> str:
        """Of what conditions and formulas say (ceremony_logic.mark); "" where there are none."""
        return ceremony_logic.mark_of(self.standing, self.recipient_id)

    @property
    def corrected(self) -> str:
        """The mark of the last correction of fields (ceremony_logic.corrected)."""
        return ceremony_logic.corrected(self.whole)

    @property
    def corrected_since(self) -> bool:
        """Whether fields were corrected after they first opened it."""
        opened, at = self.recipient.delivered_at, self.whole.fields_corrected_at
        return bool(opened and at and opened < at)

    @property
    def asks_one_thing(self) -> bool:
        """Whether one field is all that they can fill in, so that filling it in leaves nothing."""
        return sum(field.is_asked for field in self.places) == 1

    @property
    def filled(self) -> tuple[Field, ...]:
        """
        What stands there already: of the sender, of all who have finished, and what someone else
        has filled in of what this recipient may have. What the sender has and conditions decide
        about is there without a value, too.
        """
        id, others = self.recipient_id, self.seen - {self.recipient_id}
        there = {d.id for d in self.envelope.documents}
        filled = (
            f
            for f in self.standing.fields
            if f.document_id in there
            and not f.is_for(id)
            and (f.value or (not f.recipient_ids and has_logic(f)))
        )
        return tuple(
            f
            for f in filled
            if not f.recipient_ids or f.filled_by in others or id in f.recipient_ids
        )

    def also_for(self, field: Field) -> str:
        """The names of the others who may fill it in; not of their own group, which acts as one."""
        others = (r for r in self.envelope.recipients if r.id in field.recipient_ids)
        mine = groups.part_of(self.recipient)
        return ", ".join(r.name for r in others if groups.part_of(r) != mine)

    @property
    def seen(self) -> frozenset[UUID]:
        """Whose values this recipient sees: their own, and those of all who have finished."""
        finished = {r.id for r in self.envelope.recipients if r.completed_at}
        return frozenset(finished | {self.recipient_id})

    @property
    def unproven(self) -> tuple[IdentityProof, ...]:
        """
        The proofs of identity that are asked for, and not given yet in this browser; then those by
        which it confirms a signature.
        """
        first = proving.missing(self.recipient, self.given)
        return first or tuple(p for p in registry.ASKED if p.name in self.begun.lacking)

    @property
    def delegable(self) -> bool:
        """Whether they may hand their part over to another person now."""
        return reassigning.delegable(self.whole, self.recipient, self.delegation)

    @property
    def in_person(self) -> bool:
        """On the device of a member, who takes it back afterwards."""
        return IN_PERSON.name in self.given

    @property
    def principal(self) -> RecipientPrincipal:
        generation = self.recipient.link_generation
        return RecipientPrincipal(self.envelope.id, self.recipient_id, generation, self.given)

    @property
    def actor(self) -> str:
        return self.principal.actor

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """In the organization of the envelope, as this recipient."""
        with self.organization.transaction(self.principal) as tx:
            yield tx

    @contextmanager
    def open(self, page: PageId | None = None) -> Iterator[tuple[Transaction, Envelope]]:
        """To read the pages. Raises ProofNeeded, ConsentNeeded, NotOpen."""
        self.check_may_read()
        with self.transaction() as tx:
            yield tx, self.envelope

    def check_may_read(self) -> None:
        """
        What is completed everyone may read who was to have a copy.

        Raises ProofNeeded, ConsentNeeded, NotOpen.
        """
        proving.check(self.recipient, self.given)
        if self.envelope.status is Status.COMPLETED and self.recipient.gets_copy:
            return
        if not self.recipient.consented:
            raise ConsentNeeded
        is_over = self.envelope.status in (Status.DECLINED, Status.VOIDED, Status.EXPIRED)
        if is_over or self.recipient.status in DROPPED:
            raise NotOpen


def enter(installation: Installation, token: str) -> Ceremony:
    """
    Whose link this is. Consumes and counts nothing.

    Raises NotFound, LinkReplaced, SigningSuspended: copies of what is completed stay open.
    """
    return _found(installation, installation.directory.link(link.digest(token)))


def begin_in_person(installation: Installation, token: str) -> str:
    """The secret of a session on the device of a member, for a short time. Raises NotFound."""
    session = new_token()
    hashes = (link.digest(token), link.digest(session))
    met = {IN_PERSON.name: datetime.now(UTC).isoformat()}
    if not installation.directory.open_recipient_session(*hashes, FORM_LIFETIME, met):
        raise NotFound
    return session


def begin(installation: Installation, token: str, by_form: bool = False) -> str:
    """
    The secret of a new session for the recipient of this link. Raises NotFound.

    `by_form`: of a visitor of a public form, who did not get the link by mail.
    """
    session = new_token()
    hashes = (link.digest(token), link.digest(session))
    proofs = {PUBLIC_FORM.name: True} if by_form else {}
    lifetime = FORM_LIFETIME if by_form else SESSION_LIFETIME
    if not installation.directory.open_recipient_session(*hashes, lifetime, proofs):
        raise NotFound
    return session


def resume(installation: Installation, session: str, acts: bool = False) -> Ceremony:
    """By the session's secret. Raises NotFound, LinkReplaced, SigningSuspended."""
    secret = link.digest(session)
    return _found(installation, installation.directory.recipient_session(secret, acts), secret)


def resume_known(installation: Installation, secret: bytes) -> Ceremony:
    """
    By the hash of the session's secret, which was sealed on the way to a provider.

    Raises NotFound, LinkReplaced, SigningSuspended.
    """
    return _found(installation, installation.directory.recipient_session(secret, True), secret)


def _found(installation: Installation, found: Link | None, session: bytes = b"") -> Ceremony:
    if found is None:
        raise NotFound
    organization = installation.organization(found.organization_id)
    with organization.transaction(SYSTEM) as tx:
        envelope, about = tx.ceremonies.envelope(found.envelope_id)
        confirms = session and envelope.confirming.required
        begun = tx.begun_confirmations.of(session) if confirms else NOTHING_BEGUN
    mailed_link.check(envelope.recipient(found.recipient_id), found.generation)
    if about.frozen and envelope.status is not Status.COMPLETED:
        raise SigningSuspended
    return Ceremony(
        organization,
        organization_name=about.organization_name,
        time_zone=about.time_zone,
        language=about.language,
        date_format=about.date_format,
        sender_name=about.sender_name,
        recipient_id=found.recipient_id,
        whole=envelope,
        brand=brand_look.of(organization, about.branding, about.branding_version),
        session=session,
        given=frozenset(found.proofs),
        ends_at=found.ends_at,
        frame=embedding.frame(found.frame),
        frame_origins=tuple(about.frame_origins),
        closing_words=about.closing_words,
        asks_location=about.asks_location,
        delegation=about.delegation,
        begun=begun,
    )
