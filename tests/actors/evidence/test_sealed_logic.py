"""What conditions hide is not on the sealed pages, and what formulas say is."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pymupdf
import pytest

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.fields import kinds
from core.fields.field import Field
from core.signing.origin import Origin
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
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


def test_sealed_pages_say_what_was_signed(member: Member) -> None:
    draft, now = signed_envelopes.prepared(member, pdfs.contract(1)), journeys.now()
    (document,), (one,) = draft.documents, draft.recipients

    def placed(kind: str, row: int, *whose: UUID, **properties: Any) -> Field:
        box = (1, 300.0, 300.0 + 40 * row, 200.0, 22.0)
        field = Field(uuid4(), document.id, whose, kinds.named(kind), *box, required=False)
        return replace(field, properties=properties)

    fee = placed("number", 0, one.id, name="fee")
    secret = placed("text", 1, one.id, shown_if="fee > 100")
    euro = {"decimals": "2", "number_format": "1.234,50", "text_after": "EUR"}
    total = placed("formula", 2, one.id, formula="fee * 1000", **euro)
    low = placed("text", 3, default="A low fee", shown_if="fee <= 100")
    high = placed("text", 4, default="A high fee", shown_if="fee > 100")
    signature = ceremonies.signature_field(document.id, one.id, 700)
    fields = [fee, secret, total, low, high, signature]
    run(member, drafting.place_fields, draft.id, fields, now)
    run(member, sending.send, draft.id, now)
    ceremony = ceremonies.enter(member, one)
    origin = Origin("192.0.2.7", "a browser")
    ceremonies.consent(ceremony, origin, now)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    typed = {fee.id: "12,5", secret.id: "typed and hidden", signature.id: "mine"}
    ceremonies.finish(ceremony, typed, origin, now)

    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))

    sealed = downloads.sealed_file(member, draft.id, document.id, now).data
    with pymupdf.open("pdf", sealed) as pdf:
        text = pdf[0].get_text().replace("\u00a0", " ")
    assert "12.500,00 EUR" in text and "A low fee" in text
    assert "hidden" not in text and "A high fee" not in text
