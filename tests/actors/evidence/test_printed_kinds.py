"""What was filled in into a field of each kind stands on the sealed page."""

from collections.abc import Iterator
from uuid import uuid4

import pymupdf
import pytest

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.fields import kinds
from core.fields.kind import Printed
from core.fields.look_properties import ALIGNMENT, FONT_SIZE
from core.signing.origin import Origin
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
from tests.actors import journeys
from tests.actors.evidence import signed_envelopes
from tests.actors.pdf import pdfs
from tests.field_samples import SAMPLES
from tests.tenants import ceremonies, downloads
from tests.tenants.opening import run


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def test_each_value_is_printed_in_its_box(member: Member) -> None:
    draft, now = signed_envelopes.prepared(member, pdfs.contract(1)), journeys.now()
    (document,), (one,) = draft.documents, draft.recipients
    placed = [sample.placed(document.id, one.id, row) for row, sample in enumerate(SAMPLES)]
    signature = ceremonies.signature_field(document.id, one.id, 700)
    run(member, drafting.place_fields, draft.id, [*placed, signature], now)
    run(member, sending.send, draft.id, now)
    ceremony = ceremonies.enter(member, one)
    origin = Origin("192.0.2.7", "a browser")
    ceremonies.consent(ceremony, origin, now)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    typed = {field.id: sample.typed for field, sample in zip(placed, SAMPLES, strict=True)}
    ceremonies.finish(ceremony, typed | {signature.id: "mine"}, origin, now)

    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))

    sealed = downloads.sealed_file(member, draft.id, document.id, now).data
    with pymupdf.open("pdf", sealed) as pdf:
        for field, sample in zip(placed, SAMPLES, strict=True):
            box = pymupdf.Rect(field.x, field.y, field.x + field.width, field.y + field.height + 2)
            assert sample.printed in pdf[0].get_text(clip=box), sample.kind
    assert {k.name for k in kinds.ALL if ALIGNMENT in k.properties} == {
        k.name for k in kinds.ALL if FONT_SIZE in k.properties and k.printed is Printed.TEXT
    }
