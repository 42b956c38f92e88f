"""Mail about an account: to people as such, whether they belong to an organization or not yet."""

import base64
import json
from dataclasses import asdict, dataclass, field
from typing import Protocol

from core.jobs.job import Job
from tenants.encryption.keys import Key
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction

CONTEXT = "account letter"


@dataclass(frozen=True, slots=True)
class Words:
    """
    What a letter is made of: templates/mail/account/<kind> and what it names.

    `link` is a path of ours with its single-use secret; `values` are for the template.
    """

    kind: str
    name: str
    address: str
    link: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountLetter:
    words: Words
    organization_name: str
    time_zone: str
    base_url: str
    message_id: str
    sender_email: str = ""

    @property
    def to(self) -> tuple[str, str]:
        return self.words.name, self.words.address

    @property
    def name(self) -> str:
        return self.words.name

    @property
    def only_for(self) -> str:
        """No one else has a letter of their own at this address."""
        return ""

    @property
    def sender_name(self) -> str:
        return self.organization_name

    @property
    def link(self) -> str:
        return self.base_url + self.words.link

    @property
    def values(self) -> dict[str, str]:
        return self.words.values


class KeyHolder(Protocol):
    """An organization, or the rows of a transaction in it."""

    @property
    def key(self) -> Key: ...


def letter(holder: KeyHolder, words: Words) -> Job:
    """
    The job that mails it: its words are sealed under the organization's key until it is sent.

    People without an organization are written to by the platform's own. In a transaction
    `holder` is its rows, so that a second one need not be opened for the key.
    """
    sealed = holder.key.encrypt(json.dumps(asdict(words)).encode(), CONTEXT)
    return Job("mail_account", {"sealed": base64.b64encode(sealed).decode()})


def load(tx: Transaction, job: LeasedJob) -> AccountLetter:
    sealed = job.argument("sealed", base64.b64decode)
    words = Words(**json.loads(tx.rows.key.decrypt(sealed, CONTEXT)))
    profile = tx.own_organization.profile()
    return AccountLetter(
        words=words,
        base_url=tx.settings.base_url,
        message_id=f"<{job.id}@{tx.settings.mail_from.rpartition('@')[2].rstrip('>')}>",
        organization_name=profile.name,
        time_zone=profile.time_zone,
    )


def sent(tx: Transaction, job: LeasedJob) -> None:
    """Finish the job and erase its words: they hold a secret and an address."""
    tx.jobs.done(job)
    tx.jobs.forget_arguments(job.id)
