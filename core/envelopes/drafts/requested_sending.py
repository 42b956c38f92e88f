"""
Sending on request: the job that makes the last of its pages sends an envelope that waits for them.

A program asks for it right after the upload, when no one knows yet what the pages are.
"""

from dataclasses import replace
from datetime import datetime

from core import error_table
from core.addresses.email_address import is_well_formed
from core.documents.document import DocumentStatus
from core.envelopes.drafts import draft, draft_fields, draft_sending
from core.envelopes.drafts.draft_sending import PAGES_COMING
from core.envelopes.envelope import Envelope, Outcome, Status
from core.envelopes.events.requested_sending import SendingRefused, SendingRequested
from core.envelopes.recipient_list import Reachable
from core.envelopes.refusals import (
    DocumentUnusable,
    FieldOffPage,
    NotADraft,
    NothingToSend,
    TemplateContent,
    TextNotFound,
)
from core.refusals import FilledSentence


def request(
    envelope: Envelope,
    by: str,
    reachable: Reachable = is_well_formed,
    starts_at: datetime | None = None,
) -> Outcome:
    """
    `by` is the actor for whom it is sent later. Nothing may be missing but pages. No one is invited
    before `starts_at`.

    Raises NotADraft, NothingToSend.
    """
    if envelope.content_of is not None:
        raise TemplateContent
    if envelope.status is not Status.DRAFT:
        raise NotADraft
    lacks = draft_sending.missing(envelope, reachable)
    if lacks.get("documents") == PAGES_COMING:
        del lacks["documents"]
    if any(d.awaited for d in envelope.documents):
        # Those that the documents tell of may be what is missing: it is decided again.
        lacks.pop("fields", None)
    if lacks:
        raise NothingToSend(lacks)
    waiting = replace(envelope, send_requested_by=by, sending_problem="", starts_at=starts_at)
    return Outcome(waiting, (SendingRequested(),))


def is_due(envelope: Envelope) -> bool:
    """
    Whether it waits no longer: its pages are there, or will never be.

    What is in the recycle bin is not sent; taken out of it, it is a draft like any other.
    """
    if not envelope.send_requested_by or envelope.status is not Status.DRAFT:
        return False
    if envelope.deleted_at is not None:
        return False
    hopeless = (
        missing_texts(envelope)
        or _has_unusable_document(envelope)
        or draft_fields.misplaced(envelope)
    )
    return bool(hopeless) or draft.shows_first_recipients(envelope)


def check_pages(envelope: Envelope) -> None:
    """What could not be known when it was requested. Raises DocumentUnusable, and others."""
    if _has_unusable_document(envelope):
        raise DocumentUnusable
    if draft_fields.misplaced(envelope):
        raise FieldOffPage
    if missing_texts(envelope):
        raise TextNotFound


def missing_texts(envelope: Envelope) -> list[str]:
    """Those that are not where they have to be, as far as pages are drawn."""
    missing = [text for document in envelope.documents for text in document.missing_texts]
    first, *others = envelope.documents or (None,)
    if first is None or any(d.awaited for d in envelope.documents):
        return missing
    nowhere = [t for t in first.texts_elsewhere if all(t in d.texts_elsewhere for d in others)]
    return [*missing, *nowhere]


def refuse(envelope: Envelope, code: str) -> Outcome:
    """
    It stays a draft, and its sender is told; `code` is that of the refusal.

    Fields on pages that do not exist are taken out: on no page could anyone see and move them.
    """
    pages = {d.id: len(d.pages) for d in envelope.documents if d.status is DocumentStatus.READY}
    kept = tuple(f for f in envelope.fields if f.page <= pages.get(f.document_id, f.page))
    stopped = replace(envelope, fields=kept, send_requested_by="", sending_problem=code)
    stopped = replace(stopped, starts_at=None)
    return Outcome(stopped, (SendingRefused(reason=code),))


def problem(envelope: Envelope) -> str:
    """Why it was not sent by itself, as a sentence."""
    texts = missing_texts(envelope)
    if envelope.sending_problem == TextNotFound.code and texts:
        return FilledSentence(TextNotFound.named, text=texts[0])
    return error_table.by_code(envelope.sending_problem).message


def _has_unusable_document(envelope: Envelope) -> bool:
    return any(d.status is DocumentStatus.REJECTED or d.lacks_pages for d in envelope.documents)
