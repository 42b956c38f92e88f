"""Copies that go with the mail that all is completed, and those that stay behind their link."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import uuid4

import pytest

from actors.envelopes import mail_completion
from core.documents.supplement import Supplement
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.documents import document_visibility
from tenants.use_cases.envelopes import drafting, sending
from tests.actors.conftest import Postman
from tests.tenants import attached_envelopes, ceremonies
from tests.tenants.opening import run

NOW = datetime.now(UTC)
LEASE, CERTIFICATE = b"%PDF-1.7 sealed", b"%PDF-1.7 certificate"
OTHER = b"%PDF-1.7 another one"

pytestmark = pytest.mark.usefixtures("mailing")


def allow(member: Member, megabytes: int) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set attach_megabytes = %s", megabytes)


def mail_all(member: Member, envelope: Envelope, recipients: int) -> None:
    for _ in range(recipients):
        job = ceremonies.lease_open(member, "mail_completion", envelope.id)
        mail_completion.mail_completion(job)


def attached(mailed: EmailMessage) -> dict[str, bytes]:
    return {
        str(part.get_filename()): part.get_payload(decode=True)  # type: ignore[misc]
        for part in mailed.iter_attachments()
    }


def said(mailed: EmailMessage) -> str:
    text = mailed.get_body(("plain",))
    assert text is not None
    return str(text.get_content())


def test_small_copies_go_with_the_mail_when_the_organization_allows_it(
    member: Member, postman: Postman
) -> None:
    allow(member, 1)
    envelope = ceremonies.completed(member, NOW)

    mail_all(member, envelope, 3)

    assert len(postman.letters) == 3
    for mailed in postman.letters:
        files = attached(mailed)
        assert list(files.values()) == [LEASE, CERTIFICATE]
        assert [name.endswith(".pdf") for name in files] == [True, True]
        assert "The documents are attached to this e-mail, too." in said(mailed)
        assert "/s/" in said(mailed)
    with member.organization.transaction(SYSTEM) as tx:
        logged = tx.rows.all("select actor from access_log where action = 'mailed copies'")
    assert len({row["actor"] for row in logged}) == 3


def test_what_signers_attached_goes_with_the_documents(member: Member, postman: Postman) -> None:
    allow(member, 1)
    envelope = attached_envelopes.completed(member, NOW)

    mail_all(member, envelope, 1)

    (mailed,) = postman.letters
    *_, (name, data) = attached(mailed).items()
    assert len(attached(mailed)) == 3
    assert (name, data) == ("card-0.png", ceremonies.PNG)
    kinds = [part.get_content_type() for part in mailed.iter_attachments()]
    assert kinds == ["application/pdf", "application/pdf", "image/png"]


@pytest.mark.parametrize(("megabytes", "size"), [(0, 1), (1, 1_000_001)])
def test_what_is_not_allowed_or_too_large_stays_behind_its_link(
    member: Member, postman: Postman, megabytes: int, size: int
) -> None:
    allow(member, megabytes)
    envelope = ceremonies.completed(member, NOW, sealed=LEASE + b"." * size)

    mail_all(member, envelope, 1)

    (mailed,) = postman.letters
    assert attached(mailed) == {}
    assert "attached" not in said(mailed)


def test_who_had_to_prove_who_they_are_proves_it_again_at_the_link(
    member: Member, postman: Postman
) -> None:
    allow(member, 1)
    envelope = ceremonies.completed(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            """update recipients set options = '{"proofs": ["email_code"]}' where id = %s""",
            envelope.recipients[0].id,
        )

    mail_all(member, envelope, 3)

    by_address = {str(mailed["To"]): attached(mailed) for mailed in postman.letters}
    assert by_address["Signer One <one@example.com>"] == {}
    assert len(by_address["Copy <copy@example.com>"]) == 2


def test_a_hidden_document_is_in_no_mail_to_those_it_is_hidden_from(
    member: Member, postman: Postman
) -> None:
    allow(member, 1)
    draft = ceremonies.draft_with_documents_signed_before(member, NOW, None, None)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Copy", "copy@example.com", CC, routing_order=2),
    ]
    run(member, drafting.name_recipients, draft.id, people, NOW)
    (document_id, other_id), (one, copy) = (d.id for d in draft.documents), people
    place = ceremonies.signature_field(document_id, one.id, 300)
    run(member, drafting.place_fields, draft.id, [place], NOW)
    run(member, document_visibility.show, draft.id, document_id, [copy.id], Supplement.NONE, NOW)
    envelope = run(member, sending.send, draft.id, NOW)
    ceremonies.sign(member, replace(envelope.recipient(one.id)), NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    assert ceremonies.complete(job, {document_id: LEASE, other_id: OTHER}, CERTIFICATE, NOW)

    mail_all(member, envelope, 2)

    by_address = {str(mailed["To"]): attached(mailed) for mailed in postman.letters}
    assert list(by_address["Copy <copy@example.com>"].values()) == [OTHER, CERTIFICATE]
    assert list(by_address["Signer One <one@example.com>"].values()) == [LEASE, OTHER, CERTIFICATE]
