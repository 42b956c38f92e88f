from datetime import timedelta
from threading import Thread

import pytest

from core.access import MemberRole
from core.organizations.organization import Profile
from core.principal import SYSTEM
from core.refusals import Forbidden
from tenants.member import Member
from tenants.openers import page_readers
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.use_cases.organizations import admin_log, organization_profile
from tests.tenants import ceremonies, downloads
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from webapp.pages.documents import document_pages

LANGUAGES = ("en",)


def rename(member: Member, name: str) -> None:
    run(member, organization_profile.change_profile, Profile(name, "UTC", "en"), LANGUAGES, NOW)


def types(member: Member, wanted: LogFilter | None = None) -> list[str]:
    return [e.type for e in run(member, admin_log.log, wanted or LogFilter()).entries]


def test_the_log_is_read_by_those_who_oversee_and_nobody_else(member: Member) -> None:
    assert types(colleague(member, MemberRole.AUDITOR))[-1] == "organization.founded"
    for role in (MemberRole.SENDER, MemberRole.VIEWER):
        with pytest.raises(Forbidden):
            run(colleague(member, role), admin_log.log, LogFilter())


def test_entries_are_found_by_words_type_actor_and_time(member: Member) -> None:
    rename(member, "Harbour Works")

    assert types(member, LogFilter(words="harbour"))[0] == "setting.changed"
    assert types(member, LogFilter(words="nowhere at all")) == []
    assert set(types(member, LogFilter(types=("member.role_changed",)))) == {"member.role_changed"}
    assert types(member, LogFilter(actor="person:nobody")) == []
    assert types(member, LogFilter(first=NOW + timedelta(days=1))) == []
    assert types(member, LogFilter(last=NOW + timedelta(days=1)))


def test_a_long_log_is_read_page_by_page_without_a_gap(member: Member) -> None:
    for number in range(60):
        rename(member, f"Name {number}")

    first = run(member, admin_log.log, LogFilter())
    second = run(member, admin_log.log, LogFilter(), first.next)

    numbers = [e.sequence for e in (*first.entries, *second.entries)]
    assert numbers == list(range(first.entries[0].sequence, 0, -1))
    assert second.next is None
    assert first.intact and first.checked == len(numbers)


def test_a_log_that_somebody_changed_says_so(member: Member, services: dict[str, str]) -> None:
    import psycopg

    rename(member, "Before")
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(
            "update admin_values set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)"
            " where organization_id = %s",
            (member.organization.id,),
        )

    assert not run(member, admin_log.log, LogFilter()).intact


def test_a_log_whose_values_somebody_deleted_says_so(member: Member) -> None:
    rename(member, "Before")

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from admin_values")

    assert not run(member, admin_log.log, LogFilter()).intact


def test_a_document_read_by_somebody_else_is_recorded_once_an_hour(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    auditor = colleague(member, MemberRole.AUDITOR)
    page = PageId(envelope.documents[0].id, 1, SIGNING_WIDTH)

    def look(now: object = NOW) -> None:
        document_pages.load(page_readers.MemberReader(auditor, envelope.id, now), page)

    document_pages.load(page_readers.MemberReader(member, envelope.id, NOW), page)
    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    look(NOW + timedelta(hours=2))

    found = run(member, admin_log.log, LogFilter(types=("document.read",))).entries
    assert [e.data["how"] for e in found] == ["viewed", "viewed"]
    assert {e.actor for e in found} == {auditor.actor}
    assert found[0].data["document_id"] == str(page.document_id)


def test_a_document_downloaded_by_somebody_else_is_recorded_once_an_hour(member: Member) -> None:
    envelope = ceremonies.completed(member, NOW)
    document_id = envelope.documents[0].id
    auditor = colleague(member, MemberRole.AUDITOR)

    downloads.sealed_file(member, envelope.id, document_id, NOW)
    for later in (0, 59, 120):
        downloads.sealed_file(auditor, envelope.id, document_id, NOW + timedelta(minutes=later))

    found = run(member, admin_log.log, LogFilter(types=("document.read",))).entries
    assert [(e.data["how"], e.actor) for e in found] == [("downloaded", auditor.actor)] * 2
