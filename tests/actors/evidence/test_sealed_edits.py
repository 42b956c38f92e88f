"""What an editor changed of later fields is what is signed, compared with the trail and sealed."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pymupdf
import pytest

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient
from core.envelopes.roles.editor import EDITOR
from core.fields import kinds
from core.fields.field import Field
from core.signing.origin import Origin
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.signing import editing_fields
from tests.actors import journeys
from tests.actors.evidence import signed_envelopes
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies, downloads
from tests.tenants.opening import run


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def text(document_id: UUID, person: Recipient, x: float) -> Field:
    box = (1, x, 300.0, 200.0, 22.0)
    return Field(uuid4(), document_id, (person.id,), kinds.named("text"), *box, required=False)


def test_fields_lie_on_the_sealed_page_where_an_editor_put_them(member: Member) -> None:
    draft, now = signed_envelopes.prepared(member, pdfs.contract(1)), journeys.now()
    (document,) = draft.documents
    origin = Origin("192.0.2.7", "a browser")
    editor = Recipient(uuid4(), "Edda Editor", "edda@example.com", EDITOR, 1)
    anna = Recipient(uuid4(), "Anna Lind", "anna@example.com", routing_order=2)
    run(member, drafting.name_recipients, draft.id, [editor, anna], now)
    signature = ceremonies.signature_field(document.id, anna.id, 700)
    old = text(document.id, anna, 60)
    run(member, drafting.place_fields, draft.id, [signature, old], now)
    run(member, sending.send, draft.id, now)

    edda = ceremonies.enter(member, editor)
    ceremonies.consent(edda, origin, now)
    new = text(document.id, anna, 300)
    moved = replace(signature, y=650.0)
    wanted = MergedFields((new, moved), frozenset({old.id}))
    run(edda, editing_fields.edit, wanted, None, now)
    ceremonies.finish(edda, {}, origin, now)
    signing = ceremonies.enter(member, anna)
    ceremonies.consent(signing, origin, now)
    ceremonies.adopt(signing, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    ceremonies.finish(signing, {new.id: "Lisbon", signature.id: "mine"}, origin, now)
    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))

    assert run(member, reading.envelope, draft.id).status is Status.COMPLETED
    sealed = downloads.sealed_file(member, draft.id, document.id, now).data
    with pymupdf.open("pdf", sealed) as pdf:
        (place,) = pdf[0].search_for("Lisbon")
    assert 300 <= place.x0 < 320
