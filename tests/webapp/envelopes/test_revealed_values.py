"""The sender is warned of a formula that carries a value out of a hidden document."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from core.documents.supplement import Supplement
from core.envelopes.recipient import Recipient
from core.fields import kinds
from tenants.use_cases.documents import document_visibility
from tenants.use_cases.envelopes import drafting, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender

WARNING = (
    "A formula in “lease-1.pdf” prints a value from “lease-2.pdf”, which is hidden from Ana Ruiz."
)


def test_the_draft_says_who_will_see_what_and_can_be_sent(sender: Sender, now: datetime) -> None:
    member = sender.member
    draft = ceremonies.draft_with_documents_signed_before(member, now, None, None)
    ana, ben = (Recipient(uuid4(), n, f"{n[:3].lower()}@example.com") for n in ("Ana Ruiz", "Ben"))
    run(member, drafting.name_recipients, draft.id, [ana, ben], now)
    first, second = (d.id for d in draft.documents)
    signed = [ceremonies.signature_field(first, r.id, y) for r, y in ((ana, 100), (ben, 200))]
    number, total = kinds.named("number"), kinds.named("formula")
    rent = replace(
        signed[1], id=uuid4(), document_id=second, kind=number, properties={"name": "rent"}
    )
    told = replace(signed[1], id=uuid4(), kind=total, y=400.0, properties={"formula": "rent * 12"})
    run(member, drafting.place_fields, draft.id, [*signed, rent, told], now)
    before = sender.get(f"/envelopes/{draft.id}").text

    run(member, document_visibility.show, draft.id, second, [ana.id], Supplement.NONE, now)
    after = sender.get(f"/envelopes/{draft.id}").text

    assert WARNING not in before
    assert WARNING in after
    assert run(member, sending.send, draft.id, now).sent_at
