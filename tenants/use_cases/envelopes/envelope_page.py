"""The page of an envelope: all that it tells a member, in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission, Standing
from core.envelopes.envelope import Envelope, Status
from tenants.store.connectors.copy_deliveries import CopyDelivery
from tenants.transaction import Transaction
from tenants.use_cases.documents import page_images
from tenants.use_cases.envelopes import envelope_details, reading, sharing
from tenants.use_cases.envelopes.envelope_details import DetailsView
from tenants.use_cases.envelopes.reading import Timeline
from tenants.use_cases.envelopes.sharing import Sharing
from tenants.use_cases.retention import recycle_bin
from tenants.use_cases.retention.recycle_bin import BinKeeping

NO_STORY = Timeline((), intact=True)
NOTHING_TO_KEEP = BinKeeping(held=False, deletable=False, holdable=False)


@dataclass(frozen=True, slots=True)
class EnvelopePage:
    """
    An envelope with its story, as it is at one moment. `names` are those of its people.

    A draft has no story, and shows itself to whom it is shown. A page that asks again is not told
    what it does not draw again.
    """

    envelope: Envelope
    version: int
    noted: DetailsView | None = None
    sharing: Sharing | None = None
    keeping: BinKeeping = NOTHING_TO_KEEP
    timeline: Timeline = NO_STORY
    names: dict[UUID, str] = field(default_factory=dict)
    # Whether this member may void it, remind its recipients, and so on.
    changeable: bool = False
    # Whether they may read its pages: a member who is asked to sign has to consent first.
    readable: bool = True
    # Sealed documents whose first page is drawn.
    thumbnails: frozenset[UUID] = frozenset()
    # Whether they may start another one with its contents.
    copyable: bool = False
    # What the template is called that it was started from; "" when they may not see it.
    template_name: str = ""
    # How far its copies for another system have come; None when there are none.
    copies: CopyDelivery | None = None

    @property
    def is_published(self) -> bool:
        """The content of a version of a template, which no one changes."""
        return self.envelope.content_of is not None and not self.changeable

    @property
    def is_draft(self) -> bool:
        return self.envelope.status is Status.DRAFT and not self.is_published


def show(tx: Transaction, envelope_id: UUID, now: datetime, again: bool = False) -> EnvelopePage:
    """`again`: for a page that waits. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    envelope, version = tx.envelopes.versioned(envelope_id)
    if envelope.status is Status.DRAFT:
        return EnvelopePage(
            envelope,
            version,
            envelope_details.noted(tx, envelope_id, standing),
            None if again else sharing.shown(tx, envelope_id, standing, now),
            changeable=envelope.content_of in (None, envelope.id) and tx.may_change(standing),
        )
    envelope, version, entries = reading.with_trail(tx, envelope, version)
    return EnvelopePage(
        reading.seen(tx, envelope, standing),
        version,
        None if again else envelope_details.noted(tx, envelope_id, standing),
        None,
        recycle_bin.keeping(tx, envelope, standing),
        reading.judged(tx, envelope, entries),
        reading.names_told(tx, envelope, entries),
        tx.may_change(standing),
        reading.may_read_pages(tx, envelope, standing),
        _thumbnails(tx, envelope),
        _copyable(tx, envelope, standing),
        _template_name(tx, envelope),
        tx.copy_deliveries.of(envelope_id) if envelope.status is Status.COMPLETED else None,
    )


def _copyable(tx: Transaction, envelope: Envelope, standing: Standing) -> bool:
    return (
        envelope.erased_at is None
        and tx.may(Permission.SEND_ENVELOPES)
        and not access.sees_as_recipient(tx.role, standing)
    )


def _template_name(tx: Transaction, envelope: Envelope) -> str:
    if envelope.template_id is None or not tx.visible([envelope.template_id]):
        return ""
    return tx.templates.name(envelope.template_id)


def _thumbnails(tx: Transaction, envelope: Envelope) -> frozenset[UUID]:
    if envelope.status is not Status.COMPLETED:
        return frozenset()
    return frozenset(id for id, number in page_images.drawn(tx, envelope) if number == 1)
