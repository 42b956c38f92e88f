"""Where copies of sealed documents go: chosen, tried, and what is brought there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from core.access import Permission
from core.connectors import copy_target as rules
from core.connectors.copy_state import CopyState
from core.connectors.copy_target import CopyTarget
from core.envelopes.envelope import Status
from core.organizations.events import SettingChanged
from core.organizations.organization import changes
from core.refusals import Invalid, NotFound, sentence
from tenants.leased_job import LeasedJob
from tenants.network.copy_places import CopyPlace
from tenants.store.connectors.copy_deliveries import CopyDelivery
from tenants.transaction import Transaction
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import FoundSealedFile

SHOWN = 20
SECRET_LIMIT = 500
SECONDS = 30.0
ACTOR = "copies"
TRIAL = "countersign-trial.txt"
SAID = b"Countersign can store copies of sealed documents here. You can delete this file.\n"


@dataclass(frozen=True, slots=True)
class CopySettings:
    """None: nothing is copied. `latest` are envelopes, those not copied yet first."""

    target: CopyTarget | None
    latest: tuple[CopyDelivery, ...]


@dataclass(frozen=True, slots=True)
class Copying:
    """What is to be brought where: each file with its path."""

    place: CopyPlace
    files: tuple[tuple[str, FoundSealedFile], ...]


def settings(tx: Transaction) -> CopySettings:
    tx.require(Permission.MANAGE_SETTINGS)
    return CopySettings(tx.copy_targets.get(), tx.copy_deliveries.latest(SHOWN))


def change(tx: Transaction, typed: Mapping[str, str], now: datetime) -> CopyTarget:
    """An empty secret keeps the one that is there, at the same address. Raises Invalid."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.lock_exclusive("copy_target")
    new, old = rules.chosen(typed, tx.settings.outbound_private_networks), tx.copy_targets.get()
    secret = typed.get("secret", "")
    # Whoever changes the address must know the secret: else it could be sent to a place of theirs.
    kept = old is not None and (old.kind, old.address) == (new.kind, new.address)
    if not secret and not kept:
        raise Invalid(secret=sentence("Enter the password, or the secret of the access key."))
    if len(secret) > SECRET_LIMIT or not secret.isprintable():
        raise Invalid(secret=sentence("This is too long, or has characters that cannot be used."))
    tx.copy_targets.set(new, secret or None)
    blank = CopyTarget(new.kind, "", "", "")
    changed = changes("copies", old or blank, new)
    if secret:
        changed = (*changed, SettingChanged(setting="copies.secret"))
    tx.record_admin(changed, tx.principal.actor, now)
    return new


def remove(tx: Transaction, now: datetime) -> None:
    """Nothing is copied from now on. Twice is once."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.lock_exclusive("copy_target")
    old = tx.copy_targets.get()
    if old is not None:
        tx.copy_targets.remove()
        event = SettingChanged(setting="copies.address", old=old.address)
        tx.record_admin((event,), tx.principal.actor, now)


def place(tx: Transaction, seconds: float = SECONDS) -> CopyPlace:
    """Where it is tried. Raises NotFound."""
    tx.require(Permission.MANAGE_SETTINGS)
    return _place(tx, seconds)


def retry(tx: Transaction) -> int:
    """Have the copies brought that were given up; of how many envelopes."""
    tx.require(Permission.MANAGE_SETTINGS)
    failed = tx.copy_deliveries.failed()
    for envelope_id in failed:
        tx.copy_deliveries.begin(envelope_id)
    return len(failed)


def load(tx: Transaction, job: LeasedJob, now: datetime) -> Copying | None:
    """None when there is no place any more, or nothing to bring."""
    envelope = tx.envelopes.get(job.argument("envelope_id", UUID))
    target = tx.copy_targets.get()
    if target is None or envelope.status is not Status.COMPLETED or envelope.erased_at:
        return None
    ids = [*(d.id for d in envelope.documents), None]
    found = [sealed_files.find(tx, envelope.id, id, actor=ACTOR, now=now) for id in ids]
    zone = ZoneInfo(tx.own_organization.profile().time_zone)
    completed = (envelope.status_at or now).astimezone(zone)
    names = [file.name for file in found]
    paths = rules.paths(target.pattern, envelope.id, envelope.name, completed, names)
    return Copying(_place(tx, SECONDS), tuple(zip(paths, found, strict=True)))


def note(tx: Transaction, job: LeasedJob, state: CopyState, failure: str = "") -> None:
    tx.copy_deliveries.note(job.argument("envelope_id", UUID), state, failure)


def _place(tx: Transaction, seconds: float) -> CopyPlace:
    target = tx.copy_targets.get()
    if target is None:
        raise NotFound
    networks = tx.settings.outbound_private_networks
    return CopyPlace(target, tx.copy_targets.secret(), networks, seconds)
