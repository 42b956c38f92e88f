"""Every case that intake accepts goes its whole way: taken in, signed, sealed and judged."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from actors.pdf.verification import judge
from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
from tests.actors import journeys
from tests.actors.evidence import signed_envelopes
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies, downloads
from tests.tenants.opening import run

# What the sealed file says, and what it does not.
SAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "annotation-flags.pdf": (("widget F=4 print", "stamp F=0 screen only"), ()),
    "annotation-norotate.pdf": (("NoRotate stamp at the red cros",), ()),
    "endstream-two-faces.pdf": (("500 EUR",), ("5000",)),
    "form-empty-signature-field.pdf": (("a place to sign",), ("SIGN ",)),
    "form-need-appearances.pdf": (("VALUE-WITHOUT-AP", "VALUE-NEW", "LIST-TWO", "ŐŰ-UNICODE"), ()),
    "form-no-needappearances.pdf": (("12500", "Euro", "✔"), ()),
    "form-stale-look.pdf": (("EUR 2000",), ("1000",)),
    "image-alternates.pdf": (("image with",), ()),
    "image-asciihex-array.pdf": ((), ()),
    "link-appearance.pdf": (("link", "below the"), ()),
    "oc-two-faces.pdf": (("5000 EUR",), (" 500 ",)),
    "oc-visibility-expression.pdf": (("VE and(A,not C): visible",), ("hidden",)),
    "rotate-45.pdf": (("Agreement",), ()),
    "utf8-title.pdf": (("Vertrag",), ()),
    "widget-parent-cycle.pdf": (("every viewer opens it",), ()),
    "xfa-hybrid.pdf": (("Example Ltd", "(static form)"), ("Please wait",)),
}
ATTACHED = {"signed-xref-number-reused.pdf"}  # its signature is not seen by all engines


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


@pdfs.needs_cases
def test_each_case_is_one_of_these() -> None:
    assert {path.name for path in pdfs.CASES.glob("*.pdf")} == SAYS.keys() | ATTACHED


@pdfs.needs_cases
def test_accepted_cases_are_signed_and_sealed_and_say_what_they_should(member: Member) -> None:
    envelope = signed(member, *map(pdfs.case, SAYS))

    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))

    assert journeys.status(member, envelope) == "completed"
    with member.organization.transaction(SYSTEM) as tx:
        certificate = bytes(tx.rows.one("select certificate from organizations")["certificate"])
    for (name, (there, absent)), document in zip(SAYS.items(), envelope.documents, strict=True):
        sealed = downloads.sealed_file(member, envelope.id, document.id, journeys.now()).data
        assert judge.judge(sealed, (certificate,)).genuine, name
        for text in pdfs.texts_in_all_engines(sealed):
            assert [words for words in there if words not in text] == [], (name, text)
            assert [words for words in absent if words in text] == [], (name, text)
            assert "Signer 1" in text, (name, text)


def signed(member: Member, *files: bytes) -> Envelope:
    """With a signature in the lower right corner of each document's first page."""
    draft, now = signed_envelopes.prepared(member, *files), journeys.now()
    (signer,) = draft.recipients
    kind = kinds.named("signature")
    corners = [(d.id, d.pages[0].width - 102, d.pages[0].height - 32) for d in draft.documents]
    fields = [Field(uuid4(), id, (signer.id,), kind, 1, x, y, 100, 30) for id, x, y in corners]
    run(member, drafting.place_fields, draft.id, fields, now)
    envelope = run(member, sending.send, draft.id, now)
    journeys.signed(member, envelope)
    return envelope
