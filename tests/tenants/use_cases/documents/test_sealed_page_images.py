"""Sealed pages that are drawn while what they show is being erased."""

from datetime import timedelta

import pytest

from actors.documents import render_sealed_pages
from actors.retention import erase_documents
from core.principal import SYSTEM
from core.refusals import NotFound
from core.retention.retention import BIN
from tenants.member import Member
from tenants.openers import page_readers
from tenants.store.documents import page_images
from tenants.store.documents.page_images import PageId
from tenants.use_cases.retention import recycle_bin
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from webapp.pages.documents import document_pages


def test_of_what_was_erased_meanwhile_no_page_is_kept(member: Member) -> None:
    envelope = ceremonies.completed(member, NOW)
    document_id = envelope.documents[0].id
    document_pages.pages(page_readers.MemberReader(member, envelope.id, NOW))
    job = ceremonies.lease_open(member, "render_sealed_pages")
    run(member, recycle_bin.delete, envelope.id, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'erase_documents'")
    erase_documents.erase(ceremonies.lease_open(member, "erase_documents"), NOW + BIN)

    with pytest.raises(NotFound):
        render_sealed_pages.keep(job, [ceremonies.Rendered(1)], {1: []})

    with pytest.raises(NotFound):
        member.organization.get(
            page_images.object_name(page_images.PageId(document_id, 1), sealed=True)
        )
    with pytest.raises(NotFound):
        render_sealed_pages.sealed_file(job)


def test_looking_twice_asks_once_and_a_long_document_is_drawn_in_parts(member: Member) -> None:
    envelope = ceremonies.completed(member, NOW)
    reader = page_readers.MemberReader(member, envelope.id, NOW + timedelta(minutes=1))
    small = PageId(envelope.documents[0].id, 2, 310)

    for _ in range(2):
        document_pages.pages(reader)
        document_pages.page(reader, small)

    with member.organization.transaction(SYSTEM) as tx:
        jobs = tx.rows.all(
            "select arguments from outbox where kind = 'render_sealed_pages' order by id"
        )
    asked = [
        (j["arguments"]["first"], j["arguments"]["last"], j["arguments"]["width"]) for j in jobs
    ]
    assert asked == [(1, 2, 1240), (1, 2, 310)]
