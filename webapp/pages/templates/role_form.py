"""The form in which people take the roles of templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.addresses.email_address import is_well_formed
from core.documents import merge_fields
from core.documents.refusals import ValueTooLong
from core.envelopes.drafts import draft_fields
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.properties import DEFAULT
from core.people.signing_group import SigningGroup
from core.refusals import Invalid, sentence
from tenants import email_addresses
from tenants.use_cases.documents import merge_values
from tenants.use_cases.fields import value_readers
from webapp import current

NO_NAME = sentence("Enter a name.")
NO_VALUE = sentence("Fill this in, or choose “Edit first”.")
NO_ADDRESS = sentence("Enter a complete e-mail address, such as name@example.com.")


@dataclass(frozen=True, slots=True)
class RoleRow:
    """As it is shown: `n` is in the names of its inputs."""

    n: int
    role: Recipient
    name: str
    email: str
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A field that the sender fills in beforehand."""

    n: int
    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A value that documents ask for, by its name there."""

    n: int
    name: str
    word: str
    value: str


def rows(roles: Sequence[Recipient], typed: Mapping[str, str]) -> list[RoleRow]:
    """With what was typed, or the default person."""
    return [
        RoleRow(
            *(n, r, typed.get(f"name-{n}", r.name), typed.get(f"email-{n}", r.email)),
            typed.get(f"group-{n}", ""),
        )
        for n, r in enumerate(roles)
    ]


def value_rows(contents: Sequence[Envelope], typed: Mapping[str, str]) -> list[ValueRow]:
    """What the sender fills in, of fields that have a name."""
    named = [
        f
        for content in contents
        for f in content.fields
        if not f.recipient_ids and NAME.of(f.properties) and DEFAULT in f.kind.properties
    ]
    return [
        ValueRow(n, f, typed.get(f"value-{n}", str(DEFAULT.of(f.properties))))
        for n, f in enumerate(named)
    ]


def merge_rows(begun: Mapping[str, str], typed: Mapping[str, str]) -> list[MergeRow]:
    """`begun` has what the template says, by name."""
    return [
        MergeRow(n, name, merge_fields.word(name), typed.get(f"merge-{n}", value))
        for n, (name, value) in enumerate(begun.items())
    ]


def filling(
    roles: Sequence[RoleRow],
    values: Sequence[ValueRow],
    merged: Sequence[MergeRow],
    complete: bool,
    groups: Sequence[SigningGroup] = (),
) -> Filling:
    """
    Who takes which role; rows with nothing in them stay open. `complete`: that is not enough.

    Raises Invalid with errors named name-N, email-N, value-N and merge-N.
    """
    errors = dict(problem for row in roles for problem in _problems(row, complete))
    errors |= dict(problem for value in values for problem in _value_problems(value, complete))
    errors |= {f"merge-{row.n}": why for row in merged if (why := _merge_problem(row, complete))}
    if errors:
        raise Invalid(**errors)
    by_id = {str(group.id): group for group in groups}
    return Filling(
        {
            row.role.role_name: RolePerson(
                row.name.strip(), row.email.strip(), by_id.get(row.group_id)
            )
            for row in roles
            if row.name.strip() or row.email.strip() or row.group_id in by_id
        },
        {NAME.of(v.field.properties): v.value.strip() for v in values if v.value.strip()},
        {row.name: value for row in merged if (value := merge_values.typed(row.value))},
    )


def _merge_problem(row: MergeRow, complete: bool) -> str:
    value = merge_values.typed(row.value)
    if len(value) > merge_fields.LONGEST:
        return ValueTooLong.message
    return NO_VALUE if complete and not value else ""


def _value_problems(row: ValueRow, complete: bool) -> list[tuple[str, str]]:
    if not row.value.strip():
        return [(f"value-{row.n}", NO_VALUE)] if complete and row.field.required else []
    why = draft_fields.value_problem(
        row.field, row.value.strip(), value_readers.reader(current.now())
    )
    return [(f"value-{row.n}", why)] if why else []


def _problems(row: RoleRow, complete: bool) -> list[tuple[str, str]]:
    name, email = row.name.strip(), row.email.strip()
    may_lack = row.role.options.named_later or not complete
    if row.group_id or (not name and not email and may_lack):
        return []
    found = [] if name else [(f"name-{row.n}", NO_NAME)]
    if row.role.role.in_person and not email:
        return found
    if not is_well_formed(email) or not email_addresses.deliverable(email):
        found.append((f"email-{row.n}", NO_ADDRESS))
    return found
