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
from tenants.member import Member
from tenants.store.envelopes import details


def fields(member: Member) -> tuple[CustomField, ...]:
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return details.fields(tx)


def define(member: Member, field: CustomField, now: datetime) -> None:
    """The same id again changes nothing. Raises Invalid, TooManyCustomFields."""
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        tx.alone("custom fields")
        known = details.fields(tx)
        if any(f.id == field.id for f in known):
            return
        custom_field.check(field, known)
        added = tx.run(
            "insert into custom_fields (organization_id, id, name, kind, choices, required, listed,"
            " created_at) values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(tx.organization_id, field.id, field.name, field.kind, list(field.choices)),
            *(field.required, field.listed, now),
        )
        if added:
            made = SettingChanged(setting="custom_field", new=field.name)
            tx.administer((made,), member.actor, now)


def change(member: Member, field: CustomField, now: datetime) -> None:
    """The kind stays, for there are values of it. Raises Invalid, NotFound."""
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        tx.alone("custom fields")
        known = details.fields(tx)
        old = next((f for f in known if f.id == field.id), None)
        if old is None:
            raise NotFound
        if field.kind is not old.kind:
            raise Invalid(kind=sentence("The kind of a field stays. Make a new field instead."))
        custom_field.check(field, [f for f in known if f.id != field.id])
        tx.run(
            "update custom_fields set name = %s, choices = %s, required = %s, listed = %s"
            " where id = %s",
            *(field.name, list(field.choices), field.required, field.listed, field.id),
        )
        events = changes(f"custom_field {old.name}", old, replace(field, id=old.id))
        tx.administer(events, member.actor, now)


def remove(member: Member, field_id: UUID, now: datetime) -> None:
    """Its values are kept with the envelopes they belong to, and no longer shown."""
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        row = tx.maybe(
            "update custom_fields set removed_at = %s where id = %s and removed_at is null"
            " returning name",
            *(now, field_id),
        )
        if row is None:
            raise NotFound
        gone = SettingChanged(setting="custom_field", old=row["name"])
        tx.administer((gone,), member.actor, now)
