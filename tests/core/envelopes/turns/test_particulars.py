"""A witness is asked for name, address and occupation under their signature."""

from dataclasses import replace

import pytest

from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Envelope
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.witness import WITNESS
from core.envelopes.turns import particulars
from core.fields import kinds
from tests.core.builders import NOW, SENDER, field, make_envelope, signer

ASKED = RecipientOptions(particulars=True)


def witnessed(options: RecipientOptions = ASKED) -> Envelope:
    wim = signer("Wim", 2, role=WITNESS, options=options)
    return make_envelope(signer("Anna"), wim)


def test_the_fields_are_placed_under_the_signature_when_it_is_sent() -> None:
    envelope = witnessed()
    wim = envelope.recipients[1]

    sent = draft_sending.send(envelope, SENDER, NOW).envelope

    signature, *added = sent.fields_of(wim.id)
    assert [f.kind.name for f in added] == ["full_name", "address", "occupation"]
    assert all(f.required and f.y >= signature.y + signature.height for f in added)
    assert particulars.missing(sent) == ()


def test_nothing_is_placed_where_no_one_asked_for_it() -> None:
    assert particulars.missing(witnessed(RecipientOptions())) == ()


def test_what_the_sender_placed_stays_where_it_is() -> None:
    envelope = witnessed()
    own = field(envelope.recipients[1], envelope.documents[0], "address", y=700.0)

    added = particulars.missing(replace(envelope, fields=(*envelope.fields, own)))

    assert [f.kind.name for f in added] == ["full_name", "occupation"]


@pytest.mark.parametrize("y", [0.0, 400.0, 790.0])
def test_they_stay_on_the_page(y: float) -> None:
    envelope = witnessed()
    moved = tuple(replace(f, y=y, x=480.0, width=100.0) for f in envelope.fields)

    added = particulars.missing(replace(envelope, fields=moved))

    assert len(added) == 3
    assert all(f.y >= 0 and f.y + f.height <= 842 and f.x + f.width <= 595 for f in added)
    assert {f.kind.name for f in added} <= {kind.name for kind in kinds.ALL}
