"""The body of a new envelope: what is wrong with it as a whole, its files, and what it becomes."""

import base64
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from flask import request

from core.api.refusals import InvalidRequest
from core.documents import image_bundle
from core.documents.earlier_signatures import Handling
from core.documents.supplement import Supplement
from core.envelopes import recipient_list, recipient_options
from core.envelopes.recipient import Recipient
from core.envelopes.roles import registry as roles
from core.fields import kinds
from core.fields.anchoring.anchor import Anchor
from core.fields.anchoring.awaited_fields import AnchoredField, AwaitedFields
from core.fields.field import Field
from tenants import email_addresses
from tenants.files import incoming_file
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.envelopes.envelope_creation import (
    DocumentReading,
    UploadedFile,
    WholeEnvelope,
)
from tenants.use_cases.signing.recipient_choices import TypedSecrets
from webapp.api.v1 import field_rules
from webapp.api.v1.document_models import NewDocument
from webapp.api.v1.documentation import pointer
from webapp.api.v1.envelopes import url_documents
from webapp.api.v1.envelopes.envelope_models import NewContent, NewEnvelope
from webapp.api.v1.field_models import NewAnchor, NewField
from webapp.text.translation import gettext

SCHEDULE = {"expire_days", "remind_after", "remind_every", "remind_most", "warn_days"}


def parsed() -> NewEnvelope:
    """
    The body of the request. Each value was checked by its model; here, what they are together.

    Raises InvalidRequest with all that is wrong.
    """
    parts = request.context  # type: ignore[attr-defined]
    asked: NewEnvelope = parts.form.envelope if parts.form else parts.json
    check(asked)
    return asked


def check(asked: NewContent, wrong_people: Mapping[str, str] | None = None) -> None:
    """
    What its parts are together. `wrong_people`: what the rules say of the list as a whole, by
    `name-N`, `email-N` and `order-N`; left out, those of an envelope. Raises InvalidRequest with
    all that is wrong.
    """
    if wrong_people is None:
        wrong_people = recipient_list.errors(people_of(asked), email_addresses.deliverable)
    wrong = [
        *_missing_parts(asked),
        *_wrong_people(asked, wrong_people),
        *_unknown_people(asked),
        *field_rules.errors(asked),
    ]
    if wrong:
        raise InvalidRequest(wrong)


def uploaded(document: NewDocument) -> UploadedFile:
    """Its file: one part of the request, images that become one, or in the JSON as Base64."""
    if document.files is not None:
        data = incoming_file.of(_bundle(document.files))
    elif document.file is not None:
        part = request.files[document.file]
        data = incoming_file.of(part.stream)  # two documents may name one part
    else:
        data = incoming_file.of_bytes(base64.b64decode(document.content or ""))
    handling = Handling(document.handling or Handling.CANONICAL)
    return envelope_creation.uploaded(document.name, data, document.values, handling)


def all_uploaded(asked: NewContent) -> list[UploadedFile | None]:
    """The files that the request brings along, by document; None for what is to be fetched."""
    return [uploaded(each) if each.url is None else None for each in asked.documents]


def all_fetched(
    asked: NewContent, brought: Sequence[UploadedFile | None]
) -> Iterator[UploadedFile]:
    """The same with those that lie elsewhere. Raises InvalidRequest."""
    until = time.monotonic() + url_documents.SECONDS
    for number, (document, file) in enumerate(zip(asked.documents, brought, strict=True)):
        yield file or url_documents.fetched(document, ("documents", number, "url"), until)


def whole(asked: NewEnvelope, files: Sequence[UploadedFile]) -> WholeEnvelope:
    """Everything it is made of, with ids; `files` in the order of its documents."""
    begun = content(asked, asked.name, files)
    return replace(begun, send=asked.status == "sent", starts_at=asked.starts_at)


def content(asked: NewContent, name: str, files: Sequence[UploadedFile]) -> WholeEnvelope:
    """The same of what an envelope or a template holds; it is not sent."""
    people = people_of(asked)
    given = [
        ([person.id], asked_field)
        for person, recipient in zip(people, asked.recipients, strict=True)
        for asked_field in recipient.fields
    ] + [([people[n - 1].id for n in f.recipients], f) for f in asked.fields]
    fields = [_field(files, ids, f) for ids, f in given if f.anchor is None]
    return WholeEnvelope(
        *(new_id(), name, asked.message, files, people, fields, False),
        days=asked.model_dump(include=SCHEDULE, exclude_none=True),
        readings={
            file.document_id: DocumentReading(
                [people[n - 1].id for n in document.hidden_from],
                Supplement(document.supplement or ""),
            )
            for file, document in zip(files, asked.documents, strict=True)
            if document.hidden_from or document.supplement
        },
        awaited=_awaited(asked, files, given),
        proofs=asked.proofs,
        confirms=asked.confirm_signatures,
        needed={step.order: step.needed for step in asked.steps},
        delays={step.order: step.delay for step in asked.steps},
        groups={
            person.id: r.signing_group_id
            for person, r in zip(people, asked.recipients, strict=True)
            if r.signing_group_id
        },
        secrets={
            person.id: TypedSecrets(r.access_code, [(q.question, q.answer) for q in r.questions])
            for person, r in zip(people, asked.recipients, strict=True)
        },
    )


def _missing_parts(asked: NewContent) -> Iterator[dict[str, str]]:
    for number, document in enumerate(asked.documents):
        for n, part in enumerate(document.parts):
            if part not in request.files:
                place = ("file",) if document.files is None else ("files", n)
                yield {
                    "pointer": pointer(("documents", number, *place)),
                    "code": "missing_part",
                    "detail": "No part has this name.",
                }


def _wrong_people(asked: NewContent, wrong: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Who is in a group is read from the group."""
    for place, sentence in wrong.items():
        name, _, number = place.partition("-")
        if number and asked.recipients[int(number)].signing_group_id:
            continue
        path = ("recipients", number, name) if number else (name,)
        yield {"pointer": pointer(path), "code": "value_error", "detail": gettext(sentence)}


def _unknown_people(asked: NewContent) -> Iterator[dict[str, str]]:
    for number, document in enumerate(asked.documents):
        for n, place in enumerate(document.hidden_from):
            if place > len(asked.recipients):
                path = pointer(("documents", number, "hidden_from", n))
                detail = "There is no recipient of this number."
                yield {"pointer": path, "code": "value_error", "detail": detail}


def people_of(asked: NewContent) -> list[Recipient]:
    """Its recipients, each with an id of its own."""
    return [
        Recipient(
            *(new_id(), r.name, r.email, roles.named(r.role), r.order),
            role_name=r.role_name or "",
            options=recipient_options.read(r.options.model_dump()),
        )
        for r in asked.recipients
    ]


def _bundle(parts: Sequence[str]) -> IO[bytes]:
    """Images that become one document."""
    files = [request.files[name] for name in parts]
    bundle = TemporaryFile()  # noqa: SIM115 - it is gone with the request
    image_bundle.write(
        bundle,
        ((f.filename or "image", 1, incoming_file.of(f.stream).pieces()) for f in files),
    )
    return bundle


def _awaited(
    asked: NewContent,
    files: Sequence[UploadedFile],
    given: Sequence[tuple[Sequence[UUID], NewField]],
) -> dict[UUID, AwaitedFields]:
    """What is placed when the pages are drawn, by document."""
    found: dict[UUID, AwaitedFields] = {}
    for number, (file, document) in enumerate(zip(files, asked.documents, strict=True), 1):
        anchored = tuple(
            AnchoredField(_anchor(f.anchor), _field(files, ids, f))
            for ids, f in given
            if f.anchor is not None and f.document == number
        )
        if anchored or document.place_tags:
            found[file.document_id] = AwaitedFields(anchored, document.place_tags)
    return found


def _anchor(asked: NewAnchor) -> Anchor:
    return Anchor(asked.text, asked.x, asked.y, asked.which == "all", asked.needed)


def _field(files: Sequence[UploadedFile], recipient_ids: Sequence[UUID], asked: NewField) -> Field:
    kind = kinds.named(asked.kind)
    return Field(
        id=new_id(),
        document_id=files[asked.document - 1].document_id,
        recipient_ids=tuple(recipient_ids),
        kind=kind,
        page=asked.page or 1,
        x=asked.x or 0.0,
        y=asked.y or 0.0,
        width=asked.width or kind.size[0],
        height=asked.height or kind.size[1],
        required=kind.is_required if asked.required is None else asked.required,
        label=asked.label,
        properties=asked.properties,
    )
