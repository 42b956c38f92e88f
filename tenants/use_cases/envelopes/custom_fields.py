"""The custom fields of an organization: made, changed, removed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import custom_field
from core.envelopes.custom_field import CustomField
from core.organizations.events import SettingChanged
from core.organizations.organization import changes
from core.refusals import Invalid, NotFound, sentence
from tenants.transaction import Transaction


def fields(tx: Transaction) -> tuple[CustomField, ...]:
    tx.require(Permission.READ_ENVELOPES)
    return tx.custom_fields.all()


def known(tx: Transaction) -> tuple[CustomField, ...]:
    """The same for who reads envelopes, and for who defines them."""
    reads = tx.may(Permission.READ_ENVELOPES)
    tx.require(Permission.READ_ENVELOPES if reads else Permission.MANAGE_SETTINGS)
    return tx.custom_fields.all()


def define(tx: Transaction, field: CustomField, now: datetime) -> None:
    """The same id again changes nothing. Raises Invalid, TooManyCustomFields."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.lock_exclusive("custom fields")
    known = tx.custom_fields.all()
    if any(f.id == field.id for f in known):
        return
    custom_field.check(field, known)
    if tx.custom_fields.add(field, now):
        made = SettingChanged(setting="custom_field", new=field.name)
        tx.record_admin((made,), tx.principal.actor, now)


def change(tx: Transaction, field: CustomField, now: datetime) -> None:
    """The kind stays, for there are values of it. Raises Invalid, NotFound."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.lock_exclusive("custom fields")
    known = tx.custom_fields.all()
    old = next((f for f in known if f.id == field.id), None)
    if old is None:
        raise NotFound
    if field.kind is not old.kind:
        raise Invalid(
            kind=sentence("The type of a field cannot be changed. Add a new field instead.")
        )
    custom_field.check(field, [f for f in known if f.id != field.id])
    tx.custom_fields.change(field)
    events = changes(f"custom_field {old.name}", old, replace(field, id=old.id))
    tx.record_admin(events, tx.principal.actor, now)


def remove(tx: Transaction, field_id: UUID, now: datetime) -> None:
    """Its values stay with the envelopes they belong to, and are not shown. Raises NotFound."""
    tx.require(Permission.MANAGE_SETTINGS)
    gone = SettingChanged(setting="custom_field", old=tx.custom_fields.remove(field_id, now))
    tx.record_admin((gone,), tx.principal.actor, now)
