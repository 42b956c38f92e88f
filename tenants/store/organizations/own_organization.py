"""The organization's own row: what it is called, its clocks, its keys, whether it is frozen."""

from dataclasses import astuple
from datetime import date, datetime
from typing import Any

import psycopg

from core.organizations.first_steps import FirstSteps
from core.organizations.organization import Profile
from core.organizations.sign_up import Foundation
from tenants.store.rows import Rows

PROFILE = (
    "select name, time_zone, locale, expire_days, remind_after, remind_every, remind_most,"
    " warn_days, date_format, attach_megabytes, copy_links, archive, delegation,"
    " ask_location, confirm_signatures, signing_reasons, free_reasons, proofs from organizations"
)


class OwnOrganization:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def profile(self) -> Profile:
        return _profile(self._rows.one(PROFILE))

    def lock_profile(self) -> Profile:
        return _profile(self._rows.one(f"{PROFILE} for update"))

    def set_profile(self, new: Profile) -> None:
        self._rows.run(
            "update organizations set name = %s, time_zone = %s, locale = %s, expire_days = %s,"
            " remind_after = %s, remind_every = %s, remind_most = %s, warn_days = %s,"
            " date_format = %s, attach_megabytes = %s, copy_links = %s, archive = %s,"
            " delegation = %s, ask_location = %s, confirm_signatures = %s, signing_reasons = %s,"
            " free_reasons = %s, proofs = %s",
            *astuple(new)[:-1],
            list(new.proofs),
        )

    def first_steps(self) -> FirstSteps:
        """From what there is, in one statement that reads a row or two of each."""
        return FirstSteps(
            **self._rows.one(
                "select exists (select from envelopes where sent_at is not null) as sent,"
                " (select count(*) from (select from memberships limit 2) as members) > 1"
                " or exists (select from invitations) as invited,"
                " exists (select from branding where settings <> '{}') as branded"
            )
        )

    def end_onboarding(self) -> None:
        self._rows.run("update organizations set onboarded_at = now() where onboarded_at is null")

    def name(self) -> str:
        return str(self._rows.one("select name from organizations")["name"])

    def slug(self) -> str:
        return str(self._rows.one("select slug from organizations")["slug"])

    def is_frozen(self) -> bool:
        """Whether it is suspended, or about to be closed."""
        row = self._rows.one(
            "select coalesce(suspended_at, closes_at) is not null as frozen from organizations"
        )
        return bool(row["frozen"])

    def month(self, now: datetime) -> date:
        """The first day of this month, where the organization's clocks stand."""
        row = self._rows.one(
            "select date_trunc('month', %s at time zone known_zone(time_zone))::date as month"
            " from organizations",
            now,
        )
        month: date = row["month"]
        return month

    def insert(self, foundation: Foundation, keys: tuple[bytes, bytes, bytes]) -> bool:
        """
        False when another one has the slug.

        `keys`: the wrapped key, the certificate of its seal, and the encrypted private key.
        """
        try:
            with self._rows.savepoint():
                self._rows.run(
                    "insert into organizations (id, slug, name, time_zone, locale, wrapped_key,"
                    " certificate, private_key) values (%s, %s, %s, %s, %s, %s, %s, %s)",
                    *(self._rows.organization_id, foundation.slug, foundation.name),
                    *(foundation.time_zone, foundation.locale, *keys),
                )
        except psycopg.errors.UniqueViolation:
            return False
        return True


def _profile(row: dict[str, Any]) -> Profile:
    return Profile(**row | {"proofs": tuple(row["proofs"])})
