import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from actors.envelopes.run_bulk_action import run_bulk_action
from core.access import MemberRole
from core.documents.file_name import safe_file_name
from core.envelopes.envelope import Status
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.listing.filters import Filters
from core.evidence.refusals import SealedFileChanged
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from core.retention.refusals import DocumentsGone
from tenants.encryption.keys import Key
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.envelopes import reading, sharing
from tenants.use_cases.envelopes.listing import bulk_actions, folders, tags
from tenants.use_cases.signing import attachments
from tests.tenants import attached_envelopes, ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.search_jobs import catch_up
from webapp.pages.envelopes import bulk_zip


def act(
    member: Member, bulk: BulkRequest, chosen: list[UUID] | Filters
) -> bulk_actions.BulkProgress:
    """Begun, and done by the job to its end."""
    bulk_id = uuid4()
    run(member, bulk_actions.start, bulk_id, bulk, chosen, NOW)
    while not run(member, bulk_actions.progress, bulk_id).finished:
        run_bulk_action(ceremonies.lease_open(member, "run_bulk_action"))
    return run(member, bulk_actions.progress, bulk_id)


def test_each_is_decided_by_itself_and_one_that_refuses_does_not_stop_the_others(
    member: Member,
) -> None:
    first, voided, last = (ceremonies.sent(member, NOW).id for _ in range(3))
    act(member, BulkRequest(BulkKind.VOID, reason="once"), [voided])
    completed = _completed(member)

    progress = act(
        member, BulkRequest(BulkKind.VOID, reason="all"), [first, completed, voided, last]
    )

    assert (progress.total, progress.done, progress.refusals) == (4, 3, 1)
    assert progress.refused[0].envelope_id == completed
    assert progress.refused[0].code == "no_longer_voidable"
    assert "If something needs to change, send a new one" in progress.refused[0].reason
    assert {run(member, reading.envelope, e).status for e in (first, voided, last)} == {
        Status.VOIDED
    }


def test_all_that_a_list_shows_are_moved(member: Member) -> None:
    sent = {ceremonies.sent(member, NOW).id for _ in range(3)}
    catch_up(member)
    folder = uuid4()
    run(member, folders.make, folder, "Leases", None, "owner", NOW)

    by_box = act(member, BulkRequest(BulkKind.MOVE, folder_id=folder), Filters(box="sent"))
    by_words = act(
        member, BulkRequest(BulkKind.MOVE), Filters(box="all", search="lease", folder=folder)
    )

    assert (by_box.done, by_words.done, len(sent)) == (3, 3, 3)


def test_recipients_are_reminded_once_an_hour(member: Member) -> None:
    envelope = ceremonies.sent(member, datetime.now(UTC) - timedelta(hours=2))

    first = act(member, BulkRequest(BulkKind.REMIND), [envelope.id])
    second = act(member, BulkRequest(BulkKind.REMIND), [envelope.id])

    assert (first.done, second.refusals) == (1, 1)
    assert ceremonies.lease_open(member, "mail_reminder").arguments["recipient_id"] == str(
        envelope.recipients[0].id
    )


def test_a_job_that_died_goes_on_where_it_stopped(member: Member) -> None:
    ids = [ceremonies.sent(member, NOW).id for _ in range(2)]
    tag_id, bulk_id = uuid4(), uuid4()
    run(member, tags.make, tag_id, "Seen", 1, NOW)
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.TAG, tag_id=tag_id), ids, NOW)
    run(member, tags.put_on, ids[0], tag_id, NOW)
    job = ceremonies.lease_open(member, "run_bulk_action")

    run_bulk_action(job)

    assert run(member, bulk_actions.progress, bulk_id).done == 2
    with pytest.raises(LostLease):
        run_bulk_action(job)


def test_what_a_member_may_not_change_is_left_as_it_is(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    hidden, shown, own = (ceremonies.sent(m, NOW).id for m in (member, member, sender))
    bulk_id, bulk = uuid4(), BulkRequest(BulkKind.VOID, reason="why")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'all' where id = any(%s)", [hidden, shown])
    run(sender, bulk_actions.start, bulk_id, bulk, [hidden, shown, own], NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'owner' where id = %s", hidden)

    run_bulk_action(ceremonies.lease_open(member, "run_bulk_action"))

    progress = run(sender, bulk_actions.progress, bulk_id)
    assert (progress.done, progress.refusals) == (1, 2)
    assert {(r.code, r.reason) for r in progress.refused} == {
        ("not_found", "This envelope no longer exists."),
        ("forbidden", "Only its sender or an admin can do this."),
    }
    assert run(member, reading.envelope, hidden).status is Status.SENT


def test_whoever_may_only_read_changes_nothing_but_may_download(member: Member) -> None:
    viewer = colleague(member, MemberRole.VIEWER)
    envelope_id = ceremonies.sent(member, NOW).id
    run(member, sharing.share, envelope_id, viewer.person_id, NOW)

    with pytest.raises(Forbidden):
        run(viewer, bulk_actions.start, uuid4(), BulkRequest(BulkKind.REMIND), [envelope_id], NOW)
    run(viewer, bulk_actions.start, uuid4(), BulkRequest(BulkKind.DOWNLOAD), [envelope_id], NOW)


def test_the_ids_of_another_organization_are_not_found(member: Member, stranger: Member) -> None:
    theirs = ceremonies.sent(stranger, NOW).id

    with pytest.raises(NotFound):
        run(member, bulk_actions.start, uuid4(), BulkRequest(BulkKind.REMIND), [theirs], NOW)
    with pytest.raises(Invalid):
        run(member, bulk_actions.start, uuid4(), BulkRequest(BulkKind.REMIND), [], NOW)
    with pytest.raises(NotFound):
        bulk = BulkRequest(BulkKind.TAG, tag_id=uuid4())
        run(member, bulk_actions.start, uuid4(), bulk, [ceremonies.sent(member, NOW).id], NOW)


def test_a_zip_holds_a_folder_for_each_and_every_download_is_logged(member: Member) -> None:
    first, second = _completed(member), _completed(member)
    unsigned = ceremonies.sent(member, NOW).id
    bulk_id = uuid4()
    chosen = [first, unsigned, second]
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.DOWNLOAD), chosen, NOW)

    parts = list(bulk_zip.parts(member, bulk_id, run(member, bulk_actions.files, bulk_id)))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    progress = run(member, bulk_actions.progress, bulk_id)

    assert archive.testzip() is None
    assert sorted(archive.namelist()) == [
        "Lease (2)/Lease – certificate.pdf",
        "Lease (2)/lease – signed.pdf",
        "Lease/Lease – certificate.pdf",
        "Lease/lease – signed.pdf",
        "Left out.txt",
    ]
    assert archive.read("Lease/lease – signed.pdf") == b"%PDF sealed"
    assert (progress.done, progress.refusals, progress.finished) == (2, 1, True)
    with member.organization.transaction(SYSTEM) as tx:
        logged = tx.rows.all("select action from access_log where action like 'downloaded%%'")
    assert len(logged) == 4


def test_a_zip_holds_what_recipients_attached_and_says_what_is_gone(member: Member) -> None:
    whole, lacking = (attached_envelopes.completed(member, NOW, signers=2) for _ in range(2))
    gone = run(member, reading.attached_files, lacking.id)[0]
    member.organization.delete(attachments.place(lacking.id, gone))
    bulk_id = uuid4()
    chosen = [whole.id, lacking.id]
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.DOWNLOAD), chosen, NOW)

    parts = list(bulk_zip.parts(member, bulk_id, run(member, bulk_actions.files, bulk_id)))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(parts)))

    attached = [name for name in archive.namelist() if name.endswith(".png")]
    assert sorted(name.partition("/")[2] for name in attached) == [
        "card-0.png",
        "card-1.png",
        "card-1.png",
    ]
    assert archive.read(attached[0]) == ceremonies.PNG
    assert str(lacking.id) in archive.read("Left out.txt").decode()


def test_a_zip_is_sent_before_the_second_file_is_read(member: Member) -> None:
    bulk_id = uuid4()
    chosen = [_completed(member), _completed(member)]
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.DOWNLOAD), chosen, NOW)

    parts = bulk_zip.parts(member, bulk_id, run(member, bulk_actions.files, bulk_id))
    begun = next(parts)
    with member.organization.transaction(SYSTEM) as tx:
        read = tx.rows.all("select action from access_log where action like 'downloaded%%'")

    assert begun.startswith(b"PK")
    assert len(read) == 1


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_a_zip_is_opened_by_another_program(member: Member, tmp_path: Path) -> None:
    bulk_id = uuid4()
    chosen = [_completed(member), ceremonies.sent(member, NOW).id]
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.DOWNLOAD), chosen, NOW)

    parts = bulk_zip.parts(member, bulk_id, run(member, bulk_actions.files, bulk_id))
    (tmp_path / "envelopes.zip").write_bytes(b"".join(parts))
    tested = subprocess.run(["unzip", "-t", tmp_path / "envelopes.zip"], capture_output=True)

    assert tested.returncode == 0, tested.stdout
    assert b"No errors detected" in tested.stdout


def test_a_zip_says_which_documents_were_erased_and_holds_the_certificate_that_is_left(
    member: Member,
) -> None:
    there, erased = _completed(member), _completed(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update sealed_files set object = '', erased_at = %s"
            " where envelope_id = %s and document_id <> envelope_id",
            *(NOW, erased),
        )
    bulk_id = uuid4()
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.DOWNLOAD), [erased, there], NOW)

    parts = list(bulk_zip.parts(member, bulk_id, run(member, bulk_actions.files, bulk_id)))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(parts)))

    assert sorted(archive.namelist()) == [
        "Lease (2)/Lease – certificate.pdf",
        "Lease (2)/lease – signed.pdf",
        "Lease/Lease – certificate.pdf",
        "Left out.txt",
    ]
    told = f"Lease ({erased}): {DocumentsGone.message}\n"
    assert archive.read("Left out.txt").decode() == told
    progress = run(member, bulk_actions.progress, bulk_id)
    assert [refused.reason for refused in progress.refused] == [DocumentsGone.message]


def test_a_zip_leaves_out_a_file_that_was_changed_in_the_object_store(
    member: Member, installation: Installation
) -> None:
    bulk_id, chosen = uuid4(), [_completed(member), _completed(member)]
    with member.organization.transaction(SYSTEM) as tx:
        changed = tx.sealed_files.get(chosen[0], None)
    # What another key encrypted is nothing that this organization's key opens.
    name = f"{member.organization.id}/{changed.object}"
    installation.objects.put(name, b"%PDF another", Key(bytes(32)))
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.DOWNLOAD), chosen, NOW)

    parts = list(bulk_zip.parts(member, bulk_id, run(member, bulk_actions.files, bulk_id)))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(parts)))

    assert sorted(archive.namelist()) == [
        "Lease (2)/Lease – certificate.pdf",
        "Lease (2)/lease – signed.pdf",
        "Lease/lease – signed.pdf",
        "Left out.txt",
    ]
    told = f"Lease ({chosen[0]}): {SealedFileChanged.message}\n"
    assert archive.read("Left out.txt").decode() == told


def test_only_whoever_chose_them_downloads_them(member: Member) -> None:
    other, bulk_id = colleague(member, MemberRole.ADMIN), uuid4()
    chosen = [_completed(member)]
    run(member, bulk_actions.start, bulk_id, BulkRequest(BulkKind.DOWNLOAD), chosen, NOW)

    with pytest.raises(NotFound):
        run(other, bulk_actions.files, bulk_id)
    with pytest.raises(NotFound):
        run(other, bulk_actions.progress, bulk_id)


def test_what_a_colleague_shows_nobody_cannot_be_chosen_by_its_id(member: Member) -> None:
    curious = colleague(member, MemberRole.SENDER)
    theirs, mine = ceremonies.sent(member, NOW).id, ceremonies.sent(curious, NOW).id

    for kind in (BulkKind.DOWNLOAD, BulkKind.REMIND):
        with pytest.raises(NotFound):
            run(curious, bulk_actions.start, uuid4(), BulkRequest(kind), [mine, theirs], NOW)
    with pytest.raises(NotFound):
        run(curious, bulk_actions.chosen_ids, [mine, theirs])
    assert run(curious, bulk_actions.chosen_ids, [mine]) == [mine]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc passwd"),
        ('a/b\\c:d*e?"f', "a b c d e f"),
        ("", "Envelope"),
        ("...", "Envelope"),
        ("a\x00b\n", "a b"),
        ("é" * 100 + ".pdf", "é" * 40 + ".pdf"),
        ("Lease", "Lease (2)"),
        ("lease.pdf", "lease (2).pdf"),
        ("con.pdf", "_con.pdf"),
        ("Aux.old.pdf", "_Aux.old.pdf"),
        ("LPT1", "_LPT1"),
        ("Contract", "Contract"),
    ],
)
def test_names_in_the_zip_are_harmless_and_unique(name: str, safe: str) -> None:
    assert safe_file_name(name, {"lease", "lease.pdf"}) == safe


def _completed(member: Member) -> UUID:
    """As the sealing job leaves it, with files that say what they are."""
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    ceremonies.complete(job, {envelope.documents[0].id: b"%PDF sealed"}, b"%PDF sealed", NOW)
    return envelope.id
