"""What the documents of a draft are called, and their order, as its pages show them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from core.documents.document import Document
from core.envelopes.drafts import draft_marks
from core.envelopes.drafts.draft import typed_name
from core.envelopes.drafts.merged_part import MergeState, Text, settle
from core.envelopes.envelope import Envelope
from core.refusals import sentence
from core.text.printable import cleaned, is_line

NAME_LIMIT = 200


def order_of(envelope: Envelope) -> str:
    """As a page sends it back."""
    return " ".join(str(d.id) for d in envelope.documents)


def name_problem(name: str) -> str:
    """Why a document cannot be sent under this name; "" when it can."""
    if not cleaned(name) or len(name) > NAME_LIMIT or not is_line(name):
        return sentence("Give this document a name of up to 200 characters.")
    return ""


def rename(
    envelope: Envelope, names: Mapping[UUID, Text], typed_last: bool
) -> tuple[Envelope, dict[UUID, MergeState]]:
    """As typed, each for itself; `missing` says which cannot be sent. Who is gone stays gone."""
    states: dict[UUID, MergeState] = {}

    def renamed(document: Document) -> Document:
        text = names.get(document.id)
        name, states[document.id] = settle(document.name, text, typed_name, typed_last)
        return replace(document, name=name)

    documents = tuple(renamed(d) for d in envelope.documents)
    return replace(envelope, documents=documents), states


def reorder(
    envelope: Envelope, order: Text | None, typed_last: bool
) -> tuple[Envelope, MergeState]:
    """
    `order` is as of `order_of`, and so is what it was when the page was drawn.

    Documents that the page does not know come after those that it puts in order.
    """
    stored = order_of(envelope)
    if order is None:
        return envelope, MergeState.SAME
    # A document that came or went meanwhile is no other order.
    typed = _of_those(stored, order.typed)
    was = None if order.was is None else draft_marks.mark(_of_those(stored, order.was))
    after, state = settle(stored, Text(typed, was), str, typed_last)
    if after == stored:
        return envelope, state
    by_id = {str(d.id): d for d in envelope.documents}
    documents = (replace(by_id[id], position=n) for n, id in enumerate(after.split(), 1))
    return replace(envelope, documents=tuple(documents)), state


def _of_those(stored: str, listed: str) -> str:
    """These documents in the order in which they are listed, the others after them."""
    there = stored.split()
    return " ".join(dict.fromkeys([*(id for id in listed.split() if id in there), *there]))
