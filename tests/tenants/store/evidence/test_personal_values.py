"""Keys of audit entries: a destroyed one erases for good, and nothing changed passes for erased."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.lifecycle import DetailsChanged
from core.evidence import audit
from core.evidence.audit import BrokenChain, Entry, Trail
from core.principal import SYSTEM
from core.signing.events.signatures import SignatureAdopted
from tenants.encryption.keyring import Keyring
from tenants.encryption.keys import Key, Undecryptable
from tenants.member import Member
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.store.retention.export_rows import trails as exported_trails
from tenants.store.rows import Rows
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.organizations import admin_log
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

COPIED = "select * from audit_values where organization_id = %s"


@contextmanager
def superuser(services: dict[str, str]) -> Iterator[psycopg.Connection[Any]]:
    """Somebody with all rights, whom no trigger and no key stops."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection


def trail(member: Member, envelope: Envelope) -> tuple[Entry, ...]:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.audit.of(envelope.id)


def said(entries: tuple[Entry, ...]) -> set[str]:
    return {value.value for entry in entries for value in entry.personal}


def adopted(recipient_id: UUID, image: str) -> SignatureAdopted:
    return SignatureAdopted(
        recipient_id=recipient_id,
        signature_id=uuid4(),
        kind="signature",
        method="typed",
        image_sha256=image,
    )


def record(tx: Transaction, envelope: Envelope, *events: Any) -> None:
    tx.record(Outcome(tx.envelopes.lock(envelope.id), events), "system", NOW)


def verified(member: Member, envelope: Envelope) -> tuple[Entry, ...]:
    entries = trail(member, envelope)
    with member.organization.transaction(SYSTEM) as tx:
        head = tx.envelopes.get(envelope.id).head
    audit.verify(Trail(member.organization.id, envelope.id), entries, head)
    return entries


def test_nothing_of_anybody_stands_in_clear(member: Member, services: dict[str, str]) -> None:
    envelope = ceremonies.sent(member, NOW)

    with superuser(services) as connection:
        rows = connection.execute(COPIED, (member.organization.id,)).fetchall()

    stored = b"".join(row[5] for row in rows)
    for value in said(trail(member, envelope)):
        assert value.encode() not in stored
    salts = [value.salt for entry in trail(member, envelope) for value in entry.personal]
    assert salts and not any(salt in stored or salt.hex().encode() in stored for salt in salts)


def test_a_copy_of_the_values_says_nothing_once_the_key_is_destroyed(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, NOW)
    one = envelope.recipients[0]
    with superuser(services) as connection:
        copy = connection.execute(COPIED, (member.organization.id,)).fetchall()

    with member.organization.transaction(SYSTEM) as tx:
        tx.envelopes.lock(envelope.id)
        tx.audit.values.destroy(envelope.id, [str(one.id)])
    gone = len(said(trail(member, envelope)))
    with superuser(services) as connection:
        connection.cursor().executemany(
            "insert into audit_values values (%s, %s, %s, %s, %s, %s) on conflict do nothing", copy
        )

    found = said(verified(member, envelope))
    assert one.email not in found and "two@example.com" in found
    assert len(found) == gone


def test_what_is_said_after_an_erasing_brings_nothing_back(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, NOW)
    one = envelope.recipients[0]
    with superuser(services) as connection:
        copy = connection.execute(COPIED, (member.organization.id,)).fetchall()
    with member.organization.transaction(SYSTEM) as tx:
        tx.envelopes.lock(envelope.id)
        tx.audit.values.destroy(envelope.id, [str(one.id)])

    with member.organization.transaction(SYSTEM) as tx:
        record(tx, envelope, adopted(one.id, "later"))
    with superuser(services) as connection:
        connection.cursor().executemany(
            "insert into audit_values values (%s, %s, %s, %s, %s, %s) on conflict do nothing", copy
        )

    found = said(verified(member, envelope))
    assert "later" in found and one.email not in found


def test_an_erasing_waits_for_what_is_being_written_and_takes_it_along(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    one = envelope.recipients[0]
    written, erased = Event(), Event()

    def erase() -> None:
        written.wait(5)
        with member.organization.transaction(SYSTEM) as tx:
            tx.envelopes.lock(envelope.id)
            tx.audit.values.destroy(envelope.id, [str(one.id)])
        erased.set()

    thread = Thread(target=erase)
    thread.start()
    with member.organization.transaction(SYSTEM) as tx:
        record(tx, envelope, adopted(one.id, "at the same moment"))
        written.set()
        assert not erased.wait(0.2)
    thread.join(5)

    assert erased.is_set()
    found = said(verified(member, envelope))
    assert not {"at the same moment", one.email} & found


def test_what_stays_of_a_subject_is_read_with_a_new_key(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        record(tx, envelope, DetailsChanged(count=1, old="before", new="after"))
        keys = {row["id"] for row in tx.rows.all("select id from subject_keys")}

    with member.organization.transaction(SYSTEM) as tx:
        tx.envelopes.lock(envelope.id)
        tx.audit.values.erase(envelope.id, lambda _, value: value.name == "old")
        now = {
            row["id"]: row["subject"] for row in tx.rows.all("select id, subject from subject_keys")
        }

    found = said(verified(member, envelope))
    assert "after" in found and "before" not in found and envelope.name in found
    assert [now[id] for id in now.keys() - keys] == ["organization"]
    assert len(now) == len(keys)


def test_a_key_holds_for_one_person_in_one_envelope(member: Member) -> None:
    held, other = ceremonies.sent(member, NOW), ceremonies.sent(member, NOW)
    one = held.recipients[0]

    with member.organization.transaction(SYSTEM) as tx:
        tx.envelopes.lock(other.id)
        tx.audit.values.destroy(other.id, [str(r.id) for r in other.recipients])
        record(tx, held, adopted(one.id, "a"), adopted(one.id, "b"))
        keys = tx.rows.all("select subject from subject_keys where envelope_id = %s", held.id)

    assert one.email in said(verified(member, held))
    assert one.email not in said(verified(member, other))
    # The recipients, the sender, and what is nobody's in particular.
    assert len(keys) == len(held.recipients) + 2


CHANGES = {
    "another ciphertext": (
        "update audit_values set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)"
        " where organization_id = %s"
    ),
    "one that was cut short": (
        "update audit_values set sealed = substr(sealed, 1, 16) where organization_id = %s"
    ),
    "none at all": "update audit_values set sealed = '' where organization_id = %s",
    "the row of another entry": (
        "update audit_values v set sealed = o.sealed from audit_values o"
        " where v.key_id = o.key_id and v.event_id < o.event_id and v.organization_id = %s"
    ),
    "another key": (
        "update subject_keys set wrapped = 'CS but nothing of ours' where organization_id = %s"
    ),
    "the key of somebody else": (
        "update subject_keys k set wrapped = o.wrapped from subject_keys o"
        " where k.envelope_id = o.envelope_id and k.subject < o.subject and k.organization_id = %s"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_changed_is_no_erasing_and_every_page_says_so(
    member: Member, services: dict[str, str], change: str
) -> None:
    envelope = ceremonies.sent(member, NOW)
    with superuser(services) as connection:
        assert connection.execute(CHANGES[change], (member.organization.id,)).rowcount

    entries = trail(member, envelope)
    with pytest.raises(BrokenChain, match="personal values are not as they were stored"):
        audit.verify(Trail(member.organization.id, envelope.id), entries)
    assert not run(member, reading.timeline, envelope.id).intact
    run(member, admin_log.log, LogFilter(words="organization"))


def test_with_another_master_key_nothing_is_read_and_nothing_is_written(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    before, wrong = verified(member, envelope), Keyring((Key(bytes(32)),), {})

    with member.organization.transaction(SYSTEM) as tx:
        entries = Transaction(
            Rows(tx.rows.connection, tx.organization_id, wrong), tx.principal, tx.settings
        ).audit.of(envelope.id)
    with pytest.raises(Undecryptable), member.organization.transaction(SYSTEM) as tx:
        other = Transaction(
            Rows(tx.rows.connection, tx.organization_id, wrong), tx.principal, tx.settings
        )
        record(other, envelope, adopted(envelope.recipients[0].id, "lost"))

    assert said(entries) == set()
    assert any(entry.unreadable for entry in entries)
    assert verified(member, envelope) == before


def test_an_organization_without_its_key_reads_and_keeps_nothing(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, NOW)
    with superuser(services) as connection:
        connection.execute(
            "update organizations set wrapped_key = '' where id = %s", (member.organization.id,)
        )
    member.organization.installation.keyring.forget(member.organization.id)

    with member.organization.transaction(SYSTEM) as tx:
        record(tx, envelope, adopted(envelope.recipients[0].id, "too late"))

    entries = verified(member, envelope)
    assert said(entries) == set()
    assert not any(entry.unreadable for entry in entries)
    assert run(member, admin_log.log, LogFilter()).intact


def test_words_are_found_in_the_log_in_any_spelling(member: Member) -> None:
    assert run(member, admin_log.log, LogFilter(words=member.organization_name.upper())).entries
    assert not run(
        member, admin_log.log, LogFilter(words=f"{member.organization_name} nowhere")
    ).entries


def test_a_database_restored_without_keys_verifies_says_nothing_and_goes_on(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, NOW)
    with superuser(services) as connection:
        connection.execute(
            "delete from subject_keys where organization_id = %s", (member.organization.id,)
        )

    assert said(verified(member, envelope)) == set()
    with member.organization.transaction(SYSTEM) as tx:
        record(tx, envelope, adopted(envelope.recipients[0].id, "after the restore"))
        exported = [
            json.loads(line) for line in exported_trails(tx.rows, tx.audit.values, []).lines
        ]

    assert said(verified(member, envelope)) == {"after the restore"}
    told = [v["value"] for entry in exported[0]["entries"] for v in entry["personal"]]
    assert told == ["after the restore"]
    # The chain holds, but nobody recorded that these values were erased.
    assert not run(member, admin_log.log, LogFilter()).intact
    assert not run(member, reading.timeline, envelope.id).intact


def test_an_export_says_of_what_was_changed_that_it_is_no_erasing(
    member: Member, services: dict[str, str]
) -> None:
    ceremonies.sent(member, NOW)
    with superuser(services) as connection:
        connection.execute(CHANGES["another ciphertext"], (member.organization.id,))

    with member.organization.transaction(SYSTEM) as tx:
        (trail,) = [
            json.loads(line) for line in exported_trails(tx.rows, tx.audit.values, []).lines
        ]

    changed = [entry for entry in trail["entries"] if "unreadable" in entry]
    assert changed and all(entry["personal"] == [] for entry in changed)
