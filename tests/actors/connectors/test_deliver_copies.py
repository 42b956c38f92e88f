"""Copies of sealed documents, in servers of S3 and WebDAV as anyone runs them."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID

import pytest

from actors import worker  # noqa: F401 - importing the worker registers every actor
from actors.jobs import job as jobs
from core.access import MemberRole
from core.connectors.copy_state import CopyState
from core.refusals import Forbidden, Invalid
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.network.copy_places import NotPut
from tenants.store.connectors.copy_deliveries import CopyDelivery
from tenants.use_cases.connectors import copy_delivery
from tests.actors.connectors.servers import SECRET, USER, serving
from tests.tenants import ceremonies
from tests.tenants.ceremonies import lease_open
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run
from tests.tenants.people import colleague

PATTERN = "{year}/{envelope name} {id}/{document}"


@pytest.fixture(scope="module")
def installation(settings: Settings) -> Iterator[Installation]:
    """Its operator opened loopback."""
    opened = replace(settings, outbound_private_networks=(ip_network("127.0.0.0/8"),))
    installation = Installation(opened)
    yield installation
    installation.close()


@pytest.fixture
def member(installation: Installation) -> Member:
    return found_member(installation)


def choose(member: Member, kind: str, address: str, **changes: str) -> None:
    typed = {
        "kind": kind, "address": address, "bucket": "signed", "username": USER, "secret": SECRET,
        "pattern": PATTERN,
    }  # fmt: skip
    run(member, copy_delivery.change, typed | changes, NOW)


def latest(member: Member) -> CopyDelivery:
    return run(member, copy_delivery.settings).latest[0]


def work(member: Member, envelope_id: UUID) -> LeasedJob:
    job = lease_open(member, "deliver_copies", envelope_id)
    jobs._do(job)
    return job


@pytest.mark.parametrize("kind", ["s3", "webdav"])
def test_a_completed_envelope_is_brought_there_and_twice_is_once(
    member: Member, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "signed").mkdir()
    with serving(kind, tmp_path) as address:
        choose(member, kind, address if kind == "s3" else f"{address}/signed")
        envelope = ceremonies.completed(member, NOW)
        assert latest(member).state is CopyState.WAITING

        work(member, envelope.id)

        place = tmp_path / "signed" / "2026" / f"Lease {envelope.id.hex[-8:]}"
        stored = {path.name: path.read_bytes() for path in place.iterdir()}
        assert stored["lease – signed.pdf"] == ceremonies.SEALED
        assert [name for name in stored if "certificate" in name] and len(stored) == 2
        assert latest(member).state is CopyState.DELIVERED
        with member.transaction() as tx:
            tx.copy_deliveries.begin(envelope.id)
        work(member, envelope.id)
        assert {path.name for path in place.iterdir()} == {*stored}


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        ("s3", {"secret": "another"}, "denied"),
        ("s3", {"bucket": "missing"}, "no_place"),
        ("webdav", {"secret": "another"}, "denied"),
    ],
)
def test_what_does_not_work_is_said_and_tried_again(
    member: Member, tmp_path: Path, kind: str, changes: dict[str, str], why: str
) -> None:
    (tmp_path / "signed").mkdir()
    with serving(kind, tmp_path) as address:
        choose(member, kind, address, **changes)
        with pytest.raises(NotPut) as error:
            run(member, copy_delivery.place).put(copy_delivery.TRIAL, b"")
        assert error.value.why == why
        envelope = ceremonies.completed(member, NOW)

        work(member, envelope.id)
        assert (latest(member).state, latest(member).failure) == (CopyState.WAITING, why)
        choose(member, kind, address if kind == "s3" else f"{address}/signed")
        with member.transaction() as tx:
            tx.rows.run("update outbox set due_at = now() where state = 'open'")
        work(member, envelope.id)

        assert latest(member).state is CopyState.DELIVERED


def test_what_is_given_up_is_kept_and_tried_again_by_hand(member: Member) -> None:
    choose(member, "webdav", "http://127.0.0.1:9")
    envelope = ceremonies.completed(member, NOW)
    with member.transaction() as tx:
        tx.rows.run("update outbox set tries = 1000 where kind = 'deliver_copies'")

    work(member, envelope.id)

    assert (latest(member).state, latest(member).failure) == (CopyState.FAILED, "not_connected")
    assert run(member, copy_delivery.retry) == 1
    assert latest(member).state is CopyState.WAITING


def test_nothing_private_is_reached_that_no_operator_opened(settings: Settings) -> None:
    closed = Installation(settings)
    try:
        member = found_member(closed)
        for address in ("http://127.0.0.1:9000", "https://2130706433"):
            with pytest.raises(Invalid):
                choose(member, "s3", address)
        choose(member, "s3", "https://localhost:9000")
        with pytest.raises(NotPut) as error:
            run(member, copy_delivery.place).put("a.txt", b"")
        assert error.value.why == "forbidden_address"
    finally:
        closed.close()


def test_the_secret_is_kept_encrypted_and_never_goes_to_another_address(member: Member) -> None:
    choose(member, "webdav", "https://cloud.example.com/signed")

    choose(member, "webdav", "https://cloud.example.com/signed", secret="", username="ana")
    with pytest.raises(Invalid) as invalid:
        choose(member, "webdav", "https://other.example.com/signed", secret="")

    assert list(invalid.value.errors) == ["secret"]
    with member.transaction() as tx:
        assert tx.copy_targets.secret() == SECRET
        stored = tx.rows.one("select secret from copy_targets")["secret"]
        log = tx.rows.all("select text from admin_events")
    assert SECRET.encode() not in bytes(stored)
    assert SECRET not in str(log)


def test_no_copies_are_made_where_no_one_wants_them(member: Member) -> None:
    envelope = ceremonies.completed(member, NOW)

    with member.transaction() as tx:
        assert tx.copy_deliveries.of(envelope.id) is None
        assert not tx.rows.all("select from outbox where kind = 'deliver_copies'")
    with pytest.raises(Forbidden):
        choose(colleague(member, MemberRole.SENDER), "webdav", "https://cloud.example.com")
