"""The page on which the fields of a draft are placed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Response, request, url_for

from core.documents.document import Document, Page
from core.envelopes import field_correction
from core.envelopes.drafts import draft_marks, signed_documents
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.common_properties import COMMON
from core.fields.field import Field
from core.fields.field_name import RESERVED
from core.fields.kind import FieldGroup, FieldKind
from tenants.use_cases.signing import self_signing
from webapp import current
from webapp.pages.envelopes import document_rows, field_summaries
from webapp.pages.fields import field_json
from webapp.render import render
from webapp.text import translation

# How many kinds of each group are shown first where there is little room.
FIRST = (2, 1, 1)


@dataclass(frozen=True, slots=True)
class ScriptlessPage:
    """The page that is seen without a script, and the kind that is to be placed on it."""

    kind: FieldKind
    document: Document
    number: int
    fields: tuple[Field, ...]

    @property
    def page(self) -> Page:
        return self.document.pages[self.number - 1]


@dataclass(frozen=True, slots=True)
class PreparePlaces:
    """Where the page answers, what it saves to, and where its links lead."""

    here: str
    save: str
    back: str
    done: str
    placed: str
    image: Callable[[Document, int], str]


def correcting(envelope: Envelope, status: int = 200, **changed: Any) -> Response:
    """Of a sent envelope: what someone has finished, or its sender filled in, stays as it is."""
    fillers = field_correction.fillers(envelope, current.now())
    fixed = [f for f in envelope.fields if field_correction.is_fixed(envelope, f)]
    correction = url_for("field_corrections.edit", envelope_id=envelope.id)
    places = replace(
        _of_member(envelope),
        here=correction,
        save=correction,
        back=url_for("envelope_corrections.edit", envelope_id=envelope.id),
        done=url_for("envelopes.show", envelope_id=envelope.id),
    )
    return of_sent(envelope, fillers, fixed, places, status=status, **changed)


def of_sent(
    envelope: Envelope,
    fillers: Collection[Recipient],
    fixed: Sequence[Field],
    places: PreparePlaces,
    withheld: Collection[FieldKind] = (),
    status: int = 200,
    **changed: Any,
) -> Response:
    """Fields of these recipients change, all at once, when that is chosen; `fixed` ones stay."""
    ids = {f.id for f in fixed}
    free = replace(envelope, fields=tuple(f for f in envelope.fields if f.id not in ids))
    documents = [d for d in envelope.documents if d.takes_fields]
    usable = (k for k in signed_documents.kinds_for(documents) if not k.only_sender)
    offered = [k for k in usable if k not in withheld]
    placing = _placing(free, documents, places) | {"fixed": field_json.of_fields(fixed, envelope)}
    context = {
        "is_correcting": True,
        "summaries": [s for s in field_summaries.of(envelope) if s.recipient in fillers],
        "offered": offered,
        "groups": [g for g in FieldGroup if any(kind.group is g for kind in offered)],
        "placing": placing,
        "shown": _shown(free, documents),
        "terms": None,
    }
    return show(envelope, status, places, **(context | changed))


def show(
    envelope: Envelope, status: int = 200, places: PreparePlaces | None = None, **changed: Any
) -> Response:
    """`places`: others than those of the portal."""
    documents = [d for d in envelope.documents if d.takes_fields]
    earlier = (d for d in envelope.documents if d.readable and d.earlier and not d.replaces)
    context: dict[str, Any] = {
        "envelope": envelope,
        "documents": documents,
        "signed_before": [document_rows.of(envelope, d) for d in earlier],
        "shown": _shown(envelope, documents),
        "summaries": field_summaries.of(envelope),
        "kinds": kinds.ALL,
        "offered": (offered := signed_documents.kinds_for(documents)),
        "only_signatures": [d.name for d in documents if d.is_countersigned],
        "groups": [g for g in FieldGroup if any(kind.group is g for kind in offered)],
        "usual": _usual(),
        "properties": kinds.PROPERTIES,
        "common": COMMON,
        "placing": _placing(envelope, documents, places or _of_member(envelope)),
        "found": [],
        "lost": [],
        "moved": _moved(envelope),
        "is_correcting": False,
        "ceremony": None,
        "view": None,
        "places": places or _of_member(envelope),
        "errors": {},
        "typed": {},
        "new_id": uuid4(),
    }
    if "terms" not in changed:
        with current.transaction() as tx:
            context["terms"] = self_signing.terms(tx, envelope, translation.wording())
    return render("fields/edit.html", status=status, **(context | changed))


def _of_member(envelope: Envelope) -> PreparePlaces:
    id = envelope.id
    return PreparePlaces(
        here=url_for("fields.edit", envelope_id=id),
        save=url_for("fields.update", envelope_id=id),
        back=url_for("envelopes.show", envelope_id=id, _anchor="fields_part"),
        done=url_for("envelopes.show", envelope_id=id, _anchor="sending"),
        placed=url_for("fields.placed", envelope_id=id),
        image=lambda document, number: url_for(
            "page_images.show", envelope_id=id, document_id=document.id, number=number
        ),
    )


def _moved(envelope: Envelope) -> list[Field]:
    """Fields that went with their text when a new version took the place of a document."""
    moved = {
        id for document in envelope.documents if document.carried for id in document.carried.moved
    }
    return [field for field in envelope.fields if field.id in moved]


def _placing(
    envelope: Envelope, documents: Sequence[Document], places: PreparePlaces
) -> dict[str, Any]:
    """What placing.js starts from."""
    return {
        "documents": [_document(d, places) for d in documents],
        "fields": field_json.of_fields(envelope.fields, envelope),
        "seen": draft_marks.of_placements(envelope.fields),
        "kinds": {kind.name: field_json.of_kind(kind) for kind in kinds.ALL},
        "reserved": sorted(RESERVED),
    }


def _document(document: Document, places: PreparePlaces) -> dict[str, Any]:
    """Its pages as [how many, width, height]: most are as large as the one before."""
    first = urlsplit(places.image(document, 1))
    sizes = groupby((page.width, page.height) for page in document.pages)
    said = {
        "id": str(document.id),
        "name": document.name,
        "images": first.path.removesuffix("1"),
        "sizes": [[len(list(pages)), *size] for size, pages in sizes],
    }
    return said | ({"query": first.query} if first.query else {})


def _usual() -> set[FieldKind]:
    of_groups = zip(FieldGroup, FIRST, strict=False)
    return {
        kind for group, n in of_groups for kind in [k for k in kinds.ALL if k.group is group][:n]
    }


def _shown(envelope: Envelope, documents: Sequence[Document]) -> ScriptlessPage:
    """The page that is asked for; the first one, if there is none."""
    id, _, number = (request.values.get("page") or _chosen()).partition(":")
    document = next((d for d in documents if str(d.id) == id), documents[0])
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    page = min(max(page, 1), len(document.pages))
    on = (f for f in envelope.fields if (f.document_id, f.page) == (document.id, page))
    kind = next((k for k in kinds.ALL if k.name == request.values.get("kind")), kinds.ALL[0])
    return ScriptlessPage(kind, document, page, tuple(sorted(on, key=lambda f: (f.y, f.x))))


def _chosen() -> str:
    return f"{request.args.get('document', '')}:{request.args.get('number', '')}"
