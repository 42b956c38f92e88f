"""Sealed pages that are drawn while what they show is being erased."""

from datetime import timedelta

import pytest

from core.refusals import NotFound
from core.retention.retention import BIN
from tenants.member import Member
from tenants.store.documents import page_images
from tenants.store.documents.page_images import PageId
from tenants.use_cases.documents import page_viewer, sealed_page_images
from tenants.use_cases.envelopes import reading
from tenants.use_cases.retention import document_erasure, recycle_bin
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW


def test_of_what_was_erased_meanwhile_no_page_is_kept(member: Member) -> None:
    envelope = ceremonies.completed(member, NOW)
    document_id = envelope.documents[0].id
    page_viewer.leaves(reading.MemberReader(member, envelope.id, NOW))
    job = ceremonies.lease_open(member, "render_sealed_pages")
    recycle_bin.delete(member, envelope.id, NOW)
    with member.organization.transaction() as tx:
        tx.run("update outbox set due_at = now() where kind = 'erase_documents'")
    document_erasure.erase(ceremonies.lease_open(member, "erase_documents"), NOW + BIN)

    with pytest.raises(NotFound):
        sealed_page_images.drawn(job, [ceremonies.Rendered(1)], {1: []})

    with pytest.raises(NotFound):
        member.organization.get(
            page_images.sealed_object_name(document_id, page_images.SIGNING_WIDTH, 1)
        )
    with pytest.raises(NotFound):
        sealed_page_images.sealed_file(job)


def test_looking_twice_asks_once_and_a_long_document_is_drawn_in_parts(member: Member) -> None:
    envelope = ceremonies.completed(member, NOW)
    reader = reading.MemberReader(member, envelope.id, NOW + timedelta(minutes=1))
    small = PageId(envelope.documents[0].id, 2, 310)

    for _ in range(2):
        page_viewer.leaves(reader)
        page_viewer.leaf(reader, small)

    with member.organization.transaction() as tx:
        jobs = tx.all("select arguments from outbox where kind = 'render_sealed_pages' order by id")
    asked = [
        (j["arguments"]["first"], j["arguments"]["last"], j["arguments"]["width"]) for j in jobs
    ]
    assert asked == [(1, 2, 1240), (2, 2, 310)]
