"""What keeps a template from being published: all that would keep an envelope from being sent,
but people."""

from collections.abc import Iterable
from dataclasses import replace

from core.addresses.email_address import fold
from core.documents.document import Document
from core.envelopes import recipient_list
from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import Reachable
from core.refusals import sentence

NAME = sentence("Give this template a name.")
NO_ROLE = sentence("Name this role, such as Buyer, or enter a person.")
TWICE = sentence("Two roles have this name. Give one of them another name.")
PEOPLE = sentence("Add a role.")


def missing(content: Envelope, reachable: Reachable) -> dict[str, str]:
    """
    The place on the page → a sentence. `row-ID` is the row of the recipient of that id.

    Fields and merge fields that the sender fills in may be empty: that is done when the template
    is used.
    """
    stood_in = tuple(_stood_in(r) for r in content.recipients)
    fields = tuple(f for f in content.fields if f.recipient_ids)
    # What proofs of identity take is known of people, not of roles.
    asked = replace(content, proofs=(), minimum_proofs=())
    whole = replace(asked, recipients=stood_in, fields=fields, documents=_filled(content))
    lacks = draft_sending.missing(whole, _or_stand_in(reachable))
    if "name" in lacks and not content.name:
        lacks["name"] = NAME
    if not content.recipients:
        lacks["recipients"] = PEOPLE
    return lacks | _roles_missing(content.recipients)


def wrong_people(content: Envelope, reachable: Reachable) -> dict[str, str]:
    """As recipient_list.errors, of those who are named; a role needs no one yet."""
    return wrong_roles(content.recipients, reachable)


def wrong_roles(recipients: Iterable[Recipient], reachable: Reachable) -> dict[str, str]:
    """The same of those of a template that is not there yet."""
    stood_in = [_stood_in(r) for r in recipients]
    return recipient_list.errors(stood_in, _or_stand_in(reachable))


def _filled(content: Envelope) -> tuple[Document, ...]:
    return tuple(d.filled_in if d.pages else d for d in content.documents)


def _or_stand_in(reachable: Reachable) -> Reachable:
    return lambda address: address.endswith(STAND_IN) or reachable(address)


def _stood_in(recipient: Recipient) -> Recipient:
    """With someone in the role, who can be reached."""
    reachable = bool(recipient.email) or recipient.role.in_person
    if not recipient.role_name or (recipient.name and reachable):
        return recipient
    if recipient.name or recipient.email:  # half a default person
        return recipient
    # What proves who they are is asked for when the template is used.
    options = replace(recipient.options, proofs=())
    address = f"{recipient.id.hex}{STAND_IN}"
    return replace(recipient, name="Someone", email=address, options=options)


def _roles_missing(recipients: Iterable[Recipient]) -> dict[str, str]:
    found, seen = {}, set[str]()
    for recipient in recipients:
        name = fold(recipient.role_name)
        if recipient.blank:
            found[f"row-{recipient.id}"] = NO_ROLE
        elif name and name in seen:
            found[f"row-{recipient.id}"] = TWICE
        seen.add(name)
    return found


STAND_IN = "@template.invalid"
