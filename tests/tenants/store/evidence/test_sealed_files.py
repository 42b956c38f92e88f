"""Sealed files by kind and revision."""

from dataclasses import replace

import psycopg
import pytest

from core.envelopes.envelope import Outcome
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants.member import Member
from tenants.store.evidence.sealed_files import FiledFile
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW

LATER_REVISION = (
    "insert into sealed_files (organization_id, envelope_id, kind, document_id, revision, sha256,"
    " object, size, sealed_at) values (%s, %s, 'document', %s, 2, 'later', 'later', 1, %s)"
)


def test_the_newest_revision_of_a_document_is_given_out(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    document = FiledFile(envelope.documents[0].id, "first", "0" * 64, 1)
    certificate = replace(document, id=envelope.id, object="certificate")

    with member.organization.transaction(SYSTEM) as tx:
        tx.record(Outcome(tx.envelopes.lock(envelope.id)), "system", NOW)
        tx.sealed_files.add(envelope.id, [document, certificate], NOW)
        tx.rows.run(LATER_REVISION, tx.organization_id, envelope.id, document.id, NOW)

        assert tx.sealed_files.get(envelope.id, document.id).object == "later"
        assert tx.sealed_files.get(envelope.id, None).object == "certificate"
        tx.sealed_files.erase(envelope.id, NOW, keep_certificate=True)
        assert tx.sealed_files.get(envelope.id, document.id).object == ""
        assert tx.sealed_files.get(envelope.id, None).object == "certificate"


def test_a_document_is_no_certificate(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    document = FiledFile(envelope.documents[0].id, "first", "0" * 64, 1)

    with member.organization.transaction(SYSTEM) as tx:
        tx.record(Outcome(tx.envelopes.lock(envelope.id)), "system", NOW)
        tx.sealed_files.add(envelope.id, [document], NOW)
        with pytest.raises(NotFound):
            tx.sealed_files.get(envelope.id, None)


def test_the_same_revision_is_stored_once(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    document = FiledFile(envelope.documents[0].id, "first", "0" * 64, 1)

    with (
        pytest.raises(psycopg.errors.UniqueViolation),
        member.organization.transaction(SYSTEM) as tx,
    ):
        tx.sealed_files.add(envelope.id, [document], NOW)
        tx.sealed_files.add(envelope.id, [document], NOW)
