"""Where one person's address stands in an organization: found by it, and erased by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_plus
from uuid import UUID

from core.envelopes.envelope import Status
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class PersonEnvelope:
    """An envelope that goes to an address. `addresses` are all that it is about."""

    id: UUID
    name: str
    status: Status
    sealed: int  # files that are still there
    addresses: list[str]


class PersonTraces:
    """Every `address` is folded."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def envelopes(self, address: str, limit: int) -> list[PersonEnvelope]:
        found = self._rows.all(
            "select e.id, e.name, e.status,"
            " (select count(*) from sealed_files f where f.envelope_id = e.id and f.object <> '')"
            " as sealed, array(select r.email from recipients r where r.envelope_id = e.id)"
            " || array(select p.email from people p where p.id = e.sender_id) as addresses"
            " from envelopes e where e.id in"
            " (select envelope_id from recipients where folded_email = %s) order by e.id limit %s",
            *(address, limit),
        )
        return [PersonEnvelope(**row | {"status": Status(row["status"])}) for row in found]

    def names(self, address: str, limit: int) -> list[str]:
        """What recipients of this address are called."""
        found = self._rows.all(
            "select distinct name from"
            " (select name from recipients where folded_email = %s limit %s) as named"
            " order by name",
            *(address, limit),
        )
        return [row["name"] for row in found]

    def contacts(self, address: str) -> int:
        """How many contacts, members of signing groups, invitations and former members have it."""
        row = self._rows.one(
            "select (select count(*) from contacts where lower(email) = %s)"
            " + (select count(*) from correspondents where lower(email) = %s)"
            " + (select count(*) from invitations where lower(email) = %s)"
            " + (select count(*) from signing_group_members where lower(email) = %s)"
            " + (select count(*) from former_members where lower(email) = %s) as n",
            *[address] * 5,
        )
        return int(row["n"])

    def is_member(self, address: str) -> bool:
        found = self._rows.one_or_none(
            "select from people where lower(email) = %s limit 1", address
        )
        return found is not None

    def envelope_ids(self, after: UUID, limit: int) -> list[UUID]:
        """The next envelopes of the organization, whoever they are about."""
        found = self._rows.all(
            "select id from envelopes where id > %s order by id limit %s", after, limit
        )
        return [row["id"] for row in found]

    def recipients(
        self, envelope_ids: Iterable[UUID], address: str
    ) -> dict[tuple[UUID, str], bool]:
        """Every recipient (envelope's id, recipient's id), and whether they have the address."""
        found = self._rows.all(
            "select envelope_id, id, folded_email = %s as theirs from recipients"
            " where envelope_id = any(%s)",
            *(address, list(envelope_ids)),
        )
        return {(row["envelope_id"], str(row["id"])): bool(row["theirs"]) for row in found}

    def sent(self, envelope_ids: Iterable[UUID], address: str) -> set[tuple[UUID, str]]:
        """Which envelopes they sent as a member: (envelope's id, person's id)."""
        found = self._rows.all(
            "select envelope_id, subject from subject_keys where envelope_id = any(%s)"
            " and subject in"
            " (select person_id::text from former_members where lower(email) = %s)",
            *(list(envelope_ids), address),
        )
        return {(row["envelope_id"], row["subject"]) for row in found}

    def count_envelopes(self, address: str) -> int:
        row = self._rows.one(
            "select count(distinct envelope_id) as n from recipients where folded_email = %s",
            address,
        )
        return int(row["n"])

    def former_members(self, address: str) -> list[UUID]:
        found = self._rows.all(
            "select person_id from former_members where lower(email) = %s", address
        )
        return [row["person_id"] for row in found]

    def erase_notes(self, envelope_id: UUID, pattern: str) -> None:
        """Custom values and notes of an envelope in which this is found, whatever its case."""
        self._rows.change(
            envelope_id,
            "delete from envelope_values where envelope_id = %s and value ~* %s",
            *(envelope_id, pattern),
        )
        self._rows.change(
            envelope_id,
            "delete from envelope_metadata where envelope_id = %s and (value ~* %s or key ~* %s)",
            *(envelope_id, pattern, pattern),
        )

    def erase_contacts(self, address: str) -> None:
        for table in ("contacts", "correspondents", "invitations", "signing_group_members"):
            self._rows.run(f"delete from {table} where lower(email) = %s", address)  # noqa: S608 - a table of ours

    def erase_searches(self, address: str) -> None:
        """What members have searched for, and why they voided many envelopes at once."""
        for typed in (address, quote_plus(address).lower()):
            self._rows.run(
                "delete from saved_views where position(%s in lower(name || filters)) > 0", typed
            )
        self._rows.run(
            "update bulk_actions set arguments = arguments - 'reason'"
            " where position(%s in lower(arguments ->> 'reason')) > 0",
            address,
        )

    def erase_identities(self, person_ids: Iterable[UUID]) -> None:
        """How former members signed in through a provider."""
        self._rows.run("delete from sso_identities where person_id = any(%s)", list(person_ids))

    def erase_former_members(self, person_ids: Iterable[UUID], name: str) -> None:
        self._rows.run(
            "update former_members set name = %s, email = '' where person_id = any(%s)",
            *(name, list(person_ids)),
        )

    def erase_words(self, words: Iterable[str]) -> None:
        """From the index that envelopes are searched by."""
        self._rows.run("select forget_words(%s)", list(words))
